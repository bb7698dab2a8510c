/* SPDX-License-Identifier: MIT */
/*
 * Characters that count: Han numerals, days of the week, units and what counts
 * things. Each fits where another stands, so neither words nor neighbours tell
 * a misread one from another figure, and a wrong figure is worse than none.
 */
#ifndef YZ_FUZZY_FIGURES_H
#define YZ_FUZZY_FIGURES_H

#include <stdbool.h>
#include <stdint.h>

/** Such a character, or a digit. Code points of folded text. */
bool
char_is_figure(uint32_t c);

#endif /* YZ_FUZZY_FIGURES_H */
