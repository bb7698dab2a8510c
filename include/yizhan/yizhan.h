/* SPDX-License-Identifier: MIT */
#ifndef YIZHAN_YIZHAN_H
#define YIZHAN_YIZHAN_H

/**
 * @file yizhan/yizhan.h
 * Embeddable Chinese full-text search over OCR'd newspaper reports.
 *
 * A program reads *sources* (OCR text, JSON lines, ...) into *reports* made of
 * *passages*, gives them to a *writer*, and commits. A reader opens a
 * *snapshot*, parses a *query*, and walks the *results*, best first.
 *
 * Errors.     Every call that can fail returns a yz_status. 0 is success,
 *             positive values are answers (YZ_DONE), negative are errors.
 *             On error no `ret_` parameter has been written. The last
 *             parameter, `reterr`, may be NULL; it is written on error only.
 *             Handles that are given must not be NULL, but to be ended.
 * Ownership.  A handle given through `ret_` belongs to the caller, who ends it
 *             with the matching _close() or _free(); both accept NULL. A child
 *             keeps its parent alive, so handles may be ended in any order.
 *             A yz_str is borrowed; each function says for how long.
 * Threads.      yz_index                any number of threads at once
 *               yz_query, yz_report     immutable; any number of threads
 *               yz_source, yz_builder, yz_writer, yz_snapshot, yz_results,
 *               yz_passages, yz_terms, yz_suggestions, yz_learner
 *                                       one thread at a time; may move
 *             A snapshot and what was made from it are one: results are not
 *             walked in one thread while another searches the snapshot.
 *             The library's one global is a mutex-guarded list of the open
 *             environments: LMDB allows a process one environment a path.
 * Text.       All text is UTF-8. Sizes and spans count bytes. Lines and
 *             columns count from 1; 0 means "not known". Columns count code
 *             points.
 *
 * Caveats, which are LMDB's:
 *   - An index must lie on a local file system.
 *   - Opening reserves address space (options.map_size), not memory. An index
 *     that outgrows it takes more when no snapshot of the process is open.
 *   - An index must not be used across fork(). In the child every call on it
 *     and on its children fails with YZ_E_INVALID, and closing them does
 *     nothing; the child opens the index anew.
 *   - A snapshot keeps the pages it can see from being used again, so an
 *     index with a forgotten snapshot grows. Do not hold one while idle.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <yizhan/version.h>

#if defined(__GNUC__)
#  define YZ_API      __attribute__((visibility("default")))
#  define YZ_MUST_USE __attribute__((warn_unused_result))
#else
#  define YZ_API
#  define YZ_MUST_USE
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ======================================================================== */
/* Version                                                                  */
/* ======================================================================== */

/** Version of the library at run time, as major << 16 | minor << 8 | patch. */
YZ_API uint32_t
yz_version(void);

/**
 * Versions of Yizhan, the index format, ICU, Unicode, LMDB and libstemmer, one
 * `name version` a line. Writes at most `size` bytes, NUL included, into
 * `buffer`; a buffer of 512 bytes always suffices.
 */
YZ_API void
yz_version_text(char *buffer, size_t size);

/* ======================================================================== */
/* Limits                                                                   */
/* ======================================================================== */

/** Longest text of one passage, in bytes. A longer one is refused. */
#define YZ_PASSAGE_SIZE_MAX ((size_t)1 << 20)
/** Largest source file, in bytes. A larger one is refused. */
#define YZ_SOURCE_SIZE_MAX ((size_t)1 << 30)
/** Longest report name, passage id, title or section, in bytes. */
#define YZ_NAME_SIZE_MAX ((size_t)4096)
/** Longest query, in bytes. */
#define YZ_QUERY_SIZE_MAX ((size_t)1 << 16)
/** Deepest nesting of parentheses and negations in a query. */
#define YZ_QUERY_DEPTH_MAX 64
/** Most leaves (phrases, words, fields) in a query. */
#define YZ_QUERY_LEAVES_MAX 1024

/* ======================================================================== */
/* Values                                                                   */
/* ======================================================================== */

/** A borrowed run of UTF-8 bytes. Not NUL-terminated; may contain NUL. */
typedef struct yz_str {
    const char *data;
    size_t size;
} yz_str;

/** A half-open range of bytes [begin, end) of a text. */
typedef struct yz_span {
    uint32_t begin;
    uint32_t end;
} yz_span;

/** What part of a report a passage is. Values are stable; they are stored. */
typedef enum yz_kind {
    YZ_KIND_PARAGRAPH = 0,
    YZ_KIND_CAPTION = 1,
    YZ_KIND_HEADING = 2, /**< of a section */
    YZ_KIND_HEADLINE = 3,
    YZ_KIND_LEDE = 4,
    YZ_KIND_BYLINE = 5,
    YZ_KIND_DATE = 6,
    YZ_KIND_CREDIT = 7,
    YZ_KIND_NOISE = 8
} yz_kind;
#define YZ_KIND_COUNT 9

/** English name of a kind, such as "caption". Static; NULL if there is none. */
YZ_API const char *
yz_kind_name(yz_kind kind);

/**
 * The kind of an English or Chinese name (`caption`, `图片`).
 * @return false if the name is no kind's; then `*ret_kind` is untouched.
 */
YZ_API bool
yz_kind_from_name(yz_str name, yz_kind *ret_kind);

/** How well a passage matches. A smaller tier always ranks first. */
typedef enum yz_tier {
    YZ_TIER_EXACT = 0,     /**< the skeleton of the query stands there */
    YZ_TIER_VARIANT = 1,   /**< other script, inflection or punctuation */
    YZ_TIER_LOOKALIKE = 2, /**< misread characters; see yz_hit.edits */
    YZ_TIER_PINYIN = 3,    /**< by sound: `py:` */
    YZ_TIER_SYNONYM = 4, /**< with a synonym of the user's; see yz_hit.edits */
    YZ_TIER_NEAR = 5,    /**< the run's words, close together */
    YZ_TIER_WORDS = 6,   /**< all words, anywhere in the passage */
    YZ_TIER_SOME = 7     /**< the best of the words */
} yz_tier;
#define YZ_TIER_COUNT     8
#define YZ_TIER_BIT(tier) (1u << (tier))

