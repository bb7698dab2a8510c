/* SPDX-License-Identifier: MIT */
#include "indexer/cli/input.h"
#include "core/base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { READ_SIZE = 1 << 16 };

bool
input_is_standard(const char *path)
{
    return !strcmp(path, "-");
}

static yz_status
read_standard(buffer *out, yz_error *err)
{
    for (;;) {
        uint8_t *at = buffer_extend(out, READ_SIZE);
        if (!at)
            return error_nomem(err);
        const size_t got = fread(at, 1, READ_SIZE, stdin);
        out->size -= READ_SIZE - got;
        if (out->size > YZ_SOURCE_SIZE_MAX)
            return error_set(err, YZ_E_LIMIT,
                             "it is longer than %zu bytes; split it",
                             YZ_SOURCE_SIZE_MAX);
        if (ferror(stdin))
            return error_set_errno(err, errno, "cannot read it");
        if (got == 0)
            return YZ_OK;
    }
}

yz_status
input_read(const char *path, buffer *out, yz_error *err)
{
    if (input_is_standard(path))
        return read_standard(out, err);
    return file_read(path, YZ_SOURCE_SIZE_MAX, out, NULL, err);
}
