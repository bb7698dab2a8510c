/* SPDX-License-Identifier: MIT */
/*
 * The rules in the order in which they can be sure: what a text says of itself,
 * then what is running text, then what stands between it, then what stands
 * above it, and last which parts of it belong together.
 */
#include "indexer/layout/repair.h"

#include "indexer/layout/captions.h"
#include "indexer/layout/compose.h"
#include "indexer/layout/continuation.h"
#include "indexer/layout/headings.h"
#include "indexer/layout/kinds.h"
#include "indexer/layout/page_break.h"
#include "indexer/layout/patterns.h"
#include "indexer/layout/printed.h"
#include "indexer/layout/spacing.h"
#include "indexer/layout/wraps.h"

/* Where lines stand on the page is known: blocks and sizes are seen, not
 * guessed. */
static yz_status
page_repair_printed(page *p, yz_error *err)
{
    TRY(page_form_printed_blocks(p, err));
    page_take_given_kinds(p);
    TRY(page_decide_by_text(p, err));
    page_take_printed_kinds(p);
    TRY(page_mark_body(p, err));
    page_chain_paragraphs(p);
    return YZ_OK;
}

static yz_status
page_repair(page *p, const decoded *file, const printed_line *printed, arena *a,
            yz_error *err)
{
    TRY(page_read(p, file, printed, a, err));
    if (p->lines.count == 0)
        return YZ_OK;
    page_close_up(p);
    if (printed)
        return page_repair_printed(p, err);
    TRY(page_form_blocks(p, err));
    TRY(page_decide_by_text(p, err));
    TRY(page_mark_body(p, err));
    page_decide_breaks(p);
    page_mark_orphans(p);
    page_decide_sandwiches(p);
    page_decide_display(p);
    TRY(page_merge_captions(p, err));
    page_chain_paragraphs(p);
    return YZ_OK;
}

/* The paragraph before the first section, where there are sections. */
static void
mark_lede(page *p)
{
    block *lede = NULL;
    for (size_t i = 0; i < p->block_count; i++) {
        block *b = &p->blocks[i];
        if (b->kind == YZ_KIND_PARAGRAPH && !lede)
            lede = b;
        if (b->kind != YZ_KIND_HEADING)
            continue;
        if (lede) {
            lede->kind = YZ_KIND_LEDE;
            lede->rules |= RULE_BIT(RULE_LEDE);
        }
        break;
    }
}

/* What the chain of blocks knows, beyond its text. */
static yz_status
describe(const page *p, const block *b, arena *a, yz_passage *passage,
         yz_error *err)
{
    uint32_t rules = b->rules;
    passage->kind = b->kind;
    while (b->next) {
        b = &p->blocks[b->next];
        rules |= b->rules;
    }
    passage->truncated = b->cut;
    if (b->cut)
        rules |= RULE_BIT(RULE_CUT);
    if (b->body && !(rules & RULE_BIT(RULE_LEDE)))
        rules |= RULE_BIT(RULE_BODY);
    buffer names = { .from = a->from };
    rules_put_names(rules, &names);
    const bool is_ok = buffer_ok(&names);
    if (is_ok)
        passage->rules = arena_str(a, buffer_str(&names));
    buffer_dispose(&names);
    return is_ok && passage->rules.data ? YZ_OK : error_nomem(err);
}

/* A heading's section reaches to the next heading or headline. */
static void
set_section(yz_passage *passage, yz_str *section)
{
    switch (passage->kind) {
    case YZ_KIND_HEADING:
        *section = passage->text;
        passage->section = *section;
        break;
    case YZ_KIND_PARAGRAPH:
    case YZ_KIND_CAPTION:
        passage->section = *section;
        break;
    case YZ_KIND_HEADLINE:
        *section = (yz_str){ 0 };
        break;
    case YZ_KIND_LEDE:
    case YZ_KIND_BYLINE:
    case YZ_KIND_DATE:
    case YZ_KIND_CREDIT:
    case YZ_KIND_NOISE:
        break;
    }
}

static yz_status
add_passages(const page *p, yz_report *report, yz_error *err)
{
    yz_str section = { 0 };
    for (size_t i = 0; i < p->block_count; i++) {
        const block *b = &p->blocks[i];
        if (b->continues)
            continue;
        yz_passage *passage = report_add(report);
        if (!passage)
            return error_nomem(err);
        TRY(passage_compose(p, b, &report->arena, passage, err));
        TRY(describe(p, b, &report->arena, passage, err));
        set_section(passage, &section);
    }
    return YZ_OK;
}

/* The first headline, that of the paper's own name only if there is no other. */
static yz_str
find_title(const yz_report *report, size_t from)
{
    yz_str masthead = { 0 };
    for (size_t i = from; i < report->passages.count; i++) {
        const yz_passage *passage = &report->passages.items[i];
        if (passage->kind != YZ_KIND_HEADLINE)
            continue;
        if (!text_is_masthead(passage->text))
            return passage->text;
        if (!masthead.size)
            masthead = passage->text;
    }
    return masthead;
}

/* The first day that a date line names; without one, the first month. */
static yz_status
find_date(yz_report *report, size_t from, yz_str *ret_date, yz_error *err)
{
    date_span found = { 0 };
    for (size_t i = from; i < report->passages.count; i++) {
        const yz_passage *passage = &report->passages.items[i];
        date_span date;
        if (passage->kind != YZ_KIND_DATE ||
            !text_is_date_line(passage->text, DATE_ON_TOP, &date))
            continue;
        if (!found.first || (date_is_day(date) && !date_is_day(found)))
            found = date;
    }
    if (!found.first)
        return YZ_OK;
    char text[DATE_TEXT_SIZE];
    date_put(found, text);
    *ret_date = arena_str(&report->arena, str_of(text));
    return ret_date->data ? YZ_OK : error_nomem(err);
}

yz_status
layout_repair(const decoded *file, yz_report *report, yz_error *err)
{
    return layout_repair_printed(file, NULL, report, err);
}

yz_status
layout_repair_printed(const decoded *file, const printed_line *printed,
                      yz_report *report, yz_error *err)
{
    const size_t from = report->passages.count;
    arena scratch = { .from = report->arena.from };
    page p = { 0 };
    yz_str date = { 0 };
    yz_status status = page_repair(&p, file, printed, &scratch, err);
    if (status != YZ_OK)
        goto done;
    if (!printed)
        mark_lede(&p);
    status = add_passages(&p, report, err);
    if (status != YZ_OK)
        goto done;
    status = find_date(report, from, &date, err);
    if (status != YZ_OK)
        goto done;
    const yz_str title = find_title(report, from);
    for (size_t i = from; i < report->passages.count; i++) {
        report->passages.items[i].date = date;
        report->passages.items[i].title = title;
    }
done:
    page_dispose(&p);
    arena_dispose(&scratch);
    return status;
}
