#include "mail/message.h"

#include "book/eventline.h"
#include "value/address.h"

#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* An encoded word has at most 75 characters, its line 76. */
enum { LINE_MOST = 998, BOUNDARY_NUMBER = 48, WORD_BYTES = 39 };

void message_open(void)
{
	g_mime_init();
}

void message_close(void)
{
	g_mime_shutdown();
}

/* Values. */

static bool has_control(struct slice text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c < 0x20 || c == 0x7f)
			return true;
		/* C1 controls, and the separators of lines and paragraphs, U+2028 and U+2029. */
		if (c == 0xc2 && i + 1 < text.n && (unsigned char)text.p[i + 1] < 0xa0)
			return true;
		if (c == 0xe2 && i + 2 < text.n && (unsigned char)text.p[i + 1] == 0x80 &&
		    ((unsigned char)text.p[i + 2] & 0xfe) == 0xa8)
			return true;
	}
	return false;
}

void message_mailbox(struct slice text, struct slice *name, struct slice *address)
{
	struct slice rest = slice_trim(text);
	const char *open = NULL;

	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '<')
			open = rest.p + i;
	*name = (struct slice){0};
	*address = rest;
	if (!open || rest.p[rest.n - 1] != '>')
		return;
	*name = slice_trim((struct slice){rest.p, (size_t)(open - rest.p)});
	*address = (struct slice){open + 1, (size_t)(rest.p + rest.n - open) - 2};
	if (name->n >= 2 && name->p[0] == '"' && name->p[name->n - 1] == '"')
		*name = (struct slice){name->p + 1, name->n - 2};
}

void message_id(struct slice number, unsigned resend, struct slice sender, struct buf *out)
{
	const char *at = memchr(sender.p, '@', sender.n);

	/* Points stand between other characters only (dot-atom, RFC 5322, 3.2.3). */
	for (size_t i = 0; i < number.n; i++) {
		bool lone =
		    number.p[i] == '.' && (i == 0 || i + 1 == number.n || number.p[i + 1] == '.');
		buf_add_char(out, lone ? '_' : number.p[i]);
	}
	if (eventline_resend(number) > 0)
		buf_add_char(out, '_');
	if (resend > 0)
		buf_printf(out, ".r%u", resend);
	buf_add(out, at, (size_t)(sender.p + sender.n - at));
}

/* Parts. */

/* What GMime takes: text that ends in NUL. The caller frees with g_free. */
static char *chars(struct slice s)
{
	return g_strndup(s.n > 0 ? s.p : "", s.n);
}

static GMimeObject *text_part(const char *subtype, struct slice text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
	char *body = chars(text);

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, body);
	g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_free(body);
	return GMIME_OBJECT(part);
}

