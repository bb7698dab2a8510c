/* SPDX-License-Identifier: MIT */
/*
 * How small are packed texts, and how fast is it to search in them? Reads
 * JSON Lines with a "text" a line and prints, for each file, the bytes by form
 * and the time a passage: to pack it, to get its UTF-8 and its skeleton, to
 * see that a phrase of four characters is not in it, to find one that is; and
 * memmem() on the UTF-8 beside it.
 *
 *     text_store FILE...
 */
#include "core/base/array.h"
#include "core/base/utf8.h"
#include "core/index/skeletons.h"
#include "core/text/skeleton.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PHRASE_UNITS = 4, PHRASES = 200, ROUNDS_NS = 200000000 };

typedef struct item {
    yz_str text;
    bytes record;
    packed_text packed;
    const uint16_t *units;
    uint32_t length;
} item;

typedef struct phrase {
    uint16_t units[PHRASE_UNITS];
    yz_str utf8;
    packed_probe probe;
    size_t home; /* the item it was taken from */
} phrase;

typedef struct store_bench {
    arena arena;
    fold_table *table;
    packed_fold *fold;
    packer *packer;
    ARRAY_OF(item) items;
    ARRAY_OF(phrase) phrases;
    uint16_t *room;
    uint64_t sink;
} store_bench;

static double
now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ---- what is measured -------------------------------------------------------- */

static void
pack_item(store_bench *b, const item *it)
{
    buffer out = { 0 };
    packer_put(b->packer, it->text, it->units, it->length, &out);
    b->sink += out.size;
    buffer_dispose(&out);
}

static void
unpack_item(store_bench *b, const item *it)
{
    arena a = { 0 };
    yz_str text;
    if (packed_text_utf8(&it->packed, &a, &text, NULL) == YZ_OK)
        b->sink += text.size;
    arena_dispose(&a);
}

static void
fold_item(store_bench *b, const item *it)
{
    b->sink += packed_text_skeleton(&it->packed, b->fold, b->room);
}

static bool
units_have(const uint16_t *units, uint32_t length, const uint16_t *wanted)
{
    for (uint32_t at = 0; at + PHRASE_UNITS <= length; at++)
        if (units[at] == wanted[0] &&
            !memcmp(units + at, wanted, PHRASE_UNITS * sizeof(*wanted)))
            return true;
    return false;
}

static bool
packed_has(const store_bench *b, const item *it, const phrase *p)
{
    packed_text t;
    bytes in = it->record;
    if (!packed_text_read(&in, &t) || !packed_text_may_have(&t, &p->probe))
        return false;
    return units_have(b->room, packed_text_skeleton(&t, b->fold, b->room),
                      p->units);
}

static bool
utf8_has(const item *it, const phrase *p)
{
    return memmem(it->text.data, it->text.size, p->utf8.data, p->utf8.size);
}

/* ---- rounds --------------------------------------------------------------------- */

typedef void (*item_fn)(store_bench *b, const item *it);

static double
time_items(store_bench *b, item_fn work)
{
    uint64_t rounds = 0;
    const double begin = now_ns();
    do {
        for (size_t i = 0; i < b->items.count; i++)
            work(b, &b->items.items[i]);
        rounds++;
    } while (now_ns() - begin < ROUNDS_NS);
    return (now_ns() - begin) / (double)(rounds * b->items.count);
}

/* Each phrase in all items, or only in the one it came from. */
static double
time_phrases(store_bench *b, bool packed, bool home)
{
    uint64_t looks = 0;
    const double begin = now_ns();
    do {
        for (size_t i = 0; i < b->phrases.count; i++) {
            const phrase *p = &b->phrases.items[i];
            const size_t first = home ? p->home : 0;
            const size_t end = home ? p->home + 1 : b->items.count;
            for (size_t j = first; j < end; j++) {
                const item *it = &b->items.items[j];
                b->sink += packed ? packed_has(b, it, p) : utf8_has(it, p);
            }
            looks += end - first;
        }
    } while (now_ns() - begin < ROUNDS_NS);
    return (now_ns() - begin) / (double)looks;
}

/* ---- reading ---------------------------------------------------------------------- */

static void
add_item(store_bench *b, yz_str text)
{
    item it = { .text = arena_str(&b->arena, text) };
    skeleton s;
    buffer out = { 0 };
    if (skeleton_make(b->table, it.text, false, &b->arena, &s, NULL) != YZ_OK)
        return;
    packer_put(b->packer, it.text, s.units, s.length, &out);
    const yz_str kept = arena_str(&b->arena, buffer_str(&out));
    buffer_dispose(&out);
    it.units = s.units;
    it.length = s.length;
    it.record = bytes_of(kept.data, kept.size);
    bytes in = it.record;
    if (packed_text_read(&in, &it.packed))
        (void)ARRAY_PUSH(&b->items, it);
}

