/* SPDX-License-Identifier: MIT */
#include "query/cli/json_hit.h"

#include "core/base/json_pages.h"

static void
put_lines(json *j, const yz_passage *p)
{
    if (p->block_count && !p->blocks[0].line_first)
        return; /* not known */
    json_begin(j, "lines", '[');
    for (size_t i = 0; i < p->block_count; i++)
        json_pair(j, NULL, p->blocks[i].line_first, p->blocks[i].line_last);
    json_end(j, ']');
}

static void
put_bytes(json *j, const yz_passage *p)
{
    if (p->block_count && p->blocks[0].byte_begin == p->blocks[0].byte_end)
        return; /* not known */
    json_begin(j, "bytes", '[');
    for (size_t i = 0; i < p->block_count; i++)
        json_pair(j, NULL, p->blocks[i].byte_begin, p->blocks[i].byte_end);
    json_end(j, ']');
}

static void
put_place_of(json *j, const yz_passage *p)
{
    json_begin(j, "source", '{');
    json_text(j, "path", p->path);
    put_lines(j, p);
    put_bytes(j, p);
    json_end(j, '}');
}

static void
put_segments(json *j, const yz_snippet *snippet)
{
    snippet_segment s = { 0 };
    json_begin(j, "segments", '[');
    while (snippet_segment_next(snippet, &s)) {
        json_begin(j, NULL, '[');
        json_text(j, NULL, s.text);
        json_bool(j, NULL, s.match);
        json_end(j, ']');
    }
    json_end(j, ']');
}

void
json_snippet(json *j, const char *key, const yz_snippet *snippet)
{
    json_begin(j, key, '{');
    json_text(j, "text", snippet->text);
    json_begin(j, "highlights", '[');
    for (size_t i = 0; i < snippet->highlight_count; i++)
        json_pair(j, NULL, snippet->highlights[i].begin,
                  snippet->highlights[i].end);
    json_end(j, ']');
    put_segments(j, snippet);
    json_end(j, '}');
}

/* The best extract, and all of them if --snippets allows several. */
static void
put_snippets(json *j, const shown_hit *h, bool several)
{
    static const yz_snippet none;
    json_snippet(j, "snippet", h->snippet_count ? h->snippets : &none);
    if (!several)
        return;
    json_begin(j, "snippets", '[');
    for (size_t i = 0; i < h->snippet_count; i++)
        json_snippet(j, NULL, &h->snippets[i]);
    json_end(j, ']');
}

void
json_edits(json *j, const yz_hit *hit)
{
    json_begin(j, "edits", '[');
    for (size_t i = 0; i < hit->edit_count; i++) {
        json_begin(j, NULL, '{');
        json_text(j, "query", hit->edits[i].query);
        json_text(j, "text", hit->edits[i].text);
        json_decimal(j, "weight", hit->edits[i].weight);
        if (hit->edits[i].type == YZ_EDIT_SYNONYM)
            json_bool(j, "synonym", true);
        if (hit->edits[i].type == YZ_EDIT_READING)
            json_bool(j, "reading", true);
        json_end(j, '}');
    }
    json_end(j, ']');
}

/* The boxes of one page; what a match has on further ones is apart. */
static size_t
put_page_boxes(json *j, const yz_match *m, size_t from)
{
    size_t i = from;
    json_begin(j, "boxes", '[');
    for (; i < m->box_count && m->boxes[i].page == m->boxes[from].page; i++)
        json_box(j, NULL, m->boxes[i].box);
    json_end(j, ']');
    return i;
}

static void
put_match_boxes(json *j, const yz_passage *p, const yz_match *m)
{
    if (m->page)
        json_number(j, "page", m->page);
    if (!m->box_count)
        return;
    size_t next = put_page_boxes(j, m, 0);
    json_text(j, "box", str_of(yz_box_origin_name(m->box_origin)));
    if (next == m->box_count)
        return;
    json_begin(j, "continued", '[');
    while (next < m->box_count) {
        json_begin(j, NULL, '{');
        json_number(j, "page", p->pages[m->boxes[next].page].number);
        next = put_page_boxes(j, m, next);
        json_end(j, '}');
    }
    json_end(j, ']');
}

void
json_matches(json *j, const shown_hit *h)
{
    json_begin(j, "matches", '[');
    for (size_t i = 0; i < h->match_count; i++) {
        const yz_match *m = &h->matches[i];
        json_begin(j, NULL, '{');
        json_number(j, "line", m->line);
        json_number(j, "column", m->column);
        if (m->byte_begin < m->byte_end)
            json_pair(j, "bytes", m->byte_begin, m->byte_end);
        json_text(j, "surface", m->surface);
        put_match_boxes(j, h->hit->passage, m);
        json_end(j, '}');
    }
    json_end(j, ']');
}

static void
put_context(json *j, const shown_hit *h)
{
    json_begin(j, "context", '[');
    for (size_t i = 0; i < h->neighbour_count; i++) {
        const yz_passage *p = &h->neighbours[i].passage;
        json_begin(j, NULL, '{');
        json_signed(j, "distance", h->neighbours[i].distance);
        json_text(j, "id", p->id);
        json_text(j, "kind", str_of(yz_kind_name(p->kind)));
        json_text(j, "section", p->section);
        json_text(j, "text", p->text);
        put_place_of(j, p);
        json_end(j, '}');
    }
    json_end(j, ']');
}

void
json_passage(json *j, const yz_passage *p)
{
    json_text(j, "id", p->id);
    json_text(j, "report", p->report);
    json_text(j, "kind", str_of(yz_kind_name(p->kind)));
    json_text(j, "title", p->title);
    json_text(j, "section", p->section);
    json_text(j, "date", p->date);
    if (p->truncated)
        json_bool(j, "truncated", true);
    put_place_of(j, p);
    json_pages(j, p);
    if (p->encoding.size)
        json_text(j, "encoding", p->encoding);
    if (p->extra.size)
        json_raw(j, "extra", p->extra);
}

void
json_hit(json *j, const arguments *args, const shown_hit *h)
{
    json_number(j, "rank", h->hit->rank);
    json_decimal(j, "score", h->hit->score);
    json_text(j, "tier", str_of(yz_tier_name(h->hit->tier)));
    json_edits(j, h->hit);
    json_passage(j, h->hit->passage);
    put_snippets(j, h, args->snippet.snippets > 1);
    json_matches(j, h);
    if (args->context)
        put_context(j, h);
    if (args->crop)
        json_lines(j, "crops", h->crops);
    if (args->explain)
        json_lines(j, "explanation", h->explanation);
}
