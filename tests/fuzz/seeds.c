/* SPDX-License-Identifier: MIT */
/*
 * Writes the corpora to begin with of the targets that read what an index
 * holds, by what writes it: seeds FOLDER. Made again when a format changes.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_index.h"

#include "core/base/seal.h"
#include "core/format/frequent.h"
#include "core/format/grams.h"
#include "core/format/packed_text.h"
#include "core/format/subset.h"
#include "core/format/tombstones.h"
#include "core/format/words.h"
#include "core/report/box_record.h"
#include "core/report/record.h"
#include "core/text/lookalike.h"
#include "core/text/skeleton.h"

#include <string.h>
#include <sys/stat.h>

static const char *top;

static void
must(bool held)
{
    if (held)
        return;
    fprintf(stderr, "seeds: something failed\n");
    exit(1);
}

/* Write an input of a target, and empty the buffer. */
static void
seed(const char *target, const char *name, buffer *input)
{
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", top, target);
    (void)mkdir(path, 0777);
    snprintf(path, sizeof(path), "%s/%s/%s", top, target, name);
    FILE *file = fopen(path, "wb");
    must(file && buffer_ok(input));
    must(fwrite(input->data, 1, input->size, file) == input->size);
    must(fclose(file) == 0);
    input->size = 0;
}

static void
put_bytes(buffer *out, bytes in)
{
    buffer_put(out, in.at, bytes_left(&in));
}

static bytes
chunk_of(const blob_writer *w, size_t number)
{
    must(!w->failed && number < w->chunks.count);
    return bytes_of(w->chunks.items[number].data, w->chunks.items[number].size);
}

/* ---- postings --------------------------------------------------------------- */

static void
seed_list(const char *name, uint32_t count, uint32_t gap, uint32_t often)
{
    static uint8_t lengths[1 << 16];
    buffer out = { 0 };
    blob_writer blob = { 0 };
    postings_writer w = { .frequencies = true, .lengths = lengths };
    uint32_t passage = 3;
    for (uint32_t i = 0; i < count; i++) {
        postings_writer_add(&w, passage, 1 + (often && i % often == 0 ? i : 0));
        passage += 1 + (gap > 1 ? i * 7919 % gap : 0);
    }
    const list_place where = postings_writer_finish(&w, &blob);
    buffer_put_varint(&out, passage + 1);
    buffer_put_varint(&out, count);
    buffer_put_varint(&out, 0);
    buffer_put_u8(&out, where.size == 0);
    if (where.size == 0)
        buffer_put_u64(&out, where.place);
    else
        put_bytes(&out, chunk_of(&blob, 0));
    seed("postings", name, &out);
    postings_writer_dispose(&w);
    blob_writer_dispose(&blob);
    buffer_dispose(&out);
}

static void
seed_postings(void)
{
    seed_list("one", 1, 1, 0);
    seed_list("run", 100, 1, 0);
    seed_list("gaps", 100, 200, 3);
    seed_list("bits", 120, 3, 0);
    seed_list("blocks", 600, 40, 5);
    seed_list("runs", 400, 1, 7);
}

/* ---- dictionaries ------------------------------------------------------------ */

static void
seed_dictionary(const char *name, uint8_t which, const blob_writer *blob)
{
    buffer out = { 0 };
    const bytes first = chunk_of(blob, 0);
    buffer_put_u8(&out, which);
    buffer_put_u16(&out, (uint16_t)bytes_left(&first));
    put_bytes(&out, first);
    put_bytes(&out, chunk_of(blob, 1));
    seed("dictionaries", name, &out);
    buffer_dispose(&out);
}

static list_place
some_list(uint32_t i, blob_place *next)
{
    list_place where = { .count = 1, .place = (uint64_t)i << 32 | 1 };
    if (i % 4 == 0) {
        where = (list_place){ 5 + i, 20, *next, i % 8 ? 2 : 0 };
        *next += 20;
    } else if (i % 4 == 1) {
        where.place += 4;
        where.marked = 1;
    }
    return where;
}

