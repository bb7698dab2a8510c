/* SPDX-License-Identifier: MIT */
#include "bindings/node/src/writer.h"
#include "bindings/node/src/handles.h"
#include "bindings/node/src/job.h"
#include "bindings/node/src/options.h"

namespace
{

/* The writer's thread may outlast the handle of the index. */
struct open_writer {
    open_writer(std::shared_ptr<shared_index> of,
                const yz_writer_options &options)
        : index(std::move(of)), writer(index->get(), options)
    {
    }
    std::shared_ptr<shared_index> index;
    yizhan::writer writer;
};

/* A passage of JavaScript, copied. */
struct passage_copy {
    explicit passage_copy(const Napi::Object &from)
        : report(text_of(from, "report")), id(text_of(from, "id")),
          section(text_of(from, "section")), title(text_of(from, "title")),
          date(text_of(from, "date")), text(text_of(from, "text")),
          extra(text_of(from, "extra")),
          kind(static_cast<yz_kind>(flags_of(from, "kind"))),
          truncated(flags_of(from, "truncated") != 0)
    {
    }
    /* Borrowed from the copy. */
    yz_passage view() const
    {
        yz_passage p{};
        p.report = yizhan::str(report);
        p.id = yizhan::str(id);
        p.section = yizhan::str(section);
        p.title = yizhan::str(title);
        p.date = yizhan::str(date);
        p.text = yizhan::str(text);
        p.extra = yizhan::str(extra);
        p.kind = kind;
        p.truncated = truncated;
        return p;
    }

    std::string report;
    std::string id;
    std::string section;
    std::string title;
    std::string date;
    std::string text;
    std::string extra;
    yz_kind kind;
    bool truncated;
};

std::vector<passage_copy>
passages_of(const Napi::Value &value)
{
    const Napi::Array from = value.As<Napi::Array>();
    std::vector<passage_copy> passages;
    passages.reserve(from.Length());
    for (uint32_t i = 0; i < from.Length(); i++) {
        const Napi::HandleScope scope(from.Env());
        passages.emplace_back(from.Get(i).As<Napi::Object>());
    }
    return passages;
}

/* ---- sources ------------------------------------------------------------- */

/* severity, message, line, column, offset: of each */
void
collect_notice(void *context, yz_severity severity, const yz_error *notice)
{
    auto &to = *static_cast<tape *>(context);
    to.number(severity);
    to.text(std::string_view(notice->message));
    to.number(notice->line);
    to.number(notice->column);
    to.number(static_cast<double>(notice->offset));
}

struct source {
    source(const Napi::Value &of, const Napi::Value &bytes,
           const Napi::Object &from)
        : path(of.As<Napi::String>().Utf8Value()), is_file(bytes.IsNull()),
          encoding(text_of(from, "encoding")), root(text_of(from, "root")),
          report_id(text_of(from, "reportId")),
          format(flags_of(from, "format")), flags(flags_of(from, "flags"))
    {
        if (is_file)
            return;
        const auto data_of = bytes.As<Napi::Uint8Array>();
        data.assign(reinterpret_cast<const char *>(data_of.Data()),
                    data_of.ByteLength());
    }
    yz_source_options options(tape &notices) const
    {
        yz_source_options made = YZ_OPTIONS(yz_source_options);
        made.format = format;
        made.flags = flags;
        made.encoding = or_null(encoding);
        made.root = or_null(root);
        made.report_id = or_null(report_id);
        made.notice = collect_notice;
        made.notice_context = &notices;
        return made;
    }

