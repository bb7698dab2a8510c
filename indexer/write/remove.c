/* SPDX-License-Identifier: MIT */
/*
 * Taking sources, reports and passages out. What is named must be in the index
 * as it was last committed.
 */
#include "core/base/abi.h"
#include "core/base/file.h"
#include "core/index/passage_lookup.h"
#include "core/report/record.h"
#include "indexer/source/name.h"
#include "indexer/write/writer.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* ---- by source ------------------------------------------------------------- */

static yz_status
count_live(segment *s, yz_str name, uint64_t *count, yz_error *err)
{
    source_finder finder;
    source_run found;
    yz_status status;
    TRY(segment_find_source(s, name, &finder, err));
    while ((status = source_finder_next(&finder, &found, err)) == YZ_OK)
        for (uint32_t i = 0; i < found.count; i++)
            *count += !segment_is_deleted(s, found.first + i);
    return status == YZ_DONE ? YZ_OK : status;
}

/* A source by its name, or by a path that leads to it. */
static yz_status
remove_source(yz_writer *w, yz_str what, uint64_t *ret_passages, yz_error *err)
{
    source_entry entry;
    yz_str name;
    yz_status found = catalog_find_source(w->view.snapshot->txn, what,
                                          &w->pending.arena, &entry, err);
    if (found == YZ_DONE) {
        const yz_str path = arena_str(&w->pending.arena, what);
        if (!path.data)
            return error_nomem(err);
        TRY(source_name(path.data, NULL, &w->pending.arena, &name, err));
        found = catalog_find_source(w->view.snapshot->txn, name,
                                    &w->pending.arena, &entry, err);
    }
    if (found != YZ_OK)
        return found;
    uint64_t count = 0;
    for (uint32_t i = 0; i < w->view.snapshot->segment_count; i++)
        TRY(count_live(&w->view.snapshot->segments[i], entry.name, &count,
                       err));
    *ret_passages = count;
    return pending_drop_source(&w->pending, entry.name, err);
}

/* ---- by report and id ------------------------------------------------------ */

/* The number of a shared string of the segment; YZ_DONE if it has it not. */
static yz_status
string_number(segment *s, yz_str text, uint32_t *ret_number, yz_error *err)
{
    for (uint32_t i = 0; i < s->info.strings; i++) {
        yz_str found;
        TRY(segment_string(s, i, &found, err));
        if (str_equal(found, text)) {
            *ret_number = i;
            return YZ_OK;
        }
    }
    return YZ_DONE;
}

static yz_status
remove_report_of(yz_writer *w, segment *s, uint32_t report, uint64_t *count,
                 yz_error *err)
{
    for (uint32_t p = 0; p < s->info.passages; p++) {
        bytes record;
        record_head head;
        if (segment_is_deleted(s, p))
            continue;
        TRY(segment_record(s, p, &record, err));
        TRY(record_peek(record, &head, err));
        if (head.strings.report != report)
            continue;
        TRY(pending_delete(&w->pending, (passage_place){ s->info.id, p }, err));
        (*count)++;
    }
    w->pending.has_removed = true;
    return YZ_OK;
}

static yz_status
remove_report(yz_writer *w, yz_str report, uint64_t *ret_passages,
              yz_error *err)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < w->view.snapshot->segment_count; i++) {
        segment *s = &w->view.snapshot->segments[i];
        uint32_t number = 0;
        const yz_status found = string_number(s, report, &number, err);
        if (found == YZ_DONE)
            continue;
        if (found != YZ_OK)
            return found;
        TRY(remove_report_of(w, s, number, &count, err));
    }
    *ret_passages = count;
    return count ? YZ_OK : YZ_DONE;
}

static yz_status
remove_passage(yz_writer *w, yz_str what, uint64_t *ret_passages, yz_error *err)
{
    for (size_t i = what.size; i-- > 0;) {
        if (what.data[i] != '#')
            continue;
        const yz_str report = { what.data, i };
        const yz_str id = { what.data + i + 1, what.size - i - 1 };
        passage_place place;
        const yz_status found =
            snapshot_find_id(w->view.snapshot, report, id, &place, err);
        if (found == YZ_DONE)
            continue;
        if (found != YZ_OK)
            return found;
        *ret_passages = 1;
        w->pending.has_removed = true;
        return pending_delete(&w->pending, place, err);
    }
    return YZ_DONE;
}

yz_status
yz_writer_remove(yz_writer *w, yz_str what, uint64_t *ret_passages,
                 yz_error *reterr)
{
    TRY(writer_check(w, reterr));
    yz_status status = remove_source(w, what, ret_passages, reterr);
    if (status == YZ_DONE)
        status = remove_report(w, what, ret_passages, reterr);
    if (status == YZ_DONE)
        status = remove_passage(w, what, ret_passages, reterr);
    if (status == YZ_DONE)
        return error_set(
            reterr, YZ_E_NOT_FOUND,
            "the index has no source, report or passage with this name");
    return status;
}

/* ---- what is no longer there ------------------------------------------------ */

typedef struct prune {
    yz_writer *writer;
    yz_str folder; /**< canonical */
    uint64_t reports;
    yz_error *err;
} prune;

static bool
lies_below(yz_str name, yz_str folder)
{
    if (str_equal(name, folder))
        return true;
    return name.size > folder.size &&
           !memcmp(name.data, folder.data, folder.size) &&
           (folder.data[folder.size - 1] == '/' ||
            name.data[folder.size] == '/');
}

static yz_status
prune_visit(void *context, const source_entry *entry)
{
    prune *p = context;
    yz_writer *w = p->writer;
    struct stat info;
    const yz_str path = source_entry_path(entry, &w->pending.arena);
    yz_str canonical;
    if (!path.data)
        return error_nomem(p->err);
    if (str_equal(entry->name, str_of("-")) || !entry->stamp.inode ||
        stat(path.data, &info) == 0 || (errno != ENOENT && errno != ENOTDIR))
        return YZ_OK;
    TRY(source_name(path.data, NULL, &w->pending.arena, &canonical, p->err));
    if (!lies_below(entry->name, p->folder) &&
        !lies_below(canonical, p->folder))
        return YZ_OK;
    p->reports += entry->reports;
    return pending_drop_source(&w->pending, entry->name, p->err);
}

yz_status
yz_writer_prune(yz_writer *w, const char *path, uint64_t *ret_reports,
                yz_error *reterr)
{
    struct stat info;
    prune p = { .writer = w, .err = reterr };
    TRY(writer_check(w, reterr));
    TRY(abi_require(path, "path", reterr));
    if (stat(path, &info) != 0)
        return error_set(
            reterr, YZ_E_NOT_FOUND,
            "the folder does not exist, so nothing below it is removed");
    TRY(source_name(path, NULL, &w->pending.arena, &p.folder, reterr));
    TRY(catalog_each_source(w->view.snapshot->txn, prune_visit, &p, reterr));
    *ret_reports = p.reports;
    return YZ_OK;
}
