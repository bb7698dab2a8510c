/* SPDX-License-Identifier: MIT */
/*
 * Names of sort orders, colours and the like are defined here; those of kinds,
 * facets and tiers by the library.
 */
#include "query/cli/rules.h"
#include "query/cli/arguments.h"

#include <string.h>

/* ---- lists of names ------------------------------------------------------ */

/* The bit of a name. */
typedef bool (*bit_of_name)(yz_str name, uint32_t *ret_bit);

/* Names separated by commas, as bits that are added to those set before. */
static yz_status
take_bits(const option_rule *rule, const char *value, void *place,
          bit_of_name bit_of, yz_error *err)
{
    for (const char *at = value;; at++) {
        const size_t size = strcspn(at, ",");
        uint32_t bit;
        if (!bit_of((yz_str){ at, size }, &bit))
            return error_set(
                err, YZ_E_INVALID,
                "--%s: unknown value \"%.*s\"; see yz-query --help", rule->name,
                (int)size, at);
        *(uint32_t *)place |= bit;
        at += size;
        if (!*at)
            return YZ_OK;
    }
}

static bool
kind_bit(yz_str name, uint32_t *ret_bit)
{
    yz_kind kind;
    const bool known = yz_kind_from_name(name, &kind);
    if (known)
        *ret_bit = 1u << kind;
    return known;
}

