#define _GNU_SOURCE /* posix_spawn_file_actions_addclosefrom_np */

#include "mail/process.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

enum { KEPT_OUTPUT = 64 * 1024 };

struct child {
	pid_t pid; /* 0: the place is free */
	int64_t deadline;
	int out, err; /* -1 once closed */
	struct ending ending;
};

struct processes {
	struct child *children;
	unsigned most, running;
	struct sigaction old_action;
	sigset_t old_mask; /* the mask to wait under: without SIGCHLD */
};

extern char **environ;

int64_t clock_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Its only work is to end pselect. */
static void child_ended(int number)
{
	(void)number;
}

struct processes *processes_new(unsigned most)
{
	struct processes *p = mem_alloc(sizeof(*p));
	struct sigaction action = {.sa_handler = child_ended};
	sigset_t chld;

	/* What they say becomes part of tables and of the history, which speak one language. */
	unsetenv("LANGUAGE");
	(void)setenv("LC_ALL", "C.UTF-8", 1); /* without memory for it, in the user's */
	p->children = mem_array(most, sizeof(*p->children));
	p->most = most;
	sigemptyset(&action.sa_mask);
	sigaction(SIGCHLD, &action, &p->old_action);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, &p->old_mask);
	return p;
}

void processes_free(struct processes *p)
{
	if (!p)
		return;
	sigaction(SIGCHLD, &p->old_action, NULL);
	sigprocmask(SIG_SETMASK, &p->old_mask, NULL);
	free(p->children);
	free(p);
}

unsigned processes_room(const struct processes *p)
{
	return p->most - p->running;
}

void ending_free(struct ending *e)
{
	buf_free(&e->out);
	buf_free(&e->err);
}

/* A pipe whose ends no child inherits but by dup2. */
static bool pipe_open(int ends[2])
{
	if (pipe(ends) != 0)
		return false;
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	return true;
}

static void pipe_close(int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

static int spawn(struct child *c, char *const argv[], int input, int out, int err)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t held, defaults;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGHUP);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &held);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	if (input >= 0)
		posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
	/* What it may leave behind at work must not keep a lock of ours or of who called us. */
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	int error = posix_spawnp(&c->pid, argv[0], &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return error;
}

static struct child *free_place(struct processes *p)
{
	for (unsigned i = 0; i < p->most; i++)
		if (p->children[i].pid == 0)
			return &p->children[i];
	return NULL;
}

int processes_start(
    struct processes *p, char *const argv[], int input, unsigned seconds, void *context)
{
	struct child *c = free_place(p);
	int out[2], err[2];

	if (!c)
		return EAGAIN;
	if (!pipe_open(out))
		return errno;
	if (!pipe_open(err)) {
		int error = errno;
		pipe_close(out);
		return error;
	}
	*c = (struct child){.deadline = clock_now() + (int64_t)seconds * 1000,
	    .out = out[0],
	    .err = err[0],
	    .ending.context = context};
	int error = spawn(c, argv, input, out[1], err[1]);
	close(out[1]);
	close(err[1]);
	if (error == 0) {
		p->running++;
		return 0;
	}
	close(out[0]);
	close(err[0]);
	c->pid = 0;
	return error;
}

/* Read what is there; past KEPT_OUTPUT it is thrown away. Closes *fd at the end. */
static void drain(int *fd, struct buf *b)
{
	char block[4096];

	while (*fd >= 0) {
		ssize_t n = read(*fd, block, sizeof(block));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			close(*fd);
			*fd = -1;
		} else if (b->length < KEPT_OUTPUT) {
			buf_add(b, block, (size_t)n);
		}
	}
}

/* Whether the child has ended; its output is read to its end then, as far as it is there. */
static bool has_ended(struct child *c)
{
	int how;

	if (c->pid == 0 || waitpid(c->pid, &how, WNOHANG) != c->pid)
		return false;
	c->ending.status = WIFEXITED(how) ? WEXITSTATUS(how) : -1;
	c->ending.signal = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
	drain(&c->out, &c->ending.out);
	drain(&c->err, &c->ending.err);
	/* A grandchild may hold its end open for ever: nobody waits for that. */
	if (c->out >= 0)
		close(c->out);
	if (c->err >= 0)
		close(c->err);
	return true;
}

static bool take_ended(struct processes *p, struct ending *e)
{
	for (unsigned i = 0; i < p->most; i++) {
		struct child *c = &p->children[i];
		if (!has_ended(c))
			continue;
		*e = c->ending;
		c->pid = 0;
		p->running--;
		return true;
	}
	return false;
}

static void kill_late(struct processes *p, int64_t now)
{
	for (unsigned i = 0; i < p->most; i++) {
		struct child *c = &p->children[i];
		if (c->pid == 0 || now < c->deadline || c->ending.timed_out)
			continue;
		c->ending.timed_out = true;
		kill(c->pid, SIGKILL);
	}
}

/* When to wake up: the caller's deadline, or the first child's that still has one. */
static int64_t next_deadline(const struct processes *p, int64_t deadline)
{
	for (unsigned i = 0; i < p->most; i++) {
		const struct child *c = &p->children[i];
		if (c->pid != 0 && !c->ending.timed_out && c->deadline < deadline)
			deadline = c->deadline;
	}
	return deadline;
}

/* Wait for output, an ending, a signal or the deadline. False when a signal came. */
static bool wait_for_more(struct processes *p, int64_t deadline)
{
	int64_t left = deadline - clock_now();
	struct timespec pause = {
	    .tv_sec = left > 0 ? left / 1000 : 0, .tv_nsec = left > 0 ? left % 1000 * 1000000 : 0};
	fd_set ready;
	int last = -1;

	FD_ZERO(&ready);
	for (unsigned i = 0; i < p->most; i++) {
		struct child *c = &p->children[i];
		int ends[2] = {c->pid != 0 ? c->out : -1, c->pid != 0 ? c->err : -1};
		for (int e = 0; e < 2; e++) {
			if (ends[e] < 0 || ends[e] >= FD_SETSIZE)
				continue;
			FD_SET(ends[e], &ready);
			last = ends[e] > last ? ends[e] : last;
		}
	}
	bool calm = pselect(last + 1, &ready, NULL, NULL, deadline == INT64_MAX ? NULL : &pause,
			&p->old_mask) >= 0;
	for (unsigned i = 0; i < p->most; i++) {
		if (p->children[i].pid == 0)
			continue;
		drain(&p->children[i].out, &p->children[i].ending.out);
		drain(&p->children[i].err, &p->children[i].ending.err);
	}
	return calm;
}

bool processes_wait(struct processes *p, int64_t deadline, struct ending *e)
{
	for (;;) {
		bool calm = true;
		kill_late(p, clock_now());
		if (take_ended(p, e))
			return true;
		if (p->running == 0 && deadline == INT64_MAX)
			return false;
		if (clock_now() >= deadline)
			return false;
		calm = wait_for_more(p, next_deadline(p, deadline));
		if (calm)
			continue;
		/* SIGCHLD, or a signal that the caller wants to know of. */
		return take_ended(p, e);
	}
}
