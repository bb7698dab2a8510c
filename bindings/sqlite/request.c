/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/request.h"
#include "bindings/sqlite/plan.h"

#include <string.h>

/* A value while it is read into a request. */
typedef struct reading {
    request *to;
    sqlite3_value *value;
    char **error;
} reading;

static const char *
text_of(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return text ? text : "";
}

static int
refuse(const reading *r, const char *option, const char *choices)
{
    *r->error = sqlite3_mprintf("%s is '%s'; it may be %s", option,
                                text_of(r->value), choices);
    return SQLITE_ERROR;
}

/* Keep a string as long as the request; it is given away. */
static int
keep(request *to, char *string, const char **ret_string)
{
    if (!string)
        return SQLITE_NOMEM;
    to->strings[to->string_count++] = string;
    *ret_string = string;
    return SQLITE_OK;
}

/* ---- options ------------------------------------------------------------ */

/* Which of the names the value is; -1: none. */
static int
name_of(sqlite3_value *value, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (sqlite3_stricmp(text_of(value), names[i]) == 0)
            return i;
    return -1;
}

static int
read_sort(reading *r)
{
    static const char *const names[] = { "score", "date", "source" };
    const int which = name_of(r->value, names, 3);
    if (which < 0)
        return refuse(r, "sort", "score, date or source");
    r->to->search.sort = (uint32_t)which;
    return SQLITE_OK;
}

static int
read_ocr(reading *r)
{
    static const char *const names[] = { "auto", "off", "on", "loose" };
    const int which = name_of(r->value, names, 4);
    if (which < 0)
        return refuse(r, "ocr", "auto, off, on or loose");
    r->to->search.ocr = (uint32_t)which;
    return SQLITE_OK;
}

static int
read_syntax(reading *r)
{
    static const char *const names[] = { "literal", "any", "strict" };
    const int which = name_of(r->value, names, 3);
    if (which < 0)
        return refuse(r, "syntax", "literal, any or strict");
    r->to->query_flags = 1u << which;
    if (r->to->query_flags == YZ_QUERY_STRICT)
        r->to->search.flags |= YZ_SEARCH_STRICT;
    return SQLITE_OK;
}

static int
read_width(reading *r)
{
    const sqlite3_int64 width = sqlite3_value_int64(r->value);
    if (width < 1 || width > 1000000)
        return refuse(r, "width", "1 to 1000000 characters");
    r->to->width = (uint32_t)width;
    return SQLITE_OK;
}

/* ---- lists of names ----------------------------------------------------- */

#define CERTAIN (YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT))
#define LIKELY                                                              \
  (CERTAIN | YZ_TIER_BIT(YZ_TIER_LOOKALIKE) | YZ_TIER_BIT(YZ_TIER_PINYIN) | \
   YZ_TIER_BIT(YZ_TIER_SYNONYM))

/* The bits of a name in `tiers`; 0: it is none. */
static uint32_t
tier_bits(const char *name, size_t size)
{
    yz_tier tier;
    if (size == 7 && memcmp(name, "certain", size) == 0)
        return CERTAIN;
    if (size == 6 && memcmp(name, "likely", size) == 0)
        return LIKELY;
    return yz_tier_from_name((yz_str){ name, size }, &tier) ? YZ_TIER_BIT(tier)
                                                            : 0;
}

static int
read_tiers(reading *r)
{
    uint32_t all = 0;
    const char *at = text_of(r->value);
    for (;;) {
        at += strspn(at, " ");
        const size_t size = strcspn(at, ", ");
        const uint32_t bits = tier_bits(at, size);
        if (!bits)
            return refuse(r, "tiers",
                          "certain, likely, or names of tiers with commas "
                          "between them");
        all |= bits;
        at += size + strspn(at + size, " ");
        if (*at != ',')
            break;
        at++;
    }
    r->to->search.tiers = all;
    return *at ? refuse(r, "tiers", "a list with commas between its names")
               : SQLITE_OK;
}

