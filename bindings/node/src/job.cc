/* SPDX-License-Identifier: MIT */
#include "bindings/node/src/job.h"

#include <cstdio>
#include <new>

namespace
{

/* One for each environment: workers have their own. */
struct instance {
    Napi::FunctionReference make_error;
};

yz_error
failure(yz_status status, const char *message)
{
    yz_error info{};
    info.status = status;
    std::snprintf(info.message, sizeof(info.message), "%s", message);
    return info;
}

class job : public Napi::AsyncWorker
{
  public:
    job(Napi::Env env, std::function<void(tape &)> work,
        std::function<Napi::Value(Napi::Env)> finish)
        : AsyncWorker(env, "yizhan"), m_work(std::move(work)),
          m_finish(std::move(finish)),
          m_promise(Napi::Promise::Deferred::New(env))
    {
    }
    Napi::Promise promise() const
    {
        return m_promise.Promise();
    }

  protected:
    void Execute() override
    {
        try {
            m_work(m_tape);
            return;
        } catch (const yizhan::error &e) {
            m_failure = e.info();
        } catch (const std::bad_alloc &) {
            m_failure = failure(YZ_E_NOMEM, "out of memory");
        } catch (const std::exception &e) {
            m_failure = failure(YZ_E_INVALID, e.what());
        }
        SetError(m_failure.message);
    }
    void OnOK() override
    {
        try {
            m_promise.Resolve(m_finish ? m_finish(Env()) : m_tape.value(Env()));
        } catch (const Napi::Error &e) {
            reject([&e] { return e.Value(); });
        }
    }
    void OnError(const Napi::Error &) override
    {
        reject([this] { return error_of(Env(), m_failure).Value(); });
    }

  private:
    /* In a worker that ends, no value can be made, and nobody waits. */
    template <typename Reason> void reject(Reason reason)
    {
        try {
            m_promise.Reject(reason());
        } catch (const Napi::Error &) {
        }
    }

    std::function<void(tape &)> m_work;
    std::function<Napi::Value(Napi::Env)> m_finish;
    Napi::Promise::Deferred m_promise;
    tape m_tape;
    yz_error m_failure{};
};

} // namespace

void
set_error_maker(Napi::Env env, Napi::Function make)
{
    auto *made = new instance{ Napi::Persistent(make) };
    env.SetInstanceData(made); /* takes */
}

Napi::Error
error_of(Napi::Env env, const yz_error &info)
{
    const auto &make = env.GetInstanceData<instance>()->make_error;
    const Napi::Value made =
        make.Call({ Napi::Number::New(env, info.status),
                    Napi::String::New(env, info.message),
                    Napi::Number::New(env, static_cast<double>(info.offset)),
                    Napi::Number::New(env, info.line),
                    Napi::Number::New(env, info.column),
                    Napi::Number::New(env, info.os_error) });
    return Napi::Error(env, made);
}

void
throw_closed(Napi::Env env)
{
    throw error_of(env, failure(YZ_E_INVALID, "it is closed"));
}

Napi::Promise
queue(Napi::Env env, std::function<void(tape &)> work)
{
    return queue(env, std::move(work), nullptr);
}

Napi::Promise
queue(Napi::Env env, std::function<void(tape &)> work,
      std::function<Napi::Value(Napi::Env)> finish)
{
    auto *made = new job(env, std::move(work), std::move(finish));
    const Napi::Promise promise = made->promise();
    made->Queue(); /* it deletes itself */
    return promise;
}

std::shared_ptr<cancel_flag>
flag_of(const Napi::Value &value)
{
    return value.IsExternal() ? unwrap<cancel_flag>(value) : nullptr;
}
