/* SPDX-License-Identifier: MIT */
#include "indexer/cli/arguments.h"
#include "core/base/file.h"
#include "core/base/translation.h"
#include "indexer/cli/input.h"
#include "indexer/cli/rules.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* ---- paths ------------------------------------------------------------- */

static exit_code
no_memory(void)
{
    message("out of memory");
    return EXIT_SYSTEM;
}

/* Every line, or what stands between NULs, is a path; empty ones are none. */
static exit_code
take_list(yz_str text, arguments *a)
{
    const char end = a->nul ? '\0' : '\n';
    while (text.size) {
        const char *stop = memchr(text.data, end, text.size);
        const size_t size = stop ? (size_t)(stop - text.data) : text.size;
        const yz_str path = arena_str(&a->arena, (yz_str){ text.data, size });
        if (!path.data || (size && !ARRAY_PUSH(&a->paths, path.data)))
            return no_memory();
        const size_t step = size + (stop != NULL);
        text = (yz_str){ text.data + step, text.size - step };
    }
    return EXIT_DONE;
}

static exit_code
read_files_from(arguments *a)
{
    yz_error err;
    sentence s;
    buffer text = { 0 };
    exit_code code = EXIT_USAGE;
    if (input_read(a->files_from, &text, &err) == YZ_OK)
        code = take_list(buffer_str(&text), a);
    else
        message("--files-from: %s: %s", a->files_from,
                translated_sentence(err.key, err.message, &s));
    buffer_dispose(&text);
    return code;
}

/* --inspect takes what is looked at, and no list of it. */
static exit_code
check_inspected(const arguments *a)
{
    static const struct {
        size_t least;
        size_t most;
        const char *takes;
    } wants[] = {
        [INSPECT_SEGMENTS] = { 0, 0, N_("segments takes no argument") },
        [INSPECT_TERMS] = { 0, 1,
                            N_("terms takes the beginning of a term, or "
                               "nothing") },
        [INSPECT_POSTINGS] = { 1, 1, N_("postings takes one term") },
        [INSPECT_PASSAGE] = { 1, 1, N_("passage takes one REPORT#ID") },
    };
    if (!a->files_from && a->paths.count >= wants[a->inspected].least &&
        a->paths.count <= wants[a->inspected].most)
        return EXIT_DONE;
    return message_usage("--inspect=%s", translated(wants[a->inspected].takes));
}

static exit_code
read_paths(char **words, arguments *a)
{
    const bool takes_none = a->command > COMMAND_DUMP;
    const bool may_take_none =
        takes_none || a->command == COMMAND_DUMP || a->command == COMMAND_PRUNE;
    if (takes_none && (*words || a->files_from))
        return message_usage("--%s takes no path; remove \"%s\"",
                             a->command_name, *words ? *words : a->files_from);
    for (; *words; words++)
        if (!ARRAY_PUSH(&a->paths, *words))
            return no_memory();
    if (a->command == COMMAND_INSPECT)
        return check_inspected(a);
    if (a->files_from) {
        const exit_code code = read_files_from(a);
        if (code != EXIT_DONE)
            return code;
    }
    if (a->command == COMMAND_LEARN && a->paths.count != 2)
        return message_usage("--%s takes two paths: pages as an OCR engine "
                             "read them, and the same pages corrected",
                             a->command_name);
    if (!may_take_none && !a->files_from && !a->paths.count && !a->lookalikes &&
        !a->synonyms && !a->fields.size)
        return message_usage(
            "no path given; name files or folders, or see yz-index --help");
    return EXIT_DONE;
}

/* ---- what each option alone cannot know -------------------------------- */

/* An encoding is known when a text can be opened in it. */
static exit_code
check_encoding(const arguments *a)
{
    yz_error err;
    yz_source *source = NULL;
    yz_source_options options = YZ_OPTIONS(yz_source_options);
    options.format = YZ_FORMAT_TEXT;
    options.encoding = a->source.encoding;
    const yz_status status =
        yz_source_open_memory("a", 1, "-", &options, &source, &err);
    yz_source_close(source);
    if (status != YZ_E_INVALID)
        return EXIT_DONE;
    message_error("--encoding: ", &err);
    return EXIT_USAGE;
}

