/* SPDX-License-Identifier: MIT */
#ifndef YIZHAN_YIZHAN_H
#define YIZHAN_YIZHAN_H

/**
 * @file yizhan/yizhan.h
 * Embeddable Chinese full-text search over OCR'd newspaper reports.
 *
 * To index, a program reads *sources* (OCR text, JSON lines, ...) into
 * *reports* made of *passages*, passes them to a *writer*, and commits. To
 * search, it opens a *snapshot*, parses a *query*, runs it, and iterates over
 * the *results*, best first.
 *
 * Errors.     Every call that can fail returns a yz_status. Zero is success;
 *             a positive value is an answer (YZ_DONE); a negative value is an
 *             error. After an error no `ret_` parameter has been written. The
 *             last parameter, `reterr`, may be NULL; it is written only on
 *             error. If a handle, a path, a callback or another pointer that a
 *             call needs is NULL, the call fails with YZ_E_INVALID and names
 *             it; a function without a status then returns 0, false, NULL or an
 *             empty value. `ret_` parameters must not be NULL unless the
 *             function says so, and neither must the data of a yz_str that is
 *             not empty. _close() and _free() accept NULL.
 * Ownership.  A handle returned through `ret_` belongs to the caller, who
 *             releases it with the matching _close() or _free(). Both accept
 *             NULL. A child keeps its parent alive, so handles may be released
 *             in any order. A yz_str is borrowed; each function states how
 *             long it stays valid.
 * Threads.      yz_index                any number of threads at once
 *               yz_query, yz_report     immutable; any number of threads
 *               yz_source, yz_builder, yz_writer, yz_snapshot, yz_results,
 *               yz_passages, yz_terms, yz_suggestions, yz_learner,
 *               yz_tokenizer
 *                                       one thread at a time; may move
 *                                       between threads
 *             A snapshot and everything made from it count as one object: do
 *             not read results in one thread while another thread searches
 *             the same snapshot. The library has one global variable, a
 *             mutex-guarded list of open environments, because LMDB allows
 *             one environment per path in a process.
 * Text.       All text is UTF-8. Sizes and spans count bytes. Lines and
 *             columns count from 1; 0 means "not known". Columns count code
 *             points.
 *
 * Caveats (all of them come from LMDB):
 *   - The index must be on a local file system.
 *   - Opening reserves address space (options.map_size), not memory. When an
 *     index outgrows the reservation, the map grows as soon as no snapshot is
 *     open in the process.
 *   - An index must not be used across fork(). In the child process every call
 *     on the index and its children fails with YZ_E_INVALID, and closing them
 *     does nothing. The child must open the index again.
 *   - While a snapshot is open, the pages that it sees cannot be reused. An
 *     index with a forgotten snapshot keeps growing: do not hold a snapshot
 *     while idle.
 *   - Two copies of the library in one process (each linked statically into
 *     another module, say) must not open the same index: LMDB's locks are those
 *     of the process, and the copy that closes first releases the other's.
 *
 * Bindings to other languages:
 *   - Types. An enum is an int, a bool one byte. yz_str is the only struct that
 *     is passed by value; yz_warning, yz_suggestion and yz_collocate are
 *     returned by value. The rest goes by pointer.
 *   - Sizes. An option struct begins with its size, as the caller knows it: a
 *     binding sets `struct_size` to the size of its own declaration, clears the
 *     rest, and may leave out members at the end that it does not use. Other
 *     structs keep size and members as long as the SONAME stays the same.
 *   - Lifetimes. Copy what is borrowed before the next call on the handle that
 *     gave it. Since children keep their parents alive, finalizers may run in
 *     any order, and in any thread in which no call on the object runs.
 *   - Callbacks are called in the thread of the call that they are passed to,
 *     and never after it has returned (yz_allocator is the exception). They must
 *     return: no exception, longjmp() or unwinding through the library, and no
 *     call on the same handle. Searching needs none: results are iterated over,
 *     yz_search_options.timeout_ms limits the time, and a `cancel` that reads a
 *     flag lets another thread stop it.
 *   - Offsets are bytes of UTF-8; see yz_offset_to_utf16().
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

/** Version of the library at run time: major << 16 | minor << 8 | patch. */
YZ_API uint32_t
yz_version(void);

/**
 * Write the versions of Yizhan, the index format, ICU, Unicode, LMDB and
 * libstemmer into `buffer`, one `name version` per line. At most `size` bytes
 * are written, including the terminating NUL. 512 bytes are always enough.
 */
YZ_API void
yz_version_text(char *buffer, size_t size);

/* ======================================================================== */
/* Limits                                                                   */
/* ======================================================================== */

/** Longest text of one passage, in bytes. Longer ones are refused. */
#define YZ_PASSAGE_SIZE_MAX ((size_t)1 << 20)
/** Largest source file, in bytes. Larger ones are refused. */
#define YZ_SOURCE_SIZE_MAX ((size_t)1 << 30)
/** Longest report name, passage id, title or section, in bytes. */
#define YZ_NAME_SIZE_MAX ((size_t)4096)
/** Longest note of a program, in bytes. */
#define YZ_NOTE_SIZE_MAX ((size_t)4096)
/** Longest query, in bytes. */
#define YZ_QUERY_SIZE_MAX ((size_t)1 << 16)
/** Deepest nesting of parentheses and negations in a query. */
#define YZ_QUERY_DEPTH_MAX 64
/** Most leaves (phrases, words, fields) in a query. */
#define YZ_QUERY_LEAVES_MAX 1024
/** Most memory that one search holds, in bytes, unless its options say more. */
#define YZ_SEARCH_MEMORY_MAX ((size_t)256 << 20)

/* ======================================================================== */
/* Values                                                                   */
/* ======================================================================== */

/** A borrowed UTF-8 string. Not NUL-terminated; may contain NUL bytes. */
typedef struct yz_str {
    const char *data;
    size_t size;
} yz_str;

/** A half-open range of bytes [begin, end) in a text. */
typedef struct yz_span {
    uint32_t begin;
    uint32_t end;
} yz_span;

/** The role of a passage on its page. Values are stored, hence stable. */
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

/** English name of a kind, such as "caption". Static; NULL if not a kind. */
YZ_API const char *
yz_kind_name(yz_kind kind);

/**
 * Look up a kind by its English or Chinese name (`caption`, `图片`).
 * @return false if no kind has this name; `*ret_kind` is then unchanged.
 */
YZ_API bool
yz_kind_from_name(yz_str name, yz_kind *ret_kind);

/** How well a passage matches. Lower tiers always rank first. */
typedef enum yz_tier {
    YZ_TIER_EXACT = 0,     /**< contains the skeleton of the query */
    YZ_TIER_VARIANT = 1,   /**< other script, inflection or punctuation */
    YZ_TIER_LOOKALIKE = 2, /**< misread characters; see yz_hit.edits */
    YZ_TIER_PINYIN = 3,    /**< by sound; only for `py:` */
    YZ_TIER_SYNONYM = 4,   /**< a synonym set by the user; see yz_hit.edits */
    YZ_TIER_NEAR = 5,      /**< the words of the run, close together */
    YZ_TIER_WORDS = 6,     /**< all words, anywhere in the passage */
    YZ_TIER_SOME = 7       /**< the most important of the words */
} yz_tier;
#define YZ_TIER_COUNT     8
#define YZ_TIER_BIT(tier) (1u << (tier))

/** Name of a tier, such as "exact". Static; NULL if not a tier. */
YZ_API const char *
yz_tier_name(yz_tier tier);

/** Look up a tier by name. @return false if no tier has this name. */
YZ_API bool
yz_tier_from_name(yz_str name, yz_tier *ret_tier);

/** How the values of a declared field are compared. Stored, hence stable. */
typedef enum yz_field_type {
    YZ_FIELD_TEXT = 0,    /**< found by a part of it, as text is */
    YZ_FIELD_KEYWORD = 1, /**< found whole, byte by byte, or as a range */
    YZ_FIELD_NUMBER = 2   /**< found by value, or as a range */
} yz_field_type;
#define YZ_FIELD_TYPE_COUNT 3

/** Name of a type, such as "keyword". Static; NULL if not a type. */
YZ_API const char *
yz_field_type_name(yz_field_type type);

/** A field that an index declares: a member of `extra` with this name. */
typedef struct yz_field {
    yz_str name;
    yz_field_type type;
} yz_field;

