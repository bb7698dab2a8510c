/* SPDX-License-Identifier: MIT */
/*
 * The id of a passage: 8 bytes if it is 16 hexadecimal digits; a number, if it
 * is one; or its size and bytes. An id that is a number, or a short text that
 * ends with one, may be followed by the next ones, which take no bytes at all.
 */
#include "core/report/record_parts.h"

#include <string.h>

enum { HEX_DIGITS = 16, NUMBER_DIGITS = 18 };

/* Of a text that ends with a number. */
enum { COUNTED_SIZE_MAX = 48, COUNTED_DIGITS_MAX = 9 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_number(yz_str id)
{
    if (!id.size || id.size > NUMBER_DIGITS ||
        (id.data[0] == '0' && id.size > 1))
        return false;
    for (size_t i = 0; i < id.size; i++)
        if (!is_digit(id.data[i]))
            return false;
    return true;
}

static bool
is_hex(yz_str id)
{
    if (id.size != HEX_DIGITS)
        return false;
    for (size_t i = 0; i < id.size; i++)
        if (!strchr("0123456789abcdef", id.data[i]) || !id.data[i])
            return false;
    return true;
}

static uint64_t
digits_value(yz_str digits, unsigned base)
{
    uint64_t value = 0;
    for (size_t i = 0; i < digits.size; i++) {
        const char c = digits.data[i];
        value = value * base + (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
}

record_id
record_id_of(yz_str id)
{
    if (is_number(id))
        return (record_id){ ID_NUMBER, { 0 }, digits_value(id, 10), 0 };
    if (is_hex(id))
        return (record_id){ ID_HEX, { 0 }, digits_value(id, 16), 0 };
    return (record_id){ ID_TEXT, id, 0, 0 };
}

bool
record_id_count(record_id *id, uint32_t steps)
{
    const yz_str text = id->text;
    if (!steps)
        return true;
    id->steps += steps;
    if (id->form == ID_TEXT)
        return text.size && text.size <= COUNTED_SIZE_MAX &&
               is_digit(text.data[text.size - 1]);
    return id->form == ID_NUMBER;
}

/* Where the number begins that a text ends with, without zeros in front. */
static size_t
stem_size(yz_str text)
{
    size_t stem = text.size;
    while (stem > 0 && text.size - stem < COUNTED_DIGITS_MAX &&
           is_digit(text.data[stem - 1]))
        stem--;
    while (stem + 1 < text.size && text.data[stem] == '0')
        stem++;
    return stem;
}

/* Digits at the end of `room`; gives where they begin. */
static char *
print_number(uint64_t number, unsigned base, size_t least, char *end)
{
    char *at = end;
    for (; number || (size_t)(end - at) < least; number /= base)
        *--at = "0123456789abcdef"[number % base];
    return at;
}

yz_str
record_id_print(const record_id *id, char room[RECORD_ID_ROOM])
{
    char *const end = room + RECORD_ID_ROOM;
    size_t stem = 0;
    uint64_t number = id->number;
    if (id->form == ID_TEXT) {
        if (!id->steps)
            return id->text;
        stem = stem_size(id->text);
        const yz_str digits = { id->text.data + stem, id->text.size - stem };
        number = digits_value(digits, 10);
    }
    char *at = id->form == ID_HEX
                   ? print_number(number, 16, HEX_DIGITS, end)
                   : print_number(number + id->steps, 10, 1, end);
    at -= stem;
    if (stem)
        memcpy(at, id->text.data, stem);
    return (yz_str){ at, (size_t)(end - at) };
}

void
record_id_put(const record_id *id, buffer *out)
{
    if (id->form == ID_NUMBER)
        buffer_put_varint(out, id->number);
    else if (id->form == ID_HEX)
        buffer_put_u64(out, id->number);
    else
        buffer_put_str(out, id->text);
}

record_id
record_id_take(bytes *in, record_id_form form)
{
    record_id id = { .form = form };
    if (form == ID_TEXT)
        id.text = bytes_take_str(in);
    else
        id.number = form == ID_HEX ? bytes_take_u64(in) : bytes_take_varint(in);
    return id;
}
