/* SPDX-License-Identifier: MIT */
#include "bench/peers/icu_words.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

enum { TOKEN_UNITS_MAX = 256, FOLD_MAX = 18, UTF8_MAX = 3 };

/* One per table; FTS5 uses it from one thread at a time. */
struct Fts5Tokenizer {
    UBreakIterator *words;
    const UNormalizer2 *fold;
    UText text;
    UChar source[TOKEN_UNITS_MAX];
    UChar folded[TOKEN_UNITS_MAX * FOLD_MAX];
    char token[TOKEN_UNITS_MAX * FOLD_MAX * UTF8_MAX];
};

typedef int (*token_fn)(void *context, int flags, const char *token, int size,
                        int begin, int end);

static void
tokenizer_delete(Fts5Tokenizer *t)
{
    ubrk_close(t->words);
    utext_close(&t->text);
    free(t);
}

static int
tokenizer_create(void *context, const char **args, int arg_count,
                 Fts5Tokenizer **ret_tokenizer)
{
    (void)context;
    (void)args;
    (void)arg_count;
    UErrorCode status = U_ZERO_ERROR;
    Fts5Tokenizer *t = calloc(1, sizeof(*t));
    if (!t)
        return SQLITE_NOMEM;
    t->text = (UText)UTEXT_INITIALIZER;
    t->words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    t->fold = unorm2_getNFKCCasefoldInstance(&status);
    if (U_FAILURE(status)) {
        tokenizer_delete(t);
        return SQLITE_ERROR;
    }
    *ret_tokenizer = t;
    return SQLITE_OK;
}

/* The folded token's bytes in t->token; 0 if it folds to nothing. */
static int
token_fold(Fts5Tokenizer *t, const char *text, int size)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t units, folded, bytes = 0;
    u_strFromUTF8(t->source, TOKEN_UNITS_MAX, &units, text, size, &status);
    if (U_FAILURE(status))
        return 0; /* longer than any word is */
    folded = unorm2_normalize(t->fold, t->source, units, t->folded,
                              TOKEN_UNITS_MAX * FOLD_MAX, &status);
    u_strToUTF8(t->token, sizeof(t->token), &bytes, t->folded, folded, &status);
    return U_FAILURE(status) ? 0 : bytes;
}

static int
tokenizer_run(Fts5Tokenizer *t, void *context, int flags, const char *text,
              int size, token_fn give)
{
    (void)flags;
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&t->text, text, size, &status);
    ubrk_setUText(t->words, &t->text, &status);
    if (U_FAILURE(status))
        return SQLITE_ERROR;
    int begin = ubrk_first(t->words), code = SQLITE_OK;
    for (int end; code == SQLITE_OK && (end = ubrk_next(t->words)) != UBRK_DONE;
         begin = end) {
        if (ubrk_getRuleStatus(t->words) < UBRK_WORD_NONE_LIMIT)
            continue;
        const int bytes = token_fold(t, text + begin, end - begin);
        if (bytes > 0)
            code = give(context, 0, t->token, bytes, begin, end);
    }
    return code;
}

int
icu_words_register(sqlite3 *db)
{
    static const fts5_tokenizer tokenizer = { tokenizer_create,
                                              tokenizer_delete, tokenizer_run };
    fts5_api *api = NULL;
    sqlite3_stmt *ask;
    int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &ask, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_bind_pointer(ask, 1, (void *)&api, "fts5_api_ptr", NULL);
    sqlite3_step(ask);
    code = sqlite3_finalize(ask);
    if (code != SQLITE_OK || !api)
        return SQLITE_ERROR;
    fts5_tokenizer copy = tokenizer;
    return api->xCreateTokenizer(api, "icu_words", NULL, &copy, NULL);
}
