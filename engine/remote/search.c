/* SPDX-License-Identifier: MIT */
/*
 * A search in an engine's index: before a stage runs, the passages that it may
 * have to look at are fetched into the mirror, a small index here, and the search
 * is made there, as in any folder. Only what the collection adds up to comes from
 * the engine: how many passages there are and have a term, and how long they are.
 *
 * A stage whose passages were fetched before does not ask again. If passages
 * came, the search begins again in a new snapshot of the mirror.
 */
#include "query/search/search.h"
#include "core/base/hash.h"
#include "core/base/number_map.h"
#include "engine/remote/remote_index.h"
#include "engine/remote/wanted.h"

#include <stdlib.h>
#include <string.h>

/** Passages that are fetched at most for one search. */
enum { FETCHED_MAX = 20000 };

static const char NAME[] = "fetched";

typedef struct fetcher {
    supply supply; /* first: it is the fetcher */
    remote *remote;
    buffer lines; /* of JSON: the passages that were fetched */
    ARRAY_OF(fetched_noise) noises; /* of each */
    number_map known;               /* what was fetched, and asked for */
    engine_totals totals;
} fetcher;

/* ---- fetching ----------------------------------------------------------------- */

/* Whether it is new. A passage and a question never share a hash in earnest. */
static yz_status
is_new(fetcher *f, uint64_t hash, bool *ret_is, yz_error *err)
{
    uint32_t *known = number_map_at(&f->known, hash);
    if (!known)
        return error_nomem(err);
    *ret_is = !*known;
    *known = 1;
    return YZ_OK;
}

static yz_status
take_document(void *context, const engine_document *found, yz_error *err)
{
    fetcher *f = context;
    bool fresh;
    const fetched_noise noise = {
        .passage = hash_str(found->key),
        .noise = { found->noise[0], found->noise[1] },
    };
    TRY(is_new(f, noise.passage, &fresh, err));
    if (!fresh)
        return YZ_OK;
    buffer_put_text(&f->lines, found->record);
    return buffer_ok(&f->lines) && ARRAY_PUSH(&f->noises, noise)
               ? YZ_OK
               : error_nomem(err);
}

static yz_status
fetch(supply *s, understanding *u, const request *r, yz_tier worst,
      supply_answer *ret_answer, yz_error *err)
{
    fetcher *f = (fetcher *)s;
    arena a = { .from = f->remote->memory };
    const engine_query *wanted;
    const size_t before = f->noises.count;
    bool fresh = false;
    yz_status status = wanted_make(u, r, worst, &a, &wanted, err);
    if (status == YZ_OK)
        status = is_new(f, wanted_hash(wanted), &fresh, err);
    if (status == YZ_OK && fresh)
        status = f->remote->part->find(f->remote->engine, wanted, FETCHED_MAX,
                                       take_document, f, err);
    arena_dispose(&a);
    *ret_answer = f->noises.count > before ? SUPPLY_FETCHED : SUPPLY_READY;
    if (status != YZ_E_LIMIT || worst == YZ_TIER_VARIANT || r->every_tier)
        return status;
    *ret_answer = SUPPLY_TOO_MUCH;
    return YZ_OK;
}

/* ---- the mirror ------------------------------------------------------------------ */

static yz_status
write_lines(yz_writer *w, const buffer *lines, yz_error *err)
{
    yz_added added;
    uint64_t removed;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = YZ_FORMAT_JSONL;
    if (lines->size)
        return yz_writer_add_memory(w, lines->data, lines->size, NAME, &options,
                                    &added, err);
    const yz_status status = yz_writer_remove(w, str_of(NAME), &removed, err);
    return status == YZ_E_NOT_FOUND ? YZ_OK : status;
}

/* Let the mirror have what was fetched, and nothing else. */
static yz_status
fill_mirror(const fetcher *f, yz_error *err)
{
    yz_writer *w;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    TRY(yz_writer_open(f->remote->mirror, &options, &w, err));
    yz_status status = write_lines(w, &f->lines, err);
    if (status == YZ_OK)
        status = yz_writer_commit(w, err);
    yz_writer_close(w);
    return status;
}

static int
noise_compare(const void *a, const void *b)
{
    const fetched_noise *x = a;
    const fetched_noise *y = b;
    return (x->passage > y->passage) - (x->passage < y->passage);
}

/* The mirror as it is, with what the whole collection adds up to. */
static yz_status
mirror_snapshot(const fetcher *f, yz_index *index, yz_snapshot **ret_snapshot,
                yz_error *err)
{
    yz_snapshot *s;
    const size_t count = f->noises.count;
    TRY(snapshot_open_here(index, &s, err));
    s->passages = f->totals.documents;
    for (int i = 0; i < LENGTH_SPACE_COUNT; i++)
        s->lengths[i] = f->totals.lengths[i];
    s->noises = arena_array(&s->arena, count + 1, sizeof(*s->noises));
    if (!s->noises) {
        yz_snapshot_close(s);
        return error_nomem(err);
    }
    if (count) {
        memcpy(s->noises, f->noises.items, count * sizeof(*s->noises));
        qsort(s->noises, count, sizeof(*s->noises), noise_compare);
    }
    s->noise_count = count;
    *ret_snapshot = s;
    return YZ_OK;
}

/* ---- the search ------------------------------------------------------------------ */

/* YZ_DONE: passages were fetched. */
static yz_status
search_mirror(fetcher *f, yz_index *index, const yz_query *query,
              const yz_search_options *options, yz_results **ret_results,
              yz_error *err)
{
    yz_snapshot *s;
    TRY(fill_mirror(f, err));
    TRY(mirror_snapshot(f, index, &s, err));
    const yz_status status =
        search_here(s, query, options, &f->supply, ret_results, err);
    yz_snapshot_close(s);
    return status;
}

static yz_status
search_all(fetcher *f, yz_index *index, const yz_query *query,
           const yz_search_options *options, yz_results **ret_results,
           yz_error *err)
{
    yz_status status;
    TRY(f->remote->part->totals(f->remote->engine, &f->totals, err));
    do
        status = search_mirror(f, index, query, options, ret_results, err);
    while (status == YZ_DONE);
    return status;
}

yz_status
remote_search(yz_snapshot *snapshot, const yz_query *query,
              const yz_search_options *options, yz_results **ret_results,
              yz_error *err)
{
    remote *r = snapshot->index->remote;
    fetcher f = { .supply.fetch = fetch,
                  .remote = r,
                  .lines.from = r->memory,
                  .noises.from = r->memory,
                  .known.from = r->memory };
    pthread_mutex_lock(&r->lock);
    const yz_status status =
        search_all(&f, snapshot->index, query, options, ret_results, err);
    pthread_mutex_unlock(&r->lock);
    buffer_dispose(&f.lines);
    ARRAY_DISPOSE(&f.noises);
    number_map_dispose(&f.known);
    return status;
}
