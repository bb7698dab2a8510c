/* SPDX-License-Identifier: MIT */
/*
 * PAGE XML, versions 2010 to 2019: regions as polygons, with lines, words and
 * glyphs; each may have several readings (TextEquiv), the one with the lowest
 * index first. A line's own text counts; words and glyphs give the boxes where
 * they spell it. The order of regions is that of ReadingOrder, or of `custom`
 * attributes; without either, a file's order says nothing.
 */
#include "indexer/formats/xml_reader.h"
#include "indexer/ocr/ocr_labels.h"
#include "indexer/ocr/ocr_number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_DEPTH = 6,     /* groups inside each other */
    REGION_DEPTH = 16, /* regions likewise */
    ID_SIZE = 64,
    NO_INDEX = INT32_MAX
};

#define OF_LINE SIZE_MAX

/* Where in the reading order a region is: indexes of the groups around it. */
typedef struct order_key {
    char id[ID_SIZE];
    int32_t index[KEY_DEPTH];
} order_key;

/* Something with a polygon and a text: a glyph, a word, a line, a region. */
typedef struct item {
    ocr_box box;
    size_t text_begin; /* in `texts` */
    size_t text_end;
    int32_t text_index; /* of the reading that was taken */
    float confidence;
    bool has_text;
    ocr_place place;
} item;

typedef struct alternative {
    size_t text_begin;
    size_t text_end;
    float confidence;
    size_t word; /* of `words`, or OF_LINE */
} alternative;

typedef struct region {
    size_t block; /* of the page */
    item item;
    bool is_vertical;
    bool has_lines;
} region;

typedef struct page_state {
    buffer texts; /* of the line that is open */
    ARRAY_OF(item) words;
    ARRAY_OF(item) glyphs;
    ARRAY_OF(alternative) others;
    ARRAY_OF(order_key) order;
    item line;
    bool line_is_vertical;
    bool in_line;
    bool in_word;
    bool in_glyph;
    region regions[REGION_DEPTH];
    size_t depth;
    int32_t group[KEY_DEPTH]; /* index of each group that is open */
    int32_t next[KEY_DEPTH];  /* what comes next in an unordered one */
    unsigned group_depth;
    bool has_kinds;
    bool has_order;        /* a ReadingOrder, so that `custom` does not count */
    int32_t reading_index; /* of the TextEquiv that is open */
    float reading_confidence;
} page_state;

static page_state *
state_of(xml_reader *r)
{
    page_state *s = r->state;
    if (!s->texts.from)
        s->texts.from = s->words.from = s->glyphs.from = s->others.from =
            s->order.from = r->source.memory;
    return s;
}

/* ---- polygons ----------------------------------------------------------------- */

typedef struct extent {
    double x0, y0, x1, y1;
    bool has_point;
} extent;

static void
add_point(extent *e, double x, double y)
{
    if (!e->has_point)
        *e = (extent){ x, y, x, y, true };
    e->x0 = fmin(e->x0, x);
    e->y0 = fmin(e->y0, y);
    e->x1 = fmax(e->x1, x);
    e->y1 = fmax(e->y1, y);
}

/* "x,y x,y …"; what is no such list is no box. */
static ocr_box
points_box(const xml_reader *r, const char *points)
{
    extent e = { 0 };
    double x;
    double y;
    while (points && *points) {
        points += strspn(points, " \t\r\n");
        if (!*points)
            break;
        if (!ocr_take_number(&points, &x) || *points++ != ',' ||
            !ocr_take_number(&points, &y))
            return (ocr_box){ 0 };
        add_point(&e, x, y);
    }
    return e.has_point ? ocr_box_of(r->page, e.x0, e.y0, e.x1, e.y1)
                       : (ocr_box){ 0 };
}

/* What is innermost of what is open and has a polygon. */
static item *
open_item(page_state *s)
{
    if (s->in_glyph)
        return &s->glyphs.items[s->glyphs.count - 1];
    if (s->in_word)
        return &s->words.items[s->words.count - 1];
    if (s->in_line)
        return &s->line;
    return s->depth ? &s->regions[s->depth - 1].item : NULL;
}

static void
take_coords(xml_reader *r, const char **attributes)
{
    page_state *s = r->state;
    item *i = open_item(s);
    const char *points = xml_attribute(attributes, "points");
    if (i && points)
        i->box = points_box(r, points);
}

