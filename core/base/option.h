/* SPDX-License-Identifier: MIT */
/*
 * Command-line options as a table: what each is called, what it takes, and
 * where among the program's arguments that goes.
 */
#ifndef YZ_BASE_OPTION_H
#define YZ_BASE_OPTION_H

#include "core/base/status.h"

typedef struct option_rule option_rule;

/** Put the value (NULL: the option has none) into `place`. */
typedef yz_status (*option_take)(const option_rule *rule, const char *value,
                                 void *place, yz_error *err);

/* NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding) */
struct option_rule {
    const char *name; /**< long name; NULL if there is none */
    char letter;      /**< short name; 0 if there is none */
    bool has_value;
    option_take take;
    size_t place;             /**< offset in the program's arguments */
    uint64_t number;          /**< smallest value, or what is set */
    const char *const *names; /**< the words allowed, NULL behind the last */
    bool is_optional;         /**< the value; only of a long name, with = */
};

typedef struct option_table {
    const char *program; /**< its name, for messages */
    const option_rule *rules;
    size_t count;
} option_table;

enum { OPTION_RULES_MAX = 64 };

/**
 * Read the options of a command line. `optind` is then the first word that is
 * none, all such words standing at the end.
 *
 * @param arguments  the struct that the rules' places lie in
 * @return YZ_OK, or YZ_E_INVALID with a sentence for the user.
 */
yz_status
options_read(const option_table *table, int argc, char **argv, void *arguments,
             yz_error *err);

/* Takers, by what `place` is. */

/** bool: true. */
yz_status
option_take_true(const option_rule *rule, const char *value, void *place,
                 yz_error *err);

/** const char *: the value, which may not be empty. */
yz_status
option_take_text(const option_rule *rule, const char *value, void *place,
                 yz_error *err);

/** uint64_t: a number of at least rule->number. */
yz_status
option_take_number(const option_rule *rule, const char *value, void *place,
                   yz_error *err);

/** uint32_t: likewise, below 2^31. */
yz_status
option_take_number32(const option_rule *rule, const char *value, void *place,
                     yz_error *err);

/** uint64_t: a number of bytes; K, M, G, T count in powers of 1024. */
yz_status
option_take_size(const option_rule *rule, const char *value, void *place,
                 yz_error *err);

/** uint32_t: which of rule->names the value is. */
yz_status
option_take_word(const option_rule *rule, const char *value, void *place,
                 yz_error *err);

/** What takers say of a value that is not as `wanted`. */
yz_status
option_bad_value(const option_rule *rule, const char *value, const char *wanted,
                 yz_error *err);

/*
 * Rules of a table. Its file defines OPTION_PLACE(member), the offset of a
 * member in the program's arguments.
 */

/** A bool, set to true. */
#define OPTION_FLAG(long_name, short_name, member)                         \
  {                                                                        \
    .name = (long_name), .letter = (short_name), .take = option_take_true, \
    .place = OPTION_PLACE(member)                                          \
  }
/** A value that `taker` reads into a member. */
#define OPTION_VALUE(long_name, short_name, member, taker)          \
  {                                                                 \
    .name = (long_name), .letter = (short_name), .has_value = true, \
    .take = (taker), .place = OPTION_PLACE(member)                  \
  }
/** A const char *, not empty. */
#define OPTION_TEXT(long_name, short_name, member) \
  OPTION_VALUE(long_name, short_name, member, option_take_text)
/** A uint64_t of at least `least`. */
#define OPTION_NUMBER(long_name, short_name, member, least)         \
  {                                                                 \
    .name = (long_name), .letter = (short_name), .has_value = true, \
    .take = option_take_number, .place = OPTION_PLACE(member),      \
    .number = (least)                                               \
  }
/** A uint32_t of at least `least`. */
#define OPTION_NUMBER32(long_name, short_name, member, least)       \
  {                                                                 \
    .name = (long_name), .letter = (short_name), .has_value = true, \
    .take = option_take_number32, .place = OPTION_PLACE(member),    \
    .number = (least)                                               \
  }
/** A uint64_t of bytes, at least one. */
#define OPTION_SIZE(long_name, short_name, member)                       \
  {                                                                      \
    .name = (long_name), .letter = (short_name), .has_value = true,      \
    .take = option_take_size, .place = OPTION_PLACE(member), .number = 1 \
  }
/** A uint32_t: which of `words` is given. */
#define OPTION_WORD(long_name, short_name, member, words)                     \
  {                                                                           \
    .name = (long_name), .letter = (short_name), .has_value = true,           \
    .take = option_take_word, .place = OPTION_PLACE(member), .names = (words) \
  }

#endif /* YZ_BASE_OPTION_H */
