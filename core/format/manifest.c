/* SPDX-License-Identifier: MIT */
#include "core/format/manifest.h"
#include "core/base/seal.h"

#include <stdlib.h>

/* Bytes of a segment whose numbers are all small. */
enum { SEGMENT_SIZE_MIN = 6 + LENGTH_SPACE_COUNT + BLOB_KIND_COUNT + 8 };

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
        buffer_put_varint(out, s->frequent);
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
    s->frequent = bytes_take_varint32(in);
    for (int j = 0; j < BLOB_KIND_COUNT; j++)
        s->chunks[j] = bytes_take_varint32(in);
    s->sum = bytes_take_u64(in);
    if (s->id == 0 || s->id > MANIFEST_SEGMENT_MAX ||
        s->deleted > s->passages || s->frequent == 1)
        in->bad = true;
}

static int
compare_ids(const void *a, const void *b)
{
    const uint32_t *x = a;
    const uint32_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* Whether no id is there twice, and none is still to be given. */
static yz_status
ids_check(const manifest *m, arena *a, yz_error *err)
{
    uint32_t *ids = arena_array(a, (size_t)m->count + 1, sizeof(*ids));
    if (!ids)
        return error_nomem(err);
    for (uint32_t i = 0; i < m->count; i++)
        ids[i] = m->segments[i].id;
    qsort(ids, m->count, sizeof(*ids), compare_ids);
    ids[m->count] = m->next_segment;
    for (uint32_t i = 0; i < m->count; i++)
        if (ids[i] >= ids[i + 1])
            return error_corrupt(err, "the manifest names a segment twice, or "
                                      "one with a future number");
    return YZ_OK;
}

yz_status
manifest_decode(bytes in, arena *a, manifest *ret_manifest, yz_error *err)
{
    if (!seal_take(&in))
        return error_corrupt(err, "the manifest is not as it was written");
    manifest m = { .next_segment = bytes_take_varint32(&in),
                   .count = bytes_take_varint32(&in) };
    if (in.bad || m.count > bytes_left(&in) / SEGMENT_SIZE_MIN)
        return error_corrupt(err, "the manifest cannot be decoded");
    m.segments = arena_array(a, m.count + 1, sizeof(*m.segments));
    if (!m.segments)
        return error_nomem(err);
    for (uint32_t i = 0; i < m.count; i++)
        segment_decode(&in, &m.segments[i]);
    if (in.bad || bytes_left(&in))
        return error_corrupt(err, "the manifest cannot be decoded");
    TRY(ids_check(&m, a, err));
    *ret_manifest = m;
    return YZ_OK;
}
