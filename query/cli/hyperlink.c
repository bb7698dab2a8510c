/* SPDX-License-Identifier: MIT */
#include "query/cli/hyperlink.h"

#include "query/cli/paths.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

/* What a path may have in a URI as it is; everything else is `%XX`. */
static bool
is_plain(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (c && strchr("-._~/!$&'()*+,;=:@", c));
}

static void
put_uri_path(FILE *to, yz_str path)
{
    for (size_t i = 0; i < path.size; i++) {
        const unsigned char c = (unsigned char)path.data[i];
        if (is_plain(c))
            putc(c, to);
        else
            fprintf(to, "%%%02X", c);
    }
}

/* A terminal may show another machine; the name says whose file it is. */
bool
hyperlink_begin(FILE *to, const yz_passage *passage)
{
    char host[HOST_NAME_MAX + 1] = "";
    arena a = { 0 };
    const yz_str path = path_of(passage, PATH_ABSOLUTE, &a);
    const bool known = path.size && path.data[0] == '/';
    if (known) {
        gethostname(host, sizeof(host) - 1);
        fputs("\033]8;;file://", to);
        put_uri_path(to, (yz_str){ host, strlen(host) });
        put_uri_path(to, path);
        fputs("\033\\", to);
    }
    arena_dispose(&a);
    return known;
}

void
hyperlink_end(FILE *to)
{
    fputs("\033]8;;\033\\", to);
}
