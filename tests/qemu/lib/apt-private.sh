# shellcheck shell=sh disable=SC2154 # here, cache, suite and state come from the sourcing script
# A private apt: own lists, own cache, one state per Debian suite, mirror and keyring of the system's
# own Debian entry. Guarantees that every package list was verified by apt against that keyring and
# every .deb against the list. Trusts: the system's sources files, its keyring, apt. Sourced; expects
# lib/common.sh, $here and $cache. The caller holds the cache lock.

debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# "URI TAB keyring" of each entry that looks like the main Debian archive, best first. Other vendors
# use Debian's suite names too, so the ones named differently than ".../debian" come last.
debian_mirrors() {
	apt_etc=${SNP_SHIM_APT_ETC:-/etc/apt}
	set --
	for file in "$apt_etc/sources.list" "$apt_etc"/sources.list.d/*.list \
		"$apt_etc"/sources.list.d/*.sources; do
		[ ! -r "$file" ] || set -- "$@" "$file"
	done
	[ $# -gt 0 ] || return 0
	awk -f "$here/lib/sources.awk" "$@" | awk -F '\t' '
		$2 !~ /(^| )(bookworm|trixie|forky|sid|unstable|testing|(old)*stable)( |$)/ { next }
		$3 !~ /(^| )main( |$)/ || $1 ~ /^cdrom:/ || seen[$1]++ { next }
		{ print ($1 ~ /(\/debian\/?|^mirror.*)$/ ? 0 : 1) "\t" $1 "\t" $4 }' |
		sort -s -n -k 1,1 | cut -f 2-
}

# The entry's own keyring if it is a file, else Debian's, else whatever apt trusts system-wide.
signed_by() {
	for key in "$1" "$debian_keyring"; do
		if [ "${key#/}" != "$key" ] && [ -r "$key" ]; then
			printf 'Signed-By: %s\n' "$key"
			return
		fi
	done
}

# State directory of suite $1, with a configuration that overrides the system's where it must: no
# unsigned repositories, no hooks, no other sources, no account switch (the cache may be private).
apt_state() {
	state=$(make_dir "$cache/apt/$1")
	mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/sources.d"
	: >"$state/status"
	cat >"$state/apt.conf" <<-CONF
		Dir::State "$state";
		Dir::State::status "$state/status";
		Dir::Cache "$state/cache";
		Dir::Etc::sourcelist "/dev/null";
		Dir::Etc::sourceparts "$state/sources.d";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		APT::Architecture "amd64";
		#clear APT::Architectures;
		APT::Architectures "amd64";
		APT::Sandbox::User "root";
		APT::Default-Release "";
		APT::Get::AllowUnauthenticated "false";
		Acquire::AllowInsecureRepositories "false";
		Acquire::AllowWeakRepositories "false";
		Acquire::AllowDowngradeToInsecureRepositories "false";
		Acquire::Languages "none";
		Acquire::Retries "2";
		APT::Update::Error-Mode "any";
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		#clear DPkg::Post-Invoke;
	CONF
}

private_apt() {
	tool=$1
	shift
	"$tool" -c "$state/apt.conf" "$@" </dev/null
}

# Fetches and verifies the list of suite $1 from the first mirror that has it.
apt_refresh() {
	apt_state "$1"
	debian_mirrors >"$state/mirrors"
	[ -s "$state/mirrors" ] || die 'no Debian entry found in the apt sources of this system'
	while read -r uri key; do
		{
			printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\n' "$uri" "$1"
			signed_by "$key"
		} >"$state/sources.d/debian.sources"
		if private_apt apt-get -qq update >"$state/update.log" 2>&1; then
			: >"$state/ready"
			return 0
		fi
	done <"$state/mirrors"
	rm -f "$state/ready"
	sed 's/^/  /' "$state/update.log" >&2
	say "no package list of Debian $1 could be fetched and verified (network? keyring?)"
	return 1
}

# Opens suite $1; its list is fetched only if there is none yet.
apt_open() {
	apt_state "$1"
	[ -e "$state/ready" ] || apt_refresh "$1"
}

# Newest package whose name matches the glob $1; fails if there is none.
newest_package() {
	private_apt apt-cache pkgnames "${1%%[*?[]*}" | while read -r candidate; do
		# shellcheck disable=SC2254 # a glob on purpose
		case $candidate in
		$1) echo "$candidate" ;;
		esac
	done | sort -V | tail -n 1 | grep .
}

# SHA-256 of package $1's .deb as the signed list states it.
listed_sha256() {
	private_apt apt-cache --no-all-versions show "$1" | sed -n 's/^SHA256: //p' | grep -x '[0-9a-f]\{64\}'
}

# Path of the .deb of package $1 from the open suite. apt checks what it downloads; what was already
# there is checked here against the sum that came from the signed list.
package_deb() {
	deb=$cache/deb/$suite/$1.deb
	if [ -e "$deb" ] && [ -e "$deb.sha256" ]; then
		sum_matches "$deb" "$(cat "$deb.sha256")" && return 0
		say "$deb is damaged; fetching it again"
	fi
	rm -f "$deb" "$deb.sha256"
	download_deb "$1" || { apt_refresh "$suite" && download_deb "$1"; }
}

download_deb() {
	sum=$(listed_sha256 "$1") || return 1
	dir=$(mktemp -d "$state/get.XXXXXX")
	(cd "$dir" && private_apt apt-get -qq download "$1") >"$state/download.log" 2>&1 || {
		rm -rf "$dir"
		return 1
	}
	mkdir -p "$cache/deb/$suite"
	mv "$dir"/*.deb "$deb"
	rm -rf "$dir"
	sum_matches "$deb" "$sum" || die "$deb does not match the signed package list"
	echo "$sum" >"$deb.sha256"
}

# True if file $1 has the SHA-256 sum $2.
sum_matches() {
	[ "$(sha256sum <"$1" | cut -d ' ' -f 1)" = "$2" ]
}
