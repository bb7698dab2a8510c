/* SPDX-License-Identifier: MIT */
/*
 * -o html: a page that can be saved or sent on. It needs no other file but the
 * images of pages, where these are known, and runs no script; whatever passages
 * contain is text in it.
 */
#include "core/base/display.h"
#include "query/cli/page_image.h"
#include "query/cli/printer.h"

#include "core/base/utf8.h"

#include <inttypes.h>

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"zh\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>";
static const char style[] =
    "</title>\n"
    "<style>\n"
    ":root { color-scheme: light dark }\n"
    "body { font: 16px/1.7 sans-serif; max-width: 42em; margin: 2em auto;\n"
    "       padding: 0 1em }\n"
    "h1 { font-size: 1.3em }\n"
    "h2 { font-size: 1em; margin: 0 }\n"
    "article { margin: 1.6em 0 }\n"
    "p { margin: .2em 0 }\n"
    ".place, .facts, .context { opacity: .65; font-size: .85em }\n"
    ".tier { border: 1px solid; border-radius: .3em; padding: 0 .3em;\n"
    "        font-size: .8em }\n"
    "pre { font-size: .8em; overflow-x: auto }\n"
    "figure { margin: .4em 0 }\n"
    "svg { display: block; max-width: 100%; max-height: 28em }\n"
    "rect { fill: #fc0; fill-opacity: .4 }\n"
    "</style>\n"
    "</head>\n"
    "<body>\n";

/* Text of the page: escaped, and shown as display.h allows. */
static void
put_text(FILE *to, yz_str text)
{
    for (size_t at = 0; at < text.size;) {
        const uint32_t c = display_next(text, &at);
        char bytes[4];
        switch (c) {
        case '&':
            fputs("&amp;", to);
            break;
        case '<':
            fputs("&lt;", to);
            break;
        case '>':
            fputs("&gt;", to);
            break;
        case '"':
            fputs("&quot;", to);
            break;
        case '\'':
            fputs("&#39;", to);
            break;
        default:
            fwrite(bytes, 1, utf8_put(bytes, c), to);
        }
    }
}

/* An element with text; nothing if the text is empty. */
static void
put_element(FILE *to, const char *tag, const char *class, yz_str text)
{
    if (!text.size)
        return;
    fprintf(to, class ? "<%s class=\"%s\">" : "<%s>", tag, class);
    put_text(to, text);
    fprintf(to, "</%s>\n", tag);
}

static void
open_page(output *out, const answer *first)
{
    fputs(head, out->file);
    put_text(out->file, first->query);
    fputs(style, out->file);
}

static void
close_page(output *out)
{
    fputs("</body>\n</html>\n", out->file);
}

/* ---- a hit --------------------------------------------------------------- */

static void
put_heading(FILE *to, const yz_hit *hit)
{
    const yz_passage *p = hit->passage;
    fprintf(to, "<h2>%" PRIu64 ". ", hit->rank);
    put_text(to, p->title);
    if (p->title.size && p->section.size)
        fputs(" › ", to);
    put_text(to, p->section);
    if (hit->tier != YZ_TIER_EXACT)
        fprintf(to, " <span class=\"tier\">%s</span>", yz_tier_name(hit->tier));
    fputs("</h2>\n", to);
}

static void
put_place(FILE *to, const shown_hit *h)
{
    const yz_passage *p = h->hit->passage;
    const hit_place place = hit_place_of(h);
    fputs("<p class=\"place\">", to);
    if (p->date.size) {
        put_text(to, p->date);
        fputs(" · ", to);
    }
    fprintf(to, "%s · ", yz_kind_name(p->kind));
    put_text(to, p->path);
    if (place.line)
        fprintf(to, ":%u", place.line);
    fputs("</p>\n", to);
}

static void
put_snippet(FILE *to, const yz_snippet *snippet)
{
    snippet_segment s = { 0 };
    fputs("<p>", to);
    while (snippet_segment_next(snippet, &s)) {
        if (s.match)
            fputs("<mark>", to);
        put_text(to, s.text);
        if (s.match)
            fputs("</mark>", to);
    }
    fputs("</p>\n", to);
}

static void
put_neighbours(FILE *to, const shown_hit *h, bool after)
{
    for (size_t i = 0; i < h->neighbour_count; i++)
        if ((h->neighbours[i].distance > 0) == after)
            put_element(to, "p", "context", h->neighbours[i].passage.text);
}

/* Line feeds are kept. */
static void
put_lines(FILE *to, yz_str lines)
{
    size_t begin = 0;
    if (!lines.size)
        return;
    fputs("<pre>", to);
    for (size_t at = 0; at <= lines.size; at++) {
        if (at < lines.size && lines.data[at] != '\n')
            continue;
        put_text(to, (yz_str){ lines.data + begin, at - begin });
        putc('\n', to);
        begin = at + 1;
    }
    fputs("</pre>\n", to);
}

/* ---- page images ---------------------------------------------------------- */

