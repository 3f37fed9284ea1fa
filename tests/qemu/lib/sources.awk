# Reads apt source files of both forms (one-line .list, deb822 .sources) and prints, for every entry
# of binary packages, one line: URI TAB suites TAB components TAB keyring ("-" where none is named).
# Options other than signed-by are dropped on purpose: a [trusted=yes] must not be inherited.

function emit(uris, suites, components, key,    n, i, list) {
	n = split(uris, list, " ")
	for (i = 1; i <= n; i++)
		printf "%s\t%s\t%s\t%s\n", list[i], suites, components, key == "" ? "-" : key
}

function one_line(text,    options, key, word, n, i, components) {
	key = ""
	if (match(text, /\[[^]]*\]/)) {
		options = substr(text, RSTART + 1, RLENGTH - 2)
		text = substr(text, 1, RSTART - 1) substr(text, RSTART + RLENGTH)
		if (match(options, /signed-by=[^ ]+/))
			key = substr(options, RSTART + 10, RLENGTH - 10)
	}
	n = split(text, word, " ")
	for (i = 4; i <= n; i++)
		components = components (i > 4 ? " " : "") word[i]
	if (word[1] == "deb")
		emit(word[2], word[3], components, key)
}

function stanza_end() {
	if (field["types"] ~ /(^| )deb( |$)/ && tolower(field["enabled"]) != "no")
		emit(field["uris"], field["suites"], field["components"], field["signed-by"])
	split("", field)
	name = ""
}

FNR == 1 && NR > 1	{ stanza_end() }
/^[ \t]*#/		{ next }
FILENAME !~ /\.sources$/ { one_line($0); next }
/^[ \t]*$/		{ stanza_end(); next }
/^[ \t]/		{ sub(/^[ \t]+/, ""); field[name] = field[name] " " $0; next }
/^[A-Za-z-]+:/ {
	name = tolower(substr($0, 1, index($0, ":") - 1))
	sub(/^[^:]*:[ \t]*/, "")
	field[name] = $0
}
END			{ stanza_end() }
