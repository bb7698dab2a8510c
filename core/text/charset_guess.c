/* SPDX-License-Identifier: MIT */
/*
 * In the order of what can be known: a byte-order mark is certain, valid UTF-8
 * nearly so, UTF-16 betrays itself by zero bytes or by ideographs at one
 * parity of the bytes, and only what is left goes to ICU's statistics. Two
 * traps are avoided. UTF-8 with one broken byte decodes as GB18030 almost
 * always, to rubbish; so what is mostly UTF-8 is called UTF-8, and refused
 * with the place of that byte. And ASCII letters taken in pairs look like
 * ideographs in UTF-16, but do so at both parities.
 */
#include "core/text/charset_guess.h"

#include "core/base/utf8.h"

#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

enum {
    SAMPLE_SIZE = 1 << 16,
    CONFIDENCE_NONE = 10 /* ICU's for pairs that it has too few of to judge */
};

typedef struct utf16_signs {
    size_t units;
    size_t zeros; /* bytes */
    size_t plausible_le;
    size_t plausible_be;
    size_t latin_le; /* units below U+0100 */
    size_t latin_be;
} utf16_signs;

/*
 * The names of what we find by ourselves. GBK and GB 2312 are read as GB18030,
 * which has all of both: files that claim the smaller sets hold more.
 */
static const char *
known_name(const char *name)
{
    static const char *const names[][2] = {
        { "UTF-8", "UTF-8" },       { "UTF-16LE", "UTF-16LE" },
        { "UTF-16BE", "UTF-16BE" }, { "UTF-16", "UTF-16" },
        { "UCS-2", "UTF-16" },      { "GB18030", "GB18030" },
        { "GBK", "GB18030" },       { "x-gbk", "GB18030" },
        { "GB2312", "GB18030" },    { "GB_2312-80", "GB18030" },
        { "CP936", "GB18030" },     { "windows-936", "GB18030" },
        { "MS936", "GB18030" },     { "EUC-CN", "GB18030" },
        { "Big5", "Big5" },         { "CP950", "Big5" },
        { "windows-950", "Big5" },  { "ms950", "Big5" },
        { "Big5-HKSCS", "Big5" },   { "hkscs", "Big5" },
    };
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (ucnv_compareNames(name, names[i][0]) == 0)
            return names[i][1];
    return NULL;
}

/* The name by which ICU's converter will be found again. */
static yz_status
canonical_name(const char *name, const char **ret_name, yz_error *err)
{
    *ret_name = known_name(name);
    if (*ret_name)
        return YZ_OK;
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = *name ? ucnv_open(name, &code) : NULL;
    ucnv_close(converter);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_nomem(err);
    if (!converter || U_FAILURE(code))
        return error_set(err, YZ_E_INVALID,
                         "the encoding \"%.64s\" is not known; use UTF-8, "
                         "UTF-16, GB18030 or Big5",
                         name);
    *ret_name = ucnv_getStandardName(name, "MIME", &code);
    if (U_FAILURE(code) || !*ret_name)
        *ret_name = name;
    return YZ_OK;
}

/* The encoding that a byte-order mark tells; NULL if there is no mark. */
static const char *
encoding_of_mark(const uint8_t *data, size_t size)
{
    static const struct {
        const char *mark;
        size_t size;
        const char *name;
    } marks[] = {
        { "\xef\xbb\xbf", 3, "UTF-8" },
        { "\xff\xfe\0\0", 4, "UTF-32LE" }, /* before the next, its beginning */
        { "\xff\xfe", 2, "UTF-16LE" },
        { "\xfe\xff", 2, "UTF-16BE" },
        { "\0\0\xfe\xff", 4, "UTF-32BE" },
        { "\x84\x31\x95\x33", 4, "GB18030" },
    };
    for (size_t i = 0; i < ARRAY_LENGTH(marks); i++)
        if (size >= marks[i].size &&
            memcmp(data, marks[i].mark, marks[i].size) == 0)
            return marks[i].name;
    return NULL;
}

/*
 * Whether a unit is of a kind that newspapers consist of. Blocks whose high
 * byte is common in other encodings (U+3400, Hangul) are left out.
 */
