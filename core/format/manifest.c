/* SPDX-License-Identifier: MIT */
#include "core/format/manifest.h"
#include "core/base/seal.h"

/* Bytes of a segment whose numbers are all small. */
enum { SEGMENT_SIZE_MIN = 5 + LENGTH_SPACE_COUNT + BLOB_KIND_COUNT + 8 };

void
manifest_encode(const manifest *m, buffer *out)
{
    buffer_put_varint(out, m->next_segment);
    buffer_put_varint(out, m->count);
    for (uint32_t i = 0; i < m->count; i++) {
        const manifest_segment *s = &m->segments[i];
        buffer_put_varint(out, s->id);
        buffer_put_varint(out, s->passages);
        buffer_put_varint(out, s->deleted);
        buffer_put_varint(out, s->strings);
        buffer_put_varint(out, s->sources);
        for (int j = 0; j < LENGTH_SPACE_COUNT; j++)
            buffer_put_varint(out, s->lengths[j]);
        for (int j = 0; j < BLOB_KIND_COUNT; j++)
            buffer_put_varint(out, s->chunks[j]);
        buffer_put_u64(out, s->sum);
    }
    seal_put(out);
}

static void
segment_decode(bytes *in, manifest_segment *s)
{
    s->id = bytes_take_varint32(in);
    s->passages = bytes_take_varint32(in);
    s->deleted = bytes_take_varint32(in);
    s->strings = bytes_take_varint32(in);
    s->sources = bytes_take_varint32(in);
    for (int j = 0; j < LENGTH_SPACE_COUNT; j++)
        s->lengths[j] = bytes_take_varint(in);
    for (int j = 0; j < BLOB_KIND_COUNT; j++)
        s->chunks[j] = bytes_take_varint32(in);
    s->sum = bytes_take_u64(in);
    if (s->id == 0 || s->id > MANIFEST_SEGMENT_MAX || s->deleted > s->passages)
        in->bad = true;
}

yz_status
manifest_decode(bytes in, arena *a, manifest *ret_manifest, yz_error *err)
{
    if (!seal_take(&in))
        return error_corrupt(err, "the manifest is not as it was written");
    manifest m = { .next_segment = bytes_take_varint32(&in),
                   .count = bytes_take_varint32(&in) };
    if (in.bad || m.count > bytes_left(&in) / SEGMENT_SIZE_MIN)
        return error_corrupt(err, "the manifest does not decode");
    m.segments = arena_array(a, m.count + 1, sizeof(*m.segments));
    if (!m.segments)
        return error_nomem(err);
    for (uint32_t i = 0; i < m.count; i++)
        segment_decode(&in, &m.segments[i]);
    if (in.bad || bytes_left(&in))
        return error_corrupt(err, "the manifest does not decode");
    *ret_manifest = m;
    return YZ_OK;
}
