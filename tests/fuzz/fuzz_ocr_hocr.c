/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as hOCR.
 */
#include "indexer/formats/hocr.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_ocr.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_ocr_reader(&hocr_format, data, size);
    return 0;
}
