/* SPDX-License-Identifier: MIT */
/*
 * Two or three parallel halves separated by a space are how Chinese headings are
 * made: 维护职工权益 当好贴心"娘家人".
 */
#ifndef YZ_LAYOUT_HALVES_H
#define YZ_LAYOUT_HALVES_H

#include "indexer/layout/page_model.h"

/** Are these tokens the halves of a heading: few, short, of like length? */
bool
tokens_are_halves(const page *p, size_t first, size_t count);

#endif /* YZ_LAYOUT_HALVES_H */
