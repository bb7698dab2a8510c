/* SPDX-License-Identifier: MIT */
/*
 * The options of yz-query, as a table: what each is called, what it takes, and
 * where in the arguments that goes.
 */
#ifndef YZ_CLI_OPTION_H
#define YZ_CLI_OPTION_H

#include "query/cli/arguments.h"

typedef struct option_rule option_rule;

/** Put the value (NULL: the option has none) into `place`. */
typedef exit_code (*option_take)(const option_rule *rule, const char *value,
                                 void *place);

/** The bit that a name of a list stands for. @return false if there is none */
typedef bool (*option_bit)(yz_str name, uint32_t *ret_bit);

struct option_rule {
    const char *name; /**< long name; NULL if there is none */
    char letter;      /**< short name; 0 if there is none */
    bool has_value;
    option_take take;
    size_t place;             /**< offset in struct arguments */
    uint64_t number;          /**< smallest value, or what is set */
    const char *const *names; /**< the words allowed, NULL behind the last */
    option_bit bit;
};

size_t
option_rule_count(void);

/** Rule `i`, from 0. */
const option_rule *
option_rule_at(size_t i);

/** Take an option that stood on the command line. */
exit_code
option_apply(const option_rule *rule, const char *value, arguments *a);

#endif /* YZ_CLI_OPTION_H */
