/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a request to yz-serve, without the protocol: lines, the first
 * the path, each other one a parameter `name=value`, or a header that is looked
 * at, by its number: `:3 value`. Each is answered, with a status that is
 * promised; what says that it is JSON is.
 */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/small_index.h"

#include "serve/gate.h"
#include "serve/routes.h"

#include <jansson.h>
#include <string.h>

const char message_program[] = "fuzz_request";

static serve_options options = { .listen = "127.0.0.1:0",
                                 .images = "/dev/null/none",
                                 .timeout_ms = 2000,
                                 .memory_max = (uint64_t)64 << 20 };

static const service *
the_service(gate **ret_gate)
{
    static metrics counters;
    static service s;
    static gate *g;
    if (!s.catalogue) {
        small_index();
        options.indexes[0] = small_index_folder();
        options.index_count = 1;
        FUZZ_REQUIRE(gate_open(&options, &g) == EXIT_DONE);
        FUZZ_REQUIRE(catalogue_open(&options, &s.catalogue) == EXIT_DONE);
        s.options = &options;
        s.metrics = &counters;
    }
    *ret_gate = g;
    return &s;
}

static yz_str
take_line(yz_str *text)
{
    const char *end = memchr(text->data, '\n', text->size);
    const size_t size = end ? (size_t)(end - text->data) : text->size;
    const yz_str line = { text->data, size };
    const size_t taken = size + (end != NULL);
    *text = (yz_str){ text->data + taken, text->size - taken };
    return line;
}

static void
take_header(exchange *e, yz_str line)
{
    const unsigned number =
        line.size > 3 ? (unsigned)(line.data[1] - '0') : REQUEST_HEADER_COUNT;
    if (number < REQUEST_HEADER_COUNT)
        e->headers[number] =
            arena_str(&e->arena, (yz_str){ line.data + 3, line.size - 3 });
}

static void
read_request(exchange *e, yz_str text)
{
    const yz_str path = take_line(&text);
    e->path = arena_printf(&e->arena, "/%.*s", (int)path.size, path.data);
    e->path.size = strlen(e->path.data);
    e->headers[REQUEST_HOST] = str_of("localhost");
    while (text.size) {
        const yz_str line = take_line(&text);
        const char *equals = memchr(line.data, '=', line.size);
        if (line.size && line.data[0] == ':') {
            take_header(e, line);
        } else if (equals) {
            const size_t size = (size_t)(equals - line.data);
            exchange_add(e, (yz_str){ line.data, size },
                         (yz_str){ equals + 1, line.size - size - 1 });
        }
    }
}

static void
check_answer(const exchange *e)
{
    FUZZ_REQUIRE(e->status >= HTTP_OK && e->status <= HTTP_TIMEOUT &&
                 e->status != HTTP_INTERNAL);
    if (e->type == type_json || (e->type && strstr(e->type, "ld+json"))) {
        json_error_t error;
        json_t *value =
            json_loadb(e->body.data, e->body.size, JSON_ALLOW_NUL, &error);
        FUZZ_REQUIRE(value != NULL);
        FUZZ_REQUIRE(e->status < 400 || json_object_get(value, "error"));
        json_decref(value);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gate *g;
    exchange e;
    const service *s = the_service(&g);
    exchange_init(&e);
    if (size && size <= 1 << 14) {
        read_request(&e, (yz_str){ (const char *)data, size });
        if (gate_admits(g, &e, NULL))
            routes_answer(s, &e);
        check_answer(&e);
    }
    exchange_dispose(&e);
    return 0;
}
