/* SPDX-License-Identifier: MIT */
/*
 * METS: which files are the pages of an issue, in which order, under which
 * printed numbers, and what the issue is called. The pages themselves are ALTO
 * or PAGE files beside it, which are read one after the other; of several files
 * of a page the first that names a folder or group of such counts. A file that
 * is not below the folder of the METS file is never opened.
 */
#include "indexer/formats/xml_reader.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { ID_SIZE = 128, HREF_SIZE = 512, FILES_MAX = 1 << 20 };

typedef struct mets_file {
    char id[ID_SIZE];
    char href[HREF_SIZE];
} mets_file;

typedef struct mets_page {
    char number[ID_SIZE]; /* as printed */
    size_t file;          /* of `files` */
} mets_page;

typedef struct mets_state {
    ARRAY_OF(mets_file) files; /* of text, sorted by nothing */
    ARRAY_OF(mets_page) pages;
    char number[ID_SIZE]; /* of the page that is open */
    bool in_physical;
    bool in_page;
    bool page_has_file;
    bool in_title;
    char file_id[ID_SIZE]; /* of the file that is open; empty: of no text */
    size_t next;           /* the page that is read next */
    FILE *open;
    ocr_source source; /* of the file that is open */
    char path[PATH_MAX];
    ocr_reader *reader;
} mets_state;

static mets_state *
state_of(xml_reader *r)
{
    mets_state *s = r->state;
    s->files.from = s->pages.from = r->source.memory;
    return s;
}

static void
copy(char *to, size_t capacity, const char *text)
{
    const size_t size = text ? strlen(text) : 0;
    to[0] = '\0';
    if (size && size < capacity)
        memcpy(to, text, size + 1);
}

static bool
contains(const char *text, const char *what)
{
    return text && strstr(text, what);
}

/* ---- what the file says ------------------------------------------------------- */

/* Is it XML, and not of pictures? */
static void
begin_file(mets_state *s, const char **attributes)
{
    const char *type = xml_attribute(attributes, "MIMETYPE");
    s->file_id[0] = '\0';
    if (!type || contains(type, "xml") || contains(type, "text"))
        copy(s->file_id, sizeof(s->file_id), xml_attribute(attributes, "ID"));
}

static void
add_file(xml_reader *r, const char **attributes)
{
    mets_state *s = state_of(r);
    mets_file file;
    const char *href = xml_attribute(attributes, "href");
    if (!s->file_id[0] || !href || s->files.count == FILES_MAX)
        return;
    if (!strncmp(href, "file://", 7))
        href += 7;
    while (!strncmp(href, "./", 2))
        href += 2;
    const size_t size = strlen(href);
    if (size < 5 || strcmp(href + size - 4, ".xml") != 0)
        return;
    memcpy(file.id, s->file_id, sizeof(file.id));
    copy(file.href, sizeof(file.href), href);
    if (!ARRAY_PUSH(&s->files, file))
        xml_fail(r, YZ_E_NOMEM, "out of memory");
}

static void
begin_div(mets_state *s, const char **attributes)
{
    const char *type = xml_attribute(attributes, "TYPE");
    const char *number = xml_attribute(attributes, "ORDERLABEL");
    if (!s->in_physical || !type ||
        (strcmp(type, "page") != 0 && strcmp(type, "PAGE") != 0 &&
         strcmp(type, "Page") != 0))
        return;
    s->page_has_file = false;
    s->in_page = true;
    if (!number)
        number = xml_attribute(attributes, "ORDER");
    copy(s->number, sizeof(s->number), number);
}

static void
add_page(xml_reader *r, const char **attributes)
{
    mets_state *s = state_of(r);
    const char *id = xml_attribute(attributes, "FILEID");
    if (!s->in_page || s->page_has_file || !id)
        return;
    for (size_t i = 0; i < s->files.count; i++) {
        mets_page page = { .file = i };
        if (strcmp(s->files.items[i].id, id) != 0)
            continue;
        memcpy(page.number, s->number, sizeof(page.number));
        s->page_has_file = true;
        if (!ARRAY_PUSH(&s->pages, page))
            xml_fail(r, YZ_E_NOMEM, "out of memory");
        return;
    }
}

