/* SPDX-License-Identifier: MIT */
#include "indexer/cli/notices.h"

#include <fcntl.h>
#include <unistd.h>

static void
tell(void *context, yz_severity severity, const yz_error *notice)
{
    notices *n = context;
    const bool refused = severity == YZ_REFUSAL;
    n->refused += refused;
    if (n->quiet && severity == YZ_WARNING)
        return;
    progress_hide(n->progress);
    message_file(n->path, refused ? "" : "warning: ", notice);
}

yz_source_options
notices_options(const arguments *a, notices *n)
{
    yz_source_options options = a->source;
    options.notice = tell;
    options.notice_context = n;
    return options;
}

void
notices_refuse(notices *n, const yz_error *error)
{
    n->refused++;
    progress_hide(n->progress);
    message_file(n->path, "", error);
}

void
notices_tell_twin(const notices *n, yz_str other)
{
    if (n->quiet)
        return;
    progress_hide(n->progress);
    message("%s: warning: the same as %.*s, byte for byte; both are indexed; "
            "--remove removes one",
            n->path, (int)other.size, other.data);
}

/* Whether the system refuses the file, asked again: it may be the index's. */
static bool
is_unreadable(const char *path)
{
    char byte;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return true;
    const bool failed = read(fd, &byte, 1) < 0;
    close(fd);
    return failed;
}

bool
notices_is_own_error(const notices *n, const yz_error *error)
{
    switch (error->status) {
    case YZ_E_SOURCE:
    case YZ_E_UNSUPPORTED:
    case YZ_E_LIMIT:
        return true;
    case YZ_E_IO:
        return is_unreadable(n->path);
    default:
        return false;
    }
}
