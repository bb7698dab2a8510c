/* SPDX-License-Identifier: MIT */
#include "indexer/write/passage_texts.h"

#include "core/index/index.h"

passage_texts
passage_texts_of(const yz_index *index, const segment_part *parts,
                 size_t part_count)
{
    return (passage_texts){
        .parts = parts,
        .part_count = part_count,
        .fold = index->packed_fold,
        .scratch = skeleton_buffer_of(index->memory, index->fold),
    };
}

void
passage_texts_dispose(passage_texts *t)
{
    skeleton_buffer_dispose(&t->scratch);
}

uint64_t
passage_texts_size(const passage_texts *t)
{
    uint64_t size = 0;
    for (size_t i = 0; i < t->part_count; i++) {
        const segment_part *part = &t->parts[i];
        size += part->batch ? part->batch->texts.size
                            : (uint64_t)BLOB_CHUNK_SIZE *
                                  part->segment->info.chunks[BLOB_TEXT];
    }
    return size;
}

void
passage_texts_rewind(passage_texts *t)
{
    t->part = 0;
    t->next = 0;
}

static uint32_t
passages_of(const segment_part *part)
{
    return part->batch ? part->batch->passages : part->segment->info.passages;
}

static bool
is_dropped(const segment_part *part, uint32_t passage)
{
    return part->map && part->map[passage] == PASSAGE_DROPPED;
}

static yz_status
batch_packed_text(const batch *b, uint32_t passage, packed_text *ret_text,
                  yz_error *err)
{
    const uint32_t begin = passage ? b->text_ends[passage - 1] : 0;
    bytes in = bytes_of(b->texts.data + begin, b->text_ends[passage] - begin);
    return packed_text_read(&in, ret_text)
               ? YZ_OK
               : error_corrupt(err, "a text that was just packed is damaged");
}

yz_status
passage_texts_next(passage_texts *t, const uint16_t **ret_units,
                   uint32_t *ret_length, yz_error *err)
{
    packed_text text;
    while (t->part < t->part_count) {
        const segment_part *part = &t->parts[t->part];
        const uint32_t passage = t->next++;
        if (passage == passages_of(part)) {
            t->part++;
            t->next = 0;
            continue;
        }
        if (is_dropped(part, passage))
            continue;
        TRY(part->batch
                ? batch_packed_text(part->batch, passage, &text, err)
                : segment_packed_text(part->segment, passage, &text, err));
        return packed_skeleton(&text, t->fold, &t->scratch, ret_units,
                               ret_length, err);
    }
    return YZ_DONE;
}
