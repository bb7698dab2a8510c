/* SPDX-License-Identifier: MIT */
/*
 * The addon: functions of the library as functions of JavaScript, over handles
 * that only lib/ sees. lib/ checks arguments; what comes here is of the right
 * types.
 */
#include "bindings/node/src/handles.h"
#include "bindings/node/src/job.h"
#include "bindings/node/src/options.h"
#include "bindings/node/src/search.h"
#include "bindings/node/src/writer.h"

namespace
{

Napi::Value
index_open(const Napi::CallbackInfo &call)
{
    const std::string path = call[0].As<Napi::String>().Utf8Value();
    const Napi::Object from = call[1].As<Napi::Object>();
    const std::string language = text_of(from, "language");
    const std::string fields = text_of(from, "fields");
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = flags_of(from, "flags");
    options.readers_max = flags_of(from, "readersMax");
    options.map_size = size_of(from, "mapSize");
    auto made = std::make_shared<std::shared_ptr<shared_index>>();
    return queue(
        call.Env(),
        [=](tape &) {
            yz_index_options given = options;
            given.language = or_null(language);
            given.fields = or_null(fields);
            *made = std::make_shared<shared_index>(yizhan::index(path, given));
        },
        [made](Napi::Env env) { return wrap(env, std::move(*made)); });
}

Napi::Value
index_compact(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    return queue(call.Env(), [index](tape &to) {
        index->drop_idle();
        const yz_compaction done = index->get().compact();
        const size_t list = to.begin();
        to.number(static_cast<double>(done.bytes_before));
        to.number(static_cast<double>(done.bytes_after));
        to.end(list);
    });
}

void
index_drop_idle(const Napi::CallbackInfo &call)
{
    unwrap<shared_index>(call[0])->drop_idle();
}

void
index_close(const Napi::CallbackInfo &call)
{
    release<shared_index>(call[0]);
}

Napi::Value
flag_new(const Napi::CallbackInfo &call)
{
    return wrap(call.Env(), std::make_shared<cancel_flag>(false));
}

void
flag_set(const Napi::CallbackInfo &call)
{
    unwrap<cancel_flag>(call[0])->store(true, std::memory_order_relaxed);
}

void
on_error(const Napi::CallbackInfo &call)
{
    set_error_maker(call.Env(), call[0].As<Napi::Function>());
}

Napi::Value
version_text(const Napi::CallbackInfo &call)
{
    char text[512];
    yz_version_text(text, sizeof(text));
    return Napi::String::New(call.Env(), text);
}

/* The names of an enum, in the order of its values. */
template <typename T>
Napi::Array
names_of(Napi::Env env, const char *(*name)(T), int count)
{
    Napi::Array names = Napi::Array::New(env);
    for (int i = 0; i < count; i++)
        names.Set(static_cast<uint32_t>(i), name(static_cast<T>(i)));
    return names;
}

void
set_names(Napi::Env env, Napi::Object exports)
{
    exports.Set("tiers", names_of(env, yz_tier_name, YZ_TIER_COUNT));
    exports.Set("kinds", names_of(env, yz_kind_name, YZ_KIND_COUNT));
    exports.Set("facets", names_of(env, yz_facet_name, YZ_FACET_COUNT));
    exports.Set("boxOrigins",
                names_of(env, yz_box_origin_name, YZ_BOX_BLOCK + 1));
}

template <typename F>
void
set(Napi::Object exports, const char *name, F function)
{
    exports.Set(name, Napi::Function::New(exports.Env(), function, name));
}

Napi::Object
init(Napi::Env env, Napi::Object exports)
{
    set(exports, "onError", on_error);
    set(exports, "versionText", version_text);
    set(exports, "flagNew", flag_new);
    set(exports, "flagSet", flag_set);
    set(exports, "indexOpen", index_open);
    set(exports, "indexCompact", index_compact);
    set(exports, "indexDropIdle", index_drop_idle);
    set(exports, "indexClose", index_close);
    set(exports, "search", search);
    set(exports, "resultsOpen", results_open);
    set(exports, "resultsNext", results_next);
    set(exports, "resultsClose", results_close);
    set(exports, "passagesOpen", passages_open);
    set(exports, "passagesNext", passages_next);
    set(exports, "passagesClose", passages_close);
    set(exports, "suggest", suggest);
    set(exports, "correct", correct);
    set(exports, "terms", terms);
    set(exports, "explainQuery", explain_query);
    set(exports, "stats", stats);
    set(exports, "writerOpen", writer_open);
    set(exports, "writerPut", writer_put);
    set(exports, "writerPutReport", writer_put_report);
    set(exports, "writerAdd", writer_add);
    set(exports, "writerRemove", writer_remove);
    set(exports, "writerRemovePassage", writer_remove_passage);
    set(exports, "writerSetSynonyms", writer_set_synonyms);
    set(exports, "writerSetLookalikes", writer_set_lookalikes);
    set(exports, "writerCommit", writer_commit);
    set(exports, "writerClose", writer_close);
    set_names(env, exports);
    return exports;
}

} // namespace

NODE_API_MODULE(yizhan, init)
