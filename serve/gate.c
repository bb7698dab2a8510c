/* SPDX-License-Identifier: MIT */
/*
 * A server at a loopback address answers to names of this machine only: pages
 * of other sites could otherwise have a name of theirs point here, and read
 * what it answers. The token comes as `Authorization: Bearer`, or as a cookie
 * that `?token=` gives to a browser. The rate is a token bucket for each
 * address, in a table of fixed size: two addresses in one place share it.
 */
#include "serve/gate.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/translation.h"

#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { TOKEN_SIZE_MAX = 256, TOKEN_SIZE_MIN = 16, BUCKETS = 4096 };

static const char cookie_name[] = "yizhan=";

typedef struct bucket {
    double tokens;
    double filled; /* when, in seconds */
} bucket;

struct gate {
    bool checks_host;
    char base_host[256]; /* of --base-url; empty: none */
    char token[TOKEN_SIZE_MAX + 1];
    size_t token_size; /* 0: none is asked for */
    double rate;       /* 0: any */
    pthread_mutex_t lock;
    bucket buckets[BUCKETS];
};

/* ---- opening ------------------------------------------------------------- */

static yz_str
trimmed(yz_str text)
{
    while (text.size && (unsigned char)text.data[text.size - 1] <= ' ')
        text.size--;
    return text;
}

/* What a header and a cookie can carry. */
static bool
is_plain(yz_str token)
{
    for (size_t i = 0; i < token.size; i++) {
        const char c = token.data[i];
        if (c <= ' ' || c > '~' || c == ';' || c == ',' || c == '"' ||
            c == '\\')
            return false;
    }
    return true;
}

static exit_code
read_token(gate *g, const char *path)
{
    yz_error err;
    sentence s;
    buffer bytes = { 0 };
    const yz_status status =
        file_read(path, (size_t)1 << 16, &bytes, NULL, &err);
    const yz_str token = trimmed(buffer_str(&bytes));
    exit_code code = EXIT_DONE;
    if (status != YZ_OK) {
        message("--token-file=%s: %s", path,
                translated_sentence(err.key, err.message, &s));
        code = EXIT_SYSTEM;
    } else if (token.size < TOKEN_SIZE_MIN || token.size > TOKEN_SIZE_MAX) {
        code = message_usage("--token-file: a token has %d to %d bytes; %s has "
                             "%zu",
                             TOKEN_SIZE_MIN, TOKEN_SIZE_MAX, path, token.size);
    } else if (!is_plain(token)) {
        code = message_usage("--token-file: a token has letters, digits and "
                             "signs of ASCII, without spaces, quotes, commas "
                             "and semicolons; %s has others",
                             path);
    } else {
        memcpy(g->token, token.data, token.size);
        g->token_size = token.size;
    }
    buffer_dispose(&bytes);
    return code;
}

/* The host and port of a URL. */
static void
keep_base_host(gate *g, const char *url)
{
    const char *host = strstr(url, "://");
    host = host ? host + 3 : url;
    const size_t size = strcspn(host, "/?#");
    if (size >= sizeof(g->base_host))
        return;
    memcpy(g->base_host, host, size);
    g->base_host[size] = '\0';
}

exit_code
gate_open(const serve_options *options, gate **ret_gate)
{
    address at;
    gate *g = memory_zeroed(NULL, 1, sizeof(*g));
    if (!g || pthread_mutex_init(&g->lock, NULL) != 0) {
        memory_release(NULL, g);
        message("out of memory");
        return EXIT_SYSTEM;
    }
    g->checks_host = !options->is_public && !options->token_file &&
                     address_read(options->listen, &at, NULL) == YZ_OK &&
                     address_is_loopback(&at);
    g->rate = options->rate;
    if (options->base_url)
        keep_base_host(g, options->base_url);
    const exit_code code =
        options->token_file ? read_token(g, options->token_file) : EXIT_DONE;
    if (code == EXIT_DONE)
        *ret_gate = g;
    else
        gate_close(g);
    return code;
}

void
gate_close(gate *g)
{
    if (!g)
        return;
    pthread_mutex_destroy(&g->lock);
    memory_release(NULL, g);
}

/* ---- names --------------------------------------------------------------- */

/* The host without its port. */
static yz_str
without_port(yz_str host)
{
    for (size_t i = host.size; i > 0; i--) {
        const char c = host.data[i - 1];
        if (c == ':')
            return (yz_str){ host.data, i - 1 };
        if (c < '0' || c > '9')
            break;
    }
    return host;
}

