/* SPDX-License-Identifier: MIT */
#include "indexer/write/contents.h"

#include "core/base/hash.h"

#include <errno.h>
#include <sys/stat.h>

void
contents_allocate_from(contents *c, const yz_allocator *memory)
{
    c->committed.from = c->names.from = c->pending.from = memory;
}

void
contents_dispose(contents *c)
{
    number_map_dispose(&c->committed);
    number_map_dispose(&c->pending);
    ARRAY_DISPOSE(&c->names);
}

void
contents_settle(contents *c)
{
    number_map_clear(&c->pending);
}

/* The first source of a content represents all. */
static bool
add_name(contents *c, uint64_t content, uint64_t name)
{
    uint32_t *number = number_map_at(&c->committed, content);
    if (!number)
        return false;
    if (*number)
        return true;
    *number = (uint32_t)c->names.count + 1;
    return ARRAY_PUSH(&c->names, name);
}

typedef struct catalogue_walk {
    contents *contents;
    yz_error *err;
} catalogue_walk;

static yz_status
visit(void *context, const source_entry *entry)
{
    const catalogue_walk *walk = context;
    return add_name(walk->contents, entry->content_hash, hash_str(entry->name))
               ? YZ_OK
               : error_nomem(walk->err);
}

static yz_status
read_catalogue(contents *c, store_txn *txn, yz_error *err)
{
    catalogue_walk walk = { c, err };
    if (c->known)
        return YZ_OK;
    TRY(catalog_each_source(txn, visit, &walk, err));
    c->known = true;
    return YZ_OK;
}

yz_status
contents_note(contents *c, const pending *p, const source_entry *entry,
              yz_error *err)
{
    uint32_t source;
    if (!c->known || !term_table_find(&p->names, entry->name, &source))
        return YZ_OK;
    uint32_t *number = number_map_at(&c->pending, entry->content_hash);
    if (!number)
        return error_nomem(err);
    if (!*number)
        *number = source + 1;
    return add_name(c, entry->content_hash, hash_str(entry->name))
               ? YZ_OK
               : error_nomem(err);
}

/* Of a file that was moved the old place is empty: it is no second one. */
static bool
is_there(arena *a, const source_entry *entry)
{
    struct stat info;
    const yz_str path = source_entry_path(entry, a);
    return !entry->stamp.inode || !path.data || stat(path.data, &info) == 0 ||
           (errno != ENOENT && errno != ENOTDIR);
}

/* What the maps propose may be of a source that has changed or gone since. */
static bool
is_other(arena *a, const source_entry *entry, const source_entry *found)
{
    return found->content_hash == entry->content_hash &&
           !str_equal(found->name, entry->name) && is_there(a, found);
}

static yz_status
find_committed(const contents *c, pending *p, store_txn *txn,
               const source_entry *entry, source_entry *ret_other,
               yz_error *err)
{
    source_entry found;
    const uint32_t number = number_map_find(&c->committed, entry->content_hash);
    if (!number)
        return YZ_DONE;
    yz_status status =
        catalog_find_content(txn, c->names.items[number - 1],
                             entry->content_hash, &p->arena, &found, err);
    if (status == YZ_OK)
        status = pending_find_source(p, txn, found.name, ret_other, err);
    if (status != YZ_OK)
        return status;
    return is_other(&p->arena, entry, ret_other) ? YZ_OK : YZ_DONE;
}

yz_status
contents_find(contents *c, pending *p, store_txn *txn,
              const source_entry *entry, source_entry *ret_other, yz_error *err)
{
    TRY(read_catalogue(c, txn, err));
    const uint32_t number = number_map_find(&c->pending, entry->content_hash);
    if (number) {
        *ret_other = p->sources.items[number - 1].entry;
        if (is_other(&p->arena, entry, ret_other))
            return YZ_OK;
    }
    return find_committed(c, p, txn, entry, ret_other, err);
}
