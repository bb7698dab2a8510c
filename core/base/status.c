/* SPDX-License-Identifier: MIT */
#include "core/base/status.h"

#include <stdio.h>
#include <string.h>

void
error_fill_list(yz_error *err, yz_status status, const char *format,
                va_list args)
{
    if (!err)
        return;
    memset(err, 0, sizeof(*err));
    err->status = status;
    err->key = format;
    vsnprintf(err->message, sizeof(err->message), format, args);
}

void
error_fill(yz_error *err, yz_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error_fill_list(err, status, format, args);
    va_end(args);
}

void
error_fill_errno(yz_error *err, yz_status status, int os_error,
                 const char *format, ...)
{
    char text[128];
    va_list args;
    if (!err)
        return;
    va_start(args, format);
    error_fill_list(err, status, format, args);
    va_end(args);
    const size_t used = strlen(err->message);
    /* strerror() is not safe with threads. */
    if (strerror_r(os_error, text, sizeof(text)) != 0)
        snprintf(text, sizeof(text), "error %d", os_error);
    snprintf(err->message + used, sizeof(err->message) - used, ": %s", text);
    err->os_error = os_error;
}

void
error_fill_corrupt(yz_error *err, const char *what)
{
    error_fill(err, YZ_E_CORRUPT,
               "the index is damaged: %s; make it again with yz-index", what);
}

const char *
yz_status_name(yz_status status)
{
    switch (status) {
    case YZ_OK:
        return "YZ_OK";
    case YZ_DONE:
        return "YZ_DONE";
    case YZ_E_NOMEM:
        return "YZ_E_NOMEM";
    case YZ_E_INVALID:
        return "YZ_E_INVALID";
    case YZ_E_ABI:
        return "YZ_E_ABI";
    case YZ_E_IO:
        return "YZ_E_IO";
    case YZ_E_NOT_FOUND:
        return "YZ_E_NOT_FOUND";
    case YZ_E_BUSY:
        return "YZ_E_BUSY";
    case YZ_E_FULL:
        return "YZ_E_FULL";
    case YZ_E_READ_ONLY:
        return "YZ_E_READ_ONLY";
    case YZ_E_CORRUPT:
        return "YZ_E_CORRUPT";
    case YZ_E_FORMAT_OLD:
        return "YZ_E_FORMAT_OLD";
    case YZ_E_FORMAT_NEW:
        return "YZ_E_FORMAT_NEW";
    case YZ_E_PROFILE:
        return "YZ_E_PROFILE";
    case YZ_E_SYNTAX:
        return "YZ_E_SYNTAX";
    case YZ_E_SOURCE:
        return "YZ_E_SOURCE";
    case YZ_E_LIMIT:
        return "YZ_E_LIMIT";
    case YZ_E_CANCELLED:
        return "YZ_E_CANCELLED";
    case YZ_E_UNSUPPORTED:
        return "YZ_E_UNSUPPORTED";
    }
    return "unknown status";
}

yz_str
str_of(const char *text)
{
    return (yz_str){ text, text ? strlen(text) : 0 };
}

bool
str_equal(yz_str a, yz_str b)
{
    return a.size == b.size && (a.size == 0 || !memcmp(a.data, b.data, a.size));
}

bool
str_contains(yz_str text, yz_str part)
{
    if (part.size == 0)
        return true;
    while (text.size >= part.size) {
        const char *at =
            memchr(text.data, part.data[0], text.size - part.size + 1);
        if (!at)
            return false;
        if (!memcmp(at, part.data, part.size))
            return true;
        text.size -= (size_t)(at - text.data) + 1;
        text.data = at + 1;
    }
    return false;
}

int
str_compare(yz_str a, yz_str b)
{
    const size_t common = a.size < b.size ? a.size : b.size;
    const int order = common ? memcmp(a.data, b.data, common) : 0;
    if (order)
        return order;
    return (a.size > b.size) - (a.size < b.size);
}

yz_str
str_file_name(yz_str path)
{
    size_t begin = path.size;
    while (begin > 0 && path.data[begin - 1] != '/')
        begin--;
    return (yz_str){ path.data + begin, path.size - begin };
}
