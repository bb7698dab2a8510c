/* SPDX-License-Identifier: MIT */
/*
 * A page as an OCR engine described it, whatever the file's format is:
 *
 *     issue → page {index, width, height, unit, image}
 *           → block {kind, level, box, continues, article}
 *           → line {box, text, confidence, place}
 *           → word {bytes of the line's text, box, confidence, place}
 *
 * Blocks, lines and words are three arrays of the page; the lines of a block and
 * the words of a line lie one behind the other. A block that has a text and no
 * printed lines has one line, whose box is the block's and which says so
 * (OCR_WHOLE_BLOCK).
 *
 * Boxes are in whole pixels of the image, origin top left, as edges. Readers
 * give numbers in the file's own units; ocr_page_begin() says how these become
 * pixels, and nobody else needs to know.
 *
 * A reader fills in one page, from the outside in and from the beginning to
 * the end: begin page, add block, add line, put text or words, end page. The
 * same struct serves the next page, and its memory with it.
 */
#ifndef YZ_OCR_OCR_PAGE_H
#define YZ_OCR_OCR_PAGE_H

#include "core/base/arena.h"
#include "core/base/array.h"
#include "core/base/buffer.h"

/** Edges, half-open: x0 <= x < x1. Without an area (all 0): not known. */
typedef struct ocr_box {
    uint32_t x0;
    uint32_t y0;
    uint32_t x1;
    uint32_t y1;
} ocr_box;

/** Edges beyond this are taken for damage. */
#define OCR_EDGE_MAX 1000000u
/** Most blocks, lines or words of a page; a page with more is refused. */
#define OCR_ITEMS_MAX ((size_t)1 << 22)

/** What one unit of width, height and boxes is. */
typedef enum ocr_unit {
    OCR_UNIT_PIXEL = 0,      /**< of the image */
    OCR_UNIT_THOUSANDTH = 1, /**< of the page: its size is not known */
    OCR_UNIT_DOT = 2         /**< of the page rendered at 300 dots per inch */
} ocr_unit;

/** The role of a block, as the file has it. */
typedef enum ocr_kind {
    OCR_TEXT = 0, /**< text; the file says no more */
    OCR_PARAGRAPH,
    OCR_HEADLINE, /**< the title of a page or article */
    OCR_HEADING,
    OCR_CAPTION, /**< of a picture, table or chart */
    OCR_BYLINE,
    OCR_CREDIT,
    OCR_LIST, /**< an item of a list, or several */
    OCR_TABLE,
    OCR_FORMULA,
    OCR_CODE,
    OCR_NOTE,       /**< footnote, endnote */
    OCR_MARGINALIA, /**< beside the text: notes, furigana, stamps */
    OCR_HEADER,     /**< running head, masthead */
    OCR_FOOTER,
    OCR_PAGE_NUMBER,
    OCR_NOISE,     /**< text that the engine threw away */
    OCR_PICTURE,   /**< has a box, seldom text */
    OCR_SEPARATOR, /**< a ruled line; has a box only */
    OCR_KIND_COUNT
} ocr_kind;

/** How far the order of a page's blocks, and lines, can be trusted. */
typedef enum ocr_order {
    OCR_ORDER_NONE = 0, /**< as found: sorted by rows, across columns */
    OCR_ORDER_FILE = 1, /**< as an engine's own layout step left them */
    OCR_ORDER_GIVEN = 2 /**< reading order, made by a person or a model */
} ocr_order;

/** Where a text is in the file; see docs/contract.md. */
typedef struct ocr_place {
    uint64_t byte;   /**< of its first byte; only if `size` is not 0 */
    uint32_t size;   /**< bytes; 0: the file does not have it as one piece */
    uint32_t line;   /**< from 1; 0: not known */
    uint32_t column; /**< in code points, from 1; 0: not known */
} ocr_place;

/** Confidence of what says nothing of it. */
#define OCR_CONFIDENCE_NONE (-1.0F)

/** A word, or a single character (ocr_line.flags say which). */
typedef struct ocr_word {
    uint32_t text_begin; /**< in the page's text */
    uint32_t text_end;
    ocr_box box;
    float confidence; /**< 0 to 1, or OCR_CONFIDENCE_NONE */
} ocr_word;

enum ocr_line_flags {
    OCR_CHARACTERS = 1 << 0,  /**< its words are single characters */
    OCR_WHOLE_BLOCK = 1 << 1, /**< no printed line: all text of its block */
    OCR_VERTICAL = 1 << 2     /**< set from top to bottom */
};

typedef struct ocr_line {
    uint32_t text_begin; /**< in the page's text; has no line feed, unless */
    uint32_t text_end;   /**< OCR_WHOLE_BLOCK */
    uint32_t word_first; /**< in order of the text, covering all but spaces */
    uint32_t word_count; /**< 0: only the line is known */
    ocr_box box;
    float confidence; /**< as of a word */
    uint32_t flags;   /**< ocr_line_flags */
    ocr_place place;
} ocr_line;

typedef struct ocr_block {
    uint32_t line_first;
    uint32_t line_count;
    ocr_box box;
    ocr_kind kind;
    uint32_t level; /**< of a heading, from 1; 0: not known */
    /** It goes on from the last block of text, which may be of another page. */
    bool continues;
    uint32_t article; /**< number of its article, from 1; 0: not known */
    yz_str id;        /**< as the file names it; in the page's arena */
    yz_str part_of;   /**< id of the picture or table it belongs to */
} ocr_block;

