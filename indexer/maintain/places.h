/* SPDX-License-Identifier: MIT */
/*
 * Whether what a record says of a passage's source can be true of its text:
 * only then can the place of a match be given.
 */
#ifndef YZ_MAINTAIN_PLACES_H
#define YZ_MAINTAIN_PLACES_H

#include "core/base/status.h"

/**
 * @return YZ_OK; YZ_E_CORRUPT if the pieces leave the text, or the text cannot
 *         be written in the encoding of the source; YZ_E_NOMEM
 */
yz_status
places_check(const yz_passage *passage, yz_error *err);

/** Forget what places_check() finds wrong; the text is worth keeping. */
void
places_forget(yz_passage *passage);

#endif /* YZ_MAINTAIN_PLACES_H */
