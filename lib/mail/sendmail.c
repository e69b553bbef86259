#include "mail/sendmail.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* sysexits(3), as mail programs use them. */
enum { EX_NO_SERVICE = 69, EX_TRY_AGAIN = 75 };
/* The waits of one conversation: greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, the dot. */
enum { WAITS = 10, GRACE = 30 };

enum mailer mailer_of(const char *word)
{
	return strcmp(path_base(word), "msmtp") == 0 ? MAILER_MSMTP : MAILER_SENDMAIL;
}

/* What an ending means. */

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
	if (read_whole)
		return OUTCOME_UNSURE;
	/* The network, or killed on the way: it may go better the next time. */
	if (e->status < 0 || e->status == 74 || e->status == 75 || e->status == 76)
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
	if (line.n > 0)
		add_log(line, status, words);
	else
		add_ending(command, e, words);
	return outcome;
}

/* Running. */

struct run {
	const struct sendmail *s;
	struct processes *processes;
	int64_t next_start; /* not before, with a rate */
	bool exhausted;
};

/* What one process works on. */
struct work {
	struct handover handover;
	int input; /* the message, -1 for none */
	off_t size;
};

/* The command's words, what is put after them, NULL. The words are not copied. */
static char **arguments(const struct mail_command *c, const struct handover *h, struct buf *timeout)
{
	char **argv = mem_array(c->count + 8, sizeof(*argv));
	size_t n = 0;

	for (; n < c->count; n++)
		argv[n] = (char *)(uintptr_t)c->words[n];
	if (c->kind == MAILER_MSMTP) {
		buf_printf(timeout, "--timeout=%u", c->timeout);
		argv[n++] = (char *)(uintptr_t) "-X";
		argv[n++] = (char *)(uintptr_t) "-";
		argv[n++] = timeout->data;
	}
	if (c->kind == MAILER_PRINT) {
		argv[n++] = (char *)(uintptr_t)h->path;
	} else {
		argv[n++] = (char *)(uintptr_t) "-f";
		argv[n++] = (char *)(uintptr_t)h->sender;
		argv[n++] = (char *)(uintptr_t) "--";
		argv[n++] = (char *)(uintptr_t)h->recipient;
	}
	return argv;
}

static void finish_work(
    const struct sendmail *s, struct work *w, enum outcome outcome, const char *words)
{
	if (w->input >= 0)
		close(w->input);
	s->done(s->context, &w->handover, outcome, words);
	free(w);
}

/* Open the message: 0, or the errno of why not. */
static int open_input(const struct mail_command *c, struct work *w)
{
	struct stat st;

	if (c->kind == MAILER_PRINT)
		return 0;
	w->input = open(w->handover.path, O_RDONLY | O_CLOEXEC);
	if (w->input < 0 || fstat(w->input, &st) != 0)
		return errno;
	w->size = st.st_size;
	return 0;
}

static void start(struct run *r, const struct handover *h)
{
	const struct mail_command *c = r->s->command;
	struct work *w = mem_alloc(sizeof(*w));
	struct buf timeout = {0}, words = {0};
	unsigned seconds = c->kind == MAILER_MSMTP ? c->timeout * WAITS + GRACE : c->timeout;

	*w = (struct work){.handover = *h, .input = -1};
	char **argv = arguments(c, h, &timeout);
	int error = open_input(c, w);
	if (error == 0)
		error = processes_start(r->processes, argv, w->input, seconds, w);
	if (error != 0) {
		buf_printf(&words, "%s cannot be run: %s", argv[0], strerror(error));
		finish_work(r->s, w, OUTCOME_QUEUED, words.data);
	}
	free(argv);
	buf_free(&timeout);
	buf_free(&words);
}

/*
 * The program has the message as a file that shares our position in it, and
 * puts back what it read ahead: where the position stands, so far it came.
 */
static bool was_read_whole(const struct work *w)
{
	return w->input < 0 || lseek(w->input, 0, SEEK_CUR) >= w->size;
}

static void end(struct run *r, struct ending *e)
{
	struct work *w = e->context;
	struct buf words = {0};

	enum outcome outcome = sendmail_outcome(r->s->command, e, was_read_whole(w), &words);
	finish_work(r->s, w, outcome, buf_string(&words));
	buf_free(&words);
	ending_free(e);
}

/* Whether to begin another beside those `taken` that are about to be. */
static bool may_take(struct run *r, unsigned taken)
{
	r->exhausted = r->exhausted || (r->s->stopped && r->s->stopped(r->s->context));
	return !r->exhausted && processes_room(r->processes) > taken &&
	       clock_now() >= r->next_start;
}

static bool take(struct run *r, struct handover *h)
{
	r->exhausted = !r->s->next(r->s->context, h);
	if (!r->exhausted && r->s->per_minute > 0)
		r->next_start = clock_now() + 60000 / r->s->per_minute;
	return !r->exhausted;
}

/* Begin as many as may run, once it is on the disk that they are begun. */
static void fill(struct run *r, struct handover *taken)
{
	unsigned count = 0;
	bool asked = false;

	while (may_take(r, count)) {
		asked = true;
		count += take(r, &taken[count]);
	}
	bool good = !asked || r->s->commit(r->s->context);
	for (unsigned i = 0; i < count; i++) {
		if (good)
			start(r, &taken[i]);
		else
			r->s->done(
			    r->s->context, &taken[i], OUTCOME_QUEUED, "it could not be begun");
	}
	if (!good)
		r->exhausted = true;
}

/* Wait for an ending, and take with it all others that are there. */
static void collect(struct run *r)
{
	bool wait_for_rate = !r->exhausted && processes_room(r->processes) > 0;
	struct ending e;

	if (!processes_wait(r->processes, wait_for_rate ? r->next_start : INT64_MAX, &e))
		return;
	do
		end(r, &e);
	while (processes_wait(r->processes, INT64_MIN, &e));
	r->s->commit(r->s->context);
}

void sendmail_run(const struct sendmail *s)
{
	struct run r = {.s = s, .processes = processes_new(s->jobs), .next_start = INT64_MIN};
	struct handover *taken = mem_array(s->jobs, sizeof(*taken));

	for (fill(&r, taken); !r.exhausted || processes_room(r.processes) < s->jobs;
	     fill(&r, taken))
		collect(&r);
	processes_free(r.processes);
	free(taken);
}
