# bench.csv to a table: one line for each machine, memory and initrd that all firmwares ran with.
FNR > 1 {
	key = $1 "," $3 "," $4
	if ($2 == "qboot")
		keys[++count] = key
	number[key, $2] = $6
	if (index(mode[$2], $5 "-bit") == 0)
		mode[$2] = mode[$2] (mode[$2] == "" ? "" : " and ") $5 "-bit"
}

# 1234567 to 1,234,567
function grouped(value,  text) {
	for (text = ""; value >= 1000; value = int(value / 1000))
		text = sprintf(",%03d", value % 1000) text
	return value text
}

function size(bytes) {
	return bytes == 0 ? "none" : bytes / 1048576 " MiB"
}

END {
	print "guest instructions from reset up to and with the kernel's RDTSC, its first instruction"
	print "(at the 16-bit entry its second); entered: snp-shim " mode["shim"] ", qboot " \
		mode["qboot"] ", SeaBIOS " mode["seabios"]
	print ""
	format = "%-9s %-7s %-7s %12s %12s %12s\n"
	printf format, "machine", "memory", "initrd", "snp-shim", "qboot", "SeaBIOS"
	for (i = 1; i <= count; i++) {
		split(keys[i], part, ",")
		printf format, part[1], part[2], size(part[3]), grouped(number[keys[i], "shim"]),
			grouped(number[keys[i], "qboot"]), grouped(number[keys[i], "seabios"])
	}
	print ""
}
