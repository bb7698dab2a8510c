/* SPDX-License-Identifier: MIT */
/*
 * Names of sorts, colours and the like are looked up here; those of kinds,
 * facets and tiers are the library's.
 */
#include "query/cli/option.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- taking a value --------------------------------------------------- */

static exit_code
bad_value(const option_rule *rule, const char *value, const char *wanted)
{
    if (rule->name)
        return message_usage("--%s: \"%s\" is not %s", rule->name, value,
                             wanted);
    return message_usage("-%c: \"%s\" is not %s", rule->letter, value, wanted);
}

static bool
read_number(const char *text, uint64_t max, uint64_t *ret_number)
{
    char *end;
    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    const unsigned long long number = strtoull(text, &end, 10);
    if (*end || errno || number > max)
        return false;
    *ret_number = number;
    return true;
}

static exit_code
bad_number(const option_rule *rule, const char *value)
{
    return bad_value(rule, value,
                     rule->number ? "a whole number from 1 on, in digits"
                                  : "a whole number in digits");
}

static exit_code
take_number(const option_rule *rule, const char *value, void *place)
{
    uint64_t *number = place;
    if (!read_number(value, UINT64_MAX, number) || *number < rule->number)
        return bad_number(rule, value);
    return EXIT_FOUND;
}

static exit_code
take_number32(const option_rule *rule, const char *value, void *place)
{
    uint64_t number;
    if (!read_number(value, INT32_MAX, &number) || number < rule->number)
        return bad_number(rule, value);
    *(uint32_t *)place = (uint32_t)number;
    return EXIT_FOUND;
}

static exit_code
take_text(const option_rule *rule, const char *value, void *place)
{
    if (!*value)
        return bad_value(rule, value, "enough; give a value");
    *(const char **)place = value;
    return EXIT_FOUND;
}

/* One of the words allowed, as its number. */
static exit_code
take_word(const option_rule *rule, const char *value, void *place)
{
    for (uint32_t i = 0; rule->names[i]; i++)
        if (!strcmp(rule->names[i], value)) {
            *(uint32_t *)place = i;
            return EXIT_FOUND;
        }
    return bad_value(rule, value, "known; see yz-query --help");
}

/* Names with commas between them, as bits added to those that are set. */
static exit_code
take_bits(const option_rule *rule, const char *value, void *place)
{
    for (const char *at = value;; at++) {
        const size_t size = strcspn(at, ",");
        uint32_t bit;
        if (!rule->bit((yz_str){ at, size }, &bit))
            return message_usage("--%s: there is no \"%.*s\"; see yz-query "
                                 "--help",
                                 rule->name, (int)size, at);
        *(uint32_t *)place |= bit;
        at += size;
        if (!*at)
            return EXIT_FOUND;
    }
}

static exit_code
set_true(const option_rule *rule, const char *value, void *place)
{
    (void)rule;
    (void)value;
    *(bool *)place = true;
    return EXIT_FOUND;
}

static exit_code
set_number(const option_rule *rule, const char *value, void *place)
{
    (void)value;
    *(uint32_t *)place |= (uint32_t)rule->number;
    return EXIT_FOUND;
}

/* Help and version go before all else; other answers exclude each other. */
static exit_code
set_show(const option_rule *rule, const char *value, void *place)
{
    show *now = place;
    const show asked = (show)rule->number;
    (void)value;
    if (*now == asked || *now >= SHOW_HELP)
        return EXIT_FOUND;
    if (*now != SHOW_HITS && asked < SHOW_HELP)
        return message_usage("--count, --reports and --explain-query exclude "
                             "each other; give one of them");
    *now = asked;
    return EXIT_FOUND;
}

/* ---- the words allowed ------------------------------------------------ */

static const char *const sorts[] = { [YZ_SORT_SCORE] = "score",
                                     [YZ_SORT_DATE] = "date",
                                     [YZ_SORT_SOURCE] = "source",
                                     NULL };
static const char *const ocrs[] = { [YZ_OCR_AUTO] = "auto",
                                    [YZ_OCR_OFF] = "off",
                                    [YZ_OCR_ON] = "on",
                                    [YZ_OCR_LOOSE] = "loose",
                                    NULL };