/**
 * One block of the source that a passage came from: consecutive lines without
 * another passage between them. A paragraph that a photo interrupts has
 * several blocks.
 */
typedef struct yz_block {
    uint32_t line_first; /**< inclusive, from 1; 0: not known */
    uint32_t line_last;  /**< inclusive */
    /** In the file on disk, including any BOM. A block of no bytes: the file
        does not have the text as one piece. */
    uint64_t byte_begin;
    uint64_t byte_end; /**< half-open */
} yz_block;

/**
 * A part of a passage's text that is contiguous in the source. The text is the
 * concatenation of its pieces; each piece ends where the next one begins.
 */
typedef struct yz_piece {
    uint32_t text_begin;   /**< first byte in the passage's text */
    uint32_t line;         /**< source line on which it begins */
    uint32_t column;       /**< column on that line, in code points */
    uint64_t source_begin; /**< first byte in the source file */
    /**
     * What the source has between the previous piece and this one, decoded to
     * UTF-8: a line break, a space, the caption of a photo. Empty for the first
     * piece. If `joint` is 1, the text has one U+0020 instead of the gap, and
     * this space belongs to the previous piece. If `joint` is 0, the text has
     * nothing there.
     */
    yz_str gap;
    uint32_t joint;
} yz_piece;

/**
 * A rectangle on a page: whole pixels of its image, counted from the top left
 * corner. It reaches from x0 up to, not including, x1, and from y0 up to y1.
 */
typedef struct yz_box {
    uint32_t x0;
    uint32_t y0;
    uint32_t x1;
    uint32_t y1;
} yz_box;

/** Greatest coordinate of a box. */
#define YZ_COORDINATE_MAX ((uint32_t)1 << 24)

/** Whether there is a box, and where it is from. Values are stored. */
typedef enum yz_box_origin {
    YZ_BOX_NONE = 0,
    YZ_BOX_CHARACTER = 1, /**< the source gives a box for each character */
    YZ_BOX_WORD = 2,      /**< for each word; a part of one is divided */
    YZ_BOX_ESTIMATED =
        3,           /**< for each row, divided by its characters' widths */
    YZ_BOX_BLOCK = 4 /**< for each block alone: the box is the block's */
} yz_box_origin;

/** Name of an origin, such as "word". Static; NULL if not an origin. */
YZ_API const char *
yz_box_origin_name(yz_box_origin origin);

/** A page that a passage is on. Zero means "not known" for every member. */
typedef struct yz_page {
    uint32_t number; /**< from 1 */
    uint32_t width;  /**< pixels of its image */
    uint32_t height;
    uint32_t reserved;
    yz_str image; /**< path or address of its image */
} yz_page;

/** The box of a word or a character of a row. */
typedef struct yz_cell {
    yz_span text; /**< in the passage's text */
    yz_box box;
    uint32_t confidence; /**< percent, 1 to 100; 0: not known */
} yz_cell;

/** Another reading that the OCR engine gives for a part of the text. */
typedef struct yz_reading {
    yz_span text;   /**< what it would replace; not empty */
    yz_str reading; /**< instead of it; not empty */
    uint32_t confidence;
    uint32_t reserved;
} yz_reading;

/**
 * A printed line of a passage, or a whole block where the source does not give
 * its lines.
 */
typedef struct yz_row {
    yz_span text;  /**< in the passage's text; rows rise and do not overlap */
    yz_box box;    /**< all zeros: not known */
    uint32_t page; /**< an index into the pages of the passage */
    uint32_t confidence;
    const yz_cell *cells; /**< in the order of the text */
    size_t cell_count;
    /** What the boxes are of: of each character, word, row (estimated) or block
        (all but the first two have no cells); YZ_BOX_NONE: there is no box. */
    yz_box_origin origin;
    bool vertical;     /**< its characters are one below the other */
    bool begins_block; /**< it does not belong to the block of the row before */
} yz_row;

/**
 * A passage: the unit of retrieval. The same struct describes a passage that is
 * read from a source, added by a program, or returned from an index. When the
 * caller fills it in, zero means "none" for every member; only `text` is
 * required.
 */
typedef struct yz_passage {
    yz_str report;  /**< name of the report: canonical path, or as given */
    yz_str id;      /**< unique within the report */
    yz_str section; /**< the heading above it */
    yz_str title;   /**< the headline of its page */
    yz_str date;    /**< YYYY-MM-DD, or empty */
    yz_str text;
    yz_str path;     /**< of the source, as given */
    yz_str encoding; /**< of the source if it is not UTF-8; else empty */
    yz_str extra;    /**< a JSON object with the source's other members */
    yz_str rules; /**< layout rules that made it, space-separated; not stored */
    const yz_block *blocks;
    size_t block_count;
    const yz_piece *pieces;
    size_t piece_count;
    const yz_page *pages; /**< that it is on */
    size_t page_count;
    const yz_row *rows; /**< its printed lines, if their boxes are known */
    size_t row_count;
    const yz_reading *readings; /**< in the order of the text */
    size_t reading_count;
    yz_kind kind;
    bool truncated; /**< its end is missing on the page */
} yz_passage;

/**
 * The boxes of the blocks of a passage on one of its pages, in order: of each
 * the smallest that has all its rows. At most `capacity` are written to
 * `boxes`; the number that there are is returned.
 * @param page  an index into the pages of the passage
 */
YZ_API size_t
yz_passage_boxes(const yz_passage *passage, size_t page, yz_box *boxes,
                 size_t capacity);

/* Offset conversion for languages whose strings do not count bytes. `text` is
 * UTF-8. */

/**
 * The number of code points, or UTF-16 units, in the first `offset` bytes of
 * the text. An offset inside a character is rounded down to its beginning; an
 * offset beyond the end is treated as the end.
 */
YZ_API size_t
yz_offset_to_code_points(yz_str text, size_t offset);
YZ_API size_t
yz_offset_to_utf16(yz_str text, size_t offset);

/**
 * The reverse: the number of bytes in the first `offset` code points, or UTF-16
 * units, with the same rounding.
 */
YZ_API size_t
yz_offset_from_code_points(yz_str text, size_t offset);
YZ_API size_t
yz_offset_from_utf16(yz_str text, size_t offset);

/* ======================================================================== */
/* Errors                                                                   */
/* ======================================================================== */

/** Values are stable: a value never changes its meaning and is never reused. */
typedef enum yz_status {
    YZ_OK = 0,
    YZ_DONE = 1, /**< no more items; not an error */

    YZ_E_NOMEM = -1,       /**< an allocation failed */
    YZ_E_INVALID = -2,     /**< the call misuses the API; nothing changed */
    YZ_E_ABI = -3,         /**< options of an incompatible header */
    YZ_E_IO = -4,          /**< the operating system failed; see os_error */
    YZ_E_NOT_FOUND = -5,   /**< no such index, report or file */
    YZ_E_BUSY = -6,        /**< another writer is open */
    YZ_E_FULL = -7,        /**< the disk or the map is full */
    YZ_E_READ_ONLY = -8,   /**< the index was opened read-only */
    YZ_E_CORRUPT = -9,     /**< the index violates its format */
    YZ_E_FORMAT_OLD = -10, /**< format too old for this release */
    YZ_E_FORMAT_NEW = -11, /**< format too new for this release */
    YZ_E_PROFILE = -12,    /**< indexed with another analysis profile */
    YZ_E_SYNTAX = -13,     /**< the query does not parse; see offset */
    YZ_E_SOURCE = -14,     /**< the source does not parse; see line */
    YZ_E_LIMIT = -15,      /**< a documented limit was exceeded */
    YZ_E_CANCELLED = -16,  /**< stopped by the callback or the timeout */
    YZ_E_UNSUPPORTED = -17 /**< known, but not supported by this release */
} yz_status;

/**
 * What went wrong, in words. The struct belongs to the caller; filling it in
 * allocates nothing.
 */
typedef struct yz_error {
    yz_status status;
    int32_t os_error;  /**< errno for YZ_E_IO; otherwise 0 */
    uint32_t line;     /**< in the source file, from 1; 0 if none */
    uint32_t column;   /**< in code points, from 1; 0 if none */
    uint64_t offset;   /**< byte offset in the query or the source */
    char message[480]; /**< one English sentence, NUL-terminated */
    /**
     * The sentence without its values: the format of printf() that it was
     * made from, by which a program finds it in a catalogue of another
     * language. Static. NULL: it is in no catalogue.
     */
    const char *key;
} yz_error;

