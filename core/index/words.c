/* SPDX-License-Identifier: MIT */
/*
 * A chunk is a dictionary page of its own:
 *
 *     count u32 | offset u32 x count | entries
 *
 * an entry being: term (varint size, bytes), count, size, place (varints).
 * Offsets count from the first entry. A term is found by bisection, first
 * among the chunks, then in one.
 */
#include "core/index/words.h"


static void
page_flush(words_writer *w)
{
    buffer page = { 0 };
    buffer_put_u32(&page, (uint32_t)w->offsets.count);
    for (size_t i = 0; i < w->offsets.count; i++)
        buffer_put_u32(&page, w->offsets.items[i]);
    buffer_put_text(&page, buffer_str(&w->entries));
    if (!buffer_ok(&page) || !buffer_ok(&w->entries))
        w->failed = true;
    else
        blob_append_chunk(w->blob, buffer_str(&page));
    buffer_dispose(&page);
    w->entries.size = 0;
    w->offsets.count = 0;
}

void
words_append(words_writer *w, yz_str term, const list_place *where)
{
    const size_t room = w->entries.size + 4 * w->offsets.count + 64;
    if (w->offsets.count && room + term.size > BLOB_CHUNK_SIZE)
        page_flush(w);
    if (!ARRAY_PUSH(&w->offsets, (uint32_t)w->entries.size))
        w->failed = true;
    buffer_put_str(&w->entries, term);
    buffer_put_varint(&w->entries, where->count);
    buffer_put_varint(&w->entries, where->size);
    buffer_put_varint(&w->entries, where->place);
}

bool
words_finish(words_writer *w)
{
    if (w->offsets.count)
        page_flush(w);
    buffer_dispose(&w->entries);
    ARRAY_DISPOSE(&w->offsets);
    return !w->failed;
}

/* One dictionary page: its offsets and its entries. */
typedef struct word_page {
    uint32_t count;
    bytes offsets;
    bytes entries;
} word_page;

static yz_status
page_open(blob_reader *dictionary, uint32_t chunk, word_page *ret_page,
          yz_error *err)
{
    bytes in;
    TRY(blob_chunk(dictionary, chunk, &in, err));
    const uint32_t count = bytes_take_u32(&in);
    if (in.bad || !count || count > bytes_left(&in) / 4)
        return error_corrupt(err, "a page of the word dictionary is broken");
    const uint8_t *offsets = bytes_take(&in, 4 * (size_t)count);
    *ret_page = (word_page){ count, bytes_of(offsets, 4 * (size_t)count), in };
    return YZ_OK;
}

static yz_status
page_entry(const word_page *page, uint32_t entry, yz_str *ret_term,
           list_place *ret_where, yz_error *err)
{
    bytes offsets = page->offsets;
    bytes_take(&offsets, 4 * (size_t)entry);
    bytes in = page->entries;
    bytes_take(&in, bytes_take_u32(&offsets));
    *ret_term = bytes_take_str(&in);
    ret_where->count = bytes_take_varint32(&in);
    ret_where->size = bytes_take_varint32(&in);
    ret_where->place = bytes_take_varint(&in);
    if (in.bad || offsets.bad)
        return error_corrupt(err, "a page of the word dictionary is broken");
    return YZ_OK;
}

/* The last chunk whose first term is not behind `term`. */
static yz_status
find_chunk(blob_reader *dictionary, yz_str term, uint32_t *ret_chunk,
           yz_error *err)
{
    uint32_t low = 0;
    uint32_t high = dictionary->chunk_count;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        word_page page;
        yz_str first;
        list_place where;
        TRY(page_open(dictionary, middle, &page, err));
        TRY(page_entry(&page, 0, &first, &where, err));
        if (str_compare(first, term) <= 0)
            low = middle;
        else
            high = middle;
    }
    *ret_chunk = low;
    return YZ_OK;
}

yz_status
words_find(blob_reader *dictionary, yz_str term, list_place *ret_where,
           yz_error *err)
{
    if (dictionary->chunk_count == 0)
        return YZ_DONE;
    uint32_t chunk;
    word_page page;
    TRY(find_chunk(dictionary, term, &chunk, err));
    TRY(page_open(dictionary, chunk, &page, err));
    uint32_t low = 0;
    uint32_t high = page.count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        yz_str found;
        list_place where;
        TRY(page_entry(&page, middle, &found, &where, err));
        const int order = str_compare(found, term);
        if (order == 0) {
            *ret_where = where;
            return YZ_OK;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return YZ_DONE;
}
