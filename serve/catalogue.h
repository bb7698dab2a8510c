/* SPDX-License-Identifier: MIT */
/*
 * The indexes that are served, each under a name. A request borrows a snapshot
 * of the newest state and gives it back.
 */
#ifndef YZ_SERVE_CATALOGUE_H
#define YZ_SERVE_CATALOGUE_H

#include "serve/options.h"

typedef struct catalogue catalogue;

/** An index that is served. */
typedef struct served_index served_index;

/**
 * Open the indexes. An index is named by its folder, without `.index`; of two
 * with one name the second gets a number.
 * @return EXIT_DONE, or an exit code after the error was reported.
 */
exit_code
catalogue_open(const serve_options *options, catalogue **ret_catalogue);

void
catalogue_close(catalogue *c);

size_t
catalogue_count(const catalogue *c);

served_index *
catalogue_at(const catalogue *c, size_t i);

/** The index of this name; of an empty name the first; NULL: there is none. */
served_index *
catalogue_find(const catalogue *c, yz_str name);

/** Its name. Borrowed until catalogue_close(). */
const char *
served_index_name(const served_index *s);

/**
 * Borrow a snapshot of what is committed now. Any thread may call it; the
 * snapshot is that thread's alone until it is given back.
 */
yz_status
served_index_borrow(served_index *s, yz_snapshot **ret_snapshot, yz_error *err);

/** Give a borrowed snapshot back. */
void
served_index_return(served_index *s, yz_snapshot *snapshot);

/**
 * Close the snapshots that nobody has borrowed since the last call: an idle one
 * would keep what was removed from being reused.
 */
void
catalogue_rest(catalogue *c);

#endif /* YZ_SERVE_CATALOGUE_H */
