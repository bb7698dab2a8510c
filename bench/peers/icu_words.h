/* SPDX-License-Identifier: MIT */
/*
 * ICU's words as a tokenizer of SQLite's FTS5, under the name `icu_words`:
 * each word that has a letter, digit or ideograph, folded by NFKC_Casefold.
 */
#ifndef BENCH_ICU_WORDS_H
#define BENCH_ICU_WORDS_H

#include <sqlite3.h>

/** Make the tokenizer known to a connection. Returns an SQLite code. */
int
icu_words_register(sqlite3 *db);

#endif /* BENCH_ICU_WORDS_H */
