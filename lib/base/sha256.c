#include "base/sha256.h"

#include "base/diag.h"
#include "base/mem.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdlib.h>

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

/* Without memory libcrypto 3.0 runs into a lock that it did not get; so it gets ours, which ends.
 */

static void *give(size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_resize(NULL, size, 1);
}

static void *resize(void *old, size_t size, const char *file, int line)
{
	(void)file;
	(void)line;
	return mem_resize(old, size, 1);
}

static void take_back(void *old, const char *file, int line)
{
	(void)file;
	(void)line;
	free(old);
}

void sha256_text(const struct slice *parts, size_t count, char text[SHA256_TEXT])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	/* After its first allocation libcrypto says no, and keeps what it has. */
	(void)CRYPTO_set_mem_functions(give, resize, take_back);
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
