# shellcheck shell=bash disable=SC2154 # here comes from the sourcing script
# From words to a QEMU command line: which kernel, initrd, QEMU and ROM a name means, and the machine
# around them. Shared by run and check, so that both start exactly the same guests. Sourced; expects
# lib/common.sh and $here.

top=$(cd "$here/../.." && pwd -P)
build=${BUILD:-$top/build}
work=$build/qemu

# A file named by the user: relative to where they stand, else to the top of the tree.
user_file() {
	if [ -e "$1" ]; then
		printf '%s\n' "$1"
	elif [ -e "$top/$1" ]; then
		printf '%s\n' "$top/$1"
	else
		die "$2: there is no file '$1'"
	fi
}

# "none", a version that fetch knows (6.12, 7.2 ...), "patched:VARIANT:VERSION" or a file.
kernel_path() {
	local rest
	case $1 in
	none) ;;
	patched:*:*)
		rest=${1#patched:}
		mkdir -p "$work/kernels"
		"$here/patch-kernel" "${rest%%:*}" "$(kernel_path "${rest#*:}")" \
			"$work/kernels/${rest%%:*}-${rest#*:}" || exit 2
		printf '%s\n' "$work/kernels/${rest%%:*}-${rest#*:}"
		;;
	kernel-*) "$here/fetch" "$1" || exit 2 ;;
	[0-9].[0-9]*) [ -e "$1" ] || "$here/fetch" "kernel-$1" || exit 2 ;;
	*) user_file "$1" KERNEL ;;
	esac
}

# "none", "small", "MIBm" (small, filled to that many mebibytes), "kexec:VERSION" (with a second kernel),
# "modules:VERSION:NAME+NAME" (with these kernel modules, to be loaded in this order) or a file.
initrd_path() {
	local name=${1//[:\/]/-}
	case $1 in
	none) return 0 ;;
	small) build_initrd "$name" ;;
	[0-9]*m) build_initrd "$name" --pad "${1%m}" ;;
	kexec:*) build_initrd "$name" --kexec "$(kernel_path "${1#kexec:}")" ;;
	modules:*:*) build_initrd "$name" $(module_options "${1#modules:}") ;;
	*) user_file "$1" INITRD && return 0 ;;
	esac
	printf '%s\n' "$work/initrd-$name"
}

# Options for make-initramfs that add the modules of $1, VERSION:NAME+NAME, unpacked.
module_options() {
	local dir name number=10 from
	dir=$("$here/fetch" "modules-${1%%:*}") || exit 2
	mkdir -p "$work/modules-${1%%:*}"
	for name in ${1//[+:]/ }; do
		[ "$name" != "${1%%:*}" ] || continue
		from=$(find "$dir" -name "$name.ko*") && [ -n "$from" ] ||
			die "Linux ${1%%:*} has no module $name"
		xz -dcf <"$from" >"$work/modules-${1%%:*}/$name.ko"
		echo "--add $work/modules-${1%%:*}/$name.ko=modules/$number-$name.ko"
		number=$((number + 1))
	done
}

# A disk image whose every byte the guest can check.
disk_path() {
	local out=$work/disk.img
	mkdir -p "$work"
	if [ ! -e "$out" ] || [ "$here/guest/pad.c" -nt "$out" ]; then
		compile "$here/guest/pad.c" "$work/pad"
		"$work/pad" write 16777216 >"$out.new" && mv "$out.new" "$out"
	fi
	printf '%s\n' "$out"
}

# Built anew only if one of its sources is newer.
build_initrd() {
	local out=$work/initrd-$1
	shift
	mkdir -p "$work"
	if [ ! -e "$out" ] || [ -n "$(find "$here/guest" "$here/make-initramfs" -newer "$out")" ]; then
		"$here/make-initramfs" "$out" "$@" || exit 2
	fi
}

# "system", a version that fetch knows (10) or a program.
qemu_path() {
	case $1 in
	system | '')
		need qemu-system-x86_64
		command -v qemu-system-x86_64
		;;
	10 | qemu-10) "$here/fetch" qemu-10 || exit 2 ;;
	*/*) user_file "$1" QEMU ;;
	*) command -v "$1" || die "QEMU: '$1' is not a program; name one or install qemu-system-x86" ;;
	esac
}

# What -bios gets: "shim", "shim:VARIANT", a file, or nothing for QEMU's own choice (seabios).
rom_path() {
	case $1 in
	shim) rom_file "${ROM:-$build/snp-shim.rom}" ;;
	shim:*) rom_file "$build/snp-shim-${1#shim:}.rom" ;;
	seabios) ;;
	qboot) echo qboot.rom ;;
	*) user_file "$1" ROM ;;
	esac
}

rom_file() {
	[ -e "$1" ] || die "there is no ROM '$1'; build it with make"
	printf '%s\n' "$1"
}

check_machine() {
	case $1 in
	q35 | pc | microvm | q35,* | pc,* | microvm,*) ;;
	*) die "unknown MACHINE '$1'; use q35, pc or microvm (QEMU's options may follow a comma)" ;;
	esac
}

# TCG up to at least QEMU 7.2 leaves nonsense in EFLAGS after cmpxchg16b; an interrupt at the next
# instruction then ends in a double fault in Linux' allocator, one boot in five. Without the feature
# bit the kernel does without the instruction.
default_cpu=qemu64,-cx16

# One host thread runs all CPUs of a guest: with a thread each, QEMU 7.2 now and then executes an int3
# that the kernel has already patched away, and two jobs would compete for two cores anyway.
default_accel=tcg,thread=single

# Guest time by instructions, the CMOS clock's as well. At 2 ns each Linux would spin away more
# instructions where it waits for a timer by looking at the clock, at 32 ns its ticks would come thick.
# shellcheck disable=SC2034 # for lib/boot.sh, lib/snphost.sh and tests/acpi/compare
counted_time=(-icount "shift=3,sleep=off" -rtc clock=vm)

# Fills the array qemu_args: qemu_machine MACHINE MEMORY CPUS MODEL ROM. Memory is only reserved when
# the guest touches it, so that a 64 GiB guest fits on a small host.
qemu_machine() {
	check_machine "$1"
	qemu_args=(-machine "$1,memory-backend=ram" -accel "${ACCEL:-$default_accel}"
		-cpu "${4:-$default_cpu}" -object "memory-backend-ram,id=ram,size=$2,reserve=off"
		-m "$2" -smp "$3" -nodefaults -display none)
	[ -z "$5" ] || qemu_args+=(-bios "$5")
}

# qemu_payload KERNEL INITRD APPEND: an empty one is left out.
qemu_payload() {
	[ -z "$1" ] || qemu_args+=(-kernel "$1")
	[ -z "$2" ] || qemu_args+=(-initrd "$2")
	[ -z "$3" ] || qemu_args+=(-append "$3")
}
