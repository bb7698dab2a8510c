/* SPDX-License-Identifier: MIT */
#include "query/cli/columns.h"
#include "query/cli/printer.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
    [COLUMN_RANK] = "rank",       [COLUMN_SCORE] = "score",
    [COLUMN_TIER] = "tier",       [COLUMN_ID] = "id",
    [COLUMN_KIND] = "kind",       [COLUMN_PATH] = "path",
    [COLUMN_LINE] = "line",       [COLUMN_PAGE] = "page",
    [COLUMN_DATE] = "date",       [COLUMN_TITLE] = "title",
    [COLUMN_SECTION] = "section", [COLUMN_REPORT] = "report",
    [COLUMN_SNIPPET] = "snippet", [COLUMN_TEXT] = "text",
    [COLUMN_QUERY] = "query",     [COLUMN_QUERY_INDEX] = "query_index",
    [COLUMN_SURFACE] = "surface",
};
static const char extra[] = "extra.";

/* ---- names --------------------------------------------------------------- */

static bool
column_from_name(yz_str name, column *ret_column)
{
    const size_t before = sizeof(extra) - 1;
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (str_equal(name, str_of(names[i]))) {
            *ret_column = (column){ .name = (column_name)i };
            return true;
        }
    if (name.size <= before || memcmp(name.data, extra, before) != 0)
        return false;
    *ret_column = (column){ .name = COLUMN_EXTRA,
                            .member = name.data + before,
                            .member_size = name.size - before };
    return true;
}

yz_status
columns_take(const option_rule *rule, const char *value, void *place,
             yz_error *err)
{
    column_list *list = place;
    for (const char *at = value;; at++) {
        const yz_str name = { at, strcspn(at, ",") };
        column c;
        if (!column_from_name(name, &c))
            return error_set(err, YZ_E_INVALID,
                             "--%s: unknown field \"%.*s\"; the fields are "
                             "rank, score, tier, id, kind, path, line, page, "
                             "date, title, section, report, snippet, text, "
                             "query, query_index, surface and extra.NAME",
                             rule->name, (int)name.size, name.data);
        if (!ARRAY_PUSH(list, c))
            return error_nomem(err);
        at += name.size;
        if (!*at)
            return YZ_OK;
    }
}

void
column_title(const column *c, char *title, size_t size)
{
    if (c->name == COLUMN_EXTRA)
        snprintf(title, size, "%s%.*s", extra, (int)c->member_size, c->member);
    else
        snprintf(title, size, "%s", names[c->name]);
}

/* ---- values -------------------------------------------------------------- */

static void
put_number(cell *to, uint64_t number)
{
    const int size =
        snprintf(to->digits, sizeof(to->digits), "%" PRIu64, number);
    to->text = (yz_str){ to->digits, (size_t)size };
    to->type = CELL_NUMBER;
}

static void
put_score(cell *to, double score)
{
    const int size = snprintf(to->digits, sizeof(to->digits), "%.6g", score);
    to->text = (yz_str){ to->digits, (size_t)size };
    to->type = CELL_NUMBER;
}

/* Strings as they are, everything else as JSON. */
static void
put_member(cell *to, const column *c, yz_str passage_extra)
{
    json_error_t error;
    if (!passage_extra.size)
        return;
    json_t *all = json_loadb(passage_extra.data, passage_extra.size,
                             JSON_ALLOW_NUL, &error);
    const json_t *value = json_object_getn(all, c->member, c->member_size);
    if (json_is_string(value)) {
        const size_t size = json_string_length(value);
        to->owned = malloc(size + 1);
        if (to->owned)
            memcpy(to->owned, json_string_value(value), size + 1);
        to->text = (yz_str){ to->owned, to->owned ? size : 0 };
    } else if (value && !json_is_null(value)) {
        to->owned = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT |
                                          JSON_REAL_PRECISION(15));
        to->text = str_of(to->owned);
        to->type = json_is_number(value) ? CELL_NUMBER : CELL_TEXT;
    }
    json_decref(all);
}

/* Of the first match, else where the passage begins; empty: not known. */
static void
put_page(cell *to, const shown_hit *h)
{
    const yz_passage *p = h->hit->passage;
    uint32_t page = h->match_count ? h->matches[0].page : 0;
    if (!page && p->page_count)
        page = p->pages[0].number;
    if (page)
        put_number(to, page);
}

static void
put_query(cell *to, yz_str query)
{
    to->text = query;
    to->type = CELL_QUERY;
}

/* What is text in a passage; empty where it has none. */
static yz_str
text_of(column_name name, const shown_hit *h)
{
    const yz_passage *p = h->hit->passage;
    switch (name) {
    case COLUMN_TIER:
        return str_of(yz_tier_name(h->hit->tier));
    case COLUMN_ID:
        return p->id;
    case COLUMN_KIND:
        return str_of(yz_kind_name(p->kind));
    case COLUMN_PATH:
        return h->path;
    case COLUMN_DATE:
        return p->date;
    case COLUMN_TITLE:
        return p->title;
    case COLUMN_SECTION:
        return p->section;
    case COLUMN_REPORT:
        return p->report;
    case COLUMN_TEXT:
        return p->text;
    case COLUMN_SNIPPET:
        return h->snippet_count ? h->snippets[0].text : (yz_str){ 0 };
    case COLUMN_SURFACE:
        return h->match_count ? h->matches[0].surface : (yz_str){ 0 };
    default:
        return (yz_str){ 0 };
    }
}

void
column_value(const column *c, const answer *a, const shown_hit *h, cell *to)
{
    switch (c->name) {
    case COLUMN_RANK:
        put_number(to, h->hit->rank);
        return;
    case COLUMN_SCORE:
        put_score(to, h->hit->score);
        return;
    case COLUMN_LINE:
        put_number(to, hit_place_of(h).line);
        return;
    case COLUMN_PAGE:
        put_page(to, h);
        return;
    case COLUMN_QUERY:
        put_query(to, a->query);
        return;
    case COLUMN_QUERY_INDEX:
        put_number(to, a->index);
        return;
    case COLUMN_EXTRA:
        put_member(to, c, h->hit->passage->extra);
        return;
    default:
        to->text = text_of(c->name, h);
    }
}
