/* SPDX-License-Identifier: MIT */
/*
 * By hand: strtod() obeys the locale of the program we are in, which may expect
 * a comma for the point. Edges and confidences need no last bit.
 */
#include "indexer/ocr/ocr_number.h"

#include <string.h>

/* Digits behind the point that count; an exponent beyond any number. */
enum { PLACES_MAX = 18, EXPONENT_MAX = 400 };

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static double
power_of_ten(int exponent)
{
    double power = 1;
    for (int i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

/* Digits in front of the point and behind it; false: there are none. */
static bool
take_digits(const char **text, double *ret_value)
{
    const char *at = *text;
    double value = 0;
    int places = 0;
    for (; is_digit(*at); at++)
        value = value * 10 + (*at - '0');
    size_t digits = (size_t)(at - *text);
    if (*at == '.')
        for (at++; is_digit(*at); at++, digits++)
            if (places < PLACES_MAX) {
                value = value * 10 + (*at - '0');
                places++;
            }
    if (!digits)
        return false;
    *text = at;
    *ret_value = value / power_of_ten(places);
    return true;
}

/* "e-5" and the like; 0 if it is not there. */
static int
take_exponent(const char **text)
{
    const char *at = *text;
    int exponent = 0;
    if (*at != 'e' && *at != 'E')
        return 0;
    at++;
    const bool is_negative = *at == '-';
    at += *at == '-' || *at == '+';
    if (!is_digit(*at))
        return 0;
    for (; is_digit(*at); at++)
        if (exponent < EXPONENT_MAX)
            exponent = exponent * 10 + (*at - '0');
    *text = at;
    if (exponent > EXPONENT_MAX)
        exponent = EXPONENT_MAX;
    return is_negative ? -exponent : exponent;
}

bool
ocr_take_number(const char **text, double *ret_number)
{
    const char *at = *text + strspn(*text, " \t\r\n");
    const bool is_negative = *at == '-';
    double value;
    at += *at == '-' || *at == '+';
    if (!take_digits(&at, &value))
        return false;
    const int exponent = take_exponent(&at);
    if (value > 0)
        value = exponent < 0 ? value / power_of_ten(-exponent)
                             : value * power_of_ten(exponent);
    *text = at;
    *ret_number = is_negative ? -value : value;
    return true;
}
