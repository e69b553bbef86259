#include "letter/qr.h"

#include "base/mem.h"
#include "text/unicode.h"

#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define MOST_AMOUNT INT64_C(99999999999)
enum { MOST_NAME = 70, MOST_TEXT = 140, MOST_BYTES = 331, MOST_REFERENCE = 25 };

static int value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return -1;
}

/*
 * ISO 11649: "RF", two check digits and up to 21 letters and digits, blanks aside; with the
 * first four at the end and letters as numbers, 1 modulo 97. *out gets it without blanks.
 */
static bool is_rf(struct slice text, char out[MOST_REFERENCE + 1])
{
	size_t n = 0;
	int rest = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ')
			continue;
		if (n == MOST_REFERENCE || value_of(text.p[i]) < 0)
			return false;
		out[n++] = text.p[i];
	}
	out[n] = '\0';
	if (n < 5 || out[0] != 'R' || out[1] != 'F' || value_of(out[2]) > 9 || value_of(out[3]) > 9)
		return false;
	for (size_t i = 0; i < n; i++) {
		int value = value_of(out[(i + 4) % n]);
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest == 1;
}

/* At most `most` characters, none of them a line end. */
static void add_line(struct buf *out, struct slice text, size_t most)
{
	uint32_t ch;
	while (most-- > 0 && utf8_next(&text, &ch))
		utf8_add(out, ch < 0x20 ? ' ' : ch);
}

void payment_text(const struct payment *p, struct buf *out)
{
	char amount[MONEY_TEXT], reference[MOST_REFERENCE + 1];
	bool rf = is_rf(p->reference, reference);
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

bool payment_has_code(const struct payment *p)
{
	struct buf text = {0};
	if (strcmp(p->currency, "EUR") != 0 || p->iban[0] == '\0' || p->amount <= 0 ||
	    p->amount > MOST_AMOUNT)
		return false;
	payment_text(p, &text);
	bool fits = text.length <= MOST_BYTES;
	buf_free(&text);
	return fits;
}

static struct qr *encode(struct slice text)
{
	QRcode *code =
	    QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (code == NULL)
		return NULL;
	struct qr *q = mem_alloc(sizeof(*q));
	size_t modules = (size_t)code->width * (size_t)code->width;
	q->side = code->width;
	q->dark = mem_array(modules, 1);
	for (size_t i = 0; i < modules; i++)
		q->dark[i] = code->data[i] & 1;
	QRcode_free(code);
	return q;
}

struct qr *qr_of_payment(const struct payment *p)
{
	struct buf text = {0};
	struct qr *q = NULL;
	if (!payment_has_code(p))
		return NULL;
	payment_text(p, &text);
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
