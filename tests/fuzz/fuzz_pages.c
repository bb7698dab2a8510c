/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as the pages of a data file, of 512 bytes each, behind two meta
 * pages that nobody looks at. Byte 0: the depth of a tree (bits 0 to 4) and
 * whether it is the tree of free pages (bit 7); byte 1: the page of its root.
 *
 * Looking at the pages ends, and whatever is shown of them lies within them.
 * So does what is left of broken trees, with no entry shown without end.
 */
#include "tests/fuzz/fuzz.h"

#include "core/store/page_tree.h"

#include <string.h>

enum {
    PAGE_SIZE = 512,
    PAGES_MAX = 64,
    META_PAGES = 2,
    DEPTH_MASK = 31,
    IS_FREE = 0x80
};

typedef struct showing {
    const page_file *file;
    uint64_t entries;
    uint64_t sum;
} showing;

static bool
lies_within(const page_file *f, const void *at, size_t size)
{
    const uint8_t *begin = at;
    const uint8_t *end = f->map + f->page_count * f->page_size;
    return size == 0 ||
           (begin >= f->map && begin <= end && size <= (size_t)(end - begin));
}

static yz_status
show(void *context, yz_str key, bytes value)
{
    showing *s = context;
    FUZZ_REQUIRE(lies_within(s->file, key.data, key.size));
    FUZZ_REQUIRE(lies_within(s->file, value.at, bytes_left(&value)));
    for (size_t i = 0; i < key.size; i++)
        s->sum += (uint8_t)key.data[i];
    while (bytes_left(&value))
        s->sum += bytes_take_u8(&value);
    s->entries++;
    return YZ_OK;
}

static yz_status
check_tree(const page_file *file, const tree_root *root, uint8_t *used,
           bool is_free)
{
    yz_error err = { 0 };
    page_check check = { .file = file, .used = used, .err = &err };
    const yz_status status = is_free ? page_tree_check_free(&check, root)
                                     : page_tree_check(&check, root);
    FUZZ_REQUIRE(status == YZ_OK ||
                 (status == YZ_E_CORRUPT && err.message[0] != '\0'));
    FUZZ_REQUIRE(check.steps <= file->page_count + 1);
    return status;
}

static void
look(const page_file *file, const tree_root *root, bool is_free)
{
    uint8_t used[PAGES_MAX / 8 + 2] = { 0 };
    tree_root table;
    showing s = { .file = file };
    const bool sound = check_tree(file, root, NULL, is_free) == YZ_OK;
    const bool deep = check_tree(file, root, used, is_free) == YZ_OK;
    FUZZ_REQUIRE(sound || !deep);
    if (sound && !is_free &&
        page_tree_find(file, root, str_of("blob"), &table) &&
        table.page != TREE_EMPTY)
        (void)check_tree(file, &table, used, false);
    /* A page may be shown again, on other ways to it; but not without end. */
    FUZZ_REQUIRE(page_tree_each(file, root, show, &s) == YZ_OK);
    FUZZ_REQUIRE(s.entries <= file->page_count * PAGE_SIZE);
    s = (showing){ .file = file };
    FUZZ_REQUIRE(page_file_each(file, show, &s) == YZ_OK);
    FUZZ_REQUIRE(s.entries <= file->page_count * PAGE_SIZE / 8);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 + PAGE_SIZE)
        return 0;
    const size_t given = (size - 2) / PAGE_SIZE;
    const size_t pages = given < PAGES_MAX ? given : PAGES_MAX;
    uint8_t *map = calloc(META_PAGES + pages, PAGE_SIZE);
    if (!map)
        abort();
    memcpy(map + (size_t)META_PAGES * PAGE_SIZE, data + 2, pages * PAGE_SIZE);
    const page_file file = { map, PAGE_SIZE, META_PAGES + pages };
    const bool is_free = data[0] & IS_FREE;
    const tree_root root = { .flags = is_free ? 8 : 0,
                             .depth = data[0] & DEPTH_MASK,
                             .page = data[1] };
    look(&file, &root, is_free);
    free(map);
    return 0;
}
