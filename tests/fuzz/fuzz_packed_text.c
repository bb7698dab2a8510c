/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a packed text (byte 0 even), or valid UTF-8 to be packed (odd).
 *
 * A packed text is damaged, or comes back as UTF-8; its skeleton fits its
 * room; kernels with vector instructions give what plain ones give; and what
 * looks into it without unpacking it is right. A text that was packed comes
 * back byte for byte.
 */
#include "tests/fuzz/fuzz.h"

#include "core/base/utf8.h"
#include "core/index/skeletons.h"
#include "core/text/skeleton.h"

#include <string.h>

enum { UNITS_LOOKED_AT = 12 };

typedef struct tables {
    fold_table *fold;
    packed_fold *packed;
} tables;

static const tables *
tables_of_today(void)
{
    static tables made;
    buffer stored = { 0 };
    if (made.fold)
        return &made;
    if (fold_table_dump(&stored, NULL) != YZ_OK ||
        fold_table_load(NULL, bytes_of(stored.data, stored.size), &made.fold,
                        NULL) != YZ_OK)
        abort();
    made.packed = packed_fold_new(NULL, made.fold);
    if (!made.packed)
        abort();
    buffer_dispose(&stored);
    return &made;
}

static void
check_kernels(const packed_text *t)
{
    const size_t room = ((size_t)t->count + CODE_SLACK) * sizeof(uint16_t);
    uint16_t *fast = malloc(room);
    uint16_t *slow = malloc(room);
    if (!fast || !slow)
        abort();
    codes_unpack(t->codes, t->count, fast);
    codes_unpack_scalar(t->codes, t->count, slow);
    FUZZ_REQUIRE(!memcmp(fast, slow, t->count * sizeof(uint16_t)));
    const uint16_t wanted[CODES_WANTED] = { 7, 300,
                                            t->count ? slow[t->count - 1] : 0,
                                            CODE_COUNT };
    if (wanted[2] != CODE_ESCAPE)
        FUZZ_REQUIRE(codes_have(t->codes, t->count, wanted) ==
                     codes_have_scalar(t->codes, t->count, wanted));
    if (t->count > 1)
        FUZZ_REQUIRE(codes_find(fast, t->count, wanted + 1, 2) ==
                     codes_find_scalar(slow, t->count, wanted + 1, 2));
    free(fast);
    free(slow);
}

static bool
stands_in(const uint16_t *units, uint32_t length, const uint16_t *sought,
          uint32_t count)
{
    for (uint32_t i = 0; i + count <= length; i++)
        if (!memcmp(units + i, sought, count * sizeof(*units)))
            return true;
    return false;
}

/* A needle's answer, if it has one, is right. */
static void
check_needle(const packed_text *t, const packed_needle *needle,
             const uint16_t *units, uint32_t length)
{
    const packed_answer answer = packed_text_find(t, needle);
    FUZZ_REQUIRE(answer == PACKED_UNKNOWN ||
                 (answer == PACKED_PRESENT) ==
                     stands_in(units, length, needle->units, needle->length));
}

/* Probes never leave out what is there. */
static void
check_looks(const packed_text *t, const packed_fold *fold,
            const uint16_t *units, uint32_t length)
{
    static const uint16_t absent[] = { 0x5de5, 0x4f1a };
    packed_needle needle;
    for (uint32_t i = 0; i < length && i < UNITS_LOOKED_AT; i++) {
        packed_probe probe;
        packed_probe_make(fold, &units[i], 1, &probe);
        FUZZ_REQUIRE(packed_text_may_have(t, &probe));
        for (uint32_t n = 2; n <= 4 && i + n <= length; n++)
            if (packed_needle_make(fold, &units[i], n, &needle))
                check_needle(t, &needle, units, length);
    }
    FUZZ_REQUIRE(packed_needle_make(fold, absent, 2, &needle));
    check_needle(t, &needle, units, length);
}

static void
check_skeleton(const packed_text *t, const packed_fold *fold, bool whole)
{
    const size_t room = packed_text_capacity(t);
    uint16_t *units = malloc((room ? room : 1) * sizeof(*units));
    if (!units)
        abort();
    const uint32_t length = packed_text_skeleton(t, fold, units);
    FUZZ_REQUIRE(length <= room);
    if (whole)
        check_looks(t, fold, units, length);
    free(units);
}

static void
check_record(bytes in, const packed_fold *fold)
{
    arena a = { 0 };
    yz_error err = { 0 };
    packed_text t;
    yz_str text;
    if (!packed_text_read(&in, &t))
        return;
    const yz_status status = packed_text_utf8(&t, &a, &text, &err);
    FUZZ_REQUIRE(status == YZ_OK ||
                 (status == YZ_E_CORRUPT && err.message[0] != '\0'));
    if (status == YZ_OK && t.form != PACKED_PLAIN)
        FUZZ_REQUIRE((utf8_valid_prefix(text.data, text.size) == text.size));
    if (t.form != PACKED_PLAIN) {
        check_kernels(&t);
        if (!t.slow)
            check_skeleton(&t, fold, status == YZ_OK);
    }
    arena_dispose(&a);
}

static void
check_packing(yz_str text, const tables *made)
{
    arena a = { 0 };
    skeleton sk;
    packed_text t;
    yz_str back;
    buffer out = { 0 };
    packer *p = packer_new(NULL, made->packed);
    if (!p || skeleton_make(made->fold, text, false, &a, &sk, NULL) != YZ_OK)
        abort();
    packer_put(p, text, sk.units, sk.length, &out);
    if (!buffer_ok(&out))
        abort();
    bytes in = bytes_of(out.data, out.size);
    FUZZ_REQUIRE(packed_text_read(&in, &t) && bytes_left(&in) == 0);
    FUZZ_REQUIRE(packed_text_utf8(&t, &a, &back, NULL) == YZ_OK);
    FUZZ_REQUIRE(str_equal(text, back));
    check_record(bytes_of(out.data, out.size), made->packed);
    packer_free(p);
    buffer_dispose(&out);
    arena_dispose(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const tables *made = tables_of_today();
    if (size == 0)
        return 0;
    const yz_str text = { (const char *)data + 1, size - 1 };
    if (data[0] & 1 && text.size <= YZ_PASSAGE_SIZE_MAX &&
        (utf8_valid_prefix(text.data, text.size) == text.size))
        check_packing(text, made);
    else if (!(data[0] & 1))
        check_record(bytes_of(data + 1, size - 1), made->packed);
    return 0;
}