/* Up to 2013 each point was an element. */
static void
take_point(xml_reader *r, const char **attributes)
{
    page_state *s = r->state;
    item *i = open_item(s);
    const double x = xml_number(attributes, "x", NAN);
    const double y = xml_number(attributes, "y", NAN);
    if (i && isfinite(x) && isfinite(y)) {
        const ocr_box box = ocr_box_of(r->page, x, y, x + 1, y + 1);
        i->box = ocr_box_union(i->box, box);
    }
}

/* ---- reading order ---------------------------------------------------------- */

static int32_t
index_of(const char **attributes)
{
    const double index = xml_number(attributes, "index", -1);
    return index >= 0 && index < NO_INDEX ? (int32_t)index : NO_INDEX;
}

/* The index of a member of the group that is open. */
static int32_t
member_index(page_state *s, const char **attributes)
{
    const int32_t given = index_of(attributes);
    const unsigned depth = s->group_depth;
    if (given != NO_INDEX || depth >= KEY_DEPTH)
        return given;
    return s->next[depth]++;
}

static void
open_group(page_state *s, const char **attributes)
{
    if (s->group_depth < KEY_DEPTH)
        s->group[s->group_depth] = member_index(s, attributes);
    s->group_depth++;
    if (s->group_depth < KEY_DEPTH)
        s->next[s->group_depth] = 0;
}

static void
push_key(xml_reader *r, const char *id, int32_t index)
{
    page_state *s = state_of(r);
    order_key key = { 0 };
    if (strlen(id) >= ID_SIZE)
        return;
    memcpy(key.id, id, strlen(id) + 1);
    for (unsigned i = 0; i < s->group_depth && i < KEY_DEPTH; i++)
        key.index[i] = s->group[i];
    if (s->group_depth < KEY_DEPTH)
        key.index[s->group_depth] = index;
    if (!ARRAY_PUSH(&s->order, key))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
}

static void
add_key(xml_reader *r, const char **attributes)
{
    page_state *s = state_of(r);
    const char *id = xml_attribute(attributes, "regionRef");
    const int32_t index = member_index(s, attributes);
    s->has_order |= id != NULL;
    if (id)
        push_key(r, id, index);
}

static bool
take_group(xml_reader *r, const char *name, const char **attributes)
{
    page_state *s = state_of(r);
    const bool is_group = !strncmp(name, "OrderedGroup", 12) ||
                          !strncmp(name, "UnorderedGroup", 14);
    const bool is_member = !strncmp(name, "RegionRef", 9);
    if (is_group)
        open_group(s, attributes); /* its own region comes before its parts */
    if (is_group || is_member)
        add_key(r, attributes);
    return is_group || is_member;
}

/* ---- regions ---------------------------------------------------------------- */

/* The value of a member in `custom`: "structure {type:heading;}". */
static bool
custom_value(const char *custom, const char *list, const char *member,
             char value[ID_SIZE])
{
    const char *at = custom ? strstr(custom, list) : NULL;
    const char *end = at ? strchr(at, '}') : NULL;
    at = at ? strstr(at, member) : NULL;
    if (!at || !end || at > end)
        return false;
    at += strlen(member);
    const size_t size = strcspn(at, ";} ");
    if (size >= ID_SIZE)
        return false;
    memcpy(value, at, size);
    value[size] = '\0';
    return true;
}

static ocr_kind
kind_of_region(const char *name, const char **attributes)
{
    char value[ID_SIZE];
    const char *type = xml_attribute(attributes, "type");
    const char *custom = xml_attribute(attributes, "custom");
    if (!strcmp(name, "SeparatorRegion"))
        return OCR_SEPARATOR;
    if (!strcmp(name, "TableRegion"))
        return OCR_TABLE;
    if (!strcmp(name, "MathsRegion") || !strcmp(name, "ChemRegion"))
        return OCR_FORMULA;
    if (strcmp(name, "TextRegion") != 0)
        return OCR_PICTURE;
    if (!type && custom_value(custom, "structure", "type:", value))
        type = value;
    return label_kind(type);
}

static bool
is_vertical(const char **attributes, bool otherwise)
{
    const char *direction = xml_attribute(attributes, "readingDirection");
    if (!direction)
        return otherwise;
    return !strcmp(direction, "top-to-bottom") ||
           !strcmp(direction, "bottom-to-top");
}

