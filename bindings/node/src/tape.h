/* SPDX-License-Identifier: MIT */
/*
 * What a worker thread found, for the thread of JavaScript. Values of
 * JavaScript can be made there only, and what the library lends is gone by
 * then. So a worker copies it onto a tape: numbers, texts, and lists of these,
 * in order. The other side gets all texts as one string and the rest as one
 * array of numbers, two to an item, since each value that C makes costs more
 * than a hundred that lib/tape.js makes of these.
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

    /* [texts, items] for lib/tape.js; undefined if nothing is on it. */
    Napi::Value value(Napi::Env env) const;

  private:
    /* As in lib/tape.js. */
    enum kind { NOTHING, NUMBER, BOOLEAN, TEXT, LIST };

    size_t append(kind is, double number);

    std::vector<double> m_items; /* kind, number; kind, number; ... */
    std::string m_texts;
    std::vector<size_t> m_counts{ 0 }; /* items of each open list */
};

#endif /* YIZHAN_NODE_TAPE_H */
