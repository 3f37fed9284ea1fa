# bench-snp.csv to a table: a line for each figure, a column for each firmware and memory size.
FNR > 1 {
	value[$1, $2, $3] = $4
}

# 1234567 to 1,234,567
function grouped(number,  text) {
	for (text = ""; number >= 1000; number = int(number / 1000))
		text = sprintf(",%03d", number % 1000) text
	return number text
}

# Sum of counters "a+b-c" in a column; absent ones are 0.
function sum(firmware, memory, counters,  part, count, i, total) {
	count = split(counters, part, "+")
	for (i = 1; i <= count; i++)
		total += value[firmware, memory, part[i]]
	return total
}

function row(name, counters) {
	printf "%-44s %15s %15s %15s %15s\n", name, grouped(sum("shim", "1G", counters)),
		grouped(sum("shim", "64G", counters)), grouped(sum("ovmf", "1G", counters)),
		grouped(sum("ovmf", "64G", counters))
}

function mebibytes(firmware, memory) {
	return sprintf("%.1f", sum(firmware, memory, "pages.validated+" LAUNCHED) / 256)
}

END {
	LAUNCHED = "launch.normal+launch.zero+launch.secrets+launch.cpuid"
	print "from reset to the kernel's first instruction (shim: its 64-bit entry; OVMF: its PE entry, after which"
	print "the kernel's EFI stub goes on calling OVMF)"
	print ""
	printf "%-44s %15s %15s %15s %15s\n", "", "snp-shim 1 GiB", "snp-shim 64 GiB", "OVMF 1 GiB", "OVMF 64 GiB"
	row("VMGEXIT", "vmgexit.msr+vmgexit.page")
	row("  MSR protocol", "vmgexit.msr")
	row("  GHCB page: port I/O", "ghcb.ioio")
	row("  GHCB page: MMIO", "ghcb.mmio")
	row("  GHCB page: MSR", "ghcb.msr")
	row("  GHCB page: CPUID", "ghcb.cpuid")
	row("  GHCB page: page-state change", "ghcb.psc")
	row("  GHCB page: other", "ghcb.ap+ghcb.request+ghcb.other")
	row("#VC", "vc")
	row("nested page faults (1)", "exit.npf")
	row("page-state changes one by one (MSR)", "msr.psc")
	row("PVALIDATE 2 MiB", "pvalidate.2m.validated")
	row("PVALIDATE 4 KiB", "pvalidate.4k.validated")
	row("PVALIDATE 4 KiB, taking back", "pvalidate.4k.rescinded")
	row("RMPADJUST", "rmpadjust")
	row("fw_cfg DMA transfers", "fwcfg.dma")
	row("launch pages measured", LAUNCHED "+launch.vmsa")
	printf "%-44s %15s %15s %15s %15s\n", "validated at the kernel's entry, MiB", mebibytes("shim", "1G"),
		mebibytes("shim", "64G"), mebibytes("ovmf", "1G"), mebibytes("ovmf", "64G")
	row("guest instructions", "guest.instructions")
	print ""
	print "(1) as snphost's nested tables fill; it makes code executable page by page to see the kernel's entry"
	print "OVMF waits by reading the ACPI timer, and its timer interrupts: such exits grow with the time it takes"
	print ""
}
