/* SPDX-License-Identifier: MIT */
/*
 * How a failure of ICU becomes one of ours. Everything that this folder asks
 * of ICU is in its data or in memory, so there are two kinds of failure only.
 */
#ifndef YZ_TEXT_ICU_H
#define YZ_TEXT_ICU_H

#include "core/base/status.h"

#include <unicode/utypes.h>

/**
 * Tell that ICU could not do `what` ("break words").
 * @return YZ_E_NOMEM, or YZ_E_IO when its data is not as it should be.
 */
yz_status
icu_error(UErrorCode code, const char *what, yz_error *err);

#endif /* YZ_TEXT_ICU_H */
