/* SPDX-License-Identifier: MIT */
#include "core/index/segment.h"
#include "core/index/tombstones.h"

#include <stdalign.h>
#include <string.h>

enum { TERM_SIZE_MAX = 4096 };

yz_status
segment_open(store_txn *txn, const manifest_segment *info, arena *a,
             segment *ret_segment, yz_error *err)
{
    segment s = { .info = *info };
    for (int kind = 0; kind < BLOB_KIND_COUNT; kind++)
        TRY(blob_reader_open(txn, info, (blob_kind)kind, a, &s.blobs[kind],
                             err));
    if (info->deleted)
        TRY(tombstones_load(txn, info->id, info->passages, a, &s.deleted,
                            err));
    *ret_segment = s;
    return YZ_OK;
}

yz_status
segment_entry(segment *s, uint32_t passage, directory_entry *ret_entry,
              yz_error *err)
{
    return directory_read(&s->blobs[BLOB_DIRECTORY], passage, ret_entry, err);
}

yz_status
segment_text(segment *s, uint32_t passage, yz_str *ret_text, yz_error *err)
{
    directory_entry entry;
    bytes in;
    TRY(segment_entry(s, passage, &entry, err));
    TRY(blob_read(&s->blobs[BLOB_TEXT], entry.text, entry.text_size, &in,
                  err));
    *ret_text = (yz_str){ (const char *)in.at, entry.text_size };
    return YZ_OK;
}

yz_status
segment_skeleton(segment *s, uint32_t passage, const uint16_t **ret_units,
                 uint32_t *ret_length, yz_error *err)
{
    directory_entry entry;
    bytes in;
    TRY(segment_entry(s, passage, &entry, err));
    TRY(blob_read(&s->blobs[BLOB_SKELETON], entry.skeleton,
                  2 * (size_t)entry.skeleton_size, &in, err));
    if ((uintptr_t)in.at % alignof(uint16_t))
        return error_corrupt(err, "a skeleton is not aligned");
    const void *units = in.at;
    *ret_units = units;
    *ret_length = entry.skeleton_size;
    return YZ_OK;
}

yz_status
segment_record(segment *s, uint32_t passage, bytes *ret_record, yz_error *err)
{
    directory_entry entry;
    TRY(segment_entry(s, passage, &entry, err));
    return blob_read(&s->blobs[BLOB_RECORD], entry.record, entry.record_size,
                     ret_record, err);
}

yz_status
segment_string(segment *s, uint32_t number, yz_str *ret_string, yz_error *err)
{
    blob_place place;
    uint32_t size;
    bytes in;
    if (number >= s->info.strings)
        return error_corrupt(err, "a record names a string that is not there");
    TRY(strings_read(&s->blobs[BLOB_STRING], number, &place, &size, err));
    TRY(blob_read(&s->blobs[BLOB_RECORD], place, size, &in, err));
    *ret_string = (yz_str){ (const char *)in.at, size };
    return YZ_OK;
}

/* A list may not be longer than the segment: it is decoded into that room. */
static yz_status
list_checked(const segment *s, yz_status found, const list_place *where,
             yz_error *err)
{
    if (found == YZ_OK && (!where->count || where->count > s->info.passages))
        return error_corrupt(err, "a posting list is too long");
    return found;
}

yz_status
segment_gram(segment *s, gram_key key, list_place *ret_where, yz_error *err)
{
    const yz_status found = grams_find(&s->blobs[BLOB_GRAM], s->info.grams,
                                       key, ret_where, err);
    return list_checked(s, found, ret_where, err);
}

yz_status
segment_word(segment *s, char field, yz_str term, list_place *ret_where,
             yz_error *err)
{
    char key[1 + TERM_SIZE_MAX];
    if (term.size > TERM_SIZE_MAX)
        return YZ_DONE;
    key[0] = field;
    memcpy(key + 1, term.data, term.size);
    const yz_status found = words_find(
        &s->blobs[BLOB_WORD], (yz_str){ key, term.size + 1 }, ret_where, err);
    return list_checked(s, found, ret_where, err);
}

yz_status
segment_gram_list(segment *s, const list_place *where, posting *ret_list,
                  yz_error *err)
{
    return list_read(&s->blobs[BLOB_GRAM_LIST], where, s->info.passages,
                     ret_list, err);
}

yz_status
segment_word_list(segment *s, const list_place *where, posting *ret_list,
                  yz_error *err)
{
    return list_read(&s->blobs[BLOB_WORD_LIST], where, s->info.passages,
                     ret_list, err);
}
