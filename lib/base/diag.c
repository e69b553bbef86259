#include "base/diag.h"

#include "base/buf.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

static const char *program = "dun";

/*
 * The number of a standard stream that is closed would go to the next file that is opened, and what
 * is printed into that file. It is taken by what cannot be read or written the way that stream is.
 */
static void take_closed_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(STATUS_IO);
}

void diag_program(const char *name)
{
	const char *slash = strrchr(name, '/');
	program = slash != NULL ? slash + 1 : name;
	signal(SIGXFSZ, SIG_IGN);
	take_closed_streams();
}

const char *diag_program_name(void)
{
	return program;
}

/* U+200E, 200F, 202A to 202E, 2066 to 2069: they could show a message other than it is. */
static bool turns_direction(const unsigned char *p)
{
	if (p[0] != 0xe2)
		return false;
	if (p[1] == 0x80)
		return p[2] == 0x8e || p[2] == 0x8f || (p[2] >= 0xaa && p[2] <= 0xae);
	return p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9;
}

/* The length of the well-formed, printable UTF-8 character at p, 0 when there is none. */
static size_t printable(const unsigned char *p, size_t left)
{
	if (p[0] < 0x80)
		return p[0] >= 0x20 && p[0] != 0x7f;
	size_t n = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (n > left || !slice_is_utf8((struct slice){(const char *)p, n}))
		return 0;
	bool c1 = p[0] == 0xc2 && p[1] < 0xa0;
	return c1 || turns_direction(p) ? 0 : n;
}

static void add_part(struct buf *line, const char *text, size_t length)
{
	const unsigned char *p = (const unsigned char *)text, *end = p + length;
	while (p < end) {
		size_t n = printable(p, (size_t)(end - p));
		if (n > 0) {
			buf_add(line, p, n);
			p += n;
			continue;
		}
		buf_add_char(line, '?');
		for (p++; p < end && (*p & 0xc0) == 0x80; p++)
			;
	}
}

/* A value that would make a message endless is told by its begin and its end. */
static void add_clean(struct buf *line, const char *text)
{
	enum { MOST = 4000, KEPT = 1900 };
	const size_t length = strlen(text);

	add_part(line, text, length > MOST ? KEPT : length);
	if (length > MOST) {
		buf_add_string(line, " [...] ");
		add_part(line, text + length - KEPT, KEPT);
	}
}

/* One write(2) a line, so that lines of several processes do not mix. */
__attribute__((format(printf, 3, 0))) static void print_line(
    struct place at, const char *kind, const char *fmt, va_list ap)
{
	struct buf text = {0}, line = {0};
	va_list copy;
	va_copy(copy, ap);
	int n = vsnprintf(NULL, 0, fmt, copy);
	va_end(copy);
	if (n < 0)
		n = 0;
	buf_reserve(&text, (size_t)n + 1);
	(void)vsnprintf(text.data, (size_t)n + 1, fmt, ap);

	buf_printf(&line, "%s: ", program);
	if (at.file != NULL) {
		add_clean(&line, at.file);
		buf_add_char(&line, ':');
		if (at.line > 0)
			buf_printf(&line, "%lu:", at.line);
		if (at.line > 0 && at.col > 0)
			buf_printf(&line, "%lu:", at.col);
		buf_add_char(&line, ' ');
	}
	if (at.column != NULL) {
		add_clean(&line, at.column);
		buf_add_string(&line, ": ");
	}
	buf_add_string(&line, kind);
	add_clean(&line, text.data);
	buf_add_char(&line, '\n');
	/* Nowhere is left to report that standard error cannot be written. */
	ssize_t written = write(STDERR_FILENO, line.data, line.length);
	(void)written;
	buf_free(&text);
	buf_free(&line);
}

static unsigned limit(const struct diag *d)
{
	return d->limit > 0 ? d->limit : DIAG_LIMIT;
}

void diag_verror(
    struct diag *d, enum exit_status status, struct place at, const char *fmt, va_list ap)
{
	if (d->errors++ == 0)
		d->status = status;
	if (d->printed++ < limit(d))
		print_line(at, "", fmt, ap);
}

void diag_error(struct diag *d, enum exit_status status, struct place at, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	diag_verror(d, status, at, fmt, ap);
	va_end(ap);
}

void diag_vwarn(struct diag *d, struct place at, const char *fmt, va_list ap)
{
	d->warnings++;
	if (d->errors == 0)
		d->status = STATUS_ATTENTION;
	if (d->printed++ < limit(d))
		print_line(at, "", fmt, ap);
}

void diag_warn(struct diag *d, struct place at, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	diag_vwarn(d, at, fmt, ap);
	va_end(ap);
}

void diag_note(struct diag *d, struct place at, const char *fmt, ...)
{
	if (d->quiet)
		return;
	va_list ap;
	va_start(ap, fmt);
	print_line(at, "note: ", fmt, ap);
	va_end(ap);
}

bool diag_failed(const struct diag *d)
{
	return d->errors > 0;
}

int diag_finish(struct diag *d)
{
	if (d->printed > limit(d)) {
		unsigned more = d->printed - limit(d);
		fprintf(stderr, "%s: and %u more of the kind, %lu in all\n", program, more,
		    d->errors + d->warnings);
		d->printed = 0;
	}
	return d->status;
}

void diag_die(enum exit_status status, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	print_line(NOWHERE, "", fmt, ap);
	va_end(ap);
	exit(status);
}
