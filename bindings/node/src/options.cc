/* SPDX-License-Identifier: MIT */
#include "bindings/node/src/options.h"
#include "bindings/node/src/job.h"

#include <algorithm>

uint32_t
flags_of(const Napi::Object &from, const char *name)
{
    const Napi::Value value = from.Get(name);
    return value.IsNumber() ? value.As<Napi::Number>().Uint32Value() : 0;
}

/* Infinity, and what is beyond exact integers, is the greatest number. */
uint64_t
size_of(const Napi::Object &from, const char *name)
{
    const Napi::Value value = from.Get(name);
    if (!value.IsNumber())
        return 0;
    const double number = value.As<Napi::Number>().DoubleValue();
    return number >= 9007199254740992.0 ? UINT64_MAX
                                        : static_cast<uint64_t>(number);
}

std::string
text_of(const Napi::Object &from, const char *name)
{
    const Napi::Value value = from.Get(name);
    return value.IsString() ? value.As<Napi::String>().Utf8Value()
                            : std::string();
}

const char *
or_null(const std::string &text)
{
    return text.empty() ? nullptr : text.c_str();
}

static void
read_details(details &to, const Napi::Object &from)
{
    to.snippets = YZ_OPTIONS(yz_snippet_options);
    to.snippets.width = flags_of(from, "width");
    to.snippets.snippets = flags_of(from, "snippets");
    to.snippets.full = flags_of(from, "full");
    to.matches = flags_of(from, "matches") != 0;
    to.explanation = flags_of(from, "explain") != 0;
}

static void
read_choices(yz_search_options &to, const Napi::Object &from)
{
    to.flags = flags_of(from, "flags");
    to.tiers = flags_of(from, "tiers");
    to.sort = flags_of(from, "sort");
    to.ocr = flags_of(from, "ocr");
    to.kinds = flags_of(from, "kinds");
    to.facets = flags_of(from, "facets");
    to.timeout_ms = flags_of(from, "timeout");
    to.limit = size_of(from, "limit");
    to.offset = size_of(from, "offset");
    to.memory_max = size_of(from, "memory");
}

static size_t
count_members(const std::string &names)
{
    return names.empty() ? 0
                         : 1 + static_cast<size_t>(
                                   std::count(names.begin(), names.end(), ','));
}

request::request(const Napi::Value &text, const Napi::Object &from)
    : query(text.As<Napi::String>().Utf8Value()),
      cursor(text_of(from, "after")), report(text_of(from, "report")),
      section(text_of(from, "section")), since(text_of(from, "since")),
      until(text_of(from, "until")),
      facet_members(text_of(from, "facetMembers")),
      member_count(count_members(facet_members)),
      query_flags(flags_of(from, "queryFlags")),
      options(YZ_OPTIONS(yz_search_options)), wanted(),
      cancel(flag_of(from.Get("cancel")))
{
    read_details(wanted, from);
    read_choices(options, from);
    options.cursor = yizhan::str(cursor);
    options.report = or_null(report);
    options.section = or_null(section);
    options.since = or_null(since);
    options.until = or_null(until);
    options.facet_members = yizhan::str(facet_members);
    if (cancel) {
        options.cancel = yizhan::cancel_if_set;
        options.cancel_context = cancel.get();
    }
}