/** Name of a tier, such as "exact". Static; NULL if there is none. */
YZ_API const char *
yz_tier_name(yz_tier tier);

/** The tier of a name. @return false if there is none. */
YZ_API bool
yz_tier_from_name(yz_str name, yz_tier *ret_tier);

/**
 * One block of the source that a passage came from: a run of lines with no
 * other passage between them. A paragraph cut by a photo has several.
 */
typedef struct yz_block {
    uint32_t line_first; /**< inclusive, from 1 */
    uint32_t line_last;  /**< inclusive */
    uint64_t byte_begin; /**< in the file on disk, its BOM counted */
    uint64_t byte_end;   /**< half-open */
} yz_block;

/**
 * One stretch of a passage's text that stands unbroken in the source. The text
 * is its pieces laid end to end, each going on until the next begins.
 */
typedef struct yz_piece {
    uint32_t text_begin;   /**< where it begins in the passage's text */
    uint32_t line;         /**< the source line it begins on */
    uint32_t column;       /**< and the column there, in code points */
    uint64_t source_begin; /**< and the byte of the file */
    /**
     * What the source has, decoded to UTF-8, between the piece before and this
     * one: the line break, the blank, the photo's caption. Empty for the first.
     * Where `joint` is 1 the text holds one U+0020 in its place, which belongs
     * to the piece before; otherwise nothing.
     */
    yz_str gap;
    uint32_t joint;
} yz_piece;

/**
 * A passage: the unit that is found. Used for what a source gives, what a
 * program feeds, what an index gives back. In a struct of the caller's, zero
 * means "none" everywhere; only `text` is required.
 */
typedef struct yz_passage {
    yz_str report;  /**< the report's name: its canonical path, or as given */
    yz_str id;      /**< unique in its report */
    yz_str section; /**< the heading it stands under */
    yz_str title;   /**< the headline of its page */
    yz_str date;    /**< YYYY-MM-DD, or empty */
    yz_str text;
    yz_str path;     /**< of the source, as it was given */
    yz_str encoding; /**< of the source, when it is not UTF-8; else empty */
    yz_str extra;    /**< a JSON object with what else the source said */
    yz_str rules; /**< layout rules that made it, blank-separated; not stored */
    const yz_block *blocks;
    size_t block_count;
    const yz_piece *pieces;
    size_t piece_count;
    yz_kind kind;
    bool truncated; /**< the page lost its end */
} yz_passage;

/* Offsets for languages whose strings do not count bytes. `text` is UTF-8. */

/**
 * Code points, or UTF-16 units, in the first `offset` bytes of the text. An
 * offset inside a character counts as where it begins, one behind the end as
 * the end.
 */
YZ_API size_t
yz_offset_to_code_points(yz_str text, size_t offset);
YZ_API size_t
yz_offset_to_utf16(yz_str text, size_t offset);

/** Bytes of so many code points, or UTF-16 units; the same at the borders. */
YZ_API size_t
yz_offset_from_code_points(yz_str text, size_t offset);
YZ_API size_t
yz_offset_from_utf16(yz_str text, size_t offset);

/* ======================================================================== */
/* Errors                                                                   */
/* ======================================================================== */

/** Values are stable: one never changes its meaning and is never used again. */
typedef enum yz_status {
    YZ_OK = 0,
    YZ_DONE = 1, /**< there is no more; an answer, not an error */

    YZ_E_NOMEM = -1,       /**< an allocation failed */
    YZ_E_INVALID = -2,     /**< the call misuses the API; nothing changed */
    YZ_E_ABI = -3,         /**< options from an incompatible header */
    YZ_E_IO = -4,          /**< the operating system refused; see os_error */
    YZ_E_NOT_FOUND = -5,   /**< no such index, report or file */
    YZ_E_BUSY = -6,        /**< another writer is open */
    YZ_E_FULL = -7,        /**< the disk or the map is full */
    YZ_E_READ_ONLY = -8,   /**< the index was opened read-only */
    YZ_E_CORRUPT = -9,     /**< the index contradicts its own format */
    YZ_E_FORMAT_OLD = -10, /**< written by a version no longer read */
    YZ_E_FORMAT_NEW = -11, /**< written by a newer version */
    YZ_E_PROFILE = -12,    /**< indexed with another analysis profile */
    YZ_E_SYNTAX = -13,     /**< the query does not parse; see offset */
    YZ_E_SOURCE = -14,     /**< the source does not parse; see line */
    YZ_E_LIMIT = -15,      /**< a documented limit was exceeded */
    YZ_E_CANCELLED = -16,  /**< the caller's callback or deadline said stop */
    YZ_E_UNSUPPORTED = -17 /**< known, but not in this release */
} yz_status;

/** What went wrong, for a person. Owned by the caller; never allocates. */
typedef struct yz_error {
    yz_status status;
    int32_t os_error;  /**< errno, for YZ_E_IO; otherwise 0 */
    uint32_t line;     /**< in the source file, from 1; 0 if none */
    uint32_t column;   /**< in code points, from 1; 0 if none */
    uint64_t offset;   /**< in bytes, into the query or the source */
    char message[488]; /**< one English sentence, NUL-terminated */
} yz_error;

/** Name of a status, such as "YZ_E_SYNTAX". Static; never NULL. */
YZ_API const char *
yz_status_name(yz_status status);

/* ======================================================================== */
/* Options                                                                  */
/* ======================================================================== */

