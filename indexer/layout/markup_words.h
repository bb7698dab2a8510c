/* SPDX-License-Identifier: MIT */
/*
 * The names that HTML and LaTeX have for marks.
 */
#ifndef YZ_LAYOUT_MARKUP_WORDS_H
#define YZ_LAYOUT_MARKUP_WORDS_H

#include "core/base/status.h"

/**
 * Bytes of the tag of HTML that the text begins with, 0 if it begins with none
 * that is known. *ret_parts: it parts what stands on its sides, as <br> does.
 */
size_t
markup_tag_size(yz_str text, bool *ret_parts);

/** Bytes of the entity that the text begins with, and its character. */
size_t
markup_entity_size(yz_str text, uint32_t *ret_shown);

/** Bytes of a formula that are no text, and what is shown for them. */
size_t
markup_formula_size(yz_str text, uint32_t *ret_shown);

#endif /* YZ_LAYOUT_MARKUP_WORDS_H */
