/* SPDX-License-Identifier: MIT */
/*
 * Passages are taken some thousand at a time: for each such window the
 * dictionaries are walked once, and of each list the passages in the window are
 * kept.
 */
#include "engine/remote/documents.h"

#include "core/base/hash.h"
#include "core/base/json_passage.h"
#include "core/index/engine_terms.h"
#include "core/index/passages.h"
#include "core/index/report_noise.h"

#include <inttypes.h>
#include <string.h>

enum { WINDOW = 2048, KEY_SIZE_MAX = 500 };

typedef ARRAY_OF(uint32_t) number_list;

typedef struct window {
    remote *remote;
    yz_snapshot *snapshot;
    segment *segment;
    uint32_t begin;
    uint32_t end;
    buffer text;               /* of all terms, */
    ARRAY_OF(size_t) ends;     /* where each ends, */
    number_list terms[WINDOW]; /* and their numbers, by passage */
    uint32_t *passages;        /* of a list */
    uint32_t *frequencies;
    const uint32_t *source_of; /* by passage: the string of its name, plus 1 */
    arena arena;               /* of the documents */
    engine_document documents[WINDOW];
    size_t count;
    yz_error *err;
} window;

void
document_key(yz_str report, yz_str id, buffer *out)
{
    if (report.size + id.size > KEY_SIZE_MAX) {
        buffer_printf(out, "#%016" PRIx64 "%016" PRIx64, hash_pair(report, id),
                      hash_pair(id, report));
        return;
    }
    buffer_printf(out, "%zu ", report.size);
    buffer_put_text(out, report);
    buffer_put_u8(out, '#');
    buffer_put_text(out, id);
}

/* ---- terms of passages -------------------------------------------------------- */

static yz_status
end_term(window *w)
{
    return buffer_ok(&w->text) && ARRAY_PUSH(&w->ends, w->text.size)
               ? YZ_OK
               : error_nomem(w->err);
}

/* The last term occurs in passages of a list, as often as that at least. */
static yz_status
give_term(window *w, uint32_t count, uint32_t least)
{
    const uint32_t number = (uint32_t)w->ends.count - 1;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t p = w->passages[i];
        if (p < w->begin || p >= w->end || w->frequencies[i] < least)
            continue;
        if (!ARRAY_PUSH(&w->terms[p - w->begin], number))
            return error_nomem(w->err);
    }
    return YZ_OK;
}

static yz_status
take_gram(window *w, gram_key key, const list_place *where)
{
    posting_list list;
    TRY(segment_gram_list(w->segment, where, &list, w->err));
    TRY(postings_decode(&list, w->passages, w->frequencies, w->err));
    engine_term_of_gram(key, false, &w->text);
    TRY(end_term(w));
    TRY(give_term(w, list.count, 0));
    if (!where->marked)
        return YZ_OK;
    engine_term_of_gram(key, true, &w->text);
    TRY(end_term(w));
    return give_term(w, list.count, 2);
}

static yz_status
take_grams(window *w)
{
    grams_cursor c;
    yz_status status;
    TRY(grams_cursor_open(&w->segment->blobs[BLOB_GRAM], 0, &c, w->err));
    while ((status = grams_cursor_next(&c, w->err)) == YZ_OK)
        TRY(take_gram(w, c.key, &c.where));
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
take_words(window *w)
{
    words_cursor c;
    yz_status status;
    TRY(words_cursor_open(&w->segment->blobs[BLOB_WORD], (yz_str){ 0 }, &c,
                          w->err));
    while ((status = words_cursor_next(&c, w->err)) == YZ_OK) {
        posting_list list;
        const yz_str term = words_cursor_term(&c);
        TRY(segment_word_list(w->segment, &c.where, &list, w->err));
        TRY(postings_decode(&list, w->passages, w->frequencies, w->err));
        engine_term_of_word(term.data[0],
                            (yz_str){ term.data + 1, term.size - 1 }, &w->text);
        TRY(end_term(w));
        TRY(give_term(w, list.count, 0));
    }
    return status == YZ_DONE ? YZ_OK : status;
}

/* ---- documents ----------------------------------------------------------------- */

static yz_status
take_record(window *w, const yz_passage *p, engine_document *d)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = memory_stream(&text, &size);
    if (!to)
        return error_nomem(w->err);
    passage_print(to, p, false);
    const bool ok = !fclose(to);
    d->record =
        ok ? arena_str(&w->arena, (yz_str){ text, size }) : (yz_str){ NULL, 0 };
    memory_stream_free(text);
    return d->record.data ? YZ_OK : error_nomem(w->err);
}

static yz_status
take_lengths(window *w, uint32_t number, engine_document *d)
{
    for (int space = 0; space < LENGTH_SPACE_COUNT; space++) {
        const uint8_t *code;
        uint32_t count;
        TRY(segment_lengths(w->segment, (length_space)space, number, &code,
                            &count, w->err));
        d->lengths[space] = length_of_code(*code);
    }
    return YZ_OK;
}

