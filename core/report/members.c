/* SPDX-License-Identifier: MIT */
/*
 * The one reader of JSON outside the indexer: what a value of `extra` is must
 * be the same to who indexes it, checks it, and asks for it.
 */
#include "core/report/members.h"
#include "core/base/utf8.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The digits that tell any two doubles apart would show 0.1 as seventeen. */
enum { DIGITS_SHOWN = 15 };

members
members_read(yz_str extra)
{
    json_error_t error;
    json_t *value =
        extra.size ? json_loadb(extra.data, extra.size, JSON_ALLOW_NUL, &error)
                   : NULL;
    if (json_is_object(value))
        return (members){ value };
    json_decref(value);
    return (members){ 0 };
}

void
members_dispose(members *m)
{
    json_decref(m->object);
    m->object = NULL;
}

/* ---- values -------------------------------------------------------------- */

/* At most FIELD_VALUE_SIZE_MAX bytes, and no character in two. */
static yz_str
cut(yz_str text)
{
    if (text.size <= FIELD_VALUE_SIZE_MAX)
        return text;
    text.size = FIELD_VALUE_SIZE_MAX;
    while (text.size && (text.data[text.size] & 0xc0) == 0x80)
        text.size--;
    return text;
}

static bool
begins_number(yz_str text)
{
    return text.size && (text.data[0] == '-' ||
                         (text.data[0] >= '0' && text.data[0] <= '9'));
}

bool
number_from_text(yz_str text, double *ret_number)
{
    json_error_t error;
    if (!begins_number(text))
        return false;
    json_t *value = json_loadb(text.data, text.size, JSON_DECODE_ANY, &error);
    const bool is_number = json_is_number(value);
    if (is_number)
        *ret_number = json_number_value(value);
    json_decref(value);
    return is_number;
}

/* The text of a number; the caller frees it. NULL: no memory. */
static char *
text_of_number(const json_t *number)
{
    return json_dumps(number,
                      JSON_ENCODE_ANY | JSON_REAL_PRECISION(DIGITS_SHOWN));
}

bool
number_put(double number, buffer *out)
{
    const bool is_whole = number >= -1e15 && number <= 1e15 &&
                          (double)(json_int_t)number == number;
    json_t *value =
        is_whole ? json_integer((json_int_t)number) : json_real(number);
    char *text = value ? text_of_number(value) : NULL;
    if (text)
        buffer_put_text(out, str_of(text));
    free(text);
    json_decref(value);
    return text != NULL;
}

static yz_status
see_number(const json_t *number, member_value_fn see, void *context,
           yz_error *err)
{
    char *text = text_of_number(number);
    if (!text)
        return error_nomem(err);
    const member_value value = { .text = str_of(text),
                                 .number = json_number_value(number),
                                 .has_number = true,
                                 .is_number = true };
    const yz_status status = see(context, &value, err);
    free(text);
    return status;
}

static yz_status
see_value(const json_t *v, member_value_fn see, void *context, yz_error *err)
{
    member_value value = { 0 };
    if (json_is_number(v))
        return see_number(v, see, context, err);
    if (json_is_boolean(v)) {
        value.text = str_of(json_is_true(v) ? "true" : "false");
        return see(context, &value, err);
    }
    if (!json_is_string(v) || !json_string_length(v))
        return YZ_OK;
    value.text = cut((yz_str){ json_string_value(v), json_string_length(v) });
    value.has_number = number_from_text(value.text, &value.number);
    return see(context, &value, err);
}

yz_status
members_each(const members *m, yz_str name, member_value_fn see, void *context,
             yz_error *err)
{
    const json_t *value =
        m->object ? json_object_getn(m->object, name.data, name.size) : NULL;
    if (!value)
        return YZ_OK;
    if (!json_is_array(value))
        return see_value(value, see, context, err);
    for (size_t i = 0; i < json_array_size(value); i++)
        TRY(see_value(json_array_get(value, i), see, context, err));
    return YZ_OK;
}

/* ---- terms --------------------------------------------------------------- */

void
number_to_key(double number, char *key)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;
    number = number == 0 ? 0 : number; /* -0 is 0 */
    memcpy(&bits, &number, sizeof(bits));
    bits = bits & sign ? ~bits : bits | sign;
    for (int i = 0; i < NUMBER_KEY_SIZE; i++)
        key[i] = (char)(bits >> (56 - 8 * i));
}

double
number_from_key(const char *key)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits = 0;
    double number;
    for (int i = 0; i < NUMBER_KEY_SIZE; i++)
        bits = bits << 8 | (uint8_t)key[i];
    bits = bits & sign ? bits & ~sign : ~bits;
    memcpy(&number, &bits, sizeof(number));
    return number;
}

bool
field_term(const declared_fields *f, const yz_field *field,
           const member_value *value, buffer *out)
{
    char key[NUMBER_KEY_SIZE];
    if (field->type == YZ_FIELD_NUMBER && !value->has_number)
        return false;
    buffer_put_u8(out, (uint8_t)(field - f->items));
    if (field->type != YZ_FIELD_NUMBER) {
        buffer_put_text(out, value->text);
        return true;
    }
    number_to_key(value->number, key);
    buffer_put(out, key, sizeof(key));
    return true;
}
