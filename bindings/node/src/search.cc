/* SPDX-License-Identifier: MIT */
#include "bindings/node/src/search.h"
#include "bindings/node/src/handles.h"
#include "bindings/node/src/job.h"
#include "bindings/node/src/options.h"

namespace
{

/* ---- queries ------------------------------------------------------------- */

/* Throws with the place in UTF-16 units. */
yizhan::query
parse(yizhan::snapshot &snapshot, const std::string &text, uint32_t flags)
{
    yz_query_options options = YZ_OPTIONS(yz_query_options);
    options.flags = flags;
    options.fields = snapshot.fields();
    try {
        return yizhan::query(text, options);
    } catch (const yizhan::error &e) {
        yz_error info = e.info();
        info.offset = yz_offset_to_utf16(yizhan::str(text), info.offset);
        throw yizhan::error(info);
    }
}

yizhan::results
run(yizhan::snapshot &snapshot, const request &asked)
{
    return snapshot.search(parse(snapshot, asked.query, asked.query_flags),
                           asked.options);
}

std::shared_ptr<request>
request_of(const Napi::CallbackInfo &call)
{
    return std::make_shared<request>(call[1], call[2].As<Napi::Object>());
}

/* ---- answers ------------------------------------------------------------- */

/* Of each tier; -1: it was not tried. */
void
put_counts(tape &to, const yizhan::results &results)
{
    const size_t list = to.begin();
    for (int tier = 0; tier < YZ_TIER_COUNT; tier++) {
        uint64_t count;
        const bool tried = yz_results_tier_count(
            results.get(), static_cast<yz_tier>(tier), &count);
        to.number(tried ? static_cast<double>(count) : -1);
    }
    to.end(list);
}

/* value, path, count: of each value */
void
put_facet(tape &to, yizhan::list<yz_facet_count> counts)
{
    const size_t list = to.begin();
    for (const yz_facet_count &count : counts) {
        to.text(count.value);
        to.text(count.path);
        to.number(static_cast<double>(count.count));
    }
    to.end(list);
}

/* The facets that were asked for by number, then the members. */
void
put_facets(tape &to, const yizhan::results &results, const request &asked)
{
    const size_t list = to.begin();
    for (int facet = 0; facet < YZ_FACET_COUNT; facet++)
        if (asked.options.facets & YZ_FACET_BIT(facet))
            put_facet(to, results.facet(static_cast<yz_facet>(facet)));
    for (size_t i = 0; i < asked.member_count; i++)
        put_facet(to, results.facet_member(i));
    to.end(list);
}

size_t
put_hits(tape &to, yizhan::results &results, const details &wanted,
         size_t count)
{
    const size_t list = to.begin();
    size_t put = 0;
    for (; put < count; put++) {
        const yz_hit *hit = results.next();
        if (!hit)
            break;
        put_hit(to, results, *hit, wanted);
    }
    to.end(list);
    return put;
}

void
put_answer(tape &to, yizhan::results &results, const request &asked)
{
    const size_t answer = to.begin();
    to.number(static_cast<double>(results.count()));
    put_counts(to, results);
    to.boolean(yz_results_is_capped(results.get()));
    put_warnings(to, yz_results_query(results.get()), asked.query);
    put_facets(to, results, asked);
    const size_t hits = put_hits(to, results, asked.wanted, SIZE_MAX);
    to.text(results.cursor());
    if (asked.wanted.explanation && !hits)
        to.text(results.why());
    else
        to.nothing();
    to.number(static_cast<double>(yz_results_took_us(results.get())));
    to.end(answer);
}

/* ---- iterating ----------------------------------------------------------- */

/* The request stays, as a search may ask for its flag until it is closed. */
struct open_results {
    explicit open_results(std::shared_ptr<shared_index> index,
                          std::shared_ptr<request> from)
        : asked(std::move(from)), snapshot(std::move(index)),
          results(run(*snapshot, *asked))
    {
    }
    std::shared_ptr<request> asked;
    lease snapshot;
    yizhan::results results;
};

struct open_passages {
    open_passages(std::shared_ptr<shared_index> index,
                  const std::optional<std::string> &report)
        : snapshot(std::move(index)),
          passages(report ? yizhan::passages(*snapshot, *report)
                          : yizhan::passages(*snapshot))
    {
    }
    lease snapshot;
    yizhan::passages passages;
};

/* Make a T in a thread of the pool; the promise gets a handle of it. */
template <typename T, typename Make>
Napi::Value
queue_opening(Napi::Env env, Make make)
{
    auto made = std::make_shared<std::shared_ptr<T>>();
    return queue(
        env, [made, make](tape &) { *made = make(); },
        [made](Napi::Env of) { return wrap(of, std::move(*made)); });
}

/* ---- suggestions --------------------------------------------------------- */

struct suggestion_request {
    explicit suggestion_request(const Napi::CallbackInfo &call)
        : text(call[1].As<Napi::String>().Utf8Value()),
          options(YZ_OPTIONS(yz_suggest_options)), cancel(flag_of(call[3]))
    {
        options.limit = call[2].As<Napi::Number>().Uint32Value();
        if (!cancel)
            return;
        options.cancel = yizhan::cancel_if_set;
        options.cancel_context = cancel.get();
    }
    std::string text;
    yz_suggest_options options;
    std::shared_ptr<cancel_flag> cancel;
};

void
put_suggestions(tape &to, const yizhan::suggestions &suggestions)
{
    const size_t list = to.begin();
    for (size_t i = 0; i < suggestions.size(); i++) {
        to.text(suggestions[i].text);
        to.number(static_cast<double>(suggestions[i].passages));
    }
    to.end(list);
}

} // namespace

