/* SPDX-License-Identifier: MIT */
#include "query/suggest/word_endings.h"
#include "core/text/charclass.h"

#include <string.h>

/* Passages of a segment that are read. */
enum { PASSAGES_TRIED = 8 };

/* A stem, and how the word that is searched for begins. */
typedef struct wanted {
    yz_str term;
    const uint16_t *begin;
    uint32_t length;
} wanted;

/* The end of the word that begins at `at`, if `term` is its stem; else 0. */
static yz_status
word_end(word_endings *f, const uint16_t *units, uint32_t length, uint32_t at,
         yz_str term, uint32_t *ret_end)
{
    analyzer *an;
    yz_str stem;
    uint32_t width;
    uint32_t end = at + 1;
    *ret_end = 0;
    if (!char_is_word(skeleton_char(units, length, at, &width)))
        return YZ_OK;
    while (end < length && skeleton_inside_word(units, length, end))
        end++;
    TRY(snapshot_analyzer(f->snapshot, &an, f->err));
    TRY(analyzer_latin_term(an, units + at, end - at, f->arena, &stem, f->err));
    if (str_equal(stem, term))
        *ret_end = end;
    return YZ_OK;
}

/* YZ_DONE: the text has no such word. */
static yz_status
rest_in_text(word_endings *f, const uint16_t *units, uint32_t length,
             const wanted *w, yz_str *ret_rest)
{
    for (uint32_t at = 0; at + w->length < length; at++) {
        const uint32_t rest = at + w->length;
        uint32_t end;
        if (memcmp(units + at, w->begin, w->length * sizeof(*units)) != 0 ||
            skeleton_inside_word(units, length, at))
            continue;
        TRY(word_end(f, units, length, at, w->term, &end));
        if (end <= rest)
            continue;
        *ret_rest = skeleton_utf8(units + rest, end - rest, f->arena);
        return ret_rest->data ? YZ_OK : error_nomem(f->err);
    }
    return YZ_DONE;
}

static yz_status
rest_in_segment(word_endings *f, segment *from, const wanted *w,
                yz_str *ret_rest)
{
    list_place where;
    posting_list list;
    posting_cursor c;
    TRY(segment_word(from, WORD_TEXT, w->term, &where, f->err));
    TRY(segment_word_list(from, &where, &list, f->err));
    TRY(posting_cursor_open(&list, &c, f->err));
    int tried = 0;
    while (tried < PASSAGES_TRIED && c.passage != POSTINGS_END) {
        const uint16_t *units;
        uint32_t length;
        if (segment_is_deleted(from, c.passage)) {
            TRY(posting_cursor_next(&c, f->err));
            continue;
        }
        TRY(segment_skeleton(from, c.passage, &f->skeletons, &units, &length,
                             f->err));
        tried++;
        const yz_status status = rest_in_text(f, units, length, w, ret_rest);
        if (status != YZ_DONE)
            return status;
        TRY(posting_cursor_next(&c, f->err));
    }
    return YZ_DONE;
}

yz_status
word_endings_find(word_endings *f, yz_str term, const uint16_t *begin,
                  uint32_t length, yz_str *ret_rest)
{
    static const uint16_t nothing = 0;
    const wanted w = { term, length ? begin : &nothing, length };
    for (uint32_t i = 0; i < f->snapshot->segment_count; i++) {
        const yz_status status =
            rest_in_segment(f, &f->snapshot->segments[i], &w, ret_rest);
        if (status != YZ_DONE)
            return status;
    }
    return YZ_DONE;
}
