/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as Tesseract's TSV, Umi-OCR's text or CSV, or Markdown.
 */
#include "indexer/source/pages/markdown.h"
#include "indexer/source/pages/tesseract_tsv.h"
#include "indexer/source/pages/umi_text.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_ocr.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    umi_is_text((yz_str){ (const char *)data, size });
    fuzz_ocr_reader(&tsv_format, data, size);
    fuzz_ocr_reader(&umi_format, data, size);
    fuzz_ocr_reader(&markdown_format, data, size);
    return 0;
}
