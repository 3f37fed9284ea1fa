# shellcheck shell=sh
# What every script of tests/qemu shares: messages, the cache directory, scratch space.
# Sourced after the script has set `here` to its own directory. Trusts: the environment variables
# SNP_SHIM_CACHE, XDG_CACHE_HOME, HOME and TMPDIR. Nothing here writes outside cache and scratch.

prog=${0##*/}

say() {
	printf '%s: %s\n' "$prog" "$*" >&2
}

# One line that says what was wrong and what to change, then exit status 2 ("could not even try").
die() {
	say "$*"
	exit 2
}

need() {
	command -v "$1" >/dev/null 2>&1 ||
		die "$1 is not installed; run tests/qemu/deps ${2:-run} as root, then try again"
}

cache_dir() {
	if [ -n "${SNP_SHIM_CACHE:-}" ]; then
		printf '%s\n' "$SNP_SHIM_CACHE"
	elif [ -n "${XDG_CACHE_HOME:-}" ]; then
		printf '%s\n' "$XDG_CACHE_HOME/snp-shim"
	elif [ -n "${HOME:-}" ]; then
		printf '%s\n' "$HOME/.cache/snp-shim"
	else
		die 'no place for downloads; set SNP_SHIM_CACHE to a directory'
	fi
}

# Absolute path of an existing directory, created on demand.
make_dir() {
	mkdir -p "$1" && (cd "$1" && pwd -P)
}

# compile SOURCE OUT: one of guest/*.c as a static program without a C library.
compile() {
	gcc -std=gnu11 -O2 -Wall -Wextra -Wconversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
		-Wmissing-prototypes -Werror -static -nostdlib -ffreestanding -fno-stack-protector \
		-fno-pie -no-pie -fno-asynchronous-unwind-tables -Wl,--build-id=none -s -o "$2" "$1"
}
