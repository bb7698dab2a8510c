/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as one of the small values that an index is opened with: byte 0
 * says which. Where a checksum seals a value, the input is sealed first: who
 * can write a file can write checksums.
 *
 * A value is damaged, or decodes to something that keeps its promises and,
 * written again, says the same.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_index.h"

#include "core/base/hash.h"
#include "core/base/seal.h"
#include "core/format/catalog.h"
#include "core/format/tombstones.h"
#include "core/index/commits.h"
#include "core/index/skeletons.h"

#include <string.h>

static bool
answered(yz_status status, const yz_error *err)
{
    FUZZ_REQUIRE(status == YZ_OK || status == YZ_DONE ||
                 status == YZ_E_CORRUPT);
    FUZZ_REQUIRE(status != YZ_E_CORRUPT || err->message[0] != '\0');
    return status == YZ_OK;
}

/* In memory of its own size, a checksum behind it. */
static bytes
sealed(bytes in)
{
    buffer out = { 0 };
    buffer_put(&out, in.at, bytes_left(&in));
    seal_put(&out);
    uint8_t *copy = malloc(out.size);
    if (!buffer_ok(&out) || !copy)
        abort();
    memcpy(copy, out.data, out.size);
    const bytes made = bytes_of(copy, out.size);
    buffer_dispose(&out);
    return made;
}

static void
forget(bytes made)
{
    free((void *)(uintptr_t)made.at);
}

static void
try_manifest(bytes in)
{
    arena a = { 0 };
    yz_error err = { 0 };
    manifest m;
    manifest again;
    buffer out = { 0 };
    const bytes value = sealed(in);
    if (answered(manifest_decode(value, &a, &m, &err), &err)) {
        manifest_encode(&m, &out);
        FUZZ_REQUIRE(buffer_ok(&out));
        FUZZ_REQUIRE(manifest_decode(bytes_of(out.data, out.size), &a, &again,
                                     &err) == YZ_OK);
        FUZZ_REQUIRE(m.count == again.count &&
                     m.next_segment == again.next_segment);
        for (uint32_t i = 0; i < m.count; i++) {
            const manifest_segment *s = &m.segments[i];
            const manifest_segment *t = &again.segments[i];
            FUZZ_REQUIRE(s->deleted <= s->passages);
            FUZZ_REQUIRE(s->id == t->id && s->passages == t->passages &&
                         s->sum == t->sum);
            FUZZ_REQUIRE(!memcmp(s->chunks, t->chunks, sizeof(s->chunks)));
        }
    }
    buffer_dispose(&out);
    arena_dispose(&a);
    forget(value);
}

static void
try_profile(bytes in)
{
    yz_error err = { 0 };
    profile p;
    profile again;
    buffer out = { 0 };
    if (!answered(profile_decode(in, &p, &err), &err))
        return;
    profile_encode(&p, &out);
    FUZZ_REQUIRE(buffer_ok(&out));
    FUZZ_REQUIRE(profile_decode(bytes_of(out.data, out.size), &again, &err) ==
                 YZ_OK);
    FUZZ_REQUIRE(profile_same_words(&p, &again));
    buffer_dispose(&out);
}

static void
try_variants(bytes in)
{
    enum { STEP = 97 };
    yz_error err = { 0 };
    variant_table *table;
    if (!answered(variant_table_load(NULL, in, &table, &err), &err))
        return;
    for (uint32_t unit = 0; unit < 0x10000; unit += STEP) {
        uint16_t forms[VARIANT_CLASS_MAX];
        const size_t count = variant_class(table, (uint16_t)unit, forms);
        bool has = false;
        FUZZ_REQUIRE(count >= 1 && count <= VARIANT_CLASS_MAX);
        for (size_t i = 0; i < count; i++)
            has = has || forms[i] == unit;
        FUZZ_REQUIRE(has);
    }
    for (uint32_t c = 0; c < 0x33000; c += STEP) {
        uint32_t forms[VARIANT_FORMS_MAX];
        const size_t count = variant_forms(table, c, forms);
        FUZZ_REQUIRE(count >= 1 && count <= VARIANT_FORMS_MAX);
        for (size_t i = 0; i < count; i++) {
            FUZZ_REQUIRE(variant_related(table, forms[i], c));
            FUZZ_REQUIRE(variant_group(table, forms[i]) ==
                         variant_group(table, c));
        }
    }
    variant_table_free(table);
}

