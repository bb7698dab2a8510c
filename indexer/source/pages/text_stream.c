/* SPDX-License-Identifier: MIT */
#include "indexer/source/pages/text_stream.h"

#include <string.h>

enum { READ_SIZE = 64 << 10 };

void
text_stream_init(text_stream *s, ocr_input input, const yz_allocator *memory)
{
    *s = (text_stream){ .input = input, .block.from = memory };
}

void
text_stream_dispose(text_stream *s)
{
    buffer_dispose(&s->block);
}

static yz_status
read_more(text_stream *s, yz_error *err)
{
    size_t got;
    const size_t left = s->block.size - s->at;
    if (left > STREAM_LINE_MAX)
        return error_set(err, YZ_E_LIMIT, "line %u is longer than %zu bytes",
                         s->line + 1, STREAM_LINE_MAX);
    if (left && s->at)
        memmove(s->block.data, s->block.data + s->at, left);
    s->block.size = left;
    s->at = 0;
    uint8_t *to = buffer_extend(&s->block, READ_SIZE);
    if (!to)
        return error_nomem(err);
    s->block.size -= READ_SIZE;
    TRY(s->input.read(s->input.context, to, READ_SIZE, &got, err));
    s->block.size += got;
    s->ended = got == 0;
    return YZ_OK;
}

yz_status
text_stream_next(text_stream *s, yz_str *ret_line, yz_error *err)
{
    size_t seen = 0;
    const uint8_t *feed = NULL;
    for (;;) {
        const size_t left = s->block.size - s->at;
        if (left > seen)
            feed = memchr(s->block.data + s->at + seen, '\n', left - seen);
        if (feed || s->ended)
            break;
        seen = left;
        TRY(read_more(s, err));
    }
    const uint8_t *line = s->block.data + s->at;
    const size_t all = feed ? (size_t)(feed - line) + 1 : s->block.size - s->at;
    if (all == 0)
        return YZ_DONE;
    size_t size = all - (feed != NULL);
    if (size && line[size - 1] == '\r')
        size--;
    s->line_byte = s->byte;
    s->byte += all;
    s->at += all;
    s->line++;
    *ret_line = (yz_str){ (const char *)line, size };
    return YZ_OK;
}