static const char *const colors[] = { [COLOR_AUTO] = "auto",
                                      [COLOR_ALWAYS] = "always",
                                      [COLOR_NEVER] = "never",
                                      NULL };

static bool
kind_bit(yz_str name, uint32_t *ret_bit)
{
    yz_kind kind;
    const bool known = yz_kind_from_name(name, &kind);
    if (known)
        *ret_bit = 1u << kind;
    return known;
}

static bool
facet_bit(yz_str name, uint32_t *ret_bit)
{
    yz_facet facet;
    const bool known = yz_facet_from_name(name, &facet);
    if (known)
        *ret_bit = YZ_FACET_BIT(facet);
    return known;
}

static bool
tier_bit(yz_str name, uint32_t *ret_bit)
{
    yz_tier tier;
    const bool known = yz_tier_from_name(name, &tier);
    if (known)
        *ret_bit = YZ_TIER_BIT(tier);
    return known;
}

/* ---- the table -------------------------------------------------------- */

#define PLACE(member) offsetof(arguments, member)
#define FLAG(name, letter, member)                                            \
    { name, letter, false, set_true, PLACE(member), 0, NULL, NULL }
#define SHOW(name, letter, what)                                              \
    { name, letter, false, set_show, PLACE(show), what, NULL, NULL }
#define SET(name, letter, member, bit)                                        \
    { name, letter, false, set_number, PLACE(member), bit, NULL, NULL }
#define NUMBER(name, letter, member, least)                                   \
    { name, letter, true, take_number, PLACE(member), least, NULL, NULL }
#define NUMBER32(name, letter, member, least)                                 \
    { name, letter, true, take_number32, PLACE(member), least, NULL, NULL }
#define TEXT(name, letter, member)                                            \
    { name, letter, true, take_text, PLACE(member), 0, NULL, NULL }
#define WORD(name, letter, member, words)                                     \
    { name, letter, true, take_word, PLACE(member), 0, words, NULL }
#define BITS(name, letter, member, find)                                      \
    { name, letter, true, take_bits, PLACE(member), 0, NULL, find }

static const option_rule rules[] = {
    TEXT(NULL, 'd', index_path),
    FLAG("batch", 0, batch),
    NUMBER("limit", 'n', search.limit, 0),
    NUMBER("offset", 0, search.offset, 0),
    TEXT("after", 0, cursor),
    SHOW("count", 'c', SHOW_COUNT),
    SHOW("reports", 'l', SHOW_REPORTS),
    WORD("sort", 0, search.sort, sorts),
    NUMBER32(NULL, 'C', context, 0),
    NUMBER32("timeout", 0, search.timeout_ms, 1),
    BITS("kind", 'k', search.kinds, kind_bit),
    TEXT("report", 0, search.report),
    TEXT("section", 0, search.section),
    TEXT("since", 0, search.since),
    TEXT("until", 0, search.until),
    BITS("facet", 0, facets, facet_bit),
    WORD("ocr", 0, search.ocr, ocrs),
    SET("literal", 'F', parse.flags, YZ_QUERY_LITERAL),
    SET("any", 0, parse.flags, YZ_QUERY_ANY),
    SET("strict", 0, parse.flags, YZ_QUERY_STRICT),
    BITS("tiers", 0, search.tiers, tier_bit),
    TEXT("output", 'o', format),
    NUMBER32("width", 0, snippet.width, 1),
    NUMBER32("snippets", 0, snippet.snippets, 1),
    SET("full", 0, snippet.full, 1),
    FLAG("explain", 0, explain),
    SHOW("explain-query", 0, SHOW_UNDERSTANDING),
    FLAG("quiet", 'q', quiet),
    WORD("color", 0, color, colors),
    SHOW("help", 'h', SHOW_HELP),
    SHOW("version", 'V', SHOW_VERSION),
};

size_t
option_rule_count(void)
{
    return ARRAY_LENGTH(rules);
}

const option_rule *
option_rule_at(size_t i)
{
    return &rules[i];
}

exit_code
option_apply(const option_rule *rule, const char *value, arguments *a)
{
    return rule->take(rule, value, (char *)a + rule->place);
}
