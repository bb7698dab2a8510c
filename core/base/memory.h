/* SPDX-License-Identifier: MIT */
/*
 * The one door to memory. Whoever allocates says from whom: the allocator that
 * the program gave with its handle, or NULL, the C library's. There is no
 * default that could be forgotten behind one's back: arenas, buffers and arrays
 * carry theirs in the member `from`, handles in `memory`.
 */
#ifndef YZ_BASE_MEMORY_H
#define YZ_BASE_MEMORY_H

#include "core/base/status.h"

#include <stdio.h>

/** NULL: out of memory. Aligned for any type. */
void *
memory_allocate(const yz_allocator *from, size_t size);

/** An array of `count` items of zeros; NULL too when the product overflows. */
void *
memory_zeroed(const yz_allocator *from, size_t count, size_t item_size);

/** Another size for a block (NULL: a new one); NULL: it is as it was. */
void *
memory_resize(const yz_allocator *from, void *block, size_t size);

/** Give a block back to whom it came from; NULL is no block. */
void
memory_release(const yz_allocator *from, void *block);

/** YZ_E_INVALID if a caller's allocator (may be NULL) lacks a function. */
yz_status
memory_check(const yz_allocator *given, yz_error *err);

/** Copy a caller's allocator into `own`. Gives `own`; NULL if there is none. */
const yz_allocator *
memory_keep(yz_allocator *own, const yz_allocator *given);

/**
 * A stream into memory of the C library's, as open_memstream() has it. What was
 * written is at `*data` after fflush() or fclose(). NULL: out of memory.
 */
FILE *
memory_stream(char **data, size_t *size);

/** Free what such a stream left; accepts NULL. */
void
memory_stream_free(char *data);

#endif /* YZ_BASE_MEMORY_H */
