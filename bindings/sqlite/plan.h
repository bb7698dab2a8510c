/* SPDX-License-Identifier: MIT */
/*
 * What SQLite hands over of a WHERE clause, and which of it a table uses. The
 * plan is a list of words, one a value that SQLite then passes, such as
 * `match kind= limit`. EXPLAIN QUERY PLAN shows it.
 */
#ifndef YZ_SQLITE_PLAN_H
#define YZ_SQLITE_PLAN_H

#include "bindings/sqlite/extension.h"

typedef enum clause {
    CLAUSE_MATCH,
    CLAUSE_TIERS,
    CLAUSE_SORT,
    CLAUSE_OCR,
    CLAUSE_SYNTAX,
    CLAUSE_WIDTH,
    CLAUSE_KIND,
    CLAUSE_TIER,
    CLAUSE_DATE,
    CLAUSE_SINCE,
    CLAUSE_UNTIL,
    CLAUSE_REPORT,
    CLAUSE_ID,
    CLAUSE_ROWID,
    CLAUSE_LIMIT,
    CLAUSE_OFFSET,
    CLAUSE_COUNT
} clause;

/** The xBestIndex of a table. */
int
table_plan_make(sqlite3_vtab *table, sqlite3_index_info *info);

/** Take the next word of a plan. @return false at its end. */
bool
table_plan_next(const char **plan, clause *ret_clause);

#endif /* YZ_SQLITE_PLAN_H */
