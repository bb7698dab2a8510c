/* SPDX-License-Identifier: MIT */
/*
 * A PDF is read by a program that others keep well, in a process of its own:
 * whatever is in the file, nothing of ours is harmed. It gets the file as its
 * standard input, from a temporary file without a name, and may take so much
 * time and memory and no more. What it prints is read as XML while it runs.
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp,readability-identifier-naming) */
#define _GNU_SOURCE /* prlimit(), pipe2() */
#include "indexer/source/pages/pdf.h"

#include "indexer/source/part_loader.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    BLOCK_SIZE = 64 << 10,
    CPU_SECONDS_MAX = 600,
    SILENCE_MS_MAX = 120000, /* it prints nothing for that long */
    MEMORY_MAX_MB = 4096
};

/* NOLINTNEXTLINE(readability-redundant-declaration): not on every system */
extern char **environ;

struct ocr_reader {
    ocr_source source;
    ocr_source printed; /* what the program prints, for the reader of XML */
    const ocr_format *xml;
    ocr_reader *inner;
    pid_t process; /* 0: it was waited for */
    int from;      /* its standard output; -1: closed */
    bool has_words;
    bool is_slow;
};

/* ---- the process -------------------------------------------------------------- */

/* Control characters are none of XML's; programs print them all the same. */
static void
blank_controls(uint8_t *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (data[i] < 0x20 && data[i] != '\t' && data[i] != '\n' &&
            data[i] != '\r')
            data[i] = ' ';
}

static yz_status
read_printed(void *context, void *to, size_t size, size_t *ret_got,
             yz_error *err)
{
    ocr_reader *r = context;
    struct pollfd wait = { .fd = r->from, .events = POLLIN };
    const int ready = poll(&wait, 1, SILENCE_MS_MAX);
    if (ready == 0) {
        r->is_slow = true;
        *ret_got = 0;
        return YZ_OK;
    }
    const ssize_t got = ready > 0 ? read(r->from, to, size) : -1;
    if (got < 0)
        return error_set_errno(err, errno, "cannot read from pdftotext");
    blank_controls(to, (size_t)got);
    *ret_got = (size_t)got;
    return YZ_OK;
}

/* The file's bytes, in a file that nobody else sees. */
static yz_status
copy_input(const ocr_source *source, FILE *to, yz_error *err)
{
    char block[BLOCK_SIZE];
    size_t got;
    do {
        TRY(source->input.read(source->input.context, block, sizeof(block),
                               &got, err));
        if (got && fwrite(block, 1, got, to) != got)
            return error_set_errno(err, errno, "cannot copy the PDF");
    } while (got);
    if (fflush(to) != 0 || lseek(fileno(to), 0, SEEK_SET) != 0)
        return error_set_errno(err, errno, "cannot copy the PDF");
    return YZ_OK;
}

/* Bound the time and the memory of the process, where a system can. */
static void
limit(pid_t process)
{
#if defined(__linux__)
    const rlim_t bytes = (rlim_t)MEMORY_MAX_MB << 20;
    const struct rlimit time = { CPU_SECONDS_MAX, CPU_SECONDS_MAX };
    const struct rlimit memory = { bytes, bytes };
    prlimit(process, RLIMIT_CPU, &time, NULL);
    prlimit(process, RLIMIT_AS, &memory, NULL);
#else
    (void)process;
#endif
}

static int
spawn(int input, int output, pid_t *ret_process)
{
    char program[] = "pdftotext";
    char boxes[] = "-bbox-layout";
    char dash[] = "-";
    char *const arguments[] = { program, boxes, dash, dash, NULL };
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null",
                                     O_WRONLY, 0);
    const int code =
        posix_spawnp(ret_process, program, &files, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&files);
    return code;
}

static yz_status
start(ocr_reader *r, yz_error *err)
{
    int ends[2];
    FILE *copy = tmpfile();
    if (!copy)
        return error_set_errno(err, errno, "cannot make a temporary file");
    yz_status status = copy_input(&r->source, copy, err);
    if (status == YZ_OK && pipe2(ends, O_CLOEXEC) != 0)
        status = error_set_errno(err, errno, "cannot make a pipe");
    if (status != YZ_OK) {
        fclose(copy);
        return status;
    }
    const int code = spawn(fileno(copy), ends[1], &r->process);
    fclose(copy);
    close(ends[1]);
    r->from = ends[0];
    if (code == 0) {
        limit(r->process);
        return YZ_OK;
    }
    r->process = 0;
    return error_set(err, YZ_E_UNSUPPORTED,
                     "it is a PDF, for which the program pdftotext is needed; "
                     "install poppler-utils");
}

/* End the process; whether it had ended well by itself. */
static bool
finish(ocr_reader *r)
{
    int code = 0;
    if (r->from >= 0)
        close(r->from);
    r->from = -1;
    if (!r->process)
        return true;
    if (r->is_slow)
        kill(r->process, SIGKILL);
    const bool is_known = waitpid(r->process, &code, 0) == r->process;
    r->process = 0;
    return !is_known || (WIFEXITED(code) && WEXITSTATUS(code) == 0);
}

/* ---- reading ---------------------------------------------------------------- */

static void
pdf_close(ocr_reader *r)
{
    if (!r)
        return;
    if (r->inner)
        r->xml->close(r->inner);
    finish(r);
    memory_release(r->source.memory, r);
}

static yz_status
pdf_open(const ocr_source *source, ocr_reader **ret_reader, yz_error *err)
{
    const ocr_part *part;
    TRY(part_load("a PDF", &part, err));
    ocr_reader *r = memory_zeroed(source->memory, 1, sizeof(*r));
    if (!r)
        return error_nomem(err);
    r->source = r->printed = *source;
    r->from = -1;
    r->xml = part->xml;
    r->printed.input = (ocr_input){ read_printed, r, 0 };
    r->printed.has_bytes = false;
    yz_status status = start(r, err);
    if (status == YZ_OK)
        status = r->xml->open(&r->printed, &r->inner, err);
    if (status != YZ_OK) {
        pdf_close(r);
        return status;
    }
    *ret_reader = r;
    return YZ_OK;
}

/* Why there are no more pages. */
static yz_status
end(ocr_reader *r, yz_status status, yz_error *err)
{
    const bool is_slow = r->is_slow;
    const bool ended_well = finish(r);
    if (is_slow)
        return error_set(err, YZ_E_LIMIT,
                         "pdftotext printed nothing for %d seconds",
                         SILENCE_MS_MAX / 1000);
    if (!ended_well)
        return error_set(err, YZ_E_SOURCE,
                         "pdftotext cannot read the PDF: it is damaged, needs "
                         "a password, or is too large");
    if (status == YZ_DONE && !r->has_words)
        return error_set(err, YZ_E_SOURCE,
                         "the PDF has no text, only pictures; run an OCR "
                         "engine that adds a layer of text");
    return status;
}

static yz_status
pdf_next(ocr_reader *r, ocr_page *page, yz_error *err)
{
    const yz_status status = r->xml->next(r->inner, page, err);
    if (status != YZ_OK)
        return r->from >= 0 ? end(r, status, err) : status;
    for (size_t i = 0; i < page->lines.count; i++)
        page->lines.items[i].place = (ocr_place){ 0 };
    r->has_words |= page->words.count > 0;
    return YZ_OK;
}

static ocr_issue
pdf_issue(const ocr_reader *r)
{
    return r->xml->issue(r->inner);
}

const ocr_format pdf_format = { "pdf", pdf_open, pdf_next, pdf_issue,
                                pdf_close };
