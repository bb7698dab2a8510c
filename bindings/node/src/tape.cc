/* SPDX-License-Identifier: MIT */
#include "bindings/node/src/tape.h"

#include <algorithm>

/* Returns where its number is. */
size_t
tape::append(kind is, double number)
{
    m_items.push_back(is);
    m_items.push_back(number);
    m_counts.back()++;
    return m_items.size() - 1;
}

size_t
tape::begin()
{
    const size_t mark = append(LIST, 0);
    m_counts.push_back(0);
    return mark;
}

void
tape::end(size_t mark)
{
    m_items[mark] = static_cast<double>(m_counts.back());
    m_counts.pop_back();
}

void
tape::nothing()
{
    append(NOTHING, 0);
}

void
tape::number(double value)
{
    append(NUMBER, value);
}

void
tape::boolean(bool value)
{
    append(BOOLEAN, value);
}

/* Its size is that of JavaScript's string. */
void
tape::text(std::string_view value)
{
    const yz_str all = yizhan::str(value);
    append(TEXT, static_cast<double>(yz_offset_to_utf16(all, all.size)));
    m_texts.append(value);
}

void
tape::text(yz_str value)
{
    text(yizhan::view(value));
}

Napi::Value
tape::value(Napi::Env env) const
{
    if (m_items.empty())
        return env.Undefined();
    auto items = Napi::Float64Array::New(env, m_items.size());
    std::copy(m_items.begin(), m_items.end(), items.Data());
    Napi::Array both = Napi::Array::New(env, 2);
    both.Set(0u, Napi::String::New(env, m_texts));
    both.Set(1u, items);
    return both;
}
