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