static bool
is_plausible(unsigned unit)
{
    if (unit < 0x20)
        return unit == '\t' || unit == '\n' || unit == '\r';
    return unit <= 0x7e || (unit >= 0xa0 && unit <= 0x24f) ||
           (unit >= 0x370 && unit <= 0x52f) ||
           (unit >= 0x2000 && unit <= 0x27bf) ||
           (unit >= 0x3000 && unit <= 0x33ff) ||
           (unit >= 0x4e00 && unit <= 0x9fff) ||
           (unit >= 0xfe30 && unit <= 0xfe4f) ||
           (unit >= 0xff00 && unit <= 0xffef);
}

static utf16_signs
utf16_signs_of(const uint8_t *data, size_t size)
{
    utf16_signs signs = { 0 };
    const size_t sample = size < SAMPLE_SIZE ? size : SAMPLE_SIZE;
    for (size_t i = 0; i + 1 < sample; i += 2) {
        const unsigned le = data[i] | (unsigned)data[i + 1] << 8;
        const unsigned be = data[i + 1] | (unsigned)data[i] << 8;
        signs.units++;
        signs.zeros += (data[i] == 0) + (size_t)(data[i + 1] == 0);
        signs.plausible_le += is_plausible(le);
        signs.plausible_be += is_plausible(be);
        signs.latin_le += le < 0x100;
        signs.latin_be += be < 0x100;
    }
    return signs;
}

/*
 * ASCII read at the wrong parity looks like ideographs (`h` as U+6800), so
 * when both readings are as good the one with more Latin letters is right.
 */
static bool
is_little_endian(const utf16_signs *signs)
{
    const size_t le = signs->plausible_le;
    const size_t be = signs->plausible_be;
    if (le != be)
        return le > be;
    return signs->latin_le >= signs->latin_be;
}

/*
 * Whether this is UTF-16: nine units in ten plausible, and zero bytes, or a
 * parity that is clearly the better one, to prove it.
 */
static bool
is_utf16(const utf16_signs *signs)
{
    const bool little = is_little_endian(signs);
    const size_t good = little ? signs->plausible_le : signs->plausible_be;
    const size_t other = little ? signs->plausible_be : signs->plausible_le;
    if (signs->units == 0 || good * 10 < signs->units * 9)
        return false;
    return signs->zeros > 0 || other * 3 <= signs->units * 2;
}

/* Bytes of the sequence of UTF-8 that the end cuts off, 0 if it does not. */
static size_t
cut_sequence_size(const uint8_t *data, size_t size)
{
    for (size_t tail = 1; tail <= 3 && tail <= size; tail++) {
        const uint8_t lead = data[size - tail];
        const size_t need = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead >= 0x80 && lead <= 0xbf)
            continue;
        return lead >= 0xc2 && lead <= 0xf4 && tail < need ? tail : 0;
    }
    return 0;
}

/*
 * Whether most bytes above ASCII are in sequences of UTF-8. A sequence that
 * the file's end cuts off counts as one. In GB18030 and Big5 about a third do
 * so by chance.
 */
static bool
is_mostly_utf8(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const size_t sample = size < SAMPLE_SIZE ? size : SAMPLE_SIZE;
    size_t good = 0;
    size_t bad = 0;
    size_t at = 0;
    while (at < sample) {
        const size_t begin = at;
        const uint32_t c = utf8_next(text, size, &at);
        if (at - begin > 1)
            good += at - begin;
        else if (c > 0x7f)
            bad++;
    }
    if (sample == size) {
        const size_t cut = cut_sequence_size(data, size);
        good += cut; /* its bytes were called bad, one by one */
        bad -= cut;
    }
    return good > 0 && bad * 4 <= good;
}

/*
 * What ICU's statistics need a dozen characters to see: nearly all pairs begin
 * in the rows of Big5's common characters, the others in those of HKSCS, and
 * some end below 0x7F, which no pair of GB 2312 does, and few of GBK's in the
 * common rows.
 */
static bool
is_common_big5(const uint8_t *data, size_t size)
{
    enum { RARE_SHARE = 4 };
    size_t low = 0;
    size_t rare = 0;
    size_t pairs = 0;
    for (size_t at = 0; at < size; at++) {
        const uint8_t lead = data[at];
        if (lead < 0x80)
            continue;
        if (lead < 0x87 || lead == 0xff || ++at == size)
            return false;
        const uint8_t trail = data[at];
        if (trail < 0x40 || (trail > 0x7e && trail < 0xa1) || trail == 0xff)
            return false;
        pairs++;
        rare += lead < 0xa1 || lead > 0xc6;
        low += trail <= 0x7e && lead >= 0xa1 && lead <= 0xc6;
    }
    return low > rare / 2 && rare * RARE_SHARE <= pairs;
}

