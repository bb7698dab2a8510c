/* SPDX-License-Identifier: MIT */
/*
 * Words of the user's that are interchangeable, in groups. They belong to an
 * index and are looked for in queries; what is indexed never depends on them.
 */
#ifndef YZ_TEXT_SYNONYMS_H
#define YZ_TEXT_SYNONYMS_H

#include "core/base/buffer.h"
#include "core/base/bytes.h"
#include "core/text/skeleton.h"
#include "core/text/variant.h"

/** Longest word, in bytes. */
enum { SYNONYM_SIZE_MAX = 256 };

/** A word and the group that it is in. */
typedef struct synonym {
    yz_str text; /**< as the user wrote it */
    uint32_t group;
    skeleton skeleton;      /**< set by synonyms_prepare() */
    const uint16_t *folded; /**< the skeleton's units, variants folded */
} synonym;

/** All words, group behind group. */
typedef struct synonyms {
    synonym *items;
    uint32_t count;
    uint32_t groups;
    const synonym **by_text; /**< sorted by `folded`; prepared */
} synonyms;

/**
 * Read groups from text, in the arena: one a line, its words separated by commas
 * (， and 、 too), semicolons, = or tabs, and by spaces where there is none of
 * these. A line that begins with # is a comment. YZ_E_SOURCE tells a line that
 * has fewer than two words.
 */
yz_status
synonyms_parse(yz_str text, arena *a, synonyms *ret_synonyms, yz_error *err);

/** As text again, a group a line. */
void
synonyms_write(const synonyms *s, buffer *out);

/** Their stored form, and back; strings are copied into the arena. */
void
synonyms_encode(const synonyms *s, buffer *out);
yz_status
synonyms_decode(bytes in, arena *a, synonyms *ret_synonyms, yz_error *err);

/** Make ready to be looked for, as an index folds texts. */
yz_status
synonyms_prepare(synonyms *s, const fold_table *fold,
                 const variant_table *variants, arena *a, yz_error *err);

/**
 * The longest word that stands at unit `at` of a skeleton whose variants were
 * folded. A word of letters is there only whole. NULL: none does.
 */
const synonym *
synonyms_at(const synonyms *s, const uint16_t *folded, uint32_t length,
            uint32_t at);

#endif /* YZ_TEXT_SYNONYMS_H */
