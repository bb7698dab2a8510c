/* SPDX-License-Identifier: MIT */
/*
 * Reports that a program makes. The first thing that goes wrong is kept until
 * the report is finished; what comes after it is passed over.
 */
#include "core/base/abi.h"
#include "core/report/report.h"
#include "indexer/source/passage_check.h"

struct yz_builder {
    yz_allocator allocator;
    const yz_allocator *memory; /* `allocator`, or NULL */
    yz_report *report;
    yz_str name;
    yz_error error; /**< error.status: how it went so far */
};

yz_status
yz_builder_new(yz_str report, const yz_builder_options *options,
               yz_builder **ret_builder, yz_error *reterr)
{
    yz_builder_options own = YZ_OPTIONS(yz_builder_options);
    TRY(abi_take_options(&own, options, reterr));
    TRY(memory_check(own.allocator, reterr));
    const yz_str any_text = str_of("-");
    const yz_passage named = { .report = report, .text = any_text };
    if (!report.size)
        return error_set(reterr, YZ_E_INVALID,
                         "the report has no name; give one");
    TRY(passage_check(&named, reterr));
    yz_builder *b = memory_zeroed(own.allocator, 1, sizeof(*b));
    if (!b)
        return error_nomem(reterr);
    b->memory = memory_keep(&b->allocator, own.allocator);
    b->report = report_new(b->memory);
    if (b->report)
        b->name = arena_str(&b->report->arena, report);
    if (!b->name.data) {
        yz_builder_free(b);
        return error_nomem(reterr);
    }
    *ret_builder = b;
    return YZ_OK;
}

static yz_status
add_copy(yz_builder *b, const yz_passage *given)
{
    TRY(abi_require(given, "passage", &b->error));
    yz_passage named = *given;
    named.report = b->name;
    TRY(passage_check(&named, &b->error));
    yz_passage *own = report_add(b->report);
    if (!own)
        return error_nomem(&b->error);
    TRY(passage_copy(&named, &b->report->arena, own, &b->error));
    own->id.size = given->id.size; /* others are made when all are there */
    return YZ_OK;
}

void
yz_builder_add(yz_builder *b, const yz_passage *passage)
{
    if (b && b->error.status == YZ_OK)
        b->error.status = add_copy(b, passage);
}

static yz_status
finish(yz_builder *b, yz_error *err)
{
    if (b->error.status != YZ_OK) {
        if (err)
            *err = b->error;
        return b->error.status;
    }
    if (!b->report->passages.count)
        return error_set(err, YZ_E_INVALID, "the report has no passage");
    number_map equals = { .from = b->memory };
    const yz_status status = report_make_ids(b->report, &equals, err);
    number_map_dispose(&equals);
    return status == YZ_OK ? report_drop_replaced(b->report, err) : status;
}

yz_status
yz_builder_finish(yz_builder *b, yz_report **ret_report, yz_error *reterr)
{
    TRY(abi_require(b, "builder", reterr));
    const yz_status status = finish(b, reterr);
    if (status == YZ_OK) {
        *ret_report = b->report;
        b->report = NULL;
    }
    yz_builder_free(b);
    return status;
}

void
yz_builder_free(yz_builder *b)
{
    if (!b)
        return;
    yz_report_free(b->report);
    const yz_allocator copy = b->allocator;
    memory_release(b->memory ? &copy : NULL, b);
}