/** Name of a status, such as "YZ_E_SYNTAX". Static; never NULL. */
YZ_API const char *
yz_status_name(yz_status status);

/* ======================================================================== */
/* Options                                                                  */
/* ======================================================================== */

/**
 * Option structs grow at the end. Initialize each with YZ_OPTIONS(), which sets
 * `struct_size` and clears all other members. Zero always means "the default".
 * A NULL pointer instead of a struct means all defaults. A program may use a
 * library of another release: members and flags that an older library does not
 * know must be zero, otherwise the call fails with YZ_E_ABI.
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
 * An allocator of the caller. Passed with an index, it serves the index and
 * everything made from it. Passed with a source, a builder or a query, it
 * serves that handle and the reports made by it. The library then never calls
 * malloc() on behalf of such a handle. The libraries that Yizhan depends on
 * still allocate their own memory: ICU, LMDB, libstemmer, Jansson, xxHash and
 * the C library.
 *
 * The struct is copied. `context` must stay valid until the last handle is
 * released. The functions may be called from any thread, also from threads of
 * the library and from several threads at once. They must not call the library.
 * Two users that open the same directory in one process share what is open:
 * the memory comes from the allocator of the first and is returned with the
 * last handle of either.
 */
typedef struct yz_allocator {
    /** Returns memory aligned for any type, or NULL (YZ_E_NOMEM). */
    void *(*allocate)(void *context, size_t size);
    /** Like realloc(). `block` is never NULL and `size` is never 0. */
    void *(*resize)(void *context, void *block, size_t size);
    /** Like free(). `block` is never NULL. */
    void (*release)(void *context, void *block);
    void *context;
} yz_allocator;

/** Receives text produced by the library; called once for each part of it. */
typedef void (*yz_write_fn)(void *context, yz_str text);

/** Called now and then in long operations. Return true to cancel. */
typedef bool (*yz_cancel_fn)(void *context);

/* ======================================================================== */
/* Index                                                                    */
/* ======================================================================== */

/** An index: one directory on disk. */
typedef struct yz_index yz_index;

enum yz_index_flags {
    YZ_INDEX_CREATE = 1 << 0,   /**< create the index if it does not exist */
    YZ_INDEX_READ_ONLY = 1 << 1 /**< refuse writers */
};

typedef struct yz_index_options {
    size_t struct_size;
    uint32_t flags;       /**< yz_index_flags */
    uint32_t readers_max; /**< snapshots open at once; default 1024 */
    uint64_t map_size;    /**< bytes of address space to reserve at least;
                               fewer than 256 GiB count as that */
    const char *language; /**< stemmer of a new index; default "en" */
    const yz_allocator *allocator; /**< NULL: malloc() */
    /**
     * Fields that a new index declares: names and types, such as
     * `author:text,issue:keyword,year:number`. An index that exists must
     * declare them already; see yz_index_declare_fields(). NULL: none.
     */
    const char *fields;
} yz_index_options;

/**
 * Open the index in the directory `path`. With YZ_INDEX_CREATE the directory is
 * created if it does not exist; its parent is not. A directory that has other
 * files and no index is refused with YZ_E_IO. Two users that open the same
 * directory in one process share what is open, but each closes its own handle.
 *
 * A handle refers to the directory itself, not to its name. After chdir() a
 * handle opened by a relative path still works. If the directory is renamed and
 * another index takes its name, the handle stays with the old index; open the
 * name again to get the new one.
 *
 * An address, `opensearch://HOST/INDEX`, opens an index whose passages an
 * OpenSearch cluster holds. docs/opensearch.md says which calls it cannot do;
 * they fail with YZ_E_UNSUPPORTED. A cluster that cannot be asked, or not whole,
 * is YZ_E_IO, one that is not of this release's words YZ_E_PROFILE.
 *
 * @return YZ_OK, YZ_E_NOT_FOUND (no index there), YZ_E_FORMAT_OLD,
 *         YZ_E_FORMAT_NEW, YZ_E_CORRUPT, YZ_E_IO, YZ_E_NOMEM, YZ_E_INVALID (no
 *         path; unknown or contradictory flags).
 */
YZ_API YZ_MUST_USE yz_status
yz_index_open(const char *path, const yz_index_options *options,
              yz_index **ret_index, yz_error *reterr);

/** Close the handle. The index itself is closed after its last child. */
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
    YZ_FORMAT_AUTO = 0, /**< detect by content, then by file name */
    YZ_FORMAT_TEXT = 1, /**< OCR text of a page */
    YZ_FORMAT_JSONL = 2,
    YZ_FORMAT_ALTO = 3, /**< ALTO XML */
    YZ_FORMAT_HOCR = 4,
    YZ_FORMAT_PAGE = 5, /**< PAGE XML */
    YZ_FORMAT_MARKDOWN = 6,
    YZ_FORMAT_METS = 7,    /**< the pages and articles of an issue */
    YZ_FORMAT_ABBYY = 8,   /**< ABBYY FineReader XML */
    YZ_FORMAT_JSON = 9,    /**< of an OCR engine: PaddleOCR, MinerU, ... */
    YZ_FORMAT_UMI = 10,    /**< text or CSV of Umi-OCR */
    YZ_FORMAT_TSV = 11,    /**< of Tesseract */
    YZ_FORMAT_PDF = 12,    /**< with a layer of text */
    YZ_FORMAT_ARCHIVE = 13 /**< any of these in a .zip, .tar, .gz or .zst */
} yz_format;

/**
 * Look up a format by its name in `--format=`.
 * @return false if no format has this name.
 */
YZ_API bool
yz_format_from_name(yz_str name, yz_format *ret_format);

/**
 * Guess the format of a file from its name, and of XML and HTML files from
 * their first bytes. Use it to choose the files of a folder to be indexed.
 * @return false if the format is unknown; `*ret_format` is then unchanged.
 */
YZ_API bool
yz_format_of_file(const char *path, yz_format *ret_format);

/** Severity of a notice about a source. */
typedef enum yz_severity {
    YZ_WARNING = 0, /**< read, but doubtful */
    YZ_REFUSAL = 1, /**< this part (a line of a JSONL file) was skipped */
    YZ_DAMAGE = 2   /**< read, but invalid bytes were replaced by U+FFFD */
} yz_severity;

typedef void (*yz_notice_fn)(void *context, yz_severity severity,
                             const yz_error *notice);

/**
 * Refuse a file with any byte that is invalid in its encoding. Without this
 * flag, a few such bytes (1 % of the file, 100 places) are replaced by U+FFFD,
 * with a warning for each place.
 */
#define YZ_SOURCE_STRICT_ENCODING (1u << 0)

typedef struct yz_source_options {
    size_t struct_size;
    uint32_t format;      /**< a yz_format */
    uint32_t flags;       /**< YZ_SOURCE_... */
    const char *encoding; /**< overrides detection: "GB18030", "Big5", ... */
    const char *root;     /**< name reports by their path below this folder */
    yz_notice_fn notice;  /**< may be NULL */
    void *notice_context;
    const yz_allocator *allocator; /**< NULL: malloc(), or the writer's own */
    /**
     * An extended regular expression (POSIX): what its first group, or all of
     * it, matches in the name of a file becomes the name of its report. So
     * files of one page can be one report. A file whose name it does not match,
     * or where it matches nothing, keeps its name. NULL: all of them do.
     */
    const char *report_id;
} yz_source_options;

/**
 * Open a source file and detect its encoding and format.
 *
 * @return YZ_OK, YZ_E_IO, YZ_E_SOURCE (empty, binary, or not in the expected
 *         format; see reterr->line), YZ_E_UNSUPPORTED (a format that this
 *         release cannot read yet), YZ_E_LIMIT, YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_source_open(const char *path, const yz_source_options *options,
               yz_source **ret_source, yz_error *reterr);

/**
 * Like yz_source_open(), for bytes in memory. `data` must stay valid until
 * yz_source_close().
 */
YZ_API YZ_MUST_USE yz_status
yz_source_open_memory(const void *data, size_t size, const char *name,
                      const yz_source_options *options, yz_source **ret_source,
                      yz_error *reterr);

/**
 * Read the next report. A large report of a JSONL file is returned in parts,
 * one after another under the same name, so that it never has to fit in memory.
 * If several passages have the same id, the last one replaces the others.
 * @return YZ_OK (the caller owns `*ret_report`), YZ_DONE at the end, or an
 *         error as for yz_source_open().
 */