static GMimeObject *file_part(const struct attachment *a)
{
	GMimePart *part = g_mime_part_new_with_type(a->type, a->subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(a->bytes.p, a->bytes.n);
	GMimeDataWrapper *content =
	    g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
	char *name = chars(a->name);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_mime_object_set_disposition(GMIME_OBJECT(part), GMIME_DISPOSITION_ATTACHMENT);
	g_mime_part_set_filename(part, name);
	g_free(name);
	g_object_unref(content);
	g_object_unref(stream);
	return GMIME_OBJECT(part);
}

static void add_part(GMimeMultipart *to, GMimeObject *part)
{
	g_mime_multipart_add(to, part);
	g_object_unref(part);
}

/* "=_" stands in no line of base64 or quoted-printable, so no content can hold it. */
static GMimeMultipart *multipart(const struct message *m, const char *subtype, int which)
{
	GMimeMultipart *part = g_mime_multipart_new_with_subtype(subtype);
	struct buf boundary = {0};
	size_t n = m->id.n < BOUNDARY_NUMBER ? m->id.n : BOUNDARY_NUMBER;

	buf_add_string(&boundary, "=_dun_");
	for (size_t i = 0; i < n; i++)
		buf_add_char(&boundary, g_ascii_isalnum(m->id.p[i]) ? m->id.p[i] : '_');
	buf_printf(&boundary, "_%d", which);
	g_mime_multipart_set_boundary(part, boundary.data);
	buf_free(&boundary);
	return part;
}

static GMimeObject *body(const struct message *m)
{
	GMimeMultipart *mixed = multipart(m, "mixed", 1);
	GMimeMultipart *alternative = multipart(m, "alternative", 2);

	add_part(alternative, text_part("plain", m->text));
	add_part(alternative, text_part("html", m->html));
	add_part(mixed, GMIME_OBJECT(alternative));
	for (size_t i = 0; i < m->count; i++)
		add_part(mixed, file_part(&m->attachments[i]));
	return GMIME_OBJECT(mixed);
}

static void add_mailbox(
    GMimeMessage *message, GMimeAddressType type, struct slice name, struct slice address)
{
	char *n = chars(name), *a = chars(address);

	g_mime_message_add_mailbox(message, type, name.n > 0 ? n : NULL, a);
	g_free(n);
	g_free(a);
}

/* RFC 5322, 3.6.4: the newest is the parent. */
static void add_thread(GMimeMessage *message, struct slice thread)
{
	char *ids = chars(thread);
	const char *last = strrchr(ids, ' ');

	if (thread.n > 0) {
		g_mime_object_set_header(
		    GMIME_OBJECT(message), "In-Reply-To", last ? last + 1 : ids, "us-ascii");
		g_mime_object_set_header(GMIME_OBJECT(message), "References", ids, "us-ascii");
	}
	g_free(ids);
}

/*
 * The text as encoded words (RFC 2047) of UTF-8, a line each. GMime encodes what is not ASCII, and
 * passes on what looks like an encoded word: whoever reads the mail would see other text than was
 * given, with line breaks in it.
 */
static char *encoded_words(struct slice text)
{
	struct buf b = {0};

	while (text.n > 0) {
		size_t n = text.n < WORD_BYTES ? text.n : WORD_BYTES;
		while (n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
			n--;
		char *word = g_base64_encode((const unsigned char *)text.p, n);
		buf_printf(&b, "%s =?utf-8?B?%s?=", b.length > 0 ? "\n" : "", word);
		g_free(word);
		text = (struct slice){text.p + n, text.n - n};
	}
	buf_add_char(&b, '\n');
	return buf_take(&b);
}

static void add_subject(GMimeMessage *message, struct slice text)
{
	char *subject = chars(text);

	g_mime_message_set_subject(message, subject, "utf-8");
	if (strstr(subject, "=?")) {
		GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
		char *raw = encoded_words(text);
		g_mime_header_set_raw_value(g_mime_header_list_get_header(headers, "Subject"), raw);
		free(raw);
	}
	g_free(subject);
}

/* The headers stand in the order in which they are set. */
static GMimeMessage *build(const struct message *m)
{
	GMimeMessage *message = g_mime_message_new(FALSE);
	struct slice rest = m->to, address;
	char *id = g_strdup_printf("<%.*s>", SLICE_ARG(m->id));

	add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, m->from_name, m->from);
	if (m->reply_to.n > 0)
		add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, (struct slice){0}, m->reply_to);
	while (address_next(&rest, &address))
		add_mailbox(message, GMIME_ADDRESS_TYPE_TO, (struct slice){0}, address);
	add_subject(message, m->subject);
	g_mime_object_set_header(GMIME_OBJECT(message), "Message-ID", id, "us-ascii");
	add_thread(message, m->thread);
	g_mime_object_set_header(
	    GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", "us-ascii");
	GMimeObject *part = body(m);
	g_mime_message_set_mime_part(message, part);
	g_object_unref(part);
	g_free(id);
	return message;
}

static bool lines_fit(struct slice text)
{
	struct slice line;

	while (slice_cut(&text, '\n', &line))
		if (line.n > LINE_MOST)
			return false;
	return true;
}

bool message_write(const struct message *m, struct buf *out, const char **why)
{
	if (has_control(m->subject) || has_control(m->from_name) || has_control(m->to) ||
	    has_control(m->id)) {
		*why = "a header would hold a control character";
		return false;
	}
	GMimeMessage *message = build(m);
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeFormatOptions *format = g_mime_format_options_new();
	size_t before = out->length;

	g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_UNIX);
	g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
	GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	buf_add(out, bytes->data, bytes->len);
	g_mime_format_options_free(format);
	g_object_unref(stream);
	g_object_unref(message);
	*why = "a header has a word that is too long for a line of mail";
	return lines_fit((struct slice){out->data + before, out->length - before});
}
