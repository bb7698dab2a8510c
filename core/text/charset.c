/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 is checked and lent as it stands. Everything else goes through ICU's
 * converters with callbacks that stop at the first sequence they do not know,
 * and every code point's byte is written down, since nothing else can tell it
 * afterwards: one GB18030 character takes 1, 2 or 4 bytes.
 */
#include "core/text/charset.h"

#include "core/base/array.h"
#include "core/base/utf8.h"
#include "core/text/charset_guess.h"
#include "core/text/icu.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf16.h>

enum { CHUNK_LENGTH = 2048, ENCODING_SIZE = 64 };

typedef struct decoding {
    const char *data;
    size_t size;
    const char *encoding;
    UConverter *converter;
    buffer text;
    ARRAY_OF(uint64_t) places;
    uint16_t lead; /* a high surrogate that waits for the low one, or 0 */
} decoding;

/* `before` is what was decoded of the file, its lines tell the line. */
static yz_status
undecodable(yz_str before, const char *data, uint64_t offset,
            const char *encoding, yz_error *err)
{
    uint32_t line = 1;
    for (size_t i = 0; i < before.size; i++)
        line += before.data[i] == '\n';
    const unsigned byte = (unsigned char)data[offset];
    const yz_status status = error_set(
        err, YZ_E_SOURCE,
        "the byte 0x%02X at offset %llu is not %s; repair the file, or name "
        "its encoding",
        byte, (unsigned long long)offset, encoding);
    if (err) {
        err->line = line;
        err->offset = offset;
    }
    return status;
}

/* ---- UTF-8 -------------------------------------------------------------- */

/* Up to 255 bytes, so that a byte holds each sum: many are taken at once. */
static void
count_few(utf8_check *c, const char *data, size_t size)
{
    uint8_t controls = 0;
    uint8_t zeros = 0;
    uint8_t chars = 0;
    for (size_t i = 0; i < size; i++) {
        const uint8_t byte = (uint8_t)data[i];
        const bool layout = (uint8_t)(byte - '\t') <= '\r' - '\t';
        zeros = (uint8_t)(zeros + (byte == 0));
        controls =
            (uint8_t)(controls + ((byte < 0x20) & !layout) + (byte == 0x7f));
        chars = (uint8_t)(chars + ((byte & 0xc0) != 0x80));
    }
    c->controls += controls;
    c->zeros += zeros;
    c->chars += chars;
}

static void
count_characters(utf8_check *c, const char *data, size_t size)
{
    enum { FEW = 128 };
    size_t at = 0;
    for (; size - at >= FEW; at += FEW)
        count_few(c, data + at, FEW);
    count_few(c, data + at, size - at);
}

/*
 * Text has no zero bytes, and fewer than a quarter of its characters are
 * controls that lay out nothing.
 */
static yz_status
judge_characters(const utf8_check *c, yz_error *err)
{
    if (c->zeros)
        return error_set(err, YZ_E_SOURCE, "it is not text: it has zero bytes");
    if (c->controls * 4 > c->chars)
        return error_set(err, YZ_E_SOURCE,
                         "it is not text: it is full of control characters");
    return YZ_OK;
}

static yz_status
check_is_text(yz_str text, yz_error *err)
{
    utf8_check check = { 0 };
    count_characters(&check, text.data, text.size);
    return judge_characters(&check, err);
}

size_t
utf8_check_block(utf8_check *check, const char *data, size_t size)
{
    enum { UNFINISHED_MAX = 3 };
    const size_t valid = utf8_valid_prefix(data, size);
    count_characters(check, data, valid);
    if (size - valid > UNFINISHED_MAX)
        check->broken = true;
    return size - valid;
}

bool
utf8_check_passed(const utf8_check *check)
{
    return !check->broken && judge_characters(check, NULL) == YZ_OK;
}

