# As select.awk, but quotes are understood: a record that has some is taken apart field by field.
function take_apart(record,    n, more) {
	n = 0
	do {
		match(record, substr(record, 1, 1) == "\"" ? "^\"([^\"]|\"\")*\"" : "^[^,]*")
		field[++n] = substr(record, 1, RLENGTH)
		more = substr(record, RLENGTH + 1, 1) == ","
		record = substr(record, RLENGTH + 2)
	} while (more)
}
function bare(text) {
	if (substr(text, 1, 1) != "\"") return text
	text = substr(text, 2, length(text) - 2)
	gsub("\"\"", "\"", text)
	return text
}
BEGIN { FS = OFS = "," }
FNR == 1 { files++; next }
index($0, "\"") {
	take_apart($0)
	key = bare(field[1])
	if (files == 1) { name[key] = field[2]; email[key] = field[8]; language[key] = field[7]; next }
	if (bare(field[4]) < "2026-11-22" && bare(field[7]) + 0 > 0 && (key in name))
		print field[1], field[2], field[4], field[7], field[5], field[8], field[9], name[key], email[key], language[key]
	next
}
files == 1 { name[$1] = $2; email[$1] = $8; language[$1] = $7; next }
$4 < "2026-11-22" && $7 > 0 && ($1 in name) { print $1, $2, $4, $7, $5, $8, $9, name[$1], email[$1], language[$1] }
