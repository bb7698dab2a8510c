/* SPDX-License-Identifier: MIT */
#include "core/base/memory.h"

#include <stdlib.h>
#include <string.h>

void *
memory_allocate(const yz_allocator *from, size_t size)
{
    return from ? from->allocate(from->context, size) : malloc(size);
}

/* calloc() knows which pages are zeros already; a caller's allocator does not. */
void *
memory_zeroed(const yz_allocator *from, size_t count, size_t item_size)
{
    if (!from)
        return calloc(count, item_size);
    if (item_size && count > SIZE_MAX / item_size)
        return NULL;
    void *block = from->allocate(from->context, count * item_size);
    return block ? memset(block, 0, count * item_size) : NULL;
}

void *
memory_resize(const yz_allocator *from, void *block, size_t size)
{
    if (!from)
        return realloc(block, size);
    return block ? from->resize(from->context, block, size)
                 : from->allocate(from->context, size);
}

void
memory_release(const yz_allocator *from, void *block)
{
    if (!from)
        free(block);
    else if (block)
        from->release(from->context, block);
}

yz_status
memory_check(const yz_allocator *given, yz_error *err)
{
    if (!given || (given->allocate && given->resize && given->release))
        return YZ_OK;
    return error_set(err, YZ_E_INVALID,
                     "the allocator lacks a function; set all three");
}

const yz_allocator *
memory_keep(yz_allocator *own, const yz_allocator *given)
{
    if (!given)
        return NULL;
    *own = *given;
    return own;
}

FILE *
memory_stream(char **data, size_t *size)
{
    return open_memstream(data, size);
}

void
memory_stream_free(char *data)
{
    free(data);
}
