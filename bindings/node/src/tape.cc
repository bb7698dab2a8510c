/* SPDX-License-Identifier: MIT */
#include "bindings/node/src/tape.h"

void
tape::append(kind is, double number)
{
    item made;
    made.is = is;
    made.number = number;
    m_items.push_back(made);
    m_counts.back()++;
}

size_t
tape::begin()
{
    append(kind::list, 0);
    m_counts.push_back(0);
    return m_items.size() - 1;
}

void
tape::end(size_t mark)
{
    m_items[mark].size = m_counts.back();
    m_counts.pop_back();
}

void
tape::nothing()
{
    append(kind::nothing, 0);
}

void
tape::number(double value)
{
    append(kind::number, value);
}

void
tape::boolean(bool value)
{
    append(kind::boolean, value);
}

void
tape::text(std::string_view value)
{
    append(kind::text, 0);
    m_items.back().size = value.size();
    m_bytes.append(value);
}

void
tape::text(yz_str value)
{
    text(yizhan::view(value));
}

/* ---- to JavaScript ------------------------------------------------------- */

static void
check(napi_env env, napi_status status)
{
    if (status != napi_ok)
        throw Napi::Error::New(env);
}

napi_value
tape::list_at(napi_env env, size_t count, place &at) const
{
    napi_value made;
    check(env, napi_create_array_with_length(env, count, &made));
    for (size_t i = 0; i < count; i++)
        check(env, napi_set_element(env, made, static_cast<uint32_t>(i),
                                    value_at(env, at)));
    return made;
}

napi_value
tape::value_at(napi_env env, place &at) const
{
    const item &next = m_items[at.item++];
    napi_value made = nullptr;
    switch (next.is) {
    case kind::nothing:
        check(env, napi_get_null(env, &made));
        break;
    case kind::number:
        check(env, napi_create_double(env, next.number, &made));
        break;
    case kind::boolean:
        check(env, napi_get_boolean(env, next.number != 0, &made));
        break;
    case kind::text:
        check(env, napi_create_string_utf8(env, m_bytes.data() + at.byte,
                                           next.size, &made));
        at.byte += next.size;
        break;
    case kind::list:
        return list_at(env, next.size, at);
    }
    return made;
}

Napi::Value
tape::value(Napi::Env env) const
{
    place at{ 0, 0 };
    return m_items.empty() ? env.Undefined()
                           : Napi::Value(env, value_at(env, at));
}