    std::string path;
    bool is_file;
    std::string data;
    std::string encoding;
    std::string root;
    std::string report_id;
    uint32_t format;
    uint32_t flags;
};

/* outcome, reports, passages, bytes, kept, path of its like */
void
put_added(tape &to, const yz_added &added)
{
    to.number(added.outcome);
    to.number(added.reports);
    to.number(static_cast<double>(added.passages));
    to.number(static_cast<double>(added.bytes));
    to.number(static_cast<double>(added.kept));
    to.text(added.same_as);
}

void
add(tape &to, yizhan::writer &writer, const source &from)
{
    const size_t row = to.begin();
    const size_t notices = to.begin();
    const yz_source_options options = from.options(to);
    const yz_added added =
        from.is_file ? writer.add_file(from.path, options)
                     : writer.add_memory(from.data, from.path, options);
    to.end(notices);
    put_added(to, added);
    to.end(row);
}

std::shared_ptr<open_writer>
writer_of(const Napi::CallbackInfo &call)
{
    return unwrap<open_writer>(call[0]);
}

std::string
text_at(const Napi::CallbackInfo &call, size_t i)
{
    return call[i].As<Napi::String>().Utf8Value();
}

} // namespace

Napi::Value
writer_open(const Napi::CallbackInfo &call)
{
    const auto index = unwrap<shared_index>(call[0]);
    const Napi::Object from = call[1].As<Napi::Object>();
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.memory_max = size_of(from, "memory");
    options.jobs = flags_of(from, "jobs");
    options.flags = flags_of(from, "flags");
    auto made = std::make_shared<std::shared_ptr<open_writer>>();
    return queue(
        call.Env(),
        [made, index, options](tape &) {
            *made = std::make_shared<open_writer>(index, options);
        },
        [made](Napi::Env env) { return wrap(env, std::move(*made)); });
}

Napi::Value
writer_put(const Napi::CallbackInfo &call)
{
    const auto to = writer_of(call);
    const auto passages =
        std::make_shared<std::vector<passage_copy>>(passages_of(call[1]));
    return queue(call.Env(), [to, passages](tape &) {
        for (const passage_copy &passage : *passages)
            to->writer.put(passage.view());
    });
}

Napi::Value
writer_put_report(const Napi::CallbackInfo &call)
{
    const auto to = writer_of(call);
    const std::string name = text_at(call, 1);
    const auto passages =
        std::make_shared<std::vector<passage_copy>>(passages_of(call[2]));
    return queue(call.Env(), [to, name, passages](tape &out) {
        yizhan::builder builder(name);
        for (const passage_copy &passage : *passages)
            builder.add(passage.view());
        const size_t row = out.begin();
        out.nothing(); /* no notices */
        put_added(out, to->writer.put(builder.finish()));
        out.end(row);
    });
}

Napi::Value
writer_add(const Napi::CallbackInfo &call)
{
    const auto to = writer_of(call);
    const auto from =
        std::make_shared<source>(call[1], call[2], call[3].As<Napi::Object>());
    return queue(call.Env(),
                 [to, from](tape &out) { add(out, to->writer, *from); });
}

Napi::Value
writer_remove(const Napi::CallbackInfo &call)
{
    const auto from = writer_of(call);
    const std::string what = text_at(call, 1);
    return queue(call.Env(), [from, what](tape &out) {
        out.number(static_cast<double>(from->writer.remove(what)));
    });
}

Napi::Value
writer_remove_passage(const Napi::CallbackInfo &call)
{
    const auto from = writer_of(call);
    const std::string report = text_at(call, 1);
    const std::string id = text_at(call, 2);
    return queue(call.Env(), [from, report, id](tape &) {
        from->writer.remove(report, id);
    });
}

Napi::Value
writer_set_synonyms(const Napi::CallbackInfo &call)
{
    const auto to = writer_of(call);
    const std::string text = text_at(call, 1);
    return queue(call.Env(),
                 [to, text](tape &) { to->writer.set_synonyms(text); });
}

Napi::Value
writer_set_lookalikes(const Napi::CallbackInfo &call)
{
    const auto to = writer_of(call);
    const std::string text = text_at(call, 1);
    return queue(call.Env(),
                 [to, text](tape &) { to->writer.set_lookalikes(text); });
}

Napi::Value
writer_commit(const Napi::CallbackInfo &call)
{
    const auto of = writer_of(call);
    return queue(call.Env(), [of](tape &) { of->writer.commit(); });
}

void
writer_close(const Napi::CallbackInfo &call)
{
    release<open_writer>(call[0]);
}
