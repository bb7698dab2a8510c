/* SPDX-License-Identifier: MIT */
/*
 * --only-matching: what the source has where the query matches, a line a match.
 */
#include "core/base/display.h"
#include "query/cli/printer.h"

static void
print_hit(output *out, const answer *a, const shown_hit *h)
{
    (void)a;
    for (size_t i = 0; i < h->match_count; i++) {
        display_put(out->file, h->matches[i].surface);
        putc('\n', out->file);
    }
}

const printer printer_surfaces = {
    .name = "only-matching",
    .hit = print_hit,
};
