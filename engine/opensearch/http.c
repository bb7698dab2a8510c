/* SPDX-License-Identifier: MIT */
#include "engine/opensearch/http.h"

#include "core/base/buffer.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

struct http {
    address to;
    CURL *curl;
    size_t host; /* that answered last */
    buffer answer;
    struct curl_slist *headers; /* of JSON, */
    struct curl_slist *lines;   /* and of lines of it */
    const yz_allocator *memory;
};

enum {
    CONNECT_MS = 5000,
    ANSWER_SIZE_MAX = 512 << 20,
    WAIT_FIRST_MS = 200,
    WAIT_MAX_MS = 10000,
    CODE_UNAUTHORIZED = 401,
    CODE_FORBIDDEN = 403,
    CODE_NOT_FOUND = 404,
    CODE_TOO_LARGE = 413,
    CODE_TOO_MANY = 429,
    CODE_BAD_GATEWAY = 502,
    CODE_TIMEOUT = 504
};

/* ---- open and close -------------------------------------------------------- */

static void
initialize(void)
{
    curl_global_init(CURL_GLOBAL_ALL);
}

static struct curl_slist *
headers_make(const address *to, const char *type)
{
    char line[4096];
    struct curl_slist *list = curl_slist_append(NULL, type);
    list = list ? curl_slist_append(list, "Expect:") : NULL;
    if (!to->key || !list)
        return list;
    snprintf(line, sizeof(line), "Authorization: ApiKey %s", to->key);
    return curl_slist_append(list, line);
}

static size_t
take_bytes(char *data, size_t size, size_t count, void *context)
{
    http *h = context;
    if (h->answer.size + size * count > ANSWER_SIZE_MAX)
        return 0;
    buffer_put(&h->answer, data, size * count);
    return buffer_ok(&h->answer) ? size * count : 0;
}

static void
settings(http *h)
{
    const address *to = &h->to;
    CURL *c = h->curl;
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_bytes);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, h);
    curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)to->timeout_s * 1000);
    curl_easy_setopt(c, CURLOPT_NOPROXY, "127.0.0.1,localhost,::1");
    if (to->user) {
        curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(c, CURLOPT_USERPWD, to->user);
    } else if (!to->key) {
        curl_easy_setopt(c, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
        curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
    }
    if (to->ca)
        curl_easy_setopt(c, CURLOPT_CAINFO, to->ca);
    if (to->client)
        curl_easy_setopt(c, CURLOPT_SSLCERT, to->client);
    if (to->client_key)
        curl_easy_setopt(c, CURLOPT_SSLKEY, to->client_key);
}

yz_status
http_open(const address *to, const yz_allocator *memory, http **ret_http,
          yz_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, initialize);
    http *h = memory_zeroed(memory, 1, sizeof(*h));
    if (!h)
        return error_nomem(err);
    *h = (http){ .to = *to, .memory = memory, .answer.from = memory };
    h->curl = curl_easy_init();
    h->headers = headers_make(to, "Content-Type: application/json");
    h->lines = headers_make(to, "Content-Type: application/x-ndjson");
    if (!h->curl || !h->headers || !h->lines) {
        http_close(h);
        return error_nomem(err);
    }
    settings(h);
    *ret_http = h;
    return YZ_OK;
}

void
http_close(http *h)
{
    if (!h)
        return;
    curl_easy_cleanup(h->curl);
    curl_slist_free_all(h->headers);
    curl_slist_free_all(h->lines);
    buffer_dispose(&h->answer);
    memory_release(h->memory, h);
}

/* ---- one attempt ----------------------------------------------------------- */

void
http_wait(unsigned number, double retry_after_s)
{
    const unsigned shift = number < 6 ? number : 6;
    const double most = WAIT_MAX_MS;
    double ms = (double)(WAIT_FIRST_MS << shift) / 2;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    ms += ms * (double)(now.tv_nsec % 1000) / 1000; /* not all at once */
    if (retry_after_s * 1000 > ms)
        ms = retry_after_s * 1000;
    ms = ms < most ? ms : most;
    const struct timespec wait = { (time_t)(ms / 1000),
                                   (long)(ms * 1e6) % 1000000000 };
    nanosleep(&wait, NULL);
}

static CURLcode
perform(http *h, const http_request *r)
{
    char url[2048];
    CURL *c = h->curl;
    h->answer.size = 0;
    snprintf(url, sizeof(url), "%s%s", h->to.hosts[h->host], r->path);
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, r->lines ? h->lines : h->headers);
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->body_size);
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, r->body ? r->body : "");
    if (!r->body)
        curl_easy_setopt(c, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
    return curl_easy_perform(c);
}

/* Nothing of the request got there. */
static bool
was_not_reached(CURLcode code)
{
    return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST;
}

static bool
was_cut(CURLcode code)
{
    return code == CURLE_GOT_NOTHING || code == CURLE_SEND_ERROR ||
           code == CURLE_RECV_ERROR || code == CURLE_PARTIAL_FILE;
}

/* Each host once, from the one that answered last. */
static CURLcode
perform_somewhere(http *h, const http_request *r)
{
    CURLcode code = perform(h, r);
    for (size_t i = 1; i < h->to.host_count &&
                       (was_not_reached(code) || (was_cut(code) && !r->once));
         i++) {
        h->host = (h->host + 1) % h->to.host_count;
        code = perform(h, r);
    }
    return code;
}

