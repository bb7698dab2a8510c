/* SPDX-License-Identifier: MIT */
#include "serve/options.h"
#include "core/base/option.h"
#include "core/base/translation.h"
#include "serve/address.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TIMEOUT_DEFAULT_MS = 10000, THREADS_LEAST = 2, THREADS_MOST = 256 };

static const char listen_default[] = "127.0.0.1:8666";

static const char help[] =
    N_("usage: yz-serve [OPTION]...        search indexes in a browser\n"
       "  -d DIR               an index; several may be given (else\n"
       "                       $YIZHAN_INDEX, ./yizhan.index)\n"
       "      --listen=ADDRESS:PORT          (127.0.0.1:8666; [::1]:8666)\n"
       "      --images=DIR|URL page images: a folder, or an address with\n"
       "                       {image} in it\n"
       "      --base-url=URL   how clients reach this server, behind a proxy\n"
       "      --token-file=FILE  ask for the token in this file\n"
       "      --public         let anybody connect, without a token\n"
       "      --threads=N      requests answered at once (one per processor)\n"
       "      --timeout=MS     longest search (10000)\n"
       "      --memory=SIZE    of one search (256M)\n"
       "      --rate=N         requests per second of one address (no limit;\n"
       "                       50 with --public)\n"
       "  -q, --quiet          errors only     -h, --help     -V, --version\n"
       "It only reads. See yz-serve(1).\n");

/* ---- the table ----------------------------------------------------------- */

static yz_status
take_index(const option_rule *rule, const char *value, void *place,
           yz_error *err)
{
    serve_options *o = place;
    if (!*value)
        return option_bad_value(rule, value, "the folder of an index", err);
    if (o->index_count == SERVED_INDEXES_MAX)
        return error_set(err, YZ_E_INVALID, "-d: at most %d indexes are served",
                         SERVED_INDEXES_MAX);
    o->indexes[o->index_count++] = value;
    return YZ_OK;
}

#define OPTION_PLACE(member) offsetof(serve_options, member)

static const option_rule rules[] = {
    { .letter = 'd', .has_value = true, .take = take_index },
    OPTION_TEXT("listen", 0, listen),
    OPTION_TEXT("images", 0, images),
    OPTION_TEXT("base-url", 0, base_url),
    OPTION_TEXT("token-file", 0, token_file),
    OPTION_FLAG("public", 0, is_public),
    OPTION_NUMBER32("threads", 0, threads, 1),
    OPTION_NUMBER32("timeout", 0, timeout_ms, 1),
    OPTION_SIZE("memory", 0, memory_max),
    OPTION_NUMBER32("rate", 0, rate, 0),
    OPTION_FLAG("quiet", 'q', quiet),
    OPTION_FLAG("help", 'h', help),
    OPTION_FLAG("version", 'V', version),
};

static const option_table table = { "yz-serve", rules, ARRAY_LENGTH(rules) };

/* ---- reading ------------------------------------------------------------- */

static uint32_t
processors(void)
{
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    if (count < THREADS_LEAST)
        return THREADS_LEAST;
    return count < THREADS_MOST ? (uint32_t)count : THREADS_MOST;
}

static void
settle_index(serve_options *o)
{
    /* No thread runs yet. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    const char *variable = getenv("YIZHAN_INDEX");
    if (o->index_count)
        return;
    o->indexes[0] = variable && *variable ? variable : "yizhan.index";
    o->index_count = 1;
}

/* Who can connect must have been meant to. */
static exit_code
check_reach(const serve_options *o)
{
    address at;
    yz_error err;
    if (address_read(o->listen, &at, &err) != YZ_OK) {
        message_error("--listen: ", &err);
        return EXIT_USAGE;
    }
    if (address_is_loopback(&at) || o->is_public || o->token_file)
        return EXIT_DONE;
    return message_usage("--listen=%s can be reached from other machines: add "
                         "--token-file=FILE, or --public if anybody may search",
                         o->listen);
}

static exit_code
settle(serve_options *o)
{
    settle_index(o);
    if (o->is_public && o->token_file)
        return message_usage("--public and --token-file exclude each other");
    if (!o->threads)
        o->threads = processors();
    if (o->threads > THREADS_MOST)
        return message_usage("--threads: at most %d", THREADS_MOST);
    return check_reach(o);
}

exit_code
serve_options_read(int argc, char **argv, serve_options *ret)
{
    yz_error err;
    *ret = (serve_options){ .listen = listen_default,
                            .rate = UINT32_MAX,
                            .timeout_ms = TIMEOUT_DEFAULT_MS,
                            .memory_max = YZ_SEARCH_MEMORY_MAX };
    if (options_read(&table, argc, argv, ret, &err) != YZ_OK) {
        message_error("", &err);
        return EXIT_USAGE;
    }
    if (ret->help || ret->version)
        return EXIT_DONE;
    if (argv[optind])
        return message_usage("\"%s\" is not an option; an index is given as "
                             "-d %s",
                             argv[optind], argv[optind]);
    enum { RATE_PUBLIC = 50 };
    if (ret->rate == UINT32_MAX)
        ret->rate = ret->is_public ? RATE_PUBLIC : 0;
    return settle(ret);
}

void
serve_options_help(void)
{
    fputs(translated(help), stdout);
}
