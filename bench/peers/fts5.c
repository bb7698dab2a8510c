/* SPDX-License-Identifier: MIT */
/*
 * SQLite FTS5. Variants: `trigram`, its own tokenizer, and `icu_words`.
 *
 * Built in one transaction without a journal, then `optimize`d into one
 * segment; detail is full, which phrases and bm25() need. A query is one pass
 * over the matches that counts them and keeps the best by bm25(), cheaper than
 * count(*) and ORDER BY rank after one another. A trigram index cannot answer
 * phrases of one or two characters (MATCH finds nothing, silently): those scan
 * the table with instr(), as quick as LIKE and without its special signs.
 */
#include "bench/peers/icu_words.h"

#include "bench/peers/peer.h"

#include <stdlib.h>
#include <string.h>

enum { TRIGRAM = 3, SQL_MAX = 4096 };

typedef struct fts5 {
    sqlite3 *db;
    sqlite3_stmt *add;
    sqlite3_stmt *match;
    sqlite3_stmt *scan_all[PEER_TERMS_MAX + 1];
    sqlite3_stmt *scan_any[PEER_TERMS_MAX + 1];
    double *scores; /**< of answer->ids while they are gathered */
    bool trigram;
} fts5;

static void
must(const fts5 *f, int code)
{
    if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        peer_die("fts5: %s", sqlite3_errmsg(f->db));
}

static void
run(fts5 *f, const char *sql)
{
    must(f, sqlite3_exec(f->db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *
prepare(fts5 *f, const char *sql)
{
    sqlite3_stmt *statement;
    must(f, sqlite3_prepare_v2(f->db, sql, -1, &statement, NULL));
    return statement;
}

static fts5 *
database_open(const char *variant, const char *dir)
{
    fts5 *f = calloc(1, sizeof(*f));
    if (!f)
        peer_die("out of memory");
    f->trigram = strcmp(variant, "trigram") == 0;
    char *path = peer_path(dir, "passages.db");
    must(f, sqlite3_open(path, &f->db));
    must(f, icu_words_register(f->db));
    free(path);
    return f;
}

/* ---- building ------------------------------------------------------------------ */

static void
passage_add(void *context, uint32_t id, peer_text text)
{
    fts5 *f = context;
    sqlite3_bind_int64(f->add, 1, (sqlite3_int64)id);
    sqlite3_bind_text(f->add, 2, text.data, (int)text.size, SQLITE_STATIC);
    must(f, sqlite3_step(f->add));
    must(f, sqlite3_reset(f->add));
}

void
peer_index(const char *variant, const char *jsonl, const char *dir)
{
    fts5 *f = database_open(variant, dir);
    run(f, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
           "PRAGMA cache_size=-65536; BEGIN");
    run(f, f->trigram ? "CREATE VIRTUAL TABLE passages "
                        "USING fts5(text, detail=full, tokenize='trigram')"
                      : "CREATE VIRTUAL TABLE passages "
                        "USING fts5(text, detail=full, tokenize='icu_words')");
    f->add = prepare(f, "INSERT INTO passages(rowid, text) VALUES(?1, ?2)");
    peer_each_passage(jsonl, passage_add, f);
    run(f, "INSERT INTO passages(passages) VALUES('optimize'); COMMIT");
    sqlite3_finalize(f->add);
    must(f, sqlite3_close(f->db));
    free(f);
}

/* ---- asking --------------------------------------------------------------------- */

/* Keep the answer's best passages, the lowest bm25() first, by insertion. */
static void
hit_keep(fts5 *f, peer_answer *answer, uint32_t id, double score)
{
    size_t at = answer->id_count;
    if (at == answer->limit) {
        if (score >= f->scores[at - 1])
            return;
        at--;
    } else {
        answer->id_count++;
    }
    for (; at > 0 && f->scores[at - 1] > score; at--) {
        f->scores[at] = f->scores[at - 1];
        answer->ids[at] = answer->ids[at - 1];
    }
    f->scores[at] = score;
    answer->ids[at] = id;
}

static void
hits_read(fts5 *f, sqlite3_stmt *statement, peer_answer *answer)
{
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        answer->count++;
        hit_keep(f, answer, (uint32_t)sqlite3_column_int64(statement, 0),
                 sqlite3_column_double(statement, 1));
    }
    must(f, code);
    sqlite3_reset(statement);
}

static void
match_ask(fts5 *f, const peer_query *query, peer_answer *answer)
{
    char *expression = sqlite3_mprintf("\"%w\"", query->terms[0].data);
    for (size_t i = 1; i < query->count; i++)
        expression =
            sqlite3_mprintf("%z %s \"%w\"", expression,
                            query->any ? "OR" : "AND", query->terms[i].data);
    sqlite3_bind_text(f->match, 1, expression, -1, sqlite3_free);
    hits_read(f, f->match, answer);
}

static sqlite3_stmt *
scan_prepare(fts5 *f, size_t count, bool any)
{
    char sql[SQL_MAX] = "SELECT rowid, 0.0 FROM passages WHERE ";
    for (size_t i = 1; i <= count; i++) {
        const size_t used = strlen(sql);
        const char *joint = i == 1 ? "" : any ? " OR " : " AND ";
        sqlite3_snprintf((int)(sizeof(sql) - used), sql + used,
                         "%sinstr(text, ?%d) > 0", joint, (int)i);
    }
    return prepare(f, sql);
}

static void
scan_ask(fts5 *f, const peer_query *query, peer_answer *answer)
{
    sqlite3_stmt **slot =
        (query->any ? f->scan_any : f->scan_all) + query->count;
    if (!*slot)
        *slot = scan_prepare(f, query->count, query->any);
    for (size_t i = 0; i < query->count; i++)
        sqlite3_bind_text(*slot, (int)i + 1, query->terms[i].data,
                          (int)query->terms[i].size, SQLITE_STATIC);
    hits_read(f, *slot, answer);
}

void *
peer_open(const char *variant, const char *dir)
{
    fts5 *f = database_open(variant, dir);
    run(f, "PRAGMA mmap_size=17179869184; PRAGMA cache_size=-65536");
    f->match = prepare(f, "SELECT rowid, rank FROM passages "
                          "WHERE passages MATCH ?1");
    return f;
}

static bool
index_answers(const fts5 *f, const peer_query *query)
{
    for (size_t i = 0; f->trigram && i < query->count; i++)
        if (peer_characters(query->terms[i]) < TRIGRAM)
            return false;
    return true;
}

void
peer_ask(void *peer, const peer_query *query, peer_answer *answer)
{
    fts5 *f = peer;
    if (!f->scores && !(f->scores = calloc(answer->limit, sizeof(double))))
        peer_die("out of memory");
    if (index_answers(f, query))
        match_ask(f, query, answer);
    else
        scan_ask(f, query, answer);
}

void
peer_close(void *peer)
{
    fts5 *f = peer;
    sqlite3_finalize(f->match);
    for (size_t i = 0; i <= PEER_TERMS_MAX; i++) {
        sqlite3_finalize(f->scan_all[i]);
        sqlite3_finalize(f->scan_any[i]);
    }
    sqlite3_close(f->db);
    free(f->scores);
    free(f);
}
