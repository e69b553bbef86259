/*
 *   patched SEED FILE WANTED [CHANGE]   output of which most is FILE, which is made by chance; what
 *                                       it should be is put into WANTED. Before it is written, FILE
 *                                       is changed: `longer`, or `unseen`, with its time as before
 */
#include "base/patched.h"
#include "base/diag.h"
#include "base/file.h"

#include "draw.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { FILE_SIZE = 700 << 10, PART_MOST = 60000 };

struct test {
	struct diag d;
	struct patched p;
	struct buf file, wanted;
};

static void add_letters(struct buf *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_add_char(b, (char)('a' + below(26)));
}

/* A stretch of it, with patches up to its end or not. */
static void add_part(struct test *t, size_t at, size_t n)
{
	struct buf patches = {0}, put = {0};
	const size_t before = t->wanted.length;

	for (size_t from = 0; below(50) > 0;) {
		struct patch patch = {(uint16_t)below(40),
		    (uint16_t)below(below(9) == 0 ? 30000 : 300), (uint16_t)below(3),
		    (uint16_t)below(70)};

		if (from + patch.left_out + patch.same > n)
			break;
		from += patch.left_out;
		buf_truncate(&put, 0);
		add_letters(&put, patch.n);
		buf_add(&patches, &patch, sizeof patch);
		buf_add_slice(&patches, buf_slice(&put));
		buf_add(&t->wanted, t->file.data + at + from, patch.same);
		buf_add(&t->wanted, t->p.stock[patch.stock].text, t->p.stock[patch.stock].n);
		buf_add_slice(&t->wanted, buf_slice(&put));
		from += patch.same;
	}
	const struct slice bytes = {t->file.data + at, n};
	const struct file_part part = {(off_t)at, n, patched_hash(bytes)};

	if (t->p.fd > 0)
		(void)patched_add(&t->d, &t->p, &part, buf_slice(&patches));
	else
		buf_add(patched_text(&t->p), t->wanted.data + before, t->wanted.length - before);
	buf_free(&patches);
	buf_free(&put);
}

static void add_text(struct test *t, size_t n)
{
	const size_t before = t->wanted.length;

	add_letters(&t->wanted, n);
	buf_add(patched_text(&t->p), t->wanted.data + before, n);
	(void)patched_check(&t->d, &t->p);
}

static void add_all(struct test *t)
{
	patched_stock(&t->p, 1, SLICE_LIT(",0.00"));
	patched_stock(&t->p, 2,
	    SLICE_LIT("0123456789012345678901234567890123456789012345678901234567890123"));
	for (size_t at = 0; at < t->file.length;) {
		const size_t left = t->file.length - at, most = left < PART_MOST ? left : PART_MOST;
		const size_t n = 1 + below(most);

		if (below(3) == 0)
			add_text(t, below(4) == 0 ? below(200000) : below(300));
		add_part(t, at, n);
		at += n;
	}
}

static void change(int fd, const char *how)
{
	struct stat was;
	const char c = '!';

	if (fstat(fd, &was) != 0)
		return;
	(void)!pwrite(fd, &c, 1, strcmp(how, "longer") == 0 ? FILE_SIZE : FILE_SIZE / 2);
	if (strcmp(how, "unseen") == 0)
		(void)!futimens(fd, (struct timespec[]){was.st_atim, was.st_mtim});
}

int main(int argc, char **argv)
{
	struct test t = {.d = {0}};
	int fd;

	diag_program("patched");
	if (argc < 4)
		return STATUS_USAGE;
	state = strtoul(argv[1], NULL, 10);
	add_letters(&t.file, FILE_SIZE);
	fd = open(argv[2], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (!file_write_all(&t.d, fd, argv[2], buf_slice(&t.file)))
		return diag_finish(&t.d);
	patched_open(&t.p, dup(fd), argv[2]);
	add_all(&t);
	if (argc > 4)
		change(fd, argv[4]);
	close(fd);
	(void)file_replace(&t.d, argv[3], buf_slice(&t.wanted), 0600);
	buf_free(&t.wanted);
	buf_free(&t.file);
	return patched_finish(&t.d, &t.p);
}
