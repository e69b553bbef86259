#include "book/export.h"

#include "base/file.h"

#include <string.h>

#include "base/banned.h"

enum { EXPORT_MOST = 1 << 30 };

bool export_read(struct diag *d, const char *path, enum encoding thought, struct export_file *out)
{
	const char *what;

	*out = (struct export_file){
	    .name = strcmp(path, "-") == 0 ? "<stdin>" : path, .encoding = thought};
	if (!file_read(d, path, EXPORT_MOST, &out->bytes))
		return false;
	what = encoding_not_text(buf_slice(&out->bytes));
	if (out->bytes.length == 0)
		what = "is empty: the export, or the command before this one, has failed";
	if (what) {
		diag_error(d, STATUS_DATA, AT_FILE(out->name), "%s", what);
		return false;
	}
	return encoding_decode(d, out->name, &out->bytes, &out->encoding, &out->text);
}

void export_free(struct export_file *e)
{
	buf_free(&e->bytes);
	*e = (struct export_file){0};
}
