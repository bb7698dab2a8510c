/* SPDX-License-Identifier: MIT */
/*
 * A query in pinyin (`py:gonghui`): neighbouring ideographs that are
 * read so, one a syllable, whatever spaces are between them in the source.
 */
#ifndef YZ_MATCH_PINYIN_H
#define YZ_MATCH_PINYIN_H

#include "core/text/pinyin.h"
#include "query/match/exact/match_context.h"
#include "query/match/exact/passage_set.h"

/** The first place from `from` on that is read so. */
bool
pinyin_match_next(const pinyin_query *q, const uint16_t *units, uint32_t length,
                  uint32_t from, pattern_match *ret_match);

/** All passages of the segment with such a place, in the tier pinyin. */
yz_status
pinyin_match_find(const match_context *m, const pinyin_query *q,
                  passage_set *ret_passages);

#endif /* YZ_MATCH_PINYIN_H */
