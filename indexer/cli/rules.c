/* SPDX-License-Identifier: MIT */
#include "indexer/cli/rules.h"
#include "indexer/cli/arguments.h"

#include <string.h>

static yz_status
take_format(const option_rule *rule, const char *value, void *place,
            yz_error *err)
{
    yz_format format;
    if (!yz_format_from_name(str_of(value), &format))
        return option_bad_value(
            rule, value,
            "a format; use auto, text, jsonl, json, alto, "
            "page, hocr, markdown, mets, abbyy, umi, tsv, pdf or archive",
            err);
    *(uint32_t *)place = format;
    return YZ_OK;
}

static yz_status
take_exclude(const option_rule *rule, const char *value, void *place,
             yz_error *err)
{
    text_list *list = place;
    if (!*value)
        return option_bad_value(rule, value, "valid; give a pattern", err);
    return ARRAY_PUSH(list, value) ? YZ_OK : error_nomem(err);
}

/* Each --field adds one declaration, or several. */
static yz_status
take_field(const option_rule *rule, const char *value, void *place,
           yz_error *err)
{
    buffer *fields = place;
    if (!*value)
        return option_bad_value(rule, value, "valid; write NAME:TYPE", err);
    if (fields->size)
        buffer_put_u8(fields, ',');
    buffer_put_text(fields, str_of(value));
    return buffer_ok(fields) ? YZ_OK : error_nomem(err);
}

/* Help and version go before all else; other commands exclude each other. */
static yz_status
take_command(const option_rule *rule, const char *value, void *place,
             yz_error *err)
{
    arguments *a = place;
    const command asked = (command)rule->number;
    (void)value;
    if (a->command >= COMMAND_HELP || a->command == asked)
        return YZ_OK;
    if (a->command != COMMAND_ADD && asked < COMMAND_HELP)
        return error_set(err, YZ_E_INVALID,
                         "--%s and --%s cannot be combined; give one of them",
                         a->command_name, rule->name);
    a->command = asked;
    a->command_name = rule->name;
    return YZ_OK;
}

/* --help, --help=all. */
static yz_status
take_help(const option_rule *rule, const char *value, void *place,
          yz_error *err)
{
    arguments *a = place;
    if (value && strcmp(value, "all") != 0)
        return option_bad_value(rule, value, "all", err);
    a->help_all = a->help_all || value;
    return take_command(rule, value, place, err);
}

/* A command that says what it looks at. */
static yz_status
take_inspect(const option_rule *rule, const char *value, void *place,
             yz_error *err)
{
    arguments *a = place;
    TRY(option_take_word(rule, value, &a->inspected, err));
    return take_command(rule, value, place, err);
}

static const char *const inspections[] = { "segments", "terms", "postings",
                                           "passage", NULL };
static const char *const progresses[] = { "auto", "json", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };

#define OPTION_PLACE(member) offsetof(arguments, member)
#define COMMAND(long_name, short_name, what)                           \
  {                                                                    \
    .name = (long_name), .letter = (short_name), .take = take_command, \
    .number = (what)                                                   \
  }

static const option_rule rules[] = {
    OPTION_TEXT(NULL, 'd', index_path),
    OPTION_VALUE("format", 'f', source.format, take_format),
    OPTION_TEXT("encoding", 0, source.encoding),
    OPTION_FLAG("strict-encoding", 0, strict_encoding),
    OPTION_TEXT("root", 0, source.root),
    OPTION_TEXT("report-id", 0, source.report_id),
    OPTION_TEXT("language", 0, language),
    OPTION_TEXT("files-from", 0, files_from),
    OPTION_FLAG("null", '0', nul),
    OPTION_VALUE("exclude", 0, excludes, take_exclude),
    OPTION_FLAG("force", 0, force),
    OPTION_FLAG("prune", 0, prune),
    OPTION_NUMBER32("commit-every", 0, commit_every, 1),
    OPTION_NUMBER32("jobs", 'j', writer.jobs, 1),
    OPTION_SIZE("memory", 0, writer.memory_max),
    COMMAND("remove", 0, COMMAND_REMOVE),
    COMMAND("prune-only", 0, COMMAND_PRUNE),
    COMMAND("list", 0, COMMAND_LIST),
    COMMAND("dry-run", 0, COMMAND_DRY_RUN),
    COMMAND("dump", 0, COMMAND_DUMP),
    COMMAND("stats", 0, COMMAND_STATS),
    { .name = "inspect",
      .has_value = true,
      .take = take_inspect,
      .number = COMMAND_INSPECT,
      .names = inspections },
    COMMAND("check", 0, COMMAND_CHECK),
    COMMAND("compact", 0, COMMAND_COMPACT),
    COMMAND("repair", 0, COMMAND_REPAIR),
    COMMAND("refresh-words", 0, COMMAND_REFRESH_WORDS),
    OPTION_TEXT("lookalikes", 0, lookalikes),
    OPTION_TEXT("synonyms", 0, synonyms),
    OPTION_VALUE("field", 0, fields, take_field),
    COMMAND("learn-lookalikes", 0, COMMAND_LEARN),
    OPTION_TEXT("output", 'o', output),
    OPTION_FLAG("explain", 0, explain),
    OPTION_FLAG("json", 0, json),
    OPTION_WORD("progress", 0, progress, progresses),
    OPTION_FLAG("quiet", 'q', quiet),
    OPTION_FLAG("verbose", 'v', verbose),
    OPTION_WORD("color", 0, color,
                colors), /* as yz-query; nothing here has any */
    { .name = "help",
      .letter = 'h',
      .take = take_help,
      .number = COMMAND_HELP,
      .is_optional = true },
    COMMAND("version", 'V', COMMAND_VERSION),
};

const option_table index_rules = { "yz-index", rules, ARRAY_LENGTH(rules) };
