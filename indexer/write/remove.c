/* SPDX-License-Identifier: MIT */
/*
 * Removing sources, reports and passages. What is named must be in the index as
 * it was last committed. A name that means a passage and something else is
 * refused, since it does not say which was meant.
 */
#include "core/base/abi.h"
#include "core/base/array.h"
#include "core/base/file.h"
#include "core/base/utf8.h"
#include "core/index/passage_lookup.h"
#include "core/index/records.h"
#include "core/index/remote.h"
#include "indexer/source/name.h"
#include "indexer/write/writer.h"

#include <errno.h>
#include <stdio.h>
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

/* A source by its name, or by a path that leads to it. YZ_DONE: none. */
static yz_status
find_source(yz_writer *w, yz_str what, source_entry *ret_entry, yz_error *err)
{
    arena *a = &w->pending.arena;
    yz_str name;
    const yz_status found =
        catalog_find_source(w->view.snapshot->txn, what, a, ret_entry, err);
    if (found != YZ_DONE)
        return found;
    const yz_str path = arena_str(a, what);
    if (!path.data)
        return error_nomem(err);
    TRY(source_name(path.data, NULL, a, &name, err));
    return catalog_find_source(w->view.snapshot->txn, name, a, ret_entry, err);
}

static yz_status
remove_source(yz_writer *w, const source_entry *entry, uint64_t *ret_passages,
              yz_error *err)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < w->view.snapshot->segment_count; i++)
        TRY(count_live(&w->view.snapshot->segments[i], entry->name, &count,
                       err));
    TRY(pending_drop_source(&w->pending, entry->name, err));
    *ret_passages = count;
    return YZ_OK;
}

/* ---- by report and id ------------------------------------------------------ */

/* Places of live passages. */
typedef ARRAY_OF(passage_place) place_list;

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
find_report_in(segment *s, uint32_t report, place_list *places, yz_error *err)
{
    for (uint32_t p = 0; p < s->info.passages; p++) {
        record_head head;
        if (segment_is_deleted(s, p))
            continue;
        TRY(segment_record_peek(s, p, &head, err));
        if (head.strings.report == report &&
            !ARRAY_PUSH(places, (passage_place){ s->info.id, p }))
            return error_nomem(err);
    }
    return YZ_OK;
}

/* All passages of a report; none if there is no such report. */
static yz_status
find_report(yz_writer *w, yz_str report, place_list *places, yz_error *err)
{
    for (uint32_t i = 0; i < w->view.snapshot->segment_count; i++) {
        segment *s = &w->view.snapshot->segments[i];
        uint32_t number = 0;
        const yz_status found = string_number(s, report, &number, err);
        if (found == YZ_DONE)
            continue;
        TRY(found);
        TRY(find_report_in(s, number, places, err));
    }
    return YZ_OK;
}

static yz_status
remove_places(yz_writer *w, const passage_place *places, size_t count,
              uint64_t *ret_passages, yz_error *err)
{
    w->pending.has_removed = true;
    for (size_t i = 0; i < count; i++)
        TRY(pending_delete(&w->pending, places[i], err));
    *ret_passages = count;
    return YZ_OK;
}

/* ---- by folder ------------------------------------------------------------- */

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

/* Sources below a folder, which need not be there any more. */
typedef struct folder_sources {
    yz_writer *writer;
    yz_str given;  /* as it was named: below the root, perhaps */
    yz_str folder; /* canonical */
    bool drop;     /* or count alone */
    uint64_t sources;
    uint64_t passages;
    yz_error *err;
} folder_sources;

static yz_status
visit_below(void *context, const source_entry *entry)
{
    folder_sources *f = context;
    yz_writer *w = f->writer;
    uint64_t passages = 0;
    yz_str canonical;
    const yz_str path = source_entry_path(entry, &w->pending.arena);
    if (!path.data)
        return error_nomem(f->err);
    TRY(file_canonical_gone(&w->pending.arena, path.data, &canonical, f->err));
    if (!lies_below(entry->name, f->given) &&
        !lies_below(entry->name, f->folder) &&
        !lies_below(canonical, f->folder))
        return YZ_OK;
    f->sources++;
    if (!f->drop)
        return YZ_OK;
    TRY(remove_source(w, entry, &passages, f->err));
    f->passages += passages;
    return YZ_OK;
}

static yz_status
walk_folder(yz_writer *w, yz_str what, bool drop, folder_sources *ret_found,
            yz_error *err)
{
    folder_sources f = { .writer = w, .given = what, .drop = drop, .err = err };
    while (f.given.size > 1 && f.given.data[f.given.size - 1] == '/')
        f.given.size--;
    const yz_str path = arena_str(&w->pending.arena, f.given);
    if (!path.data)
        return error_nomem(err);
    if (f.given.size)
        TRY(file_canonical_gone(&w->pending.arena, path.data, &f.folder, err));
    if (f.given.size)
        TRY(catalog_each_source(w->view.snapshot->txn, visit_below, &f, err));
    *ret_found = f;
    return YZ_OK;
}

/* ---- what a name means ------------------------------------------------------ */

/* REPORT#ID, read with one of its # between the two. */
typedef struct passage_reading {
    yz_str report;
    yz_str id;
    passage_place place;
} passage_reading;

/* Everything that the index has under a name; of passages, the first two. */
typedef struct readings {
    bool is_source;
    source_entry source;
    place_list report; /* its passages; a source of this name goes first */
    passage_reading passages[2];
    uint32_t passage_count;
    bool is_folder; /* of sources, and nothing else */
} readings;

