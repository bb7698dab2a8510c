/* SPDX-License-Identifier: MIT */
#include "core/report/fields.h"
#include "core/base/utf8.h"

#include <string.h>

/* ---- names --------------------------------------------------------------- */

/* What queries and JSON lines call otherwise. */
static const char *const reserved[] = {
    "text",      "id",     "report",   "kind",  "section", "title", "date",
    "truncated", "source", "encoding", "extra", "rules",   "py",    "类型",
    "栏目",      "标题",   "来源",     "日期",  "拼音",
};

static bool
is_reserved(yz_str name)
{
    static const char before[] = "extra.";
    for (size_t i = 0; i < ARRAY_LENGTH(reserved); i++)
        if (str_equal(name, str_of(reserved[i])))
            return true;
    return name.size >= sizeof(before) - 1 &&
           !memcmp(name.data, before, sizeof(before) - 1);
}

/* No sign of the query language, of either width, and no space. */
static bool
is_name_char(uint32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
               (c >= 'a' && c <= 'z') || c == '_' || c == '-' || c == '.';
    return c > 0xbf && !(c >= 0x2000 && c <= 0x206f) &&
           !(c >= 0x3000 && c <= 0x303f) && !(c >= 0xff00 && c <= 0xffef);
}

static bool
is_name(yz_str name)
{
    if (!name.size || name.size > FIELD_NAME_SIZE_MAX ||
        utf8_valid_prefix(name.data, name.size) != name.size)
        return false;
    for (size_t at = 0; at < name.size;)
        if (!is_name_char(utf8_next(name.data, name.size, &at)))
            return false;
    return name.data[0] != '-' && !is_reserved(name);
}

/* ---- types --------------------------------------------------------------- */

static const char *const type_names[YZ_FIELD_TYPE_COUNT] = {
    [YZ_FIELD_TEXT] = "text",
    [YZ_FIELD_KEYWORD] = "keyword",
    [YZ_FIELD_NUMBER] = "number",
};

const char *
yz_field_type_name(yz_field_type type)
{
    return (uint32_t)type < YZ_FIELD_TYPE_COUNT ? type_names[type] : NULL;
}

static bool
type_from_name(yz_str name, yz_field_type *ret_type)
{
    for (int i = 0; i < YZ_FIELD_TYPE_COUNT; i++)
        if (str_equal(name, str_of(type_names[i]))) {
            *ret_type = (yz_field_type)i;
            return true;
        }
    return false;
}

/* ---- as text -------------------------------------------------------------- */

const yz_field *
fields_find(const declared_fields *f, yz_str name)
{
    for (size_t i = 0; i < f->count; i++)
        if (str_equal(f->items[i].name, name))
            return &f->items[i];
    return NULL;
}

static yz_str
trimmed(yz_str text)
{
    while (text.size && text.data[0] == ' ') {
        text.data++;
        text.size--;
    }
    while (text.size && text.data[text.size - 1] == ' ')
        text.size--;
    return text;
}

/* `author:text`; the type may not be omitted. */
static yz_status
declaration_parse(yz_str text, arena *a, yz_field *ret_field, yz_error *err)
{
    const char *colon = text.size ? memchr(text.data, ':', text.size) : NULL;
    const size_t size = colon ? (size_t)(colon - text.data) : text.size;
    const yz_str name = trimmed((yz_str){ text.data, size });
    if (!is_name(name))
        return error_set(err, YZ_E_INVALID,
                         "\"%.*s\" cannot be the name of a field; use letters, "
                         "digits, _ and -, and no name that passages have "
                         "already",
                         (int)(name.size < 80 ? name.size : 80),
                         name.data ? name.data : "");
    const yz_str type =
        colon ? trimmed((yz_str){ colon + 1, text.size - size - 1 })
              : (yz_str){ 0 };
    if (!type_from_name(type, &ret_field->type))
        return error_set(err, YZ_E_INVALID,
                         "the field \"%.*s\" has no type; write %.*s:text, "
                         ":keyword or :number",
                         (int)name.size, name.data, (int)name.size, name.data);
    ret_field->name = arena_str(a, name);
    return ret_field->name.data ? YZ_OK : error_nomem(err);
}

yz_status
fields_parse(yz_str text, arena *a, declared_fields *ret_fields, yz_error *err)
{
    yz_field *items = arena_array(a, FIELD_COUNT_MAX, sizeof(*items));
    declared_fields f = { .items = items };
    if (!items)
        return error_nomem(err);
    while (text.size) {
        const char *comma = memchr(text.data, ',', text.size);
        const size_t size = comma ? (size_t)(comma - text.data) : text.size;
        yz_field one = { 0 };
        TRY(declaration_parse((yz_str){ text.data, size }, a, &one, err));
        if (fields_find(&f, one.name))
            return error_set(err, YZ_E_INVALID,
                             "the field \"%.*s\" is declared twice",
                             (int)one.name.size, one.name.data);
        if (f.count == FIELD_COUNT_MAX)
            return error_set(err, YZ_E_INVALID,
                             "an index declares at most %d fields",
                             FIELD_COUNT_MAX);
        items[f.count++] = one;
        const size_t step = size + (comma != NULL);
        text = (yz_str){ text.data + step, text.size - step };
    }
    *ret_fields = f;
    return YZ_OK;
}

/* ---- as stored ------------------------------------------------------------ */

void
fields_encode(const declared_fields *f, buffer *out)
{
    buffer_put_varint(out, f->count);
    for (size_t i = 0; i < f->count; i++) {
        buffer_put_str(out, f->items[i].name);
        buffer_put_u8(out, (uint8_t)f->items[i].type);
    }
}

static yz_status
decode_one(bytes *in, arena *a, yz_field *ret_field, yz_error *err)
{
    const yz_str name = bytes_take_str(in);
    const uint8_t type = bytes_take_u8(in);
    if (in->bad || !is_name(name) || type >= YZ_FIELD_TYPE_COUNT)
        return error_corrupt(err, "the declared fields cannot be decoded");
    *ret_field =
        (yz_field){ .name = arena_str(a, name), .type = (yz_field_type)type };
    return ret_field->name.data ? YZ_OK : error_nomem(err);
}

yz_status
fields_decode(bytes in, arena *a, declared_fields *ret_fields, yz_error *err)
{
    enum { LEAST = 3 }; /* bytes of a field: size and one of the name, type */
    const uint64_t count = bytes_take_varint(&in);
    if (in.bad || count > FIELD_COUNT_MAX || count > bytes_left(&in) / LEAST)
        return error_corrupt(err, "the declared fields cannot be decoded");
    yz_field *items = arena_array(a, (size_t)count + 1, sizeof(*items));
    declared_fields f = { .items = items };
    if (!items)
        return error_nomem(err);
    for (; f.count < count; f.count++) {
        TRY(decode_one(&in, a, &items[f.count], err));
        if (fields_find(&f, items[f.count].name))
            return error_corrupt(err, "a field is declared twice");
    }
    if (bytes_left(&in))
        return error_corrupt(err, "the declared fields cannot be decoded");
    *ret_fields = f;
    return YZ_OK;
}
