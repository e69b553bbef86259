#include "letter/face.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/unicode.h"

#include <errno.h>
#include <hb-subset.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#define BANNED_ALLOW_FLOAT
#include "base/banned.h"

enum { CACHED = 0x250, NOT_ASKED = -2, TAG_LETTERS = 6, DEFLATE_LEVEL = 9 };

struct face_file {
	enum face face;
	hb_face_t *face_hb;
	hb_font_t *font_hb;
	unsigned units;		 /* an em */
	int16_t advance[CACHED]; /* of the common characters, NOT_ASKED at first */
	char name[FACE_NAME];	 /* "LiberationSans-Bold" */
	struct map subsets;	 /* by the characters beyond the fixed ones */
};

/*
 * What every letter's subset has, so that most letters of all runs share one: letters,
 * digits and the marks of addresses and amounts. Bold writes headings and sums.
 */
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 "
#define MARKS "\xc2\xa0!%&'()+,-./:;?@\xe2\x82\xac\xc2\xb7"
static const char *const fixed[FACES] = {
    [FACE_REGULAR] = (LETTERS MARKS),
    [FACE_BOLD] = "0123456789 \xc2\xa0-.,/\xe2\x82\xac",
    [FACE_ITALIC] = " ",
    [FACE_FALLBACK] = "",
};

/* The name of the file without ".ttf", of the characters that a PDF name can hold. */
static void take_name(struct face_file *f, const char *path)
{
	struct slice stem = slice_of(path_base(path));
	size_t n = 0;
	stem.n -= sizeof(".ttf") - 1;
	for (size_t i = 0; i < stem.n && n < sizeof(f->name) - 1; i++) {
		char c = stem.p[i];
		if (is_alphanumeric(c) || c == '-')
			f->name[n++] = c;
	}
	f->name[n] = '\0';
}

/*
 * HarfBuzz takes what it had no memory for as what the font does not have, and goes on: a letter
 * would lack its letters. The C library says so in errno, which is cleared before HarfBuzz is
 * asked.
 */
static void check_memory(void)
{
	if (errno == ENOMEM)
		diag_die(STATUS_TEMPFAIL, "out of memory, while a font was read");
}

static bool has_outlines(hb_face_t *face)
{
	hb_blob_t *glyf = hb_face_reference_table(face, HB_TAG('g', 'l', 'y', 'f'));
	bool has = hb_blob_get_length(glyf) > 0;
	hb_blob_destroy(glyf);
	return has;
}

struct face_file *face_open(struct diag *d, const char *path, enum face face)
{
	struct face_file *f = mem_alloc(sizeof(*f));
	if (access(path, R_OK) != 0) {
		diag_error(d, STATUS_NOINPUT, AT_FILE(path), "%s", strerror(errno));
		free(f);
		return NULL;
	}
	errno = 0;
	hb_blob_t *blob = hb_blob_create_from_file(path);
	f->face = face;
	f->face_hb = hb_face_create(blob, 0);
	f->font_hb = hb_font_create(f->face_hb);
	f->units = hb_face_get_upem(f->face_hb);
	hb_blob_destroy(blob);
	for (int i = 0; i < CACHED; i++)
		f->advance[i] = NOT_ASKED;
	take_name(f, path);
	bool good =
	    hb_face_get_glyph_count(f->face_hb) > 0 && f->units > 0 && has_outlines(f->face_hb);
	check_memory();
	if (good)
		return f;
	diag_error(d, STATUS_DATA, AT_FILE(path), "is no TrueType font");
	face_close(f);
	return NULL;
}

static void subset_free(struct subset *s)
{
	if (s == NULL)
		return;
	free((char *)s->file.p);
	free((char *)s->to_unicode.p);
	free((char *)s->widths.p);
	free((char *)s->descriptor.p);
	free(s->chars);
	free(s->glyphs);
	free(s);
}

void face_close(struct face_file *f)
{
	for (size_t i = 0; i < f->subsets.count; i++)
		subset_free(f->subsets.entries[i].value);
	map_free(&f->subsets);
	hb_font_destroy(f->font_hb);
	hb_face_destroy(f->face_hb);
	free(f);
}

/* Rounded to thousandths, as the PDF has it: then our sums are the viewer's. */
static int ask_advance(struct face_file *f, uint32_t ch)
{
	hb_codepoint_t glyph = 0;
	errno = 0;
	bool has = ch < CHARSET_LIMIT && hb_font_get_nominal_glyph(f->font_hb, ch, &glyph);
	int64_t units = has ? hb_font_get_glyph_h_advance(f->font_hb, glyph) : 0;
	check_memory();
	if (!has)
		return -1;
	return (int)((units * 2000 + f->units) / (2 * (int64_t)f->units));
}

