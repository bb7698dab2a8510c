/* SPDX-License-Identifier: MIT */
/*
 * Changes of an index that nobody should make, chosen by bytes: of the bytes
 * of any value, of the manifest's counts, of which chunks and keys there are,
 * and of what is deleted.
 */
#ifndef YZ_TESTS_FUZZ_MUTATIONS_H
#define YZ_TESTS_FUZZ_MUTATIONS_H

#include "tests/fuzz/sealed_index.h"

#include "core/base/bytes.h"

/** Change the index until the choices are used up. */
void
mutate_index(sealed_index *index, bytes choices);

#endif /* YZ_TESTS_FUZZ_MUTATIONS_H */
