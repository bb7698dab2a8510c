/* SPDX-License-Identifier: MIT */
/*
 * Do the dictionaries of grams and of words find what a sorted array finds,
 * and nothing else, and give all entries back in order, from any place on?
 * And does a damaged one end in YZ_E_CORRUPT, YZ_DONE or some entry, but never
 * in a crash?
 */
#include "core/format/grams.h"
#include "core/format/words.h"

#include "property.h"

enum { ENTRIES_MAX = 20000, ROUNDS = 12, PROBES = 4000, DAMAGED_ROUNDS = 300 };

typedef struct entry {
    gram_key key;
    yz_str term;
    list_place where;
} entry;

typedef struct entry_list {
    uint32_t count;
    entry items[ENTRIES_MAX];
    char *terms; /**< what the terms point to */
} entry_list;

/* ---- random dictionaries ------------------------------------------------------ */

/* Lists lie one behind the other, now and then in another chunk. */
static list_place
random_where(random_state *r, blob_place *next)
{
    if (random_below(r, 3) == 0) {
        const uint32_t frequency = 1 + random_below(r, 3);
        return (list_place){ 1, 0, (random_u64(r) >> 32) << 32 | frequency,
                             frequency > 1 };
    }
    if (random_below(r, 200) == 0)
        *next = ((*next >> 32) + 1) << 32;
    list_place where = { 2 + random_below(r, 1u << random_below(r, 20)),
                         1 + random_below(r, 1u << random_below(r, 16)), *next,
                         0 };
    if (random_below(r, 2))
        where.marked = random_below(r, where.count + 1);
    *next += where.size;
    return where;
}

static gram_key
random_gram(random_state *r)
{
    const uint32_t kind = random_below(r, 10);
    const uint32_t spread = kind == 0 ? 0x10ffff : kind < 5 ? 200 : 21000;
    const uint32_t first = 0x4e00 + random_below(r, 300);
    if (random_below(r, 10) == 0)
        return gram_of(first, 0);
    if (kind == 9)
        return gram_of(0x10ffff - random_below(r, 3), 0x10ffff);
    return gram_of(first, 1 + random_below(r, spread));
}