int face_advance(struct face_file *f, uint32_t ch)
{
	if (ch >= CACHED)
		return ask_advance(f, ch);
	if (f->advance[ch] == NOT_ASKED)
		f->advance[ch] = (int16_t)ask_advance(f, ch);
	return f->advance[ch];
}

/* --- subsets --- */

static void add_fixed(struct face_file *f, struct charset *set)
{
	struct slice rest = slice_of(fixed[f->face]);
	uint32_t ch;
	while (utf8_next(&rest, &ch))
		if (face_advance(f, ch) >= 0)
			charset_add(set, ch);
}

/* TrueType outlines and widths are all that a PDF's font file needs; the rest is in the PDF. */
static hb_subset_input_t *make_input(const struct charset *set)
{
	static const char *const dropped[] = {"cmap", "OS/2", "name", "post", "GSUB", "GPOS",
	    "GDEF", "BASE", "kern", "gasp", "prep", "fpgm", "cvt ", "VDMX", "hdmx", "LTSH", "DSIG"};
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	if (input == NULL)
		return NULL;
	for (uint32_t ch = 0; charset_next(set, &ch); ch++)
		hb_set_add(hb_subset_input_unicode_set(input), ch);
	hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (size_t i = 0; i < sizeof(dropped) / sizeof(*dropped); i++)
		hb_set_add(drop, hb_tag_from_string(dropped[i], -1));
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
	return input;
}

static struct slice deflated(const char *bytes, size_t length)
{
	uLongf room = compressBound(length);
	Bytef *out = mem_array(room, 1);
	if (compress2(out, &room, (const Bytef *)bytes, length, DEFLATE_LEVEL) != Z_OK)
		diag_die(STATUS_TEMPFAIL, "out of memory, while a font was packed");
	return (struct slice){(char *)out, room};
}

/* Which glyph of the new file each character has. */
static void take_glyphs(struct subset *s, const struct charset *set, hb_subset_plan_t *plan)
{
	const hb_map_t *old = hb_subset_plan_unicode_to_old_glyph_mapping(plan);
	const hb_map_t *new = hb_subset_plan_old_to_new_glyph_mapping(plan);
	size_t capacity = 0, room = 0;
	for (uint32_t ch = 0; charset_next(set, &ch); ch++) {
		hb_codepoint_t glyph = hb_map_get(new, hb_map_get(old, ch));
		if (glyph > UINT16_MAX)
			continue;
		s->chars = mem_grow(s->chars, s->count, &capacity, sizeof(*s->chars));
		s->glyphs = mem_grow(s->glyphs, s->count, &room, sizeof(*s->glyphs));
		s->chars[s->count] = ch;
		s->glyphs[s->count++] = (uint16_t)glyph;
		if (ch < 256)
			s->low[ch] = (uint16_t)glyph;
	}
}

/* For each glyph the character that it stands for, the first where it is several's; 0: none. */
static uint32_t *chars_by_glyph(const struct subset *s, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < s->count; i++)
		if (s->glyphs[i] >= *count)
			*count = (size_t)s->glyphs[i] + 1;
	uint32_t *chars = mem_array(*count, sizeof(*chars));
	for (size_t i = s->count; i-- > 0;)
		chars[s->glyphs[i]] = s->chars[i];
	return chars;
}

static void add_bfchar(struct buf *b, size_t glyph, uint32_t ch)
{
	if (ch < 0x10000)
		buf_printf(b, "<%04zX> <%04X>\n", glyph, ch);
	else
		buf_printf(b, "<%04zX> <%04X%04X>\n", glyph, 0xd800 + ((ch - 0x10000) >> 10),
		    0xdc00 + ((ch - 0x10000) & 0x3ff));
}