static yz_status
unreachable(const http *h, CURLcode code, yz_error *err)
{
    if (code == CURLE_OPERATION_TIMEDOUT)
        return error_set(err, YZ_E_IO,
                         "%s did not answer in %u s; timeout= of the address "
                         "allows more",
                         h->to.hosts[h->host], h->to.timeout_s);
    if (h->to.host_count > 1)
        return error_set(err, YZ_E_IO,
                         "neither %s nor another host can be asked: %s",
                         h->to.hosts[h->host], curl_easy_strerror(code));
    return error_set(err, YZ_E_IO, "%s cannot be asked: %s",
                     h->to.hosts[h->host], curl_easy_strerror(code));
}

/* ---- what an answer says ---------------------------------------------------- */

/* What the engine names as the reason, and its kind. */
static const char *
reason_of(const json_t *json, const char **ret_type)
{
    const json_t *error = json_object_get(json, "error");
    const json_t *causes = json_object_get(error, "root_cause");
    const json_t *cause = json_array_get(causes, 0);
    const char *reason =
        json_string_value(json_object_get(cause ? cause : error, "reason"));
    *ret_type =
        json_string_value(json_object_get(cause ? cause : error, "type"));
    if (!reason && json_is_string(error))
        reason = json_string_value(error);
    return reason ? reason : "no reason is given";
}

static yz_status
error_of_code(const http *h, const http_answer *answer, yz_error *err)
{
    const char *type;
    const char *reason = reason_of(answer->json, &type);
    const char *host = h->to.hosts[h->host];
    if (answer->code == CODE_UNAUTHORIZED || answer->code == CODE_FORBIDDEN)
        return error_set(err, YZ_E_IO,
                         "%s does not let us in (%ld): give a user in the "
                         "address, $YIZHAN_OPENSEARCH_USER, "
                         "$YIZHAN_OPENSEARCH_API_KEY or ~/.netrc",
                         host, answer->code);
    if (answer->code == CODE_TOO_MANY)
        return error_set(err, YZ_E_BUSY,
                         "%s has too much to do and refused %d times: %.200s",
                         host, HTTP_ATTEMPTS, reason);
    if (type && strstr(type, "block_exception"))
        return error_set(err, YZ_E_FULL,
                         "%s lets nothing be written, as where its disk is "
                         "nearly full: %.200s",
                         host, reason);
    return error_set(err, YZ_E_IO, "%s answered %ld: %.300s", host,
                     answer->code, reason);
}

static bool
is_busy(long code)
{
    return code == CODE_TOO_MANY ||
           (code >= CODE_BAD_GATEWAY && code <= CODE_TIMEOUT);
}

static double
retry_after(CURL *c)
{
    curl_off_t seconds = 0;
    curl_easy_getinfo(c, CURLINFO_RETRY_AFTER, &seconds);
    return (double)seconds;
}

static yz_status
read_answer(http *h, http_answer *answer, yz_error *err)
{
    curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &answer->code);
    answer->retry_after_s = retry_after(h->curl);
    answer->json = h->answer.size ? json_loadb((const char *)h->answer.data,
                                               h->answer.size, 0, NULL)
                                  : NULL;
    if (answer->code >= 200 && answer->code < 300 && h->answer.size &&
        !answer->json)
        return error_set(err, YZ_E_IO,
                         "%s did not answer in JSON; is it OpenSearch?",
                         h->to.hosts[h->host]);
    return YZ_OK;
}

/* ---- asking ---------------------------------------------------------------- */

/* A request that was cut off may have made the index; so may another program. */
static bool
is_there_already(const http_answer *answer)
{
    const char *type;
    reason_of(answer->json, &type);
    return type && !strcmp(type, "resource_already_exists_exception");
}

static bool
is_answer(const http_answer *answer)
{
    return (answer->code >= 200 && answer->code < 300) ||
           answer->code == CODE_NOT_FOUND || is_there_already(answer);
}

yz_status
http_ask(http *h, const http_request *request, http_answer *ret_answer,
         yz_error *err)
{
    yz_status status = YZ_OK;
    for (unsigned i = 0; i < HTTP_ATTEMPTS; i++) {
        http_answer answer = { 0 };
        const CURLcode code = perform_somewhere(h, request);
        if (code != CURLE_OK) {
            status = unreachable(h, code, err);
            if (!was_cut(code) || request->once)
                return status;
            http_wait(i, 0);
            continue;
        }
        TRY(read_answer(h, &answer, err));
        if (is_answer(&answer)) {
            *ret_answer = answer;
            return YZ_OK;
        }
        status = error_of_code(h, &answer, err);
        json_decref(answer.json);
        if (!is_busy(answer.code) || request->once)
            return status;
        if (i + 1 < HTTP_ATTEMPTS)
            http_wait(i, answer.retry_after_s);
    }
    return status;
}

yz_status
http_ask_json(http *h, const char *method, const char *path, json_t *body,
              http_answer *ret_answer, yz_error *err)
{
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    const bool lost = body && !text;
    json_decref(body);
    if (lost)
        return error_nomem(err);
    const http_request request = { .method = method,
                                   .path = path,
                                   .body = text,
                                   .body_size = text ? strlen(text) : 0 };
    const yz_status status = http_ask(h, &request, ret_answer, err);
    free(text);
    return status;
}
