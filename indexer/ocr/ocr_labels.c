/* SPDX-License-Identifier: MIT */
/*
 * Labels of PP-Structure 2 and 3, PaddleOCR-VL, MinerU and Docling, and types
 * of PAGE XML and ALTO. The few that two of them share mean the same in both.
 */
#include "indexer/ocr/ocr_labels.h"

#include <strings.h>

static const struct {
    const char *label;
    ocr_kind kind;
} labels[] = {
    { "text", OCR_PARAGRAPH },
    { "paragraph", OCR_PARAGRAPH },
    { "plain_text", OCR_PARAGRAPH },
    { "abstract", OCR_PARAGRAPH },
    { "content", OCR_LIST },
    { "reference", OCR_LIST },
    { "reference_content", OCR_LIST },
    { "ref_text", OCR_LIST },
    { "list", OCR_LIST },
    { "list_item", OCR_LIST },
    { "index", OCR_LIST },
    { "document_index", OCR_LIST },
    { "vertical_text", OCR_PARAGRAPH },
    { "checkbox_selected", OCR_LIST },
    { "checkbox_unselected", OCR_LIST },
    { "doc_title", OCR_HEADLINE },
    { "title", OCR_HEADLINE },
    { "paragraph_title", OCR_HEADING },
    { "section_header", OCR_HEADING },
    { "figure_title", OCR_CAPTION },
    { "figure_caption", OCR_CAPTION },
    { "table_title", OCR_CAPTION },
    { "table_caption", OCR_CAPTION },
    { "chart_title", OCR_CAPTION },
    { "chart_caption", OCR_CAPTION },
    { "image_caption", OCR_CAPTION },
    { "code_caption", OCR_CAPTION },
    { "figure_table_chart_title", OCR_CAPTION },
    { "caption", OCR_CAPTION },
    { "header", OCR_HEADER },
    { "page_header", OCR_HEADER },
    { "header_image", OCR_PICTURE },
    { "footer", OCR_FOOTER },
    { "page_footer", OCR_FOOTER },
    { "footer_image", OCR_PICTURE },
    { "footnote", OCR_NOTE },
    { "page_footnote", OCR_NOTE },
    { "vision_footnote", OCR_NOTE },
    { "image_footnote", OCR_NOTE },
    { "table_footnote", OCR_NOTE },
    { "chart_footnote", OCR_NOTE },
    { "number", OCR_PAGE_NUMBER },
    { "page_number", OCR_PAGE_NUMBER },
    { "aside_text", OCR_MARGINALIA },
    { "page_aside_text", OCR_MARGINALIA },
    { "seal", OCR_MARGINALIA },
    { "image", OCR_PICTURE },
    { "image_body", OCR_PICTURE },
    { "picture", OCR_PICTURE },
    { "figure", OCR_PICTURE },
    { "chart", OCR_PICTURE },
    { "chart_body", OCR_PICTURE },
    { "table", OCR_TABLE },
    { "table_body", OCR_TABLE },
    { "formula", OCR_FORMULA },
    { "formula_number", OCR_FORMULA },
    { "equation", OCR_FORMULA },
    { "equation_interline", OCR_FORMULA },
    { "interline_equation", OCR_FORMULA },
    { "isolate_formula", OCR_FORMULA },
    { "algorithm", OCR_CODE },
    { "code", OCR_CODE },
    { "code_body", OCR_CODE },
    { "heading", OCR_HEADING },
    { "headline", OCR_HEADLINE },
    { "subheadline", OCR_HEADING },
    { "credit", OCR_CREDIT },
    { "byline", OCR_BYLINE },
    { "author", OCR_BYLINE },
    { "page-number", OCR_PAGE_NUMBER },
    { "pagenumber", OCR_PAGE_NUMBER },
    { "page_num", OCR_PAGE_NUMBER },
    { "marginalia", OCR_MARGINALIA },
    { "footnote-continued", OCR_NOTE },
    { "endnote", OCR_NOTE },
    { "toc-entry", OCR_LIST },
    { "list-label", OCR_LIST },
    { "catch-word", OCR_NOISE },
    { "signature-mark", OCR_NOISE },
    { "illustration", OCR_PICTURE },
    { "advertisement", OCR_PARAGRAPH },
    { "discarded", OCR_NOISE },
    { "abandon", OCR_NOISE },
};

ocr_kind
label_kind(const char *label)
{
    for (size_t i = 0; label && i < ARRAY_LENGTH(labels); i++)
        if (!strcasecmp(label, labels[i].label))
            return labels[i].kind;
    return OCR_TEXT;
}
