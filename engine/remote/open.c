/* SPDX-License-Identifier: MIT */
/*
 * Opening an address: the part is loaded, and what the engine's index says of
 * itself decides whether this release can ask it.
 */
#include "core/base/hash.h"
#include "core/base/part.h"
#include "core/index/declared.h"
#include "core/text/profile.h"
#include "engine/remote/remote_index.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/** Of the documents: counts what changes in what they have. */
enum { DOCUMENTS_VERSION = 1 };

static const char SCHEME[] = "opensearch";

bool
remote_is_address(const char *path)
{
    if (strncmp(path, SCHEME, sizeof(SCHEME) - 1) != 0)
        return false;
    path += sizeof(SCHEME) - 1;
    return !strncmp(path, "://", 3) || !strncmp(path, "+https://", 9);
}

yz_status
remote_refuses_address(const char *path, const char *what, yz_error *err)
{
    if (!remote_is_address(path))
        return YZ_OK;
    return error_set(err, YZ_E_UNSUPPORTED,
                     "%s is for an index in a folder; an index of OpenSearch "
                     "cannot do it",
                     what);
}

yz_status
remote_refuses(const yz_index *index, const char *what, yz_error *err)
{
    return index->remote ? remote_refuses_address("opensearch://", what, err)
                         : YZ_OK;
}

/* ---- the part ---------------------------------------------------------------- */

static yz_status
load_part(const engine_part **ret_part, yz_error *err)
{
    void *symbol = part_symbol("opensearch", ENGINE_PART_SYMBOL);
    engine_part_fn give;
    if (!symbol)
        return error_set(err, YZ_E_UNSUPPORTED,
                         "an address of OpenSearch needs libyizhan-opensearch; "
                         "install the package libyizhan-opensearch0 (it needs "
                         "libcurl)");
    /* POSIX: what dlsym() gives can be a function. */
    memcpy(&give, &symbol, sizeof(give));
    const engine_part *part = give();
    if (part->release != yz_version() || part->version != ENGINE_PART_VERSION)
        return error_set(err, YZ_E_UNSUPPORTED,
                         "an address of OpenSearch needs libyizhan-opensearch; "
                         "the one that is installed is of another release than "
                         "this library");
    *ret_part = part;
    return YZ_OK;
}

/* ---- what the index says of itself --------------------------------------------- */

/* What decides a term, as a number. */
static yz_status
profile_hash(const char *language, arena *a, uint64_t *ret_hash, yz_error *err)
{
    profile own;
    buffer coded = { .from = a->from };
    TRY(profile_current(language, a, &own, err));
    profile_encode(&own, &coded);
    const bool ok = buffer_ok(&coded);
    *ret_hash = hash_bytes(coded.data, coded.size);
    buffer_dispose(&coded);
    return ok ? YZ_OK : error_nomem(err);
}

static yz_status
describe_new(remote *r, yz_str *ret_text, yz_error *err)
{
    uint64_t hash;
    TRY(profile_hash(r->language, &r->arena, &hash, err));
    *ret_text = arena_printf(&r->arena,
                             "documents %d\nprofile %016" PRIx64
                             "\nlanguage %s\nfields %s\n",
                             DOCUMENTS_VERSION, hash, r->language, r->fields);
    return ret_text->data ? YZ_OK : error_nomem(err);
}

/* The rest of the line that begins with a name; NULL: there is none. */
static const char *
value_of(remote *r, yz_str text, const char *name)
{
    const size_t size = strlen(name);
    while (text.size) {
        const char *end = memchr(text.data, '\n', text.size);
        const size_t line = end ? (size_t)(end - text.data) : text.size;
        if (line > size && !memcmp(text.data, name, size) &&
            text.data[size] == ' ')
            return arena_str(&r->arena,
                             (yz_str){ text.data + size + 1, line - size - 1 })
                .data;
        text.data += line + (end != NULL);
        text.size -= line + (end != NULL);
    }
    return NULL;
}

static yz_status
check_version(const char *version, yz_error *err)
{
    const int number = version ? (int)strtol(version, NULL, 10) : 0;
    if (number == DOCUMENTS_VERSION)
        return YZ_OK;
    return error_set(
        err, number > DOCUMENTS_VERSION ? YZ_E_FORMAT_NEW : YZ_E_FORMAT_OLD,
        "the index was made by a release that stores passages in "
        "another way (%d, not %d); index it again with this one",
        number, DOCUMENTS_VERSION);
}

