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
	struct face_file
	    *faces[FACES]; /* one that is not installed is the regular one; no fallback: NULL */
};

/* NULL: it cannot be had, which was told. */
struct asked {
	struct font *font;
};

struct fonts {
	struct map by_name; /* -> struct asked */
	struct arena arena;
};

static const struct family {
	const char *name;
	const char *files[FACE_FALLBACK];
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
		struct font *f = ((struct asked *)fonts->by_name.entries[i].value)->font;
		for (int face = FACES - 1; f && face >= 0; face--)
			if (f->faces[face] &&
			    (face == FACE_REGULAR || f->faces[face] != f->faces[FACE_REGULAR]))
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
	for (int i = FACE_BOLD; i < FACE_FALLBACK; i++) {
		if (paths[i] && file_exists(paths[i]))
			f->faces[i] = face_open(d, paths[i], (enum face)i);
		if (f->faces[i] == NULL)
			f->faces[i] = f->faces[FACE_REGULAR];
	}
	if (paths[FACE_FALLBACK])
		f->faces[FACE_FALLBACK] = face_open(d, paths[FACE_FALLBACK], FACE_FALLBACK);
	return f;
}

/* "Name-Regular.ttf" or "Name.ttf" to "Name-Bold.ttf". Caller frees. */
static char *beside(const char *regular, const char *style)
{
	struct slice stem = slice_of(regular);
	struct buf path = {0};
	stem.n -= sizeof(".ttf") - 1;
	if (stem.n > 8 && memcmp(stem.p + stem.n - 8, "-Regular", 8) == 0)
		stem.n -= 8;
	buf_add_slice(&path, stem);
	buf_printf(&path, "-%s.ttf", style);
	return buf_take(&path);
}

static bool is_path(const char *name)
{
	size_t n = strlen(name);
	return n > 4 && strcmp(name + n - 4, ".ttf") == 0;
}

static const struct family *find_family(struct diag *d, const char *name)
{
	for (size_t i = 0; i < FAMILIES; i++)
		if (strcmp(name, families[i].name) == 0)
			return &families[i];
	diag_error(d, STATUS_NOINPUT, NOWHERE,
	    "font \"%s\" is not known: give the path of a TrueType font (.ttf), \"%s\" or \"%s\"",
	    name, families[0].name, families[1].name);
	return NULL;
}

/* The files of a family; false when it is not installed. */
static bool find_files(const struct family *family, char *paths[FACES])
{
	for (int i = 0; i < FACE_FALLBACK; i++)
		paths[i] = find_file(family->files[i]);
	return paths[FACE_REGULAR] != NULL;
}

static bool tell_missing(struct diag *d, const char *name)
{
	diag_error(d, STATUS_NOINPUT, NOWHERE, "font \"%s\" is not installed", name);
	return false;
}

/* The first family that is installed. */
static bool find_any(struct diag *d, char *paths[FACES], const char **name)
{
	for (size_t i = 0; i < FAMILIES; i++) {
		*name = families[i].name;
		if (find_files(&families[i], paths))
			return true;
	}
	diag_error(d, STATUS_NOINPUT, NOWHERE,
	    "no font found: install Liberation Sans (fonts-liberation2) or DejaVu Sans, or set "
	    "DUN_FONT to the path of a TrueType font");
	return false;
}

/* The files of a font, and its name as messages give it. False after an error. */
static bool find_font(
    struct fonts *fonts, struct diag *d, const char *wanted, char *paths[FACES], const char **name)
{
	if (wanted[0] == '\0')
		return find_any(d, paths, name);
	if (is_path(wanted)) {
		paths[FACE_REGULAR] = mem_string(wanted);
		paths[FACE_BOLD] = beside(wanted, "Bold");
		paths[FACE_ITALIC] = beside(wanted, "Italic");
		*name = arena_string(&fonts->arena, path_base(wanted));
		return true;
	}
	const struct family *family = find_family(d, wanted);
	if (family == NULL)
		return false;
	*name = family->name;
	return find_files(family, paths) || tell_missing(d, wanted);
}

/* The file for what the font lacks; NULL where none is wanted. False after an error. */
static bool find_fallback(struct diag *d, const char *wanted, char **path)
{
	if (wanted[0] == '\0')
		return true;
	if (is_path(wanted)) {
		*path = mem_string(wanted);
		return true;
	}
	const struct family *family = find_family(d, wanted);
	if (family == NULL)
		return false;
	*path = find_file(family->files[FACE_REGULAR]);
	return *path != NULL || tell_missing(d, wanted);
}

static struct font *open_both(
    struct fonts *fonts, struct diag *d, const char *wanted, const char *fallback)
{
	char *paths[FACES] = {NULL};
	const char *name = NULL;
	struct font *f = NULL;
	if (find_font(fonts, d, wanted, paths, &name) &&
	    find_fallback(d, fallback, &paths[FACE_FALLBACK]))
		f = font_open(d, name, paths);
	for (int i = 0; i < FACES; i++)
		free(paths[i]);
	return f;
}

static const char *or_variable(const char *name, const char *variable)
{
	if (name == NULL || name[0] == '\0')
		name = getenv(variable);
	return name != NULL ? name : "";
}

struct font *fonts_get_both(
    struct fonts *fonts, struct diag *d, const char *name, const char *fallback)
{
	const char *wanted = or_variable(name, "DUN_FONT");
	const char *other = or_variable(fallback, "DUN_FONT_FALLBACK");
	struct buf key = {0};
	buf_printf(&key, "%s\n%s", wanted, other);
	void **place = map_at(&fonts->by_name, buf_slice(&key));
	struct asked *asked = *place;
	buf_free(&key);
	if (asked == NULL) {
		*place = asked = arena_alloc(&fonts->arena, sizeof(*asked));
		asked->font = open_both(fonts, d, wanted, other);
	}
	return asked->font;
}

struct font *fonts_get(struct fonts *fonts, struct diag *d, const char *name)
{
	return fonts_get_both(fonts, d, name, NULL);
}

const char *font_name(const struct font *f)
{
	return f->name;
}

int font_advance(struct font *f, enum face face, uint32_t ch)
{
	return f->faces[face] ? face_advance(f->faces[face], ch) : -1;
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
