#include "letter/workers.h"

#include "base/mem.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

/* What goes before each answer in its worker's pipe. */
struct frame {
	uint64_t index, length;
};

struct worker {
	pid_t pid;
	int from; /* the pipe's end, -1: it is closed */
	struct buf read;
};

/* --- in the worker --- */

static bool send_bytes(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n > 0) {
		ssize_t sent = write(fd, p, n);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return false;
		p += sent;
		n -= (size_t)sent;
	}
	return true;
}

__attribute__((noreturn)) static void be_worker(
    int to, size_t first, size_t step, size_t count, worker_fn *work, void *context)
{
	struct buf answer = {0};
	for (size_t i = first; i < count; i += step) {
		buf_truncate(&answer, 0);
		if (!work(context, i, &answer))
			continue;
		const struct frame frame = {i, answer.length};
		if (!send_bytes(to, &frame, sizeof(frame)) ||
		    !send_bytes(to, answer.data, answer.length))
			break;
	}
	_exit(0);
}

/* --- in the caller's process --- */

/* The answers that are there whole. */
static void take_answers(struct worker *w, answer_fn *take, void *context)
{
	size_t at = 0;
	struct frame frame;
	while (w->read.length - at >= sizeof(frame)) {
		memcpy(&frame, w->read.data + at, sizeof(frame));
		if (w->read.length - at - sizeof(frame) < frame.length)
			break;
		at += sizeof(frame);
		take(context, frame.index, (struct slice){w->read.data + at, (size_t)frame.length});
		at += (size_t)frame.length;
	}
	memmove(w->read.data, w->read.data + at, w->read.length - at);
	buf_truncate(&w->read, w->read.length - at);
}

/* False at the end. */
static bool read_some(struct worker *w)
{
	enum { BLOCK = 64 * 1024 };
	ssize_t n;
	buf_reserve(&w->read, BLOCK);
	do
		n = read(w->from, w->read.data + w->read.length, BLOCK);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return false;
	w->read.length += (size_t)n;
	return true;
}

static void read_all(struct worker *workers, unsigned jobs, answer_fn *take, void *context)
{
	struct pollfd *fds = mem_array(jobs, sizeof(*fds));
	unsigned open = jobs;
	while (open > 0) {
		open = 0;
		for (unsigned i = 0; i < jobs; i++) {
			fds[i] = (struct pollfd){.fd = workers[i].from, .events = POLLIN};
			open += workers[i].from >= 0;
		}
		if (open == 0 || (poll(fds, jobs, -1) < 0 && errno != EINTR))
			break;
		for (unsigned i = 0; i < jobs; i++) {
			if (workers[i].from < 0 || fds[i].revents == 0)
				continue;
			if (read_some(&workers[i])) {
				take_answers(&workers[i], take, context);
				continue;
			}
			close(workers[i].from);
			workers[i].from = -1;
		}
	}
	free(fds);
}

static bool start(struct worker *w, unsigned number, unsigned jobs, size_t count,
    void (*begin)(void *), worker_fn *work, void *context)
{
	int ends[2];
	w->from = -1;
	if (pipe(ends) != 0)
		return false;
	w->pid = fork();
	if (w->pid == 0) {
		close(ends[0]);
		begin(context);
		be_worker(ends[1], number, jobs, count, work, context);
	}
	close(ends[1]);
	if (w->pid < 0) {
		close(ends[0]);
		return false;
	}
	w->from = ends[0];
	return true;
}

void workers_run(unsigned jobs, size_t count, void (*begin)(void *context), worker_fn *work,
    answer_fn *take, void *context)
{
	struct worker *workers = mem_array(jobs, sizeof(*workers));
	fflush(NULL); /* or every worker would write what waits */
	for (unsigned i = 0; i < jobs; i++)
		if (!start(&workers[i], i, jobs, count, begin, work, context))
			workers[i].pid = -1;
	read_all(workers, jobs, take, context);
	for (unsigned i = 0; i < jobs; i++) {
		if (workers[i].from >= 0)
			close(workers[i].from);
		while (workers[i].pid > 0 && waitpid(workers[i].pid, NULL, 0) < 0 && errno == EINTR)
			;
		buf_free(&workers[i].read);
	}
	free(workers);
}
