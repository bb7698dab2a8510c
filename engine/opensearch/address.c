/* SPDX-License-Identifier: MIT */
#include "engine/opensearch/address.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

static const char PLAIN[] = "opensearch://";
static const char SECURE[] = "opensearch+https://";
enum { TIMEOUT_S = 30, TIMEOUT_MAX_S = 3600, SHARDS_MAX = 1024 };

static yz_status
copy_part(CURLU *url, CURLUPart part, unsigned flags, arena *a,
          const char **ret_part, yz_error *err)
{
    char *text = NULL;
    *ret_part = NULL;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK)
        return YZ_OK;
    const yz_str kept = arena_str(a, str_of(text));
    curl_free(text);
    *ret_part = kept.data;
    return kept.data ? YZ_OK : error_nomem(err);
}

/* User and password, given before the first host. */
static yz_status
take_user(CURLU *url, arena *a, address *to, yz_error *err)
{
    const char *user;
    const char *password;
    TRY(copy_part(url, CURLUPART_USER, CURLU_URLDECODE, a, &user, err));
    TRY(copy_part(url, CURLUPART_PASSWORD, CURLU_URLDECODE, a, &password, err));
    if (!user)
        return YZ_OK;
    to->user = arena_printf(a, "%s:%s", user, password ? password : "").data;
    return to->user ? YZ_OK : error_nomem(err);
}

static yz_status
take_parts(CURLU *url, bool secure, arena *a, address *to, yz_error *err)
{
    const char *host;
    const char *port;
    TRY(take_user(url, a, to, err));
    TRY(copy_part(url, CURLUPART_HOST, 0, a, &host, err));
    TRY(copy_part(url, CURLUPART_PORT, 0, a, &port, err));
    if (!host)
        return error_nomem(err);
    to->hosts[to->host_count] =
        arena_printf(a, "http%s://%s:%s", secure ? "s" : "", host,
                     port ? port : "9200")
            .data;
    return to->hosts[to->host_count++] ? YZ_OK : error_nomem(err);
}

static yz_status
take_host(yz_str text, bool secure, arena *a, address *to, yz_error *err)
{
    if (to->host_count == ADDRESS_HOSTS_MAX)
        return error_set(err, YZ_E_INVALID,
                         "the address has more than %d hosts",
                         ADDRESS_HOSTS_MAX);
    const yz_str whole =
        arena_printf(a, "http://%.*s/", (int)text.size, text.data);
    CURLU *url = curl_url();
    if (!whole.data || !url) {
        curl_url_cleanup(url);
        return error_nomem(err);
    }
    yz_status status = YZ_OK;
    if (!text.size || curl_url_set(url, CURLUPART_URL, whole.data, 0))
        status = error_set(err, YZ_E_INVALID,
                           "host %zu of the address cannot be read; write "
                           "opensearch://HOST:PORT/INDEX",
                           to->host_count + 1);
    else
        status = take_parts(url, secure, a, to, err);
    curl_url_cleanup(url);
    return status;
}

static yz_status
take_hosts(yz_str text, bool secure, arena *a, address *to, yz_error *err)
{
    for (bool more = true; more;) {
        const char *comma =
            text.size ? memchr(text.data, ',', text.size) : NULL;
        const size_t size = comma ? (size_t)(comma - text.data) : text.size;
        TRY(take_host((yz_str){ text.data, size }, secure, a, to, err));
        more = comma != NULL;
        if (more)
            text = (yz_str){ comma + 1, text.size - size - 1 };
    }
    return YZ_OK;
}

/* As the engine names indexes: lower case, no signs that mean something. */
static yz_status
take_index(yz_str text, arena *a, address *to, yz_error *err)
{
    bool valid = text.size > 0 && text.size < 256 && isalnum(*text.data);
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.data[i];
        valid = valid && (islower(c) || isdigit(c) || strchr("-_.", c));
    }
    if (!valid)
        return error_set(err, YZ_E_INVALID,
                         "the address must name an index behind its hosts, in "
                         "small letters, digits, \"-\", \"_\" and \".\": "
                         "opensearch://HOST:PORT/INDEX");
    to->index = arena_str(a, text).data;
    return to->index ? YZ_OK : error_nomem(err);
}

