/* SPDX-License-Identifier: MIT */
#include "indexer/formats/archive.h"
#include "indexer/formats/hocr.h"
#include "indexer/formats/xml_reader.h"
#include "indexer/ocr/ocr_part.h"

YZ_API const ocr_part *
yizhan_formats_part(void);

const ocr_part *
yizhan_formats_part(void)
{
    static const ocr_part part = {
        .release = (uint32_t)YZ_VERSION_MAJOR << 16 | YZ_VERSION_MINOR << 8 |
                   YZ_VERSION_PATCH,
        .version = OCR_PART_VERSION,
        .xml = &xml_format,
        .hocr = &hocr_format,
        .archive = &archive_reader,
    };
    return &part;
}
