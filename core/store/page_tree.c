/* SPDX-License-Identifier: MIT */
/*
 * Pages and nodes of LMDB 0.9 on a 64-bit little-endian machine. A page:
 *
 *     0 its number, u64    10 flags, u16    12 lower, u16    14 upper, u16
 *     16 where its nodes begin, u16 each, as far as `lower`
 *
 * A large value lies on pages of its own, of which the first has at 12 how many
 * they are, u32. A node, from `upper` on:
 *
 *     0 size of the value, u32 (in a branch, with 4, the child's number, u48)
 *     4 flags, u16    6 size of the key, u16    8 key, value
 *
 * The value is a page number where it is large, and a root where the node is a
 * table's.
 */
#include "core/store/page_tree.h"
#include "core/base/bit_set.h"

#include <string.h>

enum {
    PAGE_HEAD_SIZE = 16,
    PAGE_BRANCH = 1,
    PAGE_LEAF = 2,
    PAGE_OVERFLOW = 4,
    NODE_HEAD_SIZE = 8,
    NODE_LARGE = 1,
    NODE_TABLE = 2,
    KEY_SIZE_MAX = 511,
    DEPTH_MAX = 31,
    FIRST_PAGE = 2
};

/* A page that was looked at. */
typedef struct tree_page {
    const uint8_t *at;
    uint16_t flags;
    uint32_t node_count;
} tree_page;

typedef struct tree_node {
    yz_str key;
    uint16_t flags;
    uint64_t child; /* in a branch */
    uint32_t size;  /* of the value */
    const uint8_t *value;
} tree_node;

/* One walk over a tree. */
typedef struct tree_walk {
    page_check *check;
    uint16_t depth; /* of its leaves */
    bool is_free;   /* the tree of free pages: its keys are numbers */
    yz_str before;  /* the key before, over all leaves */
    yz_str least;   /* of the next key, by what stands above it */
} tree_walk;

static yz_status
corrupt(const page_check *c, const char *what)
{
    return error_corrupt(c->err, what);
}

/* ---- uses of pages ------------------------------------------------------ */

/* A page has one use. */
static bool
mark(page_check *c, uint64_t page, uint64_t count)
{
    if (page < FIRST_PAGE || page > c->file->page_count ||
        count > c->file->page_count - page)
        return false;
    for (uint64_t p = page; c->used && p < page + count; p++) {
        if (byte_bits_test(c->used, p))
            return false;
        byte_bits_set(c->used, p);
    }
    return true;
}

/* ---- pages and nodes ---------------------------------------------------- */

static bool
page_open(const page_file *f, uint64_t number, tree_page *ret_page)
{
    const uint8_t *at = f->map + number * f->page_size;
    const uint32_t lower = bytes_u16_at(at + 12);
    const uint32_t upper = bytes_u16_at(at + 14);
    *ret_page = (tree_page){ .at = at,
                             .flags = bytes_u16_at(at + 10),
                             .node_count = (lower - PAGE_HEAD_SIZE) / 2 };
    return bytes_u64_at(at) == number && lower > PAGE_HEAD_SIZE &&
           lower % 2 == 0 && lower <= upper && upper <= f->page_size &&
           (ret_page->flags == PAGE_BRANCH || ret_page->flags == PAGE_LEAF);
}

static bool
node_open(const page_file *f, const tree_page *p, uint32_t number,
          tree_node *ret_node)
{
    const uint32_t at =
        bytes_u16_at(p->at + PAGE_HEAD_SIZE + (size_t)2 * number);
    const uint32_t upper = bytes_u16_at(p->at + 14);
    if (at < upper || at % 2 || at + NODE_HEAD_SIZE > f->page_size)
        return false;
    const uint8_t *node = p->at + at;
    const uint32_t low = bytes_u32_at(node);
    const uint32_t key_size = bytes_u16_at(node + 6);
    const uint16_t flags = bytes_u16_at(node + 4);
    const bool is_leaf = p->flags == PAGE_LEAF;
    const uint64_t held = !is_leaf             ? 0
                          : flags & NODE_LARGE ? sizeof(uint64_t)
                                               : low;
    if (at + NODE_HEAD_SIZE + key_size + held > f->page_size ||
        key_size > KEY_SIZE_MAX)
        return false;
    *ret_node = (tree_node){
        .key = { (const char *)node + NODE_HEAD_SIZE, key_size },
        .flags = is_leaf ? flags : 0,
        .child = low | (uint64_t)flags << 32,
        .size = low,
        .value = node + NODE_HEAD_SIZE + key_size,
    };
    return true;
}

