/* SPDX-License-Identifier: MIT */
#include "core/format/code_table.h"

static const uint16_t tables[CODE_TABLES][CODE_COUNT] = {
#include "core/format/code_table.inc"
};

const uint16_t *
code_table(int table)
{
    return tables[table];
}
