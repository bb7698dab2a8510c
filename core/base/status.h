/* SPDX-License-Identifier: MIT */
/*
 * How a function of ours says that it failed: it returns a yz_status, and
 * fills the caller's yz_error with one sentence and a place.
 */
#ifndef YZ_BASE_STATUS_H
#define YZ_BASE_STATUS_H

#include <yizhan/yizhan.h>

#include <errno.h>
#include <stdarg.h>

/** Return at once if `expr` did not succeed. Only where nothing is owned. */
#define TRY(expr)                        \
  do {                                   \
    const yz_status try_status = (expr); \
    if (try_status != YZ_OK)             \
      return try_status;                 \
  } while (0)

/** Mark a text for the catalogues of po/ that is no argument of a message. */
#define N_(text) text /* NOLINT(readability-identifier-naming): gettext's */

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/** Fill `err` (may be NULL). Its places become 0. */
void
error_fill(yz_error *err, yz_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** The same, with the values of the sentence as a list. */
void
error_fill_list(yz_error *err, yz_status status, const char *format,
                va_list args) __attribute__((format(printf, 3, 0)));

/** The same, with the text of `os_error` (an errno) behind the sentence. */
void
error_fill_errno(yz_error *err, yz_status status, int os_error,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/** YZ_E_FULL where the disk or the quota is full, else YZ_E_IO. */
static inline yz_status
status_of_errno(int os_error)
{
    return os_error == ENOSPC || os_error == EDQUOT ? YZ_E_FULL : YZ_E_IO;
}

/*
 * Fill `err` and return the status. These are macros so that a reader, and a
 * static analyzer, sees at the call that the status is not YZ_OK.
 */
#define error_set(err, status, ...) \
  (error_fill((err), (status), __VA_ARGS__), (status))

/** YZ_E_IO or YZ_E_FULL, by errno. */
#define error_set_errno(err, os_error, ...)                       \
  (error_fill_errno((err), status_of_errno(os_error), (os_error), \
                    __VA_ARGS__),                                 \
   status_of_errno(os_error))

static inline yz_status
error_nomem(yz_error *err)
{
    return error_set(err, YZ_E_NOMEM, "out of memory");
}

/** Where corruption is first seen: the one place for a breakpoint. */
void
error_fill_corrupt(yz_error *err, const char *what);

static inline yz_status
error_corrupt(yz_error *err, const char *what)
{
    error_fill_corrupt(err, what);
    return YZ_E_CORRUPT;
}

/** A yz_str of a NUL-terminated string (NULL: empty). */
yz_str
str_of(const char *text);

bool
str_equal(yz_str a, yz_str b);

/** Does `part` occur in the text? The empty one does in any. */
bool
str_contains(yz_str text, yz_str part);

/** memcmp order, the shorter first. */
int
str_compare(yz_str a, yz_str b);

/** The last part of a path: what is behind its last slash. */
yz_str
str_file_name(yz_str path);

#endif /* YZ_BASE_STATUS_H */
