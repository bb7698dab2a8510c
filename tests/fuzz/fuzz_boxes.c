/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the boxes of a passage: a byte for how its text is cut into
 * pieces, and the record. It is damaged, or what it says can be true of the
 * text, can be written down again, and says the same.
 */
#include "tests/fuzz/fuzz.h"

#include "core/report/box_record.h"
#include "core/report/boxes.h"

#include <string.h>

enum { PAGES_MAX = 8, PIECES_MAX = 4 };

static const char text[] = "工会驿站 PC 12，𠮷野家与 services 相邻。积极探索完";

static bool
decode(bytes in, const yz_passage *like, arena *a, yz_passage *ret_passage)
{
    static const yz_page pages[PAGES_MAX];
    box_record_head head;
    yz_error err = { 0 };
    *ret_passage = *like;
    yz_status status = box_record_peek(in, a, &head, &err);
    if (status == YZ_OK && head.page_count > PAGES_MAX)
        return false;
    if (status == YZ_OK) {
        ret_passage->pages = pages;
        ret_passage->page_count = head.page_count;
        status = box_record_decode(&head, a, ret_passage, &err);
    }
    FUZZ_REQUIRE(status == YZ_OK ||
                 (status == YZ_E_CORRUPT && err.message[0] != '\0'));
    return status == YZ_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = { 0 };
    buffer out = { 0 };
    buffer again = { 0 };
    yz_piece pieces[PIECES_MAX] = { { 0 },
                                    { 6, 1, 1, 6, { "\n", 1 }, 0 },
                                    { 13, 2, 1, 13, { "\n", 1 }, 1 },
                                    { 31, 3, 1, 31, { "\n", 1 }, 0 } };
    yz_passage p;
    yz_passage q;
    const yz_passage like = { .text = str_of(text),
                              .pieces = pieces,
                              .piece_count = size ? data[0] % 5u : 0 };
    if (size && decode(bytes_of(data + 1, size - 1), &like, &a, &p)) {
        FUZZ_REQUIRE(boxes_check(&p, NULL) == YZ_OK);
        box_record_encode(&p, NULL, &out);
        FUZZ_REQUIRE(buffer_ok(&out));
        FUZZ_REQUIRE(decode(bytes_of(out.data, out.size), &like, &a, &q));
        box_record_encode(&q, NULL, &again);
        FUZZ_REQUIRE(str_equal(buffer_str(&out), buffer_str(&again)));
    }
    buffer_dispose(&out);
    buffer_dispose(&again);
    arena_dispose(&a);
    return 0;
}
