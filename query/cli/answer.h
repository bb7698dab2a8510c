/* SPDX-License-Identifier: MIT */
/*
 * From one query to its answer: parse, search, walk the hits once, and tell
 * each step to the printer.
 */
#ifndef YZ_CLI_ANSWER_H
#define YZ_CLI_ANSWER_H

#include "core/base/arena.h"
#include "query/cli/printer.h"

/** What all queries of a run share. */
typedef struct session {
    const arguments *arguments;
    const printer *printer;
    yz_snapshot *snapshot;
    output out;
    arena arena; /**< until the next hit */
    bool found;  /**< some query had a hit */
    bool failed; /**< some query could not be answered in time */
} session;

/**
 * Answer a query. What is wrong with the query alone ends a run of one query,
 * but is the answer in a batch.
 *
 * @param index  of the query in the batch, from 0
 * @return EXIT_FOUND if the run may go on (session.found tells of hits), or the
 *         code to end it with, once what is wrong has been said.
 */
exit_code
answer_query(session *s, yz_str query, uint64_t index);

/**
 * Print what stands behind the last answer.
 * @return EXIT_FOUND, or EXIT_SYSTEM once what is wrong has been said
 */
exit_code
answer_close(session *s);

#endif /* YZ_CLI_ANSWER_H */