static yz_status
take_terms(window *w, uint32_t number, engine_document *d)
{
    const number_list *own = &w->terms[number - w->begin];
    yz_str *terms = arena_array(&w->arena, own->count + 1, sizeof(*terms));
    const yz_str text = buffer_str(&w->text);
    if (!terms)
        return error_nomem(w->err);
    for (size_t i = 0; i < own->count; i++) {
        const uint32_t term = own->items[i];
        const size_t begin = term ? w->ends.items[term - 1] : 0;
        terms[i] = (yz_str){ text.data + begin, w->ends.items[term] - begin };
    }
    d->terms = terms;
    d->term_count = own->count;
    return YZ_OK;
}

static yz_status
take_names(window *w, const yz_passage *p, uint32_t number, engine_document *d)
{
    buffer key = { .from = w->remote->memory };
    document_key(p->report, p->id, &key);
    d->key = buffer_ok(&key) ? arena_str(&w->arena, buffer_str(&key))
                             : (yz_str){ NULL, 0 };
    buffer_dispose(&key);
    d->report = p->report;
    d->date = p->date;
    d->kind = str_of(yz_kind_name(p->kind));
    d->sequence = (uint64_t)w->segment->info.id << 32 | number;
    if (w->source_of[number])
        TRY(segment_string(w->segment, w->source_of[number] - 1, &d->source,
                           w->err));
    return d->key.data ? YZ_OK : error_nomem(w->err);
}

static yz_status
take_document(window *w, uint32_t number)
{
    yz_passage p;
    noise_sum noise;
    engine_document d = { 0 };
    TRY(segment_passage(w->segment, number, &w->arena, &p, w->err));
    TRY(take_names(w, &p, number, &d));
    TRY(take_record(w, &p, &d));
    TRY(take_lengths(w, number, &d));
    TRY(take_terms(w, number, &d));
    TRY(report_noise(w->snapshot, w->segment, number, &noise, w->err));
    d.noise[0] = noise.marks;
    d.noise[1] = noise.characters;
    w->documents[w->count++] = d;
    return YZ_OK;
}

/* ---- windows -------------------------------------------------------------------- */

static void
window_clear(window *w)
{
    for (size_t i = 0; i < WINDOW; i++)
        w->terms[i].count = 0;
    w->text.size = 0;
    w->ends.count = 0;
    w->count = 0;
    arena_clear(&w->arena);
}

static void
window_close(window *w)
{
    const yz_allocator *memory = w->remote->memory;
    for (size_t i = 0; i < WINDOW; i++)
        ARRAY_DISPOSE(&w->terms[i]);
    buffer_dispose(&w->text);
    ARRAY_DISPOSE(&w->ends);
    arena_dispose(&w->arena);
    memory_release(memory, w->passages);
    memory_release(memory, w->frequencies);
    memory_release(memory, w);
}

static yz_status
window_put(window *w, uint32_t begin, uint64_t version)
{
    const uint32_t passages = w->segment->info.passages;
    window_clear(w);
    w->begin = begin;
    w->end = passages - begin < WINDOW ? passages : begin + WINDOW;
    TRY(take_grams(w));
    TRY(take_words(w));
    for (uint32_t i = w->begin; i < w->end; i++)
        if (!segment_is_deleted(w->segment, i))
            TRY(take_document(w, i));
    return w->remote->part->put(w->remote->engine, w->documents, w->count,
                                version, w->err);
}

static yz_status
find_sources(segment *s, arena *a, const uint32_t **ret_source_of,
             yz_error *err)
{
    uint32_t covered = 0;
    uint32_t *source_of =
        arena_array(a, (size_t)s->info.passages + 1, sizeof(*source_of));
    if (!source_of)
        return error_nomem(err);
    for (uint32_t i = 0; i < s->info.sources; i++) {
        source_run run;
        TRY(segment_source_run(s, i, &covered, &run, err));
        for (uint32_t p = 0; p < run.count; p++)
            source_of[run.first + p] = run.name + 1;
    }
    *ret_source_of = source_of;
    return YZ_OK;
}

static yz_status
window_open(remote *r, yz_snapshot *snapshot, segment *s, window **ret_window,
            yz_error *err)
{
    const size_t passages = (size_t)s->info.passages + 1;
    window *w = memory_zeroed(r->memory, 1, sizeof(*w));
    if (!w)
        return error_nomem(err);
    w->remote = r;
    w->snapshot = snapshot;
    w->segment = s;
    w->err = err;
    w->text.from = w->ends.from = w->arena.from = r->memory;
    for (size_t i = 0; i < WINDOW; i++)
        w->terms[i].from = r->memory;
    w->passages = memory_zeroed(r->memory, passages, sizeof(*w->passages));
    w->frequencies =
        memory_zeroed(r->memory, passages, sizeof(*w->frequencies));
    if (!w->passages || !w->frequencies) {
        window_close(w);
        return error_nomem(err);
    }
    *ret_window = w;
    return YZ_OK;
}

yz_status
documents_put(remote *r, yz_snapshot *snapshot, segment *s, uint64_t version,
              yz_error *err)
{
    window *w;
    arena sources = { .from = r->memory };
    TRY(window_open(r, snapshot, s, &w, err));
    yz_status status = find_sources(s, &sources, &w->source_of, err);
    for (uint32_t i = 0; status == YZ_OK && i < s->info.passages; i += WINDOW)
        status = window_put(w, i, version);
    window_close(w);
    arena_dispose(&sources);
    return status;
}
