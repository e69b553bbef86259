#include "letter/logo.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/banned.h"

enum { MOST_BYTES = 4 * 1024 * 1024, MOST_SIDE = 4000, DEFLATE_LEVEL = 9 };

static void add_entries(struct logo *l, int components, const char *filter)
{
	buf_printf(&l->entries,
	    "/Type /XObject\n/Subtype /Image\n/Width %d\n/Height %d\n/ColorSpace /%s\n"
	    "/BitsPerComponent 8\n/Filter /%s\n",
	    l->width, l->height, components == 1 ? "DeviceGray" : "DeviceRGB", filter);
}

static void add_deflated(struct logo *l, const png_byte *pixels, size_t length)
{
	uLongf room = compressBound(length);
	buf_reserve(&l->stream, room);
	if (compress2((Bytef *)l->stream.data, &room, pixels, length, DEFLATE_LEVEL) != Z_OK)
		diag_die(STATUS_TEMPFAIL, "out of memory, while a logo was packed");
	l->stream.length = room;
}

/* libpng takes what it had no memory for as a fault of the image; the C library tells by errno. */
static const char *unreadable(void)
{
	if (errno == ENOMEM)
		diag_die(STATUS_TEMPFAIL, "out of memory, while a logo was read");
	return "is no PNG image that can be read";
}

/* Paper is white: what shines through is set on it. NULL, or what is wrong. */
static const char *read_png(struct slice file, struct logo *l)
{
	static const png_color white = {255, 255, 255};
	png_image image = {.version = PNG_IMAGE_VERSION};
	errno = 0;
	if (!png_image_begin_read_from_memory(&image, file.p, file.n))
		return unreadable();
	if (image.width > MOST_SIDE || image.height > MOST_SIDE) {
		png_image_free(&image);
		return "is larger than 4000 pixels";
	}
	int components = image.format & PNG_FORMAT_FLAG_COLOR ? 3 : 1;
	image.format = components == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
	png_byte *pixels = mem_array(PNG_IMAGE_SIZE(image), 1);
	bool good = png_image_finish_read(&image, &white, pixels, 0, NULL);
	l->width = (int)image.width;
	l->height = (int)image.height;
	if (good) {
		add_entries(l, components, "FlateDecode");
		add_deflated(l, pixels, PNG_IMAGE_SIZE(image));
	}
	free(pixels);
	return good ? NULL : unreadable();
}

/* The segment that says how large the image is, of the kinds that PDF readers know. */
static bool is_frame(unsigned char marker)
{
	return marker == 0xc0 || marker == 0xc1 || marker == 0xc2;
}

/* A JPEG goes into the PDF as it is. */
static const char *read_jpeg(struct slice file, struct logo *l)
{
	const unsigned char *p = (const unsigned char *)file.p;
	size_t at = 2;
	while (at + 10 <= file.n && p[at] == 0xff) {
		size_t length = (size_t)p[at + 2] << 8 | p[at + 3];
		if (p[at + 1] == 0xff) { /* padding */
			at++;
			continue;
		}
		if (!is_frame(p[at + 1])) {
			at += 2 + length;
			continue;
		}
		l->height = p[at + 5] << 8 | p[at + 6];
		l->width = p[at + 7] << 8 | p[at + 8];
		int components = p[at + 9];
		if (components != 1 && components != 3)
			return "is a JPEG image for printing presses (CMYK): save it as RGB";
		if (l->width == 0 || l->height == 0 || p[at + 4] != 8)
			break;
		add_entries(l, components, "DCTDecode");
		buf_add_slice(&l->stream, file);
		return NULL;
	}
	return "is no JPEG image that can be read";
}

static const char *read_image(struct slice file, struct logo *l)
{
	static const char png[] = "\x89PNG\r\n\x1a\n", jpeg[] = "\xff\xd8\xff";
	if (file.n > 8 && memcmp(file.p, png, 8) == 0)
		return read_png(file, l);
	if (file.n > 3 && memcmp(file.p, jpeg, 3) == 0)
		return read_jpeg(file, l);
	return "is no PNG or JPEG image";
}

bool logo_read(struct diag *d, struct place at, const char *path, struct logo *out)
{
	struct buf file = {0};
	if (!file_exists(path)) {
		diag_error(d, STATUS_POLICY, at, "there is no file \"%s\"", path);
		return false;
	}
	if (!file_read_as(d, path, MOST_BYTES, STATUS_POLICY, &file)) {
		buf_free(&file);
		return false;
	}
	const char *wrong = read_image(buf_slice(&file), out);
	buf_free(&file);
	if (wrong)
		diag_error(d, STATUS_POLICY, at, "\"%s\" %s", path, wrong);
	return wrong == NULL;
}

void logo_free(struct logo *l)
{
	buf_free(&l->entries);
	buf_free(&l->stream);
}