static yz_status
decode_utf8(const char *data, size_t size, decoded *ret_decoded, yz_error *err)
{
    const size_t bom =
        size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    const yz_str text = { data + bom, size - bom };
    const size_t valid = utf8_valid_prefix(text.data, text.size);
    if (valid < text.size)
        return undecodable((yz_str){ text.data, valid }, data, bom + valid,
                           "UTF-8", err);
    TRY(check_is_text(text, err));
    *ret_decoded = (decoded){
        .text = text,
        .encoding = str_of("UTF-8"),
        .bom = (uint32_t)bom,
        .char_count = utf8_count(text.data, text.size),
    };
    return YZ_OK;
}

static void
place_push(decoding *d, uint64_t place)
{
    if (!ARRAY_PUSH(&d->places, place))
        d->text.failed = true;
}

/*
 * Append a unit; a pair counts from its first. ICU says -1 for the place of a
 * unit that it had to keep back because a chunk was full; such a one belongs
 * to the character before.
 */
static bool
unit_append(decoding *d, uint16_t unit, int32_t offset, uint64_t base)
{
    const uint64_t last =
        d->places.count ? d->places.items[d->places.count - 1] : 0;
    const uint16_t lead = d->lead;
    d->lead = U16_IS_LEAD(unit) ? unit : 0;
    if (U16_IS_TRAIL(unit) != (lead != 0))
        return false;
    if (!lead)
        place_push(d, offset < 0 ? last : base + (uint64_t)offset);
    if (d->lead)
        return true;
    char bytes[4];
    const uint32_t c =
        lead ? (uint32_t)U16_GET_SUPPLEMENTARY(lead, unit) : unit;
    buffer_put(&d->text, bytes, utf8_put(bytes, c));
    return true;
}

/* The file's byte where the converter stopped before `source`. */
static uint64_t
offset_of_stop(const decoding *d, const char *source)
{
    char invalid[32];
    int8_t length = (int8_t)sizeof(invalid);
    UErrorCode code = U_ZERO_ERROR;
    ucnv_getInvalidChars(d->converter, invalid, &length, &code);
    const uint64_t stop = (uint64_t)(source - d->data);
    if (U_FAILURE(code) || length < 1 || (uint64_t)length > stop)
        return stop ? stop - 1 : 0;
    return stop - (uint64_t)length;
}

static yz_status
decode_chunks(decoding *d, yz_error *err)
{
    UChar units[CHUNK_LENGTH];
    int32_t offsets[CHUNK_LENGTH];
    const char *source = d->data;
    const char *const end = d->data + d->size;
    UErrorCode code;
    bool paired = true;
    do {
        UChar *target = units;
        const uint64_t base = (uint64_t)(source - d->data);
        code = U_ZERO_ERROR;
        ucnv_toUnicode(d->converter, &target, units + CHUNK_LENGTH, &source,
                       end, offsets, true, &code);
        for (size_t i = 0; paired && units + i < target; i++)
            paired = unit_append(d, units[i], offsets[i], base);
    } while (code == U_BUFFER_OVERFLOW_ERROR && paired);
    if (!buffer_ok(&d->text) || code == U_MEMORY_ALLOCATION_ERROR)
        return error_nomem(err);
    if (U_FAILURE(code) || !paired || d->lead)
        return undecodable(buffer_str(&d->text), d->data,
                           offset_of_stop(d, source), d->encoding, err);
    place_push(d, d->size);
    return buffer_ok(&d->text) ? YZ_OK : error_nomem(err);
}

static yz_status
converter_open(const char *encoding, UConverter **ret_converter, yz_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(encoding, &code);
    if (U_SUCCESS(code))
        ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL,
                            NULL, &code);
    if (U_SUCCESS(code))
        ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL,
                              NULL, &code);
    if (U_FAILURE(code)) {
        ucnv_close(converter);
        return icu_error(code, "convert an encoding", err);
    }
    *ret_converter = converter;
    return YZ_OK;
}