YZ_API YZ_MUST_USE yz_status
yz_source_next(yz_source *source, yz_report **ret_report, yz_error *reterr);

YZ_API void
yz_source_close(yz_source *source);

/** Builds a report that does not come from a file. */
typedef struct yz_builder yz_builder;

typedef struct yz_builder_options {
    size_t struct_size;
    const yz_allocator *allocator; /**< NULL: malloc() */
} yz_builder_options;

/** Begin a report. The name identifies it when it is replaced or removed. */
YZ_API YZ_MUST_USE yz_status
yz_builder_new(yz_str report, const yz_builder_options *options,
               yz_builder **ret_builder, yz_error *reterr);

/**
 * Append a copy of a passage. Only `text` is required. `report`, `path`,
 * `encoding`, `rules`, blocks and pieces are ignored, since they describe a
 * place in a file. Pages, rows, cells and readings are kept. Errors are
 * reported by yz_builder_finish(), so any number of calls needs one check.
 */
YZ_API void
yz_builder_add(yz_builder *builder, const yz_passage *passage);

/**
 * Finish the report and free the builder, also on error. A passage without an
 * id gets one derived from report and text. If several passages have the same
 * id, the last one replaces the others.
 *
 * @return YZ_OK (the caller owns `*ret_report`); YZ_E_INVALID if there is no
 *         passage or one is invalid: empty or not UTF-8, an unknown kind, a bad
 *         date, `extra` that is not a JSON object, or rows that do not fit the
 *         text or its pages (the first such passage is reported); YZ_E_LIMIT;
 *         YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_builder_finish(yz_builder *builder, yz_report **ret_report,
                  yz_error *reterr);

/** Discard the report and free the builder. */
YZ_API void
yz_builder_free(yz_builder *builder);

/** The number of passages in the report. */
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

/** A set of changes to an index. Readers see them after the commit. */
typedef struct yz_writer yz_writer;

typedef struct yz_writer_options {
    size_t struct_size;
    uint64_t memory_max; /**< working memory in bytes; default 1 GiB */
    uint32_t jobs;       /**< threads; default: one per CPU */
    uint32_t flags;      /**< yz_writer_flags */
} yz_writer_options;

enum yz_writer_flags {
    YZ_WRITER_FORCE = 1 << 0 /**< also read files that did not change */
};

/** What happened to one file or report. */
typedef enum yz_outcome {
    YZ_ADDED = 0,
    YZ_UNCHANGED = 1,
    YZ_REPLACED = 2
} yz_outcome;

typedef struct yz_added {
    yz_outcome outcome;
    uint32_t reports;  /**< reports in the file */
    uint64_t passages; /**< passages in these reports */
    uint64_t bytes;    /**< size of the source */
    uint64_t kept;     /**< unchanged passages that were not analysed again */
    /**
     * The path of another source in the index with the same bytes, or empty.
     * Both sources are indexed. Only set for a source that was added or
     * replaced. Borrowed until the next call on the writer.
     */
    yz_str same_as;
} yz_added;

/**
 * Open a writer. An index has at most one at a time, in all processes; opening
 * a second one fails with YZ_E_BUSY, and the message says which process has it.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_open(yz_index *index, const yz_writer_options *options,
               yz_writer **ret_writer, yz_error *reterr);

/**
 * Add the reports of a file, or replace the reports that it contained before. A
 * file is not read again if its size, time and inode are unchanged, and not
 * analysed again if its bytes are. In a changed file, passages that are
 * unchanged and at the same place are kept and not analysed again.
 *
 * When the pending changes approach options.memory_max, they are written to
 * disk. They still become visible only with the commit.
 *
 * @return As yz_source_open(). If the source is refused, the writer is
 *         unchanged and can be used further.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_add_file(yz_writer *writer, const char *path,
                   const yz_source_options *options, yz_added *ret_added,
                   yz_error *reterr);

/** Like yz_writer_add_file(), for bytes in memory. */
YZ_API YZ_MUST_USE yz_status
yz_writer_add_memory(yz_writer *writer, const void *data, size_t size,
                     const char *name, const yz_source_options *options,
                     yz_added *ret_added, yz_error *reterr);

/**
 * Add a report made by a builder, or replace the report put earlier under the
 * same name. An unchanged report is not analysed again. The report may be freed
 * after the call.
 *
 * @return YZ_OK, YZ_E_INVALID, YZ_E_IO, YZ_E_FULL, YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_put(yz_writer *writer, yz_report *report, yz_added *ret_added,
              yz_error *reterr);

/**
 * Add one passage, or replace the passage with the same report and id. Use it
 * for small documents such as messages or rows. Members are used as by
 * yz_builder_add(), and `report` is used too; it may be empty. The passage is
 * copied.
 *
 * A commit waits for the disk. Commit many small additions together: a few
 * hundred at a time, or a few times a second.
 *
 * @return YZ_OK; YZ_E_INVALID or YZ_E_LIMIT as for yz_builder_finish(), with
 *         the writer unchanged; YZ_E_IO, YZ_E_FULL, YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_put_passage(yz_writer *writer, const yz_passage *passage,
                      yz_error *reterr);

/**
 * Remove the passage with this report and id, whether committed or pending.
 * @return YZ_OK or YZ_E_NOT_FOUND.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_remove_passage(yz_writer *writer, yz_str report, yz_str id,
                         yz_error *reterr);

/**
 * Remove committed passages. `what` is the path of a source, the name of a
 * report, or REPORT#ID for one passage; report and id may contain #. If it is
 * none of these, it is a folder: all sources below it are removed, whether or
 * not it still exists.
 * @return YZ_OK (with the number of removed passages); YZ_E_NOT_FOUND;
 *         YZ_E_INVALID if it is ambiguous: it names a passage, and also a
 *         source, a report or another passage. Nothing is removed then;
 *         yz_writer_remove_passage() takes report and id apart.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_remove(yz_writer *writer, yz_str what, uint64_t *ret_passages,
                 yz_error *reterr);

/**
 * Remove the reports of files below `path` that no longer exist.
 * @return YZ_OK (with the number of removed reports), or YZ_E_NOT_FOUND if
 *         `path` itself does not exist; nothing is removed then.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_prune(yz_writer *writer, const char *path, uint64_t *ret_reports,
                yz_error *reterr);

/**
 * Set the user's look-alike pairs. They replace the pairs set before and are
 * used in addition to the library's own; an empty text removes them. Each line
 * is `PRINTED READ [WEIGHT]`, separated by spaces: two characters, and a weight
 * from 0 (never alike) to 1, by default 0.9. A line that begins with # is a
 * comment. Like all changes, the pairs take effect with the commit. No passage
 * is analysed again.
 *
 * @return YZ_OK, YZ_E_SOURCE (a bad line: reterr->line), YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_set_lookalikes(yz_writer *writer, yz_str text, yz_error *reterr);

/**
 * Set the user's synonyms. They replace the synonyms set before; an empty text
 * removes them. Each line is a group of interchangeable words, separated by
 * commas (also ，、), semicolons, = or tabs, or, if the line has none of these,
 * by spaces. A line that begins with # is a comment. A phrase that contains a
 * word of a group is also searched with each other word of the group, in the
 * tier `synonym`.
 *
 * @return As yz_writer_set_lookalikes().
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_set_synonyms(yz_writer *writer, yz_str text, yz_error *reterr);

/**
 * Set the note of the program: bytes that mean nothing to the library and are
 * committed with the changes, such as the place in a log up to which the index
 * has it. It replaces the note set before; an empty one removes it.
 *
 * @return YZ_OK, YZ_E_LIMIT (more than YZ_NOTE_SIZE_MAX), YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_set_note(yz_writer *writer, yz_str note, yz_error *reterr);

/**
 * Make all changes since the last commit visible and durable, in one atomic
 * step. After an error the index is unchanged and the writer can only be
 * closed. A commit may also merge small segments, and it rewrites a data file
 * that is much larger than its live contents. Readers are not disturbed.
 */
YZ_API YZ_MUST_USE yz_status
yz_writer_commit(yz_writer *writer, yz_error *reterr);

/** Close the writer. Uncommitted changes are discarded. */
YZ_API void
yz_writer_close(yz_writer *writer);

/* ======================================================================== */
/* Learning                                                                 */
/* ======================================================================== */

