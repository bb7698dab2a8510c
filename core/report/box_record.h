/* SPDX-License-Identifier: MIT */
/*
 * The stored form of a passage's pages, rows, cells and readings
 * (docs/format.md, "Boxes"). A page is a shared string of the segment, since
 * all passages of a page have it in common.
 */
#ifndef YZ_REPORT_BOX_RECORD_H
#define YZ_REPORT_BOX_RECORD_H

#include "core/base/arena.h"
#include "core/base/buffer.h"
#include "core/base/bytes.h"

/** Whether there is anything to store. */
static inline bool
box_record_is_needed(const yz_passage *p)
{
    return p->page_count || p->row_count || p->reading_count;
}

/** Append the shared string of a page. */
void
box_page_encode(const yz_page *page, buffer *out);

/** A page from its shared string. The image is in it. */
yz_status
box_page_decode(yz_str coded, yz_page *ret_page, yz_error *err);

/**
 * Append the record of what boxes_check() found right.
 * @param pages  the numbers of the shared strings of the passage's pages
 */
void
box_record_encode(const yz_passage *p, const uint32_t *pages, buffer *out);

/** The beginning of a record: its pages. */
typedef struct box_record_head {
    uint32_t page_count;
    const uint32_t *pages; /**< numbers of shared strings, in the arena */
    yz_str rest;           /**< what follows them, in the record */
} box_record_head;

yz_status
box_record_peek(bytes in, arena *a, box_record_head *ret_head, yz_error *err);

/** The same record with other numbers of its shared strings; NULL: zeros. */
void
box_record_put(const box_record_head *head, const uint32_t *pages, buffer *out);

/** Append pages, rows, cells and readings; equal bytes if they are equal. */
void
box_record_put_content(const yz_passage *p, buffer *out);

/**
 * Decode rows, cells and readings into a passage whose text, pieces and pages
 * are there; all that is made lies in the arena.
 */
yz_status
box_record_decode(const box_record_head *head, arena *a, yz_passage *p,
                  yz_error *err);

#endif /* YZ_REPORT_BOX_RECORD_H */
