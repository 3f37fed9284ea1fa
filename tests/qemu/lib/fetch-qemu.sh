# shellcheck shell=sh disable=SC2154 # here, cache, suite and state come from the sourcing script
# Unpacks a QEMU of another Debian suite beside the system's own: program, data files and every shared
# library it needs, started through its own dynamic loader. Nothing is installed. Trusts what
# lib/apt-private.sh verified. Sourced by fetch, which holds the cache lock.

# Downloads qemu-system-x86 of suite $1 with all it depends on, as if for an empty system; apt checks
# each file against the signed list.
download_qemu() {
	archives=$state/cache/archives
	private_apt apt-get -qq -y --no-install-recommends --download-only \
		-o Dir::Cache::archives="$archives" install qemu-system-x86 >"$state/download.log" 2>&1
}

# Only what can matter at run time is kept: of 90 packages most are there for their maintainer scripts.
unpack_qemu() {
	for deb in "$archives"/*.deb; do
		dpkg-deb --fsys-tarfile "$deb" | tar -C "$1" -x --wildcards \
			'./usr/bin/qemu-system-x86_64' './usr/lib/x86_64-linux-gnu/*' \
			'./usr/share/qemu/*' './usr/share/seabios/*' './usr/lib/ipxe/*' \
			'./lib64/*' './usr/lib64/*' './lib/x86_64-linux-gnu/*' 2>/dev/null || true
	done
	[ -x "$1/usr/bin/qemu-system-x86_64" ] || return 1
}

# The wrapper finds its files from its own place, so that a cache can be moved or copied.
write_qemu_wrapper() {
	cat >"$1" <<-'WRAPPER'
		#!/bin/sh
		root=$(cd "$(dirname "$0")" && pwd -P)
		libs=$root/usr/lib/x86_64-linux-gnu
		QEMU_MODULE_DIR=$libs/qemu
		export QEMU_MODULE_DIR
		exec "$libs/ld-linux-x86-64.so.2" --inhibit-cache --argv0 qemu-system-x86_64 \
			--library-path "$libs:$libs/pulseaudio:$root/lib/x86_64-linux-gnu" \
			"$root/usr/bin/qemu-system-x86_64" \
			-L "$root/usr/share/qemu" -L "$root/usr/share/seabios" \
			-L "$root/usr/lib/ipxe/qemu" "$@"
	WRAPPER
	chmod +x "$1"
}

# Fills directory $2 with the QEMU of suite $1.
fill_qemu() {
	suite=$1
	apt_open "$suite" || return 1
	say "taking qemu-system-x86 and its libraries from Debian $suite (about 40 MB)"
	download_qemu || { apt_refresh "$suite" && download_qemu; } || return 1
	unpack_qemu "$2" || return 1
	rm -f "$archives"/*.deb
	write_qemu_wrapper "$2/qemu-system-x86_64"
	"$2/qemu-system-x86_64" --version >"$2/version" ||
		die "the QEMU of Debian $suite does not start on this machine"
	echo "$(sha256sum <"$2/qemu-system-x86_64" | cut -d ' ' -f 1) qemu-system-x86_64" >"$2/path"
	echo "$suite qemu-system-x86 $(sed -n 's/.*version //;1p' "$2/version")" >"$2/origin"
}
