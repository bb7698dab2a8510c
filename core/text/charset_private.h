/* SPDX-License-Identifier: MIT */
/*
 * Characters that older editions of GB 18030, GBK and Big5-HKSCS had in
 * Unicode's private use area, and that Unicode has had since. Which of them
 * a converter still gives depends on the version of ICU; a text does not.
 */
#ifndef YZ_TEXT_CHARSET_PRIVATE_H
#define YZ_TEXT_CHARSET_PRIVATE_H

#include "core/base/status.h"

/** The tables that there are. */
typedef enum private_set {
    PRIVATE_NONE,
    PRIVATE_GB18030,
    PRIVATE_BIG5
} private_set;

private_set
private_set_of(const char *encoding);

/**
 * What the character is today, `c` itself if nothing else. *ret_mark is the
 * combining mark behind it, or 0.
 */
uint32_t
private_map(private_set set, uint32_t c, uint32_t *ret_mark);

/**
 * The bytes that a character of the tables, or U+FFFD, represents in a file of
 * the set, however ICU would write it; -1 for all other characters.
 */
int
private_size(private_set set, uint32_t c);

#endif /* YZ_TEXT_CHARSET_PRIVATE_H */
