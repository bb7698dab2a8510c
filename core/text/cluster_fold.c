/* SPDX-License-Identifier: MIT */
/*
 * ICU folds into what room there is, and says how much it needs; few clusters
 * need more than the first room. ICU's data is read when the first cluster
 * comes: most queries have none.
 */
#include "core/text/cluster_fold.h"

#include "core/base/utf8.h"
#include "core/text/charclass.h"
#include "core/text/cluster.h"
#include "core/text/icu.h"

#include <string.h>
#include <unicode/utf16.h>

enum {
    CLUSTER_CAPACITY = 64,
    CLUSTER_LONG = 48, /* units; longer ones are sorted before they fold */
    CLUSTER_LENGTH_MAX = 1 << 26
};

static yz_status
units_reserve(cluster_units *units, size_t more, arena *a, yz_error *err)
{
    if (more <= units->capacity - units->length)
        return YZ_OK;
    const size_t capacity = 2 * units->capacity + more + CLUSTER_CAPACITY;
    uint16_t *data = arena_array(a, capacity, sizeof(*data));
    if (!data)
        return error_nomem(err);
    if (units->length)
        memcpy(data, units->data, units->length * sizeof(*data));
    units->data = data;
    units->capacity = capacity;
    return YZ_OK;
}

/* Whether what stands before `at` folds the same whatever follows. */
static bool
is_boundary(const cluster_folder *c, yz_str text, size_t at)
{
    if (at == text.size)
        return true;
    const uint32_t next = utf8_step(text.data, text.size, &at);
    if (c->table && next < FOLD_UNIT_COUNT)
        return !(c->table->entries[next] & FOLD_JOINS);
    return unorm2_hasBoundaryBefore(c->icu, (UChar32)next);
}

/* Take the units of the cluster at `*at` and step past it. */
static yz_status
source_read(cluster_folder *c, yz_str text, size_t *at, yz_error *err)
{
    cluster_units *source = &c->source;
    const size_t begin = *at;
    source->length = 0;
    c->kept = 0;
    do {
        TRY(units_reserve(source, 2, c->a, err));
        const size_t here = *at;
        const uint32_t next = utf8_step(text.data, text.size, at);
        if (here == begin && (c->kept = (uint16_t)char_kept(next)) != 0)
            continue;
        U16_APPEND_UNSAFE(source->data, source->length, next);
    } while (!is_boundary(c, text, *at));
    if (source->length <= CLUSTER_LONG)
        return YZ_OK;
    if (source->length > CLUSTER_LENGTH_MAX)
        return error_set(err, YZ_E_LIMIT,
                         "a text is too long to be searched; split it");
    TRY(cluster_sort(c->icu, source->data, (uint32_t)source->length, c->a,
                     &source->data, &source->length, err));
    source->capacity = source->length;
    return YZ_OK;
}

/*
 * Fold the source behind what is kept as it is. @return how many units it all
 * takes.
 */
static size_t
source_fold(const cluster_folder *c, UErrorCode *code)
{
    const cluster_units *folded = &c->folded;
    const int32_t kept = c->kept != 0;
    if (kept)
        folded->data[0] = c->kept;
    const int32_t length = unorm2_normalize(
        c->icu, c->source.data, (int32_t)c->source.length, folded->data + kept,
        (int32_t)folded->capacity - kept, code);
    return (size_t)kept + (size_t)length;
}

yz_status
cluster_fold(cluster_folder *c, yz_str text, size_t *at, yz_error *err)
{
    UErrorCode code = U_ZERO_ERROR;
    if (!c->icu)
        c->icu = unorm2_getNFKCCasefoldInstance(&code);
    if (U_FAILURE(code))
        return icu_error(code, "fold a text", err);
    TRY(source_read(c, text, at, err));
    c->folded.length = 0;
    TRY(units_reserve(&c->folded, 2, c->a, err));
    size_t count = source_fold(c, &code);
    if (code == U_BUFFER_OVERFLOW_ERROR) {
        TRY(units_reserve(&c->folded, count, c->a, err));
        code = U_ZERO_ERROR;
        count = source_fold(c, &code);
    }
    if (U_FAILURE(code))
        return icu_error(code, "fold a text", err);
    c->folded.length = count;
    return YZ_OK;
}
