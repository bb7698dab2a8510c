/* SPDX-License-Identifier: MIT */
/*
 * Strings are listed in groups whose postings fit the memory, a walk through
 * the texts for each group; a string is in the group of the parts that its list
 * refers to.
 *
 * How frequent a string must be is decided last, when all lists are coded, so
 * that they take no more room than they may: sizes are added up in bands of 2^k
 * to 2^(k+1) passages, and the lowest bands are left out.
 */
#include "indexer/write/string_lists.h"

#include "core/format/subset.h"
#include "indexer/write/string_filter.h"
#include "indexer/write/string_parts.h"

#include <math.h>
#include <string.h>

enum {
    TEXT_SHARE = 20, /* of the texts, the part that lists may take */
    ENTRY_SIZE = 8,  /* bytes in the dictionary, about */
    BAND_COUNT = 32,
    /* Postings in memory: fixed, and for each passage. */
    POSTINGS_MIN = 4 << 20,
    POSTINGS_A_PASSAGE = 4,
    STRINGS_BETWEEN_LOOKS = 4096
};
#define NOT_IN_GROUP UINT32_MAX

/* A string that is to be listed, by its number. */
typedef struct listed {
    string_part part;
    uint32_t group; /* with which its postings are gathered */
    uint32_t begin; /* its first place in `postings` */
    uint32_t end;   /* behind its last */
    bool others;
    uint32_t size;
    blob_place place; /* in `coded` */
} listed;

typedef struct listing {
    string_counts counts;
    passage_texts *texts;
    segment_writer *out;
    const yz_allocator *memory;
    pair_lists pairs;
    listed *listed;
    uint32_t *shorter; /* by string: the one without its first unit */
    uint32_t group_count;
    string_filter triples; /* of the group */
    string_places places;
    uint32_t *postings; /* of the group */
    uint32_t *ends;     /* by string: behind its last posting that was found;
                           NOT_IN_GROUP */
    uint32_t *pair;     /* passages of a gram */
    uint32_t *numbers;  /* of a list */
    blob_writer coded;
    uint64_t bands[BAND_COUNT]; /* bytes of lists and entries */
    yz_error *err;
} listing;

static const string_count *
string_at(const listing *l, uint32_t number)
{
    return &l->counts.strings.items.items[number];
}

static uint32_t
string_total(const listing *l)
{
    return (uint32_t)l->counts.strings.items.count;
}

static uint32_t
band_of(uint32_t passages)
{
    return 31 - (uint32_t)__builtin_clz(passages);
}

/* ---- what is listed ------------------------------------------------------------------ */

static yz_status
find_parts(listing *l)
{
    memory_release(l->memory, l->listed);
    l->listed =
        memory_zeroed(l->memory, (size_t)string_total(l) + 1, sizeof(listed));
    if (!l->listed)
        return error_nomem(l->err);
    for (uint32_t i = 0; i < string_total(l); i++)
        TRY(string_part_find(&l->counts.strings, i, &l->pairs,
                             l->counts.passages, &l->listed[i].part, l->err));
    return YZ_OK;
}

static uint64_t
size_max(const listing *l)
{
    return l->counts.text_size / TEXT_SHARE;
}

/* About the bytes of a list and its entry, were it anywhere in the part's. */
static double
size_expected(const listing *l, uint32_t number)
{
    static const double wider = 2.2; /* bits: of the largest of 128 gaps */
    const double all = l->listed[number].part.passages;
    const double count = string_at(l, number)->passages;
    const double fewer = count < all - count ? count : all - count;
    if (fewer < 1)
        return ENTRY_SIZE;
    const double gaps = fewer * (log2(all / fewer) + wider);
    return (gaps < all ? gaps : all) / 8 + ENTRY_SIZE;
}

/* The lowest band that, with those above, takes `most` bytes at most. */
static uint32_t
lowest_band(const uint64_t bands[BAND_COUNT], uint64_t most)
{
    uint32_t band = BAND_COUNT;
    for (uint64_t size = 0; band > 0; band--) {
        size += bands[band - 1];
        if (size > most)
            break;
    }
    return band;
}

/*
 * Leave out the strings whose lists are certain to be left out: the expected
 * sizes are right within a quarter.
 */
