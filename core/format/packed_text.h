/* SPDX-License-Identifier: MIT */
/*
 * The stored form of a passage's text: small, and quick to search in without
 * unpacking it. The text is that of the source, byte for byte; what it folds
 * to is the caller's affair, who brings a map from units to folded units, so
 * that nothing here knows Unicode (docs/format.md, "Packed text").
 *
 * A passage takes the smallest of three forms: its UTF-8 as it is, or 12-bit
 * codes of the simplified or of the traditional table. Coded forms take white
 * space out into a list, and characters without a code into another.
 *
 *     passage    一　打PC𠮷
 *     codes      一 打 P C escape
 *     escapes    d842 dfb7 (UTF-16)
 *     spaces     after 1 code: U+3000
 */
#ifndef YZ_FORMAT_PACKED_TEXT_H
#define YZ_FORMAT_PACKED_TEXT_H

#include "core/base/arena.h"
#include "core/format/code_marks.h"
#include "core/format/code_pack.h"
#include "core/format/code_table.h"

/** What a unit may fold to beside a unit. (Unicode's noncharacters.) */
enum {
    UNIT_DROPPED = 0xfdd0, /**< it leaves the skeleton */
    UNIT_SPACE = 0xfdd1,   /**< it is white space */
    UNIT_SLOW = 0xfdd2     /**< anything that is not one unit by itself */
};

enum { UNIT_COUNT = 1 << 16 };

/** The unified ideographs, nearly all of our text. */
enum { HAN_FIRST = 0x4e00, HAN_COUNT = 0x5200 };

/** How text folds. */
typedef struct packed_fold {
    uint16_t units[UNIT_COUNT];    /**< by unit, what it folds to */
    uint8_t loose[UNIT_COUNT / 8]; /**< a bit by folded unit: not tight */
    uint16_t codes[CODE_TABLES][CODE_MAP_SIZE]; /**< `units` by code */
    /* The codes that fold to a unit, the commonest first: the first by unit,
     * the others by the one before. All plus 1; 0: there is none. */
    uint16_t first_code[CODE_TABLES][UNIT_COUNT];
    uint16_t next_code[CODE_TABLES][CODE_COUNT];
    uint32_t odd[CODE_TABLES][CODE_SET_WORDS]; /**< codes of no ideograph */
    bool han_is_folded; /**< every unified ideograph folds to itself */
} packed_fold;

/** Make the rest, once `units` and `loose` are there. */
void
packed_fold_finish(packed_fold *fold);

/* ---- writing -------------------------------------------------------------- */

/** Packs texts; one a thread. */
typedef struct packer packer;

/** `fold` must outlive it. NULL: out of memory. */
packer *
packer_new(const yz_allocator *memory, const packed_fold *fold);

void
packer_free(packer *p);

/**
 * Append the packed form of valid UTF-8. `skeleton` is the text's true one;
 * where the quick one of packed_text_skeleton() differs from it, the form says
 * so, and readers fold the text again. Out of memory shows in `out`.
 */
void
packer_put(packer *p, yz_str text, const uint16_t *skeleton, uint32_t length,
           buffer *out);

/* ---- reading -------------------------------------------------------------- */

typedef enum packed_form {
    PACKED_PLAIN = 0, /**< UTF-8 */
    PACKED_SIMPLIFIED = 1,
    PACKED_TRADITIONAL = 2
} packed_form;

/** A packed text in place. */
typedef struct packed_text {
    packed_form form;
    bool slow;      /**< packed_text_skeleton() would not be right */
    uint32_t count; /**< codes; bytes of a plain text */
    bytes codes;    /**< or the UTF-8 itself */
    bytes escapes;  /**< UTF-16, little-endian */
    bytes spaces;
} packed_text;

/** Read what stands at `in` and step past it. false: it is damaged. */
bool
packed_text_read(bytes *in, packed_text *ret_text);

/** The UTF-8, in the arena or (a plain text) in place. */
yz_status
packed_text_utf8(const packed_text *text, arena *a, yz_str *ret_utf8,
                 yz_error *err);

/** Units of scratch memory that packed_text_skeleton() needs. */
size_t
packed_text_capacity(const packed_text *text);

/** The skeleton of a text that is not slow. @return its length. */
uint32_t
packed_text_skeleton(const packed_text *text, const packed_fold *fold,
                     uint16_t *scratch);

/* ---- looking before unpacking ----------------------------------------------- */

enum { PROBE_FORMS = 8 };

/** One character of a skeleton that a text must have to be looked at. */
typedef struct packed_probe {
    const packed_fold *fold;
    uint16_t forms[PROBE_FORMS]; /**< folded units, any of which will do */
    uint32_t form_count;
    uint32_t rank;          /**< larger: in fewer texts */
    bool wide[CODE_TABLES]; /**< more codes fold to it than are looked for */
    uint16_t codes[CODE_TABLES][CODES_WANTED];
} packed_probe;

/** Make a probe of 1 to PROBE_FORMS folded units. */
void
packed_probe_make(const packed_fold *fold, const uint16_t *forms,
                  uint32_t count, packed_probe *ret_probe);

/** false: the character is certainly not in the text's skeleton. */
bool
packed_text_may_have(const packed_text *text, const packed_probe *probe);

/* ---- finding without folding -------------------------------------------------- */

enum { PACKED_NEEDLE_MAX = 16 };

/** A phrase of tight characters, to be found among codes. */
typedef struct packed_needle {
    const packed_fold *fold;
    uint32_t length;
    uint16_t units[PACKED_NEEDLE_MAX];
    struct {
        bool has_commonest;
        uint16_t commonest[PACKED_NEEDLE_MAX]; /**< code of each unit */
        bool has_rare;
        uint32_t rare;                     /**< where the rarest unit stands */
        uint16_t rare_codes[CODES_WANTED]; /**< all that fold to it */
    } tables[CODE_TABLES];
} packed_needle;

/** Make a needle of folded units. false: they cannot be looked for so. */
bool
packed_needle_make(const packed_fold *fold, const uint16_t *units,
                   uint32_t length, packed_needle *ret_needle);

typedef enum packed_answer {
    PACKED_ABSENT,
    PACKED_PRESENT,
    PACKED_UNKNOWN /**< the skeleton must tell */
} packed_answer;

/** Whether it is in the text's skeleton. */
packed_answer
packed_text_find(const packed_text *text, const packed_needle *needle);

#endif /* YZ_FORMAT_PACKED_TEXT_H */
