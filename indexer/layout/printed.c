/* SPDX-License-Identifier: MIT */
#include "indexer/layout/printed.h"

#include "indexer/layout/kinds.h"
#include "indexer/layout/run.h"

static void
begin_block(page *p, size_t i)
{
    block *b = &p->blocks[p->block_count++];
    *b = (block){ .line_first = i,
                  .row_first = p->row_count,
                  .gap = p->lines.items[i].gap };
}

/* A line is a row; a block has at least one, and not too much text. */
static bool
begins_block(const page *p, size_t i, size_t size)
{
    return i == 0 || size > YZ_PASSAGE_SIZE_MAX / 2 ||
           p->printed[p->lines.items[i].number - 1].begins;
}

static size_t
line_size(const page *p, const line *l)
{
    const token *last = page_token(p, l->token_first + l->token_count - 1);
    return last->end - page_token(p, l->token_first)->begin + 1;
}

yz_status
page_form_printed_blocks(page *p, yz_error *err)
{
    size_t size = 0;
    const size_t count = p->lines.count;
    p->rows = arena_array(p->arena, count + 1, sizeof(*p->rows));
    p->blocks = arena_array(p->arena, count + 1, sizeof(*p->blocks));
    if (!p->rows || !p->blocks)
        return error_nomem(err);
    p->tight = true;
    for (size_t i = 0; i < count; i++) {
        const line *l = &p->lines.items[i];
        size += line_size(p, l);
        if (begins_block(p, i, size)) {
            begin_block(p, i);
            size = line_size(p, l);
        }
        block *b = &p->blocks[p->block_count - 1];
        p->rows[p->row_count++] = row_of_line(p, l);
        b->row_count++;
        b->line_count++;
        if (b->line_count == 2)
            b->rules |= RULE_BIT(RULE_LINES);
    }
    for (size_t i = 0; i < p->block_count; i++)
        TRY(block_measure(p, &p->blocks[i], err));
    return YZ_OK;
}

static void
take_kinds(page *p, bool given)
{
    for (size_t i = 0; i < p->block_count; i++) {
        block *b = &p->blocks[i];
        const printed_line *printed = block_printed(p, b);
        if (b->decided || !printed->has_kind || printed->is_given != given)
            continue;
        b->kind = printed->kind;
        b->decided = true;
        b->rules |= printed->rules;
    }
}

void
page_take_given_kinds(page *p)
{
    take_kinds(p, true);
}

void
page_take_printed_kinds(page *p)
{
    take_kinds(p, false);
}
