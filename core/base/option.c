/* SPDX-License-Identifier: MIT */
/*
 * getopt_long() gets the rules of the table; its complaints become sentences.
 */
#include "core/base/option.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers that getopt gives back: those of rules lie above all letters. */
enum { RULE_FIRST = 256 };

/* ---- taking a value --------------------------------------------------- */

yz_status
option_bad_value(const option_rule *rule, const char *value, const char *wanted,
                 yz_error *err)
{
    if (rule->name)
        return error_set(err, YZ_E_INVALID, "--%s: \"%s\" is not %s",
                         rule->name, value, wanted);
    return error_set(err, YZ_E_INVALID, "-%c: \"%s\" is not %s", rule->letter,
                     value, wanted);
}

yz_status
option_take_true(const option_rule *rule, const char *value, void *place,
                 yz_error *err)
{
    (void)rule;
    (void)value;
    (void)err;
    *(bool *)place = true;
    return YZ_OK;
}

yz_status
option_take_text(const option_rule *rule, const char *value, void *place,
                 yz_error *err)
{
    if (!*value)
        return option_bad_value(rule, value, "valid; give a value", err);
    *(const char **)place = value;
    return YZ_OK;
}

/* Digits, and where they end. */
static bool
read_digits(const char *text, uint64_t *ret_number, char **ret_end)
{
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *ret_number = strtoull(text, ret_end, 10);
    return errno == 0;
}

static yz_status
take_number(const option_rule *rule, const char *value, uint64_t max,
            uint64_t *ret_number, yz_error *err)
{
    char *end;
    if (!read_digits(value, ret_number, &end) || *end ||
        *ret_number < rule->number || *ret_number > max)
        return option_bad_value(rule, value,
                                rule->number ? N_("a whole number above 0")
                                             : N_("a whole number"),
                                err);
    return YZ_OK;
}

yz_status
option_take_number(const option_rule *rule, const char *value, void *place,
                   yz_error *err)
{
    return take_number(rule, value, UINT64_MAX, place, err);
}

yz_status
option_take_number32(const option_rule *rule, const char *value, void *place,
                     yz_error *err)
{
    uint64_t number = 0;
    TRY(take_number(rule, value, INT32_MAX, &number, err));
    *(uint32_t *)place = (uint32_t)number;
    return YZ_OK;
}

yz_status
option_take_size(const option_rule *rule, const char *value, void *place,
                 yz_error *err)
{
    static const char units[] = "KMGT";
    const char *wanted = N_("a valid size; write it like 512M or 2G");
    char *end;
    uint64_t number;
    if (!read_digits(value, &number, &end) || number < rule->number)
        return option_bad_value(rule, value, wanted, err);
    const char upper = (char)(*end >= 'a' && *end <= 'z' ? *end - 32 : *end);
    const char *unit = upper ? strchr(units, upper) : NULL;
    const unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
    if (unit)
        end++;
    if (*end == 'i' && unit)
        end++;
    if (*end == 'B')
        end++;
    if (*end || number > UINT64_MAX >> shift)
        return option_bad_value(rule, value, wanted, err);
    *(uint64_t *)place = number << shift;
    return YZ_OK;
}

static yz_status
unknown_word(const option_rule *rule, const char *value, yz_error *err)
{
    char words[256] = "";
    size_t size = 0;
    for (size_t i = 0; rule->names[i]; i++) {
        const int added = snprintf(words + size, sizeof(words) - size, "%s%s",
                                   i ? ", " : "", rule->names[i]);
        if (added < 0 || size + (size_t)added >= sizeof(words))
            break;
        size += (size_t)added;
    }
    return error_set(err, YZ_E_INVALID, "--%s: \"%s\" is not one of %s",
                     rule->name, value, words);
}

yz_status
option_take_word(const option_rule *rule, const char *value, void *place,
                 yz_error *err)
{
    for (uint32_t i = 0; rule->names[i]; i++)
        if (!strcmp(rule->names[i], value)) {
            *(uint32_t *)place = i;
            return YZ_OK;
        }
    return unknown_word(rule, value, err);
}

/* ---- the command line -------------------------------------------------- */

typedef struct getopt_tables {
    char letters[2 * OPTION_RULES_MAX + 2];
    struct option names[OPTION_RULES_MAX + 1];
} getopt_tables;