Napi::Value
search(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    const auto asked = request_of(call);
    return queue(call.Env(), [index, asked](tape &to) {
        lease snapshot(index);
        yizhan::results results = run(*snapshot, *asked);
        put_answer(to, results, *asked);
    });
}

Napi::Value
results_open(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    const auto asked = request_of(call);
    return queue_opening<open_results>(call.Env(), [index, asked] {
        return std::make_shared<open_results>(index, asked);
    });
}

Napi::Value
results_next(const Napi::CallbackInfo &call)
{
    const auto from = unwrap<open_results>(call[0]);
    const size_t count = call[1].As<Napi::Number>().Uint32Value();
    return queue(call.Env(), [from, count](tape &to) {
        put_hits(to, from->results, from->asked->wanted, count);
    });
}

void
results_close(const Napi::CallbackInfo &call)
{
    release<open_results>(call[0]);
}

Napi::Value
passages_open(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    std::optional<std::string> report;
    if (call[1].IsString())
        report = call[1].As<Napi::String>().Utf8Value();
    return queue_opening<open_passages>(call.Env(), [index, report] {
        return std::make_shared<open_passages>(index, report);
    });
}

Napi::Value
passages_next(const Napi::CallbackInfo &call)
{
    const auto from = unwrap<open_passages>(call[0]);
    const size_t count = call[1].As<Napi::Number>().Uint32Value();
    return queue(call.Env(), [from, count](tape &to) {
        const size_t list = to.begin();
        const yz_passage *passage;
        for (size_t i = 0; i < count && (passage = from->passages.next()); i++)
            put_passage(to, *passage);
        to.end(list);
    });
}

void
passages_close(const Napi::CallbackInfo &call)
{
    release<open_passages>(call[0]);
}

Napi::Value
suggest(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    const auto asked = std::make_shared<suggestion_request>(call);
    return queue(call.Env(), [index, asked](tape &to) {
        lease snapshot(index);
        put_suggestions(to, snapshot->suggest(asked->text, asked->options));
    });
}

Napi::Value
correct(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    const auto asked = std::make_shared<suggestion_request>(call);
    return queue(call.Env(), [index, asked](tape &to) {
        lease snapshot(index);
        put_suggestions(to, snapshot->correct(parse(*snapshot, asked->text, 0),
                                              asked->options));
    });
}

Napi::Value
terms(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    const std::string prefix = call[1].As<Napi::String>().Utf8Value();
    const size_t limit = call[2].As<Napi::Number>().Uint32Value();
    return queue(call.Env(), [index, prefix, limit](tape &to) {
        lease snapshot(index);
        yizhan::terms terms(*snapshot, prefix);
        const size_t list = to.begin();
        const yz_term *term;
        for (size_t i = 0; i < limit && (term = terms.next()); i++) {
            to.text(term->text);
            to.number(static_cast<double>(term->passages));
        }
        to.end(list);
    });
}

Napi::Value
explain_query(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    const auto asked = request_of(call);
    return queue(call.Env(), [index, asked](tape &to) {
        lease snapshot(index);
        to.text(snapshot->explain(
            parse(*snapshot, asked->query, asked->query_flags)));
    });
}

Napi::Value
stats(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    return queue(call.Env(), [index](tape &to) {
        lease snapshot(index);
        const yz_stats s = snapshot->stats();
        const size_t list = to.begin();
        for (const uint64_t number :
             { s.reports, s.passages, s.deleted, s.segments, s.bytes,
               s.free_bytes, s.readers, s.oldest_reader_seconds,
               s.oldest_reader_process, uint64_t{ s.format_version },
               uint64_t{ s.words_are_stale }, s.duplicates, s.noisy_reports,
               s.noise })
            to.number(static_cast<double>(number));
        to.end(list);
    });
}
