/* SPDX-License-Identifier: MIT */
/*
 * A place in a file is found from the last seam before it, by the size that
 * the text between takes in the file's encoding. So there is a seam on both
 * sides of everything whose size that would not tell: bad bytes, and
 * characters that an edition of the encoding writes in another way.
 */
#include "core/text/decoding.h"

#include "core/base/utf8.h"

#include <string.h>

/* More bad places than these, or a larger share of the bytes, is no text. */
enum { FAULTS_MAX = 100, BAD_SHARE = 100 };

enum { REPLACEMENT = 0xfffd };

void
decoding_begin(decoding *d, const char *data, size_t size, const char *encoding,
               bool strict, arena *a)
{
    *d = (decoding){ .data = data,
                     .size = size,
                     .encoding = encoding,
                     .set = private_set_of(encoding),
                     .strict = strict,
                     .text.from = a->from,
                     .places.from = a->from,
                     .seams.from = a->from,
                     .faults.from = a->from,
                     .bad_end = UINT64_MAX,
                     .line = 1 };
}

void
decoding_dispose(decoding *d)
{
    buffer_dispose(&d->text);
    ARRAY_DISPOSE(&d->places);
    ARRAY_DISPOSE(&d->seams);
    ARRAY_DISPOSE(&d->faults);
}

/* The line of what is appended next. */
static uint32_t
line_here(decoding *d)
{
    const yz_str text = buffer_str(&d->text);
    for (; d->line_at < text.size; d->line_at++)
        d->line += text.data[d->line_at] == '\n';
    return d->line;
}

static void
put_seam(decoding *d)
{
    const size_t at = d->text.size;
    const size_t count = d->seams.count;
    if (count && d->seams.items[count - 1] == at)
        return;
    if (!ARRAY_PUSH(&d->seams, at))
        d->text.failed = true;
}

static void
put_char(decoding *d, uint32_t c, uint64_t place)
{
    char bytes[4];
    buffer_put(&d->text, bytes, utf8_put(bytes, c));
    if (!ARRAY_PUSH(&d->places, place))
        d->text.failed = true;
}

static void
see_private_use(decoding *d, uint32_t c, uint64_t place)
{
    if ((c < 0xe000 || c > 0xf8ff) && c < 0xf0000)
        return;
    if (d->private_use.count++ == 0) {
        d->private_use.first = c;
        d->private_use.place = place;
        d->private_use.line = line_here(d);
    }
}

void
decoding_put(decoding *d, uint32_t c, uint64_t place)
{
    uint32_t mark = 0;
    if (c == 0) {
        decoding_put_bad(d, place, 1);
        return;
    }
    if (c >= 0xe000)
        c = private_map(d->set, c, &mark);
    const bool is_odd = private_size(d->set, c) >= 0 || mark;
    if (is_odd)
        put_seam(d);
    see_private_use(d, c, place);
    put_char(d, c, place);
    if (mark)
        put_char(d, mark, place);
    if (is_odd)
        put_seam(d);
}

void
decoding_put_utf8(decoding *d, yz_str text, uint64_t place)
{
    for (size_t at = 0; at < text.size;) {
        const size_t begin = at;
        decoding_put(d, utf8_next(text.data, text.size, &at), place + begin);
    }
}

void
decoding_put_bad(decoding *d, uint64_t place, size_t size)
{
    const bool goes_on = place == d->bad_end;
    d->bad_bytes += size;
    d->bad_end = place + size;
    if (goes_on)
        return;
    const decode_fault fault = { place, line_here(d), (uint8_t)d->data[place] };
    if (!ARRAY_PUSH(&d->faults, fault))
        d->text.failed = true;
    put_seam(d);
    put_char(d, REPLACEMENT, place);
    put_seam(d);
    d->failed |= d->strict || d->faults.count > FAULTS_MAX;
}

static yz_status
undecodable(const decoding *d, yz_error *err)
{
    const decode_fault *first = &d->faults.items[0];
    const yz_status status = error_set(
        err, YZ_E_SOURCE,
        "the byte 0x%02X at offset %llu is not %s; repair the file, or name "
        "its encoding",
        first->byte, (unsigned long long)first->offset, d->encoding);
    if (err) {
        err->line = first->line;
        err->offset = first->offset;
    }
    return status;
}

static yz_status
keep(const decoding *d, size_t mark, arena *a, decoded *ret_decoded,
     yz_error *err)
{
    const yz_str text = buffer_str(&d->text);
    const size_t skipped = mark ? 3 : 0;
    const size_t count = d->places.count - mark;
    uint64_t *places = arena_array(a, count, sizeof(*places));
    size_t *seams = arena_array(a, d->seams.count + 1, sizeof(*seams));
    decode_fault *faults = arena_array(a, d->faults.count + 1, sizeof(*faults));
    const yz_str copy =
        arena_str(a, (yz_str){ text.data + skipped, text.size - skipped });
    const yz_str encoding = arena_str(a, str_of(d->encoding));
    if (!places || !seams || !faults || !copy.data || !encoding.data)
        return error_nomem(err);
    memcpy(places, d->places.items + mark, count * sizeof(*places));
    for (size_t i = 0; i < d->seams.count; i++)
        seams[i] = d->seams.items[i] - skipped;
    for (size_t i = 0; i < d->faults.count; i++)
        faults[i] = d->faults.items[i];
    *ret_decoded = (decoded){ .text = copy,
                              .encoding = encoding,
                              .bom = (uint32_t)places[0],
                              .places = places,
                              .char_count = count - 1,
                              .seams = seams,
                              .seam_count = d->seams.count,
                              .faults = faults,
                              .fault_count = d->faults.count,
                              .private_use = d->private_use };
    return YZ_OK;
}

yz_status
decoding_finish(decoding *d, arena *a, decoded *ret_decoded, yz_error *err)
{
    if (!ARRAY_PUSH(&d->places, d->size))
        d->text.failed = true;
    if (!buffer_ok(&d->text))
        return error_nomem(err);
    if (d->failed || d->bad_bytes * BAD_SHARE > d->size)
        return undecodable(d, err);
    const yz_str text = buffer_str(&d->text);
    const bool has_mark =
        text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0;
    return keep(d, has_mark, a, ret_decoded, err);
}