/**
 * Option structs grow at the end. Start each from YZ_OPTIONS(), which sets
 * `struct_size` and zeroes the rest; zero always means "the default". NULL for
 * the whole struct means all defaults. A program and a library of different
 * releases go together: what an older one does not know, members and flags,
 * must be zero, and is YZ_E_ABI otherwise.
 *
 *     yz_search_options options = YZ_OPTIONS(yz_search_options);
 *     options.limit = 20;
 */
#ifdef __cplusplus
#  define YZ_OPTIONS(type) (yz_detail_options<type>())
#else
#  define YZ_OPTIONS(type) ((type){ .struct_size = sizeof(type) })
#endif

/**
 * The memory of the library, from the caller. Given with an index, it is that
 * of all that is made from the index; given with a source, a builder or a
 * query, of these and of the reports that they make. None of a handle's calls
 * then takes memory of ours from malloc(). What the libraries under this one
 * take is theirs: ICU, LMDB, libstemmer, Jansson, xxHash and the C library.
 *
 * The struct is copied; `context` must work until the last handle is ended.
 * Functions may be called by any thread, of the caller's or of the library's
 * own, several at once, and must not call the library. Two users of one
 * directory in a process share what is open: it is the first one's memory, and
 * goes back with the last handle of both.
 */
typedef struct yz_allocator {
    /** Memory aligned for any type; NULL: there is none (YZ_E_NOMEM). */
    void *(*allocate)(void *context, size_t size);
    /** As realloc(), of a block that is not NULL, to a size that is not 0. */
    void *(*resize)(void *context, void *block, size_t size);
    /** As free(), of a block that is not NULL. */
    void (*release)(void *context, void *block);
    void *context;
} yz_allocator;

/** Receives text that the library makes, in pieces. */
typedef void (*yz_write_fn)(void *context, yz_str text);

/** Polled during long work. Return true to stop with YZ_E_CANCELLED. */
typedef bool (*yz_cancel_fn)(void *context);

/* ======================================================================== */
/* Index                                                                    */
/* ======================================================================== */

/** An index on disk: one directory. */
typedef struct yz_index yz_index;

enum yz_index_flags {
    YZ_INDEX_CREATE = 1 << 0,   /**< make the index if it is not there */
    YZ_INDEX_READ_ONLY = 1 << 1 /**< no writers */
};

typedef struct yz_index_options {
    size_t struct_size;
    uint32_t flags;       /**< yz_index_flags */
    uint32_t readers_max; /**< snapshots open at once; default 1024 */
    uint64_t map_size;    /**< bytes of address space; default 64 GiB */
    const char *language; /**< stemmer of a new index; default "en" */
    const yz_allocator *allocator; /**< NULL: malloc() and its like */
} yz_index_options;

/**
 * Open the index at `path`, a directory; with YZ_INDEX_CREATE it is made, but
 * not the directory it lies in. Two users of one directory in a process share
 * what is open; close each handle all the same. The handle is the directory
 * that was opened, even when its name comes to mean another: a relative path
 * may be followed by chdir(), and `mv` may deploy a new index under the name,
 * which is then found by opening it again.
 *
 * @return YZ_OK, YZ_E_NOT_FOUND (no index there), YZ_E_FORMAT_OLD,
 *         YZ_E_FORMAT_NEW, YZ_E_CORRUPT, YZ_E_IO, YZ_E_NOMEM; YZ_E_INVALID:
 *         no path, flags that are none or contradict each other.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_open(const char *path, const yz_index_options *options,
              yz_index **ret_index, yz_error *reterr);

/** Close the index, once its last child is closed too. */
YZ_API void
yz_index_close(yz_index *index);

/* ======================================================================== */
/* Sources and reports                                                      */
/* ======================================================================== */

/** A stream of reports read from one file. */
typedef struct yz_source yz_source;

/** One report: its passages in order. Immutable. */
typedef struct yz_report yz_report;

typedef enum yz_format {
    YZ_FORMAT_AUTO = 0, /**< look at the bytes, then at the name */
    YZ_FORMAT_TEXT = 1, /**< OCR text of a page */
    YZ_FORMAT_JSONL = 2,
    YZ_FORMAT_ALTO = 3,    /**< known, not read yet */
    YZ_FORMAT_HOCR = 4,    /**< known, not read yet */
    YZ_FORMAT_PAGE = 5,    /**< known, not read yet */
    YZ_FORMAT_MARKDOWN = 6 /**< known, not read yet */
} yz_format;

/** The format of a name as `--format=` takes it. @return false if none. */
YZ_API bool
yz_format_from_name(yz_str name, yz_format *ret_format);

/**
 * The format that the name of a file promises, or, for XML and HTML, that its
 * first bytes show: what is to be read of a folder.
 * @return false if it is no known format's; then `*ret_format` is untouched.
 */
YZ_API bool
yz_format_of_file(const char *path, yz_format *ret_format);

/** Something a source says while it is read, beside its reports. */
typedef enum yz_severity {
    YZ_WARNING = 0, /**< read, but doubtful */
    YZ_REFUSAL = 1  /**< this part (a line of a JSONL file) was left out */
} yz_severity;

typedef void (*yz_notice_fn)(void *context, yz_severity severity,
                             const yz_error *notice);

typedef struct yz_source_options {
    size_t struct_size;
    uint32_t format;      /**< a yz_format */
    uint32_t flags;       /**< none yet; 0 */
    const char *encoding; /**< overrides detection: "GB18030", "Big5", ... */
    const char *root;     /**< report names are paths below this folder */
    yz_notice_fn notice;  /**< may be NULL */
    void *notice_context;
    const yz_allocator *allocator; /**< NULL: malloc(); for a writer: its own */
} yz_source_options;

