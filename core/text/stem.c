/* SPDX-License-Identifier: MIT */
/*
 * The one door to libstemmer. A word longer than any language has is its own
 * stem: some of Snowball's algorithms take a time that grows faster than the
 * word, and anything that long is garbage or an attack.
 *
 * A text repeats its words, and a stem takes longer to find than all else that
 * is done to a word. So the last word that fell to each place of a small table
 * is kept there with its stem, if both are as short as most words are.
 */
#include "core/text/stem.h"

#include "core/base/hash.h"

#include <errno.h>
#include <libstemmer.h>
#include <stdio.h>
#include <string.h>

enum {
    STEM_WORD_SIZE_MAX = 255,
    STEM_NAME_SIZE = 32,
    KEPT_COUNT = 8192,
    KEPT_SIZE_MAX = 31
};

/* One line of the processor's cache; word_size 0: empty. */
typedef struct kept_stem {
    uint8_t word_size;
    uint8_t stem_size;
    char word[KEPT_SIZE_MAX];
    char stem[KEPT_SIZE_MAX];
} kept_stem;

struct stemmer {
    const yz_allocator *memory;
    struct sb_stemmer *snowball; /* NULL: stem nothing */
    kept_stem *kept;
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
    return error_set(
        err, YZ_E_INVALID,
        "there is no stemmer for the language \"%.32s\"; use one of %snone",
        tag ? tag : "", names);
}

void
stemmer_close(stemmer *s)
{
    if (!s)
        return;
    sb_stemmer_delete(s->snowball);
    memory_release(s->memory, s->kept);
    memory_release(s->memory, s);
}

yz_status
stemmer_open(const yz_allocator *memory, const char *language,
             stemmer **ret_stemmer, yz_error *err)
{
    char name[STEM_NAME_SIZE];
    if (!language_of(language, name))
        return unknown_language(language, err);
    stemmer *s = memory_zeroed(memory, 1, sizeof(*s));
    if (!s)
        return error_nomem(err);
    s->memory = memory;
    if (strcmp(name, "none") != 0 && strcmp(name, "und") != 0) {
        errno = 0; /* libstemmer does not say why */
        s->snowball = sb_stemmer_new(name, "UTF_8");
        if (!s->snowball) {
            const bool no_memory = errno == ENOMEM;
            memory_release(memory, s);
            return no_memory ? error_nomem(err)
                             : unknown_language(language, err);
        }
        /* Pages that no word falls to take no memory. */
        s->kept = memory_zeroed(memory, KEPT_COUNT, sizeof(*s->kept));
        if (!s->kept) {
            stemmer_close(s);
            return error_nomem(err);
        }
    }
    *ret_stemmer = s;
    return YZ_OK;
}

static yz_str
stem_find(stemmer *s, yz_str word)
{
    const sb_symbol *stem = sb_stemmer_stem(
        s->snowball, (const sb_symbol *)word.data, (int)word.size);
    if (!stem)
        return (yz_str){ 0 };
    const int size = sb_stemmer_length(s->snowball);
    if (size <= 0)
        return word;
    return (yz_str){ (const char *)stem, (size_t)size };
}

static void
stem_keep(kept_stem *place, yz_str word, yz_str stem)
{
    if (!stem.data || stem.size > KEPT_SIZE_MAX)
        return;
    place->word_size = (uint8_t)word.size;
    place->stem_size = (uint8_t)stem.size;
    memcpy(place->word, word.data, word.size);
    memcpy(place->stem, stem.data, stem.size);
}

yz_str
stemmer_stem(stemmer *s, yz_str word)
{
    if (!s->snowball || word.size == 0 || word.size > STEM_WORD_SIZE_MAX)
        return word;
    if (word.size > KEPT_SIZE_MAX)
        return stem_find(s, word);
    kept_stem *place = &s->kept[hash_str(word) % KEPT_COUNT];
    if (place->word_size != word.size ||
        memcmp(place->word, word.data, word.size) != 0) {
        const yz_str stem = stem_find(s, word);
        stem_keep(place, word, stem);
        return stem;
    }
    return (yz_str){ place->stem, place->stem_size };
}
