/* SPDX-License-Identifier: MIT */
/*
 * Adding sources to the writer: is the file the one that was read last time?
 * If not, it is read, and what it gives now replaces what it gave before
 * (indexer/write/take.h).
 */
#include "core/base/abi.h"
#include "indexer/source/name.h"
#include "indexer/write/take.h"

#include <string.h>
#include <time.h>

static int64_t
now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/*
 * A file that changed within the tick of its last reading is not trusted, nor
 * one of which a part was refused: that must be reported again.
 */
static bool
stamp_trusted(const source_entry *known, const file_stamp *stamp)
{
    return known->stamp.size == stamp->size &&
           known->stamp.modified_ns == stamp->modified_ns &&
           known->stamp.inode == stamp->inode &&
           stamp->modified_ns < known->read_ns;
}

static yz_added
added_unchanged(const source_entry *known)
{
    return (yz_added){ .outcome = YZ_UNCHANGED,
                       .reports = known->reports,
                       .passages = known->passages,
                       .bytes = known->stamp.size };
}

/* A read file whose bytes are the old ones: only its stamp may be new. */
static yz_status
source_touch(yz_writer *w, const source_entry *known, const file_stamp *stamp,
             yz_error *err)
{
    source_entry entry = *known;
    if (!stamp || !memcmp(stamp, &known->stamp, sizeof(*stamp)) ||
        known->read_ns == PARTLY_REFUSED)
        return YZ_OK;
    entry.stamp = *stamp;
    entry.read_ns = now_ns();
    return pending_touch_source(&w->pending, &entry, err);
}

/*
 * A file that changes while it is read twice: what it gave first is committed,
 * so that it can be replaced. The name lies in the arena that a commit clears.
 */
static yz_status
commit_before(yz_writer *w, yz_str *name, yz_error *err)
{
    arena kept = { .from = w->view.index->memory };
    yz_status status = YZ_E_NOMEM;
    const yz_str copy = arena_str(&kept, *name);
    if (copy.data)
        status = yz_writer_commit(w, err);
    if (status == YZ_OK)
        *name = arena_str(&w->pending.arena, copy);
    arena_dispose(&kept);
    return status == YZ_OK && !name->data ? error_nomem(err) : status;
}

/* Bytes that are the old ones. */
static yz_status
add_unchanged(yz_writer *w, const given_source *given,
              const source_entry *known, yz_added *ret_added, yz_error *err)
{
    if (known->read_ns == PARTLY_REFUSED)
        TRY(take_notices(given, err));
    *ret_added = added_unchanged(known);
    return source_touch(w, known, given->stamp, err);
}

/* Another source of the same bytes; both are taken. */
static yz_status
find_twin(yz_writer *w, const source_entry *entry, yz_added *added,
          yz_error *err)
{
    source_entry other;
    const yz_status status = contents_find(
        &w->contents, &w->pending, w->view.snapshot->txn, entry, &other, err);
    if (status == YZ_OK)
        added->same_as = other.path;
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
entry_of(yz_writer *w, const given_source *given, source_entry *ret_entry,
         yz_error *err)
{
    source_entry entry = { .name = given->name,
                           .path = arena_str(&w->pending.arena,
                                             str_of(given->path)),
                           .content_hash = given->bytes->hash,
                           .read_ns = now_ns() };
    if (!entry.path.data)
        return error_nomem(err);
    if (given->stamp)
        entry.stamp = *given->stamp;
    entry.stamp.size = given->bytes->size;
    *ret_entry = entry;
    return YZ_OK;
}

/* Read a source that is new or has changed. */
static yz_status
add_changed(yz_writer *w, given_source *given, yz_outcome outcome,
            yz_added *ret_added, yz_error *err)
{
    source_entry entry;
    yz_added added = { .outcome = outcome, .bytes = given->bytes->size };
    if (pending_entered(&w->pending, given->name))
        TRY(commit_before(w, &given->name, err));
    TRY(entry_of(w, given, &entry, err));
    TRY(find_twin(w, &entry, &added, err));
    const yz_status status = take_source(w, given, &entry, &added, err);
    w->failed = w->failed || (status != YZ_OK && added.reports);
    if (status == YZ_OK)
        *ret_added = added;
    return status;
}

static yz_status
add_bytes(yz_writer *w, given_source *given, yz_added *ret_added, yz_error *err)
{
    source_entry known;
    const yz_status found = writer_find_source(w, given->name, &known, err);
    if (found != YZ_OK && found != YZ_DONE)
        return found;
    if (found == YZ_OK && known.content_hash == given->bytes->hash &&
        !(w->flags & YZ_WRITER_FORCE))
        return add_unchanged(w, given, &known, ret_added, err);
    return add_changed(w, given, found == YZ_OK ? YZ_REPLACED : YZ_ADDED,
                       ret_added, err);
}

/* The options of a source that the writer reads: its memory is the writer's. */
static yz_status
own_options(const yz_writer *w, const yz_source_options *given,
            yz_source_options *ret_options, yz_error *err)
{
    yz_source_options own = YZ_OPTIONS(yz_source_options);
    TRY(abi_take_options(&own, given, err));
    TRY(abi_check_flags(own.flags, YZ_SOURCE_STRICT_ENCODING, err));
    own.allocator = w->view.index->memory;
    *ret_options = own;
    return YZ_OK;
}

yz_status
yz_writer_add_file(yz_writer *w, const char *path,
                   const yz_source_options *options, yz_added *ret_added,
                   yz_error *reterr)
{
    yz_source_options own;
    yz_str name;
    file_stamp stamp;
    source_entry known;
    TRY(writer_check(w, reterr));
    TRY(abi_require(path, "path", reterr));
    TRY(own_options(w, options, &own, reterr));
    TRY(source_name(path, own.root, &w->pending.arena, &name, reterr));
    TRY(file_stamp_of(path, &stamp, reterr));
    if (!(w->flags & YZ_WRITER_FORCE)) {
        const yz_status found = writer_find_source(w, name, &known, reterr);
        if (found == YZ_OK && stamp_trusted(&known, &stamp)) {
            *ret_added = added_unchanged(&known);
            return YZ_OK;
        }
        if (found != YZ_OK && found != YZ_DONE)
            return found;
    }
    source_bytes b;
    TRY(source_bytes_open(path, &own, &b, &stamp, reterr));
    given_source given = { &b, path, name, &stamp, &own };
    const yz_status status = add_bytes(w, &given, ret_added, reterr);
    source_bytes_dispose(&b);
    return status;
}

yz_status
yz_writer_add_memory(yz_writer *w, const void *data, size_t size,
                     const char *name, const yz_source_options *options,
                     yz_added *ret_added, yz_error *reterr)
{
    yz_source_options own;
    TRY(writer_check(w, reterr));
    TRY(abi_require(data || !size, "data", reterr));
    TRY(abi_require(name, "name", reterr));
    TRY(own_options(w, options, &own, reterr));
    if (!*name)
        return error_set(reterr, YZ_E_INVALID,
                         "the source has no name; give one");
    const yz_str key = arena_str(&w->pending.arena, str_of(name));
    if (!key.data)
        return error_nomem(reterr);
    source_bytes b = source_bytes_of(data, size);
    given_source given = { &b, name, key, NULL, &own };
    return add_bytes(w, &given, ret_added, reterr);
}
