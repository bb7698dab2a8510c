/* SPDX-License-Identifier: MIT */
/*
 * The tables that are compiled into the library: the bytes of the files in
 * core/text/data (cmake/Embed.cmake), each made by a script of ours.
 */
#ifndef YZ_TEXT_DATA_H
#define YZ_TEXT_DATA_H

#include <stddef.h>
#include <stdint.h>

/** scripts/lookalikes/make_table.py */
extern const uint8_t data_lookalikes[];
extern const size_t data_lookalikes_size;

/** scripts/pinyin/make_table.py */
extern const uint8_t data_pinyin[];
extern const size_t data_pinyin_size;

/** scripts/variants/make_table.py */
extern const uint8_t data_variants[];
extern const size_t data_variants_size;

#endif /* YZ_TEXT_DATA_H */