/**
 * Learns which characters an OCR engine confuses, from pages as it read them
 * and the same pages corrected. The result is text for
 * yz_writer_set_lookalikes().
 */
typedef struct yz_learner yz_learner;

typedef struct yz_learner_options {
    size_t struct_size;
    const yz_allocator *allocator; /**< NULL: malloc() */
} yz_learner_options;

YZ_API YZ_MUST_USE yz_status
yz_learner_new(const yz_learner_options *options, yz_learner **ret_learner,
               yz_error *reterr);

/**
 * Align two texts of one page, and record where an ideograph of `truth` was
 * read as another character in `read`. The time is proportional to the length
 * times the number of mistakes.
 *
 * @return YZ_OK; YZ_E_LIMIT if the texts differ in more than 2,000 places and
 *         are therefore not the same page; YZ_E_INVALID if one of them is not
 *         UTF-8; YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_learner_add(yz_learner *learner, yz_str read, yz_str truth,
               yz_error *reterr);

/**
 * Write the pairs found so far, one per line. A pair that was seen more often
 * has a higher weight.
 */
YZ_API YZ_MUST_USE yz_status
yz_learner_write(yz_learner *learner, yz_write_fn write, void *context,
                 yz_error *reterr);

YZ_API void
yz_learner_free(yz_learner *learner);

/* ======================================================================== */
/* Queries                                                                  */
/* ======================================================================== */

/** A parsed query. It belongs to no index and can be used with any. */
typedef struct yz_query yz_query;

enum yz_query_flags {
    YZ_QUERY_LITERAL = 1 << 0, /**< the whole text is one raw string (-F) */
    YZ_QUERY_ANY = 1 << 1,     /**< a space means OR */
    YZ_QUERY_STRICT = 1 << 2   /**< report syntax errors, repair nothing */
};

typedef struct yz_query_options {
    size_t struct_size;
    uint32_t flags; /**< yz_query_flags */
    uint32_t reserved;
    const yz_allocator *allocator; /**< NULL: malloc() */
    /**
     * Declared fields that the query may name without `extra.`, as
     * yz_snapshot_fields() writes them; empty: none. `extra.author:` needs no
     * declaration.
     */
    yz_str fields;
} yz_query_options;

/** A part of the query that the parser repaired or took as plain text. */
typedef struct yz_warning {
    yz_str message;  /**< one English sentence, in lower case */
    yz_span span;    /**< in the text of the query */
    uint32_t column; /**< in code points, from 1 */
    const char *key; /**< as in yz_error: the sentence without its values */
} yz_warning;

/**
 * Parse a query. docs/query-language.md describes the language.
 * @return YZ_OK; YZ_E_SYNTAX if the query is empty or, with YZ_QUERY_STRICT,
 *         does not parse (reterr->offset and reterr->column give the place);
 *         YZ_E_LIMIT if it is too long or too deeply nested; YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_query_parse(yz_str text, const yz_query_options *options,
               yz_query **ret_query, yz_error *reterr);

/** The number of warnings; warning `i`, from 0, borrowed from the query. */
YZ_API size_t
yz_query_warning_count(const yz_query *query);
YZ_API yz_warning
yz_query_warning(const yz_query *query, size_t i);

/** Free the query. Results of searches with it remain valid. */
YZ_API void
yz_query_free(yz_query *query);

/* ======================================================================== */
/* Searching                                                                */
/* ======================================================================== */

/** The index as it was at one moment. Later commits do not change it. */
typedef struct yz_snapshot yz_snapshot;

/** The hits of one search, in order, best first. */
typedef struct yz_results yz_results;

YZ_API YZ_MUST_USE yz_status
yz_snapshot_open(yz_index *index, yz_snapshot **ret_snapshot, yz_error *reterr);

/**
 * Replace `*snapshot` by a snapshot of the newest state. If nothing was
 * committed meanwhile, this takes a few microseconds and changes nothing.
 * Otherwise the old snapshot is closed; results and other children made from it
 * remain valid and keep showing the old state.
 *
 * @param ret_changed  whether there was a newer state; may be NULL
 * @return As yz_snapshot_open(). On error `*snapshot` is unchanged.
 */
YZ_API YZ_MUST_USE yz_status
yz_snapshot_renew(yz_snapshot **snapshot, bool *ret_changed, yz_error *reterr);

YZ_API void
yz_snapshot_close(yz_snapshot *snapshot);

typedef enum yz_sort {
    YZ_SORT_SCORE = 0,
    /**
     * Newest first; undated passages last. The tiers exact and variant are one
     * group, each looser tier is one behind it.
     */
    YZ_SORT_DATE = 1,
    YZ_SORT_SOURCE = 2 /**< by path, then by place in the file */
} yz_sort;

/** How far misread characters are followed; see docs/ocr.md. */
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
    YZ_FACET_MONTH = 4,
    YZ_FACET_DAY = 5
} yz_facet;
#define YZ_FACET_COUNT      6
#define YZ_FACET_BIT(facet) (1u << (facet))

/** The name of a facet, such as "kind"; the facet with a name. */
YZ_API const char *
yz_facet_name(yz_facet facet);
YZ_API bool
yz_facet_from_name(yz_str name, yz_facet *ret_facet);

enum yz_search_flags {
    YZ_SEARCH_STRICT = 1 << 0,     /**< only the tier `exact` */
    YZ_SEARCH_COUNT_ONLY = 1 << 1, /**< counts and facets, but no hits */
    /** Turn the order round in each group; undated passages stay last. */
    YZ_SEARCH_REVERSE = 1 << 2,
    /** Years, months and days without a hit are values of their facet, too. */
    YZ_SEARCH_FACET_GAPS = 1 << 3
};

typedef struct yz_search_options {
    size_t struct_size;
    uint32_t flags;      /**< yz_search_flags */
    uint32_t tiers;      /**< YZ_TIER_BIT()s; 0: all */
    uint64_t limit;      /**< hits to return; default 10 */
    uint64_t offset;     /**< hits to skip */
    yz_str cursor;       /**< from the previous page of the same query with
                             the same filters; empty: start */
    uint32_t sort;       /**< a yz_sort */
    uint32_t ocr;        /**< a yz_ocr */
    uint32_t kinds;      /**< 1 << yz_kind; 0: all */
    uint32_t facets;     /**< YZ_FACET_BIT()s to count */
    const char *report;  /**< glob for the name or path of the report */
    const char *section; /**< substring of the section's heading */
    const char *since;   /**< YYYY, YYYY-MM or YYYY-MM-DD */
    const char *until;   /**< likewise; inclusive */
    yz_cancel_fn cancel; /**< may be NULL */
    void *cancel_context;
    uint32_t timeout_ms; /**< 0: no timeout */
    uint32_t reserved;
    uint64_t memory_max;  /**< bytes that the search may hold; default
                              YZ_SEARCH_MEMORY_MAX */
    yz_str facet_members; /**< names of members of `extra` to count, separated
                               by commas; declared or not */
} yz_search_options;

/**
 * Run the query.
 * @return YZ_OK, YZ_E_INVALID (a bad date, cursor or tier), YZ_E_LIMIT (it
 *         needs more memory than options.memory_max), YZ_E_CANCELLED,
 *         YZ_E_CORRUPT, YZ_E_IO, YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_search(yz_snapshot *snapshot, const yz_query *query,
          const yz_search_options *options, yz_results **ret_results,
          yz_error *reterr);

/**
 * The number of passages that match. It counts the tiers exact and variant, or
 * the tiers selected by the options.
 */
YZ_API uint64_t
yz_results_count(const yz_results *results);

/** The number of passages in one tier. @return false if it was not tried. */
YZ_API bool
yz_results_tier_count(const yz_results *results, yz_tier tier,
                      uint64_t *ret_count);

/**
 * Whether there were too many candidates for misread matches to compare all of
 * them. The tier `lookalike` may then be incomplete.
 */
YZ_API bool
yz_results_is_capped(const yz_results *results);

/** Microseconds spent in this search so far, not counting the caller's time. */
YZ_API uint64_t
yz_results_took_us(const yz_results *results);

/** A value of a facet, and the number of matching passages with it. */
typedef struct yz_facet_count {
    yz_str value; /**< empty: passages without a value */
    yz_str path;  /**< for YZ_FACET_REPORT: path of the source; else empty */
    uint64_t count;
} yz_facet_count;

/**
 * The values of a facet selected by options.facets, most frequent first (years,
 * months and days: in chronological order). Borrowed until the results are closed.
 */
