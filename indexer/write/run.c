/* SPDX-License-Identifier: MIT */
#include "indexer/write/run.h"

#include "core/base/hash.h"
#include "core/report/box_record.h"
#include "indexer/write/analysis.h"

void
run_clear(run *r)
{
    for (size_t i = 0; i < r->batches.count; i++)
        batch_free(r->batches.items[i]);
    batch_free(r->open);
    ARRAY_DISPOSE(&r->batches);
    ARRAY_DISPOSE(&r->sources);
    ARRAY_DISPOSE(&r->pages);
    buffer_dispose(&r->page);
    term_table_dispose(&r->strings);
    *r = run_of(r->batches.from, r->batch_text_size);
}

size_t
run_size(const run *r)
{
    size_t size =
        term_table_size(&r->strings) + r->sources.capacity * sizeof(source_run);
    for (size_t i = 0; i < r->batches.count; i++)
        size += atomic_load(&r->batches.items[i]->held);
    return size + (r->open ? atomic_load(&r->open->held) : 0);
}

void
run_work(void *tools, void *job)
{
    analysis_run(tools, job);
    batch_settle(job);
}

/* ---- taking ------------------------------------------------------------- */

yz_status
run_begin_source(run *r, yz_str name, yz_error *err)
{
    source_run source = { .hash = hash_str(name), .first = r->passages };
    uint32_t empty; /* the first of all, so it is number 0 */
    if (!term_table_number(&r->strings, (yz_str){ 0 }, &empty) ||
        !term_table_number(&r->strings, name, &source.name) ||
        !ARRAY_PUSH(&r->sources, source))
        return error_nomem(err);
    return YZ_OK;
}

/* Passages one behind the other mostly have the very same strings. */
static bool
string_number(run *r, yz_str text, yz_str *latest, uint32_t *number)
{
    if (r->repeats && text.data == latest->data && text.size == latest->size)
        return true;
    *latest = text;
    return term_table_number(&r->strings, text, number);
}

static bool
number_strings(run *r, const yz_passage *p)
{
    record_strings *n = &r->numbers;
    yz_passage *latest = &r->latest;
    return string_number(r, p->report, &latest->report, &n->report) &&
           string_number(r, p->section, &latest->section, &n->section) &&
           string_number(r, p->title, &latest->title, &n->title) &&
           string_number(r, p->path, &latest->path, &n->path) &&
           string_number(r, p->encoding, &latest->encoding, &n->encoding);
}

/* Passages of a page have it in common. */
static bool
number_pages(run *r, const yz_passage *p)
{
    r->pages.count = 0;
    for (size_t i = 0; i < p->page_count; i++) {
        uint32_t number;
        r->page.size = 0;
        box_page_encode(&p->pages[i], &r->page);
        if (!buffer_ok(&r->page) ||
            !term_table_number(&r->strings, buffer_str(&r->page), &number) ||
            !ARRAY_PUSH(&r->pages, number))
            return false;
    }
    return true;
}

/* The batch that is being filled, keeping the report. */
static batch *
batch_for(run *r, yz_report *report)
{
    if (!r->open)
        r->open = batch_new(r->batches.from);
    return r->open && batch_keep(r->open, report) ? r->open : NULL;
}

static yz_status
give_batch(run *r, workers *w, yz_error *err)
{
    if (!r->open)
        return YZ_OK;
    if (!ARRAY_PUSH(&r->batches, r->open))
        return error_nomem(err);
    workers_give(w, r->open);
    r->open = NULL;
    return YZ_OK;
}

static yz_status
take_passages(run *r, yz_report *report, workers *w, yz_error *err)
{
    batch *b = NULL;
    for (size_t i = 0; i < report->passages.count; i++) {
        const yz_passage *p = &report->passages.items[i];
        if (!b)
            b = batch_for(r, report);
        if (!b || !number_strings(r, p) || !number_pages(r, p) ||
            !batch_take(b, p, &r->numbers, r->pages.items))
            return error_nomem(err);
        r->repeats = true;
        r->passages++;
        if (!batch_is_full(b, r->batch_text_size))
            continue;
        TRY(give_batch(r, w, err));
        b = NULL;
    }
    return YZ_OK;
}

yz_status
run_take(run *r, yz_report *report, workers *w, yz_error *err)
{
    const yz_status status = take_passages(r, report, w, err);
    source_run *source = &r->sources.items[r->sources.count - 1];
    source->count = r->passages - source->first;
    r->repeats = false; /* the strings may go with the report */
    yz_report_free(report);
    return status;
}

/* The last source is the one without a name, whose number is that of "". */
static bool
is_nameless(const run *r)
{
    return r->sources.count && !r->sources.items[r->sources.count - 1].name;
}

yz_status
run_put(run *r, const yz_passage *passage, workers *w, uint32_t *ret_number,
        yz_error *err)
{
    if (!is_nameless(r))
        TRY(run_begin_source(r, (yz_str){ 0 }, err));
    if (!r->open)
        r->open = batch_new(r->batches.from);
    const yz_passage *own = r->open ? batch_copy(r->open, passage) : NULL;
    if (!own || !number_strings(r, own) || !number_pages(r, own) ||
        !batch_take(r->open, own, &r->numbers, r->pages.items))
        return error_nomem(err);
    r->sources.items[r->sources.count - 1].count++;
    *ret_number = r->passages++;
    return batch_is_full(r->open, r->batch_text_size) ? give_batch(r, w, err)
                                                      : YZ_OK;
}

/* ---- the segment -------------------------------------------------------- */

static yz_status
check_batches(const run *r, yz_error *err)
{
    for (size_t i = 0; i < r->batches.count; i++) {
        const batch *b = r->batches.items[i];
        if (b->status == YZ_OK)
            continue;
        if (err)
            *err = b->error;
        return b->status;
    }
    return YZ_OK;
}

yz_status
run_assemble(run *r, workers *w, segment_writer *out,
             manifest_segment *ret_info, yz_error *err)
{
    TRY(give_batch(r, w, err));
    workers_wait(w);
    TRY(check_batches(r, err));
    const yz_allocator *memory = r->batches.from;
    segment_part *parts =
        memory_zeroed(memory, r->batches.count + 1, sizeof(*parts));
    if (!parts)
        return error_nomem(err);
    uint32_t base = 0;
    for (size_t i = 0; i < r->batches.count; i++) {
        parts[i] = (segment_part){ .batch = r->batches.items[i], .base = base };
        base += r->batches.items[i]->passages;
    }
    const ingredients from = { .parts = parts,
                               .part_count = r->batches.count,
                               .strings = &r->strings,
                               .runs = r->sources.items,
                               .run_count = (uint32_t)r->sources.count };
    const yz_status status = segment_assemble(&from, out, ret_info, err);
    memory_release(memory, parts);
    return status;
}