static uint32_t
kind_bit(sqlite3_value *value)
{
    for (int kind = 0; kind < YZ_KIND_COUNT; kind++)
        if (strcmp(yz_kind_name((yz_kind)kind), text_of(value)) == 0)
            return 1u << kind;
    return 0;
}

static uint32_t
tier_bit(sqlite3_value *value)
{
    const char *name = text_of(value);
    yz_tier tier;
    return yz_tier_from_name((yz_str){ name, strlen(name) }, &tier)
               ? YZ_TIER_BIT(tier)
               : 0;
}

/* The bits of `column = name` or `column IN (names)`. A value that is no text
 * is equal to none. */
static uint32_t
bits_of(sqlite3_value *value, uint32_t (*bit_of)(sqlite3_value *))
{
    sqlite3_value *item;
    uint32_t bits = 0;
    int code = sqlite3_vtab_in_first(value, &item);
    if (code != SQLITE_OK && code != SQLITE_DONE)
        return sqlite3_value_type(value) == SQLITE_TEXT ? bit_of(value) : 0;
    for (; code == SQLITE_OK; code = sqlite3_vtab_in_next(value, &item))
        if (sqlite3_value_type(item) == SQLITE_TEXT)
            bits |= bit_of(item);
    return bits;
}

static int
read_kind(reading *r)
{
    r->to->search.kinds = bits_of(r->value, kind_bit);
    r->to->is_empty |= !r->to->search.kinds;
    return SQLITE_OK;
}

/* `tier =` beside `tiers =`: what is in both. */
static int
read_tier(reading *r)
{
    const uint32_t bits = bits_of(r->value, tier_bit);
    r->to->search.tiers =
        r->to->search.tiers ? r->to->search.tiers & bits : bits;
    r->to->is_empty |= !r->to->search.tiers;
    return SQLITE_OK;
}

/* Take a query. @param size  0: to its NUL */
static int
set_query(request *to, char *query, size_t size)
{
    to->query = query;
    to->query_size = query && !size ? strlen(query) : size;
    return query ? SQLITE_OK : SQLITE_NOMEM;
}

/* ---- what SQLite compares once more ------------------------------------- */

/*
 * The month of a date that a column is compared with: all that the library is
 * asked for, as any text may be compared, and it takes dates alone. SQLite
 * compares the days. NULL: no such date, or out of memory.
 */
static char *
month_of(sqlite3_value *value)
{
    const char *text = text_of(value);
    const size_t digits = strspn(text, "0123456789");
    if (digits != 4 || memcmp(text, "0000", 4) == 0 || text[4] != '-' ||
        strspn(text + 5, "0123456789") < 2)
        return NULL;
    const int month = (text[5] - '0') * 10 + (text[6] - '0');
    return month >= 1 && month <= 12 ? sqlite3_mprintf("%.7s", text) : NULL;
}

static int
read_month(reading *r, const char **ret_month)
{
    char *month = month_of(r->value);
    return month ? keep(r->to, month, ret_month) : SQLITE_OK;
}

/* A glob that matches this name. */
static int
read_report_glob(reading *r)
{
    sqlite3_str *glob = sqlite3_str_new(NULL);
    for (const char *c = text_of(r->value); *c; c++) {
        if (strchr("*?[\\", *c))
            sqlite3_str_appendchar(glob, 1, '\\');
        sqlite3_str_appendchar(glob, 1, *c);
    }
    return keep(r->to, sqlite3_str_finish(glob), &r->to->search.report);
}

static int
read_report(reading *r)
{
    if (r->to->query)
        return sqlite3_value_bytes(r->value) ? read_report_glob(r) : SQLITE_OK;
    r->to->report = sqlite3_mprintf("%s", text_of(r->value));
    return r->to->report ? SQLITE_OK : SQLITE_NOMEM;
}

/* Whether text in quotes is just that text: no quotation mark ends it. */
static bool
can_be_quoted(const char *text, size_t size)
{
    return strlen(text) == size && !strchr(text, '"') &&
           !strstr(text, "\xe2\x80") && !strstr(text, "\xe3\x80") &&
           !strstr(text, "\xef\xbc");
}