static int
compare_keys(const void *a, const void *b)
{
    const entry *x = a;
    const entry *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static int
compare_terms(const void *a, const void *b)
{
    return str_compare(((const entry *)a)->term, ((const entry *)b)->term);
}

/* Sort, drop what is there twice, and give each entry a list. */
static void
settle(random_state *r, entry_list *list,
       int (*compare)(const void *, const void *))
{
    blob_place next = 0;
    uint32_t count = 0;
    qsort(list->items, list->count, sizeof(entry), compare);
    for (uint32_t i = 0; i < list->count; i++)
        if (count == 0 || compare(&list->items[count - 1], &list->items[i]))
            list->items[count++] = list->items[i];
    list->count = count;
    for (uint32_t i = 0; i < count; i++)
        list->items[i].where = random_where(r, &next);
}

static void
random_grams(random_state *r, entry_list *list)
{
    list->count = random_below(r, 1u << random_below(r, 15)) % ENTRIES_MAX;
    for (uint32_t i = 0; i < list->count; i++)
        list->items[i].key = random_gram(r);
    settle(r, list, compare_keys);
}

/* Few letters and common beginnings, so that keys of blocks are alike. */
static yz_str
random_term(random_state *r, char *at)
{
    static const char beginning[] = "winternational";
    const uint32_t alike = random_below(r, sizeof(beginning));
    const uint32_t kind = random_below(r, 200);
    uint32_t size = kind == 0 ? random_below(r, 40) : random_below(r, 9);
    memcpy(at, beginning, alike);
    for (uint32_t i = 0; i < size; i++)
        at[alike + i] =
            (char)(kind == 1 ? random_below(r, 256) : 'a' + random_below(r, 5));
    return (yz_str){ at, alike + size };
}

static void
random_words(random_state *r, entry_list *list)
{
    list->count = random_below(r, 1u << random_below(r, 15)) % ENTRIES_MAX;
    for (uint32_t i = 0; i < list->count; i++)
        list->items[i].term = random_term(r, list->terms + 64 * (size_t)i);
    settle(r, list, compare_terms);
}

static blob_reader
write_grams(const entry_list *list)
{
    blob_writer blob = { 0 };
    grams_writer w = { .lexicon = { .blob = &blob } };
    for (uint32_t i = 0; i < list->count; i++)
        grams_append(&w, list->items[i].key, &list->items[i].where);
    CHECK(grams_finish(&w));
    const blob_reader reader = blob_in_memory(&blob);
    blob_writer_dispose(&blob);
    return reader;
}

static blob_reader
write_words(const entry_list *list)
{
    blob_writer blob = { 0 };
    words_writer w = { .lexicon = { .blob = &blob } };
    for (uint32_t i = 0; i < list->count; i++)
        words_append(&w, list->items[i].term, &list->items[i].where);
    CHECK(words_finish(&w));
    const blob_reader reader = blob_in_memory(&blob);
    blob_writer_dispose(&blob);
    return reader;
}

/* ---- comparing ---------------------------------------------------------------- */

static uint32_t
first_not_before(const entry_list *list, const entry *from,
                 int (*compare)(const void *, const void *))
{
    uint32_t i = 0;
    while (i < list->count && compare(&list->items[i], from) < 0)
        i++;
    return i;
}

static bool
same_place(const list_place *a, const list_place *b)
{
    return a->count == b->count && a->size == b->size && a->place == b->place &&
           a->marked == b->marked;
}

static void
check_gram(blob_reader *blob, const entry_list *list, gram_key key)
{
    const entry asked = { .key = key };
    const uint32_t at = first_not_before(list, &asked, compare_keys);
    const bool there = at < list->count && list->items[at].key == key;
    list_place where;
    grams_cursor c;
    CHECK(grams_find(blob, key, &where, NULL) == (there ? YZ_OK : YZ_DONE));
    CHECK(!there || same_place(&where, &list->items[at].where));
    CHECK(!grams_cursor_open(blob, key, &c, NULL));
    for (uint32_t i = at; i < list->count && i < at + 100; i++) {
        CHECK(!grams_cursor_next(&c, NULL) && c.key == list->items[i].key);
        CHECK(same_place(&c.where, &list->items[i].where));
    }
    CHECK(at + 100 < list->count || grams_cursor_next(&c, NULL) == YZ_DONE);
}

static void
check_word(blob_reader *blob, const entry_list *list, yz_str term)
{
    const entry asked = { .term = term };
    const uint32_t at = first_not_before(list, &asked, compare_terms);
    const bool there =
        at < list->count && str_equal(list->items[at].term, term);
    list_place where;
    words_cursor c;
    CHECK(words_find(blob, term, &where, NULL) == (there ? YZ_OK : YZ_DONE));
    CHECK(!there || same_place(&where, &list->items[at].where));
    CHECK(!words_cursor_open(blob, term, &c, NULL));
    for (uint32_t i = at; i < list->count && i < at + 100; i++) {
        CHECK(!words_cursor_next(&c, NULL));
        CHECK(str_equal(words_cursor_term(&c), list->items[i].term));
        CHECK(same_place(&c.where, &list->items[i].where));
    }
    CHECK(at + 100 < list->count || words_cursor_next(&c, NULL) == YZ_DONE);
}

static void
check_round(random_state *r, entry_list *list)
{
    char term[64];
    random_grams(r, list);
    blob_reader grams = write_grams(list);
    check_gram(&grams, list, 0);
    for (uint32_t i = 0; i < PROBES / ROUNDS && list->count; i++) {
        check_gram(&grams, list, random_gram(r));
        check_gram(&grams, list, list->items[random_below(r, list->count)].key);
    }
    blob_forget(&grams);
    random_words(r, list);
    blob_reader words = write_words(list);
    check_word(&words, list, (yz_str){ "", 0 });
    for (uint32_t i = 0; i < PROBES / ROUNDS && list->count; i++) {
        check_word(&words, list, random_term(r, term));
        check_word(&words, list,
                   list->items[random_below(r, list->count)].term);
    }
    blob_forget(&words);
}

/* ---- damage ------------------------------------------------------------------- */

static void
walk_grams(random_state *r, blob_reader *blob)
{
    grams_cursor c;
    list_place where;
    uint32_t steps = 0;
    (void)grams_find(blob, random_gram(r), &where, NULL);
    if (grams_cursor_open(blob, random_gram(r), &c, NULL))
        return;
    while (steps++ < 2 * ENTRIES_MAX && !grams_cursor_next(&c, NULL))
        CHECK(c.where.count > 0);
}

static void
walk_words(random_state *r, blob_reader *blob)
{
    char term[64];
    words_cursor c;
    list_place where;
    uint32_t steps = 0;
    (void)words_find(blob, random_term(r, term), &where, NULL);
    if (words_cursor_open(blob, random_term(r, term), &c, NULL))
        return;
    while (steps++ < 2 * ENTRIES_MAX && !words_cursor_next(&c, NULL))
        CHECK(c.where.count > 0 && words_cursor_term(&c).size <= WORD_SIZE_MAX);
}

static void
check_damage(random_state *r, entry_list *list)
{
    random_grams(r, list);
    blob_reader grams = write_grams(list);
    for (int i = 0; i < 10 && grams.chunk_count; i++) {
        blob_damage(&grams, r);
        walk_grams(r, &grams);
    }
    blob_forget(&grams);
    random_words(r, list);
    blob_reader words = write_words(list);
    for (int i = 0; i < 10 && words.chunk_count; i++) {
        blob_damage(&words, r);
        walk_words(r, &words);
    }
    blob_forget(&words);
}

int
main(int argc, char **argv)
{
    random_state r = random_begin(argc, argv);
    entry_list *list = calloc(1, sizeof(*list));
    CHECK(list);
    list->terms = malloc(64 * (size_t)ENTRIES_MAX);
    CHECK(list->terms);
    for (int round = 0; round < ROUNDS; round++)
        check_round(&r, list);
    for (int round = 0; round < DAMAGED_ROUNDS; round++)
        check_damage(&r, list);
    free(list->terms);
    free(list);
    return 0;
}
