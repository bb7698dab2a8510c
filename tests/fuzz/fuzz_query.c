/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a query. The first byte is the flags. Whatever is read must be
 * a tree that says the same when it is printed and read again, without a
 * warning; whatever is refused must be refused at a place in the text.
 */
#include "tests/fuzz/fuzz.h"

#include "core/base/utf8.h"
#include "query/parse/print.h"

#include <string.h>

static const uint32_t FLAGS_ALL =
    YZ_QUERY_LITERAL | YZ_QUERY_ANY | YZ_QUERY_STRICT;

static void
check_error(const yz_error *err, yz_status status, yz_str text)
{
    FUZZ_REQUIRE(err->status == status);
    FUZZ_REQUIRE(err->message[0] != '\0');
    FUZZ_REQUIRE(err->offset <= text.size);
    FUZZ_REQUIRE(status == YZ_E_SYNTAX || status == YZ_E_LIMIT ||
                 status == YZ_E_UNSUPPORTED);
}

static void
check_warnings(const yz_query *query, yz_str text)
{
    for (size_t i = 0; i < yz_query_warning_count(query); i++) {
        const yz_warning w = yz_query_warning(query, i);
        FUZZ_REQUIRE(w.message.size > 0);
        FUZZ_REQUIRE(w.span.begin <= w.span.end && w.span.end <= text.size);
        FUZZ_REQUIRE(w.column == utf8_count(text.data, w.span.begin) + 1);
    }
}

static bool
joins(const node *n)
{
    return n->type == NODE_AND || n->type == NODE_OR || n->type == NODE_NEAR;
}

static void
check_node(const node *n, yz_str text)
{
    FUZZ_REQUIRE(n->span.begin <= n->span.end && n->span.end <= text.size);
    FUZZ_REQUIRE(n->type != NODE_PHRASE || n->part_count > 0);
    FUZZ_REQUIRE(n->type != NODE_FIELD || n->kinds || n->value.size ||
                 n->date_first || n->date_last);
    FUZZ_REQUIRE(n->type != NODE_NOT || n->child_count == 1);
    FUZZ_REQUIRE(joins(n) == (n->child_count >= 2));
}

static void
check_tree(const node *n, yz_str text)
{
    check_node(n, text);
    for (size_t i = 0; i < n->child_count; i++) {
        FUZZ_REQUIRE(n->type != NODE_NEAR ||
                     n->children[i]->type == NODE_PHRASE);
        check_tree(n->children[i], text);
    }
}

/* The printed form has more brackets, which may be too many. */
static void
check_round_trip(const node *root)
{
    buffer once = { 0 };
    buffer twice = { 0 };
    yz_query *again;
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    options.flags = YZ_QUERY_STRICT;
    tree_print(root, &once);
    FUZZ_REQUIRE(buffer_ok(&once));
    const yz_status status =
        yz_query_parse(buffer_str(&once), &options, &again, NULL);
    if (status == YZ_OK) {
        FUZZ_REQUIRE(yz_query_warning_count(again) == 0);
        tree_print(again->root, &twice);
        FUZZ_REQUIRE(once.size == twice.size &&
                     !memcmp(once.data, twice.data, once.size));
        yz_query_free(again);
    }
    FUZZ_REQUIRE(status == YZ_OK || status == YZ_E_LIMIT);
    buffer_dispose(&once);
    buffer_dispose(&twice);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    yz_query *query;
    yz_error err;
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    if (size == 0)
        return 0;
    const yz_str text = { (const char *)data + 1, size - 1 };
    options.flags = data[0] & FLAGS_ALL;
    const yz_status status = yz_query_parse(text, &options, &query, &err);
    if (status != YZ_OK) {
        check_error(&err, status, text);
        return 0;
    }
    check_warnings(query, text);
    check_tree(query->root, text);
    if (!(options.flags & YZ_QUERY_LITERAL))
        check_round_trip(query->root);
    yz_query_free(query);
    return 0;
}
