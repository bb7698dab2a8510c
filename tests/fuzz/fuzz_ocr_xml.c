/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as ALTO, PAGE or ABBYY XML.
 */
#include "indexer/formats/xml_reader.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_ocr.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_ocr_reader(&xml_format, data, size);
    return 0;
}
