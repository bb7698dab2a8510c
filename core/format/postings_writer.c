/* SPDX-License-Identifier: MIT */
/*
 * Postings are gathered until a block is full. The last block waits for the
 * end of the list, as it may be the only one.
 */
#include "core/format/posting_block.h"
#include "core/format/postings_directory.h"

/*
 * A list is copied by blocks from this many on. What was pending becomes a
 * block of its own then, so that shorter lists would end in many small ones.
 */
enum { COPY_BLOCKS_MIN = 8 };

static const posting_bound BOUND_NONE = { 0, UINT8_MAX };

void
postings_writer_dispose(postings_writer *w)
{
    buffer_dispose(&w->directory);
    buffer_dispose(&w->blocks);
    buffer_dispose(&w->record);
    *w = (postings_writer){ 0 };
}

static posting_bound
bound_of_both(posting_bound a, posting_bound b)
{
    return (posting_bound){
        a.frequency > b.frequency ? a.frequency : b.frequency,
        a.length < b.length ? a.length : b.length,
    };
}

static posting_bound
bound_of_pending(const postings_writer *w)
{
    posting_bound bound = BOUND_NONE;
    for (uint32_t i = 0; i < w->pending; i++) {
        const uint32_t frequency = w->pending_frequencies[i];
        const posting_bound one = {
            frequency < POSTING_BOUND_OPEN ? (uint8_t)frequency
                                           : (uint8_t)POSTING_BOUND_OPEN,
            w->lengths ? w->lengths[w->pending_passages[i]] : 0,
        };
        bound = bound_of_both(bound, one);
    }
    return bound;
}

/* Enter the block that was appended last into the directory. */
static void
enter_block(postings_writer *w, uint32_t first, uint32_t count, uint8_t form,
            posting_bound bound)
{
    buffer_put_u32(&w->directory, first);
    buffer_put_u32(&w->directory, (uint32_t)w->blocks.size);
    buffer_put_u8(&w->directory, (uint8_t)(count - 1));
    buffer_put_u8(&w->directory, form);
    buffer_put_u8(&w->directory, bound.frequency);
    buffer_put_u8(&w->directory, bound.length);
    w->bound = w->block_count ? bound_of_both(w->bound, bound) : bound;
    w->block_count++;
    if (w->blocks.size > UINT32_MAX)
        w->blocks.failed = true;
}

static void
flush_pending(postings_writer *w)
{
    if (w->pending == 0)
        return;
    const uint8_t form = posting_block_encode(
        w->pending_passages, w->pending_frequencies, w->pending, &w->blocks);
    enter_block(w, w->pending_passages[0], w->pending, form,
                bound_of_pending(w));
    w->pending = 0;
}

void
postings_writer_add(postings_writer *w, uint32_t passage, uint32_t frequency)
{
    if (passage < w->next) {
        w->disordered = true;
        return;
    }
    if (w->pending == POSTINGS_BLOCK_MAX)
        flush_pending(w);
    w->next = passage + 1;
    w->pending_passages[w->pending] = passage;
    w->pending_frequencies[w->pending] = w->frequencies ? frequency : 1;
    w->marked += w->pending_frequencies[w->pending] > 1;
    w->pending++;
    w->count++;
}

/* ---- copying ------------------------------------------------------------------ */

/* Append a block as it is, its passages shifted. */
static yz_status
copy_block(postings_writer *w, const posting_list *list,
           const posting_block *block, uint32_t shift, yz_error *err)
{
    uint32_t frequencies[POSTINGS_BLOCK_MAX];
    TRY(postings_block_frequencies(list, block, frequencies, err));
    for (uint32_t i = 0; i < block->count; i++)
        w->marked += frequencies[i] > 1;
    flush_pending(w);
    w->disordered |= block->first + shift < w->next;
    w->next = block->limit + shift;
    buffer_put(&w->blocks, list->blocks + block->offset, block->size);
    enter_block(w, block->first + shift, block->count, block->form,
                block->bound);
    w->count += block->count;
    return YZ_OK;
}

