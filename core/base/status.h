/* SPDX-License-Identifier: MIT */
/*
 * How a function of ours says that it failed: it returns a yz_status, and
 * fills the caller's yz_error with one sentence and a place.
 */
#ifndef YZ_BASE_STATUS_H
#define YZ_BASE_STATUS_H

#include <yizhan/yizhan.h>

/** Return at once if `expr` did not succeed. Only where nothing is owned. */
#define TRY(expr)                        \
  do {                                   \
    const yz_status try_status = (expr); \
    if (try_status != YZ_OK)             \
      return try_status;                 \
  } while (0)

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

/** Fill `err` (may be NULL) and return `status`. Places become 0. */
yz_status
error_set(yz_error *err, yz_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** YZ_E_IO (YZ_E_FULL for a full disk) with errno's text behind the sentence. */
yz_status
error_set_errno(yz_error *err, int os_error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** YZ_E_NOMEM. */
yz_status
error_nomem(yz_error *err);

/** Where corruption is first seen: the one place for a breakpoint. */
yz_status
error_corrupt(yz_error *err, const char *what);

/** A yz_str of a NUL-terminated string (NULL: empty). */
yz_str
str_of(const char *text);

bool
str_equal(yz_str a, yz_str b);

/** Does `part` stand in the text? The empty one does in any. */
bool
str_contains(yz_str text, yz_str part);

/** memcmp order, the shorter first. */
int
str_compare(yz_str a, yz_str b);

#endif /* YZ_BASE_STATUS_H */