YZ_API size_t
yz_results_facet(const yz_results *results, yz_facet facet,
                 const yz_facet_count **ret_counts);

/**
 * The values of member `i` of options.facet_members, from 0, most frequent
 * first. A passage counts once for each of its values. Borrowed until the
 * results are closed.
 */
YZ_API size_t
yz_results_facet_member(const yz_results *results, size_t i,
                        const yz_facet_count **ret_counts);

typedef enum yz_edit_type {
    YZ_EDIT_MISREAD = 0, /**< a character that was misread */
    YZ_EDIT_SYNONYM = 1, /**< a synonym set by the user */
    YZ_EDIT_READING = 2  /**< what the OCR engine reads otherwise itself */
} yz_edit_type;

/** A difference between the query and the text of a hit. */
typedef struct yz_edit {
    yz_str query;  /**< what the query has */
    yz_str text;   /**< what the passage has instead */
    double weight; /**< 0 to 1; for a synonym 1 */
    yz_edit_type type;
} yz_edit;

/** One matching passage. Borrowed until the next yz_results_next(). */
typedef struct yz_hit {
    uint64_t rank; /**< from 1, counting skipped hits */
    double score;
    yz_tier tier;
    const yz_passage *passage;
    const yz_edit *edits;
    size_t edit_count;
} yz_hit;

/** Go to the next hit. @return YZ_OK, YZ_DONE, YZ_E_CORRUPT, YZ_E_NOMEM. */
YZ_API YZ_MUST_USE yz_status
yz_results_next(yz_results *results, const yz_hit **ret_hit, yz_error *reterr);

/** A box on one of the pages of a passage. */
typedef struct yz_page_box {
    uint32_t page; /**< an index into the pages of the passage */
    yz_box box;
} yz_page_box;

/** The place of one match in the passage and in the unmodified source. */
typedef struct yz_match {
    yz_span text;        /**< in the passage's text */
    uint32_t line;       /**< of its first character */
    uint32_t column;     /**< of its first character, in code points */
    uint64_t byte_begin; /**< in the source file; half-open; no bytes: the file
                              does not have the text as one piece */
    uint64_t byte_end;
    yz_str surface; /**< the source text there, as UTF-8 */
    /** Its boxes, one a printed line; those of a page are together. */
    const yz_page_box *boxes;
    size_t box_count;
    yz_box_origin box_origin; /**< of the least exact of them */
    uint32_t page; /**< number of the page on which it begins; 0: not known */
} yz_match;

/** The matches in the current hit, in order. Borrowed until the next hit. */
YZ_API YZ_MUST_USE yz_status
yz_results_matches(yz_results *results, const yz_match **ret_matches,
                   size_t *ret_count, yz_error *reterr);

/** A short extract of a passage. Line breaks are replaced by spaces. */
typedef struct yz_snippet {
    yz_str text;               /**< "…" marks where it was cut */
    const yz_span *highlights; /**< in `text`; sorted, not overlapping */
    size_t highlight_count;
} yz_snippet;

typedef struct yz_snippet_options {
    size_t struct_size;
    uint32_t width;    /**< length in characters; default 120 */
    uint32_t snippets; /**< maximum number per passage; default 1 */
    uint32_t full;     /**< 1: the whole passage as one snippet */
    uint32_t reserved;
} yz_snippet_options;

/** Extracts of the current hit, in order. Borrowed until the next hit. */
YZ_API YZ_MUST_USE yz_status
yz_results_snippets(yz_results *results, const yz_snippet_options *options,
                    const yz_snippet **ret_snippets, size_t *ret_count,
                    yz_error *reterr);

/**
 * The passage `distance` positions after the current hit in its report;
 * negative distances go backwards. Borrowed until the next call on the results.
 * @return YZ_OK, YZ_DONE (the report has no such passage), or an error.
 */
YZ_API YZ_MUST_USE yz_status
yz_results_neighbour(yz_results *results, int32_t distance,
                     const yz_passage **ret_passage, yz_error *reterr);

/** Explain the tier and score of the current hit, in text for people. */
YZ_API YZ_MUST_USE yz_status
yz_results_explain(yz_results *results, yz_write_fn write, void *context,
                   yz_error *reterr);

/**
 * Explain why nothing was found, one fact per line: how often each part of the
 * query occurs, and which similar text does.
 */
YZ_API YZ_MUST_USE yz_status
yz_results_why(yz_results *results, yz_write_fn write, void *context,
               yz_error *reterr);

/**
 * The query as it was searched. It is the one that was given, unless a field
 * with a Chinese name that nothing in the snapshot matches was read as text:
 * then it has a warning more. Borrowed until the results are closed.
 */
YZ_API const yz_query *
yz_results_query(const yz_results *results);

/** Explain how the query was understood, with document frequencies. */
YZ_API YZ_MUST_USE yz_status
yz_query_explain(const yz_query *query, yz_snapshot *snapshot,
                 yz_write_fn write, void *context, yz_error *reterr);

/**
 * The cursor for the next page, to be passed as options.cursor. Empty if this
 * page is the last. Borrowed until the results are closed.
 */
YZ_API yz_str
yz_results_cursor(const yz_results *results);

YZ_API void
yz_results_close(yz_results *results);

/* ======================================================================== */
/* Passages, terms, suggestions, statistics                                 */
/* ======================================================================== */

/** An iterator over all live passages of a snapshot. */
typedef struct yz_passages yz_passages;

YZ_API YZ_MUST_USE yz_status
yz_passages_open(yz_snapshot *snapshot, yz_passages **ret_passages,
                 yz_error *reterr);

/**
 * Iterate over the live passages of one report, in its order; of a report that
 * is not in the snapshot, there are none. A report that is named as its source
 * is found at once; for another one the passages of all reports are gone
 * through (some 20 ms for 400,000).
 */
YZ_API YZ_MUST_USE yz_status
yz_passages_open_report(yz_snapshot *snapshot, yz_str report,
                        yz_passages **ret_passages, yz_error *reterr);

/**
 * Go to the next passage. Borrowed until the next call on the iterator.
 * @return YZ_OK, YZ_DONE, or an error.
 */
YZ_API YZ_MUST_USE yz_status
yz_passages_next(yz_passages *passages, const yz_passage **ret_passage,
                 yz_error *reterr);

YZ_API void
yz_passages_close(yz_passages *passages);

/** An iterator over the terms of a snapshot, in byte order. */
typedef struct yz_terms yz_terms;

/** A term. Borrowed until the next yz_terms_next(). */
typedef struct yz_term {
    /**
     * The folded word: for a Latin word its stem; for a Chinese word of three
     * characters or more its simplified form.
     */
    yz_str text;
    uint64_t passages; /**< passages with it, including removed ones until
                            their segment is merged */
} yz_term;

/**
 * Iterate over the terms that begin with `prefix`. The prefix is folded like
 * indexed text. An empty prefix selects all terms.
 */
YZ_API YZ_MUST_USE yz_status
yz_terms_open(yz_snapshot *snapshot, yz_str prefix, yz_terms **ret_terms,
              yz_error *reterr);

/** Go to the next term. @return YZ_OK, YZ_DONE, or an error. */
YZ_API YZ_MUST_USE yz_status
yz_terms_next(yz_terms *terms, const yz_term **ret_term, yz_error *reterr);

YZ_API void
yz_terms_close(yz_terms *terms);

/** A list of suggestions: completions or corrections. */
typedef struct yz_suggestions yz_suggestions;

typedef struct yz_suggestion {
    yz_str text;       /**< a complete query */
    uint64_t passages; /**< see yz_suggest() and yz_correct() */
} yz_suggestion;

typedef struct yz_suggest_options {
    size_t struct_size;
    uint32_t limit; /**< maximum number of suggestions; default 10 */
    uint32_t flags; /**< none yet; 0 */
    yz_cancel_fn cancel;
    void *cancel_context;
} yz_suggest_options;

/**
 * Complete `text`, a query that is being typed. Its last run is extended to the
 * end of the word in which it breaks off. Only completions that occur in some
 * passage are suggested, the most frequent first. A suggestion's `passages` is
 * the number of passages that contain its last run exactly.
 *
 * @return YZ_OK, also if there are no suggestions; YZ_E_CANCELLED; YZ_E_LIMIT;
 *         another error.
 */
YZ_API YZ_MUST_USE yz_status
yz_suggest(yz_snapshot *snapshot, yz_str text,
           const yz_suggest_options *options, yz_suggestions **ret_suggestions,
           yz_error *reterr);

