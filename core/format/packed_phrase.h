/* SPDX-License-Identifier: MIT */
/*
 * Ideographs looked for in packed texts where they may be apart, wrong, lost or
 * added. The places of each are marked, a bit a code, and the questions are
 * asked of 64 places at once. What is no ideograph, an *odd* code, may stand
 * between any two. An answer is never a wrong no.
 */
#ifndef YZ_FORMAT_PACKED_PHRASE_H
#define YZ_FORMAT_PACKED_PHRASE_H

#include "core/format/packed_text.h"

enum {
    PACKED_PHRASE_MAX = 32,
    PHRASE_FORMS = 16, /**< of a character */
    PHRASE_CODES = 16,
    PHRASE_LOW_BITS = 1024,
    PHRASE_TEXT_MAX = 1024, /**< codes; longer texts are not looked into */
    PHRASE_TEXT_WORDS = PHRASE_TEXT_MAX / 64
};

/** The folded units that occur for one character of a phrase. */
typedef struct packed_forms {
    uint16_t units[PHRASE_FORMS]; /**< those of the basic plane */
    uint32_t count;
} packed_forms;

/** All codes of one character of a phrase. */
typedef struct packed_codes {
    uint16_t codes[PHRASE_CODES];
    uint32_t count;
    bool open; /**< there are more: any code may be it */
} packed_codes;

typedef struct packed_phrase {
    const packed_fold *fold;
    uint32_t length;
    packed_forms forms[PACKED_PHRASE_MAX];
    uint64_t low_bits[PHRASE_LOW_BITS / 64]; /**< by unit of a form, modulo */
    packed_codes codes[CODE_TABLES][PACKED_PHRASE_MAX];
} packed_phrase;

/** The places of a phrase's characters in one text. */
typedef struct phrase_marks {
    uint64_t odd[PHRASE_TEXT_WORDS]; /**< what is no ideograph */
    uint64_t at[PACKED_PHRASE_MAX][PHRASE_TEXT_WORDS];
} phrase_marks;

/** Make one of 1 to PACKED_PHRASE_MAX characters, whose forms are copied. */
void
packed_phrase_make(const packed_fold *fold, const packed_forms *forms,
                   uint32_t length, packed_phrase *ret_phrase);

/** Mark its characters in a text. false: this text cannot be looked into. */
bool
packed_phrase_mark(const packed_phrase *p, const packed_text *text,
                   phrase_marks *ret_marks);

/**
 * The places, in a word of 64, behind which what ended at the places `begun`
 * may go on, with odd codes passed over; and where it then ends.
 * @param carry  from the word before, and for the next: whether it goes on there
 */
static inline uint64_t
phrase_pass_over(uint64_t begun, uint64_t odd, uint8_t *carry,
                 uint64_t *ret_next)
{
    /* As a carry runs through the ones of a sum. */
    const uint64_t ways = begun | odd;
    const uint64_t next = ways ^ begun ^ (ways + begun + *carry);
    const uint64_t ends = begun | (odd & next);
    *carry = (uint8_t)(ends >> 63);
    *ret_next = next;
    return ends;
}

/* ---- misread phrases ------------------------------------------------------ */

enum { PACKED_ERRORS_MAX = 2 };

/** A phrase of which some characters may be wrong. */
typedef struct packed_near {
    packed_phrase phrase;
    uint32_t errors;
    bool edits;
} packed_near;

/**
 * Make one of 1 to PACKED_PHRASE_MAX characters.
 * @param errors  most characters that are wrong
 * @param edits   they may be lost or added, too
 */
void
packed_near_make(const packed_fold *fold, const packed_forms *forms,
                 uint32_t length, uint32_t errors, bool edits,
                 packed_near *ret_near);

/**
 * false: the phrase does certainly not occur in the text's skeleton with so
 * few errors, nor with signs, letters or punctuation between or in the place
 * of its characters.
 */
bool
packed_text_may_be_near(const packed_text *text, const packed_near *near);

/* ---- words close together -------------------------------------------------- */

enum { CLOSE_WORDS_MAX = 16 };

/** Words of ideographs, PACKED_PHRASE_MAX of them at most. */
typedef struct packed_close {
    packed_phrase phrase; /**< one word behind the other */
    uint32_t word_count;
    uint32_t ends[CLOSE_WORDS_MAX]; /**< of each word, in the phrase */
    uint32_t
        span; /**< most ideographs from the end of one to that of another */
} packed_close;

/**
 * Make one of the words that end at `ends` in the forms.
 * @param distance  most characters between two that are neighbours
 */
void
packed_close_make(const packed_fold *fold, const packed_forms *forms,
                  const uint32_t *ends, uint32_t word_count, uint32_t distance,
                  packed_close *ret_close);

/**
 * false: the words are certainly not so close together, in whatever order, in
 * the text's skeleton, with or without signs between their characters.
 */
bool
packed_text_may_be_close(const packed_text *text, const packed_close *close);

#endif /* YZ_FORMAT_PACKED_PHRASE_H */
