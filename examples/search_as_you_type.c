/* SPDX-License-Identifier: MIT */
/*
 * Search as you type:
 *
 *     search_as_you_type DIRECTORY < LINES
 *
 * Each line is what the field holds after one more key. A thread answers with
 * suggestions and hits; a key that comes meanwhile stops it, as its answer
 * would come too late. (A line of "wait" waits for the answer, as a person
 * does who reads.)
 */
#include <yizhan/yizhan.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { FIELD_SIZE = 256 };

typedef struct field {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    char text[FIELD_SIZE];
    _Atomic unsigned typed; /* keys so far; 0: none yet */
    unsigned answered;      /* the key that the last answer was for */
    bool closed;
    yz_snapshot *snapshot; /* the answering thread's alone */
} field;

/* One key, being answered. */
typedef struct key {
    field *field;
    unsigned number;
    char text[FIELD_SIZE];
} key;

/* The library asks this while it searches. */
static bool
is_late(void *context)
{
    const key *k = context;
    return atomic_load(&k->field->typed) != k->number;
}

static yz_status
print_suggestions(key *k, yz_error *error)
{
    yz_suggest_options options = YZ_OPTIONS(yz_suggest_options);
    yz_suggestions *suggestions;
    options.limit = 3;
    options.cancel = is_late;
    options.cancel_context = k;
    const yz_status status =
        yz_suggest(k->field->snapshot, (yz_str){ k->text, strlen(k->text) },
                   &options, &suggestions, error);
    if (status != YZ_OK)
        return status;
    for (size_t i = 0; i < yz_suggestions_count(suggestions); i++) {
        const yz_suggestion s = yz_suggestions_at(suggestions, i);
        printf("  %.*s (%u)\n", (int)s.text.size, s.text.data,
               (unsigned)s.passages);
    }
    yz_suggestions_free(suggestions);
    return YZ_OK;
}

static yz_status
print_count(key *k, yz_error *error)
{
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    yz_query *query;
    yz_results *results;
    options.cancel = is_late;
    options.cancel_context = k;
    options.timeout_ms = 50;
    yz_status status = yz_query_parse((yz_str){ k->text, strlen(k->text) },
                                      NULL, &query, error);
    if (status != YZ_OK)
        return status;
    status = yz_search(k->field->snapshot, query, &options, &results, error);
    if (status == YZ_OK) {
        printf("%s: %u\n", k->text, (unsigned)yz_results_count(results));
        yz_results_close(results);
    }
    yz_query_free(query);
    return status;
}

/* At every key: is there news in the index, how many hits, what next? */
static void
answer(key *k)
{
    yz_error error;
    yz_status status = yz_snapshot_renew(&k->field->snapshot, NULL, &error);
    if (status == YZ_OK)
        status = print_count(k, &error);
    if (status == YZ_OK)
        status = print_suggestions(k, &error);
    if (status != YZ_OK && status != YZ_E_CANCELLED)
        fprintf(stderr, "%s\n", error.message);
}

static void *
answer_keys(void *context)
{
    field *f = context;
    key k = { .field = f };
    pthread_mutex_lock(&f->mutex);
    for (;;) {
        while (!f->closed && f->answered == f->typed)
            pthread_cond_wait(&f->changed, &f->mutex);
        if (f->answered == f->typed)
            break;
        k.number = f->typed;
        memcpy(k.text, f->text, sizeof(k.text));
        pthread_mutex_unlock(&f->mutex);
        answer(&k);
        pthread_mutex_lock(&f->mutex);
        f->answered = k.number;
        pthread_cond_broadcast(&f->changed);
    }
    pthread_mutex_unlock(&f->mutex);
    return NULL;
}

static void
type_keys(field *f)
{
    char line[FIELD_SIZE];
    while (fgets(line, sizeof(line), stdin)) {
        line[strcspn(line, "\n")] = '\0';
        pthread_mutex_lock(&f->mutex);
        if (strcmp(line, "wait") == 0) {
            while (f->answered != f->typed)
                pthread_cond_wait(&f->changed, &f->mutex);
        } else {
            memcpy(f->text, line, sizeof(line));
            atomic_fetch_add(&f->typed, 1);
            pthread_cond_broadcast(&f->changed);
        }
        pthread_mutex_unlock(&f->mutex);
    }
    pthread_mutex_lock(&f->mutex);
    f->closed = true;
    pthread_cond_broadcast(&f->changed);
    pthread_mutex_unlock(&f->mutex);
}

int
main(int argc, char **argv)
{
    yz_error error = { .message = "usage: search_as_you_type DIRECTORY" };
    field f = { .mutex = PTHREAD_MUTEX_INITIALIZER,
                .changed = PTHREAD_COND_INITIALIZER };
    yz_index *index = NULL;
    pthread_t thread;
    const bool ready = argc == 2 &&
                       yz_index_open(argv[1], NULL, &index, &error) == YZ_OK &&
                       yz_snapshot_open(index, &f.snapshot, &error) == YZ_OK &&
                       pthread_create(&thread, NULL, answer_keys, &f) == 0;
    if (ready) {
        type_keys(&f);
        pthread_join(thread, NULL);
    } else {
        fprintf(stderr, "%s\n", error.message);
    }
    yz_snapshot_close(f.snapshot);
    yz_index_close(index);
    return ready ? 0 : 1;
}
