/* SPDX-License-Identifier: MIT */
/*
 * UTF-8 is checked and lent as it stands. Everything else goes through ICU's
 * converters with callbacks that stop at the first sequence they do not know,
 * and every code point's byte is written down, since nothing else can tell it
 * afterwards: one GB18030 character takes 1, 2 or 4 bytes.
 */
#include "core/text/charset.h"

#include "core/base/utf8.h"
#include "core/text/charset_guess.h"
#include "core/text/decoding.h"
#include "core/text/icu.h"
#include "core/text/text_check.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf16.h>

enum { CHUNK_LENGTH = 2048, ENCODING_SIZE = 64 };

/* ---- UTF-8 -------------------------------------------------------------- */

/* With bad bytes: a copy, and the place of each of its characters. */
static yz_status
decode_broken_utf8(const char *data, size_t size, bool strict, arena *a,
                   decoded *ret_decoded, yz_error *err)
{
    decoding d;
    decoding_begin(&d, data, size, "UTF-8", strict, a);
    for (size_t at = 0; at < size && !d.failed;) {
        const size_t valid = utf8_valid_prefix(data + at, size - at);
        decoding_put_utf8(&d, (yz_str){ data + at, valid }, at);
        at += valid;
        if (at < size)
            decoding_put_bad(&d, at++, 1);
    }
    const yz_status status = decoding_finish(&d, a, ret_decoded, err);
    decoding_dispose(&d);
    return status;
}

static yz_status
decode_utf8(const char *data, size_t size, bool strict, arena *a,
            decoded *ret_decoded, yz_error *err)
{
    const size_t bom =
        size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    const yz_str text = { data + bom, size - bom };
    if (utf8_valid_prefix(text.data, text.size) < text.size ||
        (text.size && memchr(text.data, 0, text.size)))
        return decode_broken_utf8(data, size, strict, a, ret_decoded, err);
    *ret_decoded = (decoded){
        .text = text,
        .encoding = str_of("UTF-8"),
        .bom = (uint32_t)bom,
        .char_count = utf8_count(text.data, text.size),
    };
    return YZ_OK;
}

/* ---- other encodings ------------------------------------------------------ */

typedef struct conversion {
    decoding to;
    UConverter *converter;
    uint16_t lead; /* a high surrogate that waits for the low one, or 0 */
    uint64_t last; /* the place of the latest unit */
} conversion;

/*
 * Append a unit; a pair counts from its first. ICU says -1 for the place of a
 * unit that it had to keep back because a chunk was full; such a one belongs
 * to the character before.
 */
static bool
unit_append(conversion *v, uint16_t unit, int32_t offset, uint64_t base)
{
    const uint16_t lead = v->lead;
    v->lead = U16_IS_LEAD(unit) ? unit : 0;
    if (U16_IS_TRAIL(unit) != (lead != 0))
        return false;
    if (!lead && offset >= 0)
        v->last = base + (uint64_t)offset;
    if (!v->lead)
        decoding_put(&v->to,
                     lead ? (uint32_t)U16_GET_SUPPLEMENTARY(lead, unit) : unit,
                     v->last);
    return true;
}

/* The file's byte where the converter stopped before `source`. */
static uint64_t
offset_of_stop(const conversion *v, const char *source)
{
    char invalid[32];
    int8_t length = (int8_t)sizeof(invalid);
    UErrorCode code = U_ZERO_ERROR;
    ucnv_getInvalidChars(v->converter, invalid, &length, &code);
    const uint64_t stop = (uint64_t)(source - v->to.data);
    if (U_FAILURE(code) || length < 1 || (uint64_t)length > stop)
        return stop ? stop - 1 : 0;
    return stop - (uint64_t)length;
}

/* Bytes of a unit of an encoding that reading can go on in after bad ones. */
static size_t
unit_size(const char *encoding)
{
    if (strncmp(encoding, "UTF-16", 6) == 0)
        return 2;
    if (strncmp(encoding, "UTF-32", 6) == 0)
        return 4;
    return private_set_of(encoding) == PRIVATE_NONE ? 0 : 1;
}

