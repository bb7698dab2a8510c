/* SPDX-License-Identifier: MIT */
#include "indexer/write/unsure.h"

#include "core/base/utf8.h"

/* Percent. Engines give what they read well 80 and more. */
enum { SURE_FROM = 60 };

static bool
is_low(uint32_t confidence)
{
    return confidence > 0 && confidence < SURE_FROM;
}

static uint32_t
count_han(yz_str text, yz_span part)
{
    uint32_t count = 0;
    size_t at = part.begin;
    while (at < part.end && at < text.size) {
        const uint32_t c = utf8_next(text.data, text.size, &at);
        count += c >= 0x3400 && c <= 0x9fff;
    }
    return count;
}

/* Words and characters with a confidence count, else their row's does. */
static uint32_t
count_row(yz_str text, const yz_row *row)
{
    uint32_t unsure = 0;
    bool known = false;
    for (size_t i = 0; i < row->cell_count; i++) {
        const yz_cell *cell = &row->cells[i];
        known |= cell->confidence > 0;
        if (is_low(cell->confidence))
            unsure += count_han(text, cell->text);
    }
    return !known && is_low(row->confidence) ? count_han(text, row->text)
                                             : unsure;
}

uint32_t
unsure_characters(const yz_passage *p)
{
    uint32_t count = 0;
    for (size_t i = 0; i < p->row_count; i++)
        count += count_row(p->text, &p->rows[i]);
    return count;
}
