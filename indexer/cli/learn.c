/* SPDX-License-Identifier: MIT */
/*
 * --learn-lookalikes OCR TRUTH: two files, or two folders with files of the
 * same names. Of JSON lines, passages of the same id are one page. The pairs
 * are printed, and added to those of the index if there is one.
 */
#include "core/base/buffer.h"
#include "indexer/cli/change.h"
#include "indexer/cli/commands.h"
#include "indexer/cli/notices.h"
#include "indexer/cli/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A text and what it is called on both sides. */
typedef struct page {
    yz_str name;
    yz_str text;
    const char *path;
} page;

typedef struct pages {
    ARRAY_OF(page) items;
    arena arena;
    file_list files;
    bool is_folder;
} pages;

typedef struct learning {
    const arguments *arguments;
    notices notices;
    pages read;
    pages truth;
    yz_learner *learner;
    size_t learned; /**< pages */
    buffer pairs;   /**< of the index, then learned ones; as text */
    yz_error error;
} learning;

/* ---- reading pages ------------------------------------------------------- */

static yz_status
add_page(learning *l, pages *to, yz_str name, yz_str text, const char *path)
{
    const page p = { arena_str(&to->arena, name), arena_str(&to->arena, text),
                     path };
    if (!p.name.data || !p.text.data || !ARRAY_PUSH(&to->items, p))
        return error_nomem(&l->error);
    return YZ_OK;
}

/* Passages that have ids of their own are pages; others are parts of one. */
static yz_status
take_report(learning *l, pages *to, const yz_report *report, bool has_ids,
            const char *path, buffer *whole)
{
    for (size_t i = 0; i < yz_report_passage_count(report); i++) {
        const yz_passage *p = yz_report_passage(report, i);
        if (has_ids) {
            TRY(add_page(l, to, p->id, p->text, path));
            continue;
        }
        buffer_put_text(whole, p->text);
        buffer_put_u8(whole, '\n');
    }
    return YZ_OK;
}

static yz_status
take_reports(learning *l, pages *to, yz_source *source, bool has_ids,
             const char *path, buffer *whole)
{
    yz_report *report;
    yz_status status;
    while ((status = yz_source_next(source, &report, &l->error)) == YZ_OK) {
        status = take_report(l, to, report, has_ids, path, whole);
        yz_report_free(report);
        TRY(status);
    }
    return status == YZ_DONE ? YZ_OK : status;
}

static bool
is_jsonl(const arguments *a, const char *path)
{
    yz_format format = (yz_format)a->source.format;
    if (format == YZ_FORMAT_AUTO && !yz_format_of_file(path, &format))
        return false;
    return format == YZ_FORMAT_JSONL;
}

static yz_status
take_file(learning *l, pages *to, const char *path, yz_str name)
{
    yz_source *source;
    buffer whole = { 0 };
    const bool has_ids = is_jsonl(l->arguments, path);
    const yz_source_options options =
        notices_options(l->arguments, &l->notices);
    l->notices.path = path;
    TRY(yz_source_open(path, &options, &source, &l->error));
    yz_status status = take_reports(l, to, source, has_ids, path, &whole);
    if (status == YZ_OK && !buffer_ok(&whole))
        status = error_nomem(&l->error);
    if (status == YZ_OK && !has_ids)
        status = add_page(l, to, name, buffer_str(&whole), path);
    yz_source_close(source);
    buffer_dispose(&whole);
    return status;
}

static int
page_compare(const void *a, const void *b)
{
    const page *x = a;
    const page *y = b;
    const yz_str n = x->name;
    const yz_str m = y->name;
    const int order = memcmp(n.data, m.data, n.size < m.size ? n.size : m.size);
    return order ? order : (n.size > m.size) - (n.size < m.size);
}

/* A file is called by its path below the folder; one that is named, nothing. */
static yz_str
name_below(const pages *to, const char *folder, const char *file)
{
    if (!to->is_folder)
        return (yz_str){ 0 };
    const char *name = file + strlen(folder);
    return str_of(name + strspn(name, "/"));
}

static yz_status
take_path(learning *l, pages *to, const char *path)
{
    struct stat info;
    arguments one = *l->arguments;
    one.paths = (text_list){ 0 };
    if (!ARRAY_PUSH(&one.paths, path))
        return error_nomem(&l->error);
    yz_status status = file_list_make(&one, &to->files, &l->error);
    ARRAY_DISPOSE(&one.paths);
    TRY(status);
    l->notices.refused += to->files.refused;
    to->is_folder = stat(path, &info) == 0 && S_ISDIR(info.st_mode);
    for (size_t i = 0; i < to->files.files.count; i++) {
        const char *file = to->files.files.items[i].path;
        status = take_file(l, to, file, name_below(to, path, file));
        if (status != YZ_OK && !notices_is_own_error(&l->notices, &l->error))
            return status;
        if (status != YZ_OK)
            notices_refuse(&l->notices, &l->error);
    }
    if (to->items.count)
        qsort(to->items.items, to->items.count, sizeof(page), page_compare);
    return YZ_OK;
}

