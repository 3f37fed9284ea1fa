# shellcheck shell=bash disable=SC2154 # variables of ../check
# What snp-verify has to say of a table, and of what somebody made of it. Sourced by ../check.

pass() {
	echo "PASS $1"
	passed=$((passed + 1))
}

fail() {
	echo "FAIL $1: $2"
	failed=$((failed + 1))
}

# accepts NAME ARGUMENT...: status 0, and the last line says so
accepts() {
	local name=$1
	shift
	if "$verify" "$@" >"$work/out" 2>"$work/err" && [ "$(tail -n 1 "$work/out")" = verified ] &&
		[ ! -s "$work/err" ]; then
		pass "accepted: $name"
	else
		fail "accepted: $name" "$(cat "$work/err")"
	fi
}

# refuses NAME TEXT ARGUMENT...: status 1, one line with TEXT and nothing else
refuses() {
	local name=$1 text=$2 status=0
	shift 2
	"$verify" "$@" >"$work/out" 2>"$work/err" || status=$?
	if [ $status -ne 1 ] || [ -s "$work/out" ] || [ "$(wc -l <"$work/err")" -ne 1 ] ||
		! grep -qF -- "snp-verify: $text" "$work/err"; then
		fail "refused: $name" "wanted '$text', status $status: $(head -n 1 "$work/err")"
	else
		pass "refused: $name"
	fi
}

# misused NAME TEXT ARGUMENT...: the command line itself; status 2
misused() {
	local name=$1 text=$2 status=0
	shift 2
	"$verify" "$@" >"$work/out" 2>"$work/err" || status=$?
	if [ $status -ne 2 ] || [ "$(wc -l <"$work/err")" -ne 1 ] || ! grep -qF -- "$text" "$work/err"; then
		fail "usage: $name" "wanted '$text', status $status: $(head -n 1 "$work/err")"
	else
		pass "usage: $name"
	fi
}

# forged NAME TEXT FORGE-ARGUMENT... [-- ARGUMENT...]: the changed table, with the right root and digest
forged() {
	local name=$1 text=$2 changes=()
	shift 2
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		changes+=("$1")
		shift
	done
	[ $# -eq 0 ] || shift
	if ! "$forge" "$table" "$work/forged" "${changes[@]}" 2>"$work/err"; then
		fail "refused: $name" "$(cat "$work/err")"
	elif [ -n "$text" ]; then
		refuses "$name" "$text" "${right[@]}" "$@" "$work/forged"
	else
		accepts "$name" "${right[@]}" "$@" "$work/forged"
	fi
}

# The same by somebody with the chip's key.
resigned() {
	local name=$1 text=$2
	shift 2
	forged "$name" "$text" --sign "$vectors"/test_vcek_private_key.bin "$@"
}

# A table without a launch digest to compare: the last line is not "verified", and says what was left out.
accepts_but_for_digest() { # TABLE
	if "$verify" --ark "$vectors"/test_ark.der --any-digest "$1" >"$work/out" 2>"$work/err" &&
		[ "$(tail -n 1 "$work/out")" = 'verified but for the launch digest' ] &&
		grep -q '^not checked: the launch digest' "$work/out"; then
		pass "accepted, but for the launch digest"
	else
		fail "accepted, but for the launch digest" "$(tail -n 1 "$work/out") $(cat "$work/err")"
	fi
}