static yz_status
take_description(remote *r, yz_str text, const char *language, yz_error *err)
{
    uint64_t own;
    const char *made_by = value_of(r, text, "profile");
    const char *fields = value_of(r, text, "fields");
    r->language = value_of(r, text, "language");
    r->fields = fields ? fields : "";
    TRY(check_version(value_of(r, text, "documents"), err));
    if (!r->language || !made_by)
        return error_set(err, YZ_E_CORRUPT,
                         "the index does not say what it was made with");
    if (language && strcmp(language, r->language) != 0)
        return error_set(err, YZ_E_INVALID,
                         "the index was made with the language \"%s\", which "
                         "cannot be changed; do not give a language",
                         r->language);
    TRY(profile_hash(r->language, &r->arena, &own, err));
    if (strtoull(made_by, NULL, 16) == own)
        return YZ_OK;
    return error_set(err, YZ_E_PROFILE,
                     "the index was made with another version of ICU, "
                     "libstemmer or of our tables of characters; index it "
                     "again, or ask it with the release that made it");
}

/* ---- opening ----------------------------------------------------------------- */

static yz_status
create(remote *r, const yz_index_options *options, yz_error *err)
{
    yz_str text;
    r->language = options->language ? options->language : "en";
    r->fields = options->fields ? options->fields : "";
    TRY(describe_new(r, &text, err));
    return r->part->create(r->engine, text, err);
}

static yz_status
find_or_create(remote *r, const yz_index_options *options, yz_error *err)
{
    buffer text = { .from = r->memory };
    yz_status status = r->part->describe(r->engine, &text, err);
    if (status == YZ_DONE && options->flags & YZ_INDEX_CREATE) {
        status = create(r, options, err);
        if (status == YZ_OK)
            status = r->part->describe(r->engine, &text, err);
    }
    if (status == YZ_OK)
        status = take_description(r, buffer_str(&text), options->language, err);
    else if (status == YZ_DONE)
        status = error_set(err, YZ_E_NOT_FOUND, "there is no such index yet");
    buffer_dispose(&text);
    return status;
}

static yz_status
lock_make(remote *r, yz_error *err)
{
    pthread_mutexattr_t how;
    pthread_mutexattr_init(&how);
    pthread_mutexattr_settype(&how, PTHREAD_MUTEX_RECURSIVE);
    const int failed = pthread_mutex_init(&r->lock, &how);
    pthread_mutexattr_destroy(&how);
    return failed ? error_nomem(err) : YZ_OK;
}

static yz_status
start(remote *r, const char *address, const yz_index_options *options,
      yz_error *err)
{
    r->read_only = (options->flags & YZ_INDEX_READ_ONLY) != 0;
    TRY(load_part(&r->part, err));
    TRY(r->part->open(address, r->memory, &r->engine, err));
    TRY(find_or_create(r, options, err));
    return folder_index_make(r, &r->arena, &r->folder, &r->mirror, err);
}

/* A handle of its own on the folder of the mirror: the caller's. */
static yz_status
open_handle(const remote *r, const yz_index_options *options,
            yz_index **ret_index, yz_error *err)
{
    yz_index_options own = YZ_OPTIONS(yz_index_options);
    own.fields = options->fields;
    own.allocator = r->memory;
    own.readers_max = options->readers_max;
    return yz_index_open(r->folder, &own, ret_index, err);
}

static const yz_allocator *
keep_allocator(const yz_allocator *given, remote **ret_remote)
{
    struct {
        remote remote;
        yz_allocator allocator;
    } *both = memory_zeroed(given, 1, sizeof(*both));
    *ret_remote = both ? &both->remote : NULL;
    return both ? memory_keep(&both->allocator, given) : NULL;
}

yz_status
remote_open(const char *address, const yz_index_options *options,
            yz_index **ret_index, yz_error *err)
{
    remote *r;
    const yz_allocator *memory = keep_allocator(options->allocator, &r);
    if (!r)
        return error_nomem(err);
    r->memory = memory;
    r->arena.from = memory;
    yz_status status = lock_make(r, err);
    if (status == YZ_OK)
        status = start(r, address, options, err);
    if (status == YZ_OK)
        status = open_handle(r, options, ret_index, err);
    if (status == YZ_OK)
        (*ret_index)->remote = r;
    else
        remote_close(r);
    return status;
}

void
remote_close(remote *r)
{
    if (!r)
        return;
    yz_index_close(r->mirror);
    folder_remove(r->folder);
    if (r->engine)
        r->part->close(r->engine);
    pthread_mutex_destroy(&r->lock);
    arena_dispose(&r->arena);
    const yz_allocator *memory = r->memory;
    const yz_allocator copy = memory ? *memory : (yz_allocator){ 0 };
    memory_release(memory ? &copy : NULL, r);
}
