/* SPDX-License-Identifier: MIT */
#include "bench/passages/names.h"

#include "bench/peers/peer.h"

#include <stdlib.h>

static const double DISCOUNT = 0.7, STRENGTH = 50;

/* 王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余 */
static const uint32_t SURNAMES[] = {
    0x738B, 0x674E, 0x5F20, 0x5218, 0x9648, 0x6768, 0x9EC4, 0x8D75,
    0x5468, 0x5434, 0x5F90, 0x5B59, 0x9A6C, 0x6731, 0x80E1, 0x6797,
    0x90ED, 0x4F55, 0x9AD8, 0x7F57, 0x90D1, 0x6881, 0x8C22, 0x5B8B,
    0x5510, 0x8BB8, 0x9093, 0x51AF, 0x97E9, 0x66F9, 0x66FE, 0x5F6D,
    0x8427, 0x8521, 0x6F58, 0x7530, 0x8463, 0x8881, 0x4E8E, 0x4F59
};
enum { SURNAME_COUNT = sizeof(SURNAMES) / sizeof(*SURNAMES) };

/* Grow an array that is full at each power of two. */
static void *
room_for_one(void *array, uint32_t count, size_t size)
{
    if (count & (count - 1))
        return array;
    array = realloc(array, (count ? 2 * (size_t)count : 1) * size);
    if (!array)
        peer_die("out of memory");
    return array;
}

/* A frequent character as it is in the pool, or any, rare ones too. */
static uint32_t
han_pick(const pool *p, random_state *r)
{
    const bool rare = random_one_in(r, 8);
    for (int i = 0; i < 100; i++) {
        const uint32_t c = p->chars[random_below(r, p->size)];
        if (is_han(c) && (!rare || p->firsts[c + 1] - p->firsts[c] < 50))
            return c;
    }
    return SURNAMES[random_below(r, SURNAME_COUNT)];
}

static void
han_name_make(name *made, const pool *p, random_state *r)
{
    made->chars[0] = SURNAMES[random_below(r, SURNAME_COUNT)];
    made->size = 2 + random_below(r, 2);
    for (uint32_t i = 1; i < made->size; i++)
        made->chars[i] = han_pick(p, r);
}

static void
latin_name_make(name *made, random_state *r)
{
    static const char consonants[] = "bcdfghklmnprstvwz", vowels[] = "aeiou";
    const uint32_t size = 4 + random_below(r, NAME_CHARS_MAX - 4);
    for (uint32_t i = 0; i < size; i++)
        made->chars[i] = (uint32_t)(i % 2 ? vowels[random_below(r, 5)]
                                          : consonants[random_below(r, 17)]);
    made->size = size;
}

static uint32_t
name_new(names *n, const pool *p, random_state *r)
{
    n->all = room_for_one(n->all, n->count, sizeof(*n->all));
    name *made = n->all + n->count;
    made->mentions = 0;
    if (n->latin)
        latin_name_make(made, r);
    else
        han_name_make(made, p, r);
    return n->count++;
}

/* One of the earlier, in proportion to its mentions less DISCOUNT. */
static uint32_t
name_again(const names *n, random_state *r)
{
    for (;;) {
        const uint32_t i = n->mentions[random_below(r, n->mention_count)];
        if (random_unit(r) * n->all[i].mentions >= DISCOUNT)
            return i;
    }
}

const name *
names_mention(names *n, const pool *p, random_state *r)
{
    const double fresh =
        (STRENGTH + DISCOUNT * n->count) / (STRENGTH + n->mention_count);
    const uint32_t i =
        random_unit(r) < fresh ? name_new(n, p, r) : name_again(n, r);
    n->mentions =
        room_for_one(n->mentions, n->mention_count, sizeof(*n->mentions));
    n->mentions[n->mention_count++] = i;
    n->all[i].mentions++;
    return n->all + i;
}

void
names_dispose(names *n)
{
    free(n->all);
    free(n->mentions);
}
