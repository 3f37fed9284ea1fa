# shellcheck shell=bash disable=SC2154 # variables of ../check
# A negative for each link from AMD's root to the event log, and for the files. Sourced by ../check.

certificate_links() {
	local other=$work/other
	sh tests/snphost/psp/vectors/make-test-chain.sh "$other" >/dev/null 2>&1 || fail "another chain" "not made"
	refuses "another root" "ARK: the host's ARK is not the root" --ark "$other/test_ark.der" --any-digest "$table"
	refuses "another root, certificates of our own" "ASK: the ASK is not signed by the ARK" \
		--ark "$other/test_ark.der" --any-digest "${parts[@]}" --ask "$vectors"/test_ask.der --vcek "$vectors"/test_vcek.der
	refuses "a root that did not sign itself" "ARK: the root given by --ark is no ARK" \
		--ark "$vectors"/test_ask.der --any-digest "${parts[@]}" --ask "$vectors"/test_ask.der --vcek "$vectors"/test_vcek.der
	refuses "a root that is no certificate" "$table: not a certificate" --ark "$table" --any-digest "$table"
	refuses "another ASK" "ASK: the ASK is not signed by the ARK" "${right[@]}" \
		--ask "$other/test_ask.der" "$table"
	refuses "another VCEK" "VCEK: the VCEK is not signed by the ASK" "${right[@]}" \
		--vcek "$other/test_vcek.der" "$table"
	refuses "the ASK as VCEK" "VCEK: the VCEK is not signed by the ASK" "${right[@]}" \
		--vcek "$vectors"/test_ask.der "$table"
	forged "a bit of the ARK" "ARK: the host's ARK is not the root" ark+500^01
	forged "a bit of the ASK's key" "ASK: the ASK is not signed" ask+500^01
	forged "a bit of the ASK's signature" "ASK: the ASK is not signed" ask+1300^01
	forged "a bit of the VCEK's name" "VCEK: the VCEK is not signed" vcek+200^01
	forged "a bit of the VCEK's signature" "VCEK: the VCEK is not signed" vcek+1200^01
	forged "the ASK's first byte" "ASK: the host's is not a certificate" ask+0^01
	forged "a row of the table that leads outside" "certificates: a certificate leaves" certificates+16=ffffffff
	forged "no last row" "certificates: a certificate leaves" certificates+72=01
	refuses "no certificates from the host" "ASK: the host gave none" "${right[@]}" "${parts[@]}"
	accepts "no certificates from the host, ours in PEM" "${right[@]}" "${parts[@]}" \
		--ask "$work/ask.pem" --vcek "$work/vcek.pem"
}

report_links() {
	forged "nothing changed" "" report+0x50^00
	resigned "nothing changed, signed again" "" report+0x50^00
	forged "a bit of the report" "report: it is not signed by the VCEK" report+0x100^01
	forged "a bit of r" "report: it is not signed by the VCEK" report+0x2a0^01
	forged "a bit of s" "report: it is not signed by the VCEK" report+0x2e8^01
	forged "r above 2^384" "report: it is not signed by the VCEK" report+0x2d8=01
	forged "a signature of zeros" "report: it is not signed by the VCEK" \
		"report+0x2a0=$(printf '%0144d' 0)" "report+0x2e8=$(printf '%0144d' 0)"
	forged "another signature algorithm" "report: its signature algorithm is not" report+0x34=02
	resigned "version 1" "report: its version is not 2 to 5" report+0=01
	resigned "version 6" "report: its version is not 2 to 5" report+0=06
	resigned "left unsigned by the host" "report: the host had it left unsigned" report+0x48=02
	resigned "signed by a VLEK, it says" "report: it is signed by another key" report+0x48=04
	resigned "another chip" "VCEK: the VCEK is of another chip" report+0x1a0^01
	resigned "another TCB" "VCEK: the VCEK is of another TCB" report+0x186^01
	resigned "debug policy" "report: its policy lets the host debug" report+0x0a^08
	resigned "debug policy, allowed" "" report+0x0a^08 -- --allow-debug
	resigned "migration policy" "report: its policy lets a migration agent" report+0x0a^04
	resigned "migration policy, allowed" "" report+0x0a^04 -- --allow-migration
	resigned "policy without its fixed bit" "report: its policy lacks the bit" report+0x0a^02
	resigned "VMPL 1" "report: it was requested at another VMPL" report+0x30=01
	resigned "another launch" "launch digest: the guest was launched with other contents" report+0x90^01
	refuses "another launch digest than expected" "launch digest: the guest was launched" \
		--ark "$vectors"/test_ark.der --digest "$(launch_digest snp-shim-report "$kernel" 3)" "$table"
	accepts "one of two launch digests" "${right[@]}" --digest "$(printf '%096d' 0)" "$table"
	accepts "the guest of another report" "${right[@]}" --report-id "$(report_id "$work/report")" "$table"
	refuses "another guest" "report: it is of another guest" "${right[@]}" --report-id "$(printf %064d 0)" "$table"
	accepts "a TCB that is reached" "${right[@]}" --min-tcb d516000000000004 "$table"
	refuses "a TCB that is not" "report: the host's TCB is below --min-tcb" "${right[@]}" \
		--min-tcb d517000000000004 "$table"
}