/* A row by its id: a search for just that; of a strange one, all rows. */
static int
read_id(reading *r)
{
    const char *id = text_of(r->value);
    r->to->is_empty = !*id;
    if (!can_be_quoted(id, (size_t)sqlite3_value_bytes(r->value)))
        return SQLITE_OK;
    return set_query(r->to, sqlite3_mprintf("id:\"%s\"", id), 0);
}

/* ---- the search --------------------------------------------------------- */

static int
read_match(reading *r)
{
    r->to->is_empty = sqlite3_value_type(r->value) == SQLITE_NULL;
    const char *text = text_of(r->value);
    const size_t size = (size_t)sqlite3_value_bytes(r->value);
    char *copy = sqlite3_malloc64(size + 1);
    if (copy)
        memcpy(copy, text, size + 1);
    return set_query(r->to, copy, size);
}

/* A negative limit is none. */
static int
read_limit(reading *r)
{
    const sqlite3_int64 limit = sqlite3_value_int64(r->value);
    r->to->has_limit = limit >= 0;
    r->to->is_empty |= limit == 0;
    r->to->search.limit = limit > 0 ? (uint64_t)limit : 0;
    return SQLITE_OK;
}

static int
read_offset(reading *r)
{
    const sqlite3_int64 offset = sqlite3_value_int64(r->value);
    r->to->search.offset = offset > 0 ? (uint64_t)offset : 0;
    return SQLITE_OK;
}

static int
read_clause(reading *r, clause which)
{
    switch (which) {
    case CLAUSE_MATCH:
        return read_match(r);
    case CLAUSE_TIERS:
        return read_tiers(r);
    case CLAUSE_SORT:
        return read_sort(r);
    case CLAUSE_OCR:
        return read_ocr(r);
    case CLAUSE_SYNTAX:
        return read_syntax(r);
    case CLAUSE_WIDTH:
        return read_width(r);
    case CLAUSE_KIND:
        return read_kind(r);
    case CLAUSE_TIER:
        return read_tier(r);
    case CLAUSE_SINCE:
        return read_month(r, &r->to->search.since);
    case CLAUSE_UNTIL:
        return read_month(r, &r->to->search.until);
    case CLAUSE_REPORT:
        return read_report(r);
    case CLAUSE_ID:
    case CLAUSE_ROWID:
        return read_id(r);
    case CLAUSE_LIMIT:
        return read_limit(r);
    case CLAUSE_OFFSET:
        return read_offset(r);
    default:
        return SQLITE_OK;
    }
}

static int
read_date(reading *r)
{
    const int code = read_month(r, &r->to->search.since);
    return code == SQLITE_OK ? read_month(r, &r->to->search.until) : code;
}

int
table_request_read(const char *plan, sqlite3_value **values,
                   request *ret_request, char **ret_error)
{
    request made = { .search = YZ_OPTIONS(yz_search_options) };
    clause which;
    int code = SQLITE_OK;
    while (code == SQLITE_OK && table_plan_next(&plan, &which)) {
        reading r = { &made, *values++, ret_error };
        if (!made.query && which >= CLAUSE_TIERS && which <= CLAUSE_WIDTH) {
            *ret_error = sqlite3_mprintf(
                "tiers, sort, ocr, syntax and width belong to a search; add a "
                "MATCH");
            code = SQLITE_ERROR;
        } else {
            code =
                which == CLAUSE_DATE ? read_date(&r) : read_clause(&r, which);
        }
    }
    if (code == SQLITE_OK)
        *ret_request = made;
    else
        table_request_dispose(&made);
    return code;
}

void
table_request_dispose(request *r)
{
    for (size_t i = 0; i < r->string_count; i++)
        sqlite3_free(r->strings[i]);
    sqlite3_free(r->query);
    sqlite3_free(r->report);
    *r = (request){ 0 };
}
