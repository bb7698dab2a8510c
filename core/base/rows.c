/* SPDX-License-Identifier: MIT */
#include "core/base/rows.h"

#include <string.h>

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

yz_str
row_trim(yz_str text)
{
    while (text.size && is_blank(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size && is_blank(text.data[text.size - 1]))
        text.size--;
    return text;
}

yz_str
row_take_word(yz_str *row)
{
    *row = row_trim(*row);
    yz_str word = { row->data, 0 };
    while (word.size < row->size && !is_blank(word.data[word.size]))
        word.size++;
    row->data += word.size;
    row->size -= word.size;
    return word;
}

static yz_str
take_line(yz_str *text)
{
    const char *end = memchr(text->data, '\n', text->size);
    const size_t size = end ? (size_t)(end - text->data) : text->size;
    const yz_str line = { text->data, size };
    text->data += size + (end != NULL);
    text->size -= size + (end != NULL);
    return line;
}

/* Editors of some systems put a byte-order mark at the beginning. */
static void
pass_mark(yz_str *text)
{
    static const char mark[] = "\xef\xbb\xbf";
    const size_t size = sizeof(mark) - 1;
    if (text->size < size || memcmp(text->data, mark, size) != 0)
        return;
    text->data += size;
    text->size -= size;
}

bool
rows_next(rows *r)
{
    if (r->line == 0)
        pass_mark(&r->text);
    while (r->text.size) {
        r->row = row_trim(take_line(&r->text));
        r->line++;
        if (r->row.size && r->row.data[0] != '#')
            return true;
    }
    return false;
}

yz_status
rows_refuse(const rows *r, yz_error *err, const char *what)
{
    const yz_status status = error_set(err, YZ_E_SOURCE, "%s", what);
    if (err)
        err->line = r->line;
    return status;
}

size_t
rows_most(yz_str text)
{
    size_t lines = 1;
    for (size_t i = 0; i < text.size; i++)
        lines += text.data[i] == '\n';
    return lines;
}
