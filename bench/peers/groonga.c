/* SPDX-License-Identifier: MIT */
/*
 * Groonga: a lexicon with TokenBigram and NormalizerAuto, positions in the
 * index, built after the texts are in ("static construction", its quick way).
 * A query goes to the inverted index directly, without the command language;
 * hits are ranked by Groonga's default score, the number of occurrences.
 */
#include "bench/peers/peer.h"

#include <groonga.h>
#include <stdlib.h>
#include <string.h>

typedef struct engine {
    grn_ctx context;
    grn_obj *db;
    grn_obj *passages;
    grn_obj *text;
    grn_obj *index;
    grn_obj *score;
} engine;

static void
must(engine *e, grn_rc code)
{
    if (code != GRN_SUCCESS)
        peer_die("groonga: %s", e->context.errbuf);
}

static engine *
engine_new(void)
{
    engine *e = calloc(1, sizeof(*e));
    if (!e)
        peer_die("out of memory");
    if (grn_init() != GRN_SUCCESS ||
        grn_ctx_init(&e->context, 0) != GRN_SUCCESS)
        peer_die("groonga cannot be started");
    return e;
}

static grn_obj *
object_find(engine *e, const char *name)
{
    grn_obj *object = grn_ctx_get(&e->context, name, (int)strlen(name));
    if (!object)
        peer_die("groonga: there is no %s", name);
    return object;
}

static void
command_run(engine *e, const char *command)
{
    char *answer;
    unsigned int size;
    int flags;
    grn_ctx_send(&e->context, command, (unsigned int)strlen(command), 0);
    grn_ctx_recv(&e->context, &answer, &size, &flags);
    must(e, e->context.rc);
}

static void
engine_close(engine *e)
{
    grn_obj_close(&e->context, e->db);
    grn_ctx_fin(&e->context);
    grn_fin();
    free(e);
}

/* ---- building ------------------------------------------------------------------ */

static void
passage_add(void *context, uint32_t id, peer_text text)
{
    engine *e = context;
    grn_obj value;
    const grn_id record =
        grn_table_add(&e->context, e->passages, NULL, 0, NULL);
    if (record != id + 1)
        peer_die("groonga: passage %u became record %u", id, record);
    GRN_TEXT_INIT(&value, GRN_OBJ_DO_SHALLOW_COPY);
    GRN_TEXT_SET(&e->context, &value, text.data, (unsigned int)text.size);
    must(e,
         grn_obj_set_value(&e->context, e->text, record, &value, GRN_OBJ_SET));
    GRN_OBJ_FIN(&e->context, &value);
}

void
peer_index(const char *variant, const char *jsonl, const char *dir)
{
    (void)variant;
    engine *e = engine_new();
    char *path = peer_path(dir, "passages.grn");
    e->db = grn_db_create(&e->context, path, NULL);
    if (!e->db)
        peer_die("groonga: %s", e->context.errbuf);
    free(path);
    command_run(e, "table_create Passages TABLE_NO_KEY");
    command_run(e, "column_create Passages text COLUMN_SCALAR Text");
    command_run(e, "table_create Terms TABLE_PAT_KEY ShortText "
                   "--default_tokenizer TokenBigram "
                   "--normalizer NormalizerAuto");
    e->passages = object_find(e, "Passages");
    e->text = object_find(e, "Passages.text");
    peer_each_passage(jsonl, passage_add, e);
    command_run(e, "column_create Terms passages_text "
                   "COLUMN_INDEX|WITH_POSITION Passages text");
    engine_close(e);
}

/* ---- asking --------------------------------------------------------------------- */

void *
peer_open(const char *variant, const char *dir)
{
    (void)variant;
    engine *e = engine_new();
    char *path = peer_path(dir, "passages.grn");
    e->db = grn_db_open(&e->context, path);
    if (!e->db)
        peer_die("groonga: %s", e->context.errbuf);
    free(path);
    e->passages = object_find(e, "Passages");
    e->index = object_find(e, "Terms.passages_text");
    return e;
}

static grn_obj *
hits_find(engine *e, const peer_query *query)
{
    grn_obj *hits = grn_table_create(
        &e->context, NULL, 0, NULL,
        GRN_OBJ_TABLE_HASH_KEY | GRN_OBJ_WITH_SUBREC, e->passages, NULL);
    for (size_t i = 0; i < query->count; i++) {
        const grn_operator how = i == 0 || query->any ? GRN_OP_OR : GRN_OP_AND;
        grn_obj phrase;
        grn_search_optarg options = { .mode = GRN_OP_EXACT };
        GRN_TEXT_INIT(&phrase, GRN_OBJ_DO_SHALLOW_COPY);
        GRN_TEXT_SET(&e->context, &phrase, query->terms[i].data,
                     (unsigned int)query->terms[i].size);
        must(e, grn_obj_search(&e->context, e->index, &phrase, hits, how,
                               &options));
        GRN_OBJ_FIN(&e->context, &phrase);
    }
    return hits;
}

/* The best hits, as records of a new array of records of `hits`. */
static grn_obj *
hits_sort(engine *e, grn_obj *hits, size_t limit)
{
    grn_table_sort_key by = { .flags = GRN_TABLE_SORT_DESC };
    by.key = grn_obj_column(&e->context, hits, "_score", strlen("_score"));
    grn_obj *best = grn_table_create(&e->context, NULL, 0, NULL,
                                     GRN_OBJ_TABLE_NO_KEY, NULL, hits);
    if (grn_table_sort(&e->context, hits, 0, (int)limit, best, &by, 1) < 0)
        must(e, e->context.rc);
    grn_obj_unlink(&e->context, by.key);
    return best;
}

static uint32_t
hit_id(engine *e, grn_obj *hits, grn_obj *best, grn_id at)
{
    grn_obj value;
    grn_id hit, record = GRN_ID_NIL;
    GRN_RECORD_INIT(&value, 0, grn_obj_id(&e->context, hits));
    grn_obj_get_value(&e->context, best, at, &value);
    hit = GRN_RECORD_VALUE(&value);
    grn_table_get_key(&e->context, hits, hit, &record, sizeof(record));
    GRN_OBJ_FIN(&e->context, &value);
    return record - 1;
}

void
peer_ask(void *peer, const peer_query *query, peer_answer *answer)
{
    engine *e = peer;
    grn_obj *hits = hits_find(e, query);
    answer->count = grn_table_size(&e->context, hits);
    grn_obj *best = hits_sort(e, hits, answer->limit);
    const size_t named = grn_table_size(&e->context, best);
    for (size_t i = 0; i < named; i++)
        answer->ids[answer->id_count++] = hit_id(e, hits, best, (grn_id)i + 1);
    grn_obj_close(&e->context, best);
    grn_obj_close(&e->context, hits);
}

void
peer_close(void *peer)
{
    engine_close(peer);
}
