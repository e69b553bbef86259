#define _GNU_SOURCE /* sched_getaffinity */
#include "base/processors.h"

#include <sched.h>
#include <unistd.h>

#include "base/banned.h"

bool processors_two(void)
{
#ifdef CPU_COUNT
	cpu_set_t mine;

	if (sched_getaffinity(0, sizeof mine, &mine) == 0)
		return CPU_COUNT(&mine) > 1;
#endif
	return sysconf(_SC_NPROCESSORS_ONLN) > 1;
}
