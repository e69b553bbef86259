#include "base/file.h"
#include "base/terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

/* Where less is missing nothing is shown by a pager, and nothing is said. */
static const char usual_pager[] = "command -v less >/dev/null || exit 127; exec less -FRX";

/* What the shell exits with when there is no such program. */
enum { NO_PROGRAM = 127 };

/* Whether the text takes more lines than the terminal has; one is left for the prompt. */
static bool is_longer(struct slice text)
{
	struct winsize size;
	size_t lines = 0;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0)
		return false;
	for (size_t i = 0; i < text.n && lines < size.ws_row; i++)
		lines += text.p[i] == '\n';
	return lines >= size.ws_row;
}

__attribute__((noreturn)) static void be_pager(int input)
{
	const char *pager = getenv("PAGER");

	/* A $PAGER of less alone needs the same options; the user's own win. */
	if (setenv("LESS", "FRX", 0) == 0 && setenv("LESSCHARSET", "utf-8", 0) == 0 &&
	    dup2(input, STDIN_FILENO) == STDIN_FILENO)
		execl("/bin/sh", "sh", "-c", pager != NULL ? pager : usual_pager, (char *)NULL);
	_exit(NO_PROGRAM);
}

/* Ctrl-C is for the pager alone while it runs. False when there is none. */
static bool run_pager(int input)
{
	void (*const interrupted)(int) = signal(SIGINT, SIG_IGN);
	void (*const quit)(int) = signal(SIGQUIT, SIG_IGN);
	int status = 0;
	const pid_t child = fork();

	if (child == 0) {
		signal(SIGINT, interrupted);
		signal(SIGQUIT, quit);
		be_pager(input);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	signal(SIGINT, interrupted);
	signal(SIGQUIT, quit);
	return child > 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == NO_PROGRAM);
}

/*
 * The pager reads a file and not a pipe: it may stop in the middle, and where there is no pager, or
 * no room for the file, nothing of the text is lost.
 */
static bool show(const struct spool *s)
{
	char *path;
	const int fd = file_temporary(&path);
	const bool shown = fd >= 0 && file_write_at(fd, 0, s->kept, s->nkept) &&
			   file_write_at(fd, (off_t)s->nkept, s->memory.data, s->memory.length) &&
			   run_pager(fd);

	if (fd >= 0)
		close(fd);
	free(path);
	return shown;
}

static bool wants_pager(const struct diag *d, const struct spool *s)
{
	const char *pager = getenv("PAGER");

	return !diag_failed(d) && terminal_here() && s->fd == 0 &&
	       is_longer(
		   s->nkept > 0 ? (struct slice){s->kept, s->nkept} : buf_slice(&s->memory)) &&
	       !(pager != NULL && (pager[0] == '\0' || strcmp(pager, "cat") == 0));
}

int terminal_finish(struct diag *d, struct spool *s)
{
	if (wants_pager(d, s) && show(s))
		spool_free(s);
	return spool_finish(d, s);
}
