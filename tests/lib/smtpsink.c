/*
 * A small mail server for tests: it takes messages on loopback, puts each into
 * a folder, and misbehaves at the place that the test names.
 *
 *     smtpsink PORTFILE FOLDER [OPTION ...]
 *
 * It listens on a free port of 127.0.0.1, writes the number into PORTFILE when
 * it is ready, and serves each connection in a child until it is killed.
 * A message becomes FOLDER/PID-NNN.eml, with "FROM RECIPIENT ..." in FOLDER/PID-NNN.env.
 *
 *     reply PLACE CODE   answer with CODE at banner, mail, rcpt, data or dot
 *     close PLACE        close the connection there (data: in the middle of it)
 *     mute PLACE         never answer there
 *     slow MS            wait so long before each answer
 *     first N            misbehave in the first N connections only
 *     only ADDRESS       misbehave for this recipient only
 *     id TEXT            what is said after a message was taken ("taken")
 *     words TEXT         what is said with CODE ("no, says the test")
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

#include "base/banned.h"

enum place { BANNER, MAIL, RCPT, DATA, DOT, PLACES };
static const char *const place_names[PLACES] = {"banner", "mail", "rcpt", "data", "dot"};
enum fault { FAULT_NONE, FAULT_REPLY, FAULT_CLOSE, FAULT_MUTE };

struct sink {
	const char *folder;
	enum fault fault[PLACES];
	const char *code[PLACES];
	long slow;
	long first;
	const char *only;
	const char *id;
	const char *words;
};

struct session {
	const struct sink *sink;
	FILE *in;
	int out;
	int number;
	bool faulty;
	struct buf envelope;
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void say(struct session *s, const char *line)
{
	struct timespec pause = {
	    .tv_sec = s->sink->slow / 1000, .tv_nsec = s->sink->slow % 1000 * 1000000};
	nanosleep(&pause, NULL);
	dprintf(s->out, "%s\r\n", line);
}

/* Answer at a place of the dialogue. False when the session is to end or go on with a refusal. */
static bool answer(struct session *s, enum place at, const char *good)
{
	enum fault fault = s->faulty ? s->sink->fault[at] : FAULT_NONE;
	struct buf line = {0};

	if (fault == FAULT_CLOSE)
		exit(0);
	if (fault == FAULT_MUTE) {
		while (getc(s->in) != EOF)
			;
		exit(0);
	}
	if (fault == FAULT_REPLY) {
		buf_printf(&line, "%s %s", s->sink->code[at], s->sink->words);
		good = line.data;
	}
	say(s, good);
	buf_free(&line);
	return fault == FAULT_NONE;
}

/* A line without its end; false at the end of the connection. */
static bool read_line(struct session *s, struct buf *line)
{
	buf_truncate(line, 0);
	for (int c; (c = getc(s->in)) != EOF;) {
		if (c == '\n')
			return true;
		if (c != '\r')
			buf_add_char(line, (char)c);
	}
	return false;
}

static void store(const struct session *s, const char *ending, const struct buf *text)
{
	struct buf name = {0}, beside = {0};

	buf_printf(&name, "%s/%d-%03d.%s", s->sink->folder, (int)getppid(), s->number, ending);
	buf_printf(&beside, "%s/.%d-%03d.%s", s->sink->folder, (int)getppid(), s->number, ending);
	FILE *f = fopen(beside.data, "w");
	if (!f || fwrite(buf_string(text), 1, text->length, f) != text->length || fclose(f) != 0 ||
	    rename(beside.data, name.data) != 0)
		die(name.data);
	buf_free(&name);
	buf_free(&beside);
}

static void take_message(struct session *s)
{
	struct buf line = {0}, message = {0};

	while (read_line(s, &line) && strcmp(buf_string(&line), ".") != 0) {
		const char *text = buf_string(&line);
		buf_printf(&message, "%s\n", text[0] == '.' ? text + 1 : text);
		if (s->faulty && s->sink->fault[DATA] == FAULT_CLOSE && message.length > 2000)
			exit(0);
	}
	/* Taken or not, whoever never hears an answer cannot know. */
	if (!(s->faulty && s->sink->fault[DOT] == FAULT_REPLY)) {
		buf_add_char(&s->envelope, '\n');
		store(s, "env", &s->envelope);
		store(s, "eml", &message);
	}
	struct buf good = {0};
	buf_printf(&good, "250 %s", s->sink->id);
	answer(s, DOT, good.data);
}

