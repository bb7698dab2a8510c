/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the cursor of a search. Byte 0: the order, and whether the rest
 * is the cursor itself (bit 7) or what is in one behind the hash of the
 * query, which is put before it, and all of it written in hexadecimal.
 *
 * A cursor is refused as no cursor, or the page behind it has hits of the
 * search, none of them twice, in order, and itself a cursor that is taken.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_index.h"

#include "core/base/buffer.h"

#include <string.h>

enum { AS_IT_IS = 0x80, HASH_DIGITS = 18 /* of version and hash */, LIMIT = 7 };

static yz_status
search_from(yz_snapshot *snapshot, yz_sort sort, yz_str cursor,
            yz_results **ret_results, yz_error *err)
{
    static yz_query *query;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    if (!query &&
        yz_query_parse(str_of("工会 驿站"), NULL, &query, err) != YZ_OK)
        abort();
    options.sort = sort;
    options.cursor = cursor;
    options.limit = LIMIT;
    return yz_search(snapshot, query, &options, ret_results, err);
}

/* How a cursor of this query and order begins. */
static void
put_hash(yz_snapshot *snapshot, yz_sort sort, buffer *out)
{
    yz_error err;
    yz_results *results;
    if (search_from(snapshot, sort, (yz_str){ 0 }, &results, &err) != YZ_OK)
        abort();
    const yz_str cursor = yz_results_cursor(results);
    if (cursor.size < HASH_DIGITS)
        abort();
    buffer_put(out, cursor.data, HASH_DIGITS);
    yz_results_close(results);
}

static void
put_hex(const uint8_t *data, size_t size, buffer *out)
{
    for (size_t i = 0; i < size; i++) {
        char digits[3];
        snprintf(digits, sizeof(digits), "%02x", data[i]);
        buffer_put(out, digits, 2);
    }
}

static void
check_page(yz_snapshot *snapshot, yz_sort sort, yz_results *r)
{
    yz_error err;
    yz_results *next;
    const yz_hit *hit;
    uint64_t rank = 0;
    uint32_t count = 0;
    FUZZ_REQUIRE(yz_results_count(r) <= snapshot->passages);
    for (; yz_results_next(r, &hit, &err) == YZ_OK; count++) {
        FUZZ_REQUIRE(count == 0 || hit->rank == rank + 1);
        rank = hit->rank;
    }
    FUZZ_REQUIRE(count <= LIMIT);
    if (!yz_results_cursor(r).size)
        return;
    FUZZ_REQUIRE(count == LIMIT);
    FUZZ_REQUIRE(search_from(snapshot, sort, yz_results_cursor(r), &next,
                             &err) == YZ_OK);
    yz_results_close(next);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    yz_error err = { 0 };
    static yz_snapshot *snapshot;
    yz_results *results;
    buffer cursor = { 0 };
    if (size < 2)
        return 0;
    const yz_sort sort = (yz_sort)((data[0] & ~AS_IT_IS) % 3);
    if (!snapshot && yz_snapshot_open(small_index(), &snapshot, &err) != YZ_OK)
        abort();
    if (data[0] & AS_IT_IS) {
        buffer_put(&cursor, data + 1, size - 1);
    } else {
        put_hash(snapshot, sort, &cursor);
        put_hex(data + 1, size - 1, &cursor);
    }
    if (!buffer_ok(&cursor))
        abort();
    const yz_status status =
        search_from(snapshot, sort, buffer_str(&cursor), &results, &err);
    FUZZ_REQUIRE(status == YZ_OK ||
                 (status == YZ_E_INVALID && err.message[0] != '\0'));
    if (status == YZ_OK) {
        check_page(snapshot, sort, results);
        yz_results_close(results);
    }
    buffer_dispose(&cursor);
    return 0;
}
