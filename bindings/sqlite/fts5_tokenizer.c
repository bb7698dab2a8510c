/* SPDX-License-Identifier: MIT */
/*
 * The tokenizer `yizhan` of FTS5. A text is the characters and words of
 * yz_tokenize(), one a position; with a character is the pair that it makes
 * with the next, at the same position. A phrase of a query is its pairs and its
 * last character:
 *
 *     text      工  会  驿  站  GDP         phrase   工会 会驿 驿站 站
 *     index     工  会  驿  站  gdp
 *               工会 会驿 驿站
 *
 * So a phrase of any length is found exactly, by lists of pairs, which are
 * short, and each character has a position of its own, by which highlight(),
 * snippet() and bm25() count.
 */
#include "bindings/sqlite/fts5_tokenizer.h"

#include <string.h>

/* Of each kind one tokenizer a connection, made when a table first asks. */
typedef struct tokenizers {
    yz_tokenizer *plain;
    yz_tokenizer *variants;
} tokenizers;

typedef int (*emit_fn)(void *context, int flags, const char *text, int size,
                       int begin, int end);

/* The text while its tokens go to FTS5. */
typedef struct stream {
    emit_fn emit;
    void *context;
    bool is_query;
    int code; /* SQLite's, of the last token */
    /* A character that waits for the next token, and its pair with that. */
    char pair[8];
    size_t size; /* of the character; 0: none waits */
    yz_span span;
} stream;

/* ---- tokens to FTS5 ----------------------------------------------------- */

static void
emit(stream *s, int flags, const char *text, size_t size, yz_span span)
{
    if (s->code == SQLITE_OK)
        s->code = s->emit(s->context, flags, text, (int)size, (int)span.begin,
                          (int)span.end);
}

/* Emit the character that waits, and its pair with the next if there is one. */
static void
emit_waiting(stream *s, yz_str next)
{
    if (!s->size)
        return;
    if (next.size)
        memcpy(s->pair + s->size, next.data, next.size);
    if (s->is_query) {
        emit(s, 0, s->pair, s->size + next.size, s->span);
    } else {
        emit(s, 0, s->pair, s->size, s->span);
        if (next.size)
            emit(s, FTS5_TOKEN_COLOCATED, s->pair, s->size + next.size,
                 s->span);
    }
    s->size = 0;
}

static bool
see_token(void *context, const yz_token *token)
{
    stream *s = context;
    if (token->is_word) {
        emit_waiting(s, (yz_str){ 0 });
        emit(s, 0, token->text.data, token->text.size, token->span);
    } else {
        emit_waiting(s, token->text);
        memcpy(s->pair, token->text.data, token->text.size);
        s->size = token->text.size;
        s->span = token->span;
    }
    return s->code != SQLITE_OK;
}

static int
code_of(yz_status status)
{
    switch (status) {
    case YZ_E_NOMEM:
        return SQLITE_NOMEM;
    case YZ_E_LIMIT:
        return SQLITE_TOOBIG;
    default:
        return SQLITE_ERROR;
    }
}

static int
tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text,
         int size, emit_fn emit_token)
{
    stream s = { .emit = emit_token,
                 .context = context,
                 .is_query = flags & FTS5_TOKENIZE_QUERY };
    const yz_status status =
        yz_tokenize((yz_tokenizer *)tokenizer, (yz_str){ text, (size_t)size },
                    see_token, &s, NULL);
    emit_waiting(&s, (yz_str){ 0 });
    return status == YZ_OK ? s.code : code_of(status);
}

/* ---- the tokenizer of a table ------------------------------------------- */

/* FTS5 has no way for words about a bad option; they go to SQLite's log. */
static int
refuse(const char *option)
{
    sqlite3_log(SQLITE_ERROR,
                "tokenizer yizhan: unknown option '%s'; it takes 'variants 0' "
                "or 'variants 1'",
                option);
    return SQLITE_ERROR;
}

static int
read_options(const char **arguments, int count, bool *ret_variants)
{
    for (int i = 0; i < count; i++) {
        const char *value = arguments[i];
        if (strcmp(value, "variants") == 0)
            value = ++i < count ? arguments[i] : "";
        else if (strncmp(value, "variants=", 9) == 0)
            value += 9;
        else
            return refuse(arguments[i]);
        if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0)
            return refuse(value);
        *ret_variants = value[0] == '1';
    }
    return SQLITE_OK;
}

static int
create(void *context, const char **arguments, int count,
       Fts5Tokenizer **ret_tokenizer)
{
    tokenizers *all = context;
    bool variants = false;
    const int code = read_options(arguments, count, &variants);
    if (code != SQLITE_OK)
        return code;
    yz_tokenizer **one = variants ? &all->variants : &all->plain;
    if (!*one) {
        yz_tokenizer_options options = YZ_OPTIONS(yz_tokenizer_options);
        options.flags = variants ? YZ_TOKENIZER_VARIANTS : 0;
        const yz_status status = yz_tokenizer_new(&options, one, NULL);
        if (status != YZ_OK)
            return code_of(status);
    }
    *ret_tokenizer = (Fts5Tokenizer *)*one;
    return SQLITE_OK;
}

/* It belongs to the connection. */
static void delete (Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

/* ---- registration ------------------------------------------------------- */

static void
free_all(void *context)
{
    tokenizers *all = context;
    yz_tokenizer_free(all->plain);
    yz_tokenizer_free(all->variants);
    sqlite3_free(all);
}

/* FTS5 of the connection; NULL: it has none. */
static int
fts5_of(sqlite3 *db, fts5_api **ret_api)
{
    sqlite3_stmt *statement;
    *ret_api = NULL;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) !=
        SQLITE_OK)
        return SQLITE_OK;
    sqlite3_bind_pointer(statement, 1, ret_api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    return sqlite3_finalize(statement);
}

int
fts5_tokenizer_register(sqlite3 *db, char **ret_error)
{
    static fts5_tokenizer methods = { create, delete, tokenize };
    fts5_api *api;
    const int code = fts5_of(db, &api);
    if (code != SQLITE_OK)
        *ret_error = sqlite3_mprintf("%s", sqlite3_errmsg(db));
    if (code != SQLITE_OK || !api)
        return code;
    tokenizers *all = sqlite3_malloc(sizeof(*all));
    if (!all)
        return SQLITE_NOMEM;
    *all = (tokenizers){ 0 };
    const int created =
        api->xCreateTokenizer(api, "yizhan", all, &methods, free_all);
    if (created != SQLITE_OK)
        free_all(all);
    return created;
}
