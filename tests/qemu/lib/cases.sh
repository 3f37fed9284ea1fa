# shellcheck shell=bash
# Reads boot cases: stanzas "[name]" of "key = value" lines; "#" starts a comment line. A stanza named
# "[template NAME]" is no case; "like = NAME" copies an earlier stanza. expect and debugcon replace what
# was copied, forbid and extra add to it, any other key overrides. Trusts nothing: an unknown key, a
# wrong reference or a missing value stops the run with file and line. Sourced by check.

declare -A case_of=()
case_names=()

case_keys=' like machine memory cpus qemu cpu kernel initrd append extra rom timeout end expect forbid
debugcon compare ram_short_kb host_mb append_fill host snp verdict books clock accel '
case_defaults='machine=q35 memory=512M cpus=1 qemu=system cpu= kernel=6.12 initrd=small append= extra=
rom=shim timeout=60 end=poweroff expect= forbid= debugcon= compare= ram_short_kb= host_mb=0 append_fill=0
host=plain snp= verdict=^booted books= clock=auto accel=tcg,thread=single'

# get NAME KEY, with @key@ in the value replaced by that key's value of the same case, @disk@ by the path
# of a disk image, and @tsc_khz@ by what the guest's TSC counts a millisecond.
get() {
	local value=${case_of[$1/$2]} key
	for key in machine memory cpus kernel; do
		value=${value//@$key@/${case_of[$1/$key]}}
	done
	[[ $value != *@disk@* ]] || value=${value//@disk@/$(disk_path)}
	[[ $value != *@tsc_khz@* ]] || value=${value//@tsc_khz@/$(tsc_khz "$1")}
	printf '%s' "$value"
}

# timeout: seconds that are plenty on an idle machine; a busy one gets three times that.
# accel: "tcg,thread=multi" runs the CPUs of a guest truly at once, in the host's time.
# clock: "host", or "counted": guest time advances by 8 ns an instruction and jumps over all waiting, so
# that a boot is the same on a busy host. "auto" is counted for one CPU: with more of them QEMU before 8.1
# gives the second one no turn in counted time while the first does not wait.
counts_time() {
	case $(get "$1" clock)/$(get "$1" cpus) in
	counted/* | auto/1) ;;
	auto/* | host/*) return 1 ;;
	*) die "unknown clock '$(get "$1" clock)' in $1; use host, counted or auto" ;;
	esac
}

# In host time QEMU's TSC is that of the host; Linux wants it roughly.
tsc_khz() {
	if counts_time "$1"; then
		echo 1000000
	else
		echo 2000000
	fi
}

start_stanza() {
	local word
	case $1 in
	'template '*) stanza=${1#template } ;;
	*) stanza=$1 && case_names+=("$1") ;;
	esac
	[[ $stanza =~ ^[A-Za-z0-9._-]+$ ]] || die "$where: '$stanza' is not a name (letters, digits, . _ -)"
	[ -z "${case_of[$stanza/machine]-}" ] || die "$where: there already is a stanza '$stanza'"
	for word in $case_defaults; do
		case_of[$stanza/${word%%=*}]=${word#*=}
	done
	replaced=' '
}

copy_stanza() {
	local word key
	[ -n "${case_of[$1/machine]-}" ] || die "$where: there is no stanza '$1' above to be like"
	for word in $case_defaults; do
		key=${word%%=*}
		case_of[$stanza/$key]=${case_of[$1/$key]}
	done
}

append_value() {
	case_of[$stanza/$1]+=${case_of[$stanza/$1]:+$'\n'}$2
}

set_key() {
	[[ $case_keys == *[[:space:]]"$1"[[:space:]]* ]] || die "$where: unknown key '$1'; known:$case_keys"
	case $1 in
	like) copy_stanza "$2" ;;
	extra | forbid | snp | books) append_value "$1" "$2" ;;
	expect | debugcon)
		[[ $replaced == *" $1 "* ]] || case_of[$stanza/$1]=
		replaced+="$1 "
		append_value "$1" "$2"
		;;
	*) case_of[$stanza/$1]=$2 ;;
	esac
}

read_cases() {
	local line number=0
	stanza=
	while IFS= read -r line || [ -n "$line" ]; do
		number=$((number + 1))
		where=$1:$number
		case $line in
		'' | '#'*) ;;
		'['*']') line=${line#[} && start_stanza "${line%]}" ;;
		*=*) assign "$line" ;;
		*) die "$where: neither [name], key = value nor # comment: $line" ;;
		esac
	done <"$1"
	[ ${#case_names[@]} -gt 0 ] || die "$1 has no case"
}

assign() {
	local key=${1%%=*} value=${1#*=}
	[ -n "$stanza" ] || die "$where: a key before the first [name]"
	key=${key//[[:space:]]/}
	value=${value#"${value%%[![:space:]]*}"}
	set_key "$key" "${value%"${value##*[![:space:]]}"}"
}