static void
try_fold(bytes in)
{
    yz_error err = { 0 };
    fold_table *table;
    buffer out = { 0 };
    buffer_put_u64(&out, hash_bytes(in.at, bytes_left(&in)));
    buffer_put(&out, in.at, bytes_left(&in));
    if (!buffer_ok(&out))
        abort();
    if (answered(
            fold_table_load(NULL, bytes_of(out.data, out.size), &table, &err),
            &err)) {
        packed_fold *packed = packed_fold_new(NULL, table);
        free(packed);
        fold_table_free(table);
    }
    buffer_dispose(&out);
}

static yz_status
see_source(void *context, const source_entry *entry)
{
    uint64_t *names = context;
    *names += entry->name.size + entry->path.size;
    return YZ_OK;
}

/* A value that lies in the store, and is gone again behind the call. */
static store_txn *
put(store_table table, yz_str key, bytes value)
{
    store_txn *txn;
    if (store_write_begin(small_index()->store, &txn, NULL) != YZ_OK ||
        store_put(txn, table, key,
                  (yz_str){ (const char *)value.at, bytes_left(&value) },
                  NULL) != YZ_OK)
        abort();
    return txn;
}

static void
try_catalogue(bytes in)
{
    arena a = { 0 };
    yz_error err = { 0 };
    uint64_t names = 0;
    source_entry entry;
    const yz_str name = str_of("lines.jsonl");
    const store_key key = store_key_of(hash_str(name));
    const bytes value = sealed(in);
    store_txn *txn = put(STORE_SOURCES, store_key_str(&key), value);
    answered(catalog_each_source(txn, see_source, &names, &err), &err);
    FUZZ_REQUIRE(catalog_each_whole_source(txn, see_source, &names, &err) ==
                 YZ_OK);
    if (answered(catalog_find_source(txn, name, &a, &entry, &err), &err))
        FUZZ_REQUIRE(str_equal(entry.name, name));
    answered(catalog_remove_source(txn, name, &err), &err);
    store_end(txn);
    arena_dispose(&a);
    forget(value);
}

static void
try_commits(bytes in)
{
    yz_error err = { 0 };
    uint64_t seconds;
    store_txn *txn = put(STORE_META, str_of("commits"), in);
    answered(commit_age(txn, 1, &seconds, &err), &err);
    FUZZ_REQUIRE(commit_note(txn, &err) == YZ_OK);
    store_end(txn);
}

/* The first part of the bits of a segment of as many passages as they say. */
static void
try_tombstones(bytes in)
{
    arena a = { 0 };
    yz_error err = { 0 };
    const uint8_t *bits;
    const uint32_t passages = bytes_take_u16(&in);
    const uint32_t deleted = bytes_take_u16(&in);
    const manifest_segment info = { .id = 7,
                                    .passages = passages,
                                    .deleted = deleted };
    const store_key key = store_key_of((uint64_t)7 << 40);
    if (in.bad)
        return;
    const bytes value = sealed(in);
    store_txn *txn = put(STORE_TOMBSTONES, store_key_str(&key), value);
    if (answered(tombstones_load(txn, &info, &a, &bits, &err), &err) && bits) {
        uint8_t *copy =
            arena_uninitialized(&a, tombstones_size(passages) + 1, 1);
        if (!copy)
            abort();
        FUZZ_REQUIRE(byte_bits_count(bits, passages) == deleted);
        memcpy(copy, bits, tombstones_size(passages));
        FUZZ_REQUIRE(tombstones_store(txn, 7, passages, copy, &err) == YZ_OK);
    }
    store_end(txn);
    arena_dispose(&a);
    forget(value);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const tries[])(
        bytes) = { try_manifest,  try_profile, try_variants,  try_fold,
                   try_catalogue, try_commits, try_tombstones };
    if (size == 0)
        return 0;
    tries[data[0] % (sizeof(tries) / sizeof(*tries))](
        bytes_of(data + 1, size - 1));
    return 0;
}
