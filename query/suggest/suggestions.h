/* SPDX-License-Identifier: MIT */
/*
 * A list of suggestions for the caller: sorted by the number of passages, no
 * more than were asked for. What suggesting and correcting share is here, too.
 */
#ifndef YZ_SUGGEST_SUGGESTIONS_H
#define YZ_SUGGEST_SUGGESTIONS_H

#include "core/index/snapshot.h"

struct yz_suggestions {
    yz_allocator allocator; /**< a copy: the list outlives the snapshot */
    arena arena;
    yz_suggestion *items; /**< sorted */
    size_t count;
    size_t limit;
};

/** An empty list, freed by yz_suggestions_free(). YZ_E_LIMIT: too many. */
yz_status
suggestions_new(const yz_allocator *memory, const yz_suggest_options *options,
                yz_suggestions **ret_suggestions, yz_error *err);

bool
suggestions_have(const yz_suggestions *s, yz_str text);

/** Insert one in order; its text is in the list's arena. */
void
suggestions_insert(yz_suggestions *s, yz_suggestion found);

/** How many passages a query finds, exactly or as variants. */
yz_status
suggestion_count(yz_snapshot *snapshot, yz_str text, uint32_t query_flags,
                 const yz_suggest_options *options, uint64_t *ret_count,
                 yz_error *err);

/** YZ_E_CANCELLED if the caller has cancelled. */
yz_status
suggest_poll(const yz_suggest_options *options, yz_error *err);

#endif /* YZ_SUGGEST_SUGGESTIONS_H */