/**
 * Suggest what was probably meant by a query. Each phrase that occurs nowhere
 * is replaced by text that does occur and either sounds the same or differs in
 * one character; a Latin word by one that differs in one or two letters. The
 * nearest suggestion comes first. There are none if all phrases occur, or if
 * nothing similar does. A suggestion's `passages` is the number of passages
 * that its text finds as a query, exactly or as variants.
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

/** Words that occur beside the matches of a query. */
typedef struct yz_collocates yz_collocates;

typedef struct yz_collocate {
    yz_str text;       /**< as yz_term.text */
    uint64_t together; /**< how often it occurs beside a match or several */
    uint64_t total;    /**< how often in the index, removed passages included
                            until their segment is merged */
    double score;      /**< log-likelihood ratio (Dunning 1993); 0 if it occurs
                            no more often there than elsewhere */
} yz_collocate;

typedef struct yz_collocate_options {
    size_t struct_size;
    uint32_t window; /**< words on each side of a match; default 5, at most 100
                      */
    uint32_t limit;  /**< most collocates that are returned; default 20 */
} yz_collocate_options;

/**
 * Count the words beside the matches of a query, in all passages that it
 * matches: exactly and as variants, or in the tiers that `search` selects. Its
 * filters, limits of time and memory, and cancellation apply; its limit and
 * order do not. The words most bound to the query come first.
 *
 * @param search  may be NULL
 * @return As yz_search().
 */
YZ_API YZ_MUST_USE yz_status
yz_collocate_query(yz_snapshot *snapshot, const yz_query *query,
                   const yz_search_options *search,
                   const yz_collocate_options *options,
                   yz_collocates **ret_collocates, yz_error *reterr);

YZ_API size_t
yz_collocates_count(const yz_collocates *collocates);

/** Collocate `i`, from 0. Borrowed until yz_collocates_free(). */
YZ_API yz_collocate
yz_collocates_at(const yz_collocates *collocates, size_t i);

YZ_API void
yz_collocates_free(yz_collocates *collocates);

/**
 * Write the look-alikes or synonyms that were set for the index, in the form
 * accepted by yz_writer_set_lookalikes() and yz_writer_set_synonyms(). Nothing
 * is written if there are none.
 */
YZ_API YZ_MUST_USE yz_status
yz_snapshot_lookalikes(yz_snapshot *snapshot, yz_write_fn write, void *context,
                       yz_error *reterr);
YZ_API YZ_MUST_USE yz_status
yz_snapshot_synonyms(yz_snapshot *snapshot, yz_write_fn write, void *context,
                     yz_error *reterr);

/**
 * The note of the program, as of yz_writer_set_note(); empty if there is none.
 * Borrowed until the snapshot is closed.
 */
YZ_API YZ_MUST_USE yz_status
yz_snapshot_note(yz_snapshot *snapshot, yz_str *ret_note, yz_error *reterr);

/**
 * The fields that the index declares, in the form of yz_query_options.fields
 * and yz_index_options.fields. Empty if there are none. Borrowed until the
 * snapshot is closed.
 */
YZ_API YZ_MUST_USE yz_status
yz_snapshot_fields(yz_snapshot *snapshot, yz_str *ret_fields, yz_error *reterr);

/** Field `i`, from 0; borrowed likewise. @return YZ_OK, YZ_DONE, or an error.
 */
YZ_API YZ_MUST_USE yz_status
yz_snapshot_field(yz_snapshot *snapshot, size_t i, yz_field *ret_field,
                  yz_error *reterr);

typedef struct yz_stats {
    uint64_t reports;
    uint64_t passages; /**< live passages */
    uint64_t deleted;  /**< removed passages that still take up space */
    uint64_t segments;
    uint64_t bytes;      /**< size of the data file */
    uint64_t free_bytes; /**< free space in it, for later commits */
    uint64_t readers;    /**< open snapshots in all processes, with this one */
    /**
     * For at least how many seconds the oldest snapshot of any process has kept
     * removed data from being reused. 0 if all snapshots are current.
     */
    uint64_t oldest_reader_seconds;
    uint64_t oldest_reader_process; /**< its process id; 0: none is open, or
                                         it may not write and is unknown */
    uint32_t format_version;
    /**
     * 1 if the index was made with another version of ICU or libstemmer. Exact
     * and variant matches of Han text are not affected. Ranking may differ a
     * little, and other forms of a Latin word may not be found.
     * yz_index_refresh_words() makes it 0.
     */
    uint32_t words_are_stale;
    uint64_t duplicates; /**< sources with the same bytes as another source */
    uint64_t noisy_reports; /**< with more than two marks of noise a thousand
                                 ideographs: read by an OCR engine, badly */
    uint64_t noise;         /**< marks of noise in all live passages */
} yz_stats;

YZ_API YZ_MUST_USE yz_status
yz_snapshot_stats(yz_snapshot *snapshot, yz_stats *ret_stats, yz_error *reterr);

/* ======================================================================== */
/* Maintenance                                                              */
/* ======================================================================== */

/** An inconsistency found by a check. Valid during the callback. */
typedef struct yz_problem {
    yz_str message; /**< one English sentence, in lower case */
    /**
     * The damaged part: pages, manifest, tables, catalogue, checksums, text,
     * records, boxes, lengths, grams, words, frequent strings, ids, sources or
     * tombstones.
     */
    yz_str damaged;
    uint32_t segment; /**< 0: the problem is not in a segment */
    uint32_t reserved;
} yz_problem;

typedef void (*yz_problem_fn)(void *context, const yz_problem *problem);

/** The result of a check. */
typedef struct yz_check {
    uint64_t problems; /**< 0: the index is consistent */
    uint64_t segments;
    uint64_t passages;
    uint64_t bytes; /**< total size of the segments */
} yz_check;

typedef struct yz_maintenance_options {
    size_t struct_size;
    const yz_allocator *allocator; /**< NULL: malloc() */
} yz_maintenance_options;

/**
 * Read the whole index, derive everything in it again from the stored texts,
 * and compare. Writers may continue meanwhile.
 *
 * @param see  called for each problem; NULL: problems are only counted
 * @return YZ_OK if the check was completed, whether it found problems or not;
 *         otherwise YZ_E_NOT_FOUND, YZ_E_FORMAT_OLD, YZ_E_FORMAT_NEW, YZ_E_IO,
 *         YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_check(const char *path, const yz_maintenance_options *options,
               yz_problem_fn see, void *context, yz_check *ret_check,
               yz_error *reterr);

/** The result of a repair. All zeros: there was nothing to do. */
typedef struct yz_repair {
    uint64_t problems; /**< problems found */
    uint64_t segments_kept;
    uint64_t segments_rebuilt;
    uint64_t passages_rebuilt; /**< passages analysed again */
    uint64_t passages_lost;    /**< passages whose text was unreadable */
} yz_repair;

/**
 * Check the index. If it is damaged, replace it by a new index made of
 * everything that can still be read. This process must have no open handle of
 * the index. Snapshots of other processes keep using the old files.
 *
 * @param see  called for each problem and each lost passage; may be NULL
 * @return YZ_OK; YZ_E_BUSY if there is a writer; another error. On error the
 *         index is unchanged.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_repair(const char *path, const yz_maintenance_options *options,
                yz_problem_fn see, void *context, yz_repair *ret_repair,
                yz_error *reterr);

/**
 * If the index was made with another version of ICU or libstemmer than this
 * process uses, analyse all stored texts again and replace the index, as
 * yz_index_repair() does.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_refresh_words(const char *path, const yz_maintenance_options *options,
                       yz_repair *ret_repair, yz_error *reterr);

/**
 * Declare fields of an index that exists. `fields` is in the form of
 * yz_index_options.fields; a field that is declared already gets the type given
 * here. If that changes something, all stored texts are analysed again and the
 * index is replaced, as yz_index_repair() does.
 *
 * @return YZ_OK; YZ_E_INVALID for a bad declaration; otherwise as
 *         yz_index_repair().
 */
YZ_API YZ_MUST_USE yz_status
yz_index_declare_fields(const char *path, const yz_maintenance_options *options,
                        const char *fields, yz_repair *ret_repair,
                        yz_error *reterr);

typedef struct yz_compaction {
    uint64_t bytes_before; /**< size of the data file */
    uint64_t bytes_after;
} yz_compaction;