/* ---- values ------------------------------------------------------------- */

/*
 * Whether a large value lies within the file. A reader takes no more than that
 * from it; a writer gives back as many pages as the first of them says.
 */
static bool
large_value_check(page_check *c, const tree_node *node)
{
    const page_file *f = c->file;
    const uint64_t page = bytes_u64_at(node->value);
    const uint64_t least =
        (PAGE_HEAD_SIZE - 1 + (uint64_t)node->size) / f->page_size + 1;
    if (page < FIRST_PAGE || page > f->page_count ||
        least > f->page_count - page)
        return false;
    if (!c->used)
        return true;
    const uint8_t *at = f->map + page * f->page_size;
    const uint64_t count = bytes_u32_at(at + 12);
    return bytes_u64_at(at) == page && bytes_u16_at(at + 10) == PAGE_OVERFLOW &&
           count >= least && mark(c, page, count);
}

/* The free pages of a transaction: how many, then their numbers, falling. */
static bool
free_list_check(page_check *c, const tree_node *node)
{
    const page_file *f = c->file;
    const uint8_t *at = node->value;
    if (node->flags & NODE_LARGE)
        at = f->map + bytes_u64_at(node->value) * f->page_size + PAGE_HEAD_SIZE;
    if (node->key.size != sizeof(uint64_t) || node->size < sizeof(uint64_t))
        return false;
    const uint64_t count = bytes_u64_at(at);
    if (count > node->size / sizeof(uint64_t) - 1)
        return false;
    uint64_t before = UINT64_MAX;
    for (uint64_t i = 1; i <= count; i++) {
        const uint64_t page = bytes_u64_at(at + i * sizeof(uint64_t));
        if (page >= before || !mark(c, page, 1))
            return false;
        before = page;
    }
    return true;
}

static bool
value_check(tree_walk *w, const tree_node *node)
{
    if (node->flags & ~(NODE_LARGE | NODE_TABLE))
        return false;
    if (node->flags & NODE_TABLE)
        return node->size == TREE_ROOT_SIZE && node->flags == NODE_TABLE &&
               !w->is_free;
    if (node->flags & NODE_LARGE && !large_value_check(w->check, node))
        return false;
    return !w->is_free || free_list_check(w->check, node);
}

/* ---- the walk ----------------------------------------------------------- */

/* Whether `key` stands behind `before`, if there is one. */
static bool
key_follows(const tree_walk *w, yz_str before, yz_str key)
{
    if (!before.data)
        return true;
    if (!w->is_free)
        return str_compare(before, key) < 0;
    return key.size == 8 && before.size == 8 &&
           bytes_u64_at((const uint8_t *)before.data) <
               bytes_u64_at((const uint8_t *)key.data);
}

/* A leaf's key: behind the one before, not before what its parent says. */
static bool
key_is_in_order(tree_walk *w, yz_str key)
{
    const bool fits = key.size && key_follows(w, w->before, key) &&
                      (!w->least.data || str_equal(w->least, key) ||
                       key_follows(w, w->least, key));
    w->before = key;
    w->least = (yz_str){ 0 };
    return fits;
}

static yz_status
leaf_check(tree_walk *w, const tree_page *p)
{
    page_check *c = w->check;
    for (uint32_t i = 0; i < p->node_count; i++) {
        tree_node node;
        if (!node_open(c->file, p, i, &node))
            return corrupt(c, "an entry is outside its page");
        if (!key_is_in_order(w, node.key))
            return corrupt(c, "the keys of a page are out of order");
        if (!value_check(w, &node))
            return corrupt(
                c, w->is_free
                       ? "the list of free pages is broken"
                       : "a value is outside the file or overlaps another");
    }
    return YZ_OK;
}

static yz_status
tree_check(tree_walk *w, uint64_t number, uint16_t level);

/* The first child's key says nothing; LMDB does not look at it. */
static yz_status
branch_check(tree_walk *w, const tree_page *p, uint16_t level)
{
    page_check *c = w->check;
    if (p->node_count < 2 && !w->is_free)
        return corrupt(c, "a page has too few children");
    for (uint32_t i = 0; i < p->node_count; i++) {
        tree_node node;
        if (!node_open(c->file, p, i, &node) ||
            (i > 0 && !key_follows(w, w->before, node.key)))
            return corrupt(c, "the children of a page are out of order");
        if (i > 0)
            w->least = node.key;
        TRY(tree_check(w, node.child, (uint16_t)(level + 1)));
    }
    return YZ_OK;
}

