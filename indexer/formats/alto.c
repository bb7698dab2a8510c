/* SPDX-License-Identifier: MIT */
/*
 * ALTO 2 to 4: pages of blocks, lines and strings, all as position and size, in
 * pixels, tenths of a millimetre or 1200ths of an inch. A string may be a word,
 * a character or a part of a line; spaces between are elements of their own,
 * which engines also put between Han characters. Blocks are in document order,
 * unless a ReadingOrder (version 4) says otherwise.
 */
#include "indexer/formats/xml_reader.h"
#include "indexer/ocr/ocr_labels.h"

#include <stdlib.h>
#include <string.h>

enum { DOTS_PER_INCH = 300, TAGS_MAX = 256, REFS_MAX = 1 << 20, ID_MAX = 64 };

typedef struct tag {
    char id[ID_MAX];
    ocr_kind kind;
} tag;

typedef struct alto_state {
    double unit; /* pixels or dots of one unit; 0: pixels */
    char image[512];
    tag tags[TAGS_MAX];
    size_t tag_count;
    buffer refs; /* ids of blocks in reading order, a NUL behind each */
    size_t ref_count;
    ocr_kind area;     /* of the margin that is open */
    ocr_kind composed; /* of the composed block that is open */
    unsigned composed_depth;
    bool in_order;
    bool has_kinds;
    bool in_block;
} alto_state;

static void
copy_text(char *to, size_t capacity, yz_str text)
{
    const size_t size = text.size < capacity - 1 ? text.size : capacity - 1;
    if (size)
        memcpy(to, text.data, size);
    to[size] = '\0';
}

static ocr_box
box_of(const xml_reader *r, const char **attributes)
{
    const double x = xml_number(attributes, "HPOS", -1);
    const double y = xml_number(attributes, "VPOS", -1);
    const double width = xml_number(attributes, "WIDTH", 0);
    const double height = xml_number(attributes, "HEIGHT", 0);
    if (x < 0 || y < 0 || !(width > 0) || !(height > 0))
        return (ocr_box){ 0 };
    return ocr_box_of(r->page, x, y, x + width, y + height);
}

/* ---- before the pages ------------------------------------------------------- */

static void
take_unit(alto_state *s, yz_str unit)
{
    if (str_contains(unit, str_of("mm10")))
        s->unit = DOTS_PER_INCH / 254.0;
    else if (str_contains(unit, str_of("inch1200")))
        s->unit = DOTS_PER_INCH / 1200.0;
}

static void
add_tag(alto_state *s, const char **attributes)
{
    const char *id = xml_attribute(attributes, "ID");
    const char *label = xml_attribute(attributes, "LABEL");
    const char *type = xml_attribute(attributes, "TYPE");
    if (!id || s->tag_count == TAGS_MAX)
        return;
    ocr_kind kind = label_kind(label);
    if (kind == OCR_TEXT)
        kind = label_kind(type);
    tag *t = &s->tags[s->tag_count];
    copy_text(t->id, sizeof(t->id), str_of(id));
    t->kind = kind;
    s->tag_count += kind != OCR_TEXT;
}

static void
add_ref(xml_reader *r, const char *id)
{
    alto_state *s = r->state;
    s->refs.from = r->source.memory;
    if (!id || !*id || s->ref_count == REFS_MAX)
        return;
    buffer_put(&s->refs, id, strlen(id) + 1);
    s->ref_count++;
    if (!buffer_ok(&s->refs))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
}

/* ---- blocks ----------------------------------------------------------------- */

/* The kind that one of the tags named, or the type, gives. */
static ocr_kind
tagged_kind(const alto_state *s, const char **attributes)
{
    const char *refs = xml_attribute(attributes, "TAGREFS");
    const char *type = xml_attribute(attributes, "TYPE");
    while (refs && *refs) {
        const size_t size = strcspn(refs, " ");
        for (size_t i = 0; i < s->tag_count; i++)
            if (strlen(s->tags[i].id) == size &&
                !memcmp(refs, s->tags[i].id, size))
                return s->tags[i].kind;
        refs += size + strspn(refs + size, " ");
    }
    return label_kind(type);
}

static void
add_block(xml_reader *r, ocr_kind kind, const char **attributes)
{
    alto_state *s = r->state;
    const char *id = xml_attribute(attributes, "ID");
    const ocr_kind tagged = tagged_kind(s, attributes);
    if (kind == OCR_TEXT)
        kind = tagged != OCR_TEXT ? tagged : s->composed;
    s->has_kinds |=
        kind != OCR_TEXT && kind != OCR_PICTURE && kind != OCR_SEPARATOR;
    if (kind == OCR_TEXT)
        kind = s->area;
    ocr_block *block = ocr_add_block(r->page, kind, box_of(r, attributes));
    if (id)
        block->id = ocr_page_str(r->page, str_of(id));
}

static float
confidence_of(const char **attributes)
{
    const double whole = xml_number(attributes, "WC", -1);
    const char *each = xml_attribute(attributes, "CC");
    double sum = 0;
    size_t count = 0;
    if (whole >= 0 && whole <= 1)
        return (float)whole;
    for (; each && *each; each++)
        if (*each >= '0' && *each <= '9') { /* 0 is sure, 9 is not */
            sum += 1 - (*each - '0') / 9.0;
            count++;
        }
    return count ? (float)(sum / (double)count) : OCR_CONFIDENCE_NONE;
}

static void
add_string(xml_reader *r, const char **attributes)
{
    const char *content = xml_attribute(attributes, "CONTENT");
    if (content)
        ocr_put_word(r->page, str_of(content), box_of(r, attributes),
                     confidence_of(attributes));
}

