/* SPDX-License-Identifier: MIT */
/*
 * All passages, or those of a report: records are lines of JSON, which are read
 * as any file of them is.
 */
#include "engine/remote/remote_index.h"

struct remote_passages {
    remote *remote;
    engine_walk *walk;
    buffer lines;      /* of the passages at hand */
    yz_source *source; /* of the lines; NULL: they are gone through */
    yz_report *report; /* of the source; NULL: the next one is to be read */
    size_t next;       /* of its passages */
};

yz_status
remote_passages_open(remote *r, yz_str report, remote_passages **ret_passages,
                     yz_error *err)
{
    const engine_query which = { .operator= report.data ? ENGINE_HAS
                                                        : ENGINE_ALL,
                                 .field = ENGINE_REPORT,
                                 .values = &report,
                                 .value_count = 1 };
    remote_passages *p = memory_zeroed(r->memory, 1, sizeof(*p));
    if (!p)
        return error_nomem(err);
    p->remote = r;
    p->lines.from = r->memory;
    const yz_status status =
        r->part->walk_open(r->engine, &which, &p->walk, err);
    if (status == YZ_OK)
        *ret_passages = p;
    else
        remote_passages_close(p);
    return status;
}

static void
forget(remote_passages *p)
{
    yz_report_free(p->report);
    yz_source_close(p->source);
    p->report = NULL;
    p->source = NULL;
}

void
remote_passages_close(remote_passages *p)
{
    if (!p)
        return;
    forget(p);
    if (p->walk)
        p->remote->part->walk_close(p->walk);
    buffer_dispose(&p->lines);
    memory_release(p->remote->memory, p);
}

static yz_status
add_line(void *context, const engine_document *found, yz_error *err)
{
    buffer *lines = context;
    buffer_put_text(lines, found->record);
    return buffer_ok(lines) ? YZ_OK : error_nomem(err);
}

/* The next lines. */
static yz_status
fetch(remote_passages *p, yz_error *err)
{
    remote *r = p->remote;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = YZ_FORMAT_JSONL;
    options.allocator = r->memory;
    forget(p);
    p->lines.size = 0;
    pthread_mutex_lock(&r->lock);
    const yz_status status =
        r->part->walk_next(p->walk, add_line, &p->lines, err);
    pthread_mutex_unlock(&r->lock);
    if (status != YZ_OK || !p->lines.size)
        return status == YZ_OK ? YZ_DONE : status;
    return yz_source_open_memory(p->lines.data, p->lines.size, "opensearch",
                                 &options, &p->source, err);
}

yz_status
remote_passages_next(remote_passages *p, const yz_passage **ret_passage,
                     yz_error *err)
{
    for (;;) {
        if (p->report && p->next < yz_report_passage_count(p->report)) {
            *ret_passage = yz_report_passage(p->report, p->next++);
            return YZ_OK;
        }
        yz_report_free(p->report);
        p->report = NULL;
        p->next = 0;
        if (!p->source)
            TRY(fetch(p, err));
        const yz_status status = yz_source_next(p->source, &p->report, err);
        if (status == YZ_DONE)
            forget(p);
        else if (status != YZ_OK)
            return status;
    }
}
