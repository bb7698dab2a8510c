/* SPDX-License-Identifier: MIT */
#include "query/match/exact/frequent_phrase.h"

/* What is listed of a phrase. */
typedef struct listed_part {
    frequent_key key;
    frequent_entry entry; /* count 0: nothing is */
} listed_part;

/* The units of an exact form; false: it has others than ideographs. */
static bool
take_units(const pattern *p, uint32_t first, uint32_t count, uint16_t *units)
{
    for (uint32_t i = 0; i < count; i++) {
        const element *e = &p->exact[first + i];
        if (e->type != ELEMENT_CHAR || e->c > UINT16_MAX ||
            !frequent_unit((uint16_t)e->c))
            return false;
        units[i] = (uint16_t)e->c;
    }
    return true;
}

/* Look at the part of `length` characters from `first` on. */
static yz_status
look_at(const match_context *m, const pattern *p, uint32_t first,
        uint32_t length, listed_part *rarest)
{
    uint16_t units[FREQUENT_LENGTH_MAX];
    frequent_entry entry;
    if (!take_units(p, first, length, units))
        return YZ_OK;
    const frequent_key key = frequent_key_of(units, length);
    const yz_status found = segment_frequent(m->segment, key, &entry, m->err);
    if (found == YZ_DONE)
        return YZ_OK;
    if (found != YZ_OK)
        return found;
    if (!rarest->entry.count || entry.count < rarest->entry.count)
        *rarest = (listed_part){ key, entry };
    return YZ_OK;
}

/* The whole phrase if it is short, else its rarest part that is listed. */
static yz_status
find_listed(const match_context *m, const pattern *p, listed_part *ret_part,
            bool *ret_is_whole)
{
    const uint32_t count = p->exact_count;
    const uint32_t length =
        count < FREQUENT_LENGTH_MAX ? count : FREQUENT_LENGTH_MAX;
    *ret_part = (listed_part){ 0 };
    *ret_is_whole = count == length;
    if (!m->segment->info.frequent || count < FREQUENT_LENGTH_MIN)
        return YZ_DONE;
    for (uint32_t first = 0; first + length <= count; first++)
        TRY(look_at(m, p, first, length, ret_part));
    return ret_part->entry.count ? YZ_OK : YZ_DONE;
}

yz_status
frequent_phrase_count(const match_context *m, const pattern *p,
                      uint32_t *ret_count, bool *ret_is_whole)
{
    listed_part part;
    const yz_status found = find_listed(m, p, &part, ret_is_whole);
    *ret_count = part.entry.count;
    return found;
}

yz_status
frequent_phrase_find(const match_context *m, const pattern *p,
                     passage_set *ret_passages, bool *ret_is_whole)
{
    listed_part part;
    uint32_t *passages;
    const yz_status found = find_listed(m, p, &part, ret_is_whole);
    if (found != YZ_OK)
        return found;
    TRY(segment_frequent_passages(m->segment, part.key, &part.entry, m->arena,
                                  &passages, m->err));
    *ret_passages = passage_set_new(m->arena, 0, YZ_TIER_EXACT);
    if (!ret_passages->passages)
        return error_nomem(m->err);
    ret_passages->passages = passages;
    ret_passages->count = part.entry.count;
    return YZ_OK;
}