static yz_status
keep_likely(listing *l)
{
    uint64_t bands[BAND_COUNT] = { 0 };
    for (uint32_t i = 0; i < string_total(l); i++)
        bands[band_of(string_at(l, i)->passages)] +=
            (uint64_t)size_expected(l, i);
    const uint32_t band = lowest_band(bands, size_max(l) + size_max(l) / 4);
    if (band < BAND_COUNT && (uint32_t)1 << band <= l->counts.least)
        return YZ_OK;
    l->counts.least = band < BAND_COUNT ? (uint32_t)1 << band : UINT32_MAX;
    if (!string_table_keep(&l->counts.strings, l->counts.least))
        return error_nomem(l->err);
    return find_parts(l);
}

/* ---- groups -------------------------------------------------------------------------- */

/* The first of the strings that a list refers to. */
static uint32_t
root_of(const listing *l, uint32_t number)
{
    while (l->listed[number].part.number != STRING_NONE)
        number = l->listed[number].part.number;
    return number;
}

/* Give strings groups, and postings places in them. */
static yz_status
make_groups(listing *l)
{
    const size_t room = (size_t)string_total(l) + 1;
    const uint64_t most =
        POSTINGS_MIN + (uint64_t)POSTINGS_A_PASSAGE * l->counts.passages;
    uint64_t *of_roots = memory_zeroed(l->memory, room, sizeof(uint64_t));
    if (!of_roots)
        return error_nomem(l->err);
    uint64_t in_group = 0;
    uint64_t largest = 0;
    for (uint32_t i = 0; i < string_total(l); i++)
        of_roots[root_of(l, i)] += string_at(l, i)->passages;
    for (uint32_t i = 0; i < string_total(l); i++) {
        if (in_group && in_group + of_roots[i] > most) {
            l->group_count++;
            in_group = 0;
        }
        in_group += of_roots[i];
        l->listed[i].group = l->group_count; /* of a root, so far */
        largest = in_group > largest ? in_group : largest;
    }
    memory_release(l->memory, of_roots);
    l->group_count++;
    for (uint32_t i = 0; i < string_total(l); i++)
        l->listed[i].group = l->listed[root_of(l, i)].group;
    if (largest >= UINT32_MAX)
        return error_set(l->err, YZ_E_LIMIT,
                         "the texts are too much alike for one segment");
    l->postings = memory_zeroed(l->memory, largest + 1, sizeof(uint32_t));
    return l->postings ? YZ_OK : error_nomem(l->err);
}

/* A filter that rules out nearly all places, and is small. */
static bool
make_triples(listing *l, uint32_t group)
{
    enum { BITS_A_STRING = 32 };
    uint32_t size = FILTER_SIZE_MIN;
    while ((uint64_t)1 << size < (uint64_t)BITS_A_STRING * string_total(l))
        size++;
    string_filter_dispose(&l->triples);
    if (!string_filter_make(l->memory, size, &l->triples))
        return false;
    for (uint32_t i = 0; i < string_total(l); i++)
        if (l->listed[i].group == group)
            string_filter_add_triples(&l->triples, string_at(l, i)->key);
    return true;
}

static void
gather_in(const listing *l, uint32_t number, uint32_t passage)
{
    uint32_t *end = &l->ends[number];
    if (*end != NOT_IN_GROUP &&
        (*end == l->listed[number].begin || l->postings[*end - 1] != passage))
        l->postings[(*end)++] = passage;
}

/* The strings at a place of a text, by length. */
typedef struct strings_here {
    uint32_t numbers[FREQUENT_LENGTH_MAX + 1];
    uint32_t longest; /* FREQUENT_LENGTH_MIN - 1: there is none */
} strings_here;

/*
 * The strings at the next place. A part of a string is one, too: those of the
 * place before without their first units are here, and need not be looked up.
 */
static void
go_on(const listing *l, const uint16_t *units, uint32_t longest_possible,
      strings_here *here)
{
    uint32_t n = FREQUENT_LENGTH_MIN;
    for (; n < here->longest; n++)
        here->numbers[n] = l->shorter[here->numbers[n + 1]];
    for (; n <= longest_possible; n++) {
        here->numbers[n] =
            string_table_find(&l->counts.strings, frequent_key_of(units, n));
        if (here->numbers[n] == STRING_NONE)
            break; /* so is none that begins with it */
    }
    here->longest = n - 1;
}

