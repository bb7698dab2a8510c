/* SPDX-License-Identifier: MIT */
/*
 * The frequent strings against the texts: they are counted again, and the
 * dictionary must have these and no others. For the lists, as for those of
 * grams, each posting adds a hash of its string to the sum of its passage, and
 * so does each string of a text.
 */
#include "core/base/hash.h"
#include "indexer/maintain/check_parts.h"
#include "indexer/write/string_counts.h"

static const char side[] = "frequent strings";

/* One dictionary being compared. */
typedef struct frequent_check {
    segment_check *check;
    segment segment; /* with its deleted passages: they are listed, too */
    passage_texts texts;
    string_counts counts;
    uint64_t *of_lists; /* sums by passage */
    uint64_t *of_texts;
    uint32_t next; /* the string to come */
    arena arena;   /* for one list */
} frequent_check;

static uint64_t
sum_of(frequent_key key)
{
    return term_sum(key.head, key.tail);
}

/* ---- what the texts say ------------------------------------------------------------ */

static void
add_text(frequent_check *f, uint32_t passage, const uint16_t *units,
         uint32_t length)
{
    string_table *strings = &f->counts.strings;
    for (uint32_t i = 0; i < length; i++)
        for (uint32_t n = FREQUENT_LENGTH_MIN;
             n <= FREQUENT_LENGTH_MAX && n <= length - i; n++) {
            const frequent_key key = frequent_key_of(units + i, n);
            const uint32_t number = string_table_find(strings, key);
            if (number == STRING_NONE)
                break;
            string_count *s = &strings->items.items[number];
            if (s->latest != passage + 1)
                f->of_texts[passage] += sum_of(key);
            s->latest = passage + 1;
        }
}

static yz_status
add_texts(frequent_check *f)
{
    segment_check *c = f->check;
    const uint16_t *units;
    uint32_t length;
    yz_status status = YZ_OK;
    TRY(string_counts_make(&f->texts, f->segment.info.frequent, &f->counts,
                           c->err));
    for (size_t i = 0; i < f->counts.strings.items.count; i++)
        f->counts.strings.items.items[i].latest = 0;
    passage_texts_rewind(&f->texts);
    for (uint32_t i = 0; status == YZ_OK; i++) {
        status = passage_texts_next(&f->texts, &units, &length, c->err);
        if (status == YZ_OK)
            add_text(f, i, units, length);
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* ---- what the dictionary says ------------------------------------------------------ */

static bool
is_next(frequent_check *f, const frequent_cursor *cursor)
{
    const string_table *strings = &f->counts.strings;
    if (f->next == strings->items.count)
        return false;
    const string_count *s = &strings->items.items[f->next++];
    return frequent_key_equal(s->key, cursor->key) &&
           s->passages == cursor->entry.count;
}

static yz_status
add_list(frequent_check *f, const frequent_cursor *cursor)
{
    uint32_t *passages;
    yz_error err;
    arena_clear(&f->arena);
    const yz_status status = segment_frequent_passages(
        &f->segment, cursor->key, &cursor->entry, &f->arena, &passages, &err);
    if (status != YZ_OK)
        return problem_of(f->check->problems, side, status, &err);
    for (uint32_t i = 0; i < cursor->entry.count; i++)
        f->of_lists[passages[i]] += sum_of(cursor->key);
    return YZ_OK;
}

static yz_status
walk_dictionary(frequent_check *f)
{
    segment_check *c = f->check;
    frequent_cursor cursor;
    yz_error err;
    bool alike = true;
    yz_status status =
        frequent_cursor_open(&f->segment.blobs[BLOB_FREQUENT], &cursor, &err);
    while (status == YZ_OK) {
        status = frequent_cursor_next(&cursor, &err);
        if (status != YZ_OK)
            break;
        alike = is_next(f, &cursor) && alike;
        TRY(add_list(f, &cursor));
    }
    if (status != YZ_DONE)
        return problem_of(c->problems, side, status, &err);
    if (!alike || f->next != f->counts.strings.items.count)
        problem(c->problems, side,
                "the frequent strings of segment %u are not those of its texts",
                c->segment->info.id);
    return YZ_OK;
}

static void
compare(const frequent_check *f)
{
    segment_check *c = f->check;
    for (uint32_t i = 0; i < f->segment.info.passages; i++)
        if (f->of_lists[i] != f->of_texts[i])
            problem(c->problems, side,
                    "the lists of frequent strings do not agree with the text "
                    "of passage %u of segment %u",
                    i, c->segment->info.id);
}

/* ---- the whole ------------------------------------------------------------------------ */

static yz_status
check_strings(segment_check *c)
{
    frequent_check f = { .check = c,
                         .segment = *c->segment,
                         .arena.from = c->arena.from };
    const segment_part part = { .segment = &f.segment };
    const size_t count = (size_t)c->segment->info.passages + 1;
    f.segment.deleted = NULL;
    f.texts = passage_texts_of(c->snapshot->index, &part, 1);
    f.of_lists = memory_zeroed(c->arena.from, count, sizeof(uint64_t));
    f.of_texts = memory_zeroed(c->arena.from, count, sizeof(uint64_t));
    yz_status status =
        f.of_lists && f.of_texts ? add_texts(&f) : error_nomem(c->err);
    if (status == YZ_OK)
        status = walk_dictionary(&f);
    if (status == YZ_OK)
        compare(&f);
    memory_release(c->arena.from, f.of_lists);
    memory_release(c->arena.from, f.of_texts);
    passage_texts_dispose(&f.texts);
    string_counts_dispose(&f.counts);
    arena_dispose(&f.arena);
    return status;
}

yz_status
check_frequent(segment_check *c)
{
    const manifest_segment *info = &c->segment->info;
    problems_begin(c->problems, info->id);
    if (c->unreadable || !check_text_is_whole(c))
        return YZ_OK; /* that was reported, and is nothing to compare with */
    if (info->frequent)
        return check_strings(c);
    if (info->chunks[BLOB_FREQUENT] || info->chunks[BLOB_FREQUENT_LIST])
        problem(c->problems, side,
                "segment %u has frequent strings that the manifest does not "
                "know",
                info->id);
    return YZ_OK;
}