static void
mets_begin(xml_reader *r, const char *name, const char **attributes)
{
    mets_state *s = state_of(r);
    if (!strcmp(name, "file")) {
        begin_file(s, attributes);
    } else if (!strcmp(name, "FLocat")) {
        add_file(r, attributes);
    } else if (!strcmp(name, "structMap")) {
        const char *type = xml_attribute(attributes, "TYPE");
        s->in_physical =
            type && (!strcmp(type, "PHYSICAL") || !strcmp(type, "physical"));
    } else if (!strcmp(name, "div")) {
        begin_div(s, attributes);
    } else if (!strcmp(name, "fptr") || !strcmp(name, "area")) {
        add_page(r, attributes);
    } else if ((!strcmp(name, "title") && !r->title.size) ||
               (!strcmp(name, "dateIssued") && !r->date.size)) {
        xml_collect(r);
    }
}

static void
mets_end(xml_reader *r, const char *name)
{
    if (!strcmp(name, "title") && r->collecting && !r->title.size)
        buffer_put_text(&r->title, xml_collected(r));
    else if (!strcmp(name, "dateIssued") && r->collecting && !r->date.size)
        buffer_put_text(&r->date, xml_collected(r));
}

/* ---- the pages ------------------------------------------------------------------ */

static yz_status
read_file(void *context, void *to, size_t size, size_t *ret_got, yz_error *err)
{
    FILE *file = context;
    *ret_got = fread(to, 1, size, file);
    if (*ret_got == 0 && ferror(file))
        return error_set_errno(err, errno, "cannot read the file of a page");
    return YZ_OK;
}

/* Below the folder of the METS file, whatever the file says. */
static bool
is_below(const char *href)
{
    return href[0] && href[0] != '/' && !strstr(href, "..") &&
           !strstr(href, "://");
}

static void
leave_out(const xml_reader *r, const char *href, const char *what)
{
    yz_error notice;
    if (!r->source.notice)
        return;
    error_fill(&notice, YZ_E_SOURCE, "%.200s: %.200s", href, what);
    r->source.notice(r->source.notice_context, YZ_REFUSAL, &notice);
}

static void
close_page(mets_state *s)
{
    if (s->reader)
        xml_format.close(s->reader);
    if (s->open)
        fclose(s->open);
    s->reader = NULL;
    s->open = NULL;
}

/* Open the file of a page; false: it is left out. */
static bool
open_page(xml_reader *r, const char *href)
{
    mets_state *s = r->state;
    yz_error why;
    yz_str folder = r->source.path;
    while (folder.size && folder.data[folder.size - 1] != '/')
        folder.size--;
    if (!is_below(href)) {
        leave_out(r, href, "it is not below the folder of the METS file");
        return false;
    }
    snprintf(s->path, sizeof(s->path), "%.*s%s", (int)folder.size, folder.data,
             href);
    s->open = fopen(s->path, "rbe");
    if (!s->open) {
        leave_out(r, href, "the file of a page cannot be opened");
        return false;
    }
    s->source = r->source;
    s->source.input = (ocr_input){ read_file, s->open, 0 };
    s->source.has_bytes = false;
    s->source.path = str_of(s->path);
    if (xml_format.open(&s->source, &s->reader, &why) == YZ_OK)
        return true;
    close_page(s);
    leave_out(r, href, why.message);
    return false;
}

/* The next page of all files; lines count in files that are not this one. */
static yz_status
mets_next(xml_reader *r, ocr_page *page, yz_error *err)
{
    mets_state *s = state_of(r);
    for (;;) {
        yz_error why = { 0 };
        if (!s->reader && s->next == s->pages.count)
            return YZ_DONE;
        const mets_page *at =
            &s->pages.items[s->reader ? s->next - 1 : s->next];
        const char *href = s->files.items[at->file].href;
        if (!s->reader) {
            s->next++;
            if (!open_page(r, href))
                continue;
        }
        const yz_status status = xml_format.next(s->reader, page, &why);
        if (status == YZ_OK) {
            for (size_t i = 0; i < page->lines.count; i++)
                page->lines.items[i].place = (ocr_place){ 0 };
            page->index = ++r->page_count;
            page->number = ocr_page_str(page, str_of(at->number));
            return YZ_OK;
        }
        close_page(s);
        if (status == YZ_E_NOMEM)
            return error_nomem(err);
        if (status != YZ_DONE)
            leave_out(r, href, why.message);
    }
}

static void
mets_dispose(const yz_allocator *memory, void *state)
{
    mets_state *s = state;
    (void)memory;
    close_page(s);
    ARRAY_DISPOSE(&s->files);
    ARRAY_DISPOSE(&s->pages);
}

const xml_schema mets_schema = { "mets",     sizeof(mets_state),
                                 mets_begin, mets_end,
                                 NULL,       mets_dispose,
                                 mets_next };