/* A path as an address: what is no name or slash is encoded. */
static void
put_path(FILE *to, yz_str path)
{
    for (size_t i = 0; i < path.size; i++) {
        const unsigned char c = (unsigned char)path.data[i];
        const bool plain = (c >= '0' && c <= '9') ||
                           ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
                           c == '/' || c == '-' || c == '.' || c == '_' ||
                           c == '~';
        fprintf(to, plain ? "%c" : "%%%02X", c);
    }
}

static void
put_rect(FILE *to, yz_box b)
{
    fprintf(to, "x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\"", b.x0, b.y0,
            b.x1 - b.x0, b.y1 - b.y0);
}

static void
put_image(FILE *to, image_kind kind, yz_str place, const yz_page *page,
          const hit_region *r)
{
    fputs("<image href=\"", to);
    if (kind == IMAGE_FILE)
        put_path(to, place);
    else
        put_text(to, place);
    fputs("\"", to);
    if (kind == IMAGE_REGION) {
        putc(' ', to);
        put_rect(to, r->box);
    } else if (page->width && page->height) {
        fprintf(to, " width=\"%u\" height=\"%u\"", page->width, page->height);
    }
    fputs("/>\n", to);
}

/* The region of the page, and the boxes of the matches in it. */
static void
put_region(FILE *to, const shown_hit *h, const hit_region *r, image_kind kind,
           yz_str place)
{
    const yz_page *page = &h->hit->passage->pages[r->page];
    fprintf(to, "<figure><svg viewBox=\"%u %u %u %u\">\n", r->box.x0, r->box.y0,
            r->box.x1 - r->box.x0, r->box.y1 - r->box.y0);
    put_image(to, kind, place, page, r);
    for (size_t i = 0; i < h->match_count; i++)
        for (size_t k = 0; k < h->matches[i].box_count; k++) {
            const yz_page_box *b = &h->matches[i].boxes[k];
            if (b->page != r->page)
                continue;
            fputs("<rect ", to);
            put_rect(to, b->box);
            fputs("/>\n", to);
        }
    fputs("</svg></figure>\n", to);
}

static void
put_regions(output *out, const shown_hit *h)
{
    enum { REGIONS_MAX = 4 };
    hit_region regions[REGIONS_MAX];
    const size_t count = hit_regions(h, regions, REGIONS_MAX);
    for (size_t i = 0; i < count; i++) {
        buffer place = { 0 };
        const image_kind kind =
            region_image(out->arguments, h->hit->passage, &regions[i], &place);
        if (kind != IMAGE_NONE && buffer_ok(&place))
            put_region(out->file, h, &regions[i], kind, buffer_str(&place));
        buffer_dispose(&place);
    }
}

static void
print_hit(output *out, const answer *a, const shown_hit *h)
{
    FILE *to = out->file;
    const char *divide = answer_divide(a, h);
    if (divide)
        put_element(to, "p", "looser", str_of(divide));
    fputs("<article>\n", to);
    put_heading(to, h->hit);
    put_place(to, h);
    put_neighbours(to, h, false);
    for (size_t i = 0; i < h->snippet_count; i++)
        put_snippet(to, &h->snippets[i]);
    put_neighbours(to, h, true);
    put_regions(out, h);
    put_lines(to, h->explanation);
    fputs("</article>\n", to);
}

/* ---- an answer ----------------------------------------------------------- */

static void
begin_answer(output *out, const answer *a)
{
    const size_t warnings = a->parsed ? yz_query_warning_count(a->parsed) : 0;
    fputs("<section>\n", out->file);
    put_element(out->file, "h1", NULL, a->query);
    for (size_t i = 0; i < warnings; i++)
        put_element(out->file, "p", "warning",
                    yz_query_warning(a->parsed, i).message);
}

static void
put_facet(FILE *to, const shown_facet *f)
{
    if (!f->count)
        return;
    fputs("<table>\n<caption>", to);
    put_text(to, f->name);
    fputs("</caption>\n", to);
    for (size_t i = 0; i < f->count; i++) {
        const yz_str value = f->values[i].value;
        fprintf(to, "<tr><td>%" PRIu64 "</td><td>", f->values[i].count);
        put_text(to, value.size ? value : str_of("(none)"));
        fputs("</td></tr>\n", to);
    }
    fputs("</table>\n", to);
}

static void
end_answer(output *out, const answer *a)
{
    shown_facet f;
    for (size_t i = 0; answer_facet(out, a, i, &f); i++)
        put_facet(out->file, &f);
    if (!a->shown && !a->error)
        put_element(out->file, "p", NULL, str_of("Nothing found."));
    put_lines(out->file, a->why);
    if (a->error)
        put_element(out->file, "p", "error", str_of(a->error->message));
    fputs("</section>\n", out->file);
}

const printer printer_html = {
    .name = "html",
    .has_warnings = true,
    .has_facets = true,
    .has_details = true,
    .open = open_page,
    .begin = begin_answer,
    .hit = print_hit,
    .end = end_answer,
    .close = close_page,
};
