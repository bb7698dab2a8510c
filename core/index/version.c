/* SPDX-License-Identifier: MIT */
#include "core/base/buffer.h"
#include "core/store/store.h"
#include "core/text/profile.h"

#include <stdio.h>
#include <string.h>

uint32_t
yz_version(void)
{
    return (uint32_t)YZ_VERSION_MAJOR << 16 | YZ_VERSION_MINOR << 8 |
           YZ_VERSION_PATCH;
}

void
yz_version_text(char *buffer_text, size_t size)
{
    buffer out = { 0 };
    if (!buffer_text)
        return;
    buffer_printf(&out, "Yizhan %d.%d.%d\nindex format %d", YZ_VERSION_MAJOR,
                  YZ_VERSION_MINOR, YZ_VERSION_PATCH, YZ_FORMAT_VERSION);
    if (YZ_FORMAT_DRAFT)
        buffer_printf(&out, ", draft %d", YZ_FORMAT_DRAFT);
    buffer_printf(&out, "\n");
    profile_versions(&out);
    /* It calls itself "LMDB 0.9.24: (July 24, 2019)". */
    const char *lmdb = store_library_version();
    buffer_printf(&out, "%.*s\n", (int)strcspn(lmdb, ":"), lmdb);
    snprintf(buffer_text, size, "%.*s", buffer_ok(&out) ? (int)out.size : 0,
             out.data ? (const char *)out.data : "");
    buffer_dispose(&out);
}
