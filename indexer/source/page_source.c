/* SPDX-License-Identifier: MIT */
#include "indexer/source/page_source.h"

#include "core/report/date.h"
#include "indexer/layout/page_layout.h"
#include "indexer/source/report_origin.h"

struct page_source {
    const ocr_format *format;
    const ocr_source *source;
    ocr_reader *reader;
    ocr_page page;
    yz_str name;
    bool any;   /* a page was read */
    bool given; /* one of them had passages */
};

yz_status
page_source_open(const ocr_format *format, const ocr_source *source,
                 yz_str name, page_source **ret_pages, yz_error *err)
{
    page_source *s = memory_zeroed(source->memory, 1, sizeof(*s));
    if (!s)
        return error_nomem(err);
    s->format = format;
    s->source = source;
    s->name = name;
    ocr_page_init(&s->page, source->memory);
    const yz_status status = format->open(source, &s->reader, err);
    if (status != YZ_OK) {
        page_source_close(s);
        return status;
    }
    *ret_pages = s;
    return YZ_OK;
}

/* Title and date of the issue, where the page has none of its own. */
static yz_status
set_issue(yz_report *report, ocr_issue issue, yz_error *err)
{
    date_span span;
    char text[DATE_TEXT_SIZE] = "";
    if (issue.date.size && date_read(issue.date, &span))
        date_put(span, text);
    const yz_str date = arena_str(&report->arena, str_of(text));
    const yz_str title = arena_str(&report->arena, issue.title);
    if (!date.data || !title.data)
        return error_nomem(err);
    for (size_t i = 0; i < report->passages.count; i++) {
        yz_passage *p = &report->passages.items[i];
        if (!p->date.size)
            p->date = date;
        if (!p->title.size && title.size <= YZ_NAME_SIZE_MAX)
            p->title = title;
    }
    return YZ_OK;
}

/* The passages of the page that was read; maybe none. */
static yz_status
make_report(page_source *s, yz_report *report, yz_error *err)
{
    TRY(page_layout(&s->page, report, err));
    if (report->passages.count == 0)
        return YZ_OK;
    TRY(report_set_origin(report, (yz_str){ 0 }, s->name, s->source->path,
                          err));
    TRY(set_issue(report, s->format->issue(s->reader), err));
    return report_set_date_of_name(report, s->source->path, err);
}

/* After a page, what cannot be read is reported, and is the end. */
static yz_status
end_early(const page_source *s, yz_status status, const yz_error *why,
          yz_error *err)
{
    if (status == YZ_E_SOURCE && s->any) {
        if (s->source->notice)
            s->source->notice(s->source->notice_context, YZ_REFUSAL, why);
        return YZ_DONE;
    }
    if (status != YZ_DONE && err)
        *err = *why;
    return status;
}

yz_status
page_source_next(page_source *s, yz_report **ret_report, yz_error *err)
{
    for (;;) {
        yz_error why = { 0 };
        const yz_status read = s->format->next(s->reader, &s->page, &why);
        if (read != YZ_OK)
            return end_early(s, read, &why, err);
        s->any = true;
        yz_report *report = report_new(s->source->memory);
        if (!report)
            return error_nomem(err);
        const yz_status status = make_report(s, report, err);
        if (status == YZ_OK && report->passages.count) {
            report->continues = s->given;
            s->given = true;
            *ret_report = report;
            return YZ_OK;
        }
        yz_report_free(report);
        TRY(status);
    }
}

size_t
page_source_size(const page_source *s)
{
    return s->page.arena.held + s->page.text.capacity +
           s->page.lines.capacity * sizeof(ocr_line) +
           s->page.words.capacity * sizeof(ocr_word) +
           s->page.blocks.capacity * sizeof(ocr_block);
}

void
page_source_close(page_source *s)
{
    if (!s)
        return;
    if (s->reader)
        s->format->close(s->reader);
    ocr_page_dispose(&s->page);
    memory_release(s->source->memory, s);
}