/**
 * Open a source file: read it, find its encoding and format.
 *
 * @return YZ_OK, YZ_E_IO, YZ_E_SOURCE (empty, binary, not of its format; see
 *         line), YZ_E_UNSUPPORTED (a format this release cannot read yet),
 *         YZ_E_LIMIT, YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_source_open(const char *path, const yz_source_options *options,
               yz_source **ret_source, yz_error *reterr);

/** Like yz_source_open(), over bytes the caller keeps until the close. */
YZ_API YZ_MUST_USE yz_status
yz_source_open_memory(const void *data, size_t size, const char *name,
                      const yz_source_options *options, yz_source **ret_source,
                      yz_error *reterr);

/**
 * Read the next report. A large report of a JSONL file comes in parts, one
 * after another under the same name, so that it need not be held whole. Of
 * passages with the same id the last one counts; within a part it replaces
 * the others.
 * @return YZ_OK with `*ret_report` owned by the caller, YZ_DONE at the end, or
 *         an error as of yz_source_open().
 */
YZ_API YZ_MUST_USE yz_status
yz_source_next(yz_source *source, yz_report **ret_report, yz_error *reterr);

YZ_API void
yz_source_close(yz_source *source);

/** Makes a report that lies in no file. */
typedef struct yz_builder yz_builder;

typedef struct yz_builder_options {
    size_t struct_size;
    const yz_allocator *allocator; /**< NULL: malloc() and its like */
} yz_builder_options;

/** Begin a report. Its name is what replaces and removes it later. */
YZ_API YZ_MUST_USE yz_status
yz_builder_new(yz_str report, const yz_builder_options *options,
               yz_builder **ret_builder, yz_error *reterr);

/**
 * Append a copy of a passage. Of its members, `text` is required; `report`,
 * `path`, `encoding`, `rules`, blocks and pieces are left out, as they say
 * where in a file a passage stands. What is wrong with it is told by
 * yz_builder_finish(), so a run of calls needs one check.
 */
YZ_API void
yz_builder_add(yz_builder *builder, const yz_passage *passage);

/**
 * Make the report, and free the builder in every case. Passages without an id
 * get one made from report and text; of passages with the same id the last is
 * kept.
 *
 * @return YZ_OK with `*ret_report` owned by the caller; YZ_E_INVALID if there
 *         is no passage, or of the first passage that is not as it should be:
 *         its text is empty or not UTF-8, its kind or date is none, `extra` is
 *         no JSON object; YZ_E_LIMIT; YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_builder_finish(yz_builder *builder, yz_report **ret_report,
                  yz_error *reterr);

/** Give up a report that was begun. */
YZ_API void
yz_builder_free(yz_builder *builder);

/** How many passages the report has. */
YZ_API size_t
yz_report_passage_count(const yz_report *report);

/** Passage `i`, from 0. Borrowed until yz_report_free(). */
YZ_API const yz_passage *
yz_report_passage(const yz_report *report, size_t i);

YZ_API void
yz_report_free(yz_report *report);

/* ======================================================================== */
/* Writing                                                                  */
/* ======================================================================== */

/** A set of changes to an index, seen by nobody until committed. */
typedef struct yz_writer yz_writer;

typedef struct yz_writer_options {
    size_t struct_size;
    uint64_t memory_max; /**< bytes to work with; default 1 GiB */
    uint32_t jobs;       /**< threads; default: the CPUs */
    uint32_t flags;      /**< yz_writer_flags */
} yz_writer_options;

enum yz_writer_flags {
    YZ_WRITER_FORCE = 1 << 0 /**< read files again though they are unchanged */
};

/** What became of one file or report. */
typedef enum yz_outcome {
    YZ_ADDED = 0,
    YZ_UNCHANGED = 1,
    YZ_REPLACED = 2
} yz_outcome;

typedef struct yz_added {
    yz_outcome outcome;
    uint32_t reports;  /**< that the file gave */
    uint64_t passages; /**< that they have */
    uint64_t bytes;    /**< of the source */
    uint64_t kept;     /**< passages that stayed as and where they were */
    /**
     * The path of another source in the index that has the very same bytes, or
     * empty; both are in. Told of what was added or replaced. Borrowed until
     * the next call on the writer.
     */
    yz_str same_as;
} yz_added;

/** Open the writer. An index has at most one; a second gets YZ_E_BUSY. */
YZ_API YZ_MUST_USE yz_status
yz_writer_open(yz_index *index, const yz_writer_options *options,
               yz_writer **ret_writer, yz_error *reterr);

/**
 * Add the reports of a file, or replace those it gave before. A file of the
 * same size, time and inode as at its last reading, or of the same bytes, is
 * left alone. Of a changed one, passages stay that are as they were and stand
 * at the same place in the file: they are not analysed again. Changes that take
 * much of options.memory_max are written to disk at once; they are seen with
 * the commit.
 *
 * @return As yz_source_open(). After an error of the source the writer is as
 *         it was and may go on.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_add_file(yz_writer *writer, const char *path,
                   const yz_source_options *options, yz_added *ret_added,
                   yz_error *reterr);

/** Like yz_writer_add_file(), for bytes that lie in no file. */
YZ_API YZ_MUST_USE yz_status
yz_writer_add_memory(yz_writer *writer, const void *data, size_t size,
                     const char *name, const yz_source_options *options,
                     yz_added *ret_added, yz_error *reterr);

