/* SPDX-License-Identifier: MIT */
/*
 * A query in pinyin (`py:gonghui`): ideographs that stand together and are
 * read so, one a syllable, whatever blanks stand between them in the source.
 */
#ifndef YZ_MATCH_PINYIN_H
#define YZ_MATCH_PINYIN_H

#include "core/text/pinyin.h"
#include "query/match/matcher.h"

/** The first place from `from` on that is read so. */
bool
pinyin_match_next(const pinyin_query *q, const uint16_t *units, uint32_t length,
                  uint32_t from, pattern_match *ret_match);

/** All passages of the segment with such a place, in the tier pinyin. */
yz_status
pinyin_match_find(matcher *m, const pinyin_query *q, passage_set *ret_hits);

#endif /* YZ_MATCH_PINYIN_H */