/** Another reading of a part of the text. */
typedef struct ocr_alternative {
    uint32_t text_begin; /**< what it replaces, in the page's text */
    uint32_t text_end;
    yz_str text; /**< in the page's arena */
    float confidence;
} ocr_alternative;

/** How the numbers of a file become pixels. Zero: they are pixels. */
typedef struct ocr_scale {
    double x; /**< pixels of one unit; 0: 1 */
    double y;
    double flip; /**< origin bottom left: the height of the page in units */
} ocr_scale;

typedef struct ocr_page {
    uint32_t index;  /**< from 1: its place in the source */
    uint32_t width;  /**< 0: not known, then the extent of the boxes */
    uint32_t height; /**< likewise */
    ocr_unit unit;
    ocr_order order;
    bool kinds_are_given; /**< its kinds are good enough to be kept */
    bool has_boxes;
    bool size_is_extent; /**< width and height are of the boxes, not the page */
    yz_str image;  /**< name of its file, without folders; empty: not known */
    yz_str number; /**< as printed: "8", "A2"; empty: not known */
    ARRAY_OF(ocr_block) blocks;
    ARRAY_OF(ocr_line) lines;
    ARRAY_OF(ocr_word) words;
    ARRAY_OF(ocr_alternative) alternatives;
    buffer text; /**< UTF-8 of all lines, a line feed between two */
    arena arena; /**< of the page's strings */
    ocr_scale scale;
    yz_status failed;      /**< sticky: YZ_E_NOMEM or YZ_E_LIMIT */
    ocr_block spare_block; /**< what is added to a page that failed */
    ocr_line spare_line;
    ocr_word spare_word;
} ocr_page;

/* ---- for readers ------------------------------------------------------------ */

/** A page that holds nothing yet. */
void
ocr_page_init(ocr_page *page, const yz_allocator *memory);

void
ocr_page_dispose(ocr_page *page);

/** Forget the page before. Width and height are in the file's units. */
void
ocr_page_begin(ocr_page *page, uint32_t index, double width, double height,
               ocr_scale scale);

/**
 * A copy of the text in the page's arena; what is no UTF-8 becomes U+FFFD.
 * Without memory it is empty, and the page failed.
 */
yz_str
ocr_page_str(ocr_page *page, yz_str text);

/** The image is the file at the end of the path, with slashes of any kind. */
void
ocr_page_image(ocr_page *page, yz_str path);

/** The box of four edges in the file's units, whichever of two comes first. */
ocr_box
ocr_box_of(const ocr_page *page, double x0, double y0, double x1, double y1);

/** The smallest box that has both; one that is not known adds nothing. */
ocr_box
ocr_box_union(ocr_box a, ocr_box b);

static inline bool
ocr_box_is_known(ocr_box box)
{
    return box.x1 > box.x0 && box.y1 > box.y0;
}

/** Append a block without lines. Borrowed until the next one; never NULL. */
ocr_block *
ocr_add_block(ocr_page *page, ocr_kind kind, ocr_box box);

/** Append a line without text to the last block. Borrowed likewise. */
ocr_line *
ocr_add_line(ocr_page *page, ocr_box box);

/** Append to the text of the last line. What is no UTF-8 becomes U+FFFD. */
void
ocr_put_text(ocr_page *page, yz_str text);

/**
 * A space in the last line, where one is printed: not at its beginning, and
 * not beside Han, which is set without spaces, whatever the engine says.
 * Comes into the text with what is put next.
 */
void
ocr_put_space(ocr_page *page);

/** Append a word to the text of the last line. Borrowed until the next one. */
ocr_word *
ocr_put_word(ocr_page *page, yz_str text, ocr_box box, float confidence);

/** Another reading of the last word, or, if it has none, the last line. */
void
ocr_put_alternative(ocr_page *page, yz_str text, float confidence);

/** A block that is one line: its text as it is, line feeds included. */
void
ocr_put_block(ocr_page *page, ocr_kind kind, ocr_box box, yz_str text,
              float confidence);

/**
 * The page is complete: lines and blocks without a box get that of what they
 * hold, the page its size, empty lines go.
 * @return YZ_OK, YZ_E_NOMEM or YZ_E_LIMIT.
 */
yz_status
ocr_page_end(ocr_page *page, yz_error *err);

/**
 * After the end: put the blocks into the order of their ids, which is then
 * OCR_ORDER_GIVEN. Blocks of one id stay in order, others come behind.
 */
yz_status
ocr_page_sort(ocr_page *page, const yz_str *ids, size_t count, yz_error *err);

/**
 * After the end: let the page have this size, and all its boxes grow with it.
 * Its unit is the pixel then.
 */
void
ocr_page_resize(ocr_page *page, uint32_t width, uint32_t height);

/* ---- for those who use a page ----------------------------------------------- */

static inline yz_str
ocr_text(const ocr_page *page, uint32_t begin, uint32_t end)
{
    if (begin == end)
        return (yz_str){ "", 0 };
    return (yz_str){ (const char *)page->text.data + begin, end - begin };
}

static inline yz_str
ocr_line_text(const ocr_page *page, const ocr_line *line)
{
    return ocr_text(page, line->text_begin, line->text_end);
}

static inline const ocr_line *
ocr_block_line(const ocr_page *page, const ocr_block *block, uint32_t i)
{
    return &page->lines.items[block->line_first + i];
}

static inline const ocr_word *
ocr_line_word(const ocr_page *page, const ocr_line *line, uint32_t i)
{
    return &page->words.items[line->word_first + i];
}

#endif /* YZ_OCR_OCR_PAGE_H */