/* What stands between < and >. */
static struct slice path_of(const char *line)
{
	const char *from = strchr(line, '<');
	const char *to = from ? strchr(from, '>') : NULL;
	return to ? (struct slice){from + 1, (size_t)(to - from - 1)} : (struct slice){0};
}

static void converse(struct session *s)
{
	struct buf line = {0};

	if (!answer(s, BANNER, "220 smtpsink"))
		exit(0);
	while (read_line(s, &line)) {
		const char *text = buf_string(&line);
		if (strncmp(text, "EHLO", 4) == 0 || strncmp(text, "HELO", 4) == 0) {
			say(s, "250 smtpsink");
		} else if (strncmp(text, "MAIL", 4) == 0) {
			buf_truncate(&s->envelope, 0);
			buf_add_slice(&s->envelope, path_of(text));
			answer(s, MAIL, "250 ok");
		} else if (strncmp(text, "RCPT", 4) == 0) {
			buf_add_char(&s->envelope, ' ');
			buf_add_slice(&s->envelope, path_of(text));
			if (s->sink->only && s->faulty)
				s->faulty = slice_is(path_of(text), s->sink->only);
			answer(s, RCPT, "250 ok");
		} else if (strncmp(text, "DATA", 4) == 0) {
			bool taken =
			    s->sink->fault[DATA] == FAULT_CLOSE || answer(s, DATA, "354 go on");
			if (s->sink->fault[DATA] == FAULT_CLOSE)
				say(s, "354 go on");
			if (taken)
				take_message(s);
		} else if (strncmp(text, "QUIT", 4) == 0) {
			say(s, "221 bye");
			exit(0);
		} else {
			say(s, "250 ok");
		}
	}
}

static int place_number(const char *name)
{
	for (int i = 0; i < PLACES; i++)
		if (strcmp(name, place_names[i]) == 0)
			return i;
	fprintf(stderr, "smtpsink: no place %s\n", name);
	exit(64);
}

static void parse(struct sink *sink, char **argv)
{
	for (; *argv; argv++) {
		const char *word = *argv;
		const char *value = argv[1];
		if (!value)
			die(word);
		argv++;
		if (strcmp(word, "slow") == 0) {
			sink->slow = strtol(value, NULL, 10);
		} else if (strcmp(word, "first") == 0) {
			sink->first = strtol(value, NULL, 10);
		} else if (strcmp(word, "only") == 0) {
			sink->only = value;
		} else if (strcmp(word, "id") == 0) {
			sink->id = value;
		} else if (strcmp(word, "words") == 0) {
			sink->words = value;
		} else {
			int at = place_number(value);
			sink->fault[at] = word[0] == 'r'   ? FAULT_REPLY
					  : word[0] == 'c' ? FAULT_CLOSE
							   : FAULT_MUTE;
			if (word[0] == 'r')
				sink->code[at] = *++argv;
		}
	}
}

/* Listen on a free port, whose number goes into a file once it is open. */
static int listen_somewhere(const char *port_file)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(fd, 128) != 0 || getsockname(fd, (struct sockaddr *)&address, &length) != 0)
		die("socket");
	struct buf beside = {0};
	buf_printf(&beside, "%s.new", port_file);
	FILE *f = fopen(beside.data, "w");
	if (!f || fprintf(f, "%d\n", ntohs(address.sin_port)) < 0 || fclose(f) != 0 ||
	    rename(beside.data, port_file) != 0)
		die(port_file);
	buf_free(&beside);
	return fd;
}

int main(int argc, char **argv)
{
	struct sink sink = {.first = -1, .id = "taken", .words = "no, says the test"};

	if (argc < 3) {
		fprintf(stderr, "usage: smtpsink PORTFILE FOLDER [OPTION ...]\n");
		return 64;
	}
	sink.folder = argv[2];
	parse(&sink, argv + 3);
	signal(SIGCHLD, SIG_IGN);
	int fd = listen_somewhere(argv[1]);
	for (int number = 1;; number++) {
		int connection = accept(fd, NULL, NULL);
		if (connection < 0 && errno != EINTR && errno != ECONNABORTED)
			die("accept");
		if (connection < 0)
			continue;
		pid_t child = fork();
		if (child < 0)
			die("fork");
		if (child == 0) {
			struct session s = {.sink = &sink,
			    .in = fdopen(connection, "r"),
			    .out = connection,
			    .number = number,
			    .faulty = sink.first < 0 || number <= sink.first};
			close(fd);
			if (!s.in)
				die("fdopen");
			converse(&s);
			exit(0);
		}
		close(connection);
	}
}
