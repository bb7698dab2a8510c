/* SPDX-License-Identifier: MIT */
/*
 * From the bytes of a file to UTF-8, and back to where each character stood.
 */
#ifndef YZ_TEXT_CHARSET_H
#define YZ_TEXT_CHARSET_H

#include "core/base/arena.h"
#include "core/base/buffer.h"

/** Bytes of a file that are no text in its encoding, shown as one U+FFFD. */
typedef struct decode_fault {
    uint64_t offset; /**< of the first of them */
    uint32_t line;
    uint8_t byte;
} decode_fault;

/** Characters for private use, which no two programs show alike. */
typedef struct private_use {
    size_t count;
    uint32_t first;
    uint32_t line; /**< of the first */
    uint64_t place;
} private_use;

/** A file decoded to UTF-8. */
typedef struct decoded {
    yz_str text;     /**< valid UTF-8, without a byte-order mark */
    yz_str encoding; /**< "UTF-8", "UTF-16LE", "GB18030", "Big5", ... */
    uint32_t bom;    /**< bytes of the mark that were left out */
    /**
     * For text that is not UTF-8, or has bad bytes: the byte of the file at
     * which each code point begins, in order, one more at the end. NULL
     * otherwise, where the file's byte is the text's plus `bom`.
     */
    const uint64_t *places;
    size_t char_count;
    /**
     * Bytes of the text, in order, on both sides of what takes other space in
     * the file than charset_encoded_size() says: no piece goes over one.
     */
    const size_t *seams;
    size_t seam_count;
    const decode_fault *faults;
    size_t fault_count;
    size_t zeros_cut;        /**< zero bytes at the end, left out */
    private_use private_use; /**< of text that is not UTF-8 */
} decoded;

/**
 * Decode a file. Without `encoding` (NULL) it is found: byte-order mark,
 * UTF-8, UTF-16 without a mark, then ICU's detector among GB18030 and Big5,
 * then GB18030. GBK is read as GB18030, Big5 with the characters of HKSCS.
 *
 * A few bad bytes (1 % of the file, 100 places) become U+FFFD and are listed
 * in `faults`; zero bytes count as bad, those at the end of the file are cut.
 * With `strict` each of them refuses the file.
 *
 * `data` must live as long as the result: valid UTF-8 is not copied.
 *
 * @return YZ_OK; YZ_E_SOURCE with line and offset of the first bad byte, or
 *         when the file is binary; YZ_E_INVALID for an unknown encoding;
 *         YZ_E_NOMEM.
 */
yz_status
charset_decode(const void *data, size_t size, const char *encoding, bool strict,
               arena *a, decoded *ret_decoded, yz_error *err);

/**
 * How many bytes the text takes in the encoding: what stands between the
 * beginning of a piece and a place in it, in the file.
 */
yz_status
charset_encoded_size(yz_str encoding, yz_str text, uint64_t *ret_size,
                     yz_error *err);

#endif /* YZ_TEXT_CHARSET_H */
