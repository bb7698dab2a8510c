/* SPDX-License-Identifier: MIT */
/*
 * IIIF Content Search 1.0 and 2.0, and autocompletion.
 */
#include "serve/iiif.h"
#include "serve/images.h"
#include "serve/report_search.h"

enum { CONTEXT_CHARACTERS = 12 };

/* What stands around a match in the text of its passage. */
static yz_status
keep_context(iiif_request *r, yz_str text, const yz_match *m, annotation *to)
{
    arena *a = &r->exchange->arena;
    const size_t at = yz_offset_to_code_points(text, m->text.begin);
    const size_t first = yz_offset_from_code_points(
        text, at > CONTEXT_CHARACTERS ? at - CONTEXT_CHARACTERS : 0);
    const size_t end = yz_offset_to_code_points(text, m->text.end);
    const size_t last =
        yz_offset_from_code_points(text, end + CONTEXT_CHARACTERS);
    to->before =
        arena_str(a, (yz_str){ text.data + first, m->text.begin - first });
    to->after =
        arena_str(a, (yz_str){ text.data + m->text.end, last - m->text.end });
    to->surface = arena_str(a, m->surface);
    return to->before.data && to->after.data && to->surface.data
               ? YZ_OK
               : error_nomem(&r->error);
}

static yz_status
keep_matches(void *context, const shown_hit *h, yz_error *err)
{
    iiif_request *r = context;
    const yz_passage *p = h->hit->passage;
    for (size_t i = 0; i < h->match_count; i++) {
        const yz_match *m = &h->matches[i];
        annotation one = { .match = r->matches };
        TRY(keep_context(r, p->text, m, &one));
        for (size_t k = 0; k < m->box_count; k++) {
            one.page = p->pages[m->boxes[k].page].number;
            one.box = m->boxes[k].box;
            if (!ARRAY_PUSH(&r->annotations, one))
                return error_nomem(err);
        }
        r->matches += m->box_count > 0;
    }
    return YZ_OK;
}

static yz_status
find(iiif_request *r, yz_snapshot *snapshot)
{
    const report_query asked = { .report = r->report,
                                 .text = exchange_parameter(r->exchange, "q") };
    return report_search(r->service, r->exchange, snapshot, &asked,
                         keep_matches, r, &r->error);
}

/* The address of a service, asked for a query. */
static void
put_query_address(const iiif_request *r, json *j, const char *key,
                  const char *below, yz_str query)
{
    buffer address = { 0 };
    buffer_put_text(&address, r->base);
    buffer_put_text(&address, str_of(below));
    buffer_put_text(&address, str_of("?q="));
    images_put_encoded(&address, query);
    json_text(j, key, buffer_ok(&address) ? buffer_str(&address) : r->base);
    buffer_dispose(&address);
}

/* The address that was asked for, as the id of the answer. */
static void
put_own_address(const iiif_request *r, json *j, const char *key,
                const char *below)
{
    put_query_address(r, j, key, below, exchange_parameter(r->exchange, "q"));
}

static void
put_resource_1(const iiif_request *r, json *j, size_t i)
{
    const annotation *a = &r->annotations.items[i];
    json_begin(j, NULL, '{');
    iiif_put_numbered(r, j, "@id", "annotation", i);
    iiif_put(j, "@type", "oa:Annotation");
    iiif_put(j, "motivation", "sc:painting");
    json_begin(j, "resource", '{');
    iiif_put(j, "@type", "cnt:ContentAsText");
    json_text(j, "chars", a->surface);
    json_end(j, '}');
    iiif_put_canvas(r, j, "on", a->page, &a->box);
    json_end(j, '}');
}

/* The hit that begins with annotation `i`; returns the one behind it. */
static size_t
put_hit_1(const iiif_request *r, json *j, size_t i)
{
    const annotation *first = &r->annotations.items[i];
    json_begin(j, NULL, '{');
    iiif_put(j, "@type", "search:Hit");
    json_begin(j, "annotations", '[');
    for (; i < r->annotations.count &&
           r->annotations.items[i].match == first->match;
         i++)
        iiif_put_numbered(r, j, NULL, "annotation", i);
    json_end(j, ']');
    json_text(j, "match", first->surface);
    json_text(j, "before", first->before);
    json_text(j, "after", first->after);
    json_end(j, '}');
    return i;
}

