/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/places.h"

#include "core/text/charset.h"

/* Pieces rise, and none ends before it begins; a joint is a byte. */
static bool
pieces_are_sound(const yz_passage *p)
{
    uint32_t least = 0;
    for (size_t i = 0; i < p->piece_count; i++) {
        const yz_piece *piece = &p->pieces[i];
        const bool joint = piece->joint && piece->text_begin;
        if (piece->text_begin > p->text.size ||
            piece->text_begin - joint < least)
            return false;
        least = piece->text_begin;
    }
    return true;
}

yz_status
places_check(const yz_passage *passage, yz_error *err)
{
    uint64_t size;
    if (!pieces_are_sound(passage))
        return error_corrupt(err, "its pieces extend beyond its text");
    if (!passage->encoding.size)
        return YZ_OK;
    const yz_status status =
        charset_encoded_size(passage->encoding, passage->text, &size, err);
    return status == YZ_OK || status == YZ_E_NOMEM
               ? status
               : error_corrupt(err, "its text cannot be encoded in the "
                                    "encoding that its record names");
}

void
places_forget(yz_passage *passage)
{
    passage->piece_count = 0;
    passage->pieces = NULL;
    passage->encoding = (yz_str){ 0 };
}