/**
 * Add a report that was built, or replace the one that was put under its name.
 * One that is as it was is left alone. The report may be freed after.
 *
 * @return YZ_OK, YZ_E_INVALID, YZ_E_IO, YZ_E_FULL, YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_put(yz_writer *writer, yz_report *report, yz_added *ret_added,
              yz_error *reterr);

/**
 * Add one passage, or replace the one of the same report and id: a document of
 * its own, such as a message or a row. Members are as for yz_builder_add(), but
 * `report` counts; it may be empty. Nothing is kept of the caller's memory.
 *
 * A commit costs a sync of the disk, so many small additions are given to the
 * writer as they come and committed together, some hundred or some times a
 * second.
 *
 * @return YZ_OK; YZ_E_INVALID and YZ_E_LIMIT as of yz_builder_finish(): nothing
 *         changed; YZ_E_IO, YZ_E_FULL, YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_put_passage(yz_writer *writer, const yz_passage *passage,
                      yz_error *reterr);

/**
 * Remove the passage of this report and id, committed or not yet.
 * @return YZ_OK or YZ_E_NOT_FOUND.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_remove_passage(yz_writer *writer, yz_str report, yz_str id,
                         yz_error *reterr);

/**
 * Remove what `what` names, of what is committed: a source path or the name of
 * a report that was put, a report, or REPORT#ID.
 * @return YZ_OK with the number of passages, or YZ_E_NOT_FOUND.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_remove(yz_writer *writer, yz_str what, uint64_t *ret_passages,
                 yz_error *reterr);

/**
 * Remove the reports of files below `path` that are no longer there.
 * @return YZ_OK with the number of reports, or YZ_E_NOT_FOUND if `path` itself
 *         is missing: then nothing is removed.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_prune(yz_writer *writer, const char *path, uint64_t *ret_reports,
                yz_error *reterr);

/**
 * Put pairs of look-alikes, beside those of the library, in the place of those
 * given before; the empty text takes them out. A line is a pair: `PRINTED READ
 * [WEIGHT]`, two characters and a number from 0 (never alike) to 1, default
 * 0.9, parted by blanks. A line that begins with # is a remark. As all changes
 * they are seen with the commit; no passage is analysed again.
 *
 * @return YZ_OK, YZ_E_SOURCE (a bad line: reterr->line), YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_set_lookalikes(yz_writer *writer, yz_str text, yz_error *reterr);

/**
 * Put synonyms in the place of those given before; the empty text takes them
 * out. A line is a group of words that stand for each other, parted by commas
 * (，、 too), semicolons, = or tabs, or by blanks where there is none of these.
 * A line that begins with # is a remark. A phrase that holds a word of a group
 * is also looked for with each other word of it, in the tier `synonym`.
 *
 * @return As yz_writer_set_lookalikes().
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_set_synonyms(yz_writer *writer, yz_str text, yz_error *reterr);

/**
 * Make all changes since the last commit visible and durable, at once. On
 * error the index is as it was; the writer can only be closed. Small segments
 * are merged after that, and a file that is much larger than what lives in it
 * is copied, while readers go on.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_commit(yz_writer *writer, yz_error *reterr);

/** Close the writer. Changes that were not committed are dropped. */
YZ_API void
yz_writer_close(yz_writer *writer);

/* ======================================================================== */
/* Learning                                                                 */
/* ======================================================================== */

/**
 * Learns from pages as they were read, and the same pages corrected, what the
 * OCR engine reads for what: pairs for yz_writer_set_lookalikes().
 */
typedef struct yz_learner yz_learner;

typedef struct yz_learner_options {
    size_t struct_size;
    const yz_allocator *allocator; /**< NULL: malloc() and its like */
} yz_learner_options;

YZ_API YZ_MUST_USE yz_status
yz_learner_new(const yz_learner_options *options, yz_learner **ret_learner,
               yz_error *reterr);

/**
 * Align two texts of one page and note where an ideograph of `truth` stands as
 * another character in `read`. The work grows with the length times the
 * mistakes.
 *
 * @return YZ_OK; YZ_E_LIMIT if they differ in more than 2,000 places, so are
 *         no texts of one page; YZ_E_INVALID if one is not UTF-8; YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_learner_add(yz_learner *learner, yz_str read, yz_str truth,
               yz_error *reterr);

/** Write the pairs seen so far, one a line, the more often the heavier. */
YZ_API YZ_MUST_USE yz_status
yz_learner_write(yz_learner *learner, yz_write_fn write, void *context,
                 yz_error *reterr);

YZ_API void
yz_learner_free(yz_learner *learner);

/* ======================================================================== */
/* Queries                                                                  */
/* ======================================================================== */

/** A parsed query. Holds no index; use it with any. */
typedef struct yz_query yz_query;

enum yz_query_flags {
    YZ_QUERY_LITERAL = 1 << 0, /**< the whole text is one raw string (-F) */
    YZ_QUERY_ANY = 1 << 1,     /**< a space means OR */
    YZ_QUERY_STRICT = 1 << 2   /**< no repair: syntax errors are errors */
};

typedef struct yz_query_options {
    size_t struct_size;
    uint32_t flags; /**< yz_query_flags */
    uint32_t reserved;
    const yz_allocator *allocator; /**< NULL: malloc() and its like */
} yz_query_options;

/** Something the parser repaired or read as text. */
typedef struct yz_warning {
    yz_str message;  /**< one English sentence, its first letter small */
    yz_span span;    /**< of the query's text */
    uint32_t column; /**< in code points, from 1 */
} yz_warning;

/**
 * Parse a query. The language is that of docs/query-language.md.
 * @return YZ_OK; YZ_E_SYNTAX if the query is empty or, with YZ_QUERY_STRICT,
 *         does not parse (reterr->offset and ->column say where);
 *         YZ_E_LIMIT if it is longer or nests deeper than allowed; YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_query_parse(yz_str text, const yz_query_options *options,
               yz_query **ret_query, yz_error *reterr);

/** How many warnings the parser gave, and warning `i`, from 0. */
YZ_API size_t
yz_query_warning_count(const yz_query *query);
YZ_API yz_warning
yz_query_warning(const yz_query *query, size_t i);

/** Free the query. Results that were found with it go on. */
YZ_API void
yz_query_free(yz_query *query);

