#include "mail/outcome.h"

#include "base/file.h"

#include <string.h>

#include "base/banned.h"

/* sysexits(3), as mail programs use them. */
enum {
	EX_WRONG_USE = 64,
	EX_NO_HOST = 68,
	EX_NO_SERVICE = 69,
	EX_SYSTEM = 71,
	EX_IO = 74,
	EX_TRY_AGAIN = 75,
	EX_NO_PROTOCOL = 76,
	EX_NO_RIGHT = 77,
	EX_WRONG_CONFIG = 78
};

enum mailer mailer_of(const char *word)
{
	return strcmp(path_base(word), "msmtp") == 0 ? MAILER_MSMTP : MAILER_SENDMAIL;
}

/* Where `what` stands in the text, or NULL. */
static const char *find(struct slice text, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= text.n; i++)
		if (memcmp(text.p + i, what, n) == 0)
			return text.p + i;
	return NULL;
}

/* The log line that msmtp -X - prints: the last one that names an exit code. */
static struct slice log_line(struct slice out)
{
	struct slice line, found = {0};

	while (slice_cut(&out, '\n', &line))
		if (find(line, " exitcode=EX_"))
			found = line;
	return found;
}

/* What follows " name=" in the line, up to its end; empty when it is not there. */
static struct slice after(struct slice line, const char *name)
{
	const char *at = find(line, name);

	if (!at)
		return (struct slice){0};
	at += strlen(name);
	return (struct slice){at, (size_t)(line.p + line.n - at)};
}

/* The server's answer, 0 when it gave none. Texts of the server stand after it in the line. */
static int smtp_status(struct slice line)
{
	struct slice status = after(line, " smtpstatus=");
	struct slice text = after(line, "msg='");

	if (status.n < 4 || (text.n > 0 && text.p < status.p) || status.p[3] != ' ')
		return 0;
	int number = 0;
	for (int i = 0; i < 3; i++) {
		if (status.p[i] < '0' || status.p[i] > '9')
			return 0;
		number = number * 10 + (status.p[i] - '0');
	}
	return number;
}

/* A text in quotes of the log line: up to the quote before the next name. */
static struct slice quoted(struct slice line, const char *name)
{
	static const char *const ends[] = {"' errormsg='", "' exitcode=EX_"};
	struct slice text = after(line, name);

	for (size_t i = 0; text.n > 0 && i < sizeof(ends) / sizeof(*ends); i++) {
		const char *end = find(text, ends[i]);
		if (end)
			text.n = (size_t)(end - text.p);
	}
	return text;
}

/* Text of a foreign program: one line of UTF-8 without control characters, not endless. */
static void add_foreign(struct buf *b, struct slice text)
{
	enum { MOST = 400 };
	struct slice cut = {text.p, text.n < MOST ? text.n : MOST};

	while (cut.n > 0 && cut.n < text.n && ((unsigned char)cut.p[cut.n] & 0xc0) == 0x80)
		cut.n--;
	bool utf8 = slice_is_utf8(cut);
	for (size_t i = 0; i < cut.n; i++) {
		unsigned char c = (unsigned char)cut.p[i];
		buf_add_char(b, c < 0x20 || c == 0x7f || (c >= 0x80 && !utf8) ? '?' : cut.p[i]);
	}
}

/* The last line that says something. */
static struct slice last_words(struct slice text)
{
	struct slice line, found = {0};

	while (slice_cut(&text, '\n', &line)) {
		line = slice_trim(line);
		if (line.n > 0)
			found = line;
	}
	return found;
}

static void add_ending(const struct mail_command *command, const struct ending *e, struct buf *b)
{
	struct slice said = last_words(buf_slice(&e->err));

	if (said.n == 0 && command->kind != MAILER_MSMTP)
		said = last_words(buf_slice(&e->out));
	if (e->timed_out)
		buf_add_string(b, "it took too long and was killed");
	else if (e->signal)
		buf_printf(b, "signal %d ended it", e->signal);
	else
		buf_printf(b, "exit status %d", e->status);
	if (said.n > 0) {
		buf_add_string(b, ": ");
		add_foreign(b, said);
	}
}

static void add_log(struct slice line, int status, struct buf *b)
{
	struct slice what = quoted(line, " errormsg='");
	struct slice said = quoted(line, " smtpmsg='");

	add_foreign(b, what);
	if (status != 0) {
		buf_add_string(b, what.n > 0 ? ": " : "");
		if (said.n > 0)
			add_foreign(b, said);
		else
			buf_printf(b, "%d", status);
	}
}

static enum outcome outcome_of_msmtp(const struct ending *e, bool read_whole, int status)
{
	if (e->status == 0)
		return OUTCOME_SENT;
	if (status >= 400 && status < 600)
		return status < 500 ? OUTCOME_QUEUED : OUTCOME_FAILED;
	switch (e->status) {
	/* It never came to handing over. A name server that is down for a while looks like 68. */
	case EX_NO_HOST:
	case EX_NO_SERVICE:
	case EX_SYSTEM:
	case EX_TRY_AGAIN:
		return OUTCOME_QUEUED;
	case EX_WRONG_USE:
	case EX_NO_RIGHT:
	case EX_WRONG_CONFIG:
		return OUTCOME_FAILED;
	}
	if (read_whole)
		return OUTCOME_UNSURE;
	/* The network, or killed on the way: it may go better the next time. */
	if (e->status < 0 || e->status == EX_IO || e->status == EX_NO_PROTOCOL)
		return OUTCOME_QUEUED;
	return OUTCOME_FAILED;
}

static enum outcome outcome_of_exit(const struct ending *e)
{
	if (e->status < 0)
		return OUTCOME_UNSURE;
	if (e->status == 0)
		return OUTCOME_SENT;
	return e->status == EX_TRY_AGAIN || e->status == EX_NO_SERVICE ? OUTCOME_QUEUED
								       : OUTCOME_FAILED;
}

enum outcome sendmail_outcome(
    const struct mail_command *command, const struct ending *e, bool read_whole, struct buf *words)
{
	struct slice line = {0};
	int status = 0;
	size_t said;
	enum outcome outcome;

	if (command->kind == MAILER_MSMTP) {
		line = log_line(buf_slice(&e->out));
		status = smtp_status(line);
		outcome = outcome_of_msmtp(e, read_whole, status);
	} else {
		outcome = outcome_of_exit(e);
	}
	if (outcome == OUTCOME_SENT) {
		add_foreign(words, quoted(line, " smtpmsg='"));
		return outcome;
	}
	if (outcome == OUTCOME_UNSURE && command->kind != MAILER_PRINT)
		buf_add_string(words, "handed over, and no answer came: ");
	said = words->length;
	add_log(line, status, words);
	if (words->length == said)
		add_ending(command, e, words);
	return outcome;
}
