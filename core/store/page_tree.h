/* SPDX-License-Identifier: MIT */
/*
 * The pages of a mapped data file, before LMDB follows them: LMDB believes
 * what a page says of itself, and a flipped bit there makes it read or write
 * beyond the page, or turn in a circle. So every page that it may walk over is
 * looked at first: it is the page its parent means, its nodes lie within it,
 * its keys rise, the values lie within the file.
 */
#ifndef YZ_STORE_PAGE_TREE_H
#define YZ_STORE_PAGE_TREE_H

#include "core/base/bytes.h"
#include "core/store/data_file.h"

/** A mapped data file, as of one transaction that is kept from being reused. */
typedef struct page_file {
    const uint8_t *map;
    uint32_t page_size;
    uint64_t page_count;
} page_file;

typedef struct page_check {
    const page_file *file;
    /**
     * A bit a page; NULL: only what a reader walks over is looked at. With it
     * the pages of large values and the free ones are looked at too, which a
     * writer gives back and takes, and no page may have two uses.
     */
    uint8_t *used;
    uint64_t steps; /**< pages seen: a circle ends */
    yz_error *err;
} page_check;

/** Check a table's tree: of pages, of nodes, of keys in byte order. */
yz_status
page_tree_check(page_check *check, const tree_root *root);

/** Check the tree of free pages. */
yz_status
page_tree_check_free(page_check *check, const tree_root *root);

/** Find the root of a table in the main tree, which was checked. */
bool
page_tree_find(const page_file *file, const tree_root *main, yz_str name,
               tree_root *ret_root);

/** Sees an entry of a page; another status than YZ_OK ends the walk. */
typedef yz_status (*page_entry_fn)(void *context, yz_str key, bytes value);

/** Visit the entries of a tree, passing over what is broken in it. */
yz_status
page_tree_each(const page_file *file, const tree_root *root,
               page_entry_fn visit, void *context);

/** Visit the entries of every page of the file that looks like one of them. */
yz_status
page_file_each(const page_file *file, page_entry_fn visit, void *context);

#endif /* YZ_STORE_PAGE_TREE_H */
