#!/bin/sh
# openssl-plain-c.sh - builds OpenSSL's SHA-256 without any assembly, to measure against.
#
# Debian's libcrypto has assembly for every CPU: OPENSSL_ia32cap can switch off the SIMD versions,
# but what remains is still hand-written. So OpenSSL's own crypto/sha/sha256.c is compiled alone,
# as a "no-asm" configuration does, from Debian's source package: once with -O2 (Debian's level),
# once with -O3 (OpenSSL's own). Writes OUTDIR/openssl-plain-c-O2.so and -O3.so.
# Needs apt's source index or network access; otherwise one SKIP line and exit status 77.
# Usage: openssl-plain-c.sh OUTDIR [OPENSSL-SOURCE-TREE]
set -eu
out=${1:?usage: openssl-plain-c.sh OUTDIR [OPENSSL-SOURCE-TREE]}
tree=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
	echo "SKIP bench sha256: $1"
	exit 77
}

# apt with the machine's own sources turned into source-package sources, in a scratch directory.
fetch_source() {
	mkdir -p "$work/parts" "$work/lists/partial"
	for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -f "$list" ] && sed -n 's/^deb /deb-src /p' "$list"
	done >"$work/parts/all.list"
	for list in /etc/apt/sources.list.d/*.sources; do
		[ -f "$list" ] && sed 's/^Types:.*/Types: deb-src/' "$list" \
			>"$work/parts/$(basename "$list")"
	done
	set -- -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts" \
		-o Dir::State::lists="$work/lists"
	(cd "$work" && apt-get -qq "$@" update && apt-get -qq "$@" source --tar-only openssl) \
		>"$work/log" 2>&1 || skip "no source package of openssl: $(tail -n 1 "$work/log")"
	mkdir "$work/tree"
	tar xf "$work"/openssl_*.orig.tar.* --strip-components=1 -C "$work/tree"
	tree=$work/tree
}

[ -n "$tree" ] || fetch_source
mkdir -p "$out"
for level in O2 O3; do
	${CC:-gcc} -$level -m64 -fPIC -shared -Wl,-Bsymbolic -DL_ENDIAN -DNDEBUG -DOPENSSL_NO_ASM \
		-DOPENSSL_BUILDING_OPENSSL -I"$tree/include" -I"$tree" \
		"$tree/crypto/sha/sha256.c" -lcrypto -o "$out/openssl-plain-c-$level.so"
done
