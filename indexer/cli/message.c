/* SPDX-License-Identifier: MIT */
#include "indexer/cli/message.h"
#include "core/base/translation.h"

const char message_program[] = "yz-index";

void
message_file(const char *path, const char *what, const yz_error *error)
{
    sentence s;
    const char *text = translated_sentence(error->key, error->message, &s);
    if (error->line)
        message("%s:%u: %s%s", path, error->line, translated(what), text);
    else
        message("%s: %s%s", path, translated(what), text);
}
