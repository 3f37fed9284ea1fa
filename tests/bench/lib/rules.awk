# The rules of `make bench` over bench.csv: a PASS or FAIL line each; exit status 1 if one fails.
#   1. The shim needs fewer instructions than qboot in every machine, memory and initrd.
#   2. Its count does not depend on how much RAM: it is the same for 256M and 1G (one range of RAM),
#      and for 4G and 16G (two). The second range costs at most STEP_MAX: it is one entry more in the
#      host's e820, in the memory map and in the kernel's e820 and EFI maps.
#   3. Nor on how large the initrd is: the same for 4 KiB and 40 MiB. Having one costs at most
#      STEP_MAX over having none: a place in the map and one DMA.
#   4. The ROM's code and data stay below the limit.
BEGIN { STEP_MAX = 1000 }

FNR > 1 {
	number[$2, $1, $3, $4] = $6
	machines[$1] = 1
	initrds[$4] = 1
	memories[$2, $3] = 1
}

function rule(holds, text) {
	print (holds ? "PASS " : "FAIL ") text
	failed += !holds
	passed += holds
}

function shim(machine, memory, initrd) {
	if (!(("shim", machine, memory, initrd) in number))
		rule(0, "no measurement for " machine ", " memory ", initrd " initrd)
	return number["shim", machine, memory, initrd]
}

function below_qboot(machine,  key, part, worst) {
	worst = -1
	for (key in number) {
		split(key, part, SUBSEP)
		if (part[1] != "qboot" || part[2] != machine)
			continue
		gap = number[key] - shim(machine, part[3], part[4])
		if (worst == -1 || gap < worst)
			worst = gap
	}
	rule(worst > 0, machine ": fewer than qboot, by at least " worst)
}

function step(from, to) {
	return to >= from ? to - from : from - to
}

function constant(machine,  initrd, one, two, size, same, ranges, having) {
	same = size = 1
	for (initrd in initrds) {
		one = shim(machine, "256M", initrd)
		two = shim(machine, "16G", initrd)
		same = same && one == shim(machine, "1G", initrd) && two == shim(machine, "4G", initrd)
		if (step(one, two) > ranges)
			ranges = step(one, two)
	}
	for (key in memories) {
		split(key, part, SUBSEP)
		if (part[1] != "shim")
			continue
		size = size && shim(machine, part[2], 4096) == shim(machine, part[2], initrd_large)
		one = step(shim(machine, part[2], 0), shim(machine, part[2], 4096))
		if (one > having)
			having = one
	}
	rule(same, machine ": the same for 256M and 1G, and for 4G and 16G")
	rule(ranges <= STEP_MAX, machine ": a second range of RAM costs " ranges)
	rule(size, machine ": the same for an initrd of 4 KiB and of 40 MiB")
	rule(having <= STEP_MAX, machine ": having an initrd costs " having)
}

END {
	for (machine in machines) {
		below_qboot(machine)
		constant(machine)
	}
	rule(rom_used > 0 && rom_used <= rom_limit, "the ROM uses " rom_used " bytes of " rom_limit)
	print passed + 0 " passed, " failed + 0 " failed, 0 skipped"
	exit failed > 0 || passed == 0
}
