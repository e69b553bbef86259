/* Whether a second thread has a processor of its own. */
#ifndef BASE_PROCESSORS_H
#define BASE_PROCESSORS_H

#include <stdbool.h>

/* Of those that this process may use, as taskset(1) or a container has it. */
bool processors_two(void);

#endif
