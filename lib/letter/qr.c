#include "letter/qr.h"

#include "base/diag.h"
#include "base/mem.h"
#include "text/unicode.h"
#include "value/reference.h"

#include <errno.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define MOST_AMOUNT INT64_C(99999999999)
enum { MOST_NAME = 70, MOST_TEXT = 140, MOST_BYTES = 331 };

/* At most `most` characters as the letter shows them: no line ends, nothing invisible. */
static void add_line(struct buf *out, struct slice text, size_t most)
{
	uint32_t ch;
	while (most > 0 && utf8_next(&text, &ch)) {
		if (unicode_kind(ch) == UNICODE_IGNORED)
			continue;
		utf8_add(out, ch < 0x20 ? ' ' : ch);
		most--;
	}
}

/* The text that the code holds. */
static void add_payment(const struct transfer *p, struct buf *out)
{
	char amount[MONEY_TEXT], reference[REFERENCE_TEXT];
	const char *why;
	bool rf = reference_check(p->reference, reference, &why) == REFERENCE_RF;
	money_format(p->amount, 2, amount);
	buf_printf(out, "BCD\n002\n1\nSCT\n%s\n", p->bic);
	add_line(out, slice_of(p->name), MOST_NAME);
	/* No purpose; then either a structured reference or a text. Nothing follows the last. */
	buf_printf(out, "\n%s\nEUR%s\n\n", p->iban, amount);
	if (rf) {
		buf_add_string(out, reference);
	} else {
		buf_add_char(out, '\n');
		add_line(out, p->reference, MOST_TEXT);
	}
}

static struct qr *encode(struct slice text)
{
	QRcode *code =
	    QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (code == NULL) /* so much text always fits */
		diag_die(STATUS_TEMPFAIL, "libqrencode makes no code: %s", strerror(errno));
	struct qr *q = mem_alloc(sizeof(*q));
	size_t modules = (size_t)code->width * (size_t)code->width;
	q->side = code->width;
	q->dark = mem_array(modules, 1);
	for (size_t i = 0; i < modules; i++)
		q->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return q;
}

struct qr *qr_of_transfer(const struct transfer *p)
{
	struct buf text = {0};
	struct qr *q = NULL;
	if (strcmp(p->currency, "EUR") != 0 || p->iban[0] == '\0' || p->amount <= 0 ||
	    p->amount > MOST_AMOUNT)
		return NULL;
	add_payment(p, &text);
	if (text.length <= MOST_BYTES)
		q = encode(buf_slice(&text));
	buf_free(&text);
	return q;
}

void qr_free(struct qr *q)
{
	if (q == NULL)
		return;
	free(q->dark);
	free(q);
}
