#include "book/chain.h"

#include <openssl/evp.h>

#include "base/diag.h"
#include "table/csv.h"

#include "base/banned.h"

static void hex(const unsigned char *bytes, size_t count, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * count] = '\0';
}

static void sha256(struct slice before, struct slice line, char hash[CHAIN_TEXT])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (!context || !EVP_DigestInit_ex(context, EVP_sha256(), NULL) ||
	    !EVP_DigestUpdate(context, before.p, before.n) || !EVP_DigestUpdate(context, "\n", 1) ||
	    !EVP_DigestUpdate(context, line.p, line.n) ||
	    !EVP_DigestFinal_ex(context, digest, &length) || length != (CHAIN_TEXT - 1) / 2)
		diag_die(STATUS_INTERNAL, "sha256 failed");
	EVP_MD_CTX_free(context);
	hex(digest, length, hash);
}

void chain_hash(struct slice before, const struct slice *fields, size_t count, int hash_column,
    struct buf *line, char hash[CHAIN_TEXT])
{
	bool first = true;

	buf_truncate(line, 0);
	for (size_t i = 0; i < count; i++)
		if ((int)i != hash_column)
			csv_add(line, &first, fields[i]);
	sha256(before, buf_slice(line), hash);
}
