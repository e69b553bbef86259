#include "base/confine.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "base/banned.h"

#ifdef __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* Of a call's 64-bit argument, the half that holds a small number: both machines are little-endian.
 */
#define ARGUMENT(n) (offsetof(struct seccomp_data, args) + (n) * sizeof(__u64))
#define FOREIGN_CALLS 0x40000000 /* x32's numbers, for the same architecture */

struct rules {
	struct sock_filter code[64];
	unsigned short count;
};

static void add(
    struct rules *r, unsigned short code, unsigned k, unsigned char yes, unsigned char no)
{
	r->code[r->count++] = (struct sock_filter){code, yes, no, k};
}

static void answer(struct rules *r, unsigned what)
{
	add(r, BPF_RET | BPF_K, what, 0, 0);
}

static void load(struct rules *r, size_t offset)
{
	add(r, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void refuse(struct rules *r, long call, int error)
{
	add(r, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 1);
	answer(r, SECCOMP_RET_ERRNO | (unsigned)error);
}

/* The call passes if its argument has `test` with k, else it is refused. */
static void refuse_unless(
    struct rules *r, long call, size_t argument, unsigned short test, unsigned k)
{
	add(r, BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 4);
	load(r, argument);
	add(r, (unsigned short)(BPF_JMP | test | BPF_K), k, 0, 1);
	answer(r, SECCOMP_RET_ALLOW);
	answer(r, SECCOMP_RET_ERRNO | EPERM);
}

static void add_rules(struct rules *r, unsigned given_up)
{
	load(r, offsetof(struct seccomp_data, arch));
	add(r, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
	answer(r, SECCOMP_RET_ERRNO | EPERM);
	load(r, offsetof(struct seccomp_data, nr));
	add(r, BPF_JMP | BPF_JGE | BPF_K, FOREIGN_CALLS, 0, 1);
	answer(r, SECCOMP_RET_ERRNO | EPERM);
	refuse(r, SYS_ptrace, EPERM);
	if (given_up & CONFINE_NETWORK) {
		refuse_unless(r, SYS_socket, ARGUMENT(0), BPF_JEQ, AF_UNIX);
		refuse(r, SYS_io_uring_setup, EPERM);
	}
	if (given_up & CONFINE_PROGRAMS) {
		refuse(r, SYS_execve, EPERM);
		refuse(r, SYS_execveat, EPERM);
	}
	if (given_up & CONFINE_PROCESSES) {
#ifdef __x86_64__
		refuse(r, SYS_fork, EPERM);
		refuse(r, SYS_vfork, EPERM);
#endif
		refuse_unless(r, SYS_clone, ARGUMENT(0), BPF_JSET, CLONE_THREAD);
		/* Its flags lie in memory, where no filter sees them: the C library turns to clone.
		 */
		refuse(r, SYS_clone3, ENOSYS);
	}
	answer(r, SECCOMP_RET_ALLOW);
}

void confine(unsigned given_up)
{
	struct rules r = {.count = 0};
	struct sock_fprog program;

#if defined(__SANITIZE_ADDRESS__)
	return;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
	return;
#endif
#endif
	add_rules(&r, given_up);
	program = (struct sock_fprog){.len = r.count, .filter = r.code};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == 0)
		(void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0L, 0L);
}

#else

void confine(unsigned given_up)
{
	(void)given_up;
}

#endif