/* ======================================================================== */
/* Searching                                                                */
/* ======================================================================== */

/** The index as it was at one moment. Later commits do not show in it. */
typedef struct yz_snapshot yz_snapshot;

/** The hits of one search, in order, best first. */
typedef struct yz_results yz_results;

YZ_API YZ_MUST_USE yz_status
yz_snapshot_open(yz_index *index, yz_snapshot **ret_snapshot, yz_error *reterr);

/**
 * Follow the index: put the newest state in the place of `*snapshot`. If
 * nothing was committed since, this costs a few microseconds and changes
 * nothing; otherwise the old snapshot is closed, and results and other children
 * of it go on with what they have.
 *
 * @param ret_changed  Whether there was something new. May be NULL.
 * @return As yz_snapshot_open(); on error `*snapshot` is as it was.
 */
YZ_API YZ_MUST_USE yz_status
yz_snapshot_renew(yz_snapshot **snapshot, bool *ret_changed, yz_error *reterr);

YZ_API void
yz_snapshot_close(yz_snapshot *snapshot);

typedef enum yz_sort {
    YZ_SORT_SCORE = 0,
    YZ_SORT_DATE = 1,  /**< the newest first; without a date last */
    YZ_SORT_SOURCE = 2 /**< by path, then place */
} yz_sort;

typedef enum yz_ocr {
    YZ_OCR_AUTO = 0,
    YZ_OCR_OFF = 1,
    YZ_OCR_ON = 2,
    YZ_OCR_LOOSE = 3
} yz_ocr;

typedef enum yz_facet {
    YZ_FACET_KIND = 0,
    YZ_FACET_REPORT = 1,
    YZ_FACET_SECTION = 2,
    YZ_FACET_YEAR = 3,
    YZ_FACET_MONTH = 4
} yz_facet;
#define YZ_FACET_COUNT      5
#define YZ_FACET_BIT(facet) (1u << (facet))

/** Name of a facet, such as "kind"; and the facet of a name. */
YZ_API const char *
yz_facet_name(yz_facet facet);
YZ_API bool
yz_facet_from_name(yz_str name, yz_facet *ret_facet);

enum yz_search_flags {
    YZ_SEARCH_STRICT = 1 << 0,    /**< the tier `exact` only */
    YZ_SEARCH_COUNT_ONLY = 1 << 1 /**< no hits, only counts and facets */
};

typedef struct yz_search_options {
    size_t struct_size;
    uint32_t flags;      /**< yz_search_flags */
    uint32_t tiers;      /**< YZ_TIER_BIT()s; 0: those of this release */
    uint64_t limit;      /**< hits to give; default 10 */
    uint64_t offset;     /**< hits to pass over */
    yz_str cursor;       /**< of an earlier page of the same query under the
                             same filters; empty: from the start */
    uint32_t sort;       /**< a yz_sort */
    uint32_t ocr;        /**< a yz_ocr */
    uint32_t kinds;      /**< 1 << yz_kind; 0: all */
    uint32_t facets;     /**< YZ_FACET_BIT()s to count */
    const char *report;  /**< glob over report name or path */
    const char *section; /**< a part of the section's heading */
    const char *since;   /**< YYYY, YYYY-MM or YYYY-MM-DD */
    const char *until;   /**< the same, its end included */
    yz_cancel_fn cancel; /**< NULL: never */
    void *cancel_context;
    uint32_t timeout_ms; /**< 0: none */
    uint32_t reserved;
} yz_search_options;

/**
 * Run the query.
 * @return YZ_OK, YZ_E_INVALID (a bad date, cursor or tier), YZ_E_CANCELLED,
 *         YZ_E_CORRUPT, YZ_E_IO, YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_search(yz_snapshot *snapshot, const yz_query *query,
          const yz_search_options *options, yz_results **ret_results,
          yz_error *reterr);

/** Passages that match: exact and variant, or in the tiers asked for. */
YZ_API uint64_t
yz_results_count(const yz_results *results);

/** Passages of one tier. @return false if that tier was not tried. */
YZ_API bool
yz_results_tier_count(const yz_results *results, yz_tier tier,
                      uint64_t *ret_count);

/**
 * Whether so many passages could hold the query misread that some were not
 * compared: the tier lookalike may lack some.
 */
YZ_API bool
yz_results_is_capped(const yz_results *results);

/** Microseconds the search took, until now not counting the caller's. */
YZ_API uint64_t
yz_results_took_us(const yz_results *results);

/** A value of a facet and the number of passages that have it. */
typedef struct yz_facet_count {
    yz_str value; /**< empty: those that have none */
    yz_str path;  /**< of a report's source; otherwise empty */
    uint64_t count;
} yz_facet_count;

/**
 * The values of a facet that options.facets asked for, most frequent first
 * (year and month: in order of time). Borrowed until the results are closed.
 */
YZ_API size_t
yz_results_facet(const yz_results *results, yz_facet facet,
                 const yz_facet_count **ret_counts);

typedef enum yz_edit_type {
    YZ_EDIT_MISREAD = 0, /**< a character that was misread */
    YZ_EDIT_SYNONYM = 1  /**< another word of the user's synonyms */
} yz_edit_type;

/** What stands in a hit in the place of what the query says. */
typedef struct yz_edit {
    yz_str query;
    yz_str text;
    double weight; /**< 0 to 1; of a synonym 1 */
    yz_edit_type type;
} yz_edit;

/** One passage that matches. Borrowed until the next yz_results_next(). */
typedef struct yz_hit {
    uint64_t rank; /**< from 1, offset included */
    double score;
    yz_tier tier;
    const yz_passage *passage;
    const yz_edit *edits;
    size_t edit_count;
} yz_hit;

/** Step to the next hit. @return YZ_OK, YZ_DONE, YZ_E_CORRUPT, YZ_E_NOMEM. */
YZ_API YZ_MUST_USE yz_status
yz_results_next(yz_results *results, const yz_hit **ret_hit, yz_error *reterr);

