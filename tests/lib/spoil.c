/*
 * spoil SEED COUNT FILE COMMAND...: run the command on so many spoiled copies of FILE, each made of
 * it by a few random changes and written as ./spoiled. What must hold of every run: it ends in
 * time, with a status of dun(7); where that says failure, with a message that begins with the
 * command's name, and for bad data with the place, and without a byte of output. Prints how many
 * runs ended how; the input of the first run that broke a promise stays as ./broken.
 */
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "draw.h"

#include "base/banned.h"

enum { MOST_SECONDS = 20, MOST_MESSAGE = 1 << 20, STATUSES = 79 };

static const char *const odd[] = {"", "\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "\t", " ", "-",
    "0", "-0", "1e9", "NaN", "99999999999999999999", "92233720368547758.07",
    "-92233720368547758.08", "1.234,50", "0.001", "31-02-2026", "2026-02-30", "0000-00-00",
    "9999-12-31", "1900-01-01", "EUR", "XXX", "JPY", "yes", "no", "../../etc/passwd", "=1+1",
    "%total%", "%", "<b>", "a@x.example,b@y.example", "\xef\xbb\xbf", "\xc3", "\xff\xfe",
    "\xe2\x80\xae", "&a", "*a", "!!int", "{", "[", "- ", ": ", "#", "|", "\x1b[2J",
    "company:", "levels:", "customer", "NL91ABNA0417164300"};

/* Put `bytes` in the place of the n at `at`. */
static void put(struct buf *b, size_t at, size_t n, struct slice bytes)
{
	struct buf made = {0};

	buf_add(&made, b->data, at);
	buf_add_slice(&made, bytes);
	buf_add(&made, b->data + at + n, b->length - at - n);
	buf_free(b);
	*b = made;
}

/* A cell, or what stands between two marks of YAML. */
static void find_cell(const struct buf *b, size_t *at, size_t *n)
{
	static const char marks[] = ",\n;:[]{}";
	size_t from = below(b->length), to = from;

	while (from > 0 && strchr(marks, b->data[from - 1]) == NULL)
		from--;
	while (to < b->length && (b->data[to] == '\0' || strchr(marks, b->data[to]) == NULL))
		to++;
	*at = from;
	*n = to > from ? to - from : 0;
}

static void change(struct buf *b)
{
	size_t at = below(b->length), n = 1 + below(b->length - at < 40 ? b->length - at : 40);
	const struct slice word = slice_of(odd[below(sizeof odd / sizeof *odd)]);
	struct buf piece = {0};

	if (at + n > b->length)
		n = b->length - at;
	switch (below(9)) {
	case 0: /* a bit */
		b->data[at] = (char)(b->data[at] ^ 1 << below(8));
		break;
	case 1: /* any byte */
		b->data[at] = (char)below(256);
		break;
	case 2:
		put(b, at, n, (struct slice){0});
		break;
	case 3: /* twice */
		buf_add(&piece, b->data + at, n);
		put(b, at, 0, buf_slice(&piece));
		break;
	case 4:
		put(b, at, 0, word);
		break;
	case 5: /* cut off */
		buf_truncate(b, at);
		break;
	case 6: /* much of it */
		for (size_t i = below(3000); i > 0; i--)
			buf_add_slice(&piece, word.n > 0 ? word : SLICE_LIT("x"));
		put(b, at, 0, buf_slice(&piece));
		break;
	default: /* another cell; the most telling change, so more often */
		find_cell(b, &at, &n);
		put(b, at, n, word);
	}
	buf_free(&piece);
}

static void spoil(const struct buf *good, struct buf *b)
{
	buf_truncate(b, 0);
	buf_add(b, good->data, good->length);
	for (size_t i = 1 + below(3); i > 0 && b->length > 0; i--)
		change(b);
}

static void write_file(const char *path, struct slice bytes)
{
	struct diag d = {0};
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || !file_write_all(&d, fd, path, bytes) || close(fd) != 0)
		diag_die(STATUS_IO, "%s cannot be written", path);
}

static void redirect(int fd, const char *path, int flags)
{
	int file = open(path, flags, 0600);

	if (file < 0 || dup2(file, fd) < 0)
		_exit(127);
	close(file);
}

/* What the command's process ended with, as waitpid gives it. */
static int run(char **command)
{
	const struct rlimit time = {MOST_SECONDS, MOST_SECONDS};
	int ended = 0;
	pid_t child = fork();

	if (child == 0) {
		setrlimit(RLIMIT_CPU, &time);
		alarm(10 * MOST_SECONDS);
		redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
		redirect(STDOUT_FILENO, "out", O_WRONLY | O_CREAT | O_TRUNC);
		redirect(STDERR_FILENO, "err", O_WRONLY | O_CREAT | O_TRUNC);
		execvp(command[0], command);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &ended, 0) != child)
		diag_die(STATUS_IO, "no process for the command");
	return ended;
}

static bool is_known(int status)
{
	static const int known[] = {0, 1, 64, 65, 66, 73, 74, 75, 78};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (status == known[i])
			return true;
	return false;
}

/* NULL, or which promise is broken. */
static const char *broken(int ended, const char *name)
{
	struct diag d = {0};
	struct buf err = {0}, out = {0};
	const char *what = NULL;

	if (!WIFEXITED(ended))
		return "it was ended by a signal";
	if (!is_known(WEXITSTATUS(ended)))
		return "its status is not of the table";
	if (WEXITSTATUS(ended) < 2)
		return NULL;
	if (!file_read(&d, "err", 1 << 30, &err) || !file_read(&d, "out", 1 << 30, &out))
		diag_die(STATUS_IO, "what it printed cannot be read");
	if (out.length > 0)
		what = "it failed, and printed output";
	else if (err.length == 0)
		what = "it failed without a word";
	else if (err.length > MOST_MESSAGE)
		what = "its messages are endless";
	else if (!slice_begins(buf_slice(&err), slice_of(name)))
		what = "its message does not begin with its name";
	else if (WEXITSTATUS(ended) == STATUS_DATA && strstr(err.data, "spoiled") == NULL)
		what = "its message does not name the file";
	buf_free(&err);
	buf_free(&out);
	return what;
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct buf good = {0}, b = {0};
	size_t count, ends[STATUSES] = {0};
	const char *what = NULL;

	diag_program("spoil");
	if (argc < 5 || !file_read(&d, argv[3], 1 << 30, &good))
		return STATUS_USAGE;
	state = strtoull(argv[1], NULL, 10);
	count = strtoul(argv[2], NULL, 10);
	for (size_t i = 0; i < count && what == NULL; i++) {
		int ended;

		spoil(&good, &b);
		write_file("spoiled", buf_slice(&b));
		ended = run(argv + 4);
		what = broken(ended, path_base(argv[4]));
		if (what != NULL) {
			write_file("broken", buf_slice(&b));
			printf("%s: run %zu of seed %s: %s (%#x)\n", argv[4], i, argv[1], what,
			    (unsigned)ended);
		} else {
			ends[WEXITSTATUS(ended)]++;
		}
	}
	buf_free(&good);
	buf_free(&b);
	if (what != NULL)
		return 1;
	printf("%-18s %-14s", argv[4], path_base(argv[3]));
	for (int i = 0; i < STATUSES; i++)
		if (ends[i] > 0)
			printf("  exit %d: %zu", i, ends[i]);
	printf("\n");
	return 0;
}
