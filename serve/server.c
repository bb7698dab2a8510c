/* SPDX-License-Identifier: MIT */
/*
 * libmicrohttpd reads requests and sends answers in threads of its own. A
 * request that is complete is suspended there, answered by a worker, and
 * resumed.
 */
#include "serve/server.h"
#include "core/base/message.h"
#include "core/base/translation.h"
#include "serve/workers.h"

#include <microhttpd.h>

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    CONNECTIONS_MAX = 20000,
    DESCRIPTORS_KEPT = 256, /* for indexes, images and what else is open */
    CONNECTION_MEMORY = 64 << 10,
    CONNECTION_TIMEOUT_S = 60,
    WAITING_MAX = 2048,
    THREADS_PER_POLLER = 8
};

struct server {
    const service *service;
    gate *gate;
    workers *workers;
    struct MHD_Daemon *daemon;
    address address;
};

/* A request, from its first line until its answer is sent. */
typedef struct task {
    job job;
    server *server;
    struct MHD_Connection *connection;
    exchange exchange;
    bool is_read;
    bool has_body;
} task;

/* What every answer says: nothing but our own scripts and styles is run, and
 * nobody else shows our pages in theirs. */
static const header safety[] = {
    { "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; "
      "img-src 'self' https: data:; connect-src 'self'; base-uri 'none'; "
      "form-action 'self'; frame-ancestors 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Server", "yz-serve" },
};

/* ---- the answer ---------------------------------------------------------- */

/* Bytes that libmicrohttpd wants to be writable and does not write to. */
static void *
writable(const char *data)
{
    /* NOLINTNEXTLINE(performance-no-int-to-ptr) */
    return (void *)(uintptr_t)data;
}

static struct MHD_Response *
make_response(exchange *e)
{
    if (e->file < 0)
        return MHD_create_response_from_buffer(
            e->body.size, writable(e->body.data), MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *r = MHD_create_response_from_fd_at_offset64(
        e->file_size, e->file, e->file_begin);
    if (r)
        e->file = -1; /* closed with the response */
    return r;
}

static bool
has_header(const exchange *e, const char *name)
{
    for (size_t i = 0; i < e->header_count; i++)
        if (!strcmp(e->answer_headers[i].name, name))
            return true;
    return false;
}

static void
add_headers(struct MHD_Response *r, const exchange *e)
{
    if (e->type)
        MHD_add_response_header(r, "Content-Type", e->type);
    for (size_t i = 0; i < e->header_count; i++)
        MHD_add_response_header(r, e->answer_headers[i].name,
                                e->answer_headers[i].value);
    for (size_t i = 0; i < ARRAY_LENGTH(safety); i++)
        MHD_add_response_header(r, safety[i].name, safety[i].value);
    if (!has_header(e, "Cache-Control"))
        MHD_add_response_header(r, "Cache-Control", "no-store");
}

static enum MHD_Result
send_answer(task *t)
{
    exchange *e = &t->exchange;
    struct MHD_Response *r = make_response(e);
    if (!r)
        return MHD_NO;
    add_headers(r, e);
    metrics_count_answer(t->server->service->metrics, e->status);
    const enum MHD_Result result =
        MHD_queue_response(t->connection, (unsigned)e->status, r);
    MHD_destroy_response(r);
    return result;
}

/* ---- the request --------------------------------------------------------- */

static http_method
method_of(const char *name)
{
    static const char *const names[] = { [METHOD_GET] = "GET",
                                         [METHOD_HEAD] = "HEAD",
                                         [METHOD_OPTIONS] = "OPTIONS" };
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++)
        if (!strcmp(name, names[i]))
            return (http_method)i;
    return METHOD_OTHER;
}

static enum MHD_Result
add_parameter(void *context, enum MHD_ValueKind kind, const char *name,
              size_t name_size, const char *value, size_t value_size)
{
    (void)kind;
    return exchange_add(context, (yz_str){ name, name_size },
                        (yz_str){ value ? value : "", value_size })
               ? MHD_YES
               : MHD_NO;
}

/* Parameters beyond the limit are left out; what is there is answered. */
static void
read_request(task *t, const char *path, const char *method)
{
    exchange *e = &t->exchange;
    e->method = method_of(method);
    e->path = arena_str(&e->arena, str_of(path));
    if (!e->path.data)
        e->path = str_of("/");
    MHD_get_connection_values_n(t->connection, MHD_GET_ARGUMENT_KIND,
                                add_parameter, e);
    for (int i = 0; i < REQUEST_HEADER_COUNT; i++)
        e->headers[i] = str_of(MHD_lookup_connection_value(
            t->connection, MHD_HEADER_KIND, request_header_names[i]));
}

static const struct sockaddr *
client_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

/* In a worker. */
static void
answer(job *work)
{
    task *t = (task *)work;
    routes_answer(t->server->service, &t->exchange);
    MHD_resume_connection(t->connection);
}

