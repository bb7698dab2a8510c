/* SPDX-License-Identifier: MIT */
/*
 * An index whose passages are held by an engine elsewhere. Its handle has a
 * small index of its own, in a folder for a while, which is empty but for the
 * passages that one question is about. What differs from an index in a folder is
 * named here, and is in engine/remote, above all of it.
 */
#ifndef YZ_INDEX_REMOTE_H
#define YZ_INDEX_REMOTE_H

#include "core/index/snapshot.h"

typedef struct remote remote;
typedef struct remote_passages remote_passages;
typedef struct remote_writer remote_writer;

/** Whether a path is the address of such an index. */
bool
remote_is_address(const char *path);

/** yz_index_open() of an address; the options are checked. */
yz_status
remote_open(const char *address, const yz_index_options *options,
            yz_index **ret_index, yz_error *err);

/** With the last user of the index. Accepts NULL. */
void
remote_close(remote *r);

/**
 * YZ_E_UNSUPPORTED where the index is elsewhere: `what` cannot be done there.
 * @param what  begins a sentence, such as "listing terms"
 */
yz_status
remote_refuses(const yz_index *index, const char *what, yz_error *err);
yz_status
remote_refuses_address(const char *path, const char *what, yz_error *err);

/* ---- reading ------------------------------------------------------------ */

/** What the collection adds up to, for a snapshot that was opened. */
yz_status
remote_take_totals(yz_snapshot *snapshot, yz_error *err);

/** How many passages have each term; as engine_terms.h names them. */
yz_status
remote_count_terms(remote *r, const yz_str *terms, size_t count,
                   uint64_t *ret_counts, yz_error *err);

/** The noise of the report of a passage that a question is about. */
yz_status
remote_noise(const yz_snapshot *snapshot, segment *s, uint32_t passage,
             noise_sum *ret_noise, yz_error *err);

yz_status
remote_stats(yz_snapshot *snapshot, yz_stats *ret_stats, yz_error *err);

yz_status
remote_search(yz_snapshot *snapshot, const yz_query *query,
              const yz_search_options *options, yz_results **ret_results,
              yz_error *err);

/** Of all reports, or (with data) of one. */
yz_status
remote_passages_open(remote *r, yz_str report, remote_passages **ret_passages,
                     yz_error *err);
yz_status
remote_passages_next(remote_passages *p, const yz_passage **ret_passage,
                     yz_error *err);
/** Accepts NULL. */
void
remote_passages_close(remote_passages *p);

/* ---- writing ------------------------------------------------------------ */

/** Begin to write: into an index that is for a while, and then to the engine. */
yz_status
remote_writer_begin(yz_index *index, yz_index **ret_staging,
                    remote_writer **ret_writer, yz_error *err);

/**
 * Send what a commit added: the segments of the snapshot from `first` on. They
 * replace what these sources gave before.
 */
yz_status
remote_writer_commit(remote_writer *w, yz_snapshot *snapshot, uint32_t first,
                     const yz_str *sources, size_t source_count, yz_error *err);

/** yz_writer_remove(), _remove_passage(): with the next commit. */
yz_status
remote_writer_remove(remote_writer *w, yz_str what, uint64_t *ret_passages,
                     yz_error *err);
yz_status
remote_writer_remove_passage(remote_writer *w, yz_str report, yz_str id,
                             yz_error *err);

/** Whether something was removed since the last commit. */
bool
remote_writer_has_removed(const remote_writer *w);

/** Close what the writer has beside itself, once it is closed. */
void
remote_writer_close(remote_writer *w);

#endif /* YZ_INDEX_REMOTE_H */