static void
open_region(xml_reader *r, const char *name, const char **attributes)
{
    char value[ID_SIZE];
    page_state *s = state_of(r);
    const char *id = xml_attribute(attributes, "id");
    const char *custom = xml_attribute(attributes, "custom");
    const bool inherited = s->depth && s->regions[s->depth - 1].is_vertical;
    if (s->depth == REGION_DEPTH) {
        xml_fail(r, YZ_E_LIMIT, "the PAGE XML nests regions too deeply");
        return;
    }
    s->texts.size = 0;
    const ocr_kind kind = kind_of_region(name, attributes);
    ocr_block *block = ocr_add_block(r->page, kind, (ocr_box){ 0 });
    if (id)
        block->id = ocr_page_str(r->page, str_of(id));
    s->has_kinds |= kind != OCR_TEXT && kind != OCR_PICTURE &&
                    kind != OCR_SEPARATOR && kind != OCR_TABLE;
    region *opened = &s->regions[s->depth++];
    *opened = (region){ .block = r->page->blocks.count - 1,
                        .is_vertical = is_vertical(attributes, inherited) };
    opened->item.confidence = OCR_CONFIDENCE_NONE;
    if (id && !s->has_order &&
        custom_value(custom, "readingOrder", "index:", value))
        push_key(r, id, (int32_t)strtol(value, NULL, 10));
}

/* A block that goes on after a region inside it is a block of its own. */
static void
reopen_region(xml_reader *r, region *open)
{
    ocr_page *page = r->page;
    if (open->block == page->blocks.count - 1 || page->failed != YZ_OK)
        return;
    const ocr_block before = page->blocks.items[open->block];
    ocr_block *block = ocr_add_block(page, before.kind, open->item.box);
    block->id = before.id;
    open->block = page->blocks.count - 1;
}

static yz_str
text_of(const page_state *s, const item *i)
{
    if (!i->has_text)
        return (yz_str){ 0 };
    return (yz_str){ (const char *)s->texts.data + i->text_begin,
                     i->text_end - i->text_begin };
}

static void
close_region(xml_reader *r)
{
    page_state *s = r->state;
    if (!s->depth)
        return;
    region *closed = &s->regions[--s->depth];
    ocr_page *page = r->page;
    if (page->failed != YZ_OK)
        return;
    page->blocks.items[closed->block].box = closed->item.box;
    if (!closed->has_lines && closed->item.has_text) {
        reopen_region(r, closed);
        ocr_add_line(page, closed->item.box)->flags = OCR_WHOLE_BLOCK;
        page->lines.items[page->lines.count - 1].confidence =
            closed->item.confidence;
        ocr_put_text(page, text_of(s, &closed->item));
    }
}

/* ---- lines, words, glyphs ----------------------------------------------------- */

static void
open_line(xml_reader *r, const char **attributes)
{
    page_state *s = state_of(r);
    if (!s->depth)
        return;
    region *around = &s->regions[s->depth - 1];
    s->texts.size = 0;
    s->words.count = s->glyphs.count = s->others.count = 0;
    s->line =
        (item){ .confidence = OCR_CONFIDENCE_NONE, .place = xml_place(r) };
    s->line_is_vertical = is_vertical(attributes, around->is_vertical);
    s->in_line = true;
    s->in_word = s->in_glyph = false; /* whatever it is in */
    around->has_lines = true;
    around->item.has_text = false; /* which lay in `texts` */
}

static void
open_word(xml_reader *r)
{
    page_state *s = state_of(r);
    const item word = { .confidence = OCR_CONFIDENCE_NONE };
    if (!s->in_line)
        return;
    if (!ARRAY_PUSH(&s->words, word))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
    s->in_word = true;
    s->in_glyph = false;
}

static void
open_glyph(xml_reader *r)
{
    page_state *s = state_of(r);
    const item glyph = { .confidence = OCR_CONFIDENCE_NONE };
    if (!s->in_word)
        return;
    if (!ARRAY_PUSH(&s->glyphs, glyph))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
    s->in_glyph = true;
}

static void
open_reading(page_state *s, const char **attributes)
{
    const double confidence = xml_number(attributes, "conf", -1);
    s->reading_index = index_of(attributes);
    s->reading_confidence = confidence >= 0 && confidence <= 1
                                ? (float)confidence
                                : OCR_CONFIDENCE_NONE;
}

