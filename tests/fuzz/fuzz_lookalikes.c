/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as pairs of look-alikes: as text (byte 0 even) or as they are
 * stored (odd). They are refused, or sorted, each once, with a weight from 0
 * to 1, and come back from their stored form; and those of the built-in table
 * can be asked for beside them.
 */
#include "tests/fuzz/fuzz.h"

#include "core/text/lookalike.h"

static void
check_pairs(const lookalike_pairs *pairs)
{
    lookalike alike;
    uint32_t chars[LOOKALIKE_NEIGHBOURS];
    for (size_t i = 0; i < pairs->count; i++) {
        const lookalike_pair *p = &pairs->items[i];
        const lookalike_pair *q = i ? p - 1 : NULL;
        FUZZ_REQUIRE(p->weight >= 0 && p->weight <= 1);
        FUZZ_REQUIRE(!q || q->query < p->query ||
                     (q->query == p->query && q->text < p->text));
        FUZZ_REQUIRE(lookalike_find(pairs, p->query, p->text, &alike) ==
                     (p->weight > 0));
        FUZZ_REQUIRE(alike.weight == p->weight && alike.rank == 0);
        FUZZ_REQUIRE(lookalike_neighbours(p->query, chars) <=
                     LOOKALIKE_NEIGHBOURS);
        (void)lookalike_find(NULL, p->text, p->query, &alike);
    }
}

static void
check_round_trip(const lookalike_pairs *pairs, arena *a)
{
    lookalike_pairs again;
    buffer out = { 0 };
    lookalike_pairs_encode(pairs, &out);
    FUZZ_REQUIRE(buffer_ok(&out));
    FUZZ_REQUIRE(lookalike_pairs_decode(bytes_of(out.data, out.size), a, &again,
                                        NULL) == YZ_OK);
    FUZZ_REQUIRE(again.count == pairs->count);
    for (size_t i = 0; i < again.count; i++)
        FUZZ_REQUIRE(again.items[i].query == pairs->items[i].query &&
                     again.items[i].text == pairs->items[i].text);
    buffer_dispose(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = { 0 };
    yz_error err = { 0 };
    lookalike_pairs pairs;
    if (size == 0)
        return 0;
    const yz_str text = { (const char *)data + 1, size - 1 };
    const yz_status status =
        data[0] & 1 ? lookalike_pairs_decode(bytes_of(data + 1, size - 1), &a,
                                             &pairs, &err)
                    : lookalike_pairs_parse(text, &a, &pairs, &err);
    if (status == YZ_OK) {
        check_pairs(&pairs);
        check_round_trip(&pairs, &a);
    }
    FUZZ_REQUIRE(status == YZ_OK || err.message[0] != '\0');
    arena_dispose(&a);
    return 0;
}
