# shellcheck shell=bash
# Judges a console line by line while it grows: expected lines in their order, forbidden ones, and the line
# with which the firmware gives up. Guarantees that what decides a case is known as soon as its line is
# there, whatever the host's speed, without a process per look. Trusts nothing in the log. Sourced by check.

# "stage: cause; remedy [set:code a= b=]", as firmware/panic.c prints it.
gave_up='^snp-shim: .*\[[0-9]+:[0-9a-f]+ a=0x?[0-9a-f]+ b='

# judge_start LOG EXPECT FORBID: expressions as of grep -E, one per line. Results in `judgement`:
# "forbidden LINE", "refused LINE", "missing REGEX" while that one is to come, or "complete".
judge_start() {
	wanted=() found=0 partial='' judgement=complete
	[ -z "$2" ] || mapfile -t wanted <<<"$2"
	unwanted=${3//$'\n'/|}
	[ ${#wanted[@]} -eq 0 ] || judgement="missing ${wanted[0]}"
	exec {console}<"$1"
}

# Takes in the lines that came since; the last one counts when it is complete.
judge_more() {
	local line
	while IFS= read -r line <&"$console"; do
		judge_line "$partial$line"
		partial=
	done
	partial+=$line
}

# No more will come.
judge_end() {
	judge_more
	[ -z "$partial" ] || judge_line "$partial"
	exec {console}<&-
}

is_decided() {
	[[ $judgement == forbidden* || $judgement == refused* ]]
}

judge_line() {
	local line=${1//$'\r'/}
	if is_decided; then
		return
	elif [ -n "$unwanted" ] && [[ $line =~ $unwanted ]]; then
		judgement="forbidden $line"
	elif [ "$found" -lt ${#wanted[@]} ] && [[ $line =~ ${wanted[found]} ]]; then
		found=$((found + 1))
		judgement=complete
		[ "$found" -eq ${#wanted[@]} ] || judgement="missing ${wanted[found]}"
	elif [[ $line =~ $gave_up ]]; then
		judgement="refused $line"
	fi
}

# judge LOG EXPECT FORBID: prints the judgement on a log that is whole.
judge() {
	judge_start "$@"
	judge_end
	printf '%s\n' "$judgement"
}
