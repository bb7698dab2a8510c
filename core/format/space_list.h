/* SPDX-License-Identifier: MIT */
/*
 * The white space that was taken out of a coded text: for each character, how
 * many codes stand between it and the one before, and which it is. The common
 * ones take one byte, a varint: codes << 3 | kind; kind SPACE_OTHER is followed
 * by the character itself.
 */
#ifndef YZ_FORMAT_SPACE_LIST_H
#define YZ_FORMAT_SPACE_LIST_H

#include "core/base/buffer.h"
#include "core/base/bytes.h"

/** White_Space, as it was when the format was made. All are in the BMP. */
bool
space_is(uint32_t c);

void
space_list_put(buffer *list, uint32_t codes_between, uint32_t c);

/** The next entry. false: there is none, or (`bad`) it is damaged. */
bool
space_list_next(bytes *list, uint32_t *ret_codes_between, uint32_t *ret_c);

#endif /* YZ_FORMAT_SPACE_LIST_H */