/**
 * Merge all segments, drop deleted passages, and replace the data file in one
 * atomic step by one without free pages. Open snapshots keep using the old
 * file; later snapshots, in every process, use the new one.
 *
 * @return YZ_OK; YZ_E_BUSY if there is a writer; another error. On error the
 *         index is unchanged.
 */
YZ_API YZ_MUST_USE yz_status
yz_index_compact(yz_index *index, yz_compaction *ret_compaction,
                 yz_error *reterr);

/* ======================================================================== */
/* Inspection                                                               */
/* ======================================================================== */

/* What an index consists of, for tools. Searches do not need these calls. */

/** The parts of a segment. New ones are added at the end. */
typedef enum yz_part {
    YZ_PART_TEXT = 0,
    YZ_PART_DIRECTORY = 1, /**< where each text and record begins */
    YZ_PART_LENGTHS = 2,
    YZ_PART_RECORDS = 3, /**< everything of a passage except its text */
    YZ_PART_STRINGS = 4, /**< names shared by passages */
    YZ_PART_GRAM_DICTIONARY = 5,
    YZ_PART_GRAM_LISTS = 6,
    YZ_PART_WORD_DICTIONARY = 7,
    YZ_PART_WORD_LISTS = 8,
    YZ_PART_IDS = 9,
    YZ_PART_SOURCES = 10,
    YZ_PART_BOXES = 11, /**< of printed lines, words and characters */
    YZ_PART_FREQUENT_DICTIONARY = 12, /**< of frequent strings of ideographs */
    YZ_PART_FREQUENT_LISTS = 13
} yz_part;
#define YZ_PART_COUNT 14

/** Name of a part, such as "gram_lists". Static; NULL if not a part. */
YZ_API const char *
yz_part_name(yz_part part);

typedef struct yz_segment {
    uint32_t id;
    /** Strings of 3 to 6 ideographs that this many of its passages have, or
     *  more, are listed; 0: none is. */
    uint32_t frequent;
    uint64_t passages; /**< including removed ones */
    uint64_t deleted;
    uint64_t bytes[YZ_PART_COUNT]; /**< size of each part */
} yz_segment;

/** Segment `i`, from 0. @return YZ_OK, YZ_DONE (there is none), or an error. */
YZ_API YZ_MUST_USE yz_status
yz_inspect_segment(yz_snapshot *snapshot, size_t i, yz_segment *ret_segment,
                   yz_error *reterr);

typedef enum yz_term_kind {
    YZ_TERM_GRAM = 0,  /**< a character of the text, or two adjacent ones */
    YZ_TERM_WORD = 1,  /**< a word of the text, for ranking */
    YZ_TERM_TITLE = 2, /**< a word of the title */
    YZ_TERM_FIELD = 3  /**< a value of a declared field, `author:王小明` */
} yz_term_kind;

/** A term of the dictionaries. Valid during the callback. */
typedef struct yz_inspected_term {
    yz_str text;
    yz_term_kind kind;
    /**
     * How often it occurs in the inspected passage; otherwise 0. For a gram: 1,
     * plus 1 for each time that it is a word by itself (up to 255).
     */
    uint32_t frequency;
    uint64_t passages; /**< passages with it, including removed ones */
    uint64_t bytes;    /**< size of its lists; 0: they are in the dictionary */
} yz_inspected_term;

/** @return true to stop */
typedef bool (*yz_inspected_term_fn)(void *context,
                                     const yz_inspected_term *term);

/**
 * Call `see` for every term that begins with `prefix`: grams first, then words,
 * words of titles, and values of declared fields, each in order. The prefix is
 * folded like indexed text; for values of fields it is taken as it is.
 */
YZ_API YZ_MUST_USE yz_status
yz_inspect_terms(yz_snapshot *snapshot, yz_str prefix, yz_inspected_term_fn see,
                 void *context, yz_error *reterr);

/** An entry of a posting list. Valid during the callback. */
typedef struct yz_inspected_posting {
    uint32_t segment; /**< its id */
    uint32_t number;  /**< of the passage in the segment, from 0 */
    uint32_t frequency;
    bool is_deleted;
    const yz_passage *passage;
} yz_inspected_posting;

/** @return true to stop */
typedef bool (*yz_inspected_posting_fn)(void *context,
                                        const yz_inspected_posting *posting);

/**
 * Call `see` for every posting of a term, segment by segment. `text` is the term
 * as reported by yz_inspect_terms(); it is folded like indexed text, but for
 * values of declared fields.
 *
 * @return YZ_OK, YZ_DONE (the index has no such term), or an error.
 */
YZ_API YZ_MUST_USE yz_status
yz_inspect_postings(yz_snapshot *snapshot, yz_term_kind kind, yz_str text,
                    yz_inspected_posting_fn see, void *context,
                    yz_error *reterr);

/** What is stored of a passage. Valid during the callback. */
typedef struct yz_inspected_passage {
    uint32_t segment;
    uint32_t number;
    const yz_passage *passage;
    yz_str skeleton; /**< what phrases are matched against */
    uint32_t length_han;
    uint32_t length_words;
    uint32_t length_title;
    uint32_t noise;        /**< marks in its text that say it was misread */
    uint64_t report_noise; /**< those of its report, */
    uint64_t report_characters;     /**< which has as many ideographs */
    const yz_inspected_term *terms; /**< in the order of yz_inspect_terms() */
    size_t term_count;
} yz_inspected_passage;

typedef void (*yz_inspected_passage_fn)(void *context,
                                        const yz_inspected_passage *passage);

/**
 * Call `see` for the live passage with this report and id. Its terms are found
 * by searching all posting lists of its segment, which may take seconds.
 *
 * @return YZ_OK, YZ_E_NOT_FOUND, or another error.
 */
YZ_API YZ_MUST_USE yz_status
yz_inspect_passage(yz_snapshot *snapshot, yz_str report, yz_str id,
                   yz_inspected_passage_fn see, void *context,
                   yz_error *reterr);

/* ======================================================================== */
/* Tokens                                                                   */
/* ======================================================================== */

/*
 * Texts as tokens, for the full-text index of another engine. There a phrase
 * is an exact match, as docs/contract.md defines it, where the tokens of the
 * phrase follow each other in the text, without any between them. Searches in
 * an index of Yizhan do not need these calls.
 */

/** Makes tokens of texts. It belongs to no index. */
typedef struct yz_tokenizer yz_tokenizer;

enum yz_tokenizer_flags {
    /** Characters that are forms of one, directly or by way of others, such as
        traditional and simplified ones, are the same token. */
    YZ_TOKENIZER_VARIANTS = 1 << 0
};

typedef struct yz_tokenizer_options {
    size_t struct_size;
    uint32_t flags; /**< yz_tokenizer_flags */
    uint32_t reserved;
    const yz_allocator *allocator; /**< NULL: malloc() */
} yz_tokenizer_options;

/** A token. Valid during the callback. */
typedef struct yz_token {
    yz_str text;  /**< as it is matched: in lower case, in half width, ... */
    yz_span span; /**< in the text that was given */
    /** A word of letters and digits; else a single character. */
    bool is_word;
} yz_token;

/** @return true to stop */
typedef bool (*yz_token_fn)(void *context, const yz_token *token);

/**
 * Make a tokenizer, in some 7 ms, or 50 ms with YZ_TOKENIZER_VARIANTS, and
 * 256 KiB or 2 MiB of memory.
 *
 * Tokens depend on the tables of this release and on ICU: after an update of
 * either, characters that Unicode was given meanwhile, or with
 * YZ_TOKENIZER_VARIANTS others too, may give other tokens than before.
 */
YZ_API YZ_MUST_USE yz_status
yz_tokenizer_new(const yz_tokenizer_options *options,
                 yz_tokenizer **ret_tokenizer, yz_error *reterr);

/**
 * Call `see` for each token of a text, in order. What separates tokens (white
 * space, quotation marks, invisible characters) is in none of them. A byte that
 * is not UTF-8 counts as `?`.
 *
 * @return YZ_OK, also if `see` stopped; YZ_E_LIMIT (a text of 2 GiB or more);
 *         YZ_E_NOMEM.
 */
YZ_API YZ_MUST_USE yz_status
yz_tokenize(yz_tokenizer *tokenizer, yz_str text, yz_token_fn see,
            void *context, yz_error *reterr);

YZ_API void
yz_tokenizer_free(yz_tokenizer *tokenizer);

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
