/* SPDX-License-Identifier: MIT */
/*
 * -o vimgrep: path:line:column:snippet, one hit per line, as editors read it
 * (`:set grepformat=%f:%l:%c:%m`).
 */
#include "core/base/display.h"
#include "query/cli/printer.h"

static void
print_hit(output *out, const answer *a, const shown_hit *h)
{
    const hit_place place = hit_place_of(h);
    (void)a;
    display_put(out->file, h->path);
    fprintf(out->file, ":%u:%u:", place.line, place.column);
    if (h->snippet_count)
        display_put(out->file, h->snippets[0].text);
    putc('\n', out->file);
}

const printer printer_vimgrep = {
    .name = "vimgrep",
    .hit = print_hit,
    .count = print_number,
};
