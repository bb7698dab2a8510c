/* SPDX-License-Identifier: MIT */
/*
 * From the bytes of a file to UTF-8, and back to where each character stood.
 */
#ifndef YZ_TEXT_CHARSET_H
#define YZ_TEXT_CHARSET_H

#include "core/base/arena.h"
#include "core/base/buffer.h"

/** A file decoded to UTF-8. */
typedef struct decoded {
    yz_str text;     /**< valid UTF-8, without a byte-order mark */
    yz_str encoding; /**< "UTF-8", "UTF-16LE", "GB18030", "Big5", ... */
    uint32_t bom;    /**< bytes of the mark that were left out */
    /**
     * For text that is not UTF-8: the byte of the file at which each code
     * point begins, in order, one more at the end. NULL for UTF-8, where the
     * file's byte is the text's plus `bom`.
     */
    const uint64_t *places;
    size_t char_count;
} decoded;

/**
 * Decode a file. Without `encoding` (NULL) it is found: byte-order mark,
 * UTF-8, UTF-16 without a mark, then ICU's detector among GB18030 and Big5,
 * then GB18030. What does not decode is refused, nothing silently replaced.
 *
 * `data` must live as long as the result: valid UTF-8 is not copied.
 *
 * @return YZ_OK; YZ_E_SOURCE with line and offset of the first bad byte, or
 *         when the file is binary; YZ_E_INVALID for an unknown encoding;
 *         YZ_E_NOMEM.
 */
yz_status
charset_decode(const void *data, size_t size, const char *encoding, arena *a,
               decoded *ret_decoded, yz_error *err);

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

/**
 * How many bytes the text takes in the encoding: what stands between the
 * beginning of a piece and a place in it, in the file.
 */
yz_status
charset_encoded_size(yz_str encoding, yz_str text, uint64_t *ret_size,
                     yz_error *err);

#endif /* YZ_TEXT_CHARSET_H */
