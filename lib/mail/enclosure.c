#include "mail/enclosure.h"

#include "base/sha256.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { MOST_FILE = 64 * 1024 * 1024 };

static bool fault(struct buf *why, const char *path, const char *what)
{
	buf_printf(why, "\"%s\": %s", path, what);
	return false;
}

/* Only a plain file is read: a pipe or a device would be waited for. */
static bool read_file(const char *path, struct buf *bytes, struct buf *why)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = 1;

	if (fd < 0)
		return fault(why, path, strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > MOST_FILE) {
		close(fd);
		return fault(why, path, "is no plain file, or larger than 64 MiB");
	}
	while (n > 0 && bytes->length <= MOST_FILE) {
		buf_reserve(bytes, bytes->length == 0 ? (size_t)st.st_size + 1 : 4096);
		n = read(fd, bytes->data + bytes->length, bytes->capacity - bytes->length - 1);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			bytes->length += (size_t)n;
	}
	int error = errno;
	close(fd);
	return n == 0 || fault(why, path, n < 0 ? strerror(error) : "is larger than 64 MiB");
}

bool enclosure_letter(const char *path, struct slice document, struct buf *bytes, struct buf *why)
{
	char text[SHA256_TEXT];
	struct buf own = {0};
	struct buf *b = bytes ? bytes : &own;
	bool good = read_file(path, b, why);

	if (good) {
		struct slice whole = buf_slice(b);
		sha256_text(&whole, 1, text);
	}
	if (good && !slice_is(document, text))
		good = fault(why, path,
		    "is not the letter that was rendered (its sha256 is not that of the column "
		    "document); render it again");
	buf_free(&own);
	return good;
}

bool enclosure_pdf(const char *path, struct buf *bytes, struct buf *why)
{
	if (!read_file(path, bytes, why))
		return false;
	return (bytes->length > 5 && memcmp(bytes->data, "%PDF-", 5) == 0) ||
	       fault(why, path, "is not a PDF");
}
