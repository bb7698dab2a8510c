/* SPDX-License-Identifier: MIT */
/*
 * The seam between libyizhan and an engine that holds an index elsewhere: a
 * part of its own, loaded when an address asks for it first. An engine stores
 * documents, each a passage with its terms, and finds those that have given
 * terms. It knows neither skeletons nor tiers nor scores: what it finds is
 * compared here (docs/decisions/0019).
 */
#ifndef YZ_ENGINE_ENGINE_H
#define YZ_ENGINE_ENGINE_H

#include "core/base/buffer.h"

/** Counts what changes here, within a release. */
#define ENGINE_PART_VERSION 1u
/** The name of the function that a part exports: an engine_part_fn. */
#define ENGINE_PART_SYMBOL "yizhan_opensearch_part"

/** A connection to one index. One thread at a time. */
typedef struct engine engine;

/** What documents are chosen by. Values are exact. */
typedef enum engine_field {
    ENGINE_TERM,   /**< one of the terms of the passage */
    ENGINE_KEY,    /**< the document's own name */
    ENGINE_REPORT, /**< name of the report */
    ENGINE_SOURCE, /**< name of the source that gave it */
    ENGINE_KIND
} engine_field;

typedef enum engine_operator {
    ENGINE_ALL,    /**< every document */
    ENGINE_HAS,    /**< one of the values, in the field */
    ENGINE_BEGINS, /**< a value that begins with the only one given */
    ENGINE_DATES,  /**< the first to the second value; empty: open */
    ENGINE_OLDER,  /**< put with a version below `version` */
    ENGINE_AND,
    ENGINE_OR /**< of no children: no document */
} engine_operator;

typedef struct engine_query {
    engine_operator operator;
    engine_field field;
    const yz_str *values;
    size_t value_count;
    const struct engine_query *const *children;
    size_t child_count;
    uint64_t version;
} engine_query;

/** Spaces of lengths, as LENGTH_SPACE_COUNT has them. */
enum { ENGINE_LENGTHS = 4 };

typedef struct engine_document {
    yz_str key;
    yz_str report;
    yz_str source;
    yz_str date; /**< YYYY-MM-DD, or empty */
    yz_str kind;
    yz_str record;     /**< the passage as a line of JSON */
    uint64_t sequence; /**< its place in the report */
    uint64_t lengths[ENGINE_LENGTHS];
    uint64_t noise[2]; /**< of its report: marks, ideographs */
    const yz_str *terms;
    size_t term_count;
} engine_document;

/** Receives a document without its terms; borrowed during the call. */
typedef yz_status (*engine_see)(void *context, const engine_document *found,
                                yz_error *err);

/** Receives the name of a report and its noise: marks, ideographs. */
typedef yz_status (*engine_report_see)(void *context, yz_str report,
                                       const uint64_t noise[2], yz_error *err);

/** Going through documents, report by report, each in its order. */
typedef struct engine_walk engine_walk;

/** Of all documents. */
typedef struct engine_totals {
    uint64_t documents;
    uint64_t lengths[ENGINE_LENGTHS];
    uint64_t bytes; /**< on the disks of the engine, without replicas */
} engine_totals;

typedef struct engine_part {
    uint32_t release; /**< yz_version() of the library that it is made for */
    uint32_t version; /**< ENGINE_PART_VERSION */

    /** Nothing is sent yet. @return YZ_E_INVALID: the address is wrong */
    yz_status (*open)(const char *address, const yz_allocator *memory,
                      engine **ret_engine, yz_error *err);
    void (*close)(engine *e);

    /** What the index was made with, as create() got it. YZ_DONE: no index. */
    yz_status (*describe)(engine *e, buffer *ret_description, yz_error *err);
    /** YZ_OK too where somebody else made it meanwhile, maybe otherwise. */
    yz_status (*create)(engine *e, yz_str description, yz_error *err);

    /**
     * Put documents; one of the same key is replaced, unless it was put with a
     * higher version. What is refused for want of room is sent again.
     */
    yz_status (*put)(engine *e, const engine_document *documents, size_t count,
                     uint64_t version, yz_error *err);
    /** Remove the documents that match. */
    yz_status (*remove)(engine *e, const engine_query *which,
                        uint64_t *ret_count, yz_error *err);
    /** What was put and removed is found from now on. */
    yz_status (*settle)(engine *e, yz_error *err);

    /**
     * See the documents that match, by key.
     * @param most  more than that many are YZ_E_LIMIT, and none is seen
     */
    yz_status (*find)(engine *e, const engine_query *which, uint64_t most,
                      engine_see see, void *context, yz_error *err);
    /** Begin to go through those that match; `which` is copied. */
    yz_status (*walk_open)(engine *e, const engine_query *which,
                           engine_walk **ret_walk, yz_error *err);
    /** See the next of them, some at once. YZ_DONE: there are no more. */
    yz_status (*walk_next)(engine_walk *walk, engine_see see, void *context,
                           yz_error *err);
    void (*walk_close)(engine_walk *walk);
    /** How many documents match each query. */
    yz_status (*count)(engine *e, const engine_query *queries, size_t count,
                       uint64_t *ret_counts, yz_error *err);
    yz_status (*totals)(engine *e, engine_totals *ret_totals, yz_error *err);
    /** See each report, by name; once for each source that gave some of it. */
    yz_status (*reports)(engine *e, engine_report_see see, void *context,
                         yz_error *err);
} engine_part;

typedef const engine_part *(*engine_part_fn)(void);

#endif /* YZ_ENGINE_ENGINE_H */
