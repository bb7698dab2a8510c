/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/plan.h"
#include "bindings/sqlite/columns.h"

#include <string.h>

static const char *const words[CLAUSE_COUNT] = {
    [CLAUSE_MATCH] = "match",   [CLAUSE_TIERS] = "tiers",
    [CLAUSE_SORT] = "sort",     [CLAUSE_OCR] = "ocr",
    [CLAUSE_SYNTAX] = "syntax", [CLAUSE_WIDTH] = "width",
    [CLAUSE_KIND] = "kind=",    [CLAUSE_TIER] = "tier=",
    [CLAUSE_DATE] = "date=",    [CLAUSE_SINCE] = "date>",
    [CLAUSE_UNTIL] = "date<",   [CLAUSE_REPORT] = "report=",
    [CLAUSE_ID] = "id=",        [CLAUSE_ROWID] = "rowid=",
    [CLAUSE_LIMIT] = "limit",   [CLAUSE_OFFSET] = "offset",
};

/* What it costs to find the rows, and how many there are, by guess. They have
 * to be right only beside each other. */
static const struct {
    double cost;
    sqlite3_int64 rows;
} SEARCH = { 1000, 100 }, ONE = { 50, 1 }, REPORT = { 1e4, 50 },
  EVERYTHING = { 1e7, 1000000 };

/* The constraint of the query that is used for each clause; -1: none. */
typedef struct choice {
    sqlite3_index_info *info;
    int of[CLAUSE_COUNT];
} choice;

/* ---- which clause a constraint is --------------------------------------- */

static clause
clause_of_date(unsigned char op)
{
    switch (op) {
    case SQLITE_INDEX_CONSTRAINT_EQ:
        return CLAUSE_DATE;
    case SQLITE_INDEX_CONSTRAINT_GT:
    case SQLITE_INDEX_CONSTRAINT_GE:
        return CLAUSE_SINCE;
    case SQLITE_INDEX_CONSTRAINT_LT:
    case SQLITE_INDEX_CONSTRAINT_LE:
        return CLAUSE_UNTIL;
    default:
        return CLAUSE_COUNT;
    }
}

static clause
clause_of_equality(int at)
{
    switch (at) {
    case -1:
        return CLAUSE_ROWID;
    case COLUMN_QUERY:
        return CLAUSE_MATCH;
    case COLUMN_TIERS:
        return CLAUSE_TIERS;
    case COLUMN_SORT:
        return CLAUSE_SORT;
    case COLUMN_OCR:
        return CLAUSE_OCR;
    case COLUMN_SYNTAX:
        return CLAUSE_SYNTAX;
    case COLUMN_WIDTH:
        return CLAUSE_WIDTH;
    case COLUMN_KIND:
        return CLAUSE_KIND;
    case COLUMN_TIER:
        return CLAUSE_TIER;
    case COLUMN_REPORT:
        return CLAUSE_REPORT;
    case COLUMN_ID:
        return CLAUSE_ID;
    default:
        return CLAUSE_COUNT;
    }
}