static void
read_file(store_bench *b, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    while (file && getline(&line, &room, file) > 0) {
        json_t *passage = json_loads(line, 0, NULL);
        const json_t *text = json_object_get(passage, "text");
        if (text)
            add_item(b, (yz_str){ json_string_value(text),
                                  json_string_length(text) });
        json_decref(passage);
    }
    free(line);
    if (file)
        fclose(file);
}

/* The rarest character's probe of a phrase from the middle of an item. */
static void
add_phrase(store_bench *b, size_t home)
{
    const item *it = &b->items.items[home];
    phrase p = { .home = home };
    if (it->length < 2 * PHRASE_UNITS)
        return;
    memcpy(p.units, it->units + it->length / 2, sizeof(p.units));
    p.utf8 = skeleton_utf8(p.units, PHRASE_UNITS, &b->arena);
    for (int i = 0; i < PHRASE_UNITS; i++) {
        packed_probe probe;
        packed_probe_make(b->fold, &p.units[i], 1, &probe);
        if (i == 0 || probe.rank > p.probe.rank)
            p.probe = probe;
    }
    (void)ARRAY_PUSH(&b->phrases, p);
}

/* ---- the report --------------------------------------------------------------------- */

static void
print_sizes(const store_bench *b, const char *path)
{
    uint64_t source = 0;
    uint64_t packed = 0;
    uint64_t slow = 0;
    uint64_t characters = 0;
    uint64_t forms[3] = { 0 };
    for (size_t i = 0; i < b->items.count; i++) {
        const item *it = &b->items.items[i];
        source += it->text.size;
        packed += bytes_left(&it->record);
        slow += it->packed.slow;
        characters += utf8_count(it->text.data, it->text.size);
        forms[it->packed.form]++;
    }
    const double count = (double)b->items.count;
    printf("%s: %zu passages of %.0f characters\n", path, b->items.count,
           (double)characters / count);
    printf("  bytes: %.1f %% of UTF-8, %.2f a character\n",
           100 * (double)packed / (double)source,
           (double)packed / (double)characters);
    printf("  plain %.1f %%, simplified %.1f %%, traditional %.1f %%; "
           "slow %.1f %%\n",
           100 * (double)forms[0] / count, 100 * (double)forms[1] / count,
           100 * (double)forms[2] / count, 100 * (double)slow / count);
}

static void
measure(store_bench *b, const char *path)
{
    read_file(b, path);
    if (!b->items.count)
        return;
    size_t room = 0;
    for (size_t i = 0; i < b->items.count; i++) {
        const size_t more = packed_text_capacity(&b->items.items[i].packed);
        room = more > room ? more : room;
    }
    b->room = arena_array(&b->arena, room, sizeof(*b->room));
    for (size_t i = 0; i < PHRASES; i++)
        add_phrase(b, i * b->items.count / PHRASES);
    print_sizes(b, path);
    printf("  ns a passage: pack %.0f, UTF-8 %.0f, skeleton %.0f\n",
           time_items(b, pack_item), time_items(b, unpack_item),
           time_items(b, fold_item));
    printf("  ns a look: phrase nearly nowhere %.1f (memmem %.1f), "
           "in its passage %.1f (memmem %.1f)\n",
           time_phrases(b, true, false), time_phrases(b, false, false),
           time_phrases(b, true, true), time_phrases(b, false, true));
}

int
main(int argc, char **argv)
{
    buffer stored = { 0 };
    store_bench b = { 0 };
    if (fold_table_dump(&stored, NULL) != YZ_OK ||
        fold_table_load(NULL, bytes_of(stored.data, stored.size), &b.table,
                        NULL) != YZ_OK)
        return 1;
    buffer_dispose(&stored);
    b.fold = packed_fold_new(NULL, b.table);
    b.packer = b.fold ? packer_new(NULL, b.fold) : NULL;
    for (int i = 1; i < argc && b.packer; i++) {
        measure(&b, argv[i]);
        b.items.count = b.phrases.count = 0;
        arena_dispose(&b.arena);
    }
    ARRAY_DISPOSE(&b.items);
    ARRAY_DISPOSE(&b.phrases);
    packer_free(b.packer);
    free(b.fold);
    fold_table_free(b.table);
    return b.sink ? 0 : 1;
}
