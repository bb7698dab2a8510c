/* SPDX-License-Identifier: MIT */
/*
 * What the library lends, copied into two arrays: numbers and text. Python
 * takes both as bytes objects in one step and decodes what is asked for, so a
 * hit costs little until somebody looks at it, and outlives its results.
 *
 * A record is a fixed number of words, at an index. A string in it is two
 * words, its first byte in the text and its size; an array is two words, the
 * index of its first record and the number of records. The constants below are
 * the places of the members in their record; Python reads them from here.
 */
#ifndef YZ_PYTHON_PACK_H
#define YZ_PYTHON_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yizhan/yizhan.h>

typedef struct pack {
    uint64_t *words;
    size_t word_count;
    size_t word_capacity;
    char *text;
    size_t text_size;
    size_t text_capacity;
    bool failed; /* no memory; later calls do nothing */
} pack;

enum {
    SPAN_WORDS = 2,
    BOX_WORDS = 4,
    BLOCK_WORDS = 4, /* the lines and bytes of yz_block */

    PIECE_BEGIN = 0,
    PIECE_LINE = 1,
    PIECE_COLUMN = 2,
    PIECE_SOURCE = 3,
    PIECE_GAP = 4,
    PIECE_JOINT = 6,
    PIECE_WORDS = 7,

    PAGE_NUMBER = 0,
    PAGE_WIDTH = 1,
    PAGE_HEIGHT = 2,
    PAGE_IMAGE = 3,
    PAGE_BOXES = 5, /* of the blocks on it */
    PAGE_WORDS = 7,

    CELL_TEXT = 0,
    CELL_BOX = 2,
    CELL_CONFIDENCE = 6,
    CELL_WORDS = 7,

    READING_TEXT = 0,
    READING_READING = 2,
    READING_CONFIDENCE = 4,
    READING_WORDS = 5,

    ROW_TEXT = 0,
    ROW_BOX = 2,
    ROW_PAGE = 6,
    ROW_CONFIDENCE = 7,
    ROW_ORIGIN = 8,
    ROW_VERTICAL = 9,
    ROW_BEGINS_BLOCK = 10,
    ROW_CELLS = 11,
    ROW_WORDS = 13,

    PASSAGE_KIND = 0,
    PASSAGE_TRUNCATED = 1,
    PASSAGE_REPORT = 2,
    PASSAGE_ID = 4,
    PASSAGE_SECTION = 6,
    PASSAGE_TITLE = 8,
    PASSAGE_DATE = 10,
    PASSAGE_TEXT = 12,
    PASSAGE_PATH = 14,
    PASSAGE_ENCODING = 16,
    PASSAGE_EXTRA = 18,
    PASSAGE_RULES = 20,
    PASSAGE_BLOCKS = 22,
    PASSAGE_PIECES = 24,
    PASSAGE_PAGES = 26,
    PASSAGE_ROWS = 28,
    PASSAGE_READINGS = 30,
    PASSAGE_WORDS = 32,

    EDIT_QUERY = 0,
    EDIT_TEXT = 2,
    EDIT_WEIGHT = 4, /* the bits of a double */
    EDIT_TYPE = 5,
    EDIT_WORDS = 6,

    SNIPPET_TEXT = 0,
    SNIPPET_HIGHLIGHTS = 2,
    SNIPPET_WORDS = 4,

    PLACE_PAGE = 0, /* an index into the pages of the passage */
    PLACE_BOX = 1,
    PLACE_WORDS = 5,

    MATCH_TEXT = 0,
    MATCH_LINE = 2,
    MATCH_COLUMN = 3,
    MATCH_BYTES = 4,
    MATCH_SURFACE = 6,
    MATCH_PAGE = 8,
    MATCH_ORIGIN = 9,
    MATCH_PLACES = 10,
    MATCH_WORDS = 12,

    HIT_RANK = 0,
    HIT_SCORE = 1, /* the bits of a double */
    HIT_TIER = 2,
    HIT_EDITS = 3,
    HIT_SNIPPETS = 5,
    HIT_MATCHES = 7,
    HIT_EXPLANATION = 9,
    HIT_PASSAGE = 11, /* the index of its record */
    HIT_WORDS = 12,

    FACET_VALUE = 0,
    FACET_PATH = 2,
    FACET_COUNT = 4,
    FACET_WORDS = 5,

    WARNING_MESSAGE = 0,
    WARNING_SPAN = 2,
    WARNING_COLUMN = 4,
    WARNING_WORDS = 5,

    ANSWER_COUNT = 0,
    ANSWER_TOOK = 1, /* microseconds */
    ANSWER_CAPPED = 2,
    ANSWER_TRIED = 3, /* YZ_TIER_BIT()s */
    ANSWER_TIERS = 4, /* a count for each tier */
    ANSWER_CURSOR = 12,
    ANSWER_HITS = 14,
    ANSWER_WARNINGS = 16,
    ANSWER_WHY = 18,
    ANSWER_FACETS = 20,  /* an array for each facet */
    ANSWER_MEMBERS = 32, /* an array of arrays, one for each member */
    ANSWER_WORDS = 34
};

void
pack_free(pack *p);

/** The index of `count` new words, all zero. */
size_t
pack_words(pack *p, size_t count);

/** Set a word; a string; both words of an array. */
void
pack_set(pack *p, size_t at, uint64_t value);
void
pack_set_double(pack *p, size_t at, double value);
void
pack_set_str(pack *p, size_t at, yz_str value);
size_t
pack_set_array(pack *p, size_t at, size_t count, size_t record_words);

/** A yz_write_fn whose context is a pack: what is written goes to its text. */
void
pack_write(void *context, yz_str text);

/** The index of a new record of the passage. */
size_t
pack_passage(pack *p, const yz_passage *passage);

#endif /* YZ_PYTHON_PACK_H */
