/* SPDX-License-Identifier: MIT */
/*
 * Everything that decides a term, written down in the index: the language, the
 * versions of ICU and Unicode, the stems of a fixed list of words (libstemmer
 * tells no version), our own table of variants and the rules beside it. Exact
 * and variant matches of Han text do not depend on the
 * profile; word ranking does.
 */
#ifndef YZ_TEXT_PROFILE_H
#define YZ_TEXT_PROFILE_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

typedef struct profile {
    yz_str language;
    yz_str icu;     /**< "72.1" */
    yz_str unicode; /**< "15.0" */
    uint64_t stems; /**< hash of the stems of a fixed list */
    uint64_t forms; /**< hash of our own tables and rules of forms */
} profile;

/** The profile that this library would give a new index. In the arena. */
yz_status
profile_current(const char *language, arena *a, profile *ret_profile,
                yz_error *err);

void
profile_encode(const profile *p, buffer *out);

/** Strings point into `in`. YZ_E_CORRUPT if it does not decode. */
yz_status
profile_decode(bytes in, profile *ret_profile, yz_error *err);

/** Whether words analysed under one are those of the other. */
bool
profile_same_words(const profile *a, const profile *b);

/** Append "ICU 72.1\nUnicode 15.0\nlibstemmer ...\n" for --version. */
void
profile_versions(buffer *out);

#endif /* YZ_TEXT_PROFILE_H */
