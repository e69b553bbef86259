#include "mail/attach.h"

#include "base/file.h"
#include "base/mem.h"
#include "mail/enclosure.h"

#include <stdlib.h>

#include "base/banned.h"

void attachments_free(struct attachments *a)
{
	for (size_t i = 0; i < a->count; i++)
		buf_free(&a->files[i]);
	free(a->files);
	free(a->all);
	*a = (struct attachments){0};
}

/* Attach the file of a row's column: the letter that is `document`, or (NULL) any PDF. */
static bool add(struct attachments *a, struct diag *d, const struct proposal_row *row,
    const char *column, struct slice path, const struct slice *document)
{
	char *name = mem_copy(path.p, path.n);
	size_t folder = (size_t)(path_base(name) - name);
	struct buf *bytes = &a->files[a->count];
	struct buf why = {0};
	bool good = document ? enclosure_letter(name, *document, bytes, &why)
			     : enclosure_pdf(name, bytes, &why);

	a->all[a->count++] = (struct attachment){.name = {path.p + folder, path.n - folder},
	    .type = "application",
	    .subtype = "pdf",
	    .bytes = buf_slice(bytes)};
	if (!good)
		diag_error(d, STATUS_DATA,
		    (struct place){.file = row->file, .line = row->line, .column = column}, "%s",
		    why.data);
	buf_free(&why);
	free(name);
	return good;
}

static bool is_asked(enum attach invoices, const struct proposal_row *row)
{
	bool overdue = row->section == SECTION_OVERDUE || row->section == SECTION_REMINDED;

	return row->item.invoice_file.n > 0 &&
	       (invoices == ATTACH_ALL || (invoices == ATTACH_OVERDUE && overdue));
}

/* Whether an earlier row brought the same file: instalments of one invoice have one. */
static bool is_attached(const struct reminder *r, enum attach invoices, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (is_asked(invoices, r->rows[i]) &&
		    slice_equal(r->rows[i]->item.invoice_file, r->rows[row]->item.invoice_file))
			return true;
	return false;
}

bool attachments_read(struct attachments *a, struct diag *d, const struct reminder *r,
    enum attach invoices, int letter_column, int document_column)
{
	const struct proposal_row *first = r->rows[0];
	bool good;

	a->all = mem_array(r->count + 1, sizeof(*a->all));
	a->files = mem_array(r->count + 1, sizeof(*a->files));
	good = add(
	    a, d, first, "letter", first->fields[letter_column], &first->fields[document_column]);
	for (size_t i = 0; i < r->count; i++) {
		const struct proposal_row *row = r->rows[i];
		if (is_asked(invoices, row) && !is_attached(r, invoices, i))
			good &= add(a, d, row, "invoice_file", row->item.invoice_file, NULL);
	}
	return good;
}
