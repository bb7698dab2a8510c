/* SPDX-License-Identifier: MIT */
#include "query/parse/member.h"
#include "core/report/members.h"

#include <math.h>
#include <string.h>

/* ---- names --------------------------------------------------------------- */

/* What follows the first `keys` characters. */
static yz_str
rest_of(yz_str text, size_t keys)
{
    size_t at = 0;
    while (keys-- && at < text.size)
        (void)key_next(text, &at);
    return (yz_str){ text.data + at, text.size - at };
}

bool
member_from_name(yz_str typed, yz_str folded, const declared_fields *fields,
                 arena *a, named_field *ret_field)
{
    static const char extra[] = "extra.";
    enum { SIZE = sizeof(extra) - 1 };
    const bool is_extra =
        folded.size > SIZE && !memcmp(folded.data, extra, SIZE);
    named_field found = { .type = FIELD_EXTRA };
    if (is_extra) {
        found.member = rest_of(typed, SIZE);
        folded = rest_of(folded, SIZE);
    }
    for (size_t i = 0; fields && i < fields->count; i++) {
        const yz_str name = key_fold(fields->items[i].name, a);
        if (!name.data || !str_equal(name, folded))
            continue;
        found.member = fields->items[i].name;
        found.declared = &fields->items[i];
    }
    if (!found.member.size)
        return false;
    *ret_field = found;
    return true;
}

/* ---- values -------------------------------------------------------------- */

/* `>=`, `<`: how many characters it has; 0: there is none. */
static size_t
take_comparison(yz_str value, member_range *r, bool *ret_is_low)
{
    size_t at = 0;
    size_t next;
    const uint32_t key = value.size ? key_next(value, &at) : 0;
    if (key != '<' && key != '>')
        return 0;
    next = at;
    const bool equal = at < value.size && key_next(value, &next) == '=';
    *ret_is_low = key == '>';
    r->above = key == '>' && !equal;
    r->below = key == '<' && !equal;
    return equal ? next : at;
}

/* Where `..` is; the size of the value if it has none. */
static size_t
find_dots(yz_str value)
{
    for (size_t i = 0; i + 2 <= value.size; i++)
        if (value.data[i] == '.' && value.data[i + 1] == '.')
            return i;
    return value.size;
}

/* Full-width digits are digits. */
static yz_status
read_number(yz_str text, double open, arena *a, double *ret_number,
            bool *ret_is, yz_error *err)
{
    *ret_number = open;
    if (!text.size)
        return YZ_OK;
    const yz_str folded = key_fold(text, a);
    if (!folded.data)
        return error_nomem(err);
    *ret_is = *ret_is && number_from_text(folded, ret_number);
    return YZ_OK;
}

yz_status
member_read(const named_field *field, yz_str value, bool quoted, arena *a,
            member_range *ret_range, const char **ret_problem, yz_error *err)
{
    member_range r = { .low = value, .high = value, .is_number = true };
    bool is_low;
    const size_t sign = quoted ? 0 : take_comparison(value, &r, &is_low);
    const size_t dots = quoted || sign ? value.size : find_dots(value);
    if (sign) {
        const yz_str rest = { value.data + sign, value.size - sign };
        r.low = is_low ? rest : (yz_str){ 0 };
        r.high = is_low ? (yz_str){ 0 } : rest;
    } else if (dots < value.size) {
        r.low = (yz_str){ value.data, dots };
        r.high = (yz_str){ value.data + dots + 2, value.size - dots - 2 };
    }
    r.is_range = sign || dots < value.size;
    if (r.is_range && !r.low.size && !r.high.size)
        *ret_problem = "this range has no end";
    TRY(read_number(r.low, -HUGE_VAL, a, &r.low_number, &r.is_number, err));
    TRY(read_number(r.high, HUGE_VAL, a, &r.high_number, &r.is_number, err));
    if (field->declared && field->declared->type == YZ_FIELD_NUMBER &&
        !r.is_number)
        *ret_problem = "this is not a number or a range of numbers";
    if (field->declared && field->declared->type == YZ_FIELD_TEXT && r.is_range)
        *ret_problem = "text has no ranges";
    *ret_range = r;
    return YZ_OK;
}

bool
member_range_print(const member_range *r, buffer *out)
{
    if (!r->is_range)
        return false;
    if (r->above || r->below) {
        buffer_put_u8(out, r->above ? '>' : '<');
        buffer_put_text(out, r->above ? r->low : r->high);
        return true;
    }
    buffer_put_text(out, r->low);
    buffer_put_text(out, str_of(".."));
    buffer_put_text(out, r->high);
    return true;
}
