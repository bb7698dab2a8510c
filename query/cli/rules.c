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

#define OPTION_PLACE(member) offsetof(arguments, member)
#define SHOW(long_name, short_name, what)                          \
  {                                                                \
    .name = (long_name), .letter = (short_name), .take = set_show, \
    .place = OPTION_PLACE(show), .number = (what)                  \
  }
#define SET(long_name, short_name, member, bit)                      \
  {                                                                  \
    .name = (long_name), .letter = (short_name), .take = set_number, \
    .place = OPTION_PLACE(member), .number = (bit)                   \
  }

static const option_rule rules[] = {
    OPTION_TEXT(NULL, 'd', index_path),
    OPTION_FLAG("batch", 0, batch),
    OPTION_VALUE("limit", 'n', search.limit, take_limit),
    OPTION_NUMBER("offset", 0, search.offset, 0),
    OPTION_TEXT("after", 0, cursor),
    { .name = "count",
      .letter = 'c',
      .take = take_count,
      .number = SHOW_COUNT,
      .names = counts,
      .is_optional = true },
    SHOW("reports", 'l', SHOW_REPORTS),
    { .name = "sort", .has_value = true, .take = take_sort, .names = sorts },
    SET("reverse", 'r', search.flags, YZ_SEARCH_REVERSE),
    OPTION_NUMBER32(NULL, 'C', context, 0),
    OPTION_NUMBER32("timeout", 0, search.timeout_ms, 1),
    OPTION_SIZE("memory", 0, search.memory_max),
    OPTION_VALUE("kind", 'k', search.kinds, take_kinds),
    OPTION_TEXT("report", 0, search.report),
    OPTION_TEXT("section", 0, search.section),
    OPTION_TEXT("since", 0, search.since),
    OPTION_TEXT("until", 0, search.until),
    { .name = "facet", .has_value = true, .take = take_facets },
    SET("facet-gaps", 0, search.flags, YZ_SEARCH_FACET_GAPS),
    OPTION_FLAG("plot", 0, plot),
    OPTION_WORD("ocr", 0, search.ocr, ocrs),
    SET("literal", 'F', parse.flags, YZ_QUERY_LITERAL),
    SET("any", 0, parse.flags, YZ_QUERY_ANY),
    SET("strict", 0, parse.flags, YZ_QUERY_STRICT),
    OPTION_VALUE("tiers", 0, search.tiers, take_tiers),
    OPTION_TEXT("output", 'o', format),
    { .name = "json", .take = take_json, .place = OPTION_PLACE(format) },
    OPTION_NUMBER32("collocates", 0, window, 1),
    OPTION_VALUE("fields", 0, columns, columns_take),
    OPTION_FLAG("header", 0, header),
    OPTION_FLAG("spreadsheet", 0, spreadsheet),
    OPTION_TEXT("page", 0, page),
    OPTION_TEXT("highlight", 0, highlight),
    OPTION_FLAG("only-matching", 'O', surfaces),
    OPTION_FLAG("null", '0', nul),
    OPTION_WORD("path", 0, path_form, paths),
    OPTION_NUMBER32("width", 0, snippet.width, 1),
    OPTION_NUMBER32("snippets", 0, snippet.snippets, 1),
    SET("full", 0, snippet.full, 1),
    OPTION_TEXT("images", 0, images),
    OPTION_TEXT("crop", 0, crop),
    OPTION_FLAG("explain", 0, explain),
    SHOW("explain-query", 0, SHOW_UNDERSTANDING),
    OPTION_FLAG("quiet", 'q', quiet),
    OPTION_WORD("color", 0, color, colors),
    OPTION_WORD("hyperlinks", 0, hyperlinks, colors),
    { .name = "help",
      .letter = 'h',
      .take = take_help,
      .number = SHOW_HELP,
      .is_optional = true },
    SHOW("version", 'V', SHOW_VERSION),
};

const option_table query_rules = { "yz-query", rules, ARRAY_LENGTH(rules) };
