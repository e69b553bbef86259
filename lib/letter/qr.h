/*
 * The payment code of a letter: EPC069-12, which a bank's app reads as a credit transfer
 * in euro.
 */
#ifndef LETTER_QR_H
#define LETTER_QR_H

#include "base/buf.h"
#include "base/slice.h"
#include "value/money.h"

#include <stdbool.h>
#include <stdint.h>

struct qr {
	int side;      /* modules */
	uint8_t *dark; /* side * side, 1 or 0 */
};

struct transfer {
	const char *name, *iban, *bic; /* of who is paid; bic may be "" */
	const char *currency;
	money amount;		/* in cents */
	struct slice reference; /* a valid RF reference goes as one, else as text */
};

/*
 * NULL when there is no code for it: it must be in euro, to an IBAN, of 0.01 to 999,999,999.99, and
 * its text at most 331 bytes.
 */
struct qr *qr_of_transfer(const struct transfer *p);
void qr_free(struct qr *q);

#endif
