/* SPDX-License-Identifier: MIT */
#include "indexer/source/part_loader.h"

#include "core/base/part.h"

#include <string.h>

yz_status
part_load(const char *what, const ocr_part **ret_part, yz_error *err)
{
    void *symbol = part_symbol("formats", OCR_PART_SYMBOL);
    ocr_part_fn give;
    if (!symbol)
        return error_set(err, YZ_E_UNSUPPORTED,
                         "it is %s, for which libyizhan-formats is needed; "
                         "install the package libyizhan-formats0 (it needs "
                         "expat, libxml2 and libarchive)",
                         what);
    /* POSIX: what dlsym() gives can be a function. */
    memcpy(&give, &symbol, sizeof(give));
    const ocr_part *part = give();
    if (part->release != yz_version() || part->version != OCR_PART_VERSION)
        return error_set(err, YZ_E_UNSUPPORTED,
                         "it is %s, for which libyizhan-formats is needed; the "
                         "one that is installed is of another release than "
                         "this library",
                         what);
    *ret_part = part;
    return YZ_OK;
}
