/* SPDX-License-Identifier: MIT */
/*
 * Work off the main thread, and handles that both threads share.
 *
 * A handle is an External with a std::shared_ptr. JavaScript closes it by
 * emptying the pointer; jobs that run hold copies, so that what they use lives
 * until the last of them is done.
 */
#ifndef YIZHAN_NODE_JOB_H
#define YIZHAN_NODE_JOB_H

#include "bindings/node/src/tape.h"

#include <atomic>
#include <functional>
#include <memory>

/* An error of the library, as the classes of lib/errors.js. */
Napi::Error
error_of(Napi::Env env, const yz_error &info);

/* `make` is called with status, message, offset, line, column and errno. */
void
set_error_maker(Napi::Env env, Napi::Function make);

/* Run `work` in a thread of the pool; the promise gets what is on its tape. It
 * may throw; it must not touch values of JavaScript. */
Napi::Promise
queue(Napi::Env env, std::function<void(tape &)> work);

/* The same for a job that gives something else: `finish` makes it, in the
 * thread of JavaScript. */
Napi::Promise
queue(Napi::Env env, std::function<void(tape &)> work,
      std::function<Napi::Value(Napi::Env)> finish);

template <typename T>
Napi::Value
wrap(Napi::Env env, std::shared_ptr<T> object)
{
    using pointer = std::shared_ptr<T>;
    return Napi::External<pointer>::New(
        env, new pointer(std::move(object)),
        [](Napi::Env, pointer *owned) { delete owned; });
}

[[noreturn]] void
throw_closed(Napi::Env env);

template <typename T>
std::shared_ptr<T>
unwrap(const Napi::Value &value)
{
    const auto object = *value.As<Napi::External<std::shared_ptr<T>>>().Data();
    if (!object)
        throw_closed(value.Env());
    return object;
}

template <typename T>
void
release(const Napi::Value &value)
{
    value.As<Napi::External<std::shared_ptr<T>>>().Data()->reset();
}

/* Set by the thread of JavaScript, read by the one that searches. */
using cancel_flag = std::atomic<bool>;

/* What wrap() made of a cancel_flag; null: none. */
std::shared_ptr<cancel_flag>
flag_of(const Napi::Value &value);

#endif /* YIZHAN_NODE_JOB_H */
