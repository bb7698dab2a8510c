/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a line of JSON: what the fast path reads, jansson reads as the
 * same object, its members in the same order.
 */
#include "tests/fuzz/fuzz.h"

#include "indexer/source/flat_json.h"

#include <string.h>

static void
check_same(json_t *fast, json_t *slow)
{
    void *a = json_object_iter(fast);
    void *b = json_object_iter(slow);
    FUZZ_REQUIRE(json_equal(fast, slow));
    for (; a && b;
         a = json_object_iter_next(fast, a), b = json_object_iter_next(slow, b))
        FUZZ_REQUIRE(strcmp(json_object_iter_key(a), json_object_iter_key(b)) ==
                     0);
    FUZZ_REQUIRE(!a && !b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size ? (const char *)data : "";
    json_t *fast = flat_json_read((yz_str){ text, size });
    if (!fast)
        return 0;
    json_t *slow = json_loadb(text, size, JSON_ALLOW_NUL, NULL);
    FUZZ_REQUIRE(slow != NULL);
    check_same(fast, slow);
    json_decref(slow);
    json_decref(fast);
    return 0;
}