/* Copy what was decoded into the arena, a byte-order mark left out. */
static yz_status
decoding_finish(const decoding *d, arena *a, decoded *ret_decoded,
                yz_error *err)
{
    yz_str text = buffer_str(&d->text);
    const size_t marks =
        text.size >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0;
    text.data += 3 * marks;
    text.size -= 3 * marks;
    TRY(check_is_text(text, err));
    const size_t count = d->places.count - marks;
    uint64_t *places = arena_array(a, count, sizeof(*places));
    const yz_str copy = arena_str(a, text);
    const yz_str encoding = arena_str(a, str_of(d->encoding));
    if (!places || !copy.data || !encoding.data)
        return error_nomem(err);
    if (count)
        memcpy(places, d->places.items + marks, count * sizeof(*places));
    *ret_decoded = (decoded){
        .text = copy,
        .encoding = encoding,
        .bom = (uint32_t)places[0],
        .places = places,
        .char_count = count - 1,
    };
    return YZ_OK;
}

static yz_status
decode_foreign(const char *data, size_t size, const char *encoding, arena *a,
               decoded *ret_decoded, yz_error *err)
{
    decoding d = { .data = data,
                   .size = size,
                   .encoding = encoding,
                   .text.from = a->from,
                   .places.from = a->from };
    TRY(converter_open(encoding, &d.converter, err));
    yz_status status = decode_chunks(&d, err);
    if (status == YZ_OK)
        status = decoding_finish(&d, a, ret_decoded, err);
    ucnv_close(d.converter);
    buffer_dispose(&d.text);
    ARRAY_DISPOSE(&d.places);
    return status;
}

yz_status
charset_decode(const void *data, size_t size, const char *encoding, arena *a,
               decoded *ret_decoded, yz_error *err)
{
    const char *const text = size ? data : "";
    const char *name;
    TRY(charset_guess((const uint8_t *)text, size, encoding, &name, err));
    if (strcmp(name, "UTF-8") == 0)
        return decode_utf8(text, size, ret_decoded, err);
    const yz_status status =
        decode_foreign(text, size, name, a, ret_decoded, err);
    /* Statistics may take GB18030 for Big5, whose space of codes it shares. */
    if (status != YZ_E_SOURCE || encoding || strcmp(name, "Big5") != 0)
        return status;
    if (decode_foreign(text, size, "GB18030", a, ret_decoded, NULL) == YZ_OK)
        return YZ_OK;
    return status;
}

static uint64_t
utf16_size(yz_str text)
{
    uint64_t size = 0;
    for (size_t at = 0; at < text.size;)
        size += utf8_next(text.data, text.size, &at) > 0xffff ? 4 : 2;
    return size;
}

yz_status
charset_encoded_size(yz_str encoding, yz_str text, uint64_t *ret_size,
                     yz_error *err)
{
    char name[ENCODING_SIZE];
    if (encoding.size == 0 || encoding.size >= sizeof(name) ||
        text.size > INT32_MAX)
        return error_set(err, YZ_E_INVALID,
                         "an encoding without a name, or too long a text");
    memcpy(name, encoding.data, encoding.size);
    name[encoding.size] = '\0';
    if (strcmp(name, "UTF-8") == 0 || text.size == 0) {
        *ret_size = text.size;
        return YZ_OK;
    }
    if (strncmp(name, "UTF-16", 6) == 0) {
        *ret_size = utf16_size(text);
        return YZ_OK;
    }
    UConverter *converter;
    TRY(converter_open(name, &converter, err));
    UErrorCode code = U_ZERO_ERROR;
    const int32_t size = ucnv_fromAlgorithmic(
        converter, UCNV_UTF8, NULL, 0, text.data, (int32_t)text.size, &code);
    ucnv_close(converter);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_nomem(err);
    if (U_FAILURE(code) && code != U_BUFFER_OVERFLOW_ERROR)
        return error_set(err, YZ_E_INVALID,
                         "a text cannot be written in %s, which it is said to "
                         "come from",
                         name);
    *ret_size = (uint64_t)size;
    return YZ_OK;
}