static yz_status
take_number(const char *name, const char *text, uint32_t least, uint32_t most,
            uint32_t *to, yz_error *err)
{
    char *end;
    const unsigned long value = strtoul(text, &end, 10);
    if (!isdigit((unsigned char)*text) || *end || value < least || value > most)
        return error_set(err, YZ_E_INVALID,
                         "%s= of the address is a number from %u to %u", name,
                         least, most);
    *to = (uint32_t)value;
    return YZ_OK;
}

static yz_status
take_option(const char *name, const char *value, address *to, yz_error *err)
{
    if (!strcmp(name, "ca"))
        to->ca = value;
    else if (!strcmp(name, "cert"))
        to->client = value;
    else if (!strcmp(name, "key"))
        to->client_key = value;
    else if (!strcmp(name, "timeout"))
        return take_number(name, value, 1, TIMEOUT_MAX_S, &to->timeout_s, err);
    else if (!strcmp(name, "shards"))
        return take_number(name, value, 1, SHARDS_MAX, &to->shards, err);
    else if (!strcmp(name, "replicas"))
        return take_number(name, value, 0, SHARDS_MAX, &to->replicas, err);
    else
        return error_set(err, YZ_E_INVALID,
                         "the address has an option that is not known; there "
                         "are ca, cert, key, timeout, shards and replicas");
    return YZ_OK;
}

static yz_status
take_options(yz_str text, arena *a, address *to, yz_error *err)
{
    char *rest = (char *)arena_str(a, text).data;
    char *save = NULL;
    if (!rest)
        return error_nomem(err);
    for (char *one = strtok_r(rest, "&", &save); one;
         one = strtok_r(NULL, "&", &save)) {
        char *value = strchr(one, '=');
        if (value)
            *value++ = '\0';
        TRY(take_option(one, value ? value : "", to, err));
    }
    return YZ_OK;
}

static yz_status
take_environment(arena *a, address *to, yz_error *err)
{
    /* Read, and never set. NOLINTBEGIN(concurrency-mt-unsafe) */
    const char *user = getenv("YIZHAN_OPENSEARCH_USER");
    const char *key = getenv("YIZHAN_OPENSEARCH_API_KEY");
    /* NOLINTEND(concurrency-mt-unsafe) */
    if (!to->user && user && *user)
        to->user = arena_str(a, str_of(user)).data;
    if (key && *key)
        to->key = arena_str(a, str_of(key)).data;
    return (user && *user && !to->user) || (key && *key && !to->key)
               ? error_nomem(err)
               : YZ_OK;
}

yz_status
address_read(const char *text, arena *a, address *ret_address, yz_error *err)
{
    address to = { .timeout_s = TIMEOUT_S, .shards = 1, .replicas = 0 };
    const bool secure = !strncmp(text, SECURE, sizeof(SECURE) - 1);
    if (!secure && strncmp(text, PLAIN, sizeof(PLAIN) - 1) != 0)
        return error_set(err, YZ_E_INVALID,
                         "an address begins with opensearch:// or "
                         "opensearch+https://");
    const char *hosts = text + (secure ? sizeof(SECURE) : sizeof(PLAIN)) - 1;
    const char *slash = strchr(hosts, '/');
    const char *index = slash ? slash + 1 : hosts + strlen(hosts);
    const char *mark = strchr(index, '?');
    const size_t index_size = mark ? (size_t)(mark - index) : strlen(index);
    const size_t hosts_size = slash ? (size_t)(slash - hosts) : strlen(hosts);
    TRY(take_hosts((yz_str){ hosts, hosts_size }, secure, a, &to, err));
    TRY(take_index((yz_str){ index, index_size }, a, &to, err));
    if (mark)
        TRY(take_options(str_of(mark + 1), a, &to, err));
    TRY(take_environment(a, &to, err));
    *ret_address = to;
    return YZ_OK;
}
