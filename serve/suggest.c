/* SPDX-License-Identifier: MIT */
/*
 * /api/suggest: what a query that is being typed may become.
 */
#include "core/base/json.h"
#include "serve/routes.h"

enum { SUGGESTIONS = 8 };

static void
write_suggestions(exchange *e, const yz_suggestions *list)
{
    FILE *to = exchange_begin(e);
    if (!to)
        return;
    json j = { .to = to };
    json_begin(&j, NULL, '{');
    json_begin(&j, "suggestions", '[');
    for (size_t i = 0; i < yz_suggestions_count(list); i++) {
        const yz_suggestion one = yz_suggestions_at(list, i);
        json_begin(&j, NULL, '{');
        json_text(&j, "query", one.text);
        json_number(&j, "passages", one.passages);
        json_end(&j, '}');
    }
    json_end(&j, ']');
    json_end(&j, '}');
    putc('\n', to);
    exchange_end(e, HTTP_OK, type_json);
}

static void
suggest(void *context, yz_snapshot *snapshot)
{
    yz_error err;
    yz_suggestions *list;
    exchange *e = context;
    yz_suggest_options options = YZ_OPTIONS(yz_suggest_options);
    options.limit = SUGGESTIONS;
    if (yz_suggest(snapshot, exchange_parameter(e, "q"), &options, &list,
                   &err) != YZ_OK) {
        exchange_fail_by(e, &err);
        return;
    }
    write_suggestions(e, list);
    yz_suggestions_free(list);
}

void
suggest_answer(const service *s, exchange *e)
{
    served_index *index = routes_index(s, e);
    if (index)
        routes_answer_from(index, e, suggest, e);
}