static void
pages_dispose(pages *p)
{
    ARRAY_DISPOSE(&p->items);
    arena_dispose(&p->arena);
    file_list_dispose(&p->files);
}

/* ---- learning ------------------------------------------------------------- */

static yz_status
learn_page(learning *l, const page *read, const page *truth)
{
    const yz_status status =
        yz_learner_add(l->learner, read->text, truth->text, &l->error);
    l->learned += status == YZ_OK;
    if (status != YZ_E_LIMIT)
        return status;
    l->notices.path = read->path;
    notices_refuse(&l->notices, &l->error);
    return YZ_OK;
}

static yz_status
learn_pages(learning *l)
{
    size_t i = 0;
    size_t j = 0;
    while (i < l->read.items.count && j < l->truth.items.count) {
        const page *read = &l->read.items.items[i];
        const page *truth = &l->truth.items.items[j];
        const int order = page_compare(read, truth);
        if (order == 0)
            TRY(learn_page(l, read, truth));
        i += order <= 0;
        j += order >= 0;
    }
    return YZ_OK;
}

static void
put_pairs(void *context, yz_str text)
{
    buffer_put_text(context, text);
}

/* Print what was learned; it stands behind what the index has. */
static yz_status
print_pairs(learning *l)
{
    const size_t before = l->pairs.size;
    TRY(yz_learner_write(l->learner, put_pairs, &l->pairs, &l->error));
    if (!buffer_ok(&l->pairs))
        return error_nomem(&l->error);
    fwrite((const char *)l->pairs.data + before, 1, l->pairs.size - before,
           stdout);
    return YZ_OK;
}

/* ---- the index ------------------------------------------------------------ */

static yz_status
known_pairs(learning *l, yz_index *index)
{
    yz_snapshot *snapshot;
    TRY(yz_snapshot_open(index, &snapshot, &l->error));
    const yz_status status =
        yz_snapshot_lookalikes(snapshot, put_pairs, &l->pairs, &l->error);
    yz_snapshot_close(snapshot);
    return status;
}

static yz_status
learn_into(learning *l, change *c)
{
    TRY(known_pairs(l, c->index));
    TRY(print_pairs(l));
    TRY(yz_writer_set_lookalikes(c->writer, buffer_str(&l->pairs), &l->error));
    return yz_writer_commit(c->writer, &l->error);
}

/* An index that nobody named, and that is not there, is not missed. */
static exit_code
finish(learning *l)
{
    change c = { 0 };
    yz_status status = change_open(&c, l->arguments, false);
    if (status == YZ_OK) {
        status = learn_into(l, &c);
    } else {
        l->error = c.error;
        if (status == YZ_E_NOT_FOUND && !l->arguments->index_is_named)
            status = print_pairs(l);
    }
    change_close(&c);
    if (status != YZ_OK)
        return message_index(l->arguments->index_path, &l->error);
    return l->notices.refused ? EXIT_REFUSED : EXIT_DONE;
}

static exit_code
learn(learning *l)
{
    const arguments *a = l->arguments;
    yz_status status = yz_learner_new(NULL, &l->learner, &l->error);
    if (status == YZ_OK)
        status = take_path(l, &l->read, a->paths.items[0]);
    if (status == YZ_OK)
        status = take_path(l, &l->truth, a->paths.items[1]);
    if (status == YZ_OK)
        status = learn_pages(l);
    if (status != YZ_OK) {
        message_error("", &l->error);
        return EXIT_SYSTEM;
    }
    if (!l->learned && !l->notices.refused) {
        message("%s and %s have no page in common; give files of the same "
                "names, or passages of the same ids",
                a->paths.items[0], a->paths.items[1]);
        return EXIT_REFUSED;
    }
    return finish(l);
}

exit_code
command_learn(const arguments *a)
{
    progress none = { 0 };
    learning l = { .arguments = a,
                   .notices = { .progress = &none, .quiet = a->quiet } };
    const exit_code code = learn(&l);
    yz_learner_free(l.learner);
    pages_dispose(&l.read);
    pages_dispose(&l.truth);
    buffer_dispose(&l.pairs);
    return code;
}
