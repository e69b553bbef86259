#include "book/chain.h"

#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "table/csv.h"

#include "base/banned.h"

enum { SALT_BYTES = (SALT_TEXT - 1) / 2 };

void chain_find(struct chain *c, const int at[HISTORY_COLUMNS], size_t ncolumns)
{
	c->ncolumns = ncolumns;
	c->hash = at[H_HASH];
	c->address = at[H_ADDRESS];
	c->note = at[H_NOTE];
}

void chain_free(struct chain *c)
{
	buf_free(&c->text);
}

/* A salt or a digest, where the seal begins with one. */
static struct slice prefix_of(struct slice seal)
{
	const char *colon = seal.n > 0 ? memchr(seal.p, ':', seal.n) : NULL;
	size_t n = colon ? (size_t)(colon - seal.p) : 0;

	return n == SALT_TEXT - 1 || n == SHA256_TEXT - 1 ? (struct slice){seal.p, n}
							  : (struct slice){0};
}

struct slice chain_link(struct slice seal)
{
	size_t prefix = prefix_of(seal).n;

	return prefix > 0 ? (struct slice){seal.p + prefix + 1, seal.n - prefix - 1} : seal;
}

bool chain_forgotten(struct slice seal)
{
	return prefix_of(seal).n == SHA256_TEXT - 1;
}

bool chain_salted(struct slice seal)
{
	return prefix_of(seal).n == SALT_TEXT - 1;
}

static struct slice cell(const struct slice *fields, int column)
{
	return column < 0 ? (struct slice){0} : fields[column];
}

static bool is_personal(const struct chain *c, const struct slice *fields)
{
	return cell(fields, c->address).n + cell(fields, c->note).n > 0;
}

/* The address and the note as one digest, which nobody without the salt can guess. */
static void digest_of(
    const struct chain *c, const struct slice *fields, struct slice salt, char digest[SHA256_TEXT])
{
	const struct slice parts[] = {salt, SLICE_LIT("\n"), cell(fields, c->address),
	    SLICE_LIT("\n"), cell(fields, c->note)};

	sha256_text(parts, sizeof(parts) / sizeof(*parts), digest);
}

void chain_after(struct slice before, struct slice text, char hash[CHAIN_TEXT])
{
	const struct slice parts[] = {before, SLICE_LIT("\n"), text};

	sha256_text(parts, sizeof(parts) / sizeof(*parts), hash);
}

/*
 * The hash of a line whose seal begins with `prefix`: a salt, a digest, or nothing. A digest stands
 * after a line end, which no line has in it, so that no note can pass for one.
 */
static void hash_line(struct chain *c, struct slice before, const struct slice *fields,
    struct slice prefix, char hash[CHAIN_TEXT])
{
	char digest[SHA256_TEXT];
	bool first = true;

	buf_truncate(&c->text, 0);
	for (size_t i = 0; i < c->ncolumns; i++) {
		bool apart = prefix.n > 0 && ((int)i == c->address || (int)i == c->note);
		if ((int)i != c->hash)
			csv_add(&c->text, &first, apart ? (struct slice){0} : fields[i]);
	}
	if (prefix.n == SALT_TEXT - 1) {
		digest_of(c, fields, prefix, digest);
		prefix = slice_of(digest);
	}
	if (prefix.n > 0) {
		buf_add_char(&c->text, '\n');
		buf_add_slice(&c->text, prefix);
	}
	chain_after(before, buf_slice(&c->text), hash);
}

bool chain_fits(struct chain *c, struct slice before, const struct slice *fields)
{
	struct slice seal = cell(fields, c->hash);
	char hash[CHAIN_TEXT];

	hash_line(c, before, fields, prefix_of(seal), hash);
	/* A note that was put where another was taken out is covered by nothing. */
	if (chain_forgotten(seal) && is_personal(c, fields))
		return false;
	return slice_is(chain_link(seal), hash);
}

static void join(struct slice prefix, const char *hash, char seal[SEAL_TEXT])
{
	if (prefix.n > 0) {
		memcpy(seal, prefix.p, prefix.n);
		seal[prefix.n++] = ':';
	}
	memcpy(seal + prefix.n, hash, SHA256_TEXT);
}

static void make_salt(char salt[SALT_TEXT])
{
	unsigned char bytes[SALT_BYTES];

	if (getentropy(bytes, sizeof(bytes)) != 0)
		diag_die(STATUS_INTERNAL, "the system has no random bytes");
	sha256_hex(bytes, sizeof(bytes), salt);
}

void chain_seal(
    struct chain *c, struct slice before, const struct slice *fields, char seal[SEAL_TEXT])
{
	struct slice prefix = prefix_of(cell(fields, c->hash));
	char salt[SALT_TEXT], hash[CHAIN_TEXT];

	if (prefix.n == 0 && is_personal(c, fields)) {
		make_salt(salt);
		prefix = slice_of(salt);
	}
	hash_line(c, before, fields, prefix, hash);
	join(prefix, hash, seal);
}

void chain_forget(const struct chain *c, const struct slice *fields, char seal[SEAL_TEXT])
{
	struct slice old = cell(fields, c->hash);
	char digest[SHA256_TEXT], hash[CHAIN_TEXT];
	struct slice link = chain_link(old);

	memcpy(hash, link.p, CHAIN_TEXT - 1);
	hash[CHAIN_TEXT - 1] = '\0';
	digest_of(c, fields, prefix_of(old), digest);
	join(slice_of(digest), hash, seal);
}
