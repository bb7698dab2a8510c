/* SPDX-License-Identifier: MIT */
/*
 * Calls of the library that Python makes in one step, without its lock: a whole
 * search with its page of hits, and a number of passages of an iterator.
 */
#ifndef YZ_PYTHON_ANSWER_H
#define YZ_PYTHON_ANSWER_H

#include "bindings/python/extension/pack.h"

/* What is packed of each hit, beside its passage. */
enum {
    WITH_SNIPPETS = 1 << 0,
    WITH_MATCHES = 1 << 1,
    WITH_EXPLANATIONS = 1 << 2 /* and, where there is no hit, why */
};

typedef struct search_call {
    yz_str text;
    uint32_t query_flags;
    uint32_t parts;      /* WITH_... */
    size_t member_count; /* names in options.facet_members */
    yz_search_options options;
    yz_snippet_options snippets;
} search_call;

/** A call with the defaults of the library. */
void
search_call_init(search_call *call);

/**
 * Search, and pack the answer; its record is at index 0.
 * @param context  of the Python function that a call which takes long asks
 *                 whether to stop, now and then; NULL: it is not asked
 */
yz_status
search_call_run(search_call *call, yz_snapshot *snapshot, void *context,
                pack *ret_answer, yz_error *reterr);

/**
 * The same in the newest state of an index. `*snapshot` is renewed, or opened
 * if it is NULL; it is the caller's, also after an error.
 */
yz_status
search_call_run_newest(search_call *call, yz_index *index,
                       yz_snapshot **snapshot, void *context, pack *ret_answer,
                       yz_error *reterr);

/** yz_collocate_query() with the options of a call. */
yz_status
collocate(search_call *call, yz_snapshot *snapshot, const yz_query *query,
          void *context, const yz_collocate_options *options,
          yz_collocates **ret_collocates, yz_error *reterr);

/**
 * Pack the next passages of an iterator, at most `most`.
 * @return YZ_OK; YZ_DONE when there are no more behind those that were packed
 */
yz_status
passages_pack(yz_passages *passages, size_t most, pack *ret_passages,
              yz_error *reterr);

#endif /* YZ_PYTHON_ANSWER_H */