static yz_status
take_kinds(const option_rule *rule, const char *value, void *place,
           yz_error *err)
{
    return take_bits(rule, value, place, kind_bit, err);
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

/* Names that are no facets are members of `extra`; the index knows which. */
static yz_status
take_facets(const option_rule *rule, const char *value, void *place,
            yz_error *err)
{
    arguments *a = place;
    (void)rule;
    for (const char *at = value;; at++) {
        const yz_str name = { at, strcspn(at, ",") };
        uint32_t bit;
        if (facet_bit(name, &bit)) {
            a->facets |= bit;
        } else {
            if (a->facet_members.size)
                buffer_put_u8(&a->facet_members, ',');
            buffer_put_text(&a->facet_members, name);
        }
        at += name.size;
        if (!*at)
            return buffer_ok(&a->facet_members) ? YZ_OK : error_nomem(err);
    }
}

/* A tier, or a group of them. */
static bool
tier_bit(yz_str name, uint32_t *ret_bit)
{
    static const uint32_t certain =
        YZ_TIER_BIT(YZ_TIER_EXACT) | YZ_TIER_BIT(YZ_TIER_VARIANT);
    static const uint32_t likely = YZ_TIER_BIT(YZ_TIER_LOOKALIKE) |
                                   YZ_TIER_BIT(YZ_TIER_PINYIN) |
                                   YZ_TIER_BIT(YZ_TIER_SYNONYM);
    yz_tier tier;
    *ret_bit = certain;
    if (str_equal(name, str_of("certain")))
        return true;
    *ret_bit |= likely;
    if (str_equal(name, str_of("likely")))
        return true;
    const bool known = yz_tier_from_name(name, &tier);
    if (known)
        *ret_bit = YZ_TIER_BIT(tier);
    return known;
}

static yz_status
take_tiers(const option_rule *rule, const char *value, void *place,
           yz_error *err)
{
    return take_bits(rule, value, place, tier_bit, err);
}

/* ---- setters ------------------------------------------------------------- */

static yz_status
set_number(const option_rule *rule, const char *value, void *place,
           yz_error *err)
{
    (void)value;
    (void)err;
    *(uint32_t *)place |= (uint32_t)rule->number;
    return YZ_OK;
}

/* A number, or all. */
static yz_status
take_limit(const option_rule *rule, const char *value, void *place,
           yz_error *err)
{
    if (strcmp(value, "all") != 0)
        return option_take_number(rule, value, place, err);
    *(uint64_t *)place = UINT64_MAX;
    return YZ_OK;
}

/* right and left sort the lines of a concordance, whose hits come by place. */
static yz_status
take_sort(const option_rule *rule, const char *value, void *place,
          yz_error *err)
{
    arguments *a = place;
    uint32_t sort;
    TRY(option_take_word(rule, value, &sort, err));
    a->has_sort = true;
    a->kwic_sort = KWIC_PLACE;
    if (sort <= YZ_SORT_SOURCE) {
        a->search.sort = sort;
        return YZ_OK;
    }
    a->search.sort = YZ_SORT_SOURCE;
    a->kwic_sort = sort == YZ_SORT_SOURCE + 1 ? KWIC_RIGHT : KWIC_LEFT;
    return YZ_OK;
}

static yz_status
take_json(const option_rule *rule, const char *value, void *place,
          yz_error *err)
{
    (void)rule;
    (void)value;
    (void)err;
    *(const char **)place = "json";
    return YZ_OK;
}

/* --help and --version have precedence; the other modes exclude each other. */
static yz_status
set_show(const option_rule *rule, const char *value, void *place, yz_error *err)
{
    show *now = place;
    const show asked = (show)rule->number;
    (void)value;
    if (*now == asked || *now >= SHOW_HELP)
        return YZ_OK;
    if (*now != SHOW_HITS && asked < SHOW_HELP)
        return error_set(err, YZ_E_INVALID,
                         "--count, --reports and --explain-query cannot be "
                         "combined; give one of them");
    *now = asked;
    return YZ_OK;
}

/* -c, --count, --count=matches */
static yz_status
take_count(const option_rule *rule, const char *value, void *place,
           yz_error *err)
{
    arguments *a = place;
    if (value)
        TRY(option_take_word(rule, value, &a->counted, err));
    return set_show(rule, value, &a->show, err);
}

static yz_status
take_help(const option_rule *rule, const char *value, void *place,
          yz_error *err)
{
    arguments *a = place;
    if (value && strcmp(value, "all") != 0)
        return option_bad_value(rule, value, "all", err);
    a->help_all = a->help_all || value;
    return set_show(rule, value, &a->show, err);
}

/* ---- the table ----------------------------------------------------------- */

static const char *const sorts[] = { [YZ_SORT_SCORE] = "score",
                                     [YZ_SORT_DATE] = "date",
                                     [YZ_SORT_SOURCE] = "source",
                                     "right",
                                     "left",
                                     NULL };
static const char *const counts[] = { [COUNT_PASSAGES] = "passages",
                                      [COUNT_MATCHES] = "matches",
                                      [COUNT_REPORTS] = "reports",
                                      NULL };
static const char *const paths[] = { [PATH_GIVEN] = "given",
                                     [PATH_ABSOLUTE] = "absolute",
                                     [PATH_RELATIVE] = "relative",
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

#define PLACE(member) offsetof(arguments, member)
#define FLAG(name, letter, member)                                       \
  {                                                                      \
    name, letter, false, option_take_true, PLACE(member), 0, NULL, false \
  }
#define SHOW(name, letter, what)                                  \
  {                                                               \
    name, letter, false, set_show, PLACE(show), what, NULL, false \
  }
#define SET(name, letter, member, bit)                               \
  {                                                                  \
    name, letter, false, set_number, PLACE(member), bit, NULL, false \
  }
#define NUMBER(name, letter, member, least)                                   \
  {                                                                           \
    name, letter, true, option_take_number, PLACE(member), least, NULL, false \
  }
#define NUMBER32(name, letter, member, least)                             \
  {                                                                       \
    name, letter, true, option_take_number32, PLACE(member), least, NULL, \
        false                                                             \
  }
#define TEXT(name, letter, member)                                      \
  {                                                                     \
    name, letter, true, option_take_text, PLACE(member), 0, NULL, false \
  }
#define WORD(name, letter, member, words)                                \
  {                                                                      \
    name, letter, true, option_take_word, PLACE(member), 0, words, false \
  }
#define SIZE(name, letter, member)                                      \
  {                                                                     \
    name, letter, true, option_take_size, PLACE(member), 1, NULL, false \
  }
#define LIST(name, letter, member, take)                    \
  {                                                         \
    name, letter, true, take, PLACE(member), 0, NULL, false \
  }

static const option_rule rules[] = {
    TEXT(NULL, 'd', index_path),
    FLAG("batch", 0, batch),
    LIST("limit", 'n', search.limit, take_limit),
    NUMBER("offset", 0, search.offset, 0),
    TEXT("after", 0, cursor),
    { "count", 'c', false, take_count, 0, SHOW_COUNT, counts, true },
    SHOW("reports", 'l', SHOW_REPORTS),
    { "sort", 0, true, take_sort, 0, 0, sorts, false },
    SET("reverse", 'r', search.flags, YZ_SEARCH_REVERSE),
    NUMBER32(NULL, 'C', context, 0),
    NUMBER32("timeout", 0, search.timeout_ms, 1),
    SIZE("memory", 0, search.memory_max),
    LIST("kind", 'k', search.kinds, take_kinds),
    TEXT("report", 0, search.report),
    TEXT("section", 0, search.section),
    TEXT("since", 0, search.since),
    TEXT("until", 0, search.until),
    { "facet", 0, true, take_facets, 0, 0, NULL, false },
    SET("facet-gaps", 0, search.flags, YZ_SEARCH_FACET_GAPS),
    FLAG("plot", 0, plot),
    WORD("ocr", 0, search.ocr, ocrs),
    SET("literal", 'F', parse.flags, YZ_QUERY_LITERAL),
    SET("any", 0, parse.flags, YZ_QUERY_ANY),
    SET("strict", 0, parse.flags, YZ_QUERY_STRICT),
    LIST("tiers", 0, search.tiers, take_tiers),
    TEXT("output", 'o', format),
    { "json", 0, false, take_json, PLACE(format), 0, NULL, false },
    NUMBER32("collocates", 0, window, 1),
    LIST("fields", 0, columns, columns_take),
    FLAG("header", 0, header),
    FLAG("spreadsheet", 0, spreadsheet),
    TEXT("page", 0, page),
    TEXT("highlight", 0, highlight),
    FLAG("only-matching", 'O', surfaces),
    FLAG("null", '0', nul),
    WORD("path", 0, path_form, paths),
    NUMBER32("width", 0, snippet.width, 1),
    NUMBER32("snippets", 0, snippet.snippets, 1),
    SET("full", 0, snippet.full, 1),
    TEXT("images", 0, images),
    TEXT("crop", 0, crop),
    FLAG("explain", 0, explain),
    SHOW("explain-query", 0, SHOW_UNDERSTANDING),
    FLAG("quiet", 'q', quiet),
    WORD("color", 0, color, colors),
    { "help", 'h', false, take_help, 0, SHOW_HELP, NULL, true },
    SHOW("version", 'V', SHOW_VERSION),
};

const option_table query_rules = { "yz-query", rules, ARRAY_LENGTH(rules) };
