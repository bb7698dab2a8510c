/* SPDX-License-Identifier: MIT */
/*
 * Which source gave which passages of a segment, and whether the catalogue
 * knows it.
 */
#include "core/base/hash.h"
#include "core/format/catalog.h"
#include "core/index/passages.h"
#include "indexer/maintain/check_parts.h"

/* A source of which something lives is in the catalogue, but for the nameless
 * one: that is of passages that a program put without a report of their own. */
static yz_status
entry_check(segment_check *c, const source_run *run, yz_str name)
{
    yz_error err;
    source_entry entry;
    bool live = false;
    for (uint32_t i = 0; i < run->count && !live; i++)
        live = !segment_is_deleted(c->segment, run->first + i);
    const yz_status known =
        catalog_find_source(c->snapshot->txn, name, &c->arena, &entry, &err);
    if (known != YZ_DONE)
        return problem_of(c->problems, "catalogue", known, &err);
    if (live && name.size)
        problem(c->problems, "catalogue",
                "the source of passages %u to %u of segment %u is not in the "
                "catalogue",
                run->first, run->first + run->count - 1, c->segment->info.id);
    return YZ_OK;
}

static yz_status
run_check(segment_check *c, const source_run *run)
{
    yz_str name;
    yz_error err;
    const manifest_segment *info = &c->segment->info;
    const yz_status found = segment_string(c->segment, run->name, &name, &err);
    if (found != YZ_OK)
        return problem_of(c->problems, "records", found, &err);
    if (hash_str(name) != run->hash)
        problem(c->problems, "sources",
                "a source of segment %u does not have the name of its entry",
                info->id);
    return entry_check(c, run, name);
}

yz_status
check_sources(segment_check *c)
{
    uint32_t covered = 0;
    uint64_t before = 0;
    const manifest_segment *info = &c->segment->info;
    problems_begin(c->problems, info->id);
    for (uint32_t i = 0; i < info->sources; i++) {
        source_run run;
        yz_error err;
        const yz_status status =
            segment_source_run(c->segment, i, &covered, &run, &err);
        if (status != YZ_OK)
            return problem_of(c->problems, "sources", status, &err);
        if (run.hash < before)
            problem(c->problems, "sources",
                    "the sources of segment %u are out of order", info->id);
        before = run.hash;
        TRY(run_check(c, &run));
    }
    if (covered != info->passages)
        problem(c->problems, "sources",
                "the sources of segment %u have %u passages, but the segment "
                "has %u",
                info->id, covered, info->passages);
    return YZ_OK;
}