static void
add_other(xml_reader *r, const item *i, size_t begin, size_t end,
          float confidence)
{
    page_state *s = r->state;
    const bool is_word = s->in_word && !s->in_glyph;
    const alternative other = { begin, end, confidence,
                                is_word ? s->words.count - 1 : OF_LINE };
    if (s->in_glyph || (i != &s->line && !is_word))
        return;
    if (!ARRAY_PUSH(&s->others, other))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
}

/* A reading of the innermost item: the first of the lowest index is taken. */
static void
take_reading(xml_reader *r)
{
    page_state *s = state_of(r);
    item *i = open_item(s);
    const yz_str text = xml_collected(r);
    if (!i || (i->has_text && !s->in_line))
        return;
    const size_t begin = s->texts.size;
    buffer_put_text(&s->texts, text);
    if (!buffer_ok(&s->texts)) {
        xml_fail(r, YZ_E_NOMEM, "out of memory");
        return;
    }
    if (i->has_text && s->reading_index >= i->text_index) {
        add_other(r, i, begin, s->texts.size, s->reading_confidence);
        return;
    }
    if (i->has_text)
        add_other(r, i, i->text_begin, i->text_end, i->confidence);
    i->text_begin = begin;
    i->text_end = s->texts.size;
    i->text_index = s->reading_index;
    i->confidence = s->reading_confidence;
    i->has_text = true;
    i->place = xml_collected_place(r);
}

/* Do the items, with spaces between them, spell the text? */
static bool
spells(const page_state *s, const item *items, size_t count, yz_str text)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const yz_str part = text_of(s, &items[i]);
        while (at < text.size && text.data[at] == ' ')
            at++;
        if (!part.size || part.size > text.size - at ||
            memcmp(text.data + at, part.data, part.size) != 0)
            return false;
        at += part.size;
    }
    while (at < text.size && text.data[at] == ' ')
        at++;
    return count > 0 && at == text.size;
}

static yz_str
other_text(const page_state *s, const alternative *other)
{
    return (yz_str){ (const char *)s->texts.data + other->text_begin,
                     other->text_end - other->text_begin };
}

/* Put the other readings of word `i`; those of words before were put. */
static void
put_others(ocr_page *page, const page_state *s, size_t i, size_t *next)
{
    for (; *next < s->others.count; ++*next) {
        const alternative *other = &s->others.items[*next];
        if (other->word == i)
            ocr_put_alternative(page, other_text(s, other), other->confidence);
        else if (other->word != OF_LINE && other->word > i)
            return;
    }
}

static void
put_items(ocr_page *page, const page_state *s, const item *items, size_t count,
          yz_str text)
{
    size_t at = 0;
    size_t next = items == s->words.items ? 0 : s->others.count;
    for (size_t i = 0; i < count; i++) {
        const yz_str part = text_of(s, &items[i]);
        const bool has_space = at < text.size && text.data[at] == ' ';
        while (at < text.size && text.data[at] == ' ')
            at++;
        if (has_space)
            ocr_put_space(page);
        ocr_put_word(page, part, items[i].box, items[i].confidence);
        put_others(page, s, i, &next);
        at += part.size;
    }
}

/* A line without a text of its own has that of its words. */
static void
put_words(ocr_page *page, const page_state *s)
{
    for (size_t i = 0; i < s->words.count; i++) {
        const item *word = &s->words.items[i];
        if (i)
            ocr_put_space(page);
        ocr_put_word(page, text_of(s, word), word->box, word->confidence);
    }
}

static void
put_line_text(ocr_page *page, const page_state *s, ocr_line *line)
{
    const yz_str text = text_of(s, &s->line);
    if (spells(s, s->glyphs.items, s->glyphs.count, text)) {
        line->flags |= OCR_CHARACTERS;
        put_items(page, s, s->glyphs.items, s->glyphs.count, text);
    } else if (spells(s, s->words.items, s->words.count, text)) {
        put_items(page, s, s->words.items, s->words.count, text);
    } else if (s->line.has_text && text.size) {
        ocr_put_text(page, text);
    } else {
        put_words(page, s);
    }
}