/* Step over the bad bytes before `*source`; false: there is no going on. */
static bool
step_over_bad(conversion *v, const char **source)
{
    const uint64_t at = offset_of_stop(v, *source);
    const uint64_t left = v->to.size - at;
    const size_t unit = unit_size(v->to.encoding);
    const size_t step = unit && unit < left ? unit : (size_t)left;
    /* cp936 has the euro sign at a byte that is no character of GB18030. */
    if (v->to.set == PRIVATE_GB18030 && v->to.data[at] == '\x80')
        decoding_put(&v->to, 0x20ac, at);
    else
        decoding_put_bad(&v->to, at, step);
    v->to.failed |= !unit;
    v->lead = 0;
    ucnv_resetToUnicode(v->converter);
    *source = v->to.data + at + step;
    return !v->to.failed;
}

static yz_status
decode_chunks(conversion *v, yz_error *err)
{
    UChar units[CHUNK_LENGTH] = { 0 };
    int32_t offsets[CHUNK_LENGTH] = { 0 };
    const char *source = v->to.data;
    const char *const end = v->to.data + v->to.size;
    UErrorCode code;
    bool more = true;
    while (more) {
        UChar *target = units;
        const uint64_t base = (uint64_t)(source - v->to.data);
        code = U_ZERO_ERROR;
        ucnv_toUnicode(v->converter, &target, units + CHUNK_LENGTH, &source,
                       end, offsets, true, &code);
        bool paired = true;
        for (size_t i = 0; paired && units + i < target; i++)
            paired = unit_append(v, units[i], offsets[i], base);
        if (!buffer_ok(&v->to.text) || code == U_MEMORY_ALLOCATION_ERROR)
            return error_nomem(err);
        more = code == U_BUFFER_OVERFLOW_ERROR && paired;
        if (!more && (U_FAILURE(code) || !paired || v->lead))
            more = step_over_bad(v, &source);
    }
    return YZ_OK;
}

