#include "mail/sendmail.h"

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

/* The waits of one conversation: greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, the dot. */
enum { WAITS = 10, GRACE = 30 };

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
	if (w->input < 0 || fstat(w->input, &st) != 0 ||
	    lseek(w->input, w->handover.from, SEEK_SET) < 0)
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
