/* SPDX-License-Identifier: MIT */
#include "core/report/report.h"
#include "core/base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

yz_report *
report_new(const yz_allocator *memory)
{
    yz_report *report = memory_zeroed(memory, 1, sizeof(*report));
    if (!report)
        return NULL;
    report->users = 1;
    report->arena.from = memory_keep(&report->allocator, memory);
    report->passages.from = report->arena.from;
    return report;
}

yz_report *
report_retain(yz_report *report)
{
    atomic_fetch_add(&report->users, 1);
    return report;
}

yz_passage *
report_add(yz_report *report)
{
    if (!ARRAY_PUSH(&report->passages, (yz_passage){ 0 }))
        return NULL;
    return &report->passages.items[report->passages.count - 1];
}

void
yz_report_free(yz_report *report)
{
    if (!report || atomic_fetch_sub(&report->users, 1) > 1)
        return;
    ARRAY_DISPOSE(&report->passages);
    arena_dispose(&report->arena);
    const yz_allocator copy = report->allocator;
    memory_release(report->arena.from ? &copy : NULL, report);
}

size_t
yz_report_passage_count(const yz_report *report)
{
    return report ? report->passages.count : 0;
}

const yz_passage *
yz_report_passage(const yz_report *report, size_t i)
{
    return i < yz_report_passage_count(report) ? &report->passages.items[i]
                                               : NULL;
}

size_t
report_size(const yz_report *report)
{
    return sizeof(*report) + report->arena.held +
           report->passages.capacity * sizeof(yz_passage);
}

/* ---- ids ------------------------------------------------------------------ */

/* Equal passages are numbered in their order: "…", "…-2", "…-3". */
static yz_str
id_of(arena *a, uint64_t hash, uint32_t number)
{
    if (number == 1)
        return arena_printf(a, "%016llx", (unsigned long long)hash);
    return arena_printf(a, "%016llx-%u", (unsigned long long)hash, number);
}

yz_str
report_id_of(arena *a, yz_str report, yz_str text)
{
    return arena_printf(a, "%016llx",
                        (unsigned long long)hash_pair(report, text));
}

yz_status
report_make_ids(yz_report *report, number_map *equals, yz_error *err)
{
    for (size_t i = 0; i < report->passages.count; i++) {
        yz_passage *p = &report->passages.items[i];
        if (p->id.size)
            continue;
        const uint64_t hash = hash_pair(p->report, p->text);
        uint32_t *number = number_map_at(equals, hash);
        if (!number)
            return error_nomem(err);
        p->id = id_of(&report->arena, hash, ++*number);
        if (!p->id.data)
            return error_nomem(err);
    }
    return YZ_OK;
}

/* ---- passages that replace others ----------------------------------------- */

typedef struct named {
    yz_str id;
    size_t passage;
} named;

static int
named_compare(const void *a, const void *b)
{
    const named *x = a;
    const named *y = b;
    const int order = str_compare(x->id, y->id);
    if (order)
        return order;
    return (x->passage > y->passage) - (x->passage < y->passage);
}

yz_status
report_drop_replaced(yz_report *report, yz_error *err)
{
    const size_t count = report->passages.count;
    yz_passage *passages = report->passages.items;
    const yz_allocator *memory = report->arena.from;
    named *list = memory_zeroed(memory, count + 1, sizeof(*list));
    bool *replaced = memory_zeroed(memory, count + 1, sizeof(*replaced));
    if (list && replaced) {
        for (size_t i = 0; i < count; i++)
            list[i] = (named){ passages[i].id, i };
        qsort(list, count, sizeof(*list), named_compare);
        for (size_t i = 0; i + 1 < count; i++)
            replaced[list[i].passage] = str_equal(list[i].id, list[i + 1].id);
        report->passages.count = 0;
        for (size_t i = 0; i < count; i++)
            if (!replaced[i])
                passages[report->passages.count++] = passages[i];
    }
    const bool done = list && replaced;
    memory_release(memory, list);
    memory_release(memory, replaced);
    return done ? YZ_OK : error_nomem(err);
}

/* ---- dates ----------------------------------------------------------------- */

static uint32_t
days_of(uint32_t year, uint32_t month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30,
                                    31, 31, 30, 31, 30, 31 };
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

uint32_t
report_date_number(yz_str date)
{
    uint32_t number = 0;
    if (date.size != 10 || date.data[4] != '-' || date.data[7] != '-')
        return 0;
    for (size_t i = 0; i < date.size; i++) {
        if (i == 4 || i == 7)
            continue;
        if (date.data[i] < '0' || date.data[i] > '9')
            return 0;
        number = number * 10 + (uint32_t)(date.data[i] - '0');
    }
    const uint32_t year = number / 10000;
    const uint32_t month = number / 100 % 100;
    const uint32_t day = number % 100;
    if (!year || !month || month > 12 || !day || day > days_of(year, month))
        return 0;
    return number;
}
