# Judges a console log: ENVIRON["FORBID"] and ENVIRON["EXPECT"] hold one regular expression per line.
# Prints "forbidden LINE" if any line matches a forbidden one, else "missing REGEX" for the first
# expected one that is not found after the match of the one before it, else "complete".

BEGIN {
	forbid_count = split(ENVIRON["FORBID"], forbid, "\n")
	expect_count = split(ENVIRON["EXPECT"], expect, "\n")
	next_expect = 1
}
{
	gsub(/\r/, "")
	for (i = 1; i <= forbid_count; i++)
		if (forbid[i] != "" && $0 ~ forbid[i]) {
			print "forbidden " $0
			decided = 1
			exit
		}
	if (next_expect <= expect_count && $0 ~ expect[next_expect])
		next_expect++
}
END {
	if (decided)
		exit
	print (next_expect > expect_count ? "complete" : "missing " expect[next_expect])
}
