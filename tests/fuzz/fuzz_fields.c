/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as declared fields, as text (byte 0 is 0 modulo 3) or as they are
 * stored (1), or as an `extra` (2). Fields are refused, or come back from their
 * stored form; each value of an extra has a term of the length that is allowed.
 */
#include "tests/fuzz/fuzz.h"

#include "core/format/words.h"
#include "core/report/members.h"

static void
check_fields(const declared_fields *f, arena *a)
{
    declared_fields again;
    buffer out = { 0 };
    FUZZ_REQUIRE(f->count <= FIELD_COUNT_MAX);
    fields_encode(f, &out);
    FUZZ_REQUIRE(buffer_ok(&out));
    FUZZ_REQUIRE(fields_decode(bytes_of(out.data, out.size), a, &again, NULL) ==
                 YZ_OK);
    FUZZ_REQUIRE(again.count == f->count);
    for (size_t i = 0; i < f->count; i++) {
        FUZZ_REQUIRE(str_equal(again.items[i].name, f->items[i].name) &&
                     again.items[i].type == f->items[i].type);
        FUZZ_REQUIRE(fields_find(f, f->items[i].name) == &f->items[i]);
    }
    buffer_dispose(&out);
}

static yz_status
see_value(void *context, const member_value *value, yz_error *err)
{
    const declared_fields *f = context;
    (void)err;
    for (size_t i = 0; i < f->count; i++) {
        buffer term = { 0 };
        if (field_term(f, &f->items[i], value, &term)) {
            FUZZ_REQUIRE(buffer_ok(&term));
            FUZZ_REQUIRE(term.size > 1 && term.size < WORD_SIZE_MAX);
        }
        buffer_dispose(&term);
    }
    return YZ_OK;
}

static void
try_extra(yz_str text, arena *a)
{
    declared_fields f;
    FUZZ_REQUIRE(fields_parse(str_of("a:text,b:keyword,c:number"), a, &f,
                              NULL) == YZ_OK);
    members m = members_read(text);
    for (size_t i = 0; i < f.count; i++)
        FUZZ_REQUIRE(members_each(&m, f.items[i].name, see_value, &f, NULL) ==
                     YZ_OK);
    members_dispose(&m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = { 0 };
    yz_error err = { 0 };
    declared_fields f;
    yz_status status = YZ_DONE;
    if (size == 0)
        return 0;
    const yz_str text = { (const char *)data + 1, size - 1 };
    if (data[0] % 3 == 0)
        status = fields_parse(text, &a, &f, &err);
    else if (data[0] % 3 == 1)
        status = fields_decode(bytes_of(data + 1, size - 1), &a, &f, &err);
    else
        try_extra(text, &a);
    if (status == YZ_OK)
        check_fields(&f, &a);
    FUZZ_REQUIRE(status == YZ_OK || status == YZ_DONE ||
                 err.message[0] != '\0');
    arena_dispose(&a);
    return 0;
}
