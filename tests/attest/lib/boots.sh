# shellcheck shell=bash disable=SC2154 # variables of ../check
# Boots a guest with a report under snphost and brings home what it shows. Sourced by ../check.

# boot NAME ROM KERNEL CPUS RUN-OPTION...: leaves NAME.serial, NAME.summary, and the guest's table in NAME.table
boot() {
	local name=$1 rom=$2 kernel=$3 cpus=$4
	shift 4
	rm -f "$logs/$name".*
	tests/snphost/run --firmware "$build/$rom.rom" --elf "$build/$rom.elf" --kernel-hashes --hash-boot-kernel \
		--timeout 600 --log "$logs/$name.log" --summary "$logs/$name.summary" \
		--option "cpu-signature=0x$signature" "$@" -- -m 512 -smp "$cpus" -kernel "$kernel" \
		-initrd "$initrd" -append "$append" -nodefaults -serial "file:$logs/$name.serial" \
		>"$logs/$name.out" 2>&1 </dev/null
	tr -d '\r' <"$logs/$name.serial" | sed -n 's/^TABLE //p' | base64 -d >"$logs/$name.table"
}

# arrived NAME: the table is what the guest says it read, and nothing else went wrong
arrived() {
	local said
	said=$(tr -d '\r' <"$logs/$1.serial" | sed -n 's/^FACT report_table=//p')
	if ! grep -q '^verdict=booted' "$logs/$1.summary"; then
		fail "boot: $1" "$(grep '^verdict' "$logs/$1.summary"), see $logs/$1.serial"
	elif [ "$said" != "$(wc -c <"$logs/$1.table") $(sha256sum <"$logs/$1.table" | cut -d ' ' -f 1)" ]; then
		fail "boot: $1" "the guest read '$said', which is not what arrived"
	elif ! grep -aq '^FACT tainted=0' "$logs/$1.serial"; then
		fail "boot: $1" "the kernel is tainted"
	else
		pass "boot: $1, a table of ${said%% *} bytes"
	fi
}

launch_digest() { # ROM KERNEL CPUS
	"$digest" --cpu-signature "$signature" --vcpus "$3" --kernel "$2" --initrd "$initrd" --append "$append" \
		"$build/$1.rom"
}

# The parts of a table as files, by the offsets in it (docs/attestation.md).
split() { # TABLE PREFIX
	local field offset bytes
	for field in log:40 report:48 certificates:56; do
		offset=$(od -An -tu4 -j "${field#*:}" -N 4 "$1") bytes=$(od -An -tu4 -j $((${field#*:} + 4)) -N 4 "$1")
		tail -c +$((offset + 1)) "$1" | head -c $((bytes)) >"$2${field%:*}"
	done
}

report_id() { # REPORT
	tail -c +321 "$1" | head -c 32 | od -An -v -tx1 | tr -d " \n"
}
