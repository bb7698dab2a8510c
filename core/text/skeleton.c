/* SPDX-License-Identifier: MIT */
/*
 * Two passes over one array. The first folds: the text is cut where
 * NFKC_Casefold cannot act across ("normalisation boundaries"), and each such
 * cluster is folded by itself, so that every unit knows the bytes it came
 * from. Nearly every cluster is one ideograph or ASCII character, whose fold
 * is known without asking ICU. The second pass takes white space, format
 * characters and quotation marks out, in place, since it only ever shortens.
 *
 *     text      “A　B”，工 会            clusters  “|A|　|B|”|，|工| |会
 *     folded    “a b”,工 会
 *     skeleton  a b,工会
 */
#include "core/text/skeleton.h"

#include "core/base/utf8.h"
#include "core/text/charclass.h"
#include "core/text/cluster.h"
#include "core/text/icu.h"

#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

/* More units than this in one text are refused: places are 32 bits. */
#define SKELETON_LENGTH_MAX ((size_t)UINT32_MAX / 2)

enum {
    CLUSTER_CAPACITY = 64,
    CLUSTER_LONG = 48, /* units; longer ones are sorted before they fold */
    CLUSTER_LENGTH_MAX = 1 << 26
};

typedef struct folding {
    yz_str text;
    bool places;
    arena *a;
    const UNormalizer2 *fold;
    uint16_t *units; /* the result, with its places */
    uint32_t *begin;
    uint32_t *end;
    size_t length;
    size_t capacity;
    uint16_t *cluster; /* the units of a cluster before it is folded */
    size_t cluster_length;
    size_t cluster_capacity;
} folding;

/* An array of `capacity` items with the first `count` of the old one. */
static void *
moved(arena *a, const void *old, size_t count, size_t capacity,
      size_t item_size)
{
    void *grown = arena_array(a, capacity, item_size);
    if (grown && count)
        memcpy(grown, old, count * item_size);
    return grown;
}

static yz_status
units_reserve(folding *f, size_t more, yz_error *err)
{
    if (f->units && more <= f->capacity - f->length)
        return YZ_OK;
    const size_t capacity = f->length + f->length / 2 + more;
    if (capacity > SKELETON_LENGTH_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "a text is too long to be searched; split it");
    f->units = moved(f->a, f->units, f->length, capacity, sizeof(*f->units));
    if (!f->units)
        return error_nomem(err);
    f->capacity = capacity;
    if (!f->places)
        return YZ_OK;
    f->begin = moved(f->a, f->begin, f->length, capacity, sizeof(*f->begin));
    f->end = moved(f->a, f->end, f->length, capacity, sizeof(*f->end));
    return f->begin && f->end ? YZ_OK : error_nomem(err);
}

/* Give the next `count` units, just written, the bytes they came from. */
static void
units_place(folding *f, size_t count, size_t begin, size_t end)
{
    for (size_t i = f->length; f->places && i < f->length + count; i++) {
        f->begin[i] = (uint32_t)begin;
        f->end[i] = (uint32_t)end;
    }
    f->length += count;
}

/*
 * The fold of a character by itself where it needs no ICU: ASCII, its wide
 * twins, the ideographic comma, stop and blank, and the unified ideographs.
 * Unicode promises never to change these. 0 for all others.
 */