static void
close_line(xml_reader *r)
{
    page_state *s = r->state;
    ocr_page *page = r->page;
    if (!s->in_line)
        return;
    s->in_line = false;
    reopen_region(r, &s->regions[s->depth - 1]);
    ocr_line *line = ocr_add_line(page, s->line.box);
    line->confidence = s->line.confidence;
    line->place = s->line.place;
    line->flags = s->line_is_vertical ? OCR_VERTICAL : 0;
    put_line_text(page, s, line);
    for (size_t i = 0; i < s->others.count; i++) {
        const alternative *other = &s->others.items[i];
        if (other->word == OF_LINE && !s->words.count)
            ocr_put_alternative(page, other_text(s, other), other->confidence);
    }
}

/* ---- elements --------------------------------------------------------------- */

static bool
ends_with(const char *name, const char *end)
{
    const size_t size = strlen(name);
    const size_t tail = strlen(end);
    return size > tail && !strcmp(name + size - tail, end);
}

static void
begin_page(xml_reader *r, const char **attributes)
{
    page_state *s = state_of(r);
    const char *image = xml_attribute(attributes, "imageFilename");
    xml_begin_page(r, xml_number(attributes, "imageWidth", 0),
                   xml_number(attributes, "imageHeight", 0), (ocr_scale){ 0 });
    if (image)
        ocr_page_image(r->page, str_of(image));
    s->order.count = 0;
    s->depth = s->group_depth = 0;
    s->next[0] = 0;
    s->has_kinds = s->has_order = false;
    s->in_line = s->in_word = s->in_glyph = false;
}

static void
page_begin(xml_reader *r, const char *name, const char **attributes)
{
    if (!r->in_page) {
        if (!strcmp(name, "Page"))
            begin_page(r, attributes);
        return;
    }
    if (!strcmp(name, "Coords"))
        take_coords(r, attributes);
    else if (!strcmp(name, "Unicode"))
        xml_collect(r);
    else if (!strcmp(name, "TextEquiv"))
        open_reading(r->state, attributes);
    else if (!strcmp(name, "TextLine"))
        open_line(r, attributes);
    else if (!strcmp(name, "Word"))
        open_word(r);
    else if (!strcmp(name, "Glyph"))
        open_glyph(r);
    else if (!strcmp(name, "Point"))
        take_point(r, attributes);
    else if (!take_group(r, name, attributes) && ends_with(name, "Region"))
        open_region(r, name, attributes);
}

static void
page_end(xml_reader *r, const char *name)
{
    page_state *s = state_of(r);
    if (!r->in_page)
        return;
    if (!strcmp(name, "Unicode"))
        take_reading(r);
    else if (!strcmp(name, "TextLine"))
        close_line(r);
    else if (!strcmp(name, "Word"))
        s->in_word = false;
    else if (!strcmp(name, "Glyph"))
        s->in_glyph = false;
    else if (!strncmp(name, "OrderedGroup", 12) ||
             !strncmp(name, "UnorderedGroup", 14))
        s->group_depth -= s->group_depth > 0;
    else if (ends_with(name, "Region"))
        close_region(r);
    else if (!strcmp(name, "Page"))
        xml_end_page(r);
}

/* ---- the end of a page ------------------------------------------------------ */

static int
compare_keys(const void *a, const void *b)
{
    const order_key *x = a;
    const order_key *y = b;
    for (size_t i = 0; i < KEY_DEPTH; i++)
        if (x->index[i] != y->index[i])
            return x->index[i] < y->index[i] ? -1 : 1;
    return 0;
}

static yz_status
page_finish(xml_reader *r, yz_error *err)
{
    page_state *s = state_of(r);
    ocr_page *page = r->page;
    const size_t count = s->order.count;
    page->kinds_are_given = s->has_kinds;
    if (!count)
        return YZ_OK;
    qsort(s->order.items, count, sizeof(order_key), compare_keys);
    yz_str *ids = arena_array(&page->arena, count, sizeof(*ids));
    if (!ids)
        return error_nomem(err);
    for (size_t i = 0; i < count; i++)
        ids[i] = str_of(s->order.items[i].id);
    return ocr_page_sort(page, ids, count, err);
}

static void
page_dispose(const yz_allocator *memory, void *state)
{
    page_state *s = state;
    (void)memory;
    buffer_dispose(&s->texts);
    ARRAY_DISPOSE(&s->words);
    ARRAY_DISPOSE(&s->glyphs);
    ARRAY_DISPOSE(&s->others);
    ARRAY_DISPOSE(&s->order);
}

const xml_schema page_schema = { "PcGts",  sizeof(page_state), page_begin,
                                 page_end, page_finish,        page_dispose,
                                 NULL };