static bool
is_own_name(const gate *g, yz_str host)
{
    static const char *const names[] = { "localhost", "[::1]" };
    const yz_str name = without_port(host);
    if (g->base_host[0] && str_equal(host, str_of(g->base_host)))
        return true;
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (name.size == strlen(names[i]) &&
            !strncasecmp(name.data, names[i], name.size))
            return true;
    return name.size > 4 && !memcmp(name.data, "127.", 4) &&
           strspn(name.data, "0123456789.") >= name.size;
}

/* ---- the token ----------------------------------------------------------- */

/* Takes the same time wherever they differ. */
static bool
is_token(const gate *g, yz_str given)
{
    unsigned differs = given.size != g->token_size;
    for (size_t i = 0; i < g->token_size; i++) {
        const unsigned c = i < given.size ? (unsigned char)given.data[i] : 0;
        differs |= c ^ (unsigned char)g->token[i];
    }
    return !differs;
}

static yz_str
bearer(const exchange *e)
{
    static const char scheme[] = "Bearer ";
    const yz_str value = e->headers[REQUEST_AUTHORIZATION];
    const size_t size = sizeof(scheme) - 1;
    if (value.size < size || strncasecmp(value.data, scheme, size) != 0)
        return (yz_str){ 0 };
    return (yz_str){ value.data + size, value.size - size };
}

static yz_str
cookie(const exchange *e)
{
    const yz_str all = e->headers[REQUEST_COOKIE];
    const size_t name_size = sizeof(cookie_name) - 1;
    for (size_t at = 0; at < all.size;) {
        const char *begin = all.data + at;
        const char *semicolon = memchr(begin, ';', all.size - at);
        const size_t size =
            semicolon ? (size_t)(semicolon - begin) : all.size - at;
        if (size > name_size && !memcmp(begin, cookie_name, name_size))
            return (yz_str){ begin + name_size, size - name_size };
        at += size + 1;
        while (at < all.size && all.data[at] == ' ')
            at++;
    }
    return (yz_str){ 0 };
}

/* A browser's first visit: keep the token, and show an address without it. */
static void
give_cookie(exchange *e, yz_str token)
{
    const bool is_https =
        str_equal(e->headers[REQUEST_FORWARDED_PROTO], str_of("https"));
    exchange_put_header(
        e, "Set-Cookie", "%s%.*s; Path=/; HttpOnly; SameSite=Strict%s",
        cookie_name, (int)token.size, token.data, is_https ? "; Secure" : "");
    exchange_put_header(e, "Location", "/");
    e->status = HTTP_SEE_OTHER;
    e->type = type_text;
}

static bool
has_token(const gate *g, exchange *e)
{
    const yz_str asked = exchange_parameter(e, "token");
    if (is_token(g, bearer(e)) || is_token(g, cookie(e)))
        return true;
    if (asked.size && is_token(g, asked)) {
        give_cookie(e, asked);
        return false;
    }
    exchange_put_header(e, "WWW-Authenticate", "Bearer");
    exchange_fail(e, HTTP_UNAUTHORIZED,
                  "a token is needed: open /?token=TOKEN, or send it as "
                  "\"Authorization: Bearer TOKEN\"");
    return false;
}

/* ---- the rate ------------------------------------------------------------ */

static uint64_t
hash_of_address(const struct sockaddr *from)
{
    if (from && from->sa_family == AF_INET6) {
        /* A customer has a whole network of the first 64 bits. */
        const struct sockaddr_in6 *v6 = (const void *)from;
        return hash_bytes(&v6->sin6_addr, 8);
    }
    const struct sockaddr_in *v4 = (const void *)from;
    return from ? hash_bytes(&v4->sin_addr, sizeof(v4->sin_addr)) : 0;
}

static bool
take_from_bucket(gate *g, const struct sockaddr *from)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const double seconds = (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
    const double most = 2 * g->rate + 1; /* a burst */
    bucket *b = &g->buckets[hash_of_address(from) % BUCKETS];
    pthread_mutex_lock(&g->lock);
    b->tokens += (seconds - b->filled) * g->rate;
    if (!(b->tokens < most))
        b->tokens = most;
    b->filled = seconds;
    const bool admitted = b->tokens >= 1;
    b->tokens -= admitted;
    pthread_mutex_unlock(&g->lock);
    return admitted;
}

bool
gate_admits(gate *g, exchange *e, const struct sockaddr *from)
{
    if (g->checks_host && !is_own_name(g, e->headers[REQUEST_HOST])) {
        exchange_fail(e, HTTP_FORBIDDEN,
                      "this server answers to localhost only; name another "
                      "host with --base-url");
        return false;
    }
    if (g->rate > 0 && !take_from_bucket(g, from)) {
        exchange_put_header(e, "Retry-After", "1");
        exchange_fail(e, HTTP_TOO_MANY,
                      "too many requests: at most %.0f a second", g->rate);
        return false;
    }
    return !g->token_size || has_token(g, e);
}
