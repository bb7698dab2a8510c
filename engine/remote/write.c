/* SPDX-License-Identifier: MIT */
/*
 * Writing: files are read into an index that is for a while, by the writer of
 * any index, and what a commit added goes to the engine. Everything has a name
 * and a version, so that a run that was cut off can be made again.
 *
 * A commit is not one step there: first the new passages are put, then those
 * removed that the same sources gave before. A reader may see some of both in
 * between, and none twice.
 */
#include "core/base/file.h"
#include "engine/remote/documents.h"

#include <string.h>
#include <time.h>

/** What is removed with the next commit. */
typedef struct removal {
    engine_query which;
    yz_str value;
} removal;

struct remote_writer {
    remote *remote;
    yz_index *index; /* held: it has the remote */
    arena arena;
    const char *folder;
    ARRAY_OF(removal *) removals;
};

yz_status
remote_writer_begin(yz_index *index, yz_index **ret_staging,
                    remote_writer **ret_writer, yz_error *err)
{
    remote *r = index->remote;
    if (r->read_only)
        return error_set(err, YZ_E_READ_ONLY, "the index was opened read-only");
    remote_writer *w = memory_zeroed(r->memory, 1, sizeof(*w));
    if (!w)
        return error_nomem(err);
    *w = (remote_writer){ .remote = r,
                          .index = index_retain(index),
                          .arena.from = r->memory,
                          .removals.from = r->memory };
    const yz_status status =
        folder_index_make(r, &w->arena, &w->folder, ret_staging, err);
    if (status == YZ_OK)
        *ret_writer = w;
    else
        remote_writer_close(w);
    return status;
}

void
remote_writer_close(remote_writer *w)
{
    if (!w)
        return;
    folder_remove(w->folder);
    arena_dispose(&w->arena);
    ARRAY_DISPOSE(&w->removals);
    yz_index *index = w->index;
    memory_release(w->remote->memory, w);
    yz_index_close(index);
}

/* ---- commit ---------------------------------------------------------------------- */

/* Rises from commit to commit, on all machines whose clocks are right. */
static uint64_t
version_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static yz_status
put_segments(remote_writer *w, yz_snapshot *snapshot, uint32_t first,
             uint64_t version, yz_error *err)
{
    for (uint32_t i = 0; i < snapshot->segment_count; i++)
        if (snapshot->segments[i].info.id >= first)
            TRY(documents_put(w->remote, snapshot, &snapshot->segments[i],
                              version, err));
    return YZ_OK;
}

/* What sources gave before this commit. */
static yz_status
remove_older(remote_writer *w, const yz_str *sources, size_t count,
             uint64_t version, yz_error *err)
{
    enum { AT_ONCE = 1000 };
    for (size_t i = 0; i < count; i += AT_ONCE) {
        uint64_t removed;
        const engine_query of = { .operator= ENGINE_HAS,
                                  .field = ENGINE_SOURCE,
                                  .values = sources + i,
                                  .value_count = count - i < AT_ONCE
                                                     ? count - i
                                                     : AT_ONCE };
        const engine_query older = { .operator= ENGINE_OLDER,
                                     .version = version };
        const engine_query *const both[] = { &of, &older };
        const engine_query which = { .operator= ENGINE_AND,
                                     .children = both,
                                     .child_count = 2 };
        TRY(w->remote->part->remove(w->remote->engine, &which, &removed, err));
    }
    return YZ_OK;
}

static yz_status
remove_named(remote_writer *w, yz_error *err)
{
    for (size_t i = 0; i < w->removals.count; i++) {
        uint64_t removed;
        TRY(w->remote->part->remove(
            w->remote->engine, &w->removals.items[i]->which, &removed, err));
    }
    w->removals.count = 0;
    return YZ_OK;
}

static yz_status
commit(remote_writer *w, yz_snapshot *snapshot, uint32_t first,
       const yz_str *sources, size_t source_count, yz_error *err)
{
    const engine_part *part = w->remote->part;
    const uint64_t version = version_now();
    TRY(remove_named(w, err));
    TRY(put_segments(w, snapshot, first, version, err));
    TRY(part->settle(w->remote->engine, err));
    TRY(remove_older(w, sources, source_count, version, err));
    return part->settle(w->remote->engine, err);
}

