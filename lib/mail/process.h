/*
 * Child processes, several at once, without a shell: what they print is read,
 * one that takes too long is killed, and each ending is handed out with how it
 * ended. One struct processes at a time: it listens for SIGCHLD.
 */
#ifndef MAIL_PROCESS_H
#define MAIL_PROCESS_H

#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/* How a child ended. */
struct ending {
	void *context;	/* as given at the start */
	int status;	/* what it exited with, -1 when a signal ended it */
	int signal;	/* that ended it, 0 for none */
	bool timed_out; /* it was killed because its time was over */
	struct buf out; /* its standard output and error, the first 64 KiB of each */
	struct buf err;
};

struct processes;

/* At most `most` children at once. */
struct processes *processes_new(unsigned most);
/* Waits for no one: all children must have ended. */
void processes_free(struct processes *p);

/* How many more may run. */
unsigned processes_room(const struct processes *p);

/*
 * Start argv[0] (looked up in PATH) with `input` as its standard input (-1:
 * /dev/null). It is killed after `seconds`. SIGINT, SIGTERM and SIGHUP do not
 * reach it, so that what was begun is brought to its end. Returns 0, or the
 * errno of why it could not be started: nothing ran then.
 */
int processes_start(
    struct processes *p, char *const argv[], int input, unsigned seconds, void *context);

/*
 * Wait until a child has ended: true, with *e filled (the caller frees its
 * buffers with ending_free). False at `deadline` (of clock_now, INT64_MAX: none),
 * when a signal came, or when no child runs and there is no deadline.
 */
bool processes_wait(struct processes *p, int64_t deadline, struct ending *e);
void ending_free(struct ending *e);

/* Milliseconds of a clock that only goes forward. */
int64_t clock_now(void);

#endif
