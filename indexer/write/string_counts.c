/* SPDX-License-Identifier: MIT */
/*
 * Most strings are in few passages, and there are too many of them to give each
 * a counter. So there are three walks through the texts:
 *
 *  1. Strings of three are counted by hash: several share a counter.
 *  2. So are longer ones, if each three neighbours in them have a high counter.
 *  3. Strings whose counter is high get a counter of their own.
 *
 * A counter is never below the passages of its strings, so none is missed.
 */
#include "indexer/write/string_counts.h"

#include "core/base/bit_set.h"
#include "indexer/write/string_filter.h"

enum {
    UNITS_A_COUNTER = 8, /* of all texts */
    COUNTERS_SIZE_MAX = 22,
    /* One counter in 16 is high, at most: more would rule out little. */
    HIGH_SHARE = 16,
    LEAST_MAX = 1 << 15
};

typedef struct counting {
    passage_texts *texts;
    string_counts *counts;
    uint16_t *counters;
    uint32_t counters_size; /* there are 2^that */
    string_filter triples;  /* of those with high counters */
    string_filter longer;
    string_places places;
    const uint16_t *units; /* of a passage */
    uint32_t length;
    yz_error *err;
} counting;

/* ---- one passage after the other ------------------------------------------------ */

/* Sees a passage. false: no memory. */
typedef bool (*passage_fn)(counting *c, uint32_t passage);

static yz_status
each_passage(counting *c, passage_fn see)
{
    yz_status status;
    uint32_t passage = 0;
    passage_texts_rewind(c->texts);
    while ((status = passage_texts_next(c->texts, &c->units, &c->length,
                                        c->err)) == YZ_OK)
        if (!see(c, passage++))
            return error_nomem(c->err);
    return status == YZ_DONE ? YZ_OK : status;
}

static void
add_size(const counting *c)
{
    uint64_t size = 0;
    for (uint32_t i = 0; i < c->length; i++)
        size += (uint64_t)1 + (c->units[i] >= 0x80) + (c->units[i] >= 0x800);
    c->counts->text_size += size;
    c->counts->passages++;
}

static inline void
count_hash(const counting *c, frequent_key key)
{
    uint16_t *counter =
        &c->counters[string_hash(key) >> (64 - c->counters_size)];
    if (*counter < UINT16_MAX)
        ++*counter;
}

static bool
count_triples(counting *c, uint32_t passage)
{
    uint64_t head = 0;
    uint32_t ideographs = 0;
    (void)passage;
    add_size(c);
    for (uint32_t i = 0; i < c->length; i++) {
        head = head << 16 | (uint64_t)c->units[i] << 16;
        ideographs = frequent_unit(c->units[i]) ? ideographs + 1 : 0;
        if (ideographs >= FREQUENT_LENGTH_MIN)
            count_hash(c, (frequent_key){ head, 0 });
    }
    return true;
}

static bool
count_longer(counting *c, uint32_t passage)
{
    (void)passage;
    if (!string_places_find(&c->places, &c->triples, c->units, c->length))
        return false;
    for (uint32_t i = 0; i < c->length; i++)
        for (uint32_t n = FREQUENT_LENGTH_MIN + 1; n <= c->places.longest[i];
             n++)
            count_hash(c, frequent_key_of(c->units + i, n));
    return true;
}

static bool
count_each(counting *c, uint32_t passage)
{
    if (!string_places_find(&c->places, &c->triples, c->units, c->length))
        return false;
    for (uint32_t i = 0; i < c->length; i++)
        for (uint32_t n = FREQUENT_LENGTH_MIN; n <= c->places.longest[i]; n++) {
            const frequent_key key = frequent_key_of(c->units + i, n);
            if (n > FREQUENT_LENGTH_MIN && !string_filter_has(&c->longer, key))
                break;
            if (!string_table_count(&c->counts->strings, key, passage))
                return false;
        }
    return true;
}

/* ---- counters --------------------------------------------------------------------- */

static size_t
counter_count(const counting *c)
{
    return (size_t)1 << c->counters_size;
}

/* As many counters as the texts are long; a code takes a byte and a half. */
static yz_status
make_counters(counting *c)
{
    const uint64_t units = passage_texts_size(c->texts) / 3 * 2;
    c->counters_size = FILTER_SIZE_MIN;
    while (c->counters_size < COUNTERS_SIZE_MAX &&
           units / UNITS_A_COUNTER >> c->counters_size)
        c->counters_size++;
    const yz_allocator *memory = c->places.from;
    c->counters = memory_zeroed(memory, counter_count(c), sizeof(*c->counters));
    const bool made =
        c->counters &&
        string_filter_make(memory, c->counters_size, &c->triples) &&
        string_filter_make(memory, c->counters_size, &c->longer);
    return made ? YZ_OK : error_nomem(c->err);
}

static size_t
count_high(const counting *c, uint32_t least)
{
    size_t high = 0;
    for (size_t i = 0; i < counter_count(c); i++)
        high += c->counters[i] >= least;
    return high;
}

/* The least number of passages by which the counters tell strings apart. */
static void
choose_least(counting *c)
{
    uint32_t least = FREQUENT_AUTO_MIN;
    while (least < LEAST_MAX &&
           count_high(c, least) > counter_count(c) / HIGH_SHARE)
        least *= 2;
    c->counts->least = least;
}

/* Set the bits of counters that are high, and begin to count again. */
static void
take_high(counting *c, string_filter *high)
{
    const uint32_t least =
        c->counts->least < UINT16_MAX ? c->counts->least : UINT16_MAX;
    for (size_t i = 0; i < counter_count(c); i++) {
        if (c->counters[i] >= least)
            bits_set(high->bits, i);
        c->counters[i] = 0;
    }
}

static yz_status
count_all(counting *c)
{
    TRY(make_counters(c));
    TRY(each_passage(c, count_triples));
    if (!c->counts->least)
        choose_least(c);
    take_high(c, &c->triples);
    TRY(each_passage(c, count_longer));
    take_high(c, &c->longer);
    TRY(each_passage(c, count_each));
    return string_table_keep(&c->counts->strings, c->counts->least)
               ? YZ_OK
               : error_nomem(c->err);
}

yz_status
string_counts_make(passage_texts *texts, uint32_t least,
                   string_counts *ret_counts, yz_error *err)
{
    const yz_allocator *memory = texts->scratch.slow.from;
    string_counts made = { .strings = string_table_of(memory), .least = least };
    counting c = { .texts = texts,
                   .counts = &made,
                   .triples.memory = memory,
                   .longer.memory = memory,
                   .places.from = memory,
                   .err = err };
    const yz_status status = count_all(&c);
    memory_release(memory, c.counters);
    string_filter_dispose(&c.triples);
    string_filter_dispose(&c.longer);
    string_places_dispose(&c.places);
    if (status != YZ_OK) {
        string_counts_dispose(&made);
        return status;
    }
    *ret_counts = made;
    return YZ_OK;
}

void
string_counts_dispose(string_counts *c)
{
    string_table_dispose(&c->strings);
}
