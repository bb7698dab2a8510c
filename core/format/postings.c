/* SPDX-License-Identifier: MIT */
/*
 * A list of at most 128 postings is one block:
 *
 *     first passage varint | form u8 | block
 *
 * A longer one has a directory of its blocks:
 *
 *     block count u32 | bound of the list 2 x u8
 *     | directory: block count x
 *           ( first passage u32 | end u32 | count - 1 u8 | form u8
 *             | bound 2 x u8 )
 *     | blocks
 *
 * A block ends at `end`, counted from the first block on, and begins where the
 * one before ends. It has the passages from its first up to the first of the
 * next: the directory is searched for the last block that begins at or before
 * a passage.
 */
#include "core/format/posting_block.h"
#include "core/format/postings_directory.h"

static bool
form_valid(uint8_t form)
{
    const uint8_t width = form & BLOCK_FORM_WIDTH;
    return !(form & ~(BLOCK_FORM_WIDTH | BLOCK_FORM_FREQUENCIES)) &&
           (width == BLOCK_FORM_BITS || bitpack_width_valid(width));
}

static yz_status
open_inline(const list_place *where, posting_list *list, yz_error *err)
{
    const uint32_t passage = (uint32_t)(where->place >> 32);
    static const uint8_t nothing[1];
    list->only_frequency = (uint32_t)where->place;
    list->blocks = list->readable = nothing;
    list->only = (posting_block){ .first = passage,
                                  .limit = list->passages,
                                  .count = 1,
                                  .bound = { POSTING_BOUND_OPEN, 0 } };
    if (where->count != 1 || passage >= list->passages || !list->only_frequency)
        return postings_corrupt(err);
    return YZ_OK;
}

static yz_status
open_short(bytes in, posting_list *list, yz_error *err)
{
    const uint32_t first = bytes_take_varint32(&in);
    const uint8_t form = bytes_take_u8(&in);
    list->blocks = in.at;
    list->blocks_size = (uint32_t)bytes_left(&in);
    list->only = (posting_block){ .first = first,
                                  .limit = list->passages,
                                  .size = list->blocks_size,
                                  .count = (uint16_t)list->count,
                                  .form = form,
                                  .bound = { POSTING_BOUND_OPEN, 0 } };
    if (in.bad || first >= list->passages || !form_valid(form))
        return postings_corrupt(err);
    return YZ_OK;
}

static yz_status
open_long(bytes in, posting_list *list, yz_error *err)
{
    list->block_count = bytes_take_u32(&in);
    list->bound.frequency = bytes_take_u8(&in);
    list->bound.length = bytes_take_u8(&in);
    list->directory =
        bytes_take(&in, (size_t)list->block_count * DIRECTORY_ENTRY_SIZE);
    list->blocks = in.at;
    list->blocks_size = (uint32_t)bytes_left(&in);
    if (in.bad || list->block_count < 2 || list->block_count > list->count)
        return postings_corrupt(err);
    return YZ_OK;
}

yz_status
postings_open(blob_reader *lists, const list_place *where, uint32_t passages,
              posting_list *ret_list, yz_error *err)
{
    *ret_list = (posting_list){ .kernels = bitpack_kernels_best(),
                                .count = where->count,
                                .passages = passages,
                                .block_count = 1,
                                .bound = { POSTING_BOUND_OPEN, 0 } };
    if (where->size == 0)
        return open_inline(where, ret_list, err);
    bytes in;
    TRY(blob_rest(lists, where->place, &in, err));
    ret_list->readable = in.end;
    if (where->size > bytes_left(&in) || where->count > passages ||
        where->count < 2)
        return postings_corrupt(err);
    in.end = in.at + where->size;
    return where->count <= POSTINGS_BLOCK_MAX ? open_short(in, ret_list, err)
                                              : open_long(in, ret_list, err);
}

yz_status
postings_block(const posting_list *list, uint32_t number,
               posting_block *ret_block, yz_error *err)
{
    if (!list->directory) {
        *ret_block = list->only;
        return YZ_OK;
    }
    const uint8_t *entry = directory_entry_at(list, number);
    const bool last = number + 1 == list->block_count;
    const uint32_t begin = number ? directory_end(list, number - 1) : 0;
    const uint32_t end = directory_end(list, number);
    *ret_block = (posting_block){
        .first = directory_first(list, number),
        .limit = last ? list->passages : directory_first(list, number + 1),
        .offset = begin,
        .size = end - begin,
        .count = (uint16_t)(entry[DIRECTORY_COUNT] + 1),
        .form = entry[DIRECTORY_FORM],
        .bound = { entry[DIRECTORY_FREQUENCY], entry[DIRECTORY_LENGTH] },
    };
    if (end < begin || end > list->blocks_size ||
        ret_block->count > POSTINGS_BLOCK_MAX ||
        ret_block->first >= ret_block->limit ||
        ret_block->limit > list->passages || !form_valid(ret_block->form))
        return postings_corrupt(err);
    return YZ_OK;
}

yz_status
postings_decode(const posting_list *list, uint32_t *ret_passages,
                uint32_t *ret_frequencies, yz_error *err)
{
    uint32_t done = 0;
    for (uint32_t number = 0; number < list->block_count; number++) {
        posting_block block;
        TRY(postings_block(list, number, &block, err));
        if (block.count > list->count - done)
            return postings_corrupt(err);
        TRY(postings_block_passages(list, &block, ret_passages + done, err));
        if (ret_frequencies)
            TRY(postings_block_frequencies(list, &block, ret_frequencies + done,
                                           err));
        done += block.count;
    }
    return done == list->count ? YZ_OK : postings_corrupt(err);
}

yz_status
postings_mark(const posting_list *list, uint64_t *bits, yz_error *err)
{
    uint32_t done = 0;
    for (uint32_t number = 0; number < list->block_count; number++) {
        posting_block block;
        TRY(postings_block(list, number, &block, err));
        if (block.count > list->count - done)
            return postings_corrupt(err);
        TRY(posting_block_mark(list, &block, bits, err));
        done += block.count;
    }
    return done == list->count ? YZ_OK : postings_corrupt(err);
}

yz_status
postings_intersect(const posting_list *list, uint32_t *passages,
                   uint32_t *count, yz_error *err)
{
    posting_cursor c;
    uint32_t kept = 0;
    TRY(posting_cursor_open(list, &c, err));
    for (uint32_t i = 0; i < *count; i++) {
        bool has;
        TRY(posting_cursor_has(&c, passages[i], &has, err));
        passages[kept] = passages[i];
        kept += has;
    }
    *count = kept;
    return YZ_OK;
}
