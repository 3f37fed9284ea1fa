#!/bin/sh
# test_snp_digest.sh - the program snp-digest against the public launch digest vectors of image V,
# its JSON, and one line of clear refusal for every bad input. One PASS or FAIL line per case, then the sums.
# Usage: test_snp_digest.sh SNP-DIGEST
set -u
tool=${1:?usage: test_snp_digest.sh SNP-DIGEST}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failures=0

pass() { echo "PASS snp-digest: $1"; passed=$((passed + 1)); }
fail() { echo "FAIL snp-digest: $1"; failures=$((failures + 1)); }

put_hex() { # file, offset, hex
	while [ -n "$3" ]; do
		set -- "$1" "$2" "${3#??}" "${3%"${3#??}"}"
		printf "\\$(printf %03o "0x$4")"
	done | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# Image V of the public vectors: four metadata sections and a GUIDed table in 64 KiB of zeros.
rom=$work/rom
dd if=/dev/zero of="$rom" bs=65536 count=1 2>/dev/null
put_hex "$rom" 61440 "415345564000000001000000040000000010000000100000020000000020000000100000\
0300000000000100001000001000000000100100004000000100""0000"
put_hex "$rom" 65390 "001000001600666588dc4a989847a75e5585a7bf67cc\
000c0100000400001a001f3755723b3a044b927b1da6efa8d454\
00080100000400001a0061b32e4c9b7dc34c8081127c90d3d294\
00f0ffff1600de71f7007e1acb4f890e68c77e2fb44e\
7200de82b596b21ff745baeaa366c55a082d"
put_hex "$rom" 65520 f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4
kernel=$work/kernel
initrd=$work/initrd
dd if=/dev/zero bs=5000 count=1 2>/dev/null | tr '\0' K >"$kernel"
dd if=/dev/zero bs=777 count=1 2>/dev/null | tr '\0' I >"$initrd"

rom_only=79218a7b022597269997adf34054c13c0d59a5c476a8f0cc5ae869974825ca5d\
700be405b769c85ea1a6527cb180bda2
two_vcpus=072a74bb8b821fc6c42ad43f95dbc0771960d9b48862f65ec3ddd2686e7a0cef\
4016801e03c7ec6455addcb3a7c55874
two_vcpus_all=660ef857a70b744099a3e7cbdba11fc4411d8258d3461d61147e2bb7d37fdb8f\
e7fb986c847e24e2118ac5ac086e6599
one_vcpu_kernel=30cab8c6c134e4fbae88ad339e82b67e79c8a87c1867eb4f8069c8512d5487e5\
43dba53110f8742e731c895fec9e9fda

expect() { # case, expected output, arguments
	name=$1 expected=$2
	shift 2
	if output=$("$tool" "$@" 2>"$work/stderr") && [ "$output" = "$expected" ] &&
		[ ! -s "$work/stderr" ]; then
		pass "$name"
	else
		fail "$name: got '$output' $(cat "$work/stderr")"
	fi
}

expect "ROM only equals the public vector" $rom_only --rom-only "$rom"
expect "2 vCPUs equals the public vector" $two_vcpus --vcpus 2 "$rom"
expect "2 vCPUs, kernel, initrd, command line equals the public vector" $two_vcpus_all \
	--vcpus 2 --kernel "$kernel" --initrd "$initrd" --append console=ttyS0 "$rom"
expect "1 vCPU, kernel only equals the public vector" $one_vcpu_kernel --kernel "$kernel" "$rom"
expect "an empty command line is no command line" $one_vcpu_kernel \
	--kernel "$kernel" --append "" "$rom"
expect "model and signature agree" $two_vcpus --vcpus 2 --cpu-signature 0x800f12 "$rom"
expect "model versions do not matter" $two_vcpus --vcpus 2 --cpu EPYC-v1 "$rom"

differs() { # case, arguments
	name=$1
	shift
	if output=$("$tool" "$@") && [ ${#output} = 96 ] && [ "$output" != $two_vcpus_all ]; then
		pass "$name"
	else
		fail "$name: got '$output'"
	fi
}
full="--vcpus 2 --kernel $kernel --initrd $initrd"
differs "another CPU model changes the digest" $full --append console=ttyS0 --cpu EPYC-Milan "$rom"
differs "other guest features change the digest" $full --append console=ttyS0 \
	--guest-features 21 "$rom"
differs "another command line changes the digest" $full --append console=ttyS1 "$rom"
differs "another initrd changes the digest" --vcpus 2 --kernel "$kernel" --initrd "$kernel" \
	--append console=ttyS0 "$rom"

range=$("$tool" --vcpus 1-8 "$rom")
separate=$(for n in 1 2 3 4 5 6 7 8; do echo "$n $("$tool" --vcpus $n "$rom")"; done)
if [ "$range" = "$separate" ] && echo "$range" | grep -q "^2 $two_vcpus\$"; then
	pass "a range equals its single counts"
else
	fail "a range equals its single counts"
fi

cat >"$work/expected.json" <<EOF
{
  "rom_bytes": 65536,
  "rom_sha256": "e25ed3dc13d532b8519cd4d94dde9f5bf0ea4162a61be2698d3b2894fff97d49",
  "rom_digest": "$rom_only",
  "kernel_hashes": {
    "kernel": "9e6c77559ba0aed11e0331081383cc73b9e83622fd5c03e6c7dc4346e23528e0",
    "initrd": "eaae1203210514c9c8859473f680a49adf089407b36bb2923101c3717ee74c09",
    "cmdline": "f18aae9b3c09e55bc3047ad361e2442d7c53372470b2958fb83293209a784f71"
  },
  "cpu": "EPYC-v4",
  "cpu_signature": "0x800f12",
  "guest_features": "0x1",
  "launch_digests": [
    { "vcpus": 2, "digest": "$two_vcpus_all" }
  ]
}
EOF
if "$tool" --json $full --append console=ttyS0 "$rom" | cmp -s - "$work/expected.json"; then
	pass "JSON holds the vectors"
else
	fail "JSON holds the vectors"
fi

refuse() { # case, status, text in the one line, arguments
	name=$1 status=$2 text=$3
	shift 3
	output=$("$tool" "$@" 2>"$work/stderr")
	got=$?
	if [ $got = "$status" ] && [ -z "$output" ] && [ "$(wc -l <"$work/stderr")" = 1 ] &&
		grep -qF -e "$text" "$work/stderr"; then
		pass "$name"
	else
		fail "$name: status $got, '$output', $(cat "$work/stderr")"
	fi
}

refuse "no ROM" 2 "give exactly one ROM"
refuse "two ROMs" 2 "give exactly one ROM" "$rom" "$rom"
refuse "unknown option" 2 "--frob: unknown option" --frob "$rom"
refuse "missing value" 2 "--vcpus: needs a value" "$rom" --vcpus
for count in 0 -1 x 1x 2-1 1- 4097 1-2-3 "" " 1" 99999999999999999999; do
	refuse "--vcpus '$count'" 2 "--vcpus: " "--vcpus=$count" "$rom"
done
refuse "unknown CPU model" 2 "'Opteron' is not one of EPYC" --cpu Opteron "$rom"
refuse "a model's prefix is no model" 2 "'EPYC-R' is not one of" --cpu EPYC-R "$rom"
refuse "a version starts with v" 2 "'EPYC-x1' is not one of" --cpu EPYC-x1 "$rom"
refuse "CPU signature over 32 bits" 2 "--cpu-signature" --cpu-signature 100000000 "$rom"
refuse "guest features no number" 2 "--guest-features" --guest-features 1g "$rom"
refuse "guest features over 64 bits" 2 "--guest-features" --guest-features 10000000000000000 "$rom"
refuse "initrd without kernel" 2 "only together with --kernel" --initrd "$initrd" "$rom"
refuse "append without kernel" 2 "only together with --kernel" --append x "$rom"
refuse "ROM not there" 1 "No such file" "$work/none"
refuse "ROM is a directory" 1 "directory" "$work"
refuse "kernel not there" 1 "No such file" --kernel "$work/none" "$rom"
refuse "ROM of a bad size" 1 "multiple of 64 KiB" "$kernel"
printf '\177ELF and more' >"$work/elf"
refuse "ELF kernel" 1 "an ELF kernel cannot be measured" --kernel "$work/elf" "$rom"
cp "$rom" "$work/no-hashes"
put_hex "$work/no-hashes" 65412 00000000
refuse "kernel for a ROM without hash area" 1 "no place for kernel hashes" --kernel "$kernel" \
	"$work/no-hashes"
cp "$rom" "$work/no-table"
put_hex "$work/no-table" 65488 00
refuse "ROM without a table" 1 "no GUIDed table" "$work/no-table"
if "$tool" "$rom" >/dev/full 2>"$work/stderr" || ! grep -q "cannot be written" "$work/stderr"; then
	fail "full disk is reported"
else
	pass "full disk is reported"
fi

echo "$passed passed, $failures failed"
[ $failures = 0 ]
