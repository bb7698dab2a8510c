/* SPDX-License-Identifier: MIT */
#include "core/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { ARENA_CHUNK_SIZE = 32 * 1024 };

struct arena_chunk {
    struct arena_chunk *previous;
    size_t size;
    alignas(max_align_t) unsigned char bytes[];
};

static void
chunks_free(const yz_allocator *from, struct arena_chunk *chunk)
{
    while (chunk) {
        struct arena_chunk *previous = chunk->previous;
        memory_release(from, chunk);
        chunk = previous;
    }
}

/* Count memory that an arena gives back or takes. */
static void
budget_count(const arena *a, size_t given_back, size_t taken)
{
    if (a->budget)
        a->budget->held = a->budget->held - given_back + taken;
}

void
arena_set_budget(arena *a, memory_budget *budget)
{
    budget_count(a, a->held, 0);
    a->budget = budget;
    budget_count(a, 0, a->held);
}

void
arena_dispose(arena *a)
{
    chunks_free(a->from, a->chunks);
    budget_count(a, a->held, 0);
    *a = (arena){ .from = a->from, .budget = a->budget };
}

void
arena_clear(arena *a)
{
    struct arena_chunk *largest = a->chunks;
    for (struct arena_chunk *c = a->chunks; c; c = c->previous)
        if (c->size > largest->size)
            largest = c;
    for (struct arena_chunk *c = a->chunks; c;) {
        struct arena_chunk *previous = c->previous;
        if (c != largest)
            memory_release(a->from, c);
        c = previous;
    }
    if (!largest)
        return;
    largest->previous = NULL;
    budget_count(a, a->held, largest->size);
    *a = (arena){ .chunks = largest,
                  .size = largest->size,
                  .held = largest->size,
                  .from = a->from,
                  .budget = a->budget };
}

static bool
budget_allows(memory_budget *b, size_t more)
{
    if (!b || (b->held <= b->limit && more <= b->limit - b->held))
        return true;
    b->exceeded = true;
    return false;
}

static bool
arena_grow(arena *a, size_t need)
{
    const size_t size = need > ARENA_CHUNK_SIZE ? need : ARENA_CHUNK_SIZE;
    if (!budget_allows(a->budget, size))
        return false;
    struct arena_chunk *chunk = memory_allocate(a->from, sizeof(*chunk) + size);
    if (!chunk)
        return false;
    budget_count(a, 0, size);
    chunk->previous = a->chunks;
    chunk->size = size;
    a->chunks = chunk;
    a->used = 0;
    a->size = size;
    a->held += size;
    return true;
}

static void *
arena_take(arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - sizeof(struct arena_chunk) - align)
        return NULL;
    size = (size + align - 1) / align * align;
    if ((!a->chunks || a->size - a->used < size) && !arena_grow(a, size))
        return NULL;
    void *memory = a->chunks->bytes + a->used;
    a->used += size;
    return memory;
}

void *
arena_alloc(arena *a, size_t size)
{
    void *memory = arena_take(a, size);
    return memory ? memset(memory, 0, size) : NULL;
}

void *
arena_uninitialized(arena *a, size_t count, size_t item_size)
{
    if (item_size && count > SIZE_MAX / item_size)
        return NULL;
    return arena_take(a, count * item_size);
}

void *
arena_array(arena *a, size_t count, size_t item_size)
{
    if (item_size && count > SIZE_MAX / item_size)
        return NULL;
    return arena_alloc(a, count * item_size);
}

yz_str
arena_str(arena *a, yz_str text)
{
    char *copy = arena_alloc(a, text.size + 1);
    if (!copy)
        return (yz_str){ 0 };
    if (text.size)
        memcpy(copy, text.data, text.size);
    return (yz_str){ copy, text.size };
}

yz_str
arena_printf(arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : arena_alloc(a, (size_t)length + 1);
    if (!text)
        return (yz_str){ 0 };
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return (yz_str){ text, (size_t)length };
}