/* The CMap with which a reader copies text out of the PDF; at most 100 entries a block. */
static void make_to_unicode(struct subset *s, const uint32_t *chars, size_t count)
{
	struct buf b = {0}, block = {0};
	unsigned entries = 0;
	buf_add_string(&b,
	    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
	    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	for (size_t glyph = 0; glyph < count; glyph++) {
		if (chars[glyph]) {
			add_bfchar(&block, glyph, chars[glyph]);
			entries++;
		}
		if (entries == 100 || (entries > 0 && glyph + 1 == count)) {
			buf_printf(
			    &b, "%u beginbfchar\n%sendbfchar\n", entries, buf_string(&block));
			buf_truncate(&block, 0);
			entries = 0;
		}
	}
	buf_add_string(&b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
	s->to_unicode = deflated(b.data, b.length);
	buf_free(&block);
	buf_free(&b);
}

static void make_widths(struct face_file *f, struct subset *s, const uint32_t *chars, size_t count)
{
	struct buf b = {0};
	buf_add_string(&b, "0 [");
	for (size_t glyph = 0; glyph < count; glyph++) {
		int advance = chars[glyph] ? face_advance(f, chars[glyph]) : 0;
		buf_printf(&b, glyph ? " %d" : "%d", advance);
	}
	buf_add_char(&b, ']');
	s->widths = (struct slice){b.data, b.length};
}

/* A signed number of two bytes at `offset` of a table, in thousandths of an em. */
static int metric(const struct face_file *f, hb_tag_t table, unsigned offset)
{
	errno = 0;
	hb_blob_t *blob = hb_face_reference_table(f->face_hb, table);
	unsigned length;
	const unsigned char *p = (const unsigned char *)hb_blob_get_data(blob, &length);
	int value = 0;
	check_memory();
	if (length >= offset + 2)
		value = (int16_t)(uint16_t)(p[offset] << 8 | p[offset + 1]);
	hb_blob_destroy(blob);
	return value * 1000 / (int)f->units;
}

enum { FLAG_SYMBOLIC = 4, FLAG_ITALIC = 64 };

static void make_descriptor(struct face_file *f, struct subset *s)
{
	const hb_tag_t head = HB_TAG('h', 'e', 'a', 'd'), hhea = HB_TAG('h', 'h', 'e', 'a');
	const hb_tag_t os2 = HB_TAG('O', 'S', '/', '2');
	bool italic = f->face == FACE_ITALIC;
	struct buf b = {0};
	buf_printf(&b, "/FontName /%s\n/Flags %d\n/FontBBox [%d %d %d %d]\n", s->name,
	    FLAG_SYMBOLIC | (italic ? FLAG_ITALIC : 0), metric(f, head, 36), metric(f, head, 38),
	    metric(f, head, 40), metric(f, head, 42));
	buf_printf(&b, "/ItalicAngle %d\n/Ascent %d\n/Descent %d\n/CapHeight %d\n/StemV %d\n",
	    italic ? -12 : 0, metric(f, hhea, 4), metric(f, hhea, 6), metric(f, os2, 88),
	    f->face == FACE_BOLD ? 140 : 80);
	s->descriptor = (struct slice){b.data, b.length};
}

/* "ABCDEF+Name": the letters are taken from the characters, so that the same subset has the same.
 */
static void make_name(const struct face_file *f, struct subset *s)
{
	uint64_t hash = hash_bytes(0, s->chars, s->count * sizeof(*s->chars));
	struct buf b = {0};
	for (int i = 0; i < TAG_LETTERS; i++) {
		buf_add_char(&b, (char)('A' + hash % 26));
		hash /= 26;
	}
	buf_printf(&b, "+%s", f->name);
	memcpy(s->name, b.data, b.length + 1);
	buf_free(&b);
}

static void make_tables(struct face_file *f, struct subset *s)
{
	size_t count;
	uint32_t *chars = chars_by_glyph(s, &count);
	make_name(f, s);
	make_to_unicode(s, chars, count);
	make_widths(f, s, chars, count);
	make_descriptor(f, s);
	free(chars);
}

static struct subset *make_subset(struct face_file *f, const struct charset *set)
{
	errno = 0;
	hb_subset_input_t *input = make_input(set);
	hb_subset_plan_t *plan = input ? hb_subset_plan_create_or_fail(f->face_hb, input) : NULL;
	hb_face_t *face = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
	struct subset *s = NULL;
	if (face) {
		hb_blob_t *blob = hb_face_reference_blob(face);
		unsigned length;
		const char *bytes = hb_blob_get_data(blob, &length);
		check_memory();
		s = mem_alloc(sizeof(*s));
		s->file = deflated(bytes, length);
		s->file_length = length;
		hb_blob_destroy(blob);
		take_glyphs(s, set, plan);
		make_tables(f, s);
	}
	hb_face_destroy(face);
	hb_subset_plan_destroy(plan);
	hb_subset_input_destroy(input);
	return s;
}

const struct subset *face_subset(struct face_file *f, const struct charset *used)
{
	struct charset set = *used;
	struct buf key = {0};
	add_fixed(f, &set);
	for (uint32_t ch = 0; charset_next(&set, &ch); ch++)
		buf_add(&key, &ch, sizeof(ch));
	void **place = map_at(&f->subsets, buf_slice(&key));
	buf_free(&key);
	if (*place == NULL)
		*place = make_subset(f, &set);
	return *place;
}
