/* SPDX-License-Identifier: MIT */
/*
 * The names of kinds and tiers, for people and programs.
 */
#include "core/base/status.h"

static const char *const kind_names[YZ_KIND_COUNT] = {
    [YZ_KIND_PARAGRAPH] = "paragraph", [YZ_KIND_CAPTION] = "caption",
    [YZ_KIND_HEADING] = "heading",     [YZ_KIND_HEADLINE] = "headline",
    [YZ_KIND_LEDE] = "lede",           [YZ_KIND_BYLINE] = "byline",
    [YZ_KIND_DATE] = "date",           [YZ_KIND_CREDIT] = "credit",
    [YZ_KIND_NOISE] = "noise",
};

/* What people call them in Chinese. */
static const struct {
    const char *name;
    yz_kind kind;
} chinese_names[] = {
    { "段落", YZ_KIND_PARAGRAPH },  { "正文", YZ_KIND_PARAGRAPH },
    { "图片", YZ_KIND_CAPTION },    { "图注", YZ_KIND_CAPTION },
    { "图说", YZ_KIND_CAPTION },    { "图片说明", YZ_KIND_CAPTION },
    { "标题", YZ_KIND_HEADING },    { "小标题", YZ_KIND_HEADING },
    { "大标题", YZ_KIND_HEADLINE }, { "主标题", YZ_KIND_HEADLINE },
    { "导语", YZ_KIND_LEDE },       { "署名", YZ_KIND_BYLINE },
    { "记者", YZ_KIND_BYLINE },     { "日期", YZ_KIND_DATE },
    { "图片来源", YZ_KIND_CREDIT }, { "供图", YZ_KIND_CREDIT },
    { "杂讯", YZ_KIND_NOISE },      { "噪声", YZ_KIND_NOISE },
};

static const char *const tier_names[YZ_TIER_COUNT] = {
    [YZ_TIER_EXACT] = "exact",         [YZ_TIER_VARIANT] = "variant",
    [YZ_TIER_LOOKALIKE] = "lookalike", [YZ_TIER_PINYIN] = "pinyin",
    [YZ_TIER_SYNONYM] = "synonym",     [YZ_TIER_NEAR] = "near",
    [YZ_TIER_WORDS] = "words",         [YZ_TIER_SOME] = "some",
};

const char *
yz_kind_name(yz_kind kind)
{
    return (uint32_t)kind < YZ_KIND_COUNT ? kind_names[kind] : NULL;
}

bool
yz_kind_from_name(yz_str name, yz_kind *ret_kind)
{
    for (int i = 0; i < YZ_KIND_COUNT; i++)
        if (str_equal(name, str_of(kind_names[i]))) {
            *ret_kind = (yz_kind)i;
            return true;
        }
    for (size_t i = 0; i < ARRAY_LENGTH(chinese_names); i++)
        if (str_equal(name, str_of(chinese_names[i].name))) {
            *ret_kind = chinese_names[i].kind;
            return true;
        }
    return false;
}

const char *
yz_tier_name(yz_tier tier)
{
    return (uint32_t)tier < YZ_TIER_COUNT ? tier_names[tier] : NULL;
}

bool
yz_tier_from_name(yz_str name, yz_tier *ret_tier)
{
    for (int i = 0; i < YZ_TIER_COUNT; i++)
        if (str_equal(name, str_of(tier_names[i]))) {
            *ret_tier = (yz_tier)i;
            return true;
        }
    return false;
}
