# kaslr.csv to figures and verdicts: for each kernel a table of minimum, median and maximum, then a PASS or FAIL
# line for each rule. Bases must differ: from 20 boots with a pool of some 38 places, all the same would be
# a chance of 10^-30; two boots may well agree, so fewer than MANY are not judged by it.
BEGIN { MANY = 5 }

FNR > 1 {
	if (!($1 in total))
		kernels[++kernel_count] = $1
	n = ++total[$1]
	good[$1] += $3 == "booted" && $4 == "0" && $5 == "none"
	if ($6 != "" && !(($1, $6) in seen)) {
		seen[$1, $6] = 1
		bases[$1] = bases[$1] " " mebibytes($6)
		different[$1]++
	}
	for (i = 7; i <= 12; i++)
		value[$1, i, n] = $i
}

FNR == 1 {
	for (i = 1; i <= NF; i++)
		title[i] = $i
}

function mebibytes(hex,  i, number) {
	for (i = 1; i <= length(hex); i++)
		number = number * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
	return number / 1048576 "M"
}

function rule(holds, text) {
	print (holds ? "PASS " : "FAIL ") text
	failed += !holds
	passed += holds
}

# Sorts value[kernel, column, 1..n] by insertion; n is small.
function sort(kernel, column, n,  i, j, moved) {
	for (i = 2; i <= n; i++) {
		moved = value[kernel, column, i]
		for (j = i - 1; j >= 1 && value[kernel, column, j] + 0 > moved + 0; j--)
			value[kernel, column, j + 1] = value[kernel, column, j]
		value[kernel, column, j + 1] = moved
	}
}

function row(kernel, column, name,  n) {
	n = total[kernel]
	sort(kernel, column, n)
	printf "  %-62s %8d %8d %8d\n", name, value[kernel, column, 1], value[kernel, column, int((n + 1) / 2)],
		value[kernel, column, n]
}

function report(kernel) {
	printf "Linux %s, %s, %d boots %31s %8s %8s\n", kernel, memory, total[kernel], "minimum", "median", "maximum"
	row(kernel, 7, "pages accepted one by one in the decompressor")
	row(kernel, 8, "page-state calls to private, entry to userspace")
	row(kernel, 9, "  2 MiB entries in them")
	row(kernel, 10, "all page-state calls by GHCB page")
	row(kernel, 11, "all single-page changes by MSR (512 of .bss..decrypted)")
	row(kernel, 12, "still unaccepted in userspace, KiB")
	print "  physical bases, " different[kernel] " different:" bases[kernel]
	rule(good[kernel] == boots, kernel ": " good[kernel] " of " boots " boots clean: userspace, taint 0, no breach")
	rule(value[kernel, 7, 1] == 0 && value[kernel, 7, total[kernel]] == 0,
		kernel ": the decompressor accepts no page, wherever KASLR puts the kernel")
	rule(different[kernel] > (boots >= MANY), kernel ": KASLR is on: " different[kernel] " bases")
}

END {
	for (k = 1; k <= kernel_count; k++)
		report(kernels[k])
	print passed + 0 " passed, " failed + 0 " failed, 0 skipped"
	exit failed > 0 || passed == 0
}
