/* SPDX-License-Identifier: MIT */
/*
 * The decoders, one file a level. For bitpack.c alone.
 */
#ifndef YZ_FORMAT_BITPACK_KERNELS_H
#define YZ_FORMAT_BITPACK_KERNELS_H

#include "core/format/bitpack.h"

#if defined(__x86_64__) && defined(__GNUC__)
#  define BITPACK_X86 1
#else
#  define BITPACK_X86 0
#endif

extern const bitpack_kernels bitpack_scalar;
#if BITPACK_X86
extern const bitpack_kernels bitpack_avx2;
extern const bitpack_kernels bitpack_avx512;
#endif

/* X(0), X(1), ... for every width that the decoders know. */
#define BITPACK_EACH_WIDTH(X)                                               \
  X(0), X(1), X(2), X(3), X(4), X(5), X(6), X(7), X(8), X(9), X(10), X(11), \
      X(12), X(13), X(14), X(15), X(16), X(17), X(18), X(19), X(20), X(21), \
      X(22), X(23), X(24), X(25)

#endif /* YZ_FORMAT_BITPACK_KERNELS_H */
