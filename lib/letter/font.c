#include "letter/font.h"

#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "letter/face.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct font {
	const char *name;
	struct face_file *faces[FACES]; /* a face that is not installed is the regular one */
};

struct fonts {
	struct map by_name;
	struct arena arena;
};

static const struct family {
	const char *name;
	const char *files[FACES];
} families[] = {
    {"Liberation Sans",
	{"LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSans-Italic.ttf"}},
    {"DejaVu Sans", {"DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf"}},
};
enum { FAMILIES = sizeof(families) / sizeof(*families) };

/* Where Debian, Fedora, Arch and the BSDs keep these; before them the folder of data files. */
static const char *const folders[] = {
    "/usr/share/fonts/truetype/liberation2",
    "/usr/share/fonts/truetype/liberation",
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/liberation-sans-fonts",
    "/usr/share/fonts/liberation-sans",
    "/usr/share/fonts/liberation",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/TTF",
    "/usr/local/share/fonts",
    "/usr/local/share/fonts/Liberation",
};
enum { FOLDERS = sizeof(folders) / sizeof(*folders) };

struct fonts *fonts_new(void)
{
	return mem_alloc(sizeof(struct fonts));
}

void fonts_free(struct fonts *fonts)
{
	if (fonts == NULL)
		return;
	for (size_t i = 0; i < fonts->by_name.count; i++) {
		struct font *f = fonts->by_name.entries[i].value;
		for (int face = FACES - 1; f && face >= 0; face--)
			if (face == FACE_REGULAR || f->faces[face] != f->faces[FACE_REGULAR])
				face_close(f->faces[face]);
		free(f);
	}
	map_free(&fonts->by_name);
	arena_free(&fonts->arena);
	free(fonts);
}

/* The folder that has the file, as a path to it; NULL when none has. Caller frees. */
static char *find_file(const char *file)
{
	char *shipped = path_join(data_folder(), "fonts");
	char *path = path_join(shipped, file);
	free(shipped);
	for (size_t i = 0; i < FOLDERS && !file_exists(path); i++) {
		free(path);
		path = path_join(folders[i], file);
	}
	if (file_exists(path))
		return path;
	free(path);
	return NULL;
}

static struct font *font_open(struct diag *d, const char *name, char *const paths[FACES])
{
	struct font *f = mem_alloc(sizeof(*f));
	f->name = name;
	f->faces[FACE_REGULAR] = face_open(d, paths[FACE_REGULAR], FACE_REGULAR);
	if (f->faces[FACE_REGULAR] == NULL) {
		free(f);
		return NULL;
	}
	for (int i = FACE_BOLD; i < FACES; i++) {
		if (paths[i] && file_exists(paths[i]))
			f->faces[i] = face_open(d, paths[i], (enum face)i);
		if (f->faces[i] == NULL)
			f->faces[i] = f->faces[FACE_REGULAR];
	}
	return f;
}

static struct font *open_family(struct diag *d, const struct family *family)
{
	char *paths[FACES];
	struct font *f = NULL;
	for (int i = 0; i < FACES; i++)
		paths[i] = find_file(family->files[i]);
	if (paths[FACE_REGULAR])
		f = font_open(d, family->name, paths);
	for (int i = 0; i < FACES; i++)
		free(paths[i]);
	return f;
}

/* "Name-Regular.ttf" or "Name.ttf" to "Name-Bold.ttf". Caller frees. */
static char *beside(const char *regular, const char *style)
{
	struct slice stem = slice_of(regular);
	struct buf path = {0};
	if (stem.n > 4)
		stem.n -= 4; /* ".ttf" */
	if (stem.n > 8 && memcmp(stem.p + stem.n - 8, "-Regular", 8) == 0)
		stem.n -= 8;
	buf_add_slice(&path, stem);
	buf_printf(&path, "-%s.ttf", style);
	return buf_take(&path);
}

static struct font *open_path(struct fonts *fonts, struct diag *d, const char *path)
{
	char *paths[FACES] = {mem_string(path), beside(path, "Bold"), beside(path, "Italic")};
	struct font *f = font_open(d, arena_string(&fonts->arena, path_base(path)), paths);
	for (int i = 0; i < FACES; i++)
		free(paths[i]);
	return f;
}

static struct font *open_any(struct diag *d)
{
	for (size_t i = 0; i < FAMILIES; i++) {
		struct font *f = open_family(d, &families[i]);
		if (f || diag_failed(d))
			return f;
	}
	diag_error(d, STATUS_NOINPUT, NOWHERE,
	    "no font found: install Liberation Sans (fonts-liberation2) or DejaVu Sans, or set "
	    "DUN_FONT to the path of a TrueType font");
	return NULL;
}

static struct font *open_named(struct fonts *fonts, struct diag *d, const char *name)
{
	size_t n = strlen(name);
	if (n > 4 && strcmp(name + n - 4, ".ttf") == 0)
		return open_path(fonts, d, name);
	for (size_t i = 0; i < FAMILIES; i++) {
		if (strcmp(name, families[i].name) != 0)
			continue;
		struct font *f = open_family(d, &families[i]);
		if (f == NULL && !diag_failed(d))
			diag_error(
			    d, STATUS_NOINPUT, NOWHERE, "font \"%s\" is not installed", name);
		return f;
	}
	diag_error(d, STATUS_NOINPUT, NOWHERE,
	    "font \"%s\" is not known: give the path of a TrueType font (.ttf), \"%s\" or \"%s\"",
	    name, families[0].name, families[1].name);
	return NULL;
}

struct font *fonts_get(struct fonts *fonts, struct diag *d, const char *name)
{
	const char *wanted = name && *name ? name : getenv("DUN_FONT");
	void **place = map_at(&fonts->by_name, slice_of(wanted ? wanted : ""));
	if (*place == NULL && !diag_failed(d))
		*place = wanted && *wanted ? open_named(fonts, d, wanted) : open_any(d);
	return *place;
}

const char *font_name(const struct font *f)
{
	return f->name;
}

int font_advance(struct font *f, enum face face, uint32_t ch)
{
	return face_advance(f->faces[face], ch);
}

const struct subset *font_subset(struct font *f, enum face face, const struct charset *used)
{
	return face_subset(f->faces[face], used);
}

uint16_t subset_glyph(const struct subset *s, uint32_t ch)
{
	size_t low = 0, high = s->count;
	if (ch < 256)
		return s->low[ch];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (s->chars[middle] < ch)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->count && s->chars[low] == ch ? s->glyphs[low] : 0;
}
