/* SPDX-License-Identifier: MIT */
/*
 * What LMDB trusts and we do not: LMDB maps a file and follows its pages, so
 * one that was cut short makes it fault. Before it may map a file, the length
 * is compared with what the file's own meta pages ask for.
 */
#ifndef YZ_STORE_DATA_FILE_H
#define YZ_STORE_DATA_FILE_H

#include "core/base/status.h"

/** Where one of LMDB's trees begins. */
typedef struct tree_root {
    uint16_t flags;
    uint16_t depth;
    uint64_t page; /**< TREE_EMPTY: it has none */
} tree_root;
#define TREE_EMPTY UINT64_MAX
enum { TREE_ROOT_SIZE = 48 /**< bytes, where it is stored */ };

/** What a meta page says. */
typedef struct meta_page {
    uint32_t page_size;
    tree_root free; /**< the pages that are free, by transaction */
    tree_root main; /**< the tables, by name */
    uint64_t last_page;
    uint64_t txn; /**< the transaction that wrote it */
} meta_page;

enum { META_SIZE = 152 /**< bytes of a meta page that are read */ };

/** false: these META_SIZE bytes are not of a meta page. */
bool
meta_parse(const uint8_t *page, meta_page *ret_meta);

/** The 48 bytes of a tree's root. */
tree_root
tree_root_parse(const uint8_t *at);

/**
 * Whether a file of an index may be opened: it is a file, and no link through
 * which one would write where the index does not lie. Links are fine for what
 * is only read. A file that is not there may be.
 */
yz_status
index_file_check(int folder, const char *name, bool only_read, yz_error *err);

/** YZ_OK if the data file may be mapped; YZ_E_CORRUPT or YZ_E_IO if not. */
yz_status
data_file_check(int folder, const char *name, yz_error *err);

/**
 * Whether a data file was left half made: the process or the machine stopped
 * before the first two pages, which are on the disk before any commit is, had
 * been written. No writer has been there.
 */
yz_status
data_file_is_unborn(int folder, const char *name, bool *ret_is, yz_error *err);

/** The later of a data file's transactions; 1 if it tells none. */
yz_status
data_file_txn(int folder, const char *name, uint64_t *ret_txn, yz_error *err);

/** The number of the last commit of an open data file. */
bool
data_file_last_txn(int fd, uint64_t *ret_txn);

/**
 * Let the last transaction of a data file nobody uses have the number `txn`.
 * A file that takes the place of another must not seem older to the lock file
 * that counts on.
 */
yz_status
data_file_stamp(int fd, uint64_t txn, yz_error *err);

#endif /* YZ_STORE_DATA_FILE_H */
