/* SPDX-License-Identifier: MIT */
#include "core/text/icu.h"

yz_status
icu_error(UErrorCode code, const char *what, yz_error *err)
{
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return error_nomem(err);
    return error_set(err, YZ_E_IO,
                     "ICU cannot %s (%s); check that its data is installed",
                     what, u_errorName(code));
}
