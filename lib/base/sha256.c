#include "base/sha256.h"

#include "base/diag.h"

#include <openssl/evp.h>

#include "base/banned.h"

void sha256_hex(const unsigned char *bytes, size_t count, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * count] = '\0';
}

void sha256_text(const struct slice *parts, size_t count, char text[SHA256_TEXT])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool ok = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;

	for (size_t i = 0; i < count && ok; i++)
		ok = EVP_DigestUpdate(context, parts[i].p, parts[i].n) == 1;
	if (!ok || EVP_DigestFinal_ex(context, digest, &length) != 1 ||
	    length != (SHA256_TEXT - 1) / 2)
		diag_die(STATUS_INTERNAL, "sha256 failed");
	EVP_MD_CTX_free(context);
	sha256_hex(digest, length, text);
}
