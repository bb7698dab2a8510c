/* SPDX-License-Identifier: MIT */
/*
 * Snapshots that were given back are kept for the next request, as opening one
 * costs more than a search. The last given is borrowed first, so those that are
 * not needed grow old at the bottom.
 */
#include "serve/catalogue.h"
#include "core/base/memory.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { IDLE_MAX = 64, NAME_SIZE = 256 };

struct served_index {
    char name[NAME_SIZE];
    yz_index *index;
    pthread_mutex_t lock;
    yz_snapshot *idle[IDLE_MAX];
    size_t idle_count;
    size_t idle_least; /**< fewest that were idle since the last rest */
};

struct catalogue {
    served_index *indexes;
    size_t count;
};

/* ---- names --------------------------------------------------------------- */

static bool
is_named(const served_index *s, yz_str name)
{
    return strlen(s->name) == name.size &&
           !memcmp(s->name, name.data, name.size);
}

/*
 * The last part of the path, without slashes and `.index` behind it; of an
 * address without its options.
 */
static yz_str
name_of_folder(const char *path)
{
    static const char ending[] = ".index";
    const size_t ending_size = sizeof(ending) - 1;
    size_t end = strstr(path, "://") ? strcspn(path, "?") : strlen(path);
    while (end > 1 && path[end - 1] == '/')
        end--;
    size_t begin = end;
    while (begin > 0 && path[begin - 1] != '/')
        begin--;
    if (end - begin > ending_size &&
        !memcmp(path + end - ending_size, ending, ending_size))
        end -= ending_size;
    return (yz_str){ path + begin, end - begin };
}

static void
give_name(catalogue *c, served_index *s, const char *path)
{
    const yz_str name = name_of_folder(path);
    const int size = name.size < NAME_SIZE / 2 ? (int)name.size : NAME_SIZE / 2;
    char given[NAME_SIZE];
    snprintf(given, sizeof(given), "%.*s", size, name.data);
    for (int number = 2; catalogue_find(c, str_of(given)); number++)
        snprintf(given, sizeof(given), "%.*s-%d", size, name.data, number);
    memcpy(s->name, given, sizeof(given));
}

/* ---- opening ------------------------------------------------------------- */

static exit_code
open_one(catalogue *c, const char *path)
{
    yz_error err;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    served_index *s = &c->indexes[c->count];
    options.flags = YZ_INDEX_READ_ONLY;
    if (yz_index_open(path, &options, &s->index, &err) != YZ_OK)
        return message_index(path, &err);
    if (pthread_mutex_init(&s->lock, NULL) != 0) {
        yz_index_close(s->index);
        message("out of memory");
        return EXIT_SYSTEM;
    }
    give_name(c, s, path);
    c->count++;
    return EXIT_DONE;
}

exit_code
catalogue_open(const serve_options *options, catalogue **ret_catalogue)
{
    catalogue *c = memory_zeroed(NULL, 1, sizeof(*c));
    if (c)
        c->indexes =
            memory_zeroed(NULL, options->index_count, sizeof(*c->indexes));
    if (!c || !c->indexes) {
        memory_release(NULL, c);
        message("out of memory");
        return EXIT_SYSTEM;
    }
    for (uint32_t i = 0; i < options->index_count; i++) {
        const exit_code code = open_one(c, options->indexes[i]);
        if (code != EXIT_DONE) {
            catalogue_close(c);
            return code;
        }
    }
    *ret_catalogue = c;
    return EXIT_DONE;
}

void
catalogue_close(catalogue *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->count; i++) {
        served_index *s = &c->indexes[i];
        while (s->idle_count)
            yz_snapshot_close(s->idle[--s->idle_count]);
        yz_index_close(s->index);
        pthread_mutex_destroy(&s->lock);
    }
    memory_release(NULL, c->indexes);
    memory_release(NULL, c);
}

/* ---- finding ------------------------------------------------------------- */

size_t
catalogue_count(const catalogue *c)
{
    return c->count;
}

served_index *
catalogue_at(const catalogue *c, size_t i)
{
    return &c->indexes[i];
}

served_index *
catalogue_find(const catalogue *c, yz_str name)
{
    if (!name.size)
        return c->count ? &c->indexes[0] : NULL;
    for (size_t i = 0; i < c->count; i++)
        if (is_named(&c->indexes[i], name))
            return &c->indexes[i];
    return NULL;
}

const char *
served_index_name(const served_index *s)
{
    return s->name;
}

/* ---- snapshots ----------------------------------------------------------- */

static yz_snapshot *
take_idle(served_index *s)
{
    yz_snapshot *snapshot = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->idle_count)
        snapshot = s->idle[--s->idle_count];
    if (s->idle_count < s->idle_least)
        s->idle_least = s->idle_count;
    pthread_mutex_unlock(&s->lock);
    return snapshot;
}

yz_status
served_index_borrow(served_index *s, yz_snapshot **ret_snapshot, yz_error *err)
{
    yz_snapshot *snapshot = take_idle(s);
    if (!snapshot)
        return yz_snapshot_open(s->index, ret_snapshot, err);
    const yz_status status = yz_snapshot_renew(&snapshot, NULL, err);
    if (status == YZ_OK)
        *ret_snapshot = snapshot;
    else
        yz_snapshot_close(snapshot);
    return status;
}

void
served_index_return(served_index *s, yz_snapshot *snapshot)
{
    pthread_mutex_lock(&s->lock);
    if (snapshot && s->idle_count < IDLE_MAX) {
        s->idle[s->idle_count++] = snapshot;
        snapshot = NULL;
    }
    pthread_mutex_unlock(&s->lock);
    yz_snapshot_close(snapshot);
}

/* Those at the bottom that stayed idle, taken out one at a time. */
static yz_snapshot *
take_oldest(served_index *s)
{
    yz_snapshot *snapshot = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->idle_least && s->idle_count) {
        s->idle_least--;
        snapshot = s->idle[0];
        s->idle_count--;
        memmove(s->idle, s->idle + 1, s->idle_count * sizeof(s->idle[0]));
    } else {
        s->idle_least = s->idle_count;
    }
    pthread_mutex_unlock(&s->lock);
    return snapshot;
}

void
catalogue_rest(catalogue *c)
{
    for (size_t i = 0; i < c->count; i++)
        for (yz_snapshot *old; (old = take_oldest(&c->indexes[i]));)
            yz_snapshot_close(old);
}