static void
seed_dictionaries(void)
{
    static const char *const words[] = { "t期刊",     "w1",       "wnorth",
                                         "wservic",   "wstation", "w工会",
                                         "w工会驿站", "w服务" };
    blob_writer blob = { 0 };
    blob_place next = 0;
    grams_writer grams = { .lexicon = { .blob = &blob } };
    for (uint32_t i = 0; i < 70; i++) {
        const list_place where = some_list(i, &next);
        grams_append(&grams, gram_of(0x5de5 + i / 3, i % 3 ? 0x4f1a + i : 0),
                     &where);
    }
    must(grams_finish(&grams));
    seed_dictionary("grams", 0, &blob);
    blob_writer_dispose(&blob);
    blob = (blob_writer){ 0 };
    next = 0;
    words_writer writer = { .lexicon = { .blob = &blob } };
    for (uint32_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        const list_place where = some_list(i, &next);
        words_append(&writer, str_of(words[i]), &where);
    }
    must(words_finish(&writer));
    seed_dictionary("words", 1, &blob);
    blob_writer_dispose(&blob);
}

/* Strings with lists of all forms, which lie before the dictionary. */
static void
seed_frequent(void)
{
    enum { STRINGS = 40, LIMIT = 100 };
    blob_writer blob = { 0 };
    frequent_writer w = { .lexicon = { .blob = &blob } };
    for (uint32_t i = 0; i < STRINGS; i++) {
        const uint16_t units[] = { 0x5de5,
                                   0x4f1a,
                                   (uint16_t)(0x9a7f + i / 9),
                                   (uint16_t)(0x4e00 + 2 * i),
                                   0x3400,
                                   0x3005 };
        uint32_t numbers[LIMIT];
        uint32_t count = 0;
        buffer list = { 0 };
        for (uint32_t n = 0; n < LIMIT; n++)
            if (n * 7 % (i / 4 + 2) == 0 || n > 90 + i / 5)
                numbers[count++] = n;
        const bool others = subset_encode(numbers, count, LIMIT, &list);
        frequent_entry entry = { count,
                                 (frequent_within)(i % 3),
                                 others,
                                 { .count = count,
                                   .size = (uint32_t)list.size,
                                   .place = blob_append(&blob, list.data,
                                                        list.size) } };
        frequent_append(&w, frequent_key_of(units, 4 + i % 3), &entry);
        buffer_dispose(&list);
    }
    must(frequent_finish(&w));
    seed_dictionary("frequent", 2, &blob);
    blob_writer_dispose(&blob);
}

/* ---- texts and records ------------------------------------------------------- */

static void
seed_texts(void)
{
    static const struct {
        const char *name;
        const char *text;
    } texts[] = {
        { "simplified",
          "近年来，南平市总工会探索“工会驿站+”　多元赋能 2.5亿元。" },
        { "traditional", "維護職工權益 當好「娘家人」，勞模工匠助企行活動𠮷" },
        { "plain", "North Fujian services, 1+N; e\xcc\x81t\xc3\xa9" },
    };
    arena a = { 0 };
    buffer out = { 0 };
    yz_index *index = small_index();
    packer *p = packer_new(NULL, index->packed_fold);
    must(p != NULL);
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        char name[32];
        skeleton sk;
        const yz_str text = str_of(texts[i].text);
        must(skeleton_make(index->fold, text, false, &a, &sk, NULL) == YZ_OK);
        buffer_put_u8(&out, 0);
        packer_put(p, text, sk.units, sk.length, &out);
        seed("packed_text", texts[i].name, &out);
        buffer_put_u8(&out, 1);
        buffer_put_text(&out, text);
        snprintf(name, sizeof(name), "to_pack_%s", texts[i].name);
        seed("packed_text", name, &out);
    }
    packer_free(p);
    arena_dispose(&a);
    buffer_dispose(&out);
}

static void
seed_records(void)
{
    const yz_block blocks[] = { { 3, 5, 40, 160 }, { 9, 9, 300, 330 } };
    const yz_piece pieces[] = {
        { .line = 3, .column = 1, .source_begin = 40 },
        { 60, 4, 1, 101, { "\n", 1 }, 0 },
        { 120, 9, 2, 301, { "\n\n图\n", 6 }, 1 },
    };
    const record_strings strings = { 1, 2, 3, 4, 5, 6, 1 };
    const record_strings few = { .report = 1 };
    record_group g = { 0 };
    buffer out = { 0 };
    yz_passage p = { .id = str_of("0123456789abcdef"),
                     .date = str_of("2025-01-04"),
                     .extra = str_of("{\"n\":1}"),
                     .blocks = blocks,
                     .block_count = 2,
                     .pieces = pieces,
                     .piece_count = 3,
                     .kind = YZ_KIND_CAPTION,
                     .truncated = true };
    buffer_put_u8(&out, 0);
    record_group_add(&g, &p, &strings);
    record_group_finish(&g, &out);
    seed("record", "pieces", &out);
    buffer_put_u8(&out, 1);
    p = (yz_passage){
        .id = str_of("77"),
        .blocks = blocks + 1,
        .block_count = 1,
        .pieces = &(yz_piece){ .line = 9, .column = 1, .source_begin = 300 },
        .piece_count = 1
    };
    record_group_add(&g, &p, &few);
    p.id = str_of("78");
    record_group_add(&g, &p, &few);
    record_group_finish(&g, &out);
    seed("record", "whole", &out);
    buffer_put_u8(&out, 2);
    p = (yz_passage){ .id = str_of("a name9") };
    record_group_add(&g, &p, &few);
    p.id = str_of("a name10");
    record_group_add(&g, &p, &strings);
    p.id = str_of("another");
    record_group_add(&g, &p, &few);
    record_group_finish(&g, &out);
    seed("record", "nowhere", &out);
    record_group_dispose(&g);
    buffer_dispose(&out);
}

