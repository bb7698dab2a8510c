/* SPDX-License-Identifier: MIT */
/*
 * Answers one query: parses it, searches, walks the hits once, and calls the
 * printer at each step.
 */
#ifndef YZ_CLI_ANSWER_H
#define YZ_CLI_ANSWER_H

#include "core/base/arena.h"
#include "query/cli/printer.h"

/** State that all queries of a run share. */
typedef struct session {
    const arguments *arguments;
    const printer *printer;
    yz_snapshot *snapshot;
    output out;
    arena arena;    /**< of the current hit */
    bool is_served; /**< an error is the answer, and nobody reads messages */
    bool found;     /**< a query had a hit */
    bool failed;    /**< a query was not answered in time */
    yz_status last; /**< of the last query */
} session;

/**
 * Answer a query. An error of this query alone ends the run, unless there is a
 * batch: there it is the answer.
 *
 * @param index  of the query in the batch, from 0
 * @return EXIT_FOUND if the run can go on (session.found says if there were
 *         hits); else the exit code, after the error was reported.
 */
exit_code
answer_query(session *s, yz_str query, uint64_t index);

/**
 * Print what follows the last answer.
 * @return EXIT_FOUND, or EXIT_SYSTEM after the error was reported
 */
exit_code
answer_close(session *s);

#endif /* YZ_CLI_ANSWER_H */