/* A hyphen at a line's end, whichever character the file writes it with. */
static void
add_hyphen(xml_reader *r)
{
    ocr_put_text(r->page, str_of("-"));
}

static void
begin_page(xml_reader *r, const char **attributes)
{
    alto_state *s = r->state;
    const char *number = xml_attribute(attributes, "PRINTED_IMG_NR");
    xml_begin_page(r, xml_number(attributes, "WIDTH", 0),
                   xml_number(attributes, "HEIGHT", 0),
                   (ocr_scale){ s->unit, s->unit, 0 });
    if (s->unit > 0)
        r->page->unit = OCR_UNIT_DOT;
    r->page->order = OCR_ORDER_FILE;
    ocr_page_image(r->page, str_of(s->image));
    if (number)
        r->page->number = ocr_page_str(r->page, str_of(number));
    s->area = OCR_TEXT;
    s->composed = OCR_TEXT;
    s->composed_depth = 0;
}

/* ---- elements --------------------------------------------------------------- */

static const struct {
    const char *name;
    ocr_kind kind;
} areas[] = {
    { "TopMargin", OCR_HEADER },      { "BottomMargin", OCR_FOOTER },
    { "LeftMargin", OCR_MARGINALIA }, { "RightMargin", OCR_MARGINALIA },
    { "PrintSpace", OCR_TEXT },
};

static bool
take_area(alto_state *s, const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(areas); i++)
        if (!strcmp(name, areas[i].name)) {
            s->area = areas[i].kind;
            return true;
        }
    return false;
}

static bool
is_tag(const char *name)
{
    static const char *const tags[] = { "LayoutTag", "StructureTag", "RoleTag",
                                        "OtherTag" };
    for (size_t i = 0; i < ARRAY_LENGTH(tags); i++)
        if (!strcmp(name, tags[i]))
            return true;
    return false;
}

static void
begin_outside(xml_reader *r, const char *name, const char **attributes)
{
    alto_state *s = r->state;
    if (!strcmp(name, "MeasurementUnit") || !strcmp(name, "fileName"))
        xml_collect(r);
    else if (is_tag(name))
        add_tag(s, attributes);
    else if (!strcmp(name, "ReadingOrder"))
        s->in_order = true;
    else if (s->in_order)
        add_ref(r, xml_attribute(attributes, "REF"));
    else if (!strcmp(name, "Page"))
        begin_page(r, attributes);
}

static void
begin_composed(alto_state *s, const char **attributes)
{
    const ocr_kind kind = tagged_kind(s, attributes);
    if (s->composed_depth++ == 0 || kind != OCR_TEXT)
        s->composed = kind;
}

static void
alto_begin(xml_reader *r, const char *name, const char **attributes)
{
    alto_state *s = r->state;
    if (!r->in_page)
        begin_outside(r, name, attributes);
    else if (!strcmp(name, "String"))
        add_string(r, attributes);
    else if (!strcmp(name, "SP"))
        ocr_put_space(r->page);
    else if (!strcmp(name, "TextLine"))
        ocr_add_line(r->page, box_of(r, attributes))->place = xml_place(r);
    else if (!strcmp(name, "TextBlock"))
        add_block(r, OCR_TEXT, attributes);
    else if (!strcmp(name, "HYP"))
        add_hyphen(r);
    else if (!strcmp(name, "ALTERNATIVE"))
        xml_collect(r);
    else if (!strcmp(name, "Illustration"))
        add_block(r, OCR_PICTURE, attributes);
    else if (!strcmp(name, "GraphicalElement"))
        add_block(r, OCR_SEPARATOR, attributes);
    else if (!strcmp(name, "ComposedBlock"))
        begin_composed(s, attributes);
    else
        take_area(s, name);
}

static void
end_composed(alto_state *s)
{
    if (s->composed_depth && --s->composed_depth == 0)
        s->composed = OCR_TEXT;
}

static void
alto_end(xml_reader *r, const char *name)
{
    alto_state *s = r->state;
    if (!strcmp(name, "MeasurementUnit"))
        take_unit(s, xml_collected(r));
    else if (!strcmp(name, "fileName"))
        copy_text(s->image, sizeof(s->image), xml_collected(r));
    else if (!strcmp(name, "ReadingOrder"))
        s->in_order = false;
    else if (!r->in_page)
        return;
    else if (!strcmp(name, "ALTERNATIVE"))
        ocr_put_alternative(r->page, xml_collected(r), OCR_CONFIDENCE_NONE);
    else if (!strcmp(name, "ComposedBlock"))
        end_composed(s);
    else if (!strcmp(name, "Page"))
        xml_end_page(r);
}

/* ---- the end of a page ------------------------------------------------------ */

static yz_status
alto_finish(xml_reader *r, yz_error *err)
{
    const alto_state *s = r->state;
    ocr_page *page = r->page;
    size_t count = 0;
    page->kinds_are_given = s->has_kinds;
    if (!s->ref_count)
        return YZ_OK;
    yz_str *ids = arena_array(&page->arena, s->ref_count, sizeof(*ids));
    if (!ids)
        return error_nomem(err);
    for (size_t at = 0; at < s->refs.size; at += ids[count++].size + 1)
        ids[count] = str_of((const char *)s->refs.data + at);
    return ocr_page_sort(page, ids, count, err);
}

static void
alto_dispose(const yz_allocator *memory, void *state)
{
    alto_state *s = state;
    (void)memory;
    buffer_dispose(&s->refs);
}

const xml_schema alto_schema = { "alto",   sizeof(alto_state), alto_begin,
                                 alto_end, alto_finish,        alto_dispose,
                                 NULL };