static void
seed_boxes(void)
{
    const yz_page pages[2] = { { .number = 1 }, { .number = 2 } };
    const yz_cell cells[] = { { { 0, 3 }, { 9, 8, 39, 38 }, 0 },
                              { { 3, 6 }, { 39, 8, 69, 38 }, 70 } };
    const yz_cell loose[] = { { { 13, 15 }, { 9, 42, 39, 70 }, 50 } };
    const yz_row rows[] = {
        { { 0, 6 },
          { 9, 8, 69, 38 },
          0,
          90,
          cells,
          2,
          YZ_BOX_CHARACTER,
          false,
          true },
        { { 6, 12 },
          { 9, 40, 60, 70 },
          0,
          80,
          NULL,
          0,
          YZ_BOX_ESTIMATED,
          false,
          false },
        { { 13, 33 },
          { 9, 40, 60, 70 },
          1,
          0,
          loose,
          1,
          YZ_BOX_WORD,
          false,
          true },
        { { 33, 43 },
          { 90, 40, 120, 700 },
          1,
          0,
          NULL,
          0,
          YZ_BOX_BLOCK,
          true,
          true },
    };
    const yz_reading readings[] = { { { 0, 3 }, str_of("土"), 30, 0 } };
    const yz_passage p = { .text = str_of("工会驿站 PC 12，𠮷野家与 services "
                                          "相邻。积极探索完"),
                           .pages = pages,
                           .page_count = 2,
                           .rows = rows,
                           .row_count = 4,
                           .readings = readings,
                           .reading_count = 1 };
    buffer out = { 0 };
    buffer_put_u8(&out, 0);
    box_record_encode(&p, NULL, &out);
    seed("boxes", "all", &out);
    yz_passage one = p;
    one.row_count = one.page_count = 1;
    one.reading_count = 0;
    buffer_put_u8(&out, 0);
    box_record_encode(&one, NULL, &out);
    seed("boxes", "row", &out);
    buffer_dispose(&out);
}

/* ---- small values ------------------------------------------------------------- */

enum { /* as fuzz_meta.c has them */
       IN_MANIFEST,
       IN_PROFILE,
       IN_VARIANTS,
       IN_FOLD,
       IN_CATALOGUE,
       IN_COMMITS,
       IN_TOMBSTONES
};

static yz_status
seed_source(void *context, yz_str key, bytes value)
{
    buffer *out = context;
    (void)key;
    must(seal_take(&value));
    buffer_put_u8(out, IN_CATALOGUE);
    put_bytes(out, value);
    seed("meta", "catalogue", out);
    return YZ_DONE;
}

static void
seed_value(store_txn *txn, uint8_t where, const char *name, size_t head,
           bool is_sealed)
{
    bytes in;
    buffer out = { 0 };
    must(store_get(txn, STORE_META, str_of(name), &in, NULL) == YZ_OK);
    must(!is_sealed || seal_take(&in));
    must(bytes_take(&in, head) != NULL);
    buffer_put_u8(&out, where);
    put_bytes(&out, in);
    seed("meta", name, &out);
    buffer_dispose(&out);
}