/*
 * What ICU's statistics say among the two encodings; GB18030 otherwise, also
 * where the detector itself fails, as it does on some garbage bytes.
 */
static yz_status
guess_by_statistics(const uint8_t *data, size_t size, const char **ret_name,
                    yz_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    int32_t count = 0;
    const UCharsetMatch **matches = NULL;
    UCharsetDetector *detector = ucsdet_open(&code);
    if (U_SUCCESS(code)) {
        ucsdet_setText(detector, (const char *)data,
                       size < SAMPLE_SIZE ? (int32_t)size : SAMPLE_SIZE, &code);
        matches = ucsdet_detectAll(detector, &count, &code);
    }
    const char *found = is_common_big5(data, size) ? "Big5" : "GB18030";
    for (int32_t i = 0; U_SUCCESS(code) && i < count; i++) {
        const char *name = ucsdet_getName(matches[i], &code);
        const int32_t confidence = ucsdet_getConfidence(matches[i], &code);
        if (U_FAILURE(code) || confidence <= CONFIDENCE_NONE)
            break;
        if (strcmp(name, "GB18030") == 0 || strcmp(name, "Big5") == 0) {
            found = strcmp(name, "Big5") == 0 ? "Big5" : "GB18030";
            break;
        }
    }
    ucsdet_close(detector);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_nomem(err);
    *ret_name = found;
    return YZ_OK;
}

/* Is it UTF-8 but for zero bytes? */
static bool
is_utf8_between_zeros(const uint8_t *data, size_t size)
{
    for (size_t at = 0; at < size;) {
        const uint8_t *zero = memchr(data + at, 0, size - at);
        const size_t part = zero ? (size_t)(zero - data) - at : size - at;
        if (utf8_valid_prefix((const char *)data + at, part) != part)
            return false;
        at += part + 1;
    }
    return true;
}

/*
 * Zero bytes at the end, or as few as a damaged text may have. Among other
 * control characters they are no damage: it is a binary file.
 */
static bool
has_few_zeros(const uint8_t *data, size_t size)
{
    enum { FEW_SHARE = 100 };
    size_t zeros = 0;
    while (size && data[size - 1] == 0)
        size--;
    size_t controls = 0;
    for (size_t i = 0; i < size; i++) {
        zeros += data[i] == 0;
        controls += data[i] < '\t' || (data[i] > '\r' && data[i] < ' ');
    }
    return size && (!zeros || controls * FEW_SHARE <= size);
}

/* What the bytes look like. */
static yz_status
guess_by_bytes(const uint8_t *data, size_t size, const char **ret_name,
               yz_error *err)
{
    const char *marked = encoding_of_mark(data, size);
    const bool zeros = size > 0 && memchr(data, 0, size) != NULL;
    const bool is_utf8 = is_utf8_between_zeros(data, size);
    if (marked) {
        *ret_name = marked;
        return YZ_OK;
    }
    if (is_utf8 && (!zeros || has_few_zeros(data, size))) {
        *ret_name = "UTF-8";
        return YZ_OK;
    }
    const utf16_signs signs = utf16_signs_of(data, size);
    if (is_utf16(&signs)) {
        *ret_name = is_little_endian(&signs) ? "UTF-16LE" : "UTF-16BE";
        return YZ_OK;
    }
    if (zeros && !has_few_zeros(data, size))
        return error_set(err, YZ_E_SOURCE,
                         "it is not text: it has zero bytes and is not in "
                         "UTF-16");
    if (is_mostly_utf8(data, size)) {
        *ret_name = "UTF-8";
        return YZ_OK;
    }
    return guess_by_statistics(data, size, ret_name, err);
}

yz_status
charset_guess(const uint8_t *data, size_t size, const char *name,
              const char **ret_name, yz_error *err)
{
    if (!name)
        return guess_by_bytes(data, size, ret_name, err);
    TRY(canonical_name(name, ret_name, err));
    if (strcmp(*ret_name, "UTF-16") != 0)
        return YZ_OK;
    const char *marked = encoding_of_mark(data, size);
    const utf16_signs signs = utf16_signs_of(data, size);
    if (marked && strncmp(marked, "UTF-16", 6) == 0)
        *ret_name = marked;
    else
        *ret_name = is_little_endian(&signs) ? "UTF-16LE" : "UTF-16BE";
    return YZ_OK;
}
