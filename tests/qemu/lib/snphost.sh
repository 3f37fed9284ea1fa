# shellcheck shell=bash disable=SC2154 # variables of check, lib/boot.sh and lib/machine.sh
# Cases with host = snphost: the guest is an SEV-SNP guest of tests/snphost. Its verdict and its books
# (counters at the marks "kernel" and "userspace") are judged beside the console. Sourced by check.

# Fills the array start. snphost's own limit is a little shorter, so that its verdict is seen.
snphost_start() {
	local name=$1 limit word
	limit=$((patience * $(get "$name" timeout) - 5))
	start=("$here/../snphost/run" --firmware "$rom" --elf "${rom%.rom}.elf" --kernel-hashes
		--timeout "$limit" --summary "$dir/summary" --log "$dir/snphost.log")
	while read -r word; do
		# shellcheck disable=SC2206 # an option and its value per line
		start+=($word)
	done <<<"$(get "$name" snp)"
	start+=(-- -machine "$(get "$name" machine)" -m "$(get "$name" memory)" -smp "$(get "$name" cpus)"
		-nodefaults -accel "$(get "$name" accel)")
	! counts_time "$name" || start+=("${counted_time[@]}")
	qemu_args=()
	qemu_payload "$kernel" "$initrd" "$(command_line "$name")"
	start+=("${qemu_args[@]}" -serial "file:$dir/serial.log")
	export QEMU=$qemu BUILD=$build
	: >"$dir/summary"
}

booked() {
	sed -n "s/^$1=//p" "$dir/summary" | tail -n 1
}

# The books: lines "KEY OP NUMBER", OP as in test(1) without the dash (le, eq, ge ...); KEY may be a sum
# "a+b" of counters, of which absent ones count as 0.
books_verdict() {
	local key op want sum word
	[ -n "$(get "$1" books)" ] || return 0
	while read -r key op want; do
		sum=0
		for word in ${key//+/ }; do
			word=$(booked "$word")
			sum=$((sum + ${word:-0}))
		done
		[ "$sum" "-$op" "$want" ] || echo "books: $key is $sum, not $op $want"
	done <<<"$(get "$1" books)"
}

# What snphost says of the run, against the case's regular expression.
snphost_verdict() {
	local said
	[ "$(get "$1" host)" = snphost ] || return 0
	said=$(booked verdict)
	[[ $said =~ $(get "$1" verdict) ]] || echo "verdict: '$said' is not '$(get "$1" verdict)'"
	books_verdict "$1"
}