static yz_status
converter_open(const char *encoding, UConverter **ret_converter, yz_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    const bool is_big5 = strcmp(encoding, "Big5") == 0;
    UConverter *converter = ucnv_open(is_big5 ? "Big5-HKSCS" : encoding, &code);
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

static yz_status
decode_foreign(const char *data, size_t size, const char *encoding, bool strict,
               arena *a, decoded *ret_decoded, yz_error *err)
{
    conversion v = { .lead = 0 };
    TRY(converter_open(encoding, &v.converter, err));
    decoding_begin(&v.to, data, size, encoding, strict, a);
    yz_status status = decode_chunks(&v, err);
    if (status == YZ_OK)
        status = decoding_finish(&v.to, a, ret_decoded, err);
    ucnv_close(v.converter);
    decoding_dispose(&v.to);
    return status;
}

/*
 * Statistics may take GB18030 for Big5, and the other way about, as they share
 * a space of codes: of the two the one with fewer bad bytes is right.
 */
static yz_status
decode_guessed(const char *data, size_t size, const char *name, bool strict,
               arena *a, decoded *ret_decoded, yz_error *err)
{
    decoded other;
    const yz_status status =
        decode_foreign(data, size, name, strict, a, ret_decoded, err);
    if (private_set_of(name) == PRIVATE_NONE ||
        (status != YZ_OK && status != YZ_E_SOURCE) ||
        (status == YZ_OK && ret_decoded->fault_count == 0))
        return status;
    const bool is_big5 = private_set_of(name) == PRIVATE_BIG5;
    if (!is_big5 && status != YZ_OK)
        return status;
    if (decode_foreign(data, size, is_big5 ? "GB18030" : "Big5", strict, a,
                       &other, NULL) != YZ_OK ||
        (status == YZ_OK && other.fault_count >= ret_decoded->fault_count))
        return status;
    *ret_decoded = other;
    return YZ_OK;
}

/* Zero bytes at the end, which programs pad files with; not half of UTF-16. */
static size_t
zeros_at_end(const char *data, size_t size, const char *name)
{
    size_t zeros = 0;
    if (strncmp(name, "UTF-16", 6) == 0 || strncmp(name, "UTF-32", 6) == 0)
        return 0;
    while (zeros < size && data[size - 1 - zeros] == 0)
        zeros++;
    return zeros < size ? zeros : 0;
}

static yz_status
refuse_zeros(const char *data, size_t size, yz_error *err)
{
    const yz_status status =
        error_set(err, YZ_E_SOURCE, "it is not text: it ends with zero bytes");
    if (!err)
        return status;
    err->offset = size;
    err->line = 1;
    for (size_t i = 0; i < size; i++)
        err->line += data[i] == '\n';
    return status;
}

yz_status
charset_decode(const void *data, size_t size, const char *encoding, bool strict,
               arena *a, decoded *ret_decoded, yz_error *err)
{
    const char *const text = size ? data : "";
    const char *name;
    decoded found = { 0 };
    TRY(charset_guess((const uint8_t *)text, size, encoding, &name, err));
    const size_t zeros = zeros_at_end(text, size, name);
    size -= zeros;
    if (zeros && strict)
        return refuse_zeros(text, size, err);
    if (strcmp(name, "UTF-8") == 0)
        TRY(decode_utf8(text, size, strict, a, &found, err));
    else if (encoding)
        TRY(decode_foreign(text, size, name, strict, a, &found, err));
    else
        TRY(decode_guessed(text, size, name, strict, a, &found, err));
    TRY(check_is_text(found.text, err));
    found.zeros_cut = zeros;
    *ret_decoded = found;
    return YZ_OK;
}

static uint64_t
utf16_size(yz_str text)
{
    uint64_t size = 0;
    for (size_t at = 0; at < text.size;)
        size += utf8_next(text.data, text.size, &at) > 0xffff ? 4 : 2;
    return size;
}

/* What ICU's converter makes of a run of characters. */
static yz_status
converted_size(UConverter *converter, const char *name, yz_str text,
               uint64_t *size, yz_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    if (!text.size)
        return YZ_OK;
    ucnv_reset(converter);
    const int32_t added = ucnv_fromAlgorithmic(
        converter, UCNV_UTF8, NULL, 0, text.data, (int32_t)text.size, &code);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_nomem(err);
    if (U_FAILURE(code) && code != U_BUFFER_OVERFLOW_ERROR)
        return error_set(err, YZ_E_INVALID,
                         "a text cannot be encoded in %s, although its record "
                         "names this encoding",
                         name);
    *size += (uint64_t)added;
    return YZ_OK;
}

/* Runs between the characters that are not written as ICU would. */
static yz_status
size_by_runs(UConverter *converter, const char *name, yz_str text,
             uint64_t *size, yz_error *err)
{
    const private_set set = private_set_of(name);
    size_t run = 0;
    for (size_t at = 0; set != PRIVATE_NONE && at < text.size;) {
        const size_t begin = at;
        const int own = private_size(set, utf8_next(text.data, text.size, &at));
        if (own < 0)
            continue;
        TRY(converted_size(converter, name,
                           (yz_str){ text.data + run, begin - run }, size,
                           err));
        *size += (uint64_t)own;
        run = at;
    }
    return converted_size(converter, name,
                          (yz_str){ text.data + run, text.size - run }, size,
                          err);
}

yz_status
charset_encoded_size(yz_str encoding, yz_str text, uint64_t *ret_size,
                     yz_error *err)
{
    char name[ENCODING_SIZE];
    if (encoding.size == 0 || encoding.size >= sizeof(name) ||
        text.size > INT32_MAX)
        return error_set(err, YZ_E_INVALID,
                         "the encoding has no name, or the text is too long");
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
    uint64_t sum = 0;
    const yz_status status = size_by_runs(converter, name, text, &sum, err);
    ucnv_close(converter);
    if (status == YZ_OK)
        *ret_size = sum;
    return status;
}