/* So is a declaration when a query can name it. */
static exit_code
check_fields(const arguments *a)
{
    yz_error err;
    yz_query *query = NULL;
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    options.fields = buffer_str(&a->fields);
    const yz_status status =
        yz_query_parse(str_of("a"), &options, &query, &err);
    yz_query_free(query);
    if (status == YZ_OK)
        return EXIT_DONE;
    message_error("--field: ", &err);
    return EXIT_USAGE;
}

/* Options that say nothing together are refused: those of adding, … */
static exit_code
check_adding(const arguments *a)
{
    if (a->nul && !a->files_from)
        return message_usage("-0 needs --files-from");
    if (a->prune && a->command != COMMAND_ADD)
        return message_usage("--prune cannot be combined with --%s",
                             a->command_name);
    if ((a->lookalikes || a->synonyms) && a->command != COMMAND_ADD)
        return message_usage("--%s cannot be combined with --%s",
                             a->lookalikes ? "lookalikes" : "synonyms",
                             a->command_name);
    if (a->fields.size && a->command != COMMAND_ADD)
        return message_usage("--field cannot be combined with --%s",
                             a->command_name);
    return EXIT_DONE;
}

static exit_code
check_listing(const arguments *a)
{
    if (a->explain)
        return message_usage("--explain needs --dry-run");
    if (!a->output || !strcmp(a->output, "csv") || !strcmp(a->output, "text"))
        return EXIT_DONE;
    return message_usage("--list prints text or csv; remove --output=%s",
                         a->output);
}

/* … and those of printing. */
static exit_code
check_printing(const arguments *a)
{
    const bool dry = a->command == COMMAND_DRY_RUN;
    if (a->command == COMMAND_LIST)
        return check_listing(a);
    if (a->output && !dry)
        return message_usage("--output=%s needs %s", a->output,
                             strcmp(a->output, "jsonl") != 0 ? "--list"
                                                             : "--dry-run");
    if (a->output && strcmp(a->output, "jsonl") != 0)
        return message_usage("--dry-run prints jsonl; remove --output=%s",
                             a->output);
    if (a->explain && !dry)
        return message_usage("--explain needs --dry-run");
    if (a->json && (dry || a->command == COMMAND_DUMP))
        return message_usage("--%s always prints JSON; remove --json",
                             a->command_name);
    if (a->json && a->command == COMMAND_LEARN)
        return message_usage("--%s prints pairs, not JSON; remove --json",
                             a->command_name);
    return EXIT_DONE;
}

static exit_code
settle(arguments *a)
{
    const char *variable = getenv("YIZHAN_INDEX");
    exit_code code = check_adding(a);
    if (code == EXIT_DONE)
        code = check_printing(a);
    if (code != EXIT_DONE)
        return code;
    a->index_is_named = a->index_path || (variable && *variable);
    if (!a->index_path)
        a->index_path = variable && *variable ? variable : "yizhan.index";
    buffer_put_u8(&a->fields, 0);
    if (!buffer_ok(&a->fields))
        return no_memory();
    a->fields.size--;
    if (a->fields.size && check_fields(a) != EXIT_DONE)
        return EXIT_USAGE;
    if (a->force)
        a->writer.flags |= YZ_WRITER_FORCE;
    if (a->strict_encoding)
        a->source.flags |= YZ_SOURCE_STRICT_ENCODING;
    return a->source.encoding ? check_encoding(a) : EXIT_DONE;
}

exit_code
arguments_read(int argc, char **argv, arguments *ret)
{
    yz_error err;
    *ret = (arguments){ .source = YZ_OPTIONS(yz_source_options),
                        .writer = YZ_OPTIONS(yz_writer_options) };
    if (options_read(&index_rules, argc, argv, ret, &err) != YZ_OK) {
        message_error("", &err);
        return exit_code_of(err.status);
    }
    if (ret->command >= COMMAND_HELP)
        return EXIT_DONE;
    const exit_code code = settle(ret);
    return code == EXIT_DONE ? read_paths(argv + optind, ret) : code;
}

void
arguments_dispose(arguments *a)
{
    ARRAY_DISPOSE(&a->paths);
    ARRAY_DISPOSE(&a->excludes);
    arena_dispose(&a->arena);
    buffer_dispose(&a->fields);
}
