/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as pages in JSON.
 */
#include "indexer/source/pages/json_reader.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_ocr.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_is_of_engine((yz_str){ (const char *)data, size });
    fuzz_ocr_reader(&json_format, data, size);
    return 0;
}
