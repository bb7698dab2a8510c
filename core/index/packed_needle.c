/* SPDX-License-Identifier: MIT */
/*
 * A phrase of ideographs as codes, to be found in a packed text without
 * folding it. What is found so stands there for sure: the characters are next
 * to each other, and white space between ideographs is nothing. What is not
 * found may still stand there, around a quotation mark that folding drops, or
 * by another character that folds to the same; then the skeleton must tell.
 */
#include "core/index/packed_text.h"

enum { TEXT_CODES_MAX = 1024 };

bool
packed_needle_make(const packed_fold *fold, const uint16_t *units,
                   uint32_t length, packed_needle *ret_needle)
{
    packed_needle n = { .length = length };
    if (length < 2 || length > PACKED_NEEDLE_MAX)
        return false;
    for (uint32_t i = 0; i < length; i++)
        if (units[i] < HAN_FIRST || units[i] >= HAN_FIRST + HAN_COUNT)
            return false;
    for (int t = 0; t < CODE_TABLES; t++) {
        n.usable[t] = true;
        for (uint32_t i = 0; i < length; i++) {
            n.codes[t][i] = fold->han_codes[t][units[i] - HAN_FIRST];
            n.usable[t] = n.usable[t] && n.codes[t][i] != CODE_ESCAPE;
        }
    }
    *ret_needle = n;
    return n.usable[0] || n.usable[1];
}

bool
packed_text_surely_has(const packed_text *t, const packed_needle *n)
{
    uint16_t codes[TEXT_CODES_MAX + CODE_SLACK];
    if (t->slow || t->form == PACKED_PLAIN || !n->usable[t->form - 1] ||
        t->count > TEXT_CODES_MAX)
        return false;
    codes_unpack(t->codes, t->count, codes);
    return codes_find(codes, t->count, n->codes[t->form - 1], n->length);
}