static void
tables_fill(const option_table *table, getopt_tables *t)
{
    char *letter = t->letters;
    struct option *name = t->names;
    *letter++ = ':'; /* tells a missing value from an unknown option */
    assert(table->count <= OPTION_RULES_MAX);
    for (size_t i = 0; i < table->count; i++) {
        const option_rule *rule = &table->rules[i];
        if (rule->letter)
            *letter++ = rule->letter;
        if (rule->letter && rule->has_value)
            *letter++ = ':';
        if (rule->name)
            *name++ = (struct option){ rule->name,
                                       rule->is_optional ? optional_argument
                                                         : rule->has_value,
                                       NULL, RULE_FIRST + (int)i };
    }
}

/* The rule of a number that getopt gave; NULL if there is none. */
static const option_rule *
rule_of(const option_table *table, int number)
{
    if (number >= RULE_FIRST)
        return &table->rules[number - RULE_FIRST];
    for (size_t i = 0; number > 0 && i < table->count; i++)
        if (table->rules[i].letter == number)
            return &table->rules[i];
    return NULL;
}

/* How many letters two words differ in, if that is at most a few. */
static unsigned
difference(const char *x, const char *y)
{
    enum { LENGTH_MAX = 24 };
    unsigned row[LENGTH_MAX + 1];
    const size_t length = strlen(y);
    if (strlen(x) > LENGTH_MAX || length > LENGTH_MAX)
        return UINT_MAX;
    for (unsigned j = 0; j <= length; j++)
        row[j] = j;
    for (unsigned i = 1; x[i - 1]; i++) {
        unsigned corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            const unsigned above = row[j];
            const unsigned kept = corner + (x[i - 1] != y[j - 1]);
            const unsigned step = (above < row[j - 1] ? above : row[j - 1]) + 1;
            row[j] = kept < step ? kept : step;
            corner = above;
        }
    }
    return row[length];
}

/* The option that a word was probably meant to be; NULL: none is near. */
static const char *
probable_option(const option_table *table, const char *word)
{
    const size_t size = strcspn(word, "=");
    char name[32];
    unsigned least = 3; /* letters, and fewer than half of the word */
    const char *found = NULL;
    if (size >= sizeof(name))
        return NULL;
    memcpy(name, word, size);
    name[size] = '\0';
    for (size_t i = 0; i < table->count; i++) {
        const char *other = table->rules[i].name;
        const unsigned by = other ? difference(name, other) : UINT_MAX;
        if (by < least && by < size / 2) {
            least = by;
            found = other;
        }
    }
    return found;
}

/* A long option that there is none of. */
static yz_status
complain_of_name(const option_table *table, const char *word, yz_error *err)
{
    const char *meant = probable_option(table, word + strspn(word, "-"));
    if (meant)
        return error_set(err, YZ_E_INVALID,
                         "unknown option %s; did you mean --%s? see %s --help",
                         word, meant, table->program);
    return error_set(err, YZ_E_INVALID,
                     "unknown or ambiguous option %s; see %s --help, or write "
                     "-- before a word that begins with -",
                     word, table->program);
}

/* getopt() met something it cannot take. */
static yz_status
complain(const option_table *table, int answer, char **argv, yz_error *err)
{
    const option_rule *rule = rule_of(table, optopt);
    const bool is_long = optopt >= RULE_FIRST;
    if (rule && answer == ':' && is_long)
        return error_set(err, YZ_E_INVALID, "--%s needs a value; see %s --help",
                         rule->name, table->program);
    if (rule && answer == ':')
        return error_set(err, YZ_E_INVALID, "-%c needs a value; see %s --help",
                         rule->letter, table->program);
    if (rule)
        return error_set(err, YZ_E_INVALID, "--%s takes no value; remove it",
                         rule->name);
    if (optopt < 0 || (optopt >= 0x80 && optopt < RULE_FIRST))
        return error_set(err, YZ_E_INVALID,
                         "a word that begins with - is read as an option; "
                         "write -- before it");
    if (optopt)
        return error_set(err, YZ_E_INVALID,
                         "unknown option -%c; see %s --help, or write -- "
                         "before a word that begins with -",
                         optopt, table->program);
    return complain_of_name(table, argv[optind - 1], err);
}

yz_status
options_read(const option_table *table, int argc, char **argv, void *arguments,
             yz_error *err)
{
    getopt_tables tables = { 0 };
    int answer;
    tables_fill(table, &tables);
    opterr = 0;
    /* A program reads its command line once, before it has threads. */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while ((answer = getopt_long(argc, argv, tables.letters, tables.names,
                                 NULL)) != -1) {
        const option_rule *rule = rule_of(table, answer);
        if (!rule || answer == '?' || answer == ':')
            return complain(table, answer, argv, err);
        TRY(rule->take(rule, optarg, (char *)arguments + rule->place, err));
    }
    return YZ_OK;
}
