#include "book/chain.h"

#include "base/sha256.h"
#include "table/csv.h"

#include "base/banned.h"

void chain_hash(struct slice before, const struct slice *fields, size_t count, int hash_column,
    struct buf *line, char hash[CHAIN_TEXT])
{
	bool first = true;

	buf_truncate(line, 0);
	for (size_t i = 0; i < count; i++)
		if ((int)i != hash_column)
			csv_add(line, &first, fields[i]);
	const struct slice parts[] = {before, SLICE_LIT("\n"), buf_slice(line)};
	sha256_text(parts, sizeof parts / sizeof *parts, hash);
}
