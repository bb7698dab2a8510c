/* SPDX-License-Identifier: MIT */
/*
 * XML read by expat, and stopped at the end of each page, so that a file of
 * many pages is never in memory as a whole. Nothing outside the file is loaded,
 * and a file that declares entities of its own is refused: they are how a small
 * file becomes a large one.
 */
#ifndef YZ_FORMATS_XML_READER_H
#define YZ_FORMATS_XML_READER_H

#include "indexer/ocr/ocr_reader.h"

#include <expat.h>

typedef struct xml_reader xml_reader;

/** A schema of pages. All names are without their namespace's prefix. */
typedef struct xml_schema {
    const char *root;
    size_t state_size; /**< of what it remembers; zeroed before the file */
    void (*begin)(xml_reader *r, const char *name, const char **attributes);
    void (*end)(xml_reader *r, const char *name);
    /** The page was completed: order its blocks. May be NULL. */
    yz_status (*finish)(xml_reader *r, yz_error *err);
    void (*dispose)(const yz_allocator *memory, void *state); /**< or NULL */
    /** Pages that are in other files, when this one is read. May be NULL. */
    yz_status (*next)(xml_reader *r, ocr_page *page, yz_error *err);
} xml_schema;

struct xml_reader {
    ocr_source source;
    XML_Parser parser;
    const xml_schema *schema; /**< NULL: before the root element */
    void *state;              /**< the schema's */
    ocr_page *page;           /**< that is filled in */
    uint32_t page_count;
    bool in_page;    /**< it was begun, and has not ended */
    bool page_ended; /**< the parser waits behind it */
    bool input_began;
    bool input_ended;
    bool suspended;
    uint32_t lines_before; /**< in white space before the document */
    /**
     * Text of the element since xml_collect(); of the elements in it, too.
     */
    buffer text;
    bool collecting;
    ocr_place text_place; /**< where it begins, while it is one piece */
    buffer title;         /**< of the issue */
    buffer date;
    yz_error error; /**< why reading stopped; waits while a page is given */
    bool failed;
};

/** The name of an element or attribute without its prefix. */
const char *
xml_local_name(const char *name);

/** The value of an attribute; NULL if it is not there. */
const char *
xml_attribute(const char **attributes, const char *name);

/** An attribute's number; `otherwise` if it is none. */
double
xml_number(const char **attributes, const char *name, double otherwise);

/** The parser's line in the file. */
uint32_t
xml_line(const xml_reader *r);

/** Begin to collect text, from nothing. */
void
xml_collect(xml_reader *r);

/** Stop. What was collected stays until the next xml_collect(). */
yz_str
xml_collected(xml_reader *r);

/**
 * Where the collected text is in the file, if it is there as it is; else its
 * line alone.
 */
ocr_place
xml_collected_place(const xml_reader *r);

/** The place of the element that begins: its line. */
ocr_place
xml_place(const xml_reader *r);

/** Begin the next page, with its number from 1 on. */
void
xml_begin_page(xml_reader *r, double width, double height, ocr_scale scale);

/** The page is complete: reading stops until the next one is asked for. */
void
xml_end_page(xml_reader *r);

/** Stop reading, with an error at the parser's line. */
void
xml_fail(xml_reader *r, yz_status status, const char *what);

/** All schemas: the root element decides. */
extern const ocr_format xml_format;

extern const xml_schema alto_schema;
extern const xml_schema page_schema;
extern const xml_schema abbyy_schema;
extern const xml_schema pdf_schema;
extern const xml_schema mets_schema;

#endif /* YZ_FORMATS_XML_READER_H */
