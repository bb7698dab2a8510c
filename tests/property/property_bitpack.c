/* SPDX-License-Identifier: MIT */
/*
 * Does each level of the bit unpacker give what was packed, and what plain C
 * gives: for every width and count, in the middle of memory and at its very
 * end; and on bytes that nobody packed?
 */
#include "core/format/bitpack.h"

#include "property.h"

enum { ROUNDS = 40, HOSTILE_ROUNDS = 4000, GUARD = 0x5a5a5a5a };

/* Packed bytes in memory of the exact size, and of that with room behind. */
typedef struct packed {
    uint8_t *at;
    size_t size;
    size_t room;
} packed;

static packed
packed_of(const uint32_t *values, uint32_t width, uint32_t count, size_t room)
{
    packed p = { NULL, bitpack_size(width, count), room };
    p.at = malloc(p.size + room + !(p.size + room));
    CHECK(p.at);
    memset(p.at, 0xff, p.size + room);
    bitpack_pack(values, width, count, p.at);
    return p;
}

static void
check_unpack(const bitpack_kernels *k, const packed *p, const uint32_t *values,
             uint32_t width, uint32_t count)
{
    uint32_t out[BITPACK_COUNT_MAX + 1];
    out[count] = GUARD;
    bitpack_unpack(k, p->at, p->at + p->size + p->room, width, count, 7, out);
    for (uint32_t i = 0; i < count; i++)
        CHECK(out[i] == values[i] + 7);
    CHECK(out[count] == GUARD);
}

static void
check_gaps(const bitpack_kernels *k, const packed *p, const uint32_t *values,
           uint32_t width, uint32_t count, uint32_t base)
{
    uint32_t out[BITPACK_COUNT_MAX + 1];
    out[count] = GUARD;
    uint64_t sum = base;
    const bool sound = bitpack_unpack_gaps(k, p->at, p->at + p->size + p->room,
                                           width, count, base, out);
    for (uint32_t i = 0; i < count; i++) {
        sum += values[i] + UINT64_C(1);
        CHECK(out[i] == (uint32_t)sum);
    }
    CHECK(sound == (sum <= UINT32_MAX));
    CHECK(out[count] == GUARD);
}

static void
check_values(random_state *r, uint32_t width, uint32_t count)
{
    uint32_t values[BITPACK_COUNT_MAX];
    for (uint32_t i = 0; i < count; i++)
        values[i] = width ? (uint32_t)random_u64(r) >> (32 - width) : 0;
    const uint32_t base = random_below(r, 4) ? random_below(r, 1u << 20)
                                             : (uint32_t)random_u64(r);
    const size_t rooms[] = { 0, random_below(r, BITPACK_OVERREAD), 200 };
    for (size_t i = 0; i < ARRAY_LENGTH(rooms); i++) {
        const packed p = packed_of(values, width, count, rooms[i]);
        for (int level = 0; level < BITPACK_LEVEL_COUNT; level++) {
            const bitpack_kernels *k = bitpack_kernels_of((bitpack_level)level);
            if (!k)
                continue;
            check_unpack(k, &p, values, width, count);
            check_gaps(k, &p, values, width, count, base);
        }
        free(p.at);
    }
}

/* The bits of random bytes, by each level: right, or refused by all. */
static void
check_bits(random_state *r)
{
    uint8_t bits[512];
    const uint32_t size = random_below(r, sizeof(bits) + 1);
    uint32_t expected[8 * sizeof(bits)];
    uint32_t count = 0;
    random_bytes(r, bits, size);
    for (uint32_t thin = random_below(r, 5); thin > 0; thin--)
        for (uint32_t i = 0; i < size; i++)
            bits[i] &= (uint8_t)random_below(r, 256);
    for (uint32_t i = 0; i < 8 * size; i++)
        if (bits[i / 8] >> i % 8 & 1)
            expected[count++] = 1000 + i;
    for (int level = 0; level < BITPACK_LEVEL_COUNT; level++) {
        uint32_t out[BITPACK_COUNT_MAX];
        const bitpack_kernels *k = bitpack_kernels_of((bitpack_level)level);
        if (!k)
            continue;
        CHECK(!bitpack_expand_bits(k, bits, size, count + 1, 1000, out));
        CHECK(bitpack_expand_bits(k, bits, size, count, 1000, out) ==
              (count <= BITPACK_COUNT_MAX));
        if (count <= BITPACK_COUNT_MAX)
            CHECK(memcmp(out, expected, count * sizeof(*out)) == 0);
    }
}

/* Bytes that nobody packed: all levels agree on numbers and soundness. */
static void
check_hostile(random_state *r)
{
    uint8_t in[4 * BITPACK_COUNT_MAX];
    uint32_t expected[BITPACK_COUNT_MAX];
    const uint32_t width = random_below(r, 26);
    const uint32_t count = 1 + random_below(r, BITPACK_COUNT_MAX);
    const uint32_t base = (uint32_t)random_u64(r);
    random_bytes(r, in, sizeof(in));
    const uint8_t *end = in + bitpack_size(width, count);
    const bool sound =
        bitpack_unpack_gaps(bitpack_kernels_of(BITPACK_SCALAR), in, end, width,
                            count, base, expected);
    for (uint32_t i = 1; i < count && sound; i++)
        CHECK(expected[i] > expected[i - 1]);
    for (int level = 0; level < BITPACK_LEVEL_COUNT; level++) {
        uint32_t out[BITPACK_COUNT_MAX];
        const bitpack_kernels *k = bitpack_kernels_of((bitpack_level)level);
        if (!k)
            continue;
        CHECK(bitpack_unpack_gaps(k, in, end, width, count, base, out) ==
              sound);
        CHECK(memcmp(out, expected, count * sizeof(*out)) == 0);
    }
}

int
main(int argc, char **argv)
{
    random_state r = random_begin(argc, argv);
    for (int level = 0; level < BITPACK_LEVEL_COUNT; level++)
        if (!bitpack_kernels_of((bitpack_level)level))
            printf("level %d cannot run here\n", level);
    for (uint32_t width = 0; width <= 32; width++)
        for (uint32_t round = 0; round < ROUNDS && bitpack_width_valid(width);
             round++)
            check_values(&r, width,
                         round ? 1 + random_below(&r, BITPACK_COUNT_MAX)
                               : BITPACK_COUNT_MAX);
    for (uint32_t round = 0; round < HOSTILE_ROUNDS; round++) {
        check_hostile(&r);
        check_bits(&r);
    }
    return 0;
}
