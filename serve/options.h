/* SPDX-License-Identifier: MIT */
/*
 * The command line of yz-serve, read once and then constant.
 */
#ifndef YZ_SERVE_OPTIONS_H
#define YZ_SERVE_OPTIONS_H

#include "core/base/message.h"

enum { SERVED_INDEXES_MAX = 64 };

typedef struct serve_options {
    const char *indexes[SERVED_INDEXES_MAX]; /**< their folders */
    uint32_t index_count;
    const char *listen;     /**< ADDRESS:PORT */
    const char *images;     /**< folder or URL template; NULL: none */
    const char *base_url;   /**< how clients name us; NULL: as they ask */
    const char *token_file; /**< NULL: no token is needed */
    bool is_public;         /**< anybody may connect */
    bool quiet;
    bool help;
    bool version;
    uint32_t threads;    /**< 0: one for each processor, two at least */
    uint32_t timeout_ms; /**< of one search */
    uint32_t rate;       /**< requests a second of one address; 0: any */
    uint64_t memory_max; /**< bytes that one search may hold */
} serve_options;

/**
 * Read the command line. Strings in `ret` point into `argv`.
 * @return EXIT_DONE, or EXIT_USAGE after the error was reported.
 */
exit_code
serve_options_read(int argc, char **argv, serve_options *ret);

/** Print the help. */
void
serve_options_help(void);

#endif /* YZ_SERVE_OPTIONS_H */
