#include "base/turns.h"

#include "base/mem.h"
#include "base/processors.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "base/banned.h"

struct turns {
	struct turns_work work;
	size_t begun, taken, given_back; /* how many parts were so far */
	bool ready[TURNS_ROOM];
	/* Between the threads. `beginning`: one of them is at it. */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	bool threaded, beginning, ended, stopped;
};

/* All of this with the lock held, which is let go for the work itself. */

static bool may_begin(const struct turns *t)
{
	return !t->beginning && !t->ended && t->begun < t->given_back + TURNS_ROOM;
}

static void take_turn(struct turns *t)
{
	const size_t place = t->begun++ % TURNS_ROOM;
	bool more;

	t->ready[place] = false;
	t->beginning = true;
	pthread_mutex_unlock(&t->lock);
	more = t->work.begin(t->work.context, place);
	pthread_mutex_lock(&t->lock);
	t->beginning = false;
	t->ended = !more;
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->lock);
	t->work.work(t->work.context, place);
	pthread_mutex_lock(&t->lock);
	t->ready[place] = true;
	pthread_cond_broadcast(&t->changed);
}

/*
 * Wait for a change, and look again. Whoever begins a part is mostly done with that sooner than a
 * thread falls asleep and is woken, so that it is looked again a few times; but it may wait for a
 * pipe.
 */
static void await(struct turns *t, unsigned *looks)
{
	enum { LOOKS = 200 };

	if (!t->beginning || ++*looks > LOOKS) {
		*looks = 0;
		pthread_cond_wait(&t->changed, &t->lock);
		return;
	}
	pthread_mutex_unlock(&t->lock);
	sched_yield();
	pthread_mutex_lock(&t->lock);
}

static void *run(void *context)
{
	struct turns *t = context;
	unsigned looks = 0;

	pthread_mutex_lock(&t->lock);
	while (!t->stopped && !t->ended)
		if (may_begin(t))
			take_turn(t);
		else
			await(t, &looks);
	pthread_mutex_unlock(&t->lock);
	return NULL;
}

/* Where there is more than one part, and a processor for it. */
static void start(struct turns *t)
{
	if (!t->ended && processors_two())
		t->threaded = pthread_create(&t->thread, NULL, run, t) == 0;
}

struct turns *turns_open(const struct turns_work *work)
{
	struct turns *t = mem_alloc(sizeof(*t));

	t->work = *work;
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->changed, NULL);
	return t;
}

/* The next part is worked on here where no thread has it. */
bool turns_next(struct turns *t, size_t *place)
{
	unsigned looks = 0;

	pthread_mutex_lock(&t->lock);
	t->given_back = t->taken;
	pthread_cond_broadcast(&t->changed);
	*place = t->taken % TURNS_ROOM;
	while (t->taken == t->begun || !t->ready[*place])
		if (may_begin(t))
			take_turn(t);
		else if (t->taken == t->begun && t->ended)
			break;
		else
			await(t, &looks);
	if (t->taken == t->begun) {
		pthread_mutex_unlock(&t->lock);
		return false;
	}
	t->taken++;
	pthread_mutex_unlock(&t->lock);
	if (t->taken == 1)
		start(t);
	return true;
}

void turns_close(struct turns *t)
{
	pthread_mutex_lock(&t->lock);
	t->stopped = true;
	pthread_cond_broadcast(&t->changed);
	pthread_mutex_unlock(&t->lock);
	if (t->threaded)
		pthread_join(t->thread, NULL);
	pthread_mutex_destroy(&t->lock);
	pthread_cond_destroy(&t->changed);
	free(t);
}
