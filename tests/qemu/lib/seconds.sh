# shellcheck shell=bash
# cpu_seconds FILE: what a shell and all it waited for have used of the processor, from what the builtin
# times wrote there: "0m1.234s 0m0.567s" twice. Sourced by check and by tests/check.

cpu_seconds() {
	tr 'ms' '  ' <"$1" | awk '{ sum += 60 * ($1 + $3) + $2 + $4 } END { printf "%.0f\n", sum }'
}
