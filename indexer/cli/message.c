/* SPDX-License-Identifier: MIT */
#include "indexer/cli/message.h"

const char message_program[] = "yz-index";

void
message_file(const char *path, const char *what, const yz_error *error)
{
    if (error->line)
        message("%s:%u: %s%s", path, error->line, what, error->message);
    else
        message("%s: %s%s", path, what, error->message);
}

exit_code
message_index(const char *path, const yz_error *error)
{
    if (str_contains(str_of(error->message), str_of(path)))
        message("%s", error->message);
    else
        message("index %s: %s", path, error->message);
    return exit_code_of(error->status);
}
