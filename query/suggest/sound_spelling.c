/* SPDX-License-Identifier: MIT */
#include "query/suggest/sound_spelling.h"

#include "core/base/buffer.h"
#include "core/text/pinyin.h"

/* Initials alone (`ghyz`) may be any abbreviation: they are not offered. */
static bool
is_syllables(const pinyin_query *q)
{
    return q->count && !q->initials && q->rows[0].count > 1;
}

static yz_status
word_of_field(yz_str word, arena *a, yz_str *ret_text, yz_error *err)
{
    buffer out = { .from = a->from };
    buffer_put_text(&out, str_of("py:"));
    buffer_put_text(&out, word);
    *ret_text =
        buffer_ok(&out) ? arena_str(a, buffer_str(&out)) : (yz_str){ 0 };
    buffer_dispose(&out);
    return ret_text->data ? YZ_OK : error_nomem(err);
}

yz_status
sound_spelling_find(const plan_leaf *leaf, arena *a, spellings *out,
                    yz_error *err)
{
    pinyin_query sound;
    yz_str text;
    if (leaf->word_count != 1 || !leaf->words[0].latin || !leaf->node->bare ||
        leaf->node->part_count != 1 || out->count == SPELLINGS_MAX)
        return YZ_OK;
    const yz_str typed = leaf->node->parts[0].text;
    TRY(pinyin_parse(typed, a, &sound, err));
    if (!is_syllables(&sound))
        return YZ_OK;
    TRY(word_of_field(typed, a, &text, err));
    out->items[out->count++] =
        (spelling){ .text = text, .key = text, .closeness = 1 };
    return YZ_OK;
}
