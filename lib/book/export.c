#include "book/export.h"

#include <string.h>

#include "base/banned.h"

bool export_read(struct diag *d, const char *path, enum encoding thought, struct export_file *out)
{
	struct slice bytes;
	const char *what;

	*out = (struct export_file){
	    .name = strcmp(path, "-") == 0 ? "<stdin>" : path, .encoding = thought};
	if (!mapped_open(d, path, &out->bytes))
		return false;
	bytes = out->bytes.bytes;
	what = bytes.n == 0 ? "is empty: the export, or the command before this one, has failed"
			    : encoding_not_text(bytes);
	if (what) {
		diag_error(d, STATUS_DATA, AT_FILE(out->name), "%s", what);
		return false;
	}
	if (!encoding_decode(d, out->name, bytes, &out->encoding, &out->decoded, &out->text))
		return false;
	if (out->decoded.length > 0)
		mapped_free(&out->bytes);
	return true;
}

void export_free(struct export_file *e)
{
	mapped_free(&e->bytes);
	buf_free(&e->decoded);
	*e = (struct export_file){0};
}
