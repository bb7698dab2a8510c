/* SPDX-License-Identifier: MIT */
/*
 * Passages and hits as rows: lists of values in a fixed order, of which
 * lib/shapes.js makes objects. Whoever changes an order changes both files.
 * Spans become UTF-16 units here, since JavaScript counts those.
 */
#ifndef YIZHAN_NODE_ROWS_H
#define YIZHAN_NODE_ROWS_H

#include "bindings/node/src/tape.h"

/* Which parts of a hit are asked for. */
struct details {
    yz_snippet_options snippets;
    bool matches;
    bool explanation;
};

void
put_passage(tape &to, const yz_passage &passage);

/* The current hit of `results`. */
void
put_hit(tape &to, yizhan::results &results, const yz_hit &hit,
        const details &wanted);

void
put_warnings(tape &to, const yz_query *query, std::string_view text);

#endif /* YIZHAN_NODE_ROWS_H */
