/* SPDX-License-Identifier: MIT */
/*
 * The one door to libstemmer. A word longer than any language has is its own
 * stem: some of Snowball's algorithms take a time that grows faster than the
 * word, and what is so long is a scrap of layout or an attack.
 */
#include "core/text/stem.h"

#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEM_WORD_SIZE_MAX = 255, STEM_NAME_SIZE = 32 };

struct stemmer {
    struct sb_stemmer *snowball; /* NULL: stem nothing */
};

/* The language alone, in lower case, of a tag such as "en-GB". */
static bool
language_of(const char *tag, char name[STEM_NAME_SIZE])
{
    const size_t size = tag ? strcspn(tag, "-_") : 0;
    if (size == 0 || size >= STEM_NAME_SIZE)
        return false;
    for (size_t i = 0; i < size; i++)
        name[i] = (char)(tag[i] >= 'A' && tag[i] <= 'Z' ? tag[i] + ('a' - 'A')
                                                        : tag[i]);
    name[size] = '\0';
    return true;
}

static yz_status
unknown_language(const char *tag, yz_error *err)
{
    char names[400] = "";
    size_t size = 0;
    for (const char **name = sb_stemmer_list(); *name; name++) {
        const size_t more = strlen(*name) + 2;
        if (size + more >= sizeof(names))
            break;
        size +=
            (size_t)snprintf(names + size, sizeof(names) - size, "%s, ", *name);
    }
    return error_set(err, YZ_E_INVALID,
                     "no stems are known for the language \"%.32s\"; use one "
                     "of %snone",
                     tag ? tag : "", names);
}

yz_status
stemmer_open(const char *language, stemmer **ret_stemmer, yz_error *err)
{
    char name[STEM_NAME_SIZE];
    if (!language_of(language, name))
        return unknown_language(language, err);
    stemmer *s = calloc(1, sizeof(*s));
    if (!s)
        return error_nomem(err);
    if (strcmp(name, "none") != 0 && strcmp(name, "und") != 0) {
        s->snowball = sb_stemmer_new(name, "UTF_8");
        if (!s->snowball) {
            free(s);
            return unknown_language(language, err);
        }
    }
    *ret_stemmer = s;
    return YZ_OK;
}

void
stemmer_close(stemmer *s)
{
    if (!s)
        return;
    sb_stemmer_delete(s->snowball);
    free(s);
}

yz_str
stemmer_stem(stemmer *s, yz_str word)
{
    if (!s->snowball || word.size == 0 || word.size > STEM_WORD_SIZE_MAX)
        return word;
    const sb_symbol *stem = sb_stemmer_stem(
        s->snowball, (const sb_symbol *)word.data, (int)word.size);
    if (!stem)
        return (yz_str){ 0 };
    const int size = sb_stemmer_length(s->snowball);
    if (size <= 0)
        return word;
    return (yz_str){ (const char *)stem, (size_t)size };
}