yz_status
remote_writer_commit(remote_writer *w, yz_snapshot *snapshot, uint32_t first,
                     const yz_str *sources, size_t source_count, yz_error *err)
{
    remote *r = w->remote;
    pthread_mutex_lock(&r->lock);
    const yz_status status =
        commit(w, snapshot, first, sources, source_count, err);
    pthread_mutex_unlock(&r->lock);
    return status;
}

/* ---- removing -------------------------------------------------------------------- */

bool
remote_writer_has_removed(const remote_writer *w)
{
    return w->removals.count > 0;
}

/* Remove what has the value with the next commit, if anything has it. */
static yz_status
remove_if_there(remote_writer *w, engine_operator operator, engine_field field,
                yz_str value, uint64_t *ret_count, yz_error *err)
{
    removal *one = arena_alloc(&w->arena, sizeof(*one));
    if (!one)
        return error_nomem(err);
    one->value = arena_str(&w->arena, value);
    one->which = (engine_query){ .operator= operator,
                                 .field = field,
                                 .values = &one->value,
                                 .value_count = 1 };
    if (!one->value.data)
        return error_nomem(err);
    pthread_mutex_lock(&w->remote->lock);
    const yz_status status = w->remote->part->count(
        w->remote->engine, &one->which, 1, ret_count, err);
    pthread_mutex_unlock(&w->remote->lock);
    if (status != YZ_OK || !*ret_count)
        return status;
    return ARRAY_PUSH(&w->removals, one) ? YZ_OK : error_nomem(err);
}

static yz_status
remove_key(remote_writer *w, yz_str report, yz_str id, uint64_t *ret_count,
           yz_error *err)
{
    buffer key = { .from = w->remote->memory };
    document_key(report, id, &key);
    const yz_status status =
        buffer_ok(&key) ? remove_if_there(w, ENGINE_HAS, ENGINE_KEY,
                                          buffer_str(&key), ret_count, err)
                        : error_nomem(err);
    buffer_dispose(&key);
    return status;
}

/* A source by its canonical path; or all those below it, as a folder. */
static yz_status
remove_path(remote_writer *w, yz_str what, uint64_t *ret_count, yz_error *err)
{
    yz_str path;
    const yz_str given = arena_str(&w->arena, what);
    if (!given.data)
        return error_nomem(err);
    TRY(file_canonical_gone(&w->arena, given.data, &path, err));
    TRY(remove_if_there(w, ENGINE_HAS, ENGINE_SOURCE, path, ret_count, err));
    if (*ret_count)
        return YZ_OK;
    const yz_str below = arena_printf(&w->arena, "%s/", path.data);
    if (!below.data)
        return error_nomem(err);
    return remove_if_there(w, ENGINE_BEGINS, ENGINE_SOURCE, below, ret_count,
                           err);
}

/* REPORT#ID, at each # that may stand between the two. */
static yz_status
remove_passage(remote_writer *w, yz_str what, uint64_t *ret_count,
               yz_error *err)
{
    for (size_t i = what.size; i-- > 0 && !*ret_count;)
        if (what.data[i] == '#')
            TRY(remove_key(w, (yz_str){ what.data, i },
                           (yz_str){ what.data + i + 1, what.size - i - 1 },
                           ret_count, err));
    return YZ_OK;
}

yz_status
remote_writer_remove(remote_writer *w, yz_str what, uint64_t *ret_passages,
                     yz_error *err)
{
    uint64_t count = 0;
    if (what.size)
        TRY(remove_if_there(w, ENGINE_HAS, ENGINE_SOURCE, what, &count, err));
    if (what.size && !count)
        TRY(remove_if_there(w, ENGINE_HAS, ENGINE_REPORT, what, &count, err));
    if (what.size && !count)
        TRY(remove_passage(w, what, &count, err));
    if (what.size && !count)
        TRY(remove_path(w, what, &count, err));
    if (!count)
        return error_set(err, YZ_E_NOT_FOUND,
                         "the index has no source, report or passage with this "
                         "name, and no source below such a folder");
    *ret_passages = count;
    return YZ_OK;
}

yz_status
remote_writer_remove_passage(remote_writer *w, yz_str report, yz_str id,
                             yz_error *err)
{
    uint64_t count;
    TRY(remove_key(w, report, id, &count, err));
    return count ? YZ_OK
                 : error_set(err, YZ_E_NOT_FOUND,
                             "the index has no passage with this report and "
                             "id");
}