yz_status
iiif_search_1(iiif_request *r, yz_snapshot *snapshot, json *j)
{
    TRY(find(r, snapshot));
    json_begin(j, "@context", '[');
    iiif_put(j, NULL, "http://iiif.io/api/presentation/2/context.json");
    iiif_put(j, NULL, "http://iiif.io/api/search/1/context.json");
    json_end(j, ']');
    put_own_address(r, j, "@id", "/search/1");
    iiif_put(j, "@type", "sc:AnnotationList");
    json_begin(j, "within", '{');
    iiif_put(j, "@type", "sc:Layer");
    json_number(j, "total", r->matches);
    json_end(j, '}');
    json_number(j, "startIndex", 0);
    json_begin(j, "resources", '[');
    for (size_t i = 0; i < r->annotations.count; i++)
        put_resource_1(r, j, i);
    json_end(j, ']');
    json_begin(j, "hits", '[');
    for (size_t i = 0; i < r->annotations.count;)
        i = put_hit_1(r, j, i);
    json_end(j, ']');
    return YZ_OK;
}

static void
put_item_2(const iiif_request *r, json *j, size_t i)
{
    const annotation *a = &r->annotations.items[i];
    json_begin(j, NULL, '{');
    iiif_put_numbered(r, j, "id", "annotation", i);
    iiif_put(j, "type", "Annotation");
    iiif_put(j, "motivation", "highlighting");
    json_begin(j, "body", '{');
    iiif_put(j, "type", "TextualBody");
    json_text(j, "value", a->surface);
    iiif_put(j, "format", "text/plain");
    json_end(j, '}');
    iiif_put_canvas(r, j, "target", a->page, &a->box);
    json_end(j, '}');
}

static void
put_extra_2(const iiif_request *r, json *j, size_t i)
{
    const annotation *a = &r->annotations.items[i];
    if (i && a[-1].match == a->match)
        return;
    json_begin(j, NULL, '{');
    iiif_put_numbered(r, j, "id", "match", a->match);
    iiif_put(j, "type", "Annotation");
    iiif_put(j, "motivation", "contextualizing");
    json_begin(j, "target", '{');
    iiif_put(j, "type", "SpecificResource");
    iiif_put_numbered(r, j, "source", "annotation", i);
    json_begin(j, "selector", '[');
    json_begin(j, NULL, '{');
    iiif_put(j, "type", "TextQuoteSelector");
    json_text(j, "prefix", a->before);
    json_text(j, "exact", a->surface);
    json_text(j, "suffix", a->after);
    json_end(j, '}');
    json_end(j, ']');
    json_end(j, '}');
    json_end(j, '}');
}

yz_status
iiif_search_2(iiif_request *r, yz_snapshot *snapshot, json *j)
{
    TRY(find(r, snapshot));
    iiif_put(j, "@context", "http://iiif.io/api/search/2/context.json");
    put_own_address(r, j, "id", "/search/2");
    iiif_put(j, "type", "AnnotationPage");
    json_begin(j, "items", '[');
    for (size_t i = 0; i < r->annotations.count; i++)
        put_item_2(r, j, i);
    json_end(j, ']');
    json_begin(j, "annotations", '[');
    json_begin(j, NULL, '{');
    iiif_put(j, "type", "AnnotationPage");
    json_begin(j, "items", '[');
    for (size_t i = 0; i < r->annotations.count; i++)
        put_extra_2(r, j, i);
    json_end(j, ']');
    json_end(j, '}');
    json_end(j, ']');
    return YZ_OK;
}

static void
put_term(const iiif_request *r, json *j, yz_suggestion one)
{
    json_begin(j, NULL, '{');
    json_text(j, "match", one.text);
    put_query_address(r, j, "url", "/search/1", one.text);
    json_number(j, "count", one.passages);
    json_end(j, '}');
}

yz_status
iiif_autocompletion(iiif_request *r, yz_snapshot *snapshot, json *j)
{
    yz_suggestions *list;
    TRY(yz_suggest(snapshot, exchange_parameter(r->exchange, "q"), NULL, &list,
                   &r->error));
    iiif_put(j, "@context", "http://iiif.io/api/search/1/context.json");
    put_own_address(r, j, "@id", "/autocomplete/1");
    iiif_put(j, "@type", "search:TermList");
    json_begin(j, "terms", '[');
    for (size_t i = 0; i < yz_suggestions_count(list); i++)
        put_term(r, j, yz_suggestions_at(list, i));
    json_end(j, ']');
    yz_suggestions_free(list);
    return YZ_OK;
}
