# shellcheck shell=bash disable=SC2154 # variables of check and lib/boot.sh
# The same guest under the shim and under SeaBIOS: nothing the kernel complains about may be new, and
# nothing it finds may be missing. Both runs come from this minute and this machine, so that no list of
# known warnings has to be kept. Sourced by check; the guest runs shim.test=warnings.

# What differs between any two boots of one kernel: time stamps and addresses.
warnings_of() {
	tr -d '\r' <"$1/serial.log" | sed -n 's/^WARN <[0-9]*>\[ *[0-9.]*\] *//p' |
		sed -E 's/0x[0-9a-f]+|[0-9a-f]{8,16}/ADDR/g; s/\[[0-9]+\]/[N]/g' | sort -u
}

# The BIOS's own name and date are its own business.
devices_of() {
	tr -d '\r' <"$1/serial.log" | grep -E '^FACT (pci|virtio|dmi|cpus_online|cpus_present|tainted)=' |
		grep -v '^FACT dmi=bios_' | sort
}

# Prints what is wrong with the pair, one line each.
compare_boots() {
	local new
	new=$(comm -23 <(warnings_of "$1") <(warnings_of "$2"))
	[ -z "$new" ] || echo "warning that $3 does not cause: ${new//$'\n'/ | }"
	new=$(diff <(devices_of "$2") <(devices_of "$1") | sed -n 's/^[<>]/&/p')
	[ -z "$new" ] || echo "differs from $3 (<): ${new//$'\n'/ | }"
}