/** The place of one match in the unmodified source. */
typedef struct yz_match {
    yz_span text;        /**< in the passage's text */
    uint32_t line;       /**< where it begins */
    uint32_t column;     /**< in code points */
    uint64_t byte_begin; /**< in the file */
    uint64_t byte_end;
    yz_str surface; /**< what the source has there, as UTF-8 */
} yz_match;

/** The matches in the current hit, in order. Borrowed until the next hit. */
YZ_API YZ_MUST_USE yz_status
yz_results_matches(yz_results *results, const yz_match **ret_matches,
                   size_t *ret_count, yz_error *reterr);

/** A short extract of a passage. Line breaks in it are blanks. */
typedef struct yz_snippet {
    yz_str text;               /**< "…" stands where it was cut */
    const yz_span *highlights; /**< in text; sorted, apart from each other */
    size_t highlight_count;
} yz_snippet;

typedef struct yz_snippet_options {
    size_t struct_size;
    uint32_t width;    /**< in characters; default 120 */
    uint32_t snippets; /**< most extracts of a passage; default 1 */
    uint32_t full;     /**< 1: the whole passage */
    uint32_t reserved;
} yz_snippet_options;

/** Extracts of the current hit, in order. Borrowed until the next hit. */
YZ_API YZ_MUST_USE yz_status
yz_results_snippets(yz_results *results, const yz_snippet_options *options,
                    const yz_snippet **ret_snippets, size_t *ret_count,
                    yz_error *reterr);

/**
 * The passage `distance` places after (or, negative, before) the current hit
 * in its report. Borrowed until the next call on the results.
 * @return YZ_OK, YZ_DONE (the report ends before that), or an error.
 */
YZ_API YZ_MUST_USE yz_status
yz_results_neighbour(yz_results *results, int32_t distance,
                     const yz_passage **ret_passage, yz_error *reterr);

/** Print why the current hit has its tier and score. For people. */
YZ_API YZ_MUST_USE yz_status
yz_results_explain(yz_results *results, yz_write_fn write, void *context,
                   yz_error *reterr);

/**
 * Print why nothing was found, one line a fact: how often each part of the
 * query occurs, and what near it does.
 */
YZ_API YZ_MUST_USE yz_status
yz_results_why(yz_results *results, yz_write_fn write, void *context,
               yz_error *reterr);

/** Print how the query is understood, with document frequencies. */
YZ_API YZ_MUST_USE yz_status
yz_query_explain(const yz_query *query, yz_snapshot *snapshot,
                 yz_write_fn write, void *context, yz_error *reterr);

/**
 * The cursor of the page after this one, for options.cursor; empty if this is
 * the last. Borrowed until the results are closed.
 */
YZ_API yz_str
yz_results_cursor(const yz_results *results);

YZ_API void
yz_results_close(yz_results *results);

/* ======================================================================== */
/* Looking inside                                                           */
/* ======================================================================== */

/** All live passages of a snapshot. */
typedef struct yz_passages yz_passages;

YZ_API YZ_MUST_USE yz_status
yz_passages_open(yz_snapshot *snapshot, yz_passages **ret_passages,
                 yz_error *reterr);

/** Borrowed until the next call. @return YZ_OK, YZ_DONE, or an error. */
YZ_API YZ_MUST_USE yz_status
yz_passages_next(yz_passages *passages, const yz_passage **ret_passage,
                 yz_error *reterr);

YZ_API void
yz_passages_close(yz_passages *passages);

/** The words of a snapshot, in the order of their bytes. */
typedef struct yz_terms yz_terms;

/** A word. Borrowed until the next yz_terms_next(). */
typedef struct yz_term {
    /** Folded: of Latin letters its stem, from three characters simplified. */
    yz_str text;
    uint64_t passages; /**< that have it; removed ones count until merged */
} yz_term;

/** The words that begin with `prefix`, folded as texts are; empty: all. */
YZ_API YZ_MUST_USE yz_status
yz_terms_open(yz_snapshot *snapshot, yz_str prefix, yz_terms **ret_terms,
              yz_error *reterr);

/** Step to the next word. @return YZ_OK, YZ_DONE, or an error. */
YZ_API YZ_MUST_USE yz_status
yz_terms_next(yz_terms *terms, const yz_term **ret_term, yz_error *reterr);

YZ_API void
yz_terms_close(yz_terms *terms);

/** What else to ask: how what was typed may go on, or what was meant. */
typedef struct yz_suggestions yz_suggestions;

typedef struct yz_suggestion {
    yz_str text;       /**< of yz_suggest(): its last word ended */
    uint64_t passages; /**< in which its last run stands, exactly */
} yz_suggestion;

typedef struct yz_suggest_options {
    size_t struct_size;
    uint32_t limit; /**< suggestions; default 10 */
    uint32_t flags; /**< none yet; 0 */
    yz_cancel_fn cancel;
    void *cancel_context;
} yz_suggest_options;

/**
 * Suggest how `text` may go on: its last run, up to the end of the word that it
 * breaks off in, where that stands in some passage; the most frequent first.
 *
 * @return YZ_OK, maybe with none; YZ_E_CANCELLED; YZ_E_LIMIT; an error.
 */
YZ_API YZ_MUST_USE yz_status
yz_suggest(yz_snapshot *snapshot, yz_str text,
           const yz_suggest_options *options, yz_suggestions **ret_suggestions,
           yz_error *reterr);

/**
 * What was probably meant by a query. Each of its phrases that stands nowhere
 * gives way to what does and sounds the same or differs in one character, a
 * word of letters to one that differs in a letter or two; the nearest first.
 * None if all phrases do stand somewhere, or nothing is near.
 *
 * A suggestion's text is a query; its passages are those that this query finds,
 * exactly or as variants.
 *
 * @return As yz_suggest().
 */
