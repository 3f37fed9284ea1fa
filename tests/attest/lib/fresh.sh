# shellcheck shell=bash disable=SC2154 # variables of ../check
# An old report does not pass for a new one: two launches of the same ROM, kernel and initrd that differ in the
# relying party's nonce, which is on the command line and in HOST_DATA. Sourced by ../check.

nonce() { # NAME: 64 hexadecimal digits
	printf %s "$1" | sha256sum | cut -d ' ' -f 1
}

append_with() { # NAME-OF-NONCE
	echo "console=ttyS0 quiet shim.test=table nonce=$(nonce "$1")"
}

# With the old launch's digest allowed, too: a relying party that looks at the nonce alone.
old_report_by_nonce() {
	refuses "an old report, by the command line" "command line: the guest booted another one" "${both[@]}" \
		--append "$append" "$table"
	refuses "an old report, by HOST_DATA" "report: its HOST_DATA is not that of --host-data" "${both[@]}" \
		--host-data "$(nonce second)" "$table"
	refuses "an old report, by a new one's REPORT_ID" "report: it is of another guest" "${both[@]}" \
		--report-id "$(report_id "$work/again.report")" "$table"
	accepts "the old report by its own nonce" "${both[@]}" --append "$(append_with first)" \
		--host-data "$(nonce first)" "$table"
}

old_report_in_new_clothes() {
	refuses "an old report with the new log" "report: its REPORT_DATA is of another event log" "${both[@]}" \
		--report "$work/report" --log "$work/again.log" --certificates "$work/certificates"
	forged "an old report, its HOST_DATA changed" "report: it is not signed by the VCEK" \
		"report+0xc0=$(nonce second)" -- --host-data "$(nonce second)"
	forged "an old report, its digest changed" "report: it is not signed by the VCEK" \
		"report+0x90=$(launch_digest snp-shim-report "$kernel" 2)" -- "${now[@]:2}"
}

fresh_links() {
	local append now both
	append=$(append_with second)
	boot again snp-shim-report "$kernel" 2 --option host-data="$(nonce second)"
	arrived again
	split "$logs/again.table" "$work/again."
	now=(--ark "$vectors"/test_ark.der --digest "$(launch_digest snp-shim-report "$kernel" 2)")
	both=("${now[@]}" "${right[@]:2}")
	accepts "the launch that the nonce asked for" "${now[@]}" --append "$append" --host-data "$(nonce second)" \
		--report-id "$(report_id "$work/again.report")" "$logs/again.table"
	refuses "an old report, by the launch digest" "launch digest: the guest was launched" "${now[@]}" "$table"
	old_report_by_nonce
	old_report_in_new_clothes
	misused "HOST_DATA that is none" "is not 64 hexadecimal digits" "${now[@]}" --host-data 12 "$table"
}