static yz_status
gather_passage(listing *l, const uint16_t *units, uint32_t length,
               uint32_t passage)
{
    strings_here here = { .longest = FREQUENT_LENGTH_MIN - 1 };
    if (!string_places_find(&l->places, &l->triples, units, length))
        return error_nomem(l->err);
    for (uint32_t i = 0; i < length; i++) {
        go_on(l, units + i, l->places.longest[i], &here);
        for (uint32_t n = FREQUENT_LENGTH_MIN; n <= here.longest; n++)
            gather_in(l, here.numbers[n], passage);
    }
    return YZ_OK;
}

/* Give the strings of a group room for their postings. */
static void
make_room(listing *l, uint32_t group)
{
    uint32_t room = 0;
    for (uint32_t i = 0; i < string_total(l); i++) {
        listed *s = &l->listed[i];
        const bool is_in = s->group == group;
        s->begin = s->end = room;
        l->ends[i] = is_in ? room : NOT_IN_GROUP;
        room += is_in ? string_at(l, i)->passages : 0;
    }
}

/* Find the postings of a group. */
static yz_status
gather(listing *l, uint32_t group)
{
    const uint16_t *units;
    uint32_t length;
    yz_status status = YZ_OK;
    make_room(l, group);
    if (!make_triples(l, group))
        return error_nomem(l->err);
    passage_texts_rewind(l->texts);
    for (uint32_t passage = 0; status == YZ_OK; passage++) {
        status = passage_texts_next(l->texts, &units, &length, l->err);
        if (status == YZ_OK)
            status = gather_passage(l, units, length, passage);
    }
    for (uint32_t i = 0; i < string_total(l); i++)
        if (l->ends[i] != NOT_IN_GROUP)
            l->listed[i].end = l->ends[i];
    return status == YZ_DONE ? YZ_OK : status;
}

/* ---- lists ----------------------------------------------------------------------------- */

/* The passages of the part that a list refers to; NULL: all. */
static yz_status
part_passages(listing *l, uint32_t number, const uint32_t **ret_passages)
{
    const string_part *part = &l->listed[number].part;
    *ret_passages = NULL;
    if (part->within == WITHIN_ALL)
        return YZ_OK;
    if (part->number != STRING_NONE) {
        *ret_passages = l->postings + l->listed[part->number].begin;
        return YZ_OK;
    }
    *ret_passages = l->pair;
    return pair_passages(
        &l->pairs, frequent_key_part(string_at(l, number)->key, part->within),
        l->counts.passages, l->pair, l->err);
}

/* Which postings of the part the string has. */
static void
number_postings(listing *l, const listed *s, const uint32_t *from)
{
    uint32_t number = 0;
    for (uint32_t i = s->begin; i < s->end; i++) {
        while (from && from[number] < l->postings[i])
            number++;
        l->numbers[i - s->begin] = from ? number : l->postings[i];
    }
}

static yz_status
code_list(listing *l, uint32_t number, buffer *scratch)
{
    listed *s = &l->listed[number];
    const uint32_t count = s->end - s->begin;
    const uint32_t *from;
    uint64_t *band = &l->bands[band_of(count)];
    *band += ENTRY_SIZE;
    if (count == s->part.passages)
        return YZ_OK;
    TRY(part_passages(l, number, &from));
    number_postings(l, s, from);
    scratch->size = 0;
    s->others = subset_encode(l->numbers, count, s->part.passages, scratch);
    s->size = (uint32_t)scratch->size;
    s->place = blob_append(&l->coded, scratch->data, scratch->size);
    *band += s->size;
    return buffer_ok(scratch) && !l->coded.failed ? YZ_OK : error_nomem(l->err);
}

static yz_status
code_group(listing *l, uint32_t group)
{
    buffer scratch = { .from = l->memory };
    yz_status status = gather(l, group);
    for (uint32_t i = 0; i < string_total(l) && status == YZ_OK; i++)
        if (l->listed[i].group == group)
            status = code_list(l, i, &scratch);
    buffer_dispose(&scratch);
    return status;
}

/* Find of each string the one without its first unit. */
static void
find_shorter(listing *l)
{
    for (uint32_t i = 0; i < string_total(l); i++)
        l->shorter[i] = string_table_find(
            &l->counts.strings,
            frequent_key_part(string_at(l, i)->key, WITHIN_LAST));
}

