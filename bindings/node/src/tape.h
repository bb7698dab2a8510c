/* SPDX-License-Identifier: MIT */
/*
 * What a worker thread found, for the thread of JavaScript. Values of
 * JavaScript can be made there only, and what the library lends is gone by
 * then. So a worker copies it onto a tape: numbers, texts, and lists of these,
 * in order, with all texts in one buffer. The other side makes arrays of it, and
 * lib/shapes.js objects of those.
 */
#ifndef YIZHAN_NODE_TAPE_H
#define YIZHAN_NODE_TAPE_H

#include <napi.h>
#include <yizhan/yizhan.hpp>

#include <string>
#include <string_view>
#include <vector>

class tape
{
  public:
    /* A list is open from its begin() to the end() that is given its mark. */
    size_t begin();
    void end(size_t mark);

    void nothing();
    void number(double value);
    void boolean(bool value);
    void text(std::string_view value);
    void text(yz_str value);

    /* The first value, as JavaScript has it; undefined if there is none. */
    Napi::Value value(Napi::Env env) const;

  private:
    enum class kind { nothing, number, boolean, text, list };
    struct item {
        kind is;
        union {
            double number;
            size_t size; /* bytes of the text, items of the list */
        };
    };
    struct place {
        size_t item;
        size_t byte;
    };

    void append(kind is, double number);
    napi_value value_at(napi_env env, place &at) const;
    napi_value list_at(napi_env env, size_t count, place &at) const;

    std::vector<item> m_items;
    std::string m_bytes;
    std::vector<size_t> m_counts{ 0 }; /* items of each open list */
};

#endif /* YIZHAN_NODE_TAPE_H */
