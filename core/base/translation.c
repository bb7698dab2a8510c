/* SPDX-License-Identifier: MIT */
/*
 * The catalogue is looked up under a locale of its own, so that nothing else of
 * the process changes: neither numbers nor the texts of errno. A reader whose
 * locale is not installed gets the catalogue too.
 */
#include "core/base/translation.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef YZ_HAVE_GETTEXT

#  include <libintl.h>
#  include <locale.h>

static const char domain[] = "yizhan";
static locale_t messages; /* 0: English */

static const char *
wanted_language(void)
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < ARRAY_LENGTH(variables); i++) {
        /* No thread runs yet. NOLINTNEXTLINE(concurrency-mt-unsafe) */
        const char *value = getenv(variables[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

/* C, C.UTF-8, POSIX */
static bool
is_english(const char *language)
{
    return !strcmp(language, "C") || !strncmp(language, "C.", 2) ||
           !strcmp(language, "POSIX");
}

/* share/locale beside the folder of the program, as programs may be moved. */
static void
bind_catalogues(void)
{
    static const char below[] = "../share/locale";
    char path[PATH_MAX + sizeof(below)];
    const ssize_t size = readlink("/proc/self/exe", path, PATH_MAX);
    char *name = NULL;
    if (size > 0 && size < PATH_MAX) {
        path[size] = '\0';
        name = strrchr(path, '/');
    }
    if (name)
        memcpy(name + 1, below, sizeof(below));
    bindtextdomain(domain, name && !access(path, F_OK) ? path : YZ_LOCALE_DIR);
    bind_textdomain_codeset(domain, "UTF-8");
}

void
translation_begin(void)
{
    const char *language = wanted_language();
    if (is_english(language))
        return;
    messages = newlocale(LC_MESSAGES_MASK, "", (locale_t)0);
    if (!messages) {
        /* The language is asked for by name then. */
        setenv("LANGUAGE", language, 0); /* NOLINT(concurrency-mt-unsafe) */
        messages = newlocale(LC_MESSAGES_MASK, "C.UTF-8", (locale_t)0);
    }
    if (messages)
        bind_catalogues();
}

const char *
translated(const char *text)
{
    if (!messages || !*text) /* "" is the heading of the catalogue */
        return text;
    const locale_t before = uselocale(messages);
    const char *found = dgettext(domain, text);
    uselocale(before);
    return found;
}

#else

void
translation_begin(void)
{
}

const char *
translated(const char *text)
{
    return text;
}

#endif
