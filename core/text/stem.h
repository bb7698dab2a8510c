/* SPDX-License-Identifier: MIT */
/*
 * Stems of words in Latin letters, by libstemmer.
 */
#ifndef YZ_TEXT_STEM_H
#define YZ_TEXT_STEM_H

#include "core/base/memory.h"

/** A stemmer of one language; one thread at a time. */
typedef struct stemmer stemmer;

/**
 * @param language  an ISO 639 code ("en") or libstemmer's name ("english"),
 *                  also as the beginning of a tag ("en-GB"), in any case;
 *                  "none" and "und" stem nothing. YZ_E_INVALID if unknown.
 */
yz_status
stemmer_open(const yz_allocator *memory, const char *language,
             stemmer **ret_stemmer, yz_error *err);

void
stemmer_close(stemmer *s);

/**
 * The stem of folded UTF-8; the word itself if it has none, or has more than
 * 255 bytes. Borrowed until the next call on `s`, and as long as `word` lives.
 * data is NULL if out of memory.
 */
yz_str
stemmer_stem(stemmer *s, yz_str word);

#endif /* YZ_TEXT_STEM_H */
