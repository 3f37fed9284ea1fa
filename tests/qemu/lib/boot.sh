# shellcheck shell=bash disable=SC2154 # variables of check and lib/machine.sh
# One boot of one case: starts QEMU, watches the console until the case's end, and leaves a verdict.
# Guarantees: QEMU never outlives its time limit or this script, and a case passes only if everything
# that was expected was seen. Sourced by check.

# Prepares all files first, so that nothing is fetched or built while a clock runs.
boot_arguments() {
	local name=$1 word
	rom=$(rom_path "$2") && qemu=$(qemu_path "$(get "$name" qemu)") || return 1
	kernel=$(kernel_path "$(get "$name" kernel)") && initrd=$(initrd_path "$(get "$name" initrd)") ||
		return 1
	if [ "$(get "$name" host)" = snphost ]; then
		snphost_start "$name"
		return
	fi
	ACCEL=$(get "$name" accel)
	qemu_machine "$(get "$name" machine)" "$(get "$name" memory)" "$(get "$name" cpus)" \
		"$(get "$name" cpu)" "$rom"
	qemu_payload "$kernel" "$initrd" "$(command_line "$name")"
	qemu_args+=(-serial "file:$dir/serial.log")
	qemu_args+=(-debugcon "file:$dir/debugcon.log" -global isa-debugcon.iobase=0x402)
	[ "$(get "$name" end)" = reboot ] || qemu_args+=(-no-reboot)
	! counts_time "$name" || qemu_args+=("${counted_time[@]}")
	while read -r word; do
		# shellcheck disable=SC2206 # one option and its value per line
		qemu_args+=($word)
	done <<<"$(get "$name" extra)"
	start=("$qemu" "${qemu_args[@]}")
}

# append, filled up to append_fill characters: for the limits of a kernel's command line.
command_line() {
	local words fill
	words=$(get "$1" append)
	fill=$(($(get "$1" append_fill) - ${#words} - 1))
	[ "$fill" -le 0 ] || words+=" $(printf "%0${fill}d" 0)"
	printf "%s" "$words"
}

start_guest() {
	: >"$dir/serial.log"
	: >"$dir/debugcon.log"
	printf '%q ' "${start[@]}" >"$dir/command"
	timeout -k 5 "$1" "${start[@]}" >"$dir/qemu.log" 2>&1 </dev/null &
	guest=$!
	trap 'kill_tree "$guest"' EXIT
}

children() {
	cat "/proc/$1/task/$1/children" 2>/dev/null || true
}

# Not the first process alone: what stands between here and QEMU may die without passing it on.
kill_tree() {
	local child
	for child in $(children "$1"); do
		kill_tree "$child"
	done
	kill "$1" 2>/dev/null || true
}

# The processes that have none below them, QEMU among them.
kill_leaves() {
	local child below
	below=$(children "$1")
	[ -n "$below" ] || kill "$1" 2>/dev/null || true
	for child in $below; do
		kill_leaves "$child"
	done
}

# What started QEMU gets its time to tidy up.
stop_guest() {
	local tries=0
	while kill -0 "$guest" 2>/dev/null && [ "$tries" -lt 50 ]; do
		kill_leaves "$guest"
		sleep 0.1
		tries=$((tries + 1))
	done
	kill_tree "$guest"
	wait "$guest" 2>/dev/null || true
}

# Watches until QEMU ends or the log decides. A forbidden line ends it at once; a complete log ends it
# only where the case does not want to see the guest end by itself ($1).
watch_guest() {
	while kill -0 "$guest" 2>/dev/null; do
		sleep 0.2
		judge_more
		! is_decided || { stop_guest && return; }
		[ "$judgement$1" != completematched ] || { stop_guest && return; }
	done
	status=0
	wait "$guest" || status=$?
}

# Boots case $1 with ROM $2 in directory $3; prints nothing if all is as expected, else why not.
boot() {
	local name=$1 end expect until status=stopped
	dir=$3
	mkdir -p "$dir"
	boot_arguments "$name" "$2" 2>"$dir/prepare.log" || { tail -n 1 "$dir/prepare.log" && return; }
	end=$(get "$name" end)
	expect=$(get "$name" expect)
	case $end in
	poweroff) until=itself expect+=$'\nSNPSHIM-DONE poweroff\nreboot: Power down' ;;
	exit:* | verdict) until=itself ;;
	stop | reboot) until=matched ;;
	*) echo "unknown end '$end'" && return ;;
	esac
	start_guest $((patience * $(get "$name" timeout)))
	judge_start "$dir/serial.log" "$expect" "$(get "$name" forbid)"
	watch_guest "$until"
	judge_end
	verdict "$name" "$expect" "$end"
}

verdict() {
	local state=$judgement
	case $status/$3 in
	124/* | 137/*)
		state=${state/#complete/all lines seen, but still running}
		echo "$state after $((patience * $(get "$1" timeout))) s"
		;;
	*/verdict) [ -z "$2" ] || [ "$state" = complete ] || echo "$state" ;;
	stopped/* | 0/poweroff) [ "$state" = complete ] || echo "$state" ;;
	"${3#exit:}/$3") [ "$state" = complete ] || echo "$state" ;;
	*/stop | */reboot) [ "$state" = complete ] || echo "$state; QEMU ended with status $status" ;;
	*) echo "QEMU ended with status $status: $(tail -n 1 "$dir/qemu.log")" ;;
	esac
	snphost_verdict "$1"
	debugcon_verdict "$1"
	ram_verdict "$1"
}

debugcon_verdict() {
	local state
	state=$(judge "$dir/debugcon.log" "$(get "$1" debugcon)" '')
	[ -z "$(get "$1" debugcon)" ] || [ "$state" = complete ] || echo "debugcon: $state"
}

# RAM that the firmware lost on the way: what the machine has, less what the kernel was told.
ram_verdict() {
	local limit have told
	limit=$(get "$1" ram_short_kb)
	[ -n "$limit" ] || return 0
	told=$(logged_fact ram_kb)
	have=$(numfmt --from=iec "$(get "$1" memory)")
	[ $((have / 1024 - ${told:-0})) -le "$limit" ] ||
		echo "the kernel has ${told:-no} kB of RAM, the machine $((have / 1024)) kB"
}

logged_fact() {
	tr -d '\r' <"$dir/serial.log" | sed -n "s/^FACT $1=//p" | tail -n 1
}
