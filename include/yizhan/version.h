/* SPDX-License-Identifier: MIT */
/*
 * The one place that holds the version. CMake reads it from here.
 */
#ifndef YIZHAN_VERSION_H
#define YIZHAN_VERSION_H

#define YZ_VERSION_MAJOR 0
#define YZ_VERSION_MINOR 1
#define YZ_VERSION_PATCH 0

/** The version of the index format that this release writes. */
#define YZ_FORMAT_VERSION 2
/**
 * The draft of that version while it is being made; 0 once it is final. An
 * index of another draft is refused: drafts are not kept compatible.
 */
#define YZ_FORMAT_DRAFT 8
/** The oldest format version that this release still reads. */
#define YZ_FORMAT_OLDEST 2

#endif /* YIZHAN_VERSION_H */