YZ_API YZ_MUST_USE yz_status
yz_correct(yz_snapshot *snapshot, const yz_query *query,
           const yz_suggest_options *options, yz_suggestions **ret_suggestions,
           yz_error *reterr);

YZ_API size_t
yz_suggestions_count(const yz_suggestions *suggestions);

/** Suggestion `i`, from 0. Borrowed until yz_suggestions_free(). */
YZ_API yz_suggestion
yz_suggestions_at(const yz_suggestions *suggestions, size_t i);

YZ_API void
yz_suggestions_free(yz_suggestions *suggestions);

/**
 * Write the look-alikes, or the synonyms, that the index was given, as
 * yz_writer_set_lookalikes() and yz_writer_set_synonyms() take them. Nothing
 * is written if there are none.
 */
YZ_API YZ_MUST_USE yz_status
yz_snapshot_lookalikes(yz_snapshot *snapshot, yz_write_fn write, void *context,
                       yz_error *reterr);
YZ_API YZ_MUST_USE yz_status
yz_snapshot_synonyms(yz_snapshot *snapshot, yz_write_fn write, void *context,
                     yz_error *reterr);

typedef struct yz_stats {
    uint64_t reports;
    uint64_t passages; /**< live ones */
    uint64_t deleted;  /**< removed, still taking room */
    uint64_t segments;
    uint64_t bytes;      /**< of the data file */
    uint64_t free_bytes; /**< in it, for later commits */
    uint64_t readers;    /**< snapshots open now, this one counted in */
    /**
     * For how long the oldest snapshot, in any process, has kept what was
     * removed from being used again, at least; 0 if all see the last commit.
     */
    uint64_t oldest_reader_seconds;
    uint64_t oldest_reader_process; /**< whose it is; 0: nobody's is open */
    uint32_t format_version;
    /**
     * 1: made with another ICU or stemmer. Exact and variant matches of Han
     * text are what they were; words may rank a little differently, and other
     * forms of a word in Latin letters are not found. yz_index_refresh_words()
     * makes it 0.
     */
    uint32_t words_are_stale;
    uint64_t duplicates; /**< sources of the very bytes that another has */
} yz_stats;

YZ_API YZ_MUST_USE yz_status
yz_snapshot_stats(yz_snapshot *snapshot, yz_stats *ret_stats, yz_error *reterr);

/* ======================================================================== */
/* Looking after an index                                                   */
/* ======================================================================== */

/** A contradiction that a check found. Borrowed during the call. */
typedef struct yz_problem {
    yz_str message; /**< one English sentence, its first letter small */
    /**
     * The side that is damaged: pages, manifest, tables, catalogue, checksums,
     * text, records, lengths, grams, words, ids, sources or tombstones.
     */
    yz_str damaged;
    uint32_t segment; /**< 0: it is not one's own */
    uint32_t reserved;
} yz_problem;

typedef void (*yz_problem_fn)(void *context, const yz_problem *problem);

/** What a check read. */
typedef struct yz_check {
    uint64_t problems; /**< 0: the index is whole */
    uint64_t segments;
    uint64_t passages;
    uint64_t bytes; /**< of the segments */
} yz_check;

typedef struct yz_care_options {
    size_t struct_size;
    const yz_allocator *allocator; /**< NULL: malloc() and its like */
} yz_care_options;

/**
 * Read the whole index and compute everything in it again from the stored
 * texts. Writers may go on meanwhile.
 *
 * @param see  is told each problem; NULL: they are only counted
 * @return YZ_OK, with problems or without; YZ_E_NOT_FOUND, YZ_E_FORMAT_OLD,
 *         YZ_E_FORMAT_NEW, YZ_E_IO, YZ_E_NOMEM if it could not be looked at.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_check(const char *path, const yz_care_options *options,
               yz_problem_fn see, void *context, yz_check *ret_check,
               yz_error *reterr);

/** What a repair did. All zeros: there was nothing to do. */
typedef struct yz_repair {
    uint64_t problems; /**< that were found */
    uint64_t segments_kept;
    uint64_t segments_rebuilt;
    uint64_t passages_rebuilt; /**< analysed anew */
    uint64_t passages_lost;    /**< their text could not be read */
} yz_repair;

/**
 * Check the index and, if it is damaged, put a new one in its place, made of
 * everything in it that can be read. No handle of it may be open in this
 * process; snapshots of other processes go on with the old one.
 *
 * @param see  is told each problem and each passage that is lost
 * @return YZ_OK; YZ_E_BUSY if there is a writer; otherwise the index is as it
 *         was.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_repair(const char *path, const yz_care_options *options,
                yz_problem_fn see, void *context, yz_repair *ret_repair,
                yz_error *reterr);

/**
 * Analyse all stored texts again, in the same way, if the index was made with
 * another ICU or stemmer than this process has.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_refresh_words(const char *path, const yz_care_options *options,
                       yz_repair *ret_repair, yz_error *reterr);

typedef struct yz_compaction {
    uint64_t bytes_before; /**< of the data file */
    uint64_t bytes_after;
} yz_compaction;

/**
 * Merge all segments, drop what was deleted, and put a file without free
 * pages in the place of the old one, at once. Snapshots that are open go on
 * with the old file; later ones, in every process, see the new.
 *
 * @return YZ_OK; YZ_E_BUSY if there is a writer; otherwise the index is as it
 *         was.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_compact(yz_index *index, yz_compaction *ret_compaction,
                 yz_error *reterr);

#ifdef __cplusplus
} /* extern "C" */

template <typename T>
inline T
yz_detail_options()
{
    T options = T();
    options.struct_size = sizeof(T);
    return options;
}
#endif

#endif /* YIZHAN_YIZHAN_H */
