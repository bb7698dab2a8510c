/* SPDX-License-Identifier: MIT */
/*
 * The one door to LMDB: a directory that holds tables of keys and values,
 * changed by transactions. Readers see the moment they began at and never
 * wait; there is one writer at a time.
 */
#ifndef YZ_STORE_STORE_H
#define YZ_STORE_STORE_H

#include "core/base/bytes.h"
#include "core/base/memory.h"

/** The tables. Their names on disk are in docs/format.md, "Tables". */
typedef enum store_table {
    STORE_META,
    STORE_BLOB,
    STORE_TOMBSTONES,
    STORE_SOURCES
} store_table;
enum { STORE_TABLE_COUNT = 4 };

/** An open directory. Any number of threads at once. */
typedef struct store store;

/** A transaction: one thread at a time; a reading one may move. */
typedef struct store_txn store_txn;

typedef struct store_options {
    bool create;
    bool read_only;
    uint64_t map_size;
    uint32_t readers_max;
    const yz_allocator *memory; /**< copied; of the first who opens it */
} store_options;

/**
 * Open the directory. A process has one environment a directory: a second
 * store_open() of it gives the same store, counted.
 *
 * @return YZ_OK; YZ_E_NOT_FOUND if there is no data file and `create` is not
 *         set; YZ_E_CORRUPT if the file is shorter than it says it is, or no
 *         file of LMDB; YZ_E_IO; YZ_E_NOMEM.
 */
yz_status
store_open(const char *path, const store_options *options, store **ret_store,
           yz_error *err);

/** Does nothing in a process that was forked off since. */
void
store_close(store *s);

/** Whose memory the store is, and what is needed for a moment around it. */
const yz_allocator *
store_memory(const store *s);

const yz_allocator *
store_txn_memory(const store_txn *txn);

/** Whether the store was opened by a process that this one was forked from. */
bool
store_is_of_parent(const store *s);

/** YZ_E_INVALID in a process that was forked off since it was opened. */
yz_status
store_check_process(const store *s, yz_error *err);

yz_status
store_read_begin(store *s, store_txn **ret_txn, yz_error *err);

/**
 * Begin to write. The caller holds the writer's lock (store_lock_writer).
 */
yz_status
store_write_begin(store *s, store_txn **ret_txn, yz_error *err);

/** Make the changes durable and end the transaction, in every case. */
yz_status
store_commit(store_txn *txn, yz_error *err);

/** End a transaction; changes are dropped. Accepts NULL. */
void
store_end(store_txn *txn);

/** Whether the map has space for `size` more bytes. */
bool
store_has_capacity(store *s, uint64_t size);

/**
 * Make that capacity, while this process has no transaction open. `waits`: for
 * a moment, if it has. @return YZ_E_BUSY if they do not end
 */
yz_status
store_grow(store *s, uint64_t size, bool waits, yz_error *err);

/** Whether the disk has space for `size` more bytes, and a reserve. */
bool
store_disk_has_space(const store *s, uint64_t size);

/**
 * Replace the data file by a copy without free pages. Who reads the
 * old one goes on; transactions that begin later see the new one. The caller
 * holds the writer's lock and has no transaction open for writing.
 */
yz_status
store_compact(store *s, yz_error *err);

/**
 * Check all pages: those of large values and the free ones, too, of which a
 * reader sees nothing. @return YZ_E_CORRUPT if they contradict each other
 */
yz_status
store_check(store *s, yz_error *err);

/**
 * The same lock for a directory that may not open. The caller closes the file.
 */
yz_status
store_lock_directory(const char *path, int *ret_fd, yz_error *err);

/**
 * Put a data file that nobody has open, on the same file system, in the place
 * of a directory's. The caller holds the writer's lock.
 */
yz_status
store_replace(const char *path, const char *data_path, yz_error *err);

/**
 * Copy what can be read of a data file whose pages are broken into an empty
 * store: the trees as far as they are whole, then every page that looks like
 * one with entries. `path` is the directory.
 */
yz_status
store_salvage(const char *path, store *into, yz_error *err);

/** The number of the commit that a transaction sees (or will be). */
uint64_t
store_txn_number(const store_txn *txn);

/** Whether a reading transaction sees the last commit there is. */
bool
store_txn_is_newest(const store_txn *txn);

/** Bytes of the data file, and those of pages in it that are free. */
uint64_t
store_txn_file_size(const store_txn *txn);
yz_status
store_txn_free_size(const store_txn *txn, uint64_t *ret_size, yz_error *err);

/** Who has a transaction open for reading, in any process. */
typedef struct store_readers {
    uint64_t count;
    uint64_t oldest_txn;    /**< what the oldest sees; UINT64_MAX: nobody is */
    int64_t oldest_process; /**< 0: it is not known */
} store_readers;

store_readers
store_txn_readers(const store_txn *txn);

/**
 * Become the one writer of the directory, among all processes. What is read
 * from then on is the newest there is; before, it may be older (a writer was
 * killed at its commit). The pages that only writers follow are checked.
 *
 * @return YZ_OK; YZ_E_BUSY at once, saying who it is; YZ_E_CORRUPT.
 */
yz_status
store_lock_writer(store *s, yz_error *err);

void
store_unlock_writer(store *s);

/**
 * The value of a key, valid until the transaction ends (in a writing one,
 * until the next change). @return YZ_OK, YZ_DONE if there is none, an error.
 */
yz_status
store_get(store_txn *txn, store_table table, yz_str key, bytes *ret_value,
          yz_error *err);

/** Keys are 1 to 511 bytes. A value that is there is replaced. */
yz_status
store_put(store_txn *txn, store_table table, yz_str key, yz_str value,
          yz_error *err);

/** Remove a key; none is fine. */
yz_status
store_delete(store_txn *txn, store_table table, yz_str key, yz_error *err);

/** Sees one key and value; another status than YZ_OK ends the scan. */
typedef yz_status (*store_visit_fn)(void *context, yz_str key, bytes value);

/** Visit a table's keys from `first` (empty: all) on, in byte order. */
yz_status
store_scan(store_txn *txn, store_table table, yz_str first,
           store_visit_fn visit, void *context, yz_error *err);

/** How many keys a table has. */
yz_status
store_count(store_txn *txn, store_table table, uint64_t *ret_count,
            yz_error *err);

/** A 64-bit number as a key: big-endian, so that byte order is its order. */
typedef struct store_key {
    char bytes[8];
} store_key;

store_key
store_key_of(uint64_t number);

uint64_t
store_key_number(yz_str key);

/** Whether a key is such a number: Yizhan writes no others but names. */
static inline bool
store_key_is_number(yz_str key)
{
    return key.size == sizeof(uint64_t);
}

static inline yz_str
store_key_str(const store_key *key)
{
    return (yz_str){ key->bytes, sizeof(key->bytes) };
}

/** "LMDB 0.9.24: (July 24, 2019)" */
const char *
store_library_version(void);

#endif /* YZ_STORE_STORE_H */
