# Of the items that are due and open, ten columns with the customer's own. Commas in quotes are not
# understood.
BEGIN { FS = OFS = "," }
FNR == 1 { files++; next }
files == 1 { name[$1] = $2; email[$1] = $8; language[$1] = $7; next }
$4 < "2026-11-22" && $7 > 0 && ($1 in name) { print $1, $2, $4, $7, $5, $8, $9, name[$1], email[$1], language[$1] }
