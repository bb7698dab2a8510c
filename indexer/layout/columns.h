/* SPDX-License-Identifier: MIT */
/*
 * R12: columns that stand side by side in the lines of the file, as pdftotext
 * -layout prints them, are parted before anything reads the lines.
 */
#ifndef YZ_LAYOUT_COLUMNS_H
#define YZ_LAYOUT_COLUMNS_H

#include "core/base/arena.h"
#include "core/base/array.h"

/** A line of the file that is not blank, or what a column has of it. */
typedef struct strip {
    size_t line_begin; /**< bytes of the text */
    size_t begin;      /**< its first character */
    size_t end;
    uint64_t line_place; /**< code points before the line */
    double lead;         /**< of the white space that it begins with, in ems */
    uint32_t number;     /**< of the line */
    uint32_t gap;        /**< blank lines before it */
    uint32_t part;       /**< the column; 0: the line has but one */
    bool begins_page;    /**< a form feed stands before it */
} strip;

typedef ARRAY_OF(strip) strip_list;

/**
 * Where lines have a gutter of white space in common, give the left column
 * first, then the right one.
 */
yz_status
strips_part_columns(yz_str text, strip_list *strips, arena *a, yz_error *err);

#endif /* YZ_LAYOUT_COLUMNS_H */