/* Append the postings of a block that are taken over. */
static yz_status
recode_block(postings_writer *w, const posting_list *list,
             const posting_block *block, uint32_t base, const uint32_t *map,
             yz_error *err)
{
    uint32_t passages[POSTINGS_BLOCK_MAX];
    uint32_t frequencies[POSTINGS_BLOCK_MAX];
    TRY(postings_block_passages(list, block, passages, err));
    TRY(postings_block_frequencies(list, block, frequencies, err));
    for (uint32_t i = 0; i < block->count; i++) {
        const uint32_t passage = map ? map[passages[i]] : passages[i] + base;
        if (passage != PASSAGE_DROPPED)
            postings_writer_add(w, passage, frequencies[i]);
    }
    return YZ_OK;
}

/*
 * Whether all passages that a block can hold shift alike: none of them is
 * dropped if as many new numbers lie between the ends as old ones.
 */
static bool
shifts_alike(const posting_block *block, const uint32_t *map)
{
    const uint32_t first = map[block->first];
    const uint32_t last = map[block->limit - 1];
    return first != PASSAGE_DROPPED && last != PASSAGE_DROPPED &&
           last - first == block->limit - 1 - block->first;
}

yz_status
postings_writer_copy(postings_writer *w, const posting_list *list,
                     uint32_t base, const uint32_t *map, yz_error *err)
{
    for (uint32_t number = 0; number < list->block_count; number++) {
        posting_block block;
        TRY(postings_block(list, number, &block, err));
        const bool whole = list->block_count >= COPY_BLOCKS_MIN &&
                           block.count == POSTINGS_BLOCK_MAX &&
                           (!map || shifts_alike(&block, map));
        if (whole)
            TRY(copy_block(w, list, &block,
                           map ? map[block.first] - block.first : base, err));
        else
            TRY(recode_block(w, list, &block, base, map, err));
    }
    return YZ_OK;
}

/* ---- the end of a list -------------------------------------------------------- */

/* The only block, its entry in the directory turned into a head. */
static void
put_short(postings_writer *w)
{
    const uint8_t *entry = w->directory.data;
    buffer_put_varint(&w->record, bytes_u32_at(entry));
    buffer_put_u8(&w->record, entry[DIRECTORY_FORM]);
    buffer_put_text(&w->record, buffer_str(&w->blocks));
}

static void
put_long(postings_writer *w)
{
    buffer_put_u32(&w->record, w->block_count);
    buffer_put_u8(&w->record, w->bound.frequency);
    buffer_put_u8(&w->record, w->bound.length);
    buffer_put_text(&w->record, buffer_str(&w->directory));
    buffer_put_text(&w->record, buffer_str(&w->blocks));
}

static list_place
put_list(postings_writer *w, blob_writer *lists)
{
    flush_pending(w);
    if (!buffer_ok(&w->directory) || !buffer_ok(&w->blocks)) {
        lists->failed = true;
        return (list_place){ 0 };
    }
    if (w->block_count == 1)
        put_short(w);
    else
        put_long(w);
    if (!buffer_ok(&w->record) || w->record.size > UINT32_MAX)
        lists->failed = true;
    return (list_place){ w->count, (uint32_t)w->record.size,
                         blob_append(lists, w->record.data, w->record.size),
                         w->marked };
}

/* Forget the list, keep the room. */
static void
reset(postings_writer *w)
{
    w->directory.size = 0;
    w->blocks.size = 0;
    w->record.size = 0;
    w->block_count = 0;
    w->count = 0;
    w->marked = 0;
    w->pending = 0;
    w->next = 0;
}

list_place
postings_writer_finish(postings_writer *w, blob_writer *lists)
{
    list_place where = { 0 };
    if (w->count == 1)
        where = (list_place){ 1, 0,
                              (uint64_t)w->pending_passages[0] << 32 |
                                  w->pending_frequencies[0],
                              w->marked };
    else if (w->count > 1)
        where = put_list(w, lists);
    reset(w);
    return where;
}
