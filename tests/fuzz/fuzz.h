/* SPDX-License-Identifier: MIT */
/*
 * What fuzz targets share. A target is a file fuzz_<name>.c with libFuzzer's
 * function; libFuzzer calls it in a build with YZ_FUZZ, regression.c in any.
 */
#ifndef YZ_TESTS_FUZZ_H
#define YZ_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/** A promise that holds for any input. */
#define FUZZ_REQUIRE(condition)                                               \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      abort();                                                                \
    }                                                                         \
  } while (0)

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif /* YZ_TESTS_FUZZ_H */
