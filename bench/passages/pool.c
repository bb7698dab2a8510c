/* SPDX-License-Identifier: MIT */
#include "bench/passages/pool.h"

#include "bench/peers/peer.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/utf8.h>

typedef struct texts {
    char **data;
    size_t count;
    size_t capacity;
    size_t bytes;
} texts;

static void *
grown(void *data, size_t size)
{
    data = realloc(data, size);
    if (!data)
        peer_die("out of memory");
    return data;
}

static void
text_keep(void *context, uint32_t id, peer_text text)
{
    (void)id;
    texts *t = context;
    if (t->count == t->capacity) {
        t->capacity = t->capacity * 2 + 1024;
        t->data = grown(t->data, t->capacity * sizeof(*t->data));
    }
    t->data[t->count] = grown(NULL, text.size + 1);
    memcpy(t->data[t->count++], text.data, text.size + 1);
    t->bytes += text.size;
}

static void
texts_shuffle(texts *t, random_state *r)
{
    for (size_t i = t->count; i > 1; i--) {
        const size_t j = random_below(r, (uint32_t)i);
        char *swapped = t->data[i - 1];
        t->data[i - 1] = t->data[j];
        t->data[j] = swapped;
    }
}

/* Line breaks and such become spaces: a passage of ours is one line. */
static void
text_append(pool *p, const char *text)
{
    const size_t size = strlen(text);
    for (size_t i = 0; i < size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text, i, size, c);
        if (c >= 0)
            p->chars[p->size++] = c < ' ' ? ' ' : (uint32_t)c;
    }
}

static void
places_sort(pool *p)
{
    p->firsts = calloc(CODE_POINT_LIMIT + 1, sizeof(*p->firsts));
    p->places = grown(NULL, p->size * sizeof(*p->places));
    if (!p->firsts)
        peer_die("out of memory");
    for (uint32_t i = 0; i < p->size; i++)
        p->firsts[p->chars[i] + 1]++;
    for (uint32_t c = 0; c < CODE_POINT_LIMIT; c++)
        p->firsts[c + 1] += p->firsts[c];
    uint32_t *next = grown(NULL, CODE_POINT_LIMIT * sizeof(*next));
    memcpy(next, p->firsts, CODE_POINT_LIMIT * sizeof(*next));
    for (uint32_t i = 0; i < p->size; i++)
        p->places[next[p->chars[i]]++] = i;
    free(next);
}

pool
pool_read(char *const *files, size_t file_count, random_state *r)
{
    texts t = { 0 };
    pool p = { 0 };
    for (size_t i = 0; i < file_count; i++)
        peer_each_passage(files[i], text_keep, &t);
    texts_shuffle(&t, r);
    p.chars = grown(NULL, (t.bytes + 1) * sizeof(*p.chars));
    for (size_t i = 0; i < t.count; i++) {
        text_append(&p, t.data[i]);
        free(t.data[i]);
    }
    free(t.data);
    if (p.size == 0)
        peer_die("the seeds have no text");
    places_sort(&p);
    return p;
}

void
pool_dispose(pool *p)
{
    free(p->chars);
    free(p->places);
    free(p->firsts);
    *p = (pool){ 0 };
}

uint32_t
pool_same_character(const pool *p, uint32_t place, random_state *r)
{
    const uint32_t c = p->chars[place];
    const uint32_t first = p->firsts[c];
    return p->places[first + random_below(r, p->firsts[c + 1] - first)];
}
