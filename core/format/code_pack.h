/* SPDX-License-Identifier: MIT */
/*
 * Rows of 12-bit codes: two in three bytes, the lower one's low byte first.
 *
 *     byte 0        byte 1                byte 2
 *     a7 … a0       b3 … b0 a11 … a8      b11 … b4
 *
 * The kernels never read past the bytes they are given, since these may end
 * with the mapped file.
 */
#ifndef YZ_FORMAT_CODE_PACK_H
#define YZ_FORMAT_CODE_PACK_H

#include "core/base/buffer.h"
#include "core/base/bytes.h"
#include "core/format/code_table.h"

enum {
    CODE_SLACK = 32, /**< units that may be read or written behind the last */
    CODE_MAP_SIZE = CODE_COUNT + 2 /**< looked up four bytes at a time */
};

/** Bytes that `count` codes take. */
static inline size_t
codes_size(uint32_t count)
{
    return ((size_t)count * 3 + 1) / 2;
}

void
codes_pack(const uint16_t *codes, uint32_t count, buffer *out);

/** Unpack `count` codes, and CODE_SLACK zeros behind them. */
void
codes_unpack(bytes packed, uint32_t count, uint16_t *to);

/**
 * Look `count` codes up in a map of CODE_MAP_SIZE units and put what they give
 * at `to`, leaving `dropped` out. `to` may be `codes` itself or lie before it.
 * @param slack  CODE_SLACK units may be read behind the codes, and written
 * @return       how many units were put
 */
uint32_t
codes_map(const uint16_t *map, uint16_t dropped, const uint16_t *codes,
          uint32_t count, bool slack, uint16_t *to);

/** This many codes are looked for at once. */
enum { CODES_WANTED = 4 };

/**
 * Whether one of the wanted codes is among `count` packed ones. CODE_ESCAPE
 * must not be wanted.
 */
bool
codes_have(bytes packed, uint32_t count, const uint16_t *wanted);

/**
 * Whether `length` >= 2 codes stand one behind the other among `count`
 * unpacked ones, behind which CODE_SLACK units may be read.
 */
bool
codes_find(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
           uint32_t length);

/** The same without vector instructions: their twins in tests. */
void
codes_unpack_scalar(bytes packed, uint32_t count, uint16_t *to);
uint32_t
codes_map_scalar(const uint16_t *map, uint16_t dropped, const uint16_t *codes,
                 uint32_t count, uint16_t *to);
bool
codes_have_scalar(bytes packed, uint32_t count, const uint16_t *wanted);

bool
codes_find_scalar(const uint16_t *codes, uint32_t count, const uint16_t *wanted,
                  uint32_t length);

#endif /* YZ_FORMAT_CODE_PACK_H */
