/* SPDX-License-Identifier: MIT */
/*
 * Whether what decodes is text, and no binary file: whole, or block by block.
 */
#ifndef YZ_TEXT_TEXT_CHECK_H
#define YZ_TEXT_TEXT_CHECK_H

#include "core/base/status.h"

/**
 * Whether bytes that come one block after another are text in UTF-8: what
 * charset_decode() would lend as it stands. Begins as all zeros.
 */
typedef struct utf8_check {
    size_t controls; /**< that lay out nothing */
    size_t chars;
    size_t zeros;
    bool broken;
} utf8_check;

/**
 * Take the bytes of a block that are whole characters.
 * @return how many are left at its end: the beginning of a character
 */
size_t
utf8_check_block(utf8_check *check, const char *data, size_t size);

/** Whether what was taken is text, with nothing left at the end. */
bool
utf8_check_passed(const utf8_check *check);

/** YZ_E_SOURCE where a quarter of the characters are controls. */
yz_status
check_is_text(yz_str text, yz_error *err);

#endif /* YZ_TEXT_TEXT_CHECK_H */