static uint16_t
fold_simple(uint32_t c)
{
    if ((c >= 0x4e00 && c <= 0x9fff) || c == 0x3001 || c == 0x3002)
        return (uint16_t)c;
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
    if (c == 0x3000)
        c = ' ';
    if (c >= 0x80)
        return 0;
    return (uint16_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Whether what stands before `at` folds the same whatever follows. */
static bool
is_boundary(const folding *f, size_t at)
{
    if (at == f->text.size)
        return true;
    const uint32_t c = utf8_next(f->text.data, f->text.size, &at);
    return fold_simple(c) || unorm2_hasBoundaryBefore(f->fold, (UChar32)c);
}

static yz_status
cluster_push(folding *f, uint32_t c, yz_error *err)
{
    if (f->cluster_capacity - f->cluster_length < 2) {
        const size_t capacity =
            f->cluster_capacity ? 2 * f->cluster_capacity : CLUSTER_CAPACITY;
        f->cluster = moved(f->a, f->cluster, f->cluster_length, capacity,
                           sizeof(*f->cluster));
        if (!f->cluster)
            return error_nomem(err);
        f->cluster_capacity = capacity;
    }
    U16_APPEND_UNSAFE(f->cluster, f->cluster_length, c);
    return YZ_OK;
}

/* Take the units of the cluster at `*at` and step past it. */
static yz_status
cluster_read(folding *f, size_t *at, yz_error *err)
{
    f->cluster_length = 0;
    do
        TRY(cluster_push(f, utf8_next(f->text.data, f->text.size, at), err));
    while (!is_boundary(f, *at));
    if (f->cluster_length <= CLUSTER_LONG)
        return YZ_OK;
    if (f->cluster_length > CLUSTER_LENGTH_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "a text is too long to be searched; split it");
    TRY(cluster_sort(f->fold, f->cluster, (uint32_t)f->cluster_length, f->a,
                     &f->cluster, &f->cluster_length, err));
    f->cluster_capacity = f->cluster_length;
    return YZ_OK;
}

/* Fold the cluster to the end of the units. @return how many, or too many. */
static size_t
cluster_fold(const folding *f, UErrorCode *code)
{
    const size_t room = f->capacity - f->length;
    return (size_t)unorm2_normalize(
        f->fold, f->cluster, (int32_t)f->cluster_length, f->units + f->length,
        room < INT32_MAX ? (int32_t)room : INT32_MAX, code);
}

static yz_status
cluster_append(folding *f, size_t *at, yz_error *err)
{
    const size_t begin = *at;
    TRY(cluster_read(f, at, err));
    /* With no room at all, ICU might be given the cluster as the result. */
    TRY(units_reserve(f, 1, err));
    UErrorCode code = U_ZERO_ERROR;
    size_t count = cluster_fold(f, &code);
    if (code == U_BUFFER_OVERFLOW_ERROR) {
        TRY(units_reserve(f, count, err));
        code = U_ZERO_ERROR;
        count = cluster_fold(f, &code);
    }
    if (U_FAILURE(code))
        return icu_error(code, "fold a text", err);
    units_place(f, count, begin, *at);
    return YZ_OK;
}

static yz_status
fold_text(folding *f, yz_error *err)
{
    /* Few texts grow when they are folded: `…` becomes three characters. */
    const size_t count = utf8_count(f->text.data, f->text.size);
    TRY(units_reserve(f, count + count / 16 + 16, err));
    size_t at = 0;
    while (at < f->text.size) {
        size_t next = at;
        const uint16_t unit =
            fold_simple(utf8_next(f->text.data, f->text.size, &next));
        if (!unit || !is_boundary(f, next)) {
            TRY(cluster_append(f, &at, err));
            continue;
        }
        TRY(units_reserve(f, 1, err));
        f->units[f->length] = unit;
        units_place(f, 1, at, next);
        at = next;
    }
    return YZ_OK;
}

/* Put `width` units from `from` at `to`, which does not lie behind it. */
static void
units_move(folding *f, size_t to, size_t from, size_t width)
{
    for (size_t i = 0; i < width; i++) {
        f->units[to + i] = f->units[from + i];
        if (!f->places)
            continue;
        f->begin[to + i] = f->begin[from + i];
        f->end[to + i] = f->end[from + i];
    }
}

/* The end of the run of white space at `at`; all of it is in the BMP. */
static size_t
space_run_end(const folding *f, size_t at)
{
    while (at < f->length && char_is_space(f->units[at]))
        at++;
    return at;
}

/* Put one blank at `to`, for the run of white space [begin, end). */
static void
space_put(folding *f, size_t to, size_t begin, size_t end)
{
    f->units[to] = ' ';
    if (!f->places)
        return;
    f->begin[to] = f->begin[begin];
    f->end[to] = f->end[end - 1];
}

/*
 * A run of white space is written down as one blank as soon as its left side
 * is loose, and taken back when its right side turns out tight. Several runs
 * may wait so, when only characters that go stand between them.
 */
static void
strip_layout(folding *f)
{
    size_t to = 0;
    size_t waiting = 0;
    bool tight = true; /* the left side; the ends of a text are */
    uint32_t width;
    for (size_t at = 0; at < f->length; at += width) {
        const uint32_t c =
            skeleton_char(f->units, (uint32_t)f->length, (uint32_t)at, &width);
        if (char_is_space(c)) {
            const size_t end = space_run_end(f, at);
            width = (uint32_t)(end - at);
            if (tight)
                continue;
            space_put(f, to++, at, end);
            waiting++;
        } else if (!char_is_dropped(c)) {
            tight = char_is_tight(c);
            to -= tight ? waiting : 0;
            waiting = 0;
            units_move(f, to, at, width);
            to += width;
        }
    }
    f->length = to - waiting;
}

yz_status
skeleton_make(yz_str text, bool places, arena *a, skeleton *ret_skeleton,
              yz_error *err)
{
    if (text.size > UINT32_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "a text is too long to be searched; split it");
    UErrorCode code = U_ZERO_ERROR;
    folding f = { .text = text, .places = places, .a = a };
    f.fold = unorm2_getNFKCCasefoldInstance(&code);
    if (U_FAILURE(code))
        return icu_error(code, "fold a text", err);
    TRY(fold_text(&f, err));
    strip_layout(&f);
    *ret_skeleton = (skeleton){ f.units, (uint32_t)f.length, f.begin, f.end };
    return YZ_OK;
}
