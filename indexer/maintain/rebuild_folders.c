/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/rebuild_folders.h"

#include <unistd.h>

static void
folder_remove(const yz_allocator *memory, const char *path)
{
    static const char *const files[] = { "data.mdb", "lock.mdb", "writer.lock",
                                         "data.mdb.new", "data.mdb.old" };
    arena a = { .from = memory };
    unlink(path); /* a link: what lies where it leads is not ours */
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        const yz_str file = arena_printf(&a, "%s/%s", path, files[i]);
        if (file.data)
            unlink(file.data);
    }
    rmdir(path);
    arena_dispose(&a);
}

yz_status
rebuild_folders_open(const yz_allocator *memory, const char *path,
                     rebuild_folders *ret_folders, yz_error *err)
{
    rebuild_folders f = { .arena.from = memory };
    f.left = arena_printf(&f.arena, "%s/salvage.new", path);
    f.fresh = arena_printf(&f.arena, "%s/repair.new", path);
    f.data = arena_printf(&f.arena, "%s/repair.new/data.mdb", path);
    if (!f.left.data || !f.fresh.data || !f.data.data) {
        arena_dispose(&f.arena);
        return error_nomem(err);
    }
    folder_remove(memory, f.left.data);
    folder_remove(memory, f.fresh.data);
    *ret_folders = f;
    return YZ_OK;
}

void
rebuild_folders_close(rebuild_folders *f)
{
    if (f->data.data) {
        folder_remove(f->arena.from, f->left.data);
        folder_remove(f->arena.from, f->fresh.data);
    }
    arena_dispose(&f->arena);
}
