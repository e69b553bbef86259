/*
 * A mail program for tests that takes every message, quickly:
 *
 *     takemail FOLDER [-f SENDER] -- RECIPIENT
 *
 * It adds a line to FOLDER/begun, reads the message to its end, and then adds the recipient
 * to FOLDER/taken. Each line is one write, so many of them can run at once.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"

#include "base/banned.h"

static int add_line(const char *folder, const char *name, const char *text)
{
	struct buf path = {0}, line = {0};

	buf_printf(&path, "%s/%s", folder, name);
	buf_printf(&line, "%s\n", text);
	int fd = open(path.data, O_WRONLY | O_CREAT | O_APPEND, 0600);
	int bad = fd < 0 || write(fd, line.data, line.length) != (ssize_t)line.length;
	if (fd >= 0)
		close(fd);
	buf_free(&path);
	buf_free(&line);
	return bad;
}

int main(int argc, char **argv)
{
	char block[65536];
	ssize_t n;

	if (argc < 4) {
		fprintf(stderr, "usage: takemail FOLDER [-f SENDER] -- RECIPIENT\n");
		return 64;
	}
	if (add_line(argv[1], "begun", argv[argc - 1]))
		return 74;
	do
		n = read(STDIN_FILENO, block, sizeof(block));
	while (n > 0);
	if (n < 0)
		return 74;
	return add_line(argv[1], "taken", argv[argc - 1]) ? 74 : 0;
}
