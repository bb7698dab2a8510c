/* SPDX-License-Identifier: MIT */
/*
 * The entries of a list's directory, in place. For postings*.c alone.
 */
#ifndef YZ_FORMAT_POSTINGS_DIRECTORY_H
#define YZ_FORMAT_POSTINGS_DIRECTORY_H

#include "core/format/postings.h"

/* Where the parts of an entry are. */
enum {
    DIRECTORY_END = 4,
    DIRECTORY_COUNT = 8,
    DIRECTORY_FORM = 9,
    DIRECTORY_FREQUENCY = 10,
    DIRECTORY_LENGTH = 11,
    DIRECTORY_ENTRY_SIZE = 12
};

static inline const uint8_t *
directory_entry_at(const posting_list *list, uint32_t number)
{
    return list->directory + (size_t)number * DIRECTORY_ENTRY_SIZE;
}

/** The first passage of a block. */
static inline uint32_t
directory_first(const posting_list *list, uint32_t number)
{
    return bytes_u32_at(directory_entry_at(list, number));
}

/** Where a block ends. */
static inline uint32_t
directory_end(const posting_list *list, uint32_t number)
{
    return bytes_u32_at(directory_entry_at(list, number) + DIRECTORY_END);
}

#endif /* YZ_FORMAT_POSTINGS_DIRECTORY_H */
