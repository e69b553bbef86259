/*
 * What a process can still do once it gave a right up. "confine RIGHTS": RIGHTS is a number of
 * base/confine.h. Prints a word for each thing that it could do.
 */
#include "base/confine.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

static void *nothing(void *argument)
{
	return argument;
}

static void tell(const char *what, int could)
{
	if (could)
		printf("%s\n", what);
	else if (errno != EPERM && errno != ENOSYS)
		perror(what);
}

int main(int argc, char **argv)
{
	pthread_t thread;
	pid_t child;

	confine((unsigned)strtoul(argc > 1 ? argv[1] : "0", NULL, 10));
	tell("inet", socket(AF_INET, SOCK_STREAM, 0) >= 0);
	tell("inet6", socket(AF_INET6, SOCK_DGRAM, 0) >= 0);
	tell("netlink", socket(AF_NETLINK, SOCK_RAW, 0) >= 0);
	tell("local", socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
	/* There is no process 0, and who may trace is told so. */
	tell("trace", ptrace(PTRACE_ATTACH, 0, NULL, NULL) != 0 && errno == ESRCH);
	tell("thread",
	    pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0);
	fflush(stdout);
	child = fork();
	if (child == 0)
		_exit(0);
	tell("process", child > 0 && waitpid(child, NULL, 0) == child);
	printf("program ");
	fflush(stdout);
	execl("/bin/echo", "echo", "started", (char *)NULL);
	tell("not", errno == EPERM);
	return 0;
}
