/* SPDX-License-Identifier: MIT */
/*
 * The public functions of queries.
 */
#include "core/base/abi.h"
#include "core/base/utf8.h"
#include "query/parse/leaf.h"
#include "query/parse/parser.h"

static const uint32_t FLAGS_KNOWN =
    YZ_QUERY_LITERAL | YZ_QUERY_ANY | YZ_QUERY_STRICT;

static yz_status
read_options(const yz_query_options *options, yz_query_options *ret_options,
             yz_error *reterr)
{
    yz_query_options own = YZ_OPTIONS(yz_query_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(abi_check_flags(own.flags, FLAGS_KNOWN, reterr));
    TRY(memory_check(own.allocator, reterr));
    *ret_options = own;
    return YZ_OK;
}

static yz_status
check_text(notices *n)
{
    const yz_str text = n->text;
    if (text.size > YZ_QUERY_SIZE_MAX)
        return error_set(
            n->err, YZ_E_LIMIT,
            "the query has %zu bytes, but the limit is %zu; shorten "
            "it",
            text.size, YZ_QUERY_SIZE_MAX);
    const size_t valid = utf8_valid_prefix(text.data, text.size);
    if (valid == text.size)
        return YZ_OK;
    return notices_error(n, YZ_E_SYNTAX, valid,
                         "the query is not UTF-8 at byte %zu; convert it",
                         valid);
}

static bool
is_white_space(yz_str text)
{
    for (size_t at = 0; at < text.size;)
        if (!key_is_space(key_next(text, &at)))
            return false;
    return true;
}

static yz_status
parse_literal(notices *n, node **ret_root)
{
    leaf_maker maker = { .arena = n->arena, .notices = n };
    if (is_white_space(n->text))
        return notices_error(n, YZ_E_SYNTAX, 0, "the query is empty");
    return leaf_of_text(&maker, n->text, ret_root);
}

/* Copy the text and parse it into the query, which is still all zeros. */
static yz_status
parse_into(yz_query *query, yz_str text, yz_str declared, yz_error *reterr)
{
    declared_fields fields;
    TRY(fields_parse(declared, &query->arena, &fields, reterr));
    notices n = { .text = text,
                  .arena = &query->arena,
                  .fields = &fields,
                  .strict = (query->flags & YZ_QUERY_STRICT) != 0,
                  .err = reterr };
    TRY(check_text(&n));
    query->text = n.text = arena_str(&query->arena, text);
    if (!n.text.data)
        return error_nomem(reterr);
    if (query->flags & YZ_QUERY_LITERAL)
        TRY(parse_literal(&n, &query->root));
    else
        TRY(parser_run(&n, query->flags, &query->root));
    query->warnings = n.warnings;
    query->warning_count = n.count;
    return YZ_OK;
}

yz_status
yz_query_parse(yz_str text, const yz_query_options *options,
               yz_query **ret_query, yz_error *reterr)
{
    yz_query_options own;
    TRY(read_options(options, &own, reterr));
    yz_query *query = memory_zeroed(own.allocator, 1, sizeof(*query));
    if (!query)
        return error_nomem(reterr);
    query->users = 1;
    query->flags = own.flags;
    query->arena.from = memory_keep(&query->allocator, own.allocator);
    const yz_status status = parse_into(query, text, own.fields, reterr);
    if (status != YZ_OK) {
        yz_query_free(query);
        return status;
    }
    *ret_query = query;
    return YZ_OK;
}

size_t
yz_query_warning_count(const yz_query *query)
{
    return query ? query->warning_count : 0;
}

yz_warning
yz_query_warning(const yz_query *query, size_t i)
{
    return i < yz_query_warning_count(query) ? query->warnings[i]
                                             : (yz_warning){ 0 };
}

yz_query *
query_retain(const yz_query *query)
{
    yz_query *own = (yz_query *)query; /* only the number of users changes */
    atomic_fetch_add(&own->users, 1);
    return own;
}

void
yz_query_free(yz_query *query)
{
    if (!query || atomic_fetch_sub(&query->users, 1) > 1)
        return;
    yz_query_free(query->made_of);
    arena_dispose(&query->arena);
    const yz_allocator copy = query->allocator;
    memory_release(query->arena.from ? &copy : NULL, query);
}