static yz_status
code_lists(listing *l)
{
    const size_t room = (size_t)l->counts.passages + 1;
    l->pair = memory_zeroed(l->memory, room, sizeof(uint32_t));
    l->numbers = memory_zeroed(l->memory, room, sizeof(uint32_t));
    l->ends = memory_zeroed(l->memory, string_total(l), sizeof(uint32_t));
    l->shorter = memory_zeroed(l->memory, string_total(l), sizeof(uint32_t));
    if (!l->pair || !l->numbers || !l->ends || !l->shorter)
        return error_nomem(l->err);
    find_shorter(l);
    TRY(make_groups(l));
    for (uint32_t group = 0; group < l->group_count; group++)
        TRY(code_group(l, group));
    return YZ_OK;
}

/* ---- writing --------------------------------------------------------------------------- */

static void
write_string(listing *l, uint32_t number, frequent_writer *w)
{
    const listed *s = &l->listed[number];
    const uint32_t count = string_at(l, number)->passages;
    frequent_entry entry = {
        count, s->part.within, s->others, { .count = count, .size = s->size }
    };
    if (s->size) {
        const buffer *chunk = &l->coded.chunks.items[s->place >> 32];
        entry.where.place =
            blob_append(&l->out->blobs[BLOB_FREQUENT_LIST],
                        chunk->data + (uint32_t)s->place, s->size);
    }
    frequent_append(w, string_at(l, number)->key, &entry);
}

/* Write those of `least` passages or more. */
static yz_status
write_strings(listing *l, uint32_t least, uint32_t *ret_frequent)
{
    yz_status status = YZ_OK;
    frequent_writer w = { lexicon_writer_of(&l->out->blobs[BLOB_FREQUENT]),
                          { 0 } };
    for (uint32_t i = 0; i < string_total(l) && status == YZ_OK; i++) {
        if (string_at(l, i)->passages >= least)
            write_string(l, i, &w);
        if (i % STRINGS_BETWEEN_LOOKS == 0)
            status = segment_writer_relieve(l->out, l->err);
    }
    if (w.lexicon.total)
        *ret_frequent = least;
    const bool finished = frequent_finish(&w);
    return status == YZ_OK && !finished ? error_nomem(l->err) : status;
}

/* ---- the whole --------------------------------------------------------------------------- */

/* @param limited  no more than the texts allow */
static yz_status
list_strings(listing *l, bool limited, uint32_t *ret_frequent)
{
    TRY(pair_lists_open(l->out, &l->pairs, l->err));
    TRY(find_parts(l));
    if (limited)
        TRY(keep_likely(l));
    TRY(code_lists(l));
    pair_lists_close(&l->pairs);
    uint32_t least = l->counts.least;
    const uint32_t band = limited ? lowest_band(l->bands, size_max(l)) : 0;
    if (band == BAND_COUNT)
        return YZ_OK;
    if ((uint32_t)1 << band > least)
        least = (uint32_t)1 << band;
    return write_strings(l, least, ret_frequent);
}

static void
listing_dispose(listing *l)
{
    string_counts_dispose(&l->counts);
    pair_lists_close(&l->pairs);
    memory_release(l->memory, l->listed);
    memory_release(l->memory, l->shorter);
    memory_release(l->memory, l->ends);
    memory_release(l->memory, l->postings);
    memory_release(l->memory, l->pair);
    memory_release(l->memory, l->numbers);
    string_filter_dispose(&l->triples);
    string_places_dispose(&l->places);
    blob_writer_dispose(&l->coded);
}

yz_status
string_lists_write(passage_texts *texts, uint32_t least, segment_writer *out,
                   uint32_t *ret_frequent, yz_error *err)
{
    const yz_allocator *memory = out->index->memory;
    listing l = { .texts = texts,
                  .out = out,
                  .memory = memory,
                  .pairs.arena.from = memory,
                  .triples.memory = memory,
                  .places.from = memory,
                  .coded = blob_writer_of(memory),
                  .err = err };
    *ret_frequent = 0;
    if (least == FREQUENT_OFF)
        return YZ_OK;
    yz_status status = string_counts_make(texts, least, &l.counts, err);
    if (status == YZ_OK && string_total(&l))
        status = list_strings(&l, least == 0, ret_frequent);
    listing_dispose(&l);
    return status;
}
