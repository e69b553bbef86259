#include "base/pair.h"

#include "base/processors.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/banned.h"

struct errand {
	void (*work)(void *half);
	void *half;
};

static void *run(void *context)
{
	const struct errand *errand = context;

	errand->work(errand->half);
	return NULL;
}

void pair_run(void (*work)(void *half), void *first, void *second)
{
	struct errand errand = {work, second};
	pthread_t thread;
	const bool threaded = processors_two() && pthread_create(&thread, NULL, run, &errand) == 0;

	work(first);
	if (threaded)
		pthread_join(thread, NULL);
	else
		work(second);
}