static enum MHD_Result
hand_over(task *t)
{
    metrics *m = t->server->service->metrics;
    t->job.run = answer;
    MHD_suspend_connection(t->connection);
    if (workers_add(t->server->workers, &t->job))
        return MHD_YES;
    atomic_fetch_add(&m->refused, 1);
    exchange_put_header(&t->exchange, "Retry-After", "1");
    exchange_fail(&t->exchange, HTTP_UNAVAILABLE,
                  "too many requests wait; try again");
    MHD_resume_connection(t->connection);
    return MHD_YES;
}

static task *
task_new(server *s, struct MHD_Connection *connection)
{
    task *t = memory_zeroed(NULL, 1, sizeof(*t));
    if (!t)
        return NULL;
    exchange_init(&t->exchange);
    t->server = s;
    t->connection = connection;
    return t;
}

/* Called when the head is there, for each part of a body, at the end, and when
 * a worker has answered. */
static enum MHD_Result /* NOLINTNEXTLINE(readability-function-size) */
handle(void *context, struct MHD_Connection *connection, const char *path,
       const char *method, const char *version, const char *data, size_t *size,
       void **state)
{
    task *t = *state;
    (void)version;
    (void)data;
    if (!t) {
        *state = task_new(context, connection);
        return *state ? MHD_YES : MHD_NO;
    }
    if (*size) { /* a body, which nothing here takes */
        t->has_body = true;
        *size = 0;
        return MHD_YES;
    }
    if (t->is_read)
        return send_answer(t);
    t->is_read = true;
    read_request(t, path, method);
    if (t->has_body) {
        exchange_fail(&t->exchange, HTTP_TOO_LARGE, "a request has no body");
        return send_answer(t);
    }
    if (!gate_admits(t->server->gate, &t->exchange, client_of(connection)))
        return send_answer(t);
    return hand_over(t);
}

static void
forget(void *context, struct MHD_Connection *connection, void **state,
       enum MHD_RequestTerminationCode code)
{
    task *t = *state;
    (void)context;
    (void)connection;
    (void)code;
    if (!t)
        return;
    exchange_dispose(&t->exchange);
    memory_release(NULL, t);
    *state = NULL;
}

/* ---- starting and stopping ----------------------------------------------- */

/* As many connections as there may be descriptors. */
static unsigned
connections_max(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return DESCRIPTORS_KEPT;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur == RLIM_INFINITY ||
        limit.rlim_cur > CONNECTIONS_MAX + DESCRIPTORS_KEPT)
        return CONNECTIONS_MAX;
    if (limit.rlim_cur / 2 < DESCRIPTORS_KEPT)
        return (unsigned)limit.rlim_cur / 2;
    return (unsigned)limit.rlim_cur - DESCRIPTORS_KEPT;
}

static struct MHD_Daemon *
listen_at(server *s, const serve_options *o)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                     MHD_USE_TURBO;
    if (s->address.socket.any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    const unsigned pollers = 1 + o->threads / THREADS_PER_POLLER;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, handle, s, MHD_OPTION_SOCK_ADDR,
        &s->address.socket.any, MHD_OPTION_CONNECTION_LIMIT, connections_max(),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_TIMEOUT_S,
        MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_STRICT_FOR_CLIENT,
        1, pollers > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, pollers,
        MHD_OPTION_END);
}

/* Port 0 became another one. */
static void
learn_port(server *s)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    if (!info)
        return;
    if (s->address.socket.any.sa_family == AF_INET6)
        s->address.socket.v6.sin6_port = htons(info->port);
    else
        s->address.socket.v4.sin_port = htons(info->port);
}

exit_code
server_start(const service *does, gate *g, server **ret_server)
{
    const serve_options *o = does->options;
    server *s = memory_zeroed(NULL, 1, sizeof(*s));
    if (s)
        s->workers = workers_start(o->threads, WAITING_MAX);
    if (!s || !s->workers) {
        memory_release(NULL, s);
        message("out of memory or threads");
        return EXIT_SYSTEM;
    }
    s->service = does;
    s->gate = g;
    address_read(o->listen, &s->address, NULL);
    s->daemon = listen_at(s, o);
    if (!s->daemon) {
        yz_error err;
        sentence said;
        error_fill_errno(&err, YZ_E_IO, errno, "cannot listen at %s",
                         o->listen);
        server_stop(s);
        message("%s; choose another with --listen=ADDRESS:PORT",
                translated_sentence(err.key, err.message, &said));
        return EXIT_SYSTEM;
    }
    learn_port(s);
    *ret_server = s;
    return EXIT_DONE;
}

const address *
server_address(const server *s)
{
    return &s->address;
}

/* Workers resume what they answered, so they end before the connections. */
void
server_stop(server *s)
{
    MHD_socket listening = MHD_INVALID_SOCKET;
    if (s->daemon)
        listening = MHD_quiesce_daemon(s->daemon);
    workers_stop(s->workers);
    if (s->daemon)
        MHD_stop_daemon(s->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
    memory_release(NULL, s);
}
