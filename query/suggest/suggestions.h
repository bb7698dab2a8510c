/* SPDX-License-Identifier: MIT */
/*
 * A list of suggestions on its way to the caller: the most frequent first, no
 * more than were asked for.
 */
#ifndef YZ_SUGGEST_SUGGESTIONS_H
#define YZ_SUGGEST_SUGGESTIONS_H

#include "core/index/snapshot.h"

struct yz_suggestions {
    yz_allocator allocator; /**< a copy: they outlive the snapshot */
    arena arena;
    yz_suggestion *items; /**< sorted */
    size_t count;
    size_t limit;
};

/** An empty list; end it with yz_suggestions_free(). YZ_E_LIMIT. */
yz_status
suggestions_new(const yz_allocator *memory, const yz_suggest_options *options,
                yz_suggestions **ret_suggestions, yz_error *err);

bool
suggestions_have(const yz_suggestions *s, yz_str text);

/** Put one where it belongs; its text lies in the list's arena. */
void
suggestions_insert(yz_suggestions *s, yz_suggestion found);

/** How many passages a query finds, exactly or as variants. */
yz_status
suggestion_count(yz_snapshot *snapshot, yz_str text, uint32_t query_flags,
                 const yz_suggest_options *options, uint64_t *ret_count,
                 yz_error *err);

/** YZ_E_CANCELLED if the caller wants no more. */
yz_status
suggest_poll(const yz_suggest_options *options, yz_error *err);

#endif /* YZ_SUGGEST_SUGGESTIONS_H */