static void
seed_meta(void)
{
    enum { TOMBSTONES = 4056, PASSAGES = 150, MARKED = 18, HASH = 8 };
    uint8_t bits[TOMBSTONES] = { 0 };
    buffer out = { 0 };
    yz_snapshot *snapshot;
    must(yz_snapshot_open(small_index(), &snapshot, NULL) == YZ_OK);
    store_txn *txn = snapshot->txn;
    seed_value(txn, IN_MANIFEST, "manifest", 0, true);
    seed_value(txn, IN_PROFILE, "profile", 0, true);
    seed_value(txn, IN_VARIANTS, "variants", 0, true);
    seed_value(txn, IN_FOLD, "fold", HASH, true);
    seed_value(txn, IN_COMMITS, "commits", 0, false);
    must(store_scan(txn, STORE_SOURCES, (yz_str){ 0 }, seed_source, &out,
                    NULL) == YZ_DONE);
    buffer_put_u8(&out, IN_TOMBSTONES);
    for (uint8_t i = 0; i < MARKED; i++)
        bits[i] = i;
    buffer_put_u16(&out, PASSAGES);
    buffer_put_u16(&out, (uint16_t)byte_bits_count(bits, PASSAGES));
    buffer_put(&out, bits, sizeof(bits));
    seed("meta", "tombstones", &out);
    buffer_dispose(&out);
    yz_snapshot_close(snapshot);
}

static void
seed_lookalikes(void)
{
    arena a = { 0 };
    buffer out = { 0 };
    lookalike_pairs pairs;
    static const char text[] = "# read for\n工 土\n入 人 0.5\n驿\t绎\t1\n";
    must(lookalike_pairs_parse(str_of(text), &a, &pairs, NULL) == YZ_OK);
    buffer_put_u8(&out, 0);
    buffer_put_text(&out, str_of(text));
    seed("lookalikes", "text", &out);
    buffer_put_u8(&out, 1);
    lookalike_pairs_encode(&pairs, &out);
    seed("lookalikes", "stored", &out);
    buffer_dispose(&out);
    arena_dispose(&a);
}

/* ---- pages ---------------------------------------------------------------------- */

enum { PAGE_SIZE = 512, PAGE_BRANCH = 1, PAGE_LEAF = 2, NODE_HEAD = 8 };

typedef struct page {
    uint8_t bytes[PAGE_SIZE];
} page;

static void
put_number(uint8_t *at, uint64_t number, int size)
{
    for (int i = 0; i < size; i++)
        at[i] = (uint8_t)(number >> 8 * i);
}

static page
page_begin(uint64_t number, uint16_t flags)
{
    page p = { { 0 } };
    put_number(p.bytes, number, 8);
    put_number(p.bytes + 10, flags, 2);
    put_number(p.bytes + 12, 16, 2);
    put_number(p.bytes + 14, PAGE_SIZE, 2);
    return p;
}

/* `low`: the size of the value, or the child; `flags` the same above. */
static void
page_add(page *p, yz_str key, uint32_t low, uint16_t flags, const void *value,
         size_t held)
{
    const uint32_t lower = p->bytes[12] | (uint32_t)p->bytes[13] << 8;
    const uint32_t upper = p->bytes[14] | (uint32_t)p->bytes[15] << 8;
    const size_t size = (NODE_HEAD + key.size + held + 1) / 2 * 2;
    const uint32_t at = upper - (uint32_t)size;
    must(at >= lower + 2);
    put_number(p->bytes + lower, at, 2);
    put_number(p->bytes + at, low, 4);
    put_number(p->bytes + at + 4, flags, 2);
    put_number(p->bytes + at + 6, key.size, 2);
    memcpy(p->bytes + at + NODE_HEAD, key.data, key.size);
    if (held)
        memcpy(p->bytes + at + NODE_HEAD + key.size, value, held);
    put_number(p->bytes + 12, lower + 2, 2);
    put_number(p->bytes + 14, at, 2);
}

static void
seed_tree(void)
{
    buffer out = { 0 };
    uint8_t number[8];
    page pages[] = { page_begin(2, PAGE_BRANCH), page_begin(3, PAGE_LEAF),
                     page_begin(4, PAGE_LEAF), page_begin(5, 4),
                     page_begin(6, 0) };
    page_add(&pages[0], (yz_str){ "", 0 }, 3, 0, NULL, 0);
    page_add(&pages[0], str_of("k"), 4, 0, NULL, 0);
    page_add(&pages[1], str_of("a"), 3, 0, "123", 3);
    page_add(&pages[1], str_of("b"), 0, 0, NULL, 0);
    page_add(&pages[2], str_of("k"), 2, 0, "12", 2);
    put_number(number, 5, 8);
    page_add(&pages[2], str_of("large"), 600, 1, number, 8);
    put_number(pages[3].bytes + 12, 2, 4);
    buffer_put_u8(&out, 2);
    buffer_put_u8(&out, 2);
    buffer_put(&out, pages, sizeof(pages));
    seed("pages", "tree", &out);
    buffer_dispose(&out);
}

