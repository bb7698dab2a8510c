/* SPDX-License-Identifier: MIT */
/*
 * Messages quote queries, paths and what is in files, so they go out as
 * display text.
 */
#include "core/base/message.h"
#include "core/base/display.h"
#include "core/base/translation.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_SIZE_MAX = 8192 };

exit_code
exit_code_of(yz_status status)
{
    switch (status) {
    case YZ_OK:
    case YZ_DONE:
        return EXIT_DONE;
    case YZ_E_SOURCE:
        return EXIT_REFUSED;
    case YZ_E_SYNTAX:
    case YZ_E_INVALID:
    case YZ_E_UNSUPPORTED:
    case YZ_E_LIMIT:
    case YZ_E_ABI:
        return EXIT_USAGE;
    case YZ_E_NOT_FOUND:
    case YZ_E_CORRUPT:
    case YZ_E_FORMAT_OLD:
    case YZ_E_FORMAT_NEW:
    case YZ_E_PROFILE:
        return EXIT_INDEX;
    case YZ_E_NOMEM:
    case YZ_E_IO:
    case YZ_E_BUSY:
    case YZ_E_FULL:
    case YZ_E_READ_ONLY:
    case YZ_E_CANCELLED:
        break;
    }
    return EXIT_SYSTEM;
}

static void
message_list(const char *format, va_list args)
    __attribute__((format(printf, 1, 0)));

/* A sentence longer than that is cut: it quotes something very long. */
static void
message_list(const char *format, va_list args)
{
    char text[MESSAGE_SIZE_MAX];
    vsnprintf(text, sizeof(text), translated(format), args);
    fprintf(stderr, "%s: ", message_program);
    display_put(stderr, str_of(text));
    putc('\n', stderr);
}

void
message(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    message_list(format, args);
    va_end(args);
}

void
message_error(const char *before, const yz_error *error)
{
    sentence s;
    message("%s%s", before,
            translated_sentence(error->key, error->message, &s));
}

/* How much of a host is a user and a password, with the sign behind them. */
static size_t
user_size(const char *host)
{
    size_t size = 0;
    for (size_t i = 0; host[i] && !strchr(",/", host[i]); i++)
        if (host[i] == '@')
            size = i + 1;
    return size;
}

/* An address without the secrets of its hosts; any other path as it is. */
static void
path_to_show(const char *path, char shown[MESSAGE_SIZE_MAX])
{
    size_t size = 0;
    const char *hosts = strstr(path, "://");
    bool host_begins = false;
    for (const char *at = path; *at && size + 1 < MESSAGE_SIZE_MAX; at++) {
        if (hosts && at == hosts + 3)
            host_begins = true;
        if (host_begins)
            at += user_size(at);
        host_begins = hosts && at > hosts && *at == ',';
        if (hosts && at > hosts + 2 && *at == '/')
            hosts = NULL;
        shown[size++] = *at;
    }
    shown[size] = '\0';
}

exit_code
message_index(const char *path, const yz_error *error)
{
    sentence s;
    char shown[MESSAGE_SIZE_MAX];
    const char *text = translated_sentence(error->key, error->message, &s);
    const bool none = error->status == YZ_E_NOT_FOUND;
    const char *advice = none ? translated(N_("; make one with yz-index")) : "";
    path_to_show(path, shown);
    if (str_contains(str_of(error->message), str_of(path)))
        message("%s%s", text, advice);
    else
        message("index %s: %s%s", shown, text, advice);
    return exit_code_of(error->status);
}

exit_code
message_usage(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    message_list(format, args);
    va_end(args);
    return EXIT_USAGE;
}
