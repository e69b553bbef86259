#include "value/address.h"

#include "base/ascii.h"

#include "base/banned.h"

/* RFC 5321, 4.5.3.1. */
enum { LOCAL_MOST = 64, DOMAIN_MOST = 255, LABEL_MOST = 63, ADDRESS_MOST = 254 };

/* atext of RFC 5322. */
static bool is_atext(char c)
{
	return is_alphanumeric(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static const char *bytes_fault(struct slice text)
{
	if (memchr(text.p, '<', text.n) || memchr(text.p, '>', text.n))
		return "has < or > (write the address alone, without a name)";
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c < 0x20 || c == 0x7f)
			return "has a control character";
		if (c == ' ')
			return "has a blank";
		if (c == ',')
			return "has a comma (several addresses are separated by ;)";
	}
	return NULL;
}

static const char *local_fault(struct slice local)
{
	if (local.n == 0)
		return "has nothing before the @";
	if (local.p[0] == '-')
		return "begins with a dash, and a mail program could take it for an option";
	if (local.n > LOCAL_MOST)
		return "has more than 64 characters before the @";
	if (local.p[0] == '.' || local.p[local.n - 1] == '.')
		return "has a dot at an end of the part before the @";
	for (size_t i = 0; i < local.n; i++) {
		if ((unsigned char)local.p[i] >= 0x80)
			return "has a character outside ASCII before the @";
		if (local.p[i] == '.' && local.p[i - 1] == '.')
			return "has two dots in a row";
		if (local.p[i] != '.' && !is_atext(local.p[i]))
			return "has a character before the @ that a plain address cannot have";
	}
	return NULL;
}

static const char *label_fault(struct slice label)
{
	if (label.n == 0)
		return "has a dot too many in its domain";
	if (label.n > LABEL_MOST)
		return "has more than 63 characters between two dots of its domain";
	if (label.p[0] == '-' || label.p[label.n - 1] == '-')
		return "has a hyphen at an end of a part of its domain";
	for (size_t i = 0; i < label.n; i++) {
		if ((unsigned char)label.p[i] >= 0x80)
			return "has a domain outside ASCII (write its xn-- form)";
		if (!is_alphanumeric(label.p[i]) && label.p[i] != '-')
			return "has a character in its domain that a domain cannot have";
	}
	return NULL;
}

static const char *domain_fault(struct slice domain)
{
	if (domain.n == 0)
		return "has nothing after the @";
	if (domain.n > DOMAIN_MOST)
		return "has more than 255 characters after the @";
	size_t start = 0;
	for (size_t i = 0; i <= domain.n; i++) {
		if (i < domain.n && domain.p[i] != '.')
			continue;
		const char *fault = label_fault((struct slice){domain.p + start, i - start});
		if (fault)
			return fault;
		start = i + 1;
	}
	return NULL;
}

static const char *address_fault(struct slice text)
{
	if (text.n == 0)
		return "is empty";
	const char *fault = bytes_fault(text);
	if (fault)
		return fault;
	if (text.n > ADDRESS_MOST)
		return "has more than 254 characters";
	const char *at = memchr(text.p, '@', text.n);
	if (!at)
		return "has no @";
	struct slice local = {text.p, (size_t)(at - text.p)};
	struct slice domain = {at + 1, text.n - local.n - 1};
	if (domain.n > 0 && memchr(domain.p, '@', domain.n))
		return "has more than one @";
	fault = local_fault(local);
	return fault ? fault : domain_fault(domain);
}

bool address_check(struct slice text, const char **why)
{
	*why = address_fault(text);
	return *why == NULL;
}

bool address_next(struct slice *rest, struct slice *address)
{
	while (rest->n > 0) {
		const char *end = memchr(rest->p, ';', rest->n);
		size_t n = end ? (size_t)(end - rest->p) : rest->n;
		*address = slice_trim((struct slice){rest->p, n});
		size_t past = end ? n + 1 : n;
		*rest = (struct slice){rest->p + past, rest->n - past};
		if (address->n > 0)
			return true;
	}
	return false;
}
