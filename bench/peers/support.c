/* SPDX-License-Identifier: MIT */
/*
 * What peers and the maker of passages have in common: reading passages, and
 * giving up with a sentence.
 */
#include "bench/peers/peer.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
peer_die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

char *
peer_path(const char *dir, const char *name)
{
    const size_t size = strlen(dir) + strlen(name) + 2;
    char *path = malloc(size);
    if (!path)
        peer_die("out of memory");
    snprintf(path, size, "%s/%s", dir, name);
    return path;
}

size_t
peer_characters(peer_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

/* ---- passages ------------------------------------------------------------------ */

static void
passage_give(const char *line, size_t size, uint32_t id, peer_passage_fn give,
             void *context)
{
    json_error_t error;
    json_t *value = json_loadb(line, size, 0, &error);
    const json_t *text = json_object_get(value, "text");
    if (!json_is_string(text))
        peer_die("passage %u has no text", id);
    give(context, id,
         (peer_text){ json_string_value(text), json_string_length(text) });
    json_decref(value);
}

void
peer_each_passage(const char *jsonl, peer_passage_fn give, void *context)
{
    FILE *file = fopen(jsonl, "r");
    if (!file)
        peer_die("%s: %s", jsonl, strerror(errno));
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    for (uint32_t id = 0; (size = getline(&line, &capacity, file)) > 0; id++)
        passage_give(line, (size_t)size, id, give, context);
    free(line);
    fclose(file);
}
