/* SPDX-License-Identifier: MIT */
#include "query/parse/field.h"
#include "query/parse/date.h"
#include "query/parse/member.h"
#include "query/parse/scanner.h"

#include <string.h>

static const struct {
    const char *name;
    field_type field;
} field_names[] = {
    { "kind", FIELD_KIND },       { "类型", FIELD_KIND },
    { "section", FIELD_SECTION }, { "栏目", FIELD_SECTION },
    { "title", FIELD_TITLE },     { "标题", FIELD_TITLE },
    { "report", FIELD_REPORT },   { "来源", FIELD_REPORT },
    { "id", FIELD_ID },           { "date", FIELD_DATE },
    { "日期", FIELD_DATE },       { "py", FIELD_PINYIN },
    { "拼音", FIELD_PINYIN },
};

const char *
field_name(field_type field)
{
    for (size_t i = 0; i < ARRAY_LENGTH(field_names); i++)
        if (field_names[i].field == field)
            return field_names[i].name;
    return "";
}

bool
field_from_name(yz_str name, field_type *ret_field)
{
    for (size_t i = 0; i < ARRAY_LENGTH(field_names); i++)
        if (str_equal(name, str_of(field_names[i].name))) {
            *ret_field = field_names[i].field;
            return true;
        }
    return false;
}

/* ---- values -------------------------------------------------------------- */

/* The ASCII comma, to which the full-width one folds, and the Chinese `、`. */
static size_t
comma_size(yz_str text)
{
    if (text.size && text.data[0] == ',')
        return 1;
    const size_t size = sizeof("、") - 1;
    return text.size >= size && !memcmp(text.data, "、", size) ? size : 0;
}

/* `paragraph,caption`. */
static const char *
read_kinds(yz_str text, uint32_t *ret_kinds)
{
    size_t begin = 0;
    uint32_t kinds = 0;
    for (size_t at = 0; at <= text.size; at++) {
        const yz_str rest = { text.data + at, text.size - at };
        const size_t comma = comma_size(rest);
        const yz_str name = { text.data + begin, at - begin };
        yz_kind kind;
        if (at < text.size && !comma)
            continue;
        if (!yz_kind_from_name(name, &kind))
            return "unknown kind of passage";
        kinds |= UINT32_C(1) << kind;
        begin = at + comma;
        at = comma ? begin - 1 : at;
    }
    *ret_kinds = kinds;
    return NULL;
}

static const char *
read_dates(yz_str text, node *n)
{
    date_span span;
    if (!date_span_read(text, &span))
        return "this is not a date or a range of dates";
    n->date_first = span.first;
    n->date_last = span.last;
    return NULL;
}

static yz_status
read_sound(yz_str text, arena *a, node *n, const char **ret_problem,
           yz_error *err)
{
    n->value = text;
    TRY(pinyin_parse(text, a, &n->sound, err));
    if (!n->sound.count)
        *ret_problem = "this is not pinyin";
    return YZ_OK;
}

yz_status
field_read(const named_field *named, yz_str value, bool quoted, arena *a,
           node *ret_node, const char **ret_problem, yz_error *err)
{
    const field_type field = named->type;
    ret_node->field = field;
    *ret_problem = NULL;
    if (field == FIELD_PINYIN)
        return read_sound(value, a, ret_node, ret_problem, err);
    if (field == FIELD_EXTRA) {
        ret_node->member = named->member;
        ret_node->value = value;
        return member_read(named, value, quoted, a, &ret_node->range,
                           ret_problem, err);
    }
    if (field != FIELD_KIND && field != FIELD_DATE) {
        ret_node->value = value;
        return YZ_OK;
    }
    const yz_str folded = key_fold(value, a);
    if (!folded.data)
        return error_nomem(err);
    *ret_problem = field == FIELD_KIND ? read_kinds(folded, &ret_node->kinds)
                                       : read_dates(folded, ret_node);
    return YZ_OK;
}
