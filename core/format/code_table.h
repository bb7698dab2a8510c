/* SPDX-License-Identifier: MIT */
/*
 * The characters that packed text has 12-bit codes for. The table is part of
 * the index format: which character has which code never changes within a
 * format version. In each half the commonest come first, so that a larger code
 * is a rarer character.
 */
#ifndef YZ_FORMAT_CODE_TABLE_H
#define YZ_FORMAT_CODE_TABLE_H

#include <stdint.h>

enum {
    CODE_SIMPLIFIED = 0,
    CODE_TRADITIONAL = 1,
    CODE_TABLES = 2,
    CODE_ESCAPE = 4095, /**< the character stands elsewhere */
    CODE_COUNT = 4096
};

/** The unit of each code below CODE_ESCAPE; none is white space. */
const uint16_t *
code_table(int table);

#endif /* YZ_FORMAT_CODE_TABLE_H */
