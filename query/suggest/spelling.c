/* SPDX-License-Identifier: MIT */
/*
 * Candidates come from the two searches that already tolerate errors: pinyin
 * fields find what sounds alike, and misread phrases find what differs in one
 * character. What they match in a passage is the spelling.
 */
#include "query/suggest/spelling.h"
#include "core/text/charclass.h"
#include "query/match/fuzzy/pigeonhole.h"
#include "query/match/pinyin.h"

#include <stdlib.h>
#include <string.h>

/* Passages of a segment that are read, in each of both ways. */
enum { PASSAGES_MAX = 2000 };

/* Same sound is closer than all but the most similar shapes. */
static const double SOUND_CLOSENESS = 0.95;
/* From here on spellings are close; the others count as equally far. */
static const double CLOSE = 0.5;

typedef struct gatherer {
    const match_context *context;
    const uint16_t *units; /* of the current passage */
    uint32_t length;
    bool simplified; /* the phrase is, so suggestions are simplified, too */
    spellings *out;
} gatherer;

static spelling *
spelling_named(spellings *out, yz_str key)
{
    for (size_t i = 0; i < out->count; i++)
        if (str_equal(out->items[i].key, key))
            return &out->items[i];
    return NULL;
}

/* Variants of a text have one key: a query finds them all. */
static yz_status
key_of(gatherer *g, uint32_t begin, uint32_t end, yz_str *ret_key)
{
    const match_context *m = g->context;
    uint16_t *units = arena_array(m->arena, end - begin, sizeof(*units));
    if (!units)
        return error_nomem(m->err);
    memcpy(units, g->units + begin, (end - begin) * sizeof(*units));
    variant_fold_units(m->patterns->variants, units, end - begin);
    *ret_key = skeleton_utf8(units, end - begin, m->arena);
    return ret_key->data ? YZ_OK : error_nomem(m->err);
}

static yz_status
add(gatherer *g, uint32_t begin, uint32_t end, double closeness)
{
    yz_str key;
    TRY(key_of(g, begin, end, &key));
    spelling *s = spelling_named(g->out, key);
    if (!s && g->out->count == SPELLINGS_MAX)
        return YZ_OK;
    if (!s) {
        s = &g->out->items[g->out->count++];
        *s = (spelling){ .key = key };
        s->text = g->simplified ? key
                                : skeleton_utf8(g->units + begin, end - begin,
                                                g->context->arena);
        if (!s->text.data)
            return error_nomem(g->context->err);
    }
    s->passages++;
    s->closeness = s->closeness > closeness ? s->closeness : closeness;
    return YZ_OK;
}

/* Read a passage. YZ_DONE: it is deleted. */
static yz_status
read_passage(gatherer *g, uint32_t passage)
{
    const match_context *m = g->context;
    TRY(cancellation_poll(m->cancellation, m->err));
    if (segment_is_deleted(m->segment, passage))
        return YZ_DONE;
    return segment_skeleton(m->segment, passage, &m->patterns->skeletons,
                            &g->units, &g->length, m->err);
}

/* ---- by sound ------------------------------------------------------------ */

/* YZ_DONE: the phrase has other characters than ideographs of known sound. */
static yz_status
sound_of(const match_context *m, const plan_leaf *leaf, pinyin_row *ret_row)
{
    const pattern *p = &leaf->pattern;
    pinyin_row row = { .count = p->exact_count };
    if (row.count < 2 || row.count > PINYIN_SYLLABLES_MAX)
        return YZ_DONE;
    row.classes = arena_array(m->arena, row.count, sizeof(*row.classes));
    if (!row.classes)
        return error_nomem(m->err);
    for (size_t i = 0; i < row.count; i++) {
        if (p->exact[i].type != ELEMENT_CHAR)
            return YZ_DONE;
        TRY(pinyin_same_sound(p->exact[i].c, m->arena, &row.classes[i],
                              m->err));
    }
    *ret_row = row;
    return YZ_OK;
}

static yz_status
gather_sounds(gatherer *g, const plan_leaf *leaf)
{
    const match_context *m = g->context;
    pinyin_row row;
    passage_set hits;
    yz_status status = sound_of(m, leaf, &row);
    if (status != YZ_OK)
        return status == YZ_DONE ? YZ_OK : status;
    const pinyin_query q = { .rows = &row, .count = 1 };
    TRY(pinyin_match_find(m, &q, &hits));
    for (uint32_t i = 0; i < hits.count && i < PASSAGES_MAX; i++) {
        pattern_match match;
        status = read_passage(g, hits.passages[i]);
        if (status == YZ_DONE)
            continue;
        TRY(status);
        if (pinyin_match_next(&q, g->units, g->length, 0, &match))
            TRY(add(g, match.begin, match.end, SOUND_CLOSENESS));
    }
    return YZ_OK;
}

/* ---- by one character ---------------------------------------------------- */

/*
 * With any one character changed, a short word is another word: for these only
 * look-alikes are near. OCR debris is never a spelling.
 */
static bool
is_near(const misread_query *q, const misread_match *match)
{
    enum { SHORT = 3 };
    for (size_t i = 0; i < match->edit_count; i++)
        if (match->edits[i].type == MISREAD_OPEN)
            return false;
    return q->characters > SHORT || match->weight >= CLOSE;
}

static yz_status
gather_edits(gatherer *g, evidence *e, const plan_leaf *leaf)
{
    const match_context *m = g->context;
    misread_query q;
    passage_set from;
    bool capped;
    const yz_status made =
        misread_make(&leaf->pattern, REACH_ANY, m->patterns->variants, NULL,
                     m->arena, &q, m->err);
    if (made != YZ_OK)
        return made == YZ_DONE ? YZ_OK : made;
    TRY(pigeonhole_find(m, &q, NULL, PASSAGES_MAX, &from, &capped));
    for (uint32_t i = 0; i < from.count; i++) {
        misread_match match;
        const yz_status status = read_passage(g, from.passages[i]);
        if (status == YZ_DONE)
            continue;
        TRY(status);
        if (misread_best(&q, e, g->units, g->length, &match) &&
            is_near(&q, &match))
            TRY(add(g, match.begin, match.end, match.weight));
        TRY(e->status);
    }
    return YZ_OK;
}

/* ---- entry --------------------------------------------------------------- */

static bool
is_simplified(const match_context *m, const skeleton *sk)
{
    for (uint32_t i = 0; i < sk->length; i++)
        if (variant_fold(m->patterns->variants, sk->units[i]) != sk->units[i])
            return false;
    return true;
}

yz_status
spelling_find(const match_context *m, evidence *e, const plan_leaf *leaf,
              spellings *out)
{
    gatherer g = { .context = m,
                   .simplified = is_simplified(m, &leaf->skeleton),
                   .out = out };
    TRY(gather_sounds(&g, leaf));
    return gather_edits(&g, e, leaf);
}

static int
compare_spellings(const void *a, const void *b)
{
    const spelling *x = a;
    const spelling *y = b;
    const int near = (y->closeness >= CLOSE) - (x->closeness >= CLOSE);
    if (near)
        return near;
    if (x->passages != y->passages)
        return x->passages > y->passages ? -1 : 1;
    if (x->closeness != y->closeness)
        return x->closeness > y->closeness ? -1 : 1;
    return str_compare(x->text, y->text);
}

void
spellings_sort(spellings *s)
{
    if (s->count)
        qsort(s->items, s->count, sizeof(*s->items), compare_spellings);
}
