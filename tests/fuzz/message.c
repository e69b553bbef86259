/*
 * Mail headers: the input's parts become the names, addresses and subject of a message. What is
 * written has our headers and no others, and what is read of a message stays within it.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "base/headers.h"
#include "mail/message.h"

#include <string.h>

#include "base/banned.h"

static const char *const ours[] = {"From", "Reply-To", "To", "Subject", "Message-ID", "References",
    "In-Reply-To", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted",
    "X-Auto-Response-Suppress"};

static void check_headers(struct slice written)
{
	struct fuzz_file f = fuzz_file(written);
	struct diag d = {0};
	struct buf b = {0};
	struct slice name, value;
	size_t at = 0, seen[sizeof ours / sizeof *ours] = {0};

	HOLDS(headers_read(&d, f.path, &b));
	while (headers_next(&b, &at, &name, &value)) {
		size_t i = 0;

		while (i < sizeof ours / sizeof *ours && !header_is(name, ours[i]))
			i++;
		HOLDS(i < sizeof ours / sizeof *ours);
		HOLDS(seen[i]++ == 0);
	}
	buf_free(&b);
	fuzz_close(&f);
}

static void read_any(struct slice text)
{
	struct fuzz_file f = fuzz_file(text);
	struct diag d = {0};
	struct buf b = {0};
	struct slice name, value;
	size_t at = 0;

	HOLDS(headers_read(&d, f.path, &b));
	while (headers_next(&b, &at, &name, &value))
		HOLDS(name.p >= b.data && value.p + value.n <= b.data + b.length);
	buf_free(&b);
	fuzz_close(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool open;
	struct slice rest = fuzz_input(data, size);
	struct attachment a = {.type = "application", .subtype = "pdf", .bytes = SLICE_LIT("%PDF")};
	struct message m = {.from = SLICE_LIT("a@v.example"),
	    .to = SLICE_LIT("b@x.example"),
	    .id = SLICE_LIT("1@v.example"),
	    .attachments = &a,
	    .count = 1};
	struct buf out = {0};
	const char *why = NULL;

	if (!open)
		message_open();
	open = true;
	read_any(rest);
	m.from_name = fuzz_part(&rest);
	m.subject = fuzz_part(&rest);
	a.name = fuzz_part(&rest);
	m.text = fuzz_part(&rest);
	m.html = m.text;
	/* A table's cells are UTF-8, and so is all that comes to a message. */
	if (slice_is_utf8(m.from_name) && slice_is_utf8(m.subject) && slice_is_utf8(a.name) &&
	    slice_is_utf8(m.text)) {
		if (message_write(&m, &out, &why))
			check_headers(buf_slice(&out));
		else
			HOLDS(why != NULL);
	}
	buf_free(&out);
	return 0;
}
