/* SPDX-License-Identifier: MIT */
/*
 * Which encoding a file is in: what the name that somebody gave it means, or,
 * without a name, what its bytes look like.
 */
#ifndef YZ_TEXT_CHARSET_GUESS_H
#define YZ_TEXT_CHARSET_GUESS_H

#include "core/base/status.h"

/**
 * The canonical name of the encoding that a file is, or seems to be, in; one
 * by which ICU knows it. That the file then decodes is not promised: one of
 * UTF-8 with a single broken byte is UTF-8.
 *
 * @param name      NULL: look at the bytes
 * @param ret_name  static, or `name` itself
 * @return YZ_OK; YZ_E_SOURCE if the file seems to be no text; YZ_E_INVALID for
 *         a name that is not known; YZ_E_NOMEM.
 */
yz_status
charset_guess(const uint8_t *data, size_t size, const char *name,
              const char **ret_name, yz_error *err);

#endif /* YZ_TEXT_CHARSET_GUESS_H */
