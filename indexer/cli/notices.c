/* SPDX-License-Identifier: MIT */
#include "indexer/cli/notices.h"
#include "core/base/translation.h"

#include <fcntl.h>
#include <string.h>
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
    message_file(n->path, refused ? "" : N_("warning: "), notice);
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

static void
tell_twin(notices *n, const char *path, yz_str other)
{
    progress_hide(n->progress);
    message("%s: warning: the same as %.*s, byte for byte; both are indexed; "
            "--remove removes one",
            path, (int)other.size, other.data);
}

void
notices_note_twin(notices *n, yz_str other)
{
    if (n->quiet)
        return;
    if (n->verbose) {
        tell_twin(n, n->path, other);
        return;
    }
    if (n->twins++ > 0)
        return;
    buffer_put_text(&n->twin, str_of(n->path));
    buffer_put_u8(&n->twin, 0);
    buffer_put_text(&n->twin, other);
}

void
notices_tell_twins(notices *n)
{
    const char *path = (const char *)n->twin.data;
    if (n->twins && buffer_ok(&n->twin)) {
        const size_t size = strlen(path) + 1;
        const yz_str other = { path + size, n->twin.size - size };
        if (n->twins == 1)
            tell_twin(n, path, other);
        else
            message("warning: %llu files are the same as others, byte for byte "
                    "(%s is %.*s); all are indexed; --remove FOLDER removes a "
                    "copied folder, -v names them",
                    (unsigned long long)n->twins, path, (int)other.size,
                    other.data);
    }
    buffer_dispose(&n->twin);
    n->twins = 0;
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
