/* SPDX-License-Identifier: MIT */
/*
 * Options as lib/options.js gives them, names and types checked, read into the
 * structs of C. Members that are undefined keep the default.
 */
#ifndef YIZHAN_NODE_OPTIONS_H
#define YIZHAN_NODE_OPTIONS_H

#include "bindings/node/src/rows.h"

#include <napi.h>

#include <memory>
#include <string>

uint32_t
flags_of(const Napi::Object &from, const char *name);
uint64_t
size_of(const Napi::Object &from, const char *name);
std::string
text_of(const Napi::Object &from, const char *name);
/* NULL for an empty text: C's default. */
const char *
or_null(const std::string &text);

/* A search that waits for its thread: all that its options point to is here. */
struct request {
    request(const Napi::Value &query, const Napi::Object &from);
    request(const request &) = delete;

    std::string query;
    std::string cursor;
    std::string report;
    std::string section;
    std::string since;
    std::string until;
    std::string facet_members;
    size_t member_count;
    uint32_t query_flags;
    yz_search_options options;
    details wanted;
    std::shared_ptr<std::atomic<bool>> cancel;
};

#endif /* YIZHAN_NODE_OPTIONS_H */
