/* SPDX-License-Identifier: MIT */
/* core/report reads a date; the signs around and between are read here. */
#include "query/parse/date.h"

#include <string.h>

static uint32_t
day_after(uint32_t date)
{
    const uint32_t year = date / 10000;
    const uint32_t month = date / 100 % 100;
    const uint32_t tomorrow = date_number(year, month, date % 100 + 1);
    if (tomorrow)
        return tomorrow;
    return month < 12 ? date_number(year, month + 1, 1)
                      : date_number(year + 1, 1, 1);
}

static uint32_t
day_before(uint32_t date)
{
    const uint32_t year = date / 10000;
    const uint32_t month = date / 100 % 100;
    if (date % 100 > 1)
        return date - 1;
    return month > 1 ? date_month_end(year, month - 1)
                     : date_month_end(year - 1, 12);
}

/* Skip the text if it comes next. */
static bool
take(yz_str *text, const char *what)
{
    const size_t size = strlen(what);
    if (text->size < size || memcmp(text->data, what, size) != 0)
        return false;
    text->data += size;
    text->size -= size;
    return true;
}

static bool
read_compared(yz_str text, date_span *ret_span)
{
    date_span one;
    const bool above = take(&text, ">");
    const bool at_least = take(&text, "≥");
    const bool below = !above && !at_least && take(&text, "<");
    const bool at_most = !above && !at_least && !below && take(&text, "≤");
    const bool equal = take(&text, "=");
    if ((at_least || at_most) && equal)
        return false;
    if (!date_read(text, &one))
        return false;
    *ret_span = one;
    if (above || at_least) {
        ret_span->first = above && !equal ? day_after(one.last) : one.first;
        ret_span->last = 0;
        return ret_span->first != 0;
    }
    if (below || at_most) {
        ret_span->first = 0;
        ret_span->last = below && !equal ? day_before(one.first) : one.last;
        return ret_span->last != 0;
    }
    return true;
}

/* `a..b`; one side may be missing. */
static bool
read_range(yz_str first, yz_str last, date_span *ret_span)
{
    date_span from = { 0 };
    date_span to = { 0 };
    if (!first.size && !last.size)
        return false;
    if ((first.size && !date_read(first, &from)) ||
        (last.size && !date_read(last, &to)))
        return false;
    *ret_span = (date_span){ from.first, to.last };
    return !from.first || !to.last || from.first <= to.last;
}

bool
date_span_read(yz_str text, date_span *ret_span)
{
    for (size_t i = 0; i + 1 < text.size; i++) {
        if (text.data[i] != '.' || text.data[i + 1] != '.')
            continue;
        const yz_str first = { text.data, i };
        const yz_str last = { text.data + i + 2, text.size - i - 2 };
        return read_range(first, last, ret_span);
    }
    return read_compared(text, ret_span);
}
