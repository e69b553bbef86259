#include "base/sha256.h"

#include <nettle/sha2.h>

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

_Static_assert(2 * SHA256_DIGEST_SIZE + 1 == SHA256_TEXT, "two digits a byte");

void sha256_text(const struct slice *parts, size_t count, char text[SHA256_TEXT])
{
	unsigned char digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;

	sha256_init(&context);
	for (size_t i = 0; i < count; i++)
		sha256_update(&context, parts[i].n, (const unsigned char *)parts[i].p);
	sha256_digest(&context, sizeof digest, digest);
	sha256_hex(digest, sizeof digest, text);
}