log_links() {
	forged "a bit of the log" "report: its REPORT_DATA is of another event log" log+100^01
	forged "events swapped" "report: its REPORT_DATA is of another event log" --swap-items
	resigned "events swapped, the report of that log" "event log: its events are not the known ones" \
		--swap-items --rebind
	resigned "REPORT_DATA of another log" "report: its REPORT_DATA is of another event log" report+0x50^01
	resigned "REPORT_DATA that somebody else asked for" "report: its REPORT_DATA is not that of an event log" \
		report+0x70^01
	resigned "a log of another version" "event log: its version is unknown" log+8=02 --rebind
	resigned "a log that is longer than it says" "event log: its length is not" log+12^01 --rebind
	resigned "a log without SEV-SNP" "event log: the guest event does not describe" log+64=03 --rebind
	resigned "another kernel in the log" "kernel: the guest booted another one" log+180^01 --rebind -- \
		--kernel "$kernel"
	resigned "that kernel without --kernel" "" log+180^01 --rebind
	refuses "another kernel than expected" "kernel: the guest booted another one" "${right[@]}" \
		--kernel "$initrd" "$table"
	refuses "another initrd than expected" "initrd: the guest booted another one" "${right[@]}" \
		--initrd "$kernel" "$table"
	refuses "an initrd where none is expected" "initrd: the guest booted one" "${right[@]}" --no-initrd "$table"
	refuses "another command line than expected" "command line: the guest booted another one" "${right[@]}" \
		--append "$append init=/bin/sh" "$table"
	refuses "the report with the log of another boot" "report: its REPORT_DATA is of another event log" \
		"${right[@]}" --report "$work/report" --log "$work/other.log" --certificates "$work/certificates"
}

file_links() {
	local bytes size
	size=$(wc -c <"$table")
	for bytes in 0 1 35 36 63 64 300 1000 $((size - 1)); do
		head -c "$bytes" "$table" >"$work/short"
		refuses "a table of $bytes bytes" "table: it" "${right[@]}" "$work/short"
	done
	cat "$table" "$table" >"$work/long"
	refuses "a table twice" "table: its length" "${right[@]}" "$work/long"
	forged "a bit of the table, its checksum left" "table: its checksum" --keep-checksum log+3^01
	forged "a table of another revision" "table: its revision" table+8=02
	forged "a part that leaves the table" "table: a part leaves" table+52=ffffffff
	refuses "a kernel in place of the table" "$kernel: longer than 1 MiB" "${right[@]}" "$kernel"
	refuses "an initrd in place of the table" "table: it is no table OEMR" "${right[@]}" "$verify"
	refuses "no such file" "$work/none: No such file" "${right[@]}" "$work/none"
	head -c 1183 "$work/report" >"$work/short"
	refuses "a report cut by a byte" "report: it is not 1184 bytes" "${right[@]}" --report "$work/short" \
		--log "$work/log" --certificates "$work/certificates"
	head -c 30 "$work/log" >"$work/short"
	refuses "a log cut short" "report: its REPORT_DATA is of another" "${right[@]}" --report "$work/report" \
		--log "$work/short" --certificates "$work/certificates"
	misused "no root" "--ark is missing" "$table"
	misused "no digest" "--digest is missing" --ark "$vectors"/test_ark.der "$table"
	misused "a digest and none" "contradicts" "${right[@]}" --any-digest "$table"
	accepts_but_for_digest "$table"
	misused "no input" "give the guest's table" "${right[@]}"
	misused "a digest that is none" "is not 96 hexadecimal digits" --ark "$table" --digest 1234 "$table"
	misused "an unknown option" "unknown option" --kernle "$kernel" "$table"
}
