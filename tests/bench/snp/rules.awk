# The rules of the SNP part of `make bench` over bench-snp.csv: a PASS or FAIL line each; exit status 1 if one
# fails.
#   1. Validated at the kernel's entry, launch pages included, is at most PLAN_SHARE of what the plan needs.
#   2. Every counter but two is the same with 1 GiB and with 64 GiB. The two: instructions, and the bytes of
#      the host's memory map, which has one entry more.
#   3. At most VMGEXITS_MAX exits that the shim asks for, with the initrd of 40 MiB.
#   4. The shim stays below OVMF in every figure of issue 4's item 11.
#   5. The ROM is 64 KiB.
BEGIN {
	PLAN_SHARE = 1.02
	VMGEXITS_MAX = 100
	ROM_BYTES = 65536
	LAUNCHED = "launch.normal+launch.zero+launch.secrets+launch.cpuid"
	varies["guest.instructions"] = varies["fwcfg.dma-bytes"] = 1
}

FNR > 1 {
	value[$1, $2, $3] = $4
	counters[$3] = 1
}

function rule(holds, text) {
	print (holds ? "PASS " : "FAIL ") text
	failed += !holds
	passed += holds
}

function sum(firmware, memory, names,  part, count, i, total) {
	count = split(names, part, "+")
	for (i = 1; i <= count; i++)
		total += value[firmware, memory, part[i]]
	return total
}

function plan_rule(memory,  needed, validated) {
	needed = sum("plan", "", "window+initrd+pool+low")
	validated = 4096 * sum("shim", memory, "pages.validated+" LAUNCHED)
	rule(needed > 0 && validated >= needed && validated <= PLAN_SHARE * needed,
		sprintf("%s: validated %.1f MiB, the plan needs %.1f MiB (window %.1f, initrd %.1f, pool %.1f, " \
			"boot data %.1f): %.4f times, at most %.2f", memory, validated / 1048576, needed / 1048576,
			sum("plan", "", "window") / 1048576, sum("plan", "", "initrd") / 1048576,
			sum("plan", "", "pool") / 1048576, sum("plan", "", "low") / 1048576, validated / needed,
			PLAN_SHARE))
}

function same_rule(  name, other, different, count) {
	for (name in counters) {
		if (!(("shim", "1G", name) in value) && !(("shim", "64G", name) in value))
			continue
		count++
		if (value["shim", "1G", name] != value["shim", "64G", name] && !(name in varies))
			different = different " " name
	}
	rule(different == "" && count > 20, "the same with 1 GiB and with 64 GiB: exits of every kind, PVALIDATEs, " \
		"pages (" count " counters)" (different == "" ? "" : "; not:" different))
}

function less_rule(name, names,  memory, worst, ratio, i) {
	split("1G 64G", memory, " ")
	for (i = 1; i <= 2; i++) {
		ratio = sum("shim", memory[i], names) / (sum("ovmf", memory[i], names) + 1e-9)
		if (ratio > worst)
			worst = ratio
	}
	rule(worst > 0 && worst < 1, sprintf("%s: %.1f %% of OVMF's at most", name, 100 * worst))
}

END {
	plan_rule("1G")
	plan_rule("64G")
	same_rule()
	exits = sum("shim", "1G", "vmgexit.msr+vmgexit.page")
	rule(exits > 0 && exits <= VMGEXITS_MAX, exits " VMGEXITs, at most " VMGEXITS_MAX)
	less_rule("VMGEXITs", "vmgexit.msr+vmgexit.page")
	less_rule("PVALIDATEs", "pvalidate.2m.validated+pvalidate.4k.validated+pvalidate.4k.rescinded")
	less_rule("validated pages", "pages.validated+" LAUNCHED)
	less_rule("launch pages", LAUNCHED "+launch.vmsa")
	less_rule("guest instructions", "guest.instructions")
	rule(value["rom", "", "bytes"] == ROM_BYTES, "the ROM has " value["rom", "", "bytes"] " bytes of " ROM_BYTES)
	print passed + 0 " passed, " failed + 0 " failed, 0 skipped"
	exit failed > 0 || passed == 0
}
