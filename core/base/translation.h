/* SPDX-License-Identifier: MIT */
/*
 * Messages of the programs in the reader's language, by gettext. Texts in JSON
 * and in other output for programs stay English, as do those of the library;
 * so the locale of the process is left alone.
 */
#ifndef YZ_BASE_TRANSLATION_H
#define YZ_BASE_TRANSLATION_H

#include "core/base/status.h"

/**
 * Choose the language of messages by LC_ALL, LC_MESSAGES and LANG. Before any
 * thread is started. Without gettext, or a catalogue, it is English.
 */
void
translation_begin(void);

/** The text in that language, or as it is if the catalogue lacks it. Static. */
const char *
translated(const char *text) __attribute__((format_arg(1)));

/** A translated sentence; longer ones are cut. */
typedef struct sentence {
    char text[2048];
} sentence;

/**
 * Translate a sentence of the library.
 *
 * @param key      what it was made from (yz_error.key); NULL: not known
 * @param message  the sentence; what stands before the key's text stays, and
 *                 a known sentence behind it, after `: ` or `; `, is translated
 * @return the text of `*ret`, or `message`
 */
const char *
translated_sentence(const char *key, const char *message, sentence *ret);

#endif /* YZ_BASE_TRANSLATION_H */