static yz_status
find_passages(yz_writer *w, yz_str what, readings *r, yz_error *err)
{
    for (size_t i = what.size;
         i-- > 0 && r->passage_count < ARRAY_LENGTH(r->passages);) {
        if (what.data[i] != '#')
            continue;
        passage_reading *p = &r->passages[r->passage_count];
        p->report = (yz_str){ what.data, i };
        p->id = (yz_str){ what.data + i + 1, what.size - i - 1 };
        const yz_status found = snapshot_find_id(w->view.snapshot, p->report,
                                                 p->id, &p->place, err);
        if (found != YZ_OK && found != YZ_DONE)
            return found;
        r->passage_count += found == YZ_OK;
    }
    return YZ_OK;
}

static yz_status
find_readings(yz_writer *w, yz_str what, readings *r, yz_error *err)
{
    const yz_status found = find_source(w, what, &r->source, err);
    if (found != YZ_OK && found != YZ_DONE)
        return found;
    r->is_source = found == YZ_OK;
    if (!r->is_source)
        TRY(find_report(w, what, &r->report, err));
    TRY(find_passages(w, what, r, err));
    if (r->is_source || r->report.count || r->passage_count)
        return YZ_OK;
    folder_sources below;
    TRY(walk_folder(w, what, false, &below, err));
    r->is_folder = below.sources > 0;
    return YZ_OK;
}

/* ---- what is ambiguous ------------------------------------------------------ */

/* The beginning of a name: so much that a sentence has space for four. */
typedef struct shown {
    char text[96];
} shown;

static shown
shown_of(yz_str name)
{
    enum { SHOWN_MAX = 80 };
    shown s;
    const size_t size = utf8_valid_prefix(
        name.data, name.size < SHOWN_MAX ? name.size : SHOWN_MAX);
    snprintf(s.text, sizeof(s.text), "%.*s%s", (int)size, name.data,
             size < name.size ? "…" : "");
    return s;
}

static yz_status
error_ambiguous(const char *what, yz_str name, const passage_reading *p,
                yz_error *err)
{
    return error_set(err, YZ_E_INVALID,
                     "the name is ambiguous: it is the %s \"%s\" and passage "
                     "\"%s\" of the report \"%s\"; it was not removed",
                     what, shown_of(name).text, shown_of(p->id).text,
                     shown_of(p->report).text);
}

static yz_status
error_two_passages(const passage_reading *x, const passage_reading *y,
                   yz_error *err)
{
    return error_set(
        err, YZ_E_INVALID,
        "the name is ambiguous: it is passage \"%s\" of the report "
        "\"%s\" and passage \"%s\" of the report \"%s\"; it was "
        "not removed",
        shown_of(x->id).text, shown_of(x->report).text, shown_of(y->id).text,
        shown_of(y->report).text);
}

static yz_status
check_readings(const readings *r, yz_str what, yz_error *err)
{
    const passage_reading *p = r->passages;
    const bool is_whole = r->is_source || r->report.count;
    if (is_whole && r->passage_count)
        return error_ambiguous(r->is_source ? "source" : "report", what, p,
                               err);
    if (r->passage_count > 1)
        return error_two_passages(&p[0], &p[1], err);
    if (is_whole || r->passage_count || r->is_folder)
        return YZ_OK;
    return error_set(
        err, YZ_E_NOT_FOUND,
        "the index has no source, report or passage with this name, and no "
        "source below such a folder");
}

static yz_status
remove_reading(yz_writer *w, const readings *r, yz_str what,
               uint64_t *ret_passages, yz_error *err)
{
    if (r->is_folder) {
        folder_sources below;
        TRY(walk_folder(w, what, true, &below, err));
        *ret_passages = below.passages;
        return YZ_OK;
    }
    if (r->is_source)
        return remove_source(w, &r->source, ret_passages, err);
    if (r->report.count)
        return remove_places(w, r->report.items, r->report.count, ret_passages,
                             err);
    return remove_places(w, &r->passages[0].place, 1, ret_passages, err);
}

yz_status
yz_writer_remove(yz_writer *w, yz_str what, uint64_t *ret_passages,
                 yz_error *reterr)
{
    TRY(writer_check(w, reterr));
    if (w->remote)
        return remote_writer_remove(w->remote, what, ret_passages, reterr);
    readings r = { .report.from = w->view.index->memory };
    yz_status status = find_readings(w, what, &r, reterr);
    if (status == YZ_OK)
        status = check_readings(&r, what, reterr);
    if (status == YZ_OK)
        status = remove_reading(w, &r, what, ret_passages, reterr);
    ARRAY_DISPOSE(&r.report);
    return status;
}

/* ---- what is no longer there ------------------------------------------------ */

typedef struct prune {
    yz_writer *writer;
    yz_str folder; /**< canonical */
    uint64_t reports;
    yz_error *err;
} prune;

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
    TRY(file_canonical_gone(&w->pending.arena, path.data, &canonical, p->err));
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
    TRY(writer_is_here(w, "removing what is no longer there", reterr));
    if (stat(path, &info) != 0)
        return error_set(
            reterr, YZ_E_NOT_FOUND,
            "the folder does not exist, so nothing below it is removed");
    TRY(source_name(path, NULL, &w->pending.arena, &p.folder, reterr));
    TRY(catalog_each_source(w->view.snapshot->txn, prune_visit, &p, reterr));
    *ret_reports = p.reports;
    return YZ_OK;
}
