/* SPDX-License-Identifier: MIT */
/*
 * What a query asks of a table: the values that SQLite passes for a plan.
 */
#ifndef YZ_SQLITE_REQUEST_H
#define YZ_SQLITE_REQUEST_H

#include "bindings/sqlite/extension.h"

typedef struct request {
    yz_search_options search;
    uint32_t query_flags;
    uint32_t width; /**< of snippets */
    char *query;    /**< NULL: no search */
    size_t query_size;
    char *report;     /**< its name, of a scan; NULL: all */
    bool has_limit;   /**< search.limit is the query's */
    bool is_empty;    /**< no row can match */
    char *strings[8]; /**< what `search` points at */
    size_t string_count;
} request;

/**
 * Read the values of a plan. What is no value of an option is refused:
 * `*ret_error` is then a sentence, to be freed with sqlite3_free().
 */
int
table_request_read(const char *plan, sqlite3_value **values,
                   request *ret_request, char **ret_error);

void
table_request_dispose(request *r);

#endif /* YZ_SQLITE_REQUEST_H */
