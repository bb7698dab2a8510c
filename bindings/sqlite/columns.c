/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/columns.h"

int
columns_declare(sqlite3 *db, const char *table, bool has_rowid)
{
    char *sql = sqlite3_mprintf(
        "CREATE TABLE x(report TEXT, id TEXT, kind TEXT, date TEXT, title TEXT,"
        " section TEXT, text TEXT, tier TEXT, rank INTEGER, score REAL,"
        " snippet TEXT, path TEXT, line INTEGER, page INTEGER, box TEXT,"
        " extra TEXT, \"%w\" HIDDEN, tiers TEXT HIDDEN, sort TEXT HIDDEN,"
        " ocr TEXT HIDDEN, syntax TEXT HIDDEN, width INTEGER HIDDEN%s",
        table, has_rowid ? ")" : ", PRIMARY KEY(report, id)) WITHOUT ROWID");
    if (!sql)
        return SQLITE_NOMEM;
    const int code = sqlite3_declare_vtab(db, sql);
    sqlite3_free(sql);
    return code;
}

/* ---- values ------------------------------------------------------------- */

/* A text that is there always, also empty. */
static void
put_text(sqlite3_context *to, yz_str text)
{
    sqlite3_result_text64(to, text.data ? text.data : "", text.size,
                          SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* A text that is NULL where there is none. */
static void
put_optional(sqlite3_context *to, yz_str text)
{
    if (text.size)
        put_text(to, text);
}

/* A number of which 0 is "not known". */
static void
put_known(sqlite3_context *to, uint64_t number)
{
    if (number)
        sqlite3_result_int64(to, (sqlite3_int64)number);
}

static void
put_box(sqlite3_context *to, const yz_box *box)
{
    char text[64];
    sqlite3_snprintf(sizeof(text), text, "[%u,%u,%u,%u]", box->x0, box->y0,
                     box->x1, box->y1);
    sqlite3_result_text(to, text, -1, SQLITE_TRANSIENT);
}

static yz_status
put_snippet(const row *r, sqlite3_context *to, yz_error *err)
{
    const yz_snippet *snippets;
    size_t count;
    yz_snippet_options options = YZ_OPTIONS(yz_snippet_options);
    options.width = r->width;
    const yz_status status =
        yz_results_snippets(r->results, &options, &snippets, &count, err);
    if (status == YZ_OK && count)
        put_text(to, snippets[0].text);
    return status;
}

/* Where the first match is; of a passage without one, where it begins. */
static yz_status
put_place(const row *r, column c, sqlite3_context *to, yz_error *err)
{
    const yz_passage *p = r->passage;
    const yz_match *matches;
    size_t count = 0;
    if (r->hit) {
        const yz_status status =
            yz_results_matches(r->results, &matches, &count, err);
        if (status != YZ_OK)
            return status;
    }
    if (c == COLUMN_BOX) {
        if (count && matches[0].box_count)
            put_box(to, &matches[0].boxes[0].box);
    } else if (c == COLUMN_LINE) {
        put_known(to, count            ? matches[0].line
                      : p->block_count ? p->blocks[0].line_first
                                       : 0);
    } else {
        put_known(to, count           ? matches[0].page
                      : p->page_count ? p->pages[0].number
                                      : 0);
    }
    return YZ_OK;
}

/* What only a hit has. */
static yz_status
put_of_hit(const row *r, column c, sqlite3_context *to, yz_error *err)
{
    if (!r->hit)
        return YZ_OK;
    if (c == COLUMN_TIER)
        sqlite3_result_text(to, yz_tier_name(r->hit->tier), -1, SQLITE_STATIC);
    else if (c == COLUMN_RANK)
        sqlite3_result_int64(to, (sqlite3_int64)r->hit->rank);
    else if (c == COLUMN_SCORE)
        sqlite3_result_double(to, r->hit->score);
    else
        return put_snippet(r, to, err);
    return YZ_OK;
}

yz_status
column_value(const row *r, column c, sqlite3_context *to, yz_error *err)
{
    const yz_passage *p = r->passage;
    switch (c) {
    case COLUMN_REPORT:
        put_text(to, p->report);
        break;
    case COLUMN_ID:
        put_text(to, p->id);
        break;
    case COLUMN_KIND:
        sqlite3_result_text(to, yz_kind_name(p->kind), -1, SQLITE_STATIC);
        break;
    case COLUMN_DATE:
        put_optional(to, p->date);
        break;
    case COLUMN_TITLE:
        put_optional(to, p->title);
        break;
    case COLUMN_SECTION:
        put_optional(to, p->section);
        break;
    case COLUMN_TEXT:
        put_text(to, p->text);
        break;
    case COLUMN_PATH:
        put_optional(to, p->path);
        break;
    case COLUMN_EXTRA:
        put_optional(to, p->extra);
        break;
    case COLUMN_LINE:
    case COLUMN_PAGE:
    case COLUMN_BOX:
        return put_place(r, c, to, err);
    case COLUMN_TIER:
    case COLUMN_RANK:
    case COLUMN_SCORE:
    case COLUMN_SNIPPET:
        return put_of_hit(r, c, to, err);
    default: /* hidden ones are for constraints */
        break;
    }
    return YZ_OK;
}