static yz_status
tree_check(tree_walk *w, uint64_t number, uint16_t level)
{
    page_check *c = w->check;
    tree_page page;
    if (++c->steps > c->file->page_count || level > DEPTH_MAX ||
        number >= c->file->page_count || !mark(c, number, 1) ||
        !page_open(c->file, number, &page))
        return corrupt(c, "a page is not the one it should be");
    if ((page.flags == PAGE_LEAF) != (level == w->depth))
        return corrupt(c, "a page is not where it should be");
    return page.flags == PAGE_LEAF ? leaf_check(w, &page)
                                   : branch_check(w, &page, level);
}

static yz_status
walk(page_check *check, const tree_root *root, bool is_free)
{
    tree_walk w = { .check = check, .depth = root->depth, .is_free = is_free };
    if (root->page == TREE_EMPTY)
        return root->depth == 0
                   ? YZ_OK
                   : corrupt(check, "a tree has a depth but no pages");
    return tree_check(&w, root->page, 1);
}

yz_status
page_tree_check(page_check *check, const tree_root *root)
{
    if (root->flags)
        return corrupt(check, "a table has a form that no index uses");
    return walk(check, root, false);
}

yz_status
page_tree_check_free(page_check *check, const tree_root *root)
{
    return walk(check, root, true);
}

bool
page_tree_find(const page_file *file, const tree_root *main, yz_str name,
               tree_root *ret_root)
{
    tree_page page;
    tree_node node;
    if (main->page == TREE_EMPTY || main->depth != 1 ||
        !page_open(file, main->page, &page))
        return false;
    for (uint32_t i = 0; i < page.node_count; i++)
        if (node_open(file, &page, i, &node) && str_equal(node.key, name) &&
            node.flags == NODE_TABLE) {
            *ret_root = tree_root_parse(node.value);
            return true;
        }
    return false;
}

/* ---- what is left of broken trees --------------------------------------- */

/* The value of an entry, if it lies within the file. */
static bool
value_open(const page_file *f, const tree_node *node, bytes *ret_value)
{
    if (!(node->flags & NODE_LARGE)) {
        *ret_value = bytes_of(node->value, node->size);
        return node->flags == 0;
    }
    const uint64_t page = bytes_u64_at(node->value);
    const uint64_t end = f->page_count * (uint64_t)f->page_size;
    if (page < FIRST_PAGE || page >= f->page_count ||
        node->size > end - page * f->page_size - PAGE_HEAD_SIZE)
        return false;
    *ret_value =
        bytes_of(f->map + page * f->page_size + PAGE_HEAD_SIZE, node->size);
    return node->flags == NODE_LARGE;
}

static yz_status
leaf_each(const page_file *f, const tree_page *p, page_entry_fn visit,
          void *context)
{
    for (uint32_t i = 0; i < p->node_count; i++) {
        tree_node node;
        bytes value;
        if (node_open(f, p, i, &node) && node.key.size &&
            value_open(f, &node, &value))
            TRY(visit(context, node.key, value));
    }
    return YZ_OK;
}

/*
 * A walk over a tree that may be broken. It has few levels and no page twice,
 * so one that goes on for longer is in a circle.
 */
typedef struct broken_walk {
    const page_file *file;
    uint64_t pages_left;
    page_entry_fn visit;
    void *context;
} broken_walk;

static yz_status
pages_each(broken_walk *w, uint64_t number, uint16_t levels)
{
    const page_file *f = w->file;
    tree_page page;
    if (levels == 0 || w->pages_left == 0 || number < FIRST_PAGE ||
        number >= f->page_count || !page_open(f, number, &page))
        return YZ_OK;
    w->pages_left--;
    if (page.flags == PAGE_LEAF)
        return leaf_each(f, &page, w->visit, w->context);
    for (uint32_t i = 0; i < page.node_count; i++) {
        tree_node node;
        if (node_open(f, &page, i, &node))
            TRY(pages_each(w, node.child, (uint16_t)(levels - 1)));
    }
    return YZ_OK;
}

yz_status
page_tree_each(const page_file *file, const tree_root *root,
               page_entry_fn visit, void *context)
{
    enum { LEVELS_MAX = 6 };
    broken_walk w = { file, file->page_count, visit, context };
    return pages_each(&w, root->page, LEVELS_MAX);
}

yz_status
page_file_each(const page_file *file, page_entry_fn visit, void *context)
{
    for (uint64_t number = FIRST_PAGE; number < file->page_count; number++) {
        tree_page page;
        if (page_open(file, number, &page) && page.flags == PAGE_LEAF)
            TRY(leaf_each(file, &page, visit, context));
    }
    return YZ_OK;
}