/* CLAUSE_COUNT: SQLite decides it by itself. */
static clause
clause_of(sqlite3_index_info *info, int i)
{
    const int at = info->aConstraint[i].iColumn;
    const unsigned char op = info->aConstraint[i].op;
    if (op == SQLITE_INDEX_CONSTRAINT_LIMIT)
        return CLAUSE_LIMIT;
    if (op == SQLITE_INDEX_CONSTRAINT_OFFSET)
        return CLAUSE_OFFSET;
    if (op == SQLITE_INDEX_CONSTRAINT_MATCH)
        return at == COLUMN_QUERY ? CLAUSE_MATCH : CLAUSE_COUNT;
    if (at < COLUMN_SHOWN && at >= 0 &&
        sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") != 0)
        return CLAUSE_COUNT;
    if (at == COLUMN_DATE)
        return clause_of_date(op);
    return op == SQLITE_INDEX_CONSTRAINT_EQ ? clause_of_equality(at)
                                            : CLAUSE_COUNT;
}

/* ---- which of them are used --------------------------------------------- */

/* Whether a clause selects exactly what SQLite would. */
static bool
is_exact(clause c)
{
    return c <= CLAUSE_TIER;
}

/*
 * Sort the constraints by clause. False: one that has to be used cannot be in
 * this plan, since its value comes from a table further in.
 */
static bool
choose(choice *c)
{
    for (int i = 0; i < CLAUSE_COUNT; i++)
        c->of[i] = -1;
    for (int i = 0; i < c->info->nConstraint; i++) {
        const clause which = clause_of(c->info, i);
        if (which == CLAUSE_COUNT)
            continue;
        if (!c->info->aConstraint[i].usable) {
            if (which <= CLAUSE_WIDTH)
                return false;
        } else if (c->of[which] < 0) {
            c->of[which] = i;
        }
    }
    return true;
}

/* Whether the order asked for is that of the hits. */
static bool
is_in_order(const sqlite3_index_info *info)
{
    return info->nOrderBy == 0 ||
           (info->nOrderBy == 1 && info->aOrderBy[0].iColumn == COLUMN_RANK &&
            !info->aOrderBy[0].desc);
}

/*
 * A search may stop at a limit only if nothing that SQLite does afterwards
 * takes rows away or orders them otherwise.
 */
static bool
may_limit(const choice *c)
{
    for (int i = 0; i < c->info->nConstraint; i++) {
        const clause which = clause_of(c->info, i);
        if (which == CLAUSE_LIMIT || which == CLAUSE_OFFSET)
            continue;
        if (which == CLAUSE_COUNT || !is_exact(which) || c->of[which] != i)
            return false;
    }
    return is_in_order(c->info);
}

/* Drop what this kind of access does not use. */
static void
keep(choice *c, clause first, clause last)
{
    for (int i = 0; i < CLAUSE_COUNT; i++)
        if (i < (int)first || i > (int)last)
            c->of[i] = -1;
}

static void
cost(sqlite3_index_info *info, double cost, sqlite3_int64 rows)
{
    info->estimatedCost = cost;
    info->estimatedRows = rows;
}

/* Which way to the rows: a search, one row, those of a report, or all. */
static void
choose_access(choice *c)
{
    sqlite3_index_info *info = c->info;
    if (c->of[CLAUSE_MATCH] >= 0) {
        const bool limit = may_limit(c);
        /* A search for each row of another table would cost more. */
        keep(c, CLAUSE_MATCH, limit ? CLAUSE_OFFSET : CLAUSE_REPORT);
        info->orderByConsumed = is_in_order(info);
        cost(info, SEARCH.cost, SEARCH.rows);
    } else if (c->of[CLAUSE_ROWID] >= 0) {
        keep(c, CLAUSE_ROWID, CLAUSE_ROWID);
        info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
        cost(info, ONE.cost, ONE.rows);
    } else if (c->of[CLAUSE_ID] >= 0) {
        keep(c, CLAUSE_ID, CLAUSE_ID);
        cost(info, ONE.cost, ONE.rows);
    } else if (c->of[CLAUSE_REPORT] >= 0) {
        keep(c, CLAUSE_REPORT, CLAUSE_REPORT);
        cost(info, REPORT.cost, REPORT.rows);
    } else {
        keep(c, CLAUSE_TIERS, CLAUSE_WIDTH); /* which are refused later */
        cost(info, EVERYTHING.cost, EVERYTHING.rows);
    }
}

/* Ask for all values of an IN at once. */
static void
take_list(choice *c, clause which)
{
    const int i = c->of[which];
    if (i >= 0 && (which == CLAUSE_KIND || which == CLAUSE_TIER) &&
        sqlite3_vtab_in(c->info, i, -1))
        sqlite3_vtab_in(c->info, i, 1);
}

static int
write_down(choice *c)
{
    int count = 0;
    sqlite3_str *plan = sqlite3_str_new(NULL);
    for (int which = 0; which < CLAUSE_COUNT; which++) {
        const int i = c->of[which];
        if (i < 0)
            continue;
        sqlite3_str_appendf(plan, "%s%s", count ? " " : "", words[which]);
        c->info->aConstraintUsage[i].argvIndex = ++count;
        c->info->aConstraintUsage[i].omit =
            is_exact((clause)which) || which == CLAUSE_OFFSET;
        take_list(c, (clause)which);
    }
    const int code = sqlite3_str_errcode(plan);
    c->info->idxStr = sqlite3_str_finish(plan);
    c->info->needToFreeIdxStr = 1;
    return code;
}

int
table_plan_make(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    choice c = { .info = info };
    if (!choose(&c))
        return SQLITE_CONSTRAINT;
    choose_access(&c);
    return write_down(&c);
}

bool
table_plan_next(const char **plan, clause *ret_clause)
{
    const char *word = *plan;
    if (!word || !*word)
        return false;
    const size_t size = strcspn(word, " ");
    *plan = word + size + (word[size] == ' ');
    for (int which = 0; which < CLAUSE_COUNT; which++)
        if (strlen(words[which]) == size &&
            memcmp(word, words[which], size) == 0) {
            *ret_clause = (clause)which;
            return true;
        }
    return false;
}