static void
seed_tables(void)
{
    enum { ROOT_SIZE = 48, FREE = 3 };
    buffer out = { 0 };
    uint8_t root[ROOT_SIZE] = { 0 };
    uint8_t list[(FREE + 1) * 8];
    uint8_t txn[8];
    page main = page_begin(2, PAGE_LEAF);
    page blob = page_begin(3, PAGE_LEAF);
    put_number(root + 6, 1, 2);
    put_number(root + 40, 3, 8);
    page_add(&main, str_of("blob"), ROOT_SIZE, 2, root, ROOT_SIZE);
    page_add(&blob, str_of("key"), 5, 0, "value", 5);
    buffer_put_u8(&out, 1);
    buffer_put_u8(&out, 2);
    buffer_put(&out, &main, sizeof(main));
    buffer_put(&out, &blob, sizeof(blob));
    seed("pages", "tables", &out);
    page numbers = page_begin(2, PAGE_LEAF);
    put_number(txn, 9, 8);
    put_number(list, FREE, 8);
    for (int i = 0; i < FREE; i++)
        put_number(list + 8 * (i + 1), (uint64_t)(5 - i), 8);
    page_add(&numbers, (yz_str){ (const char *)txn, 8 }, sizeof(list), 0, list,
             sizeof(list));
    buffer_put_u8(&out, 0x80 | 1);
    buffer_put_u8(&out, 2);
    buffer_put(&out, &numbers, sizeof(numbers));
    for (int i = 0; i < 4; i++)
        buffer_put(&out, &blob, sizeof(blob));
    seed("pages", "free", &out);
    buffer_dispose(&out);
}

/* ---- parts of a segment, and cursors ----------------------------------------- */

static void
seed_segment(void)
{
    enum { ASKERS = 18, CHANGES = 2 };
    buffer out = { 0 };
    for (uint8_t kind = 0; kind < BLOB_KIND_COUNT; kind++)
        for (uint8_t who = 0; who < ASKERS; who++) {
            char name[32];
            if ((kind * 5 + who) % 4)
                continue; /* enough to begin with */
            buffer_put_u8(&out, kind);
            buffer_put_u8(&out, (uint8_t)(who + ASKERS * (who % 4)));
            for (uint16_t i = 0; i < CHANGES; i++) {
                buffer_put_u16(&out, (uint16_t)(i * 157 * (who + 1)));
                buffer_put_u8(&out, (uint8_t)(1 << (i + who) % 8));
            }
            snprintf(name, sizeof(name), "kind_%02u_by_%02u", kind, who);
            seed("segment", name, &out);
        }
    buffer_put_u8(&out, 1);
    buffer_put_u8(&out, ASKERS - 1);
    seed("segment", "whole", &out);
    buffer_dispose(&out);
}

static uint8_t
digit(char c)
{
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static void
seed_cursors(void)
{
    enum { HASH_DIGITS = 18 };
    static const char *const names[] = { "score", "date", "source" };
    buffer out = { 0 };
    yz_query *query;
    yz_snapshot *snapshot;
    must(yz_query_parse(str_of("工会 驿站"), NULL, &query, NULL) == YZ_OK);
    must(yz_snapshot_open(small_index(), &snapshot, NULL) == YZ_OK);
    for (uint32_t sort = 0; sort < 3; sort++) {
        yz_results *results;
        yz_search_options options = YZ_OPTIONS(yz_search_options);
        options.sort = sort;
        must(yz_search(snapshot, query, &options, &results, NULL) == YZ_OK);
        const yz_str cursor = yz_results_cursor(results);
        buffer_put_u8(&out, (uint8_t)sort);
        for (size_t i = HASH_DIGITS; i + 1 < cursor.size; i += 2)
            buffer_put_u8(&out, (uint8_t)(digit(cursor.data[i]) << 4 |
                                          digit(cursor.data[i + 1])));
        seed("cursor", names[sort], &out);
        yz_results_close(results);
    }
    buffer_put_u8(&out, 0x80);
    buffer_put_text(&out, str_of("02ffeeddccbbaa998877"));
    seed("cursor", "no_cursor", &out);
    buffer_dispose(&out);
    yz_snapshot_close(snapshot);
    yz_query_free(query);
}

int
main(int argc, char **argv)
{
    must(argc == 2);
    top = argv[1];
    seed_postings();
    seed_dictionaries();
    seed_frequent();
    seed_texts();
    seed_records();
    seed_boxes();
    seed_meta();
    seed_lookalikes();
    seed_tree();
    seed_tables();
    seed_segment();
    seed_cursors();
    yz_index_close(small_index());
    return 0;
}
