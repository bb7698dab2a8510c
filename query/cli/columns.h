/* SPDX-License-Identifier: MIT */
/*
 * The columns of a table of hits: `--fields=rank,title,extra.author`.
 */
#ifndef YZ_CLI_COLUMNS_H
#define YZ_CLI_COLUMNS_H

#include "core/base/array.h"
#include "core/base/option.h"

struct answer;
struct shown_hit;

/** What a column shows. */
typedef enum column_name {
    COLUMN_RANK,
    COLUMN_SCORE,
    COLUMN_TIER,
    COLUMN_ID,
    COLUMN_KIND,
    COLUMN_PATH,
    COLUMN_LINE,
    COLUMN_PAGE,
    COLUMN_DATE,
    COLUMN_TITLE,
    COLUMN_SECTION,
    COLUMN_REPORT,
    COLUMN_SNIPPET,
    COLUMN_TEXT,
    COLUMN_QUERY,
    COLUMN_QUERY_INDEX,
    COLUMN_SURFACE,
    COLUMN_EXTRA
} column_name;

typedef struct column {
    column_name name;
    const char *member; /**< COLUMN_EXTRA: its name, of `member_size` bytes */
    size_t member_size;
} column;

typedef ARRAY_OF(column) column_list;

/** column_list: the columns that a list of names says. An option_take. */
yz_status
columns_take(const option_rule *rule, const char *value, void *place,
             yz_error *err);

/** What is in a cell. */
typedef enum cell_type {
    CELL_TEXT,
    CELL_NUMBER,
    CELL_QUERY /**< text that a query is */
} cell_type;

typedef struct cell {
    yz_str text;
    cell_type type;
    char digits[32]; /**< room for the text of a number */
    char *owned;     /**< the text, if it was made; free it */
} cell;

/** Append the name of a column, as the header has it. */
void
column_title(const column *c, char *title, size_t size);

/** The value that a hit has in a column; `to` is of zeros. */
void
column_value(const column *c, const struct answer *a, const struct shown_hit *h,
             cell *to);

#endif /* YZ_CLI_COLUMNS_H */
