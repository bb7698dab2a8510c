/* SPDX-License-Identifier: MIT */
/*
 * The parse tree of a query, before anything is folded or looked up. It is made
 * once and then immutable; all memory is in the query's arena.
 */
#ifndef YZ_PARSE_TREE_H
#define YZ_PARSE_TREE_H

#include "core/base/arena.h"
#include "core/text/pinyin.h"

#include <stdatomic.h>

/** Phrases that one NODE_NEAR joins at most. */
enum { NODE_NEAR_PARTS_MAX = 64 };

typedef enum node_type {
    NODE_AND,    /**< children; `explicit_operator` if one was written */
    NODE_OR,     /**< children */
    NODE_NOT,    /**< one child */
    NODE_NEAR,   /**< phrases, at most `distance` characters apart */
    NODE_PHRASE, /**< adjacent characters */
    NODE_FIELD   /**< a condition on the passage's record */
} node_type;

/** A part of a phrase: text, or one wildcard. */
typedef struct phrase_part {
    yz_str text; /**< as typed; empty for the wildcard */
    bool any;    /**< `?` */
} phrase_part;

typedef enum field_type {
    FIELD_KIND,
    FIELD_SECTION,
    FIELD_TITLE,
    FIELD_REPORT,
    FIELD_DATE,
    FIELD_PINYIN, /**< how the passage's text is pronounced */
    FIELD_EXTRA,  /**< a member of `extra` */
    FIELD_ID      /**< of the passage, whole */
} field_type;

/** A field as a query names it. */
typedef struct named_field {
    field_type type;
    yz_str member;            /**< FIELD_EXTRA: the name of the member */
    const yz_field *declared; /**< FIELD_EXTRA; NULL: by nobody known here */
} named_field;

/** What a value of a member must be: `1999`, `1990..1999`, `>=1990`. */
typedef struct member_range {
    bool is_range; /**< written as one */
    bool above;    /**< above `low`, which is not enough */
    bool below;    /**< likewise */
    yz_str low;    /**< of a range: empty is open; else both are the value */
    yz_str high;
    bool is_number; /**< so are both that are not open; the next two are set */
    double low_number;
    double high_number;
} member_range;

/** `驿站~`, `驿站~1`: the misreadings of a phrase that the query asks for. */
typedef enum fuzzy_type {
    FUZZY_NONE,
    FUZZY_SHAPE, /**< look-alikes */
    FUZZY_EDIT   /**< one wrong, missing or added character */
} fuzzy_type;

typedef struct node {
    node_type type;
    yz_span span;  /**< of the query's text */
    double weight; /**< NODE_PHRASE: 1 unless it or its group has a `^n` */

    /* NODE_AND, NODE_OR, NODE_NOT, NODE_NEAR */
    struct node **children; /**< two or more; NODE_NOT: one */
    size_t child_count;
    bool explicit_operator; /**< NODE_AND: written out, so never relaxed */
    uint32_t distance;      /**< NODE_NEAR */

    /* NODE_PHRASE */
    const phrase_part *parts;
    size_t part_count;
    bool literal; /**< raw substring: '…' or -F; may cut words */
    bool bare;    /**< some of it was outside quotes */
    bool prefix;  /**< trailing `*` */
    fuzzy_type fuzzy;

    /* NODE_FIELD */
    field_type field;
    uint32_t kinds;      /**< FIELD_KIND: 1 << yz_kind, or-ed; never 0 */
    yz_str value;        /**< of all but FIELD_KIND, _DATE; never empty */
    yz_str member;       /**< FIELD_EXTRA */
    member_range range;  /**< FIELD_EXTRA */
    uint32_t date_first; /**< FIELD_DATE: YYYYMMDD, 0 is open */
    uint32_t date_last;  /**< inclusive; 0 is open, but not both */
    pinyin_query sound;  /**< FIELD_PINYIN */
} node;

struct yz_query {
    _Atomic uint32_t users; /**< the last one frees it */
    yz_allocator allocator;
    arena arena;
    yz_str text;
    uint32_t flags; /**< yz_query_flags */
    node *root;     /**< never NULL */
    const yz_warning *warnings;
    size_t warning_count;
    struct yz_query *made_of; /**< whose text and tree it uses; NULL: its own */
};

/** One user more; give it back with yz_query_free(). */
yz_query *
query_retain(const yz_query *query);

#endif /* YZ_PARSE_TREE_H */
