/*
 * Giving up, at the start of a command, what it never needs: so that a fault in a parser, met by a
 * hostile file, can neither call home nor start a program.
 *
 * By a seccomp filter, which the kernel keeps for the process and all that it starts. The calls
 * that were given up fail with EPERM. Where Linux has no such filter, or forbids one, the command
 * goes on as it is: this is a second line of defence. A build with AddressSanitizer keeps all
 * rights, since its search for leaks starts a process.
 */
#ifndef BASE_CONFINE_H
#define BASE_CONFINE_H

enum {
	CONFINE_NETWORK = 1,   /* no socket but a local one, by which a user's name may be asked */
	CONFINE_PROGRAMS = 2,  /* starts no other program */
	CONFINE_PROCESSES = 4, /* nor a process of its own; threads stay */
	CONFINE_ALL = CONFINE_NETWORK | CONFINE_PROGRAMS | CONFINE_PROCESSES
};

/* Tracing another process is given up with any of them, and with none. */
void confine(unsigned given_up);

#endif
