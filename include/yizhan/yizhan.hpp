/* SPDX-License-Identifier: MIT */
#ifndef YIZHAN_YIZHAN_HPP
#define YIZHAN_YIZHAN_HPP

/**
 * @file yizhan/yizhan.hpp
 * The library for C++17: handles that release themselves, errors as
 * exceptions, and range-for over hits. Everything is inline over
 * <yizhan/yizhan.h>, whose comments hold here too: ownership, threads, limits.
 *
 *     yizhan::index index("news.index");
 *     yizhan::snapshot snapshot(index);
 *     yizhan::results results = snapshot.search("工会驿站");
 *     for (const yz_hit &hit : results)
 *         std::cout << yizhan::html(results.snippets().front()) << '\n';
 *
 * Errors.     A call that fails throws yizhan::error, which has the yz_error.
 * Ownership.  Handles move and do not copy. A moved-from handle can only be
 *             assigned to or destroyed. get() gives the C handle, for calls
 *             that have no method here.
 * Text.       std::string_view and yz_str are borrowed for the same time.
 *             str() and view() convert between them.
 * Options.    The structs of the C header, made by YZ_OPTIONS(type).
 * Exceptions never pass through C: functions given to the library as callbacks
 * must not throw.
 */

#include <yizhan/yizhan.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace yizhan
{

/* ---- errors, texts, cancellation ---------------------------------------------- */

/** What a call of the library said; what() is the sentence. */
class error : public std::runtime_error
{
  public:
    explicit error(const yz_error &info)
        : std::runtime_error(info.message), m_info(info)
    {
    }
    yz_status status() const noexcept
    {
        return m_info.status;
    }
    /** The place: offset, line and column, and errno of YZ_E_IO. */
    const yz_error &info() const noexcept
    {
        return m_info;
    }

  private:
    yz_error m_info;
};

inline yz_str
str(std::string_view text) noexcept
{
    return yz_str{ text.data(), text.size() };
}

inline std::string_view
view(yz_str text) noexcept
{
    return std::string_view(text.data ? text.data : "", text.size);
}

/**
 * For yz_search_options.cancel, with the address of a std::atomic<bool> as its
 * context: the search stops when another thread sets it.
 */
inline bool
cancel_if_set(void *flag) noexcept
{
    return static_cast<const std::atomic<bool> *>(flag)->load(
        std::memory_order_relaxed);
}

/** An array that the library owns, borrowed as the function that gave it says. */
template <typename T> class list
{
  public:
    list(const T *items, size_t count) noexcept : m_items(items), m_count(count)
    {
    }
    const T *begin() const noexcept
    {
        return m_items;
    }
    const T *end() const noexcept
    {
        return m_items + m_count;
    }
    size_t size() const noexcept
    {
        return m_count;
    }
    bool empty() const noexcept
    {
        return m_count == 0;
    }
    const T &operator[](size_t i) const noexcept
    {
        return m_items[i];
    }
    /** The list must not be empty. */
    const T &front() const noexcept
    {
        return m_items[0];
    }

  private:
    const T *m_items;
    size_t m_count;
};

namespace detail
{

/** Throw the error, if it is one. @return false at YZ_DONE */
inline bool
check(yz_status status, const yz_error &info)
{
    if (status < 0)
        throw error(info);
    return status == YZ_OK;
}

/** Call a function that ends in `reterr`. @return false at YZ_DONE */
template <typename F, typename... Arguments>
bool
call(F f, Arguments... arguments)
{
    yz_error info;
    return check(f(arguments..., &info), info);
}

/** Call a function that ends in `ret_…, reterr`. @return what it gives */
template <typename T, typename F, typename... Arguments>
T
made(F f, Arguments... arguments)
{
    T value{};
    call(f, arguments..., &value);
    return value;
}

/** The same for a function that gives an array. */
template <typename T, typename F, typename... Arguments>
list<T>
made_list(F f, Arguments... arguments)
{
    const T *items = nullptr;
    size_t count = 0;
    call(f, arguments..., &items, &count);
    return list<T>(items, count);
}

/** A handle of the C library, released by `Release`. */
template <typename T, void (*Release)(T *)> class handle
{
  public:
    T *get() const noexcept
    {
        return m_owned.get();
    }

  protected:
    handle() = default;
    explicit handle(T *owned) noexcept : m_owned(owned)
    {
    }
    void own(T *owned) noexcept
    {
        m_owned.reset(owned);
    }
    T *release() noexcept
    {
        return m_owned.release();
    }

  private:
    struct releaser {
        void operator()(T *owned) const noexcept
        {
            Release(owned);
        }
    };
    std::unique_ptr<T, releaser> m_owned;
};

/** Collects what a yz_write_fn receives; C must not see the exception. */
struct sink {
    std::string text;
    std::exception_ptr failure;

    static void write(void *context, yz_str part) noexcept
    {
        auto *to = static_cast<sink *>(context);
        try {
            to->text.append(view(part));
        } catch (...) {
            to->failure = std::current_exception();
        }
    }
    std::string take()
    {
        if (failure)
            std::rethrow_exception(failure);
        return std::move(text);
    }
};

/** Call a function that ends in `write, context, reterr`. */
template <typename F, typename... Arguments>
std::string
made_text(F f, Arguments... arguments)
{
    sink to;
    call(f, arguments..., &sink::write, static_cast<void *>(&to));
    return to.take();
}

/** An input iterator over an object with next(): NULL is the end. */
template <typename Stream, typename T> class iterator
{
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T *;
    using reference = const T &;

    iterator() = default;
    explicit iterator(Stream *from) : m_from(from), m_item(from->next())
    {
    }
    reference operator*() const noexcept
    {
        return *m_item;
    }
    pointer operator->() const noexcept
    {
        return m_item;
    }
    iterator &operator++()
    {
        m_item = m_from->next();
        return *this;
    }
    void operator++(int)
    {
        ++*this;
    }
    bool operator==(const iterator &other) const noexcept
    {
        return m_item == other.m_item;
    }
    bool operator!=(const iterator &other) const noexcept
    {
        return m_item != other.m_item;
    }

  private:
    Stream *m_from = nullptr;
    const T *m_item = nullptr;
};

inline void
append_escaped(std::string &to, std::string_view text)
{
    for (const char c : text)
        switch (c) {
        case '&':
            to += "&amp;";
            break;
        case '<':
            to += "&lt;";
            break;
        case '>':
            to += "&gt;";
            break;
        case '"':
            to += "&quot;";
            break;
        default:
            to += c;
        }
}

} // namespace detail

/** A snippet as HTML: escaped, its highlights between `open` and `close`. */
inline std::string
html(const yz_snippet &snippet, std::string_view open = "<mark>",
     std::string_view close = "</mark>")
{
    const std::string_view text = view(snippet.text);
    std::string made;
    size_t at = 0;
    for (size_t i = 0; i < snippet.highlight_count; i++) {
        const yz_span span = snippet.highlights[i];
        detail::append_escaped(made, text.substr(at, span.begin - at));
        made += open;
        detail::append_escaped(made,
                               text.substr(span.begin, span.end - span.begin));
        made += close;
        at = span.end;
    }
    detail::append_escaped(made, text.substr(at));
    return made;
}

/* ---- index ---------------------------------------------------------------- */

class index : public detail::handle<yz_index, yz_index_close>
{
  public:
    explicit index(const std::string &path, const yz_index_options &options =
                                                YZ_OPTIONS(yz_index_options))
        : handle(
              detail::made<yz_index *>(yz_index_open, path.c_str(), &options))
    {
    }
    /** Open the index, or make it where there is none. */
    static index create(const std::string &path)
    {
        yz_index_options options = YZ_OPTIONS(yz_index_options);
        options.flags = YZ_INDEX_CREATE;
        return index(path, options);
    }
    yz_compaction compact() const
    {
        return detail::made<yz_compaction>(yz_index_compact, get());
    }
};

/* ---- writing -------------------------------------------------------------- */

class report : public detail::handle<yz_report, yz_report_free>
{
  public:
    /** Takes the C handle, such as one of yz_source_next(). */
    explicit report(yz_report *owned) noexcept : handle(owned)
    {
    }
    size_t size() const noexcept
    {
        return yz_report_passage_count(get());
    }
    const yz_passage &operator[](size_t i) const noexcept
    {
        return *yz_report_passage(get(), i);
    }
};

class builder : public detail::handle<yz_builder, yz_builder_free>
{
  public:
    explicit builder(std::string_view report)
        : handle(
              detail::made<yz_builder *>(yz_builder_new, str(report), nullptr))
    {
    }
    builder &add(const yz_passage &passage) noexcept
    {
        yz_builder_add(get(), &passage);
        return *this;
    }
    /** Afterwards the builder is empty, whether it throws or not. */
    yizhan::report finish()
    {
        return yizhan::report(
            detail::made<yz_report *>(yz_builder_finish, release()));
    }
};

/** What is not committed when the writer goes is discarded. */
class writer : public detail::handle<yz_writer, yz_writer_close>
{
  public:
    explicit writer(const index &of, const yz_writer_options &options =
                                         YZ_OPTIONS(yz_writer_options))
        : handle(detail::made<yz_writer *>(yz_writer_open, of.get(), &options))
    {
    }
    void put(const yz_passage &passage)
    {
        detail::call(yz_writer_put_passage, get(), &passage);
    }
    yz_added put(const yizhan::report &report)
    {
        return detail::made<yz_added>(yz_writer_put, get(), report.get());
    }
    yz_added
    add_file(const std::string &path,
             const yz_source_options &options = YZ_OPTIONS(yz_source_options))
    {
        return detail::made<yz_added>(yz_writer_add_file, get(), path.c_str(),
                                      &options);
    }
    yz_added
    add_memory(std::string_view data, const std::string &name,
               const yz_source_options &options = YZ_OPTIONS(yz_source_options))
    {
        return detail::made<yz_added>(yz_writer_add_memory, get(),
                                      static_cast<const void *>(data.data()),
                                      data.size(), name.c_str(), &options);
    }
    void remove(std::string_view report, std::string_view id)
    {
        detail::call(yz_writer_remove_passage, get(), str(report), str(id));
    }
    /** As yz_writer_remove(). @return the number of removed passages */
    uint64_t remove(std::string_view what)
    {
        return detail::made<uint64_t>(yz_writer_remove, get(), str(what));
    }
    void set_synonyms(std::string_view text)
    {
        detail::call(yz_writer_set_synonyms, get(), str(text));
    }
    void set_lookalikes(std::string_view text)
    {
        detail::call(yz_writer_set_lookalikes, get(), str(text));
    }
    void commit()
    {
        detail::call(yz_writer_commit, get());
    }
};

/* ---- searching ------------------------------------------------------------ */

class query : public detail::handle<yz_query, yz_query_free>
{
  public:
    explicit query(std::string_view text, const yz_query_options &options =
                                              YZ_OPTIONS(yz_query_options))
        : handle(detail::made<yz_query *>(yz_query_parse, str(text), &options))
    {
    }
    /** What the parser guessed. Borrowed until the query goes. */
    std::vector<yz_warning> warnings() const
    {
        std::vector<yz_warning> all;
        const size_t count = yz_query_warning_count(get());
        for (size_t i = 0; i < count; i++)
            all.push_back(yz_query_warning(get(), i));
        return all;
    }
};

/** Hits, best first. What it gives is borrowed until the next hit. */
class results : public detail::handle<yz_results, yz_results_close>
{
  public:
    using iterator = detail::iterator<results, yz_hit>;

    explicit results(yz_results *owned) noexcept : handle(owned)
    {
    }
    uint64_t count() const noexcept
    {
        return yz_results_count(get());
    }
    /** The next hit, or NULL at the end. */
    const yz_hit *next()
    {
        const yz_hit *hit = nullptr;
        return detail::call(yz_results_next, get(), &hit) ? hit : nullptr;
    }
    /** Goes on behind the last hit that was read: use it once. */
    iterator begin()
    {
        return iterator(this);
    }
    iterator end() noexcept
    {
        return iterator();
    }
    list<yz_snippet>
    snippets(const yz_snippet_options &options = YZ_OPTIONS(yz_snippet_options))
    {
        return detail::made_list<yz_snippet>(yz_results_snippets, get(),
                                             &options);
    }
    list<yz_match> matches()
    {
        return detail::made_list<yz_match>(yz_results_matches, get());
    }
    list<yz_facet_count> facet(yz_facet facet) const noexcept
    {
        const yz_facet_count *items = nullptr;
        const size_t count = yz_results_facet(get(), facet, &items);
        return list<yz_facet_count>(items, count);
    }
    /** Of member `i` of yz_search_options.facet_members. */
    list<yz_facet_count> facet_member(size_t i) const noexcept
    {
        const yz_facet_count *items = nullptr;
        const size_t count = yz_results_facet_member(get(), i, &items);
        return list<yz_facet_count>(items, count);
    }
    /** Why the current hit has its tier and score. */
    std::string explain()
    {
        return detail::made_text(yz_results_explain, get());
    }
    /** Why nothing was found. */
    std::string why()
    {
        return detail::made_text(yz_results_why, get());
    }
    /** For yz_search_options.cursor; borrowed from the results. */
    std::string_view cursor() const noexcept
    {
        return view(yz_results_cursor(get()));
    }
};

/** Completions or corrections of a query. */
class suggestions : public detail::handle<yz_suggestions, yz_suggestions_free>
{
  public:
    explicit suggestions(yz_suggestions *owned) noexcept : handle(owned)
    {
    }
    size_t size() const noexcept
    {
        return yz_suggestions_count(get());
    }
    /** Borrowed until the suggestions go. */
    yz_suggestion operator[](size_t i) const noexcept
    {
        return yz_suggestions_at(get(), i);
    }
};

class snapshot : public detail::handle<yz_snapshot, yz_snapshot_close>
{
  public:
    explicit snapshot(const index &of)
        : handle(detail::made<yz_snapshot *>(yz_snapshot_open, of.get()))
    {
    }
    /** See what was committed since. @return whether there is something */
    bool renew()
    {
        yz_error info;
        bool changed = false;
        yz_snapshot *renewed = release();
        const yz_status status = yz_snapshot_renew(&renewed, &changed, &info);
        own(renewed);
        detail::check(status, info);
        return changed;
    }
    yizhan::results
    search(const yizhan::query &query,
           const yz_search_options &options = YZ_OPTIONS(yz_search_options))
    {
        return yizhan::results(detail::made<yz_results *>(
            yz_search, get(), query.get(), &options));
    }
    yizhan::results
    search(std::string_view text,
           const yz_search_options &options = YZ_OPTIONS(yz_search_options))
    {
        return search(yizhan::query(text), options);
    }
    yizhan::suggestions
    suggest(std::string_view text,
            const yz_suggest_options &options = YZ_OPTIONS(yz_suggest_options))
    {
        return yizhan::suggestions(detail::made<yz_suggestions *>(
            yz_suggest, get(), str(text), &options));
    }
    /** What was probably meant, where nothing is found. */
    yizhan::suggestions
    correct(const yizhan::query &query,
            const yz_suggest_options &options = YZ_OPTIONS(yz_suggest_options))
    {
        return yizhan::suggestions(detail::made<yz_suggestions *>(
            yz_correct, get(), query.get(), &options));
    }
    /** How a query is understood. */
    std::string explain(const yizhan::query &query)
    {
        return detail::made_text(yz_query_explain, query.get(), get());
    }
    /** For yz_query_options.fields; borrowed until the snapshot goes. */
    yz_str fields()
    {
        return detail::made<yz_str>(yz_snapshot_fields, get());
    }
    yz_stats stats()
    {
        return detail::made<yz_stats>(yz_snapshot_stats, get());
    }
};

/** All passages of a snapshot, or those of one report, in order. */
class passages : public detail::handle<yz_passages, yz_passages_close>
{
  public:
    using iterator = detail::iterator<passages, yz_passage>;

    explicit passages(const snapshot &of)
        : handle(detail::made<yz_passages *>(yz_passages_open, of.get()))
    {
    }
    passages(const snapshot &of, std::string_view report)
        : handle(detail::made<yz_passages *>(yz_passages_open_report, of.get(),
                                             str(report)))
    {
    }
    /** The next passage, borrowed until the next call; NULL at the end. */
    const yz_passage *next()
    {
        const yz_passage *passage = nullptr;
        return detail::call(yz_passages_next, get(), &passage) ? passage
                                                               : nullptr;
    }
    iterator begin()
    {
        return iterator(this);
    }
    iterator end() noexcept
    {
        return iterator();
    }
};

/** The terms that begin with a prefix, in byte order. */
class terms : public detail::handle<yz_terms, yz_terms_close>
{
  public:
    using iterator = detail::iterator<terms, yz_term>;

    explicit terms(const snapshot &of, std::string_view prefix = "")
        : handle(detail::made<yz_terms *>(yz_terms_open, of.get(), str(prefix)))
    {
    }
    /** The next term, borrowed until the next call; NULL at the end. */
    const yz_term *next()
    {
        const yz_term *term = nullptr;
        return detail::call(yz_terms_next, get(), &term) ? term : nullptr;
    }
    iterator begin()
    {
        return iterator(this);
    }
    iterator end() noexcept
    {
        return iterator();
    }
};

} // namespace yizhan

#endif /* YIZHAN_YIZHAN_HPP */
