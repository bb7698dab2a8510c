/* SPDX-License-Identifier: MIT */
/*
 * /api/indexes: what is served. /healthz: whether it can be searched.
 */
#include "core/base/json.h"
#include "serve/images.h"
#include "serve/routes.h"

static void
write_fields(json *j, yz_snapshot *snapshot)
{
    yz_field field;
    json_begin(j, "fields", '[');
    for (size_t i = 0; yz_snapshot_field(snapshot, i, &field, NULL) == YZ_OK;
         i++) {
        json_begin(j, NULL, '{');
        json_text(j, "name", field.name);
        json_text(j, "type", str_of(yz_field_type_name(field.type)));
        json_end(j, '}');
    }
    json_end(j, ']');
}

static yz_status
write_contents(json *j, served_index *index, yz_error *err)
{
    yz_snapshot *snapshot;
    yz_stats stats;
    TRY(served_index_borrow(index, &snapshot, err));
    const yz_status status = yz_snapshot_stats(snapshot, &stats, err);
    if (status == YZ_OK) {
        json_number(j, "reports", stats.reports);
        json_number(j, "passages", stats.passages);
        write_fields(j, snapshot);
    }
    served_index_return(index, snapshot);
    return status;
}

static void
write_index(json *j, served_index *index)
{
    yz_error err;
    json_begin(j, NULL, '{');
    json_text(j, "name", str_of(served_index_name(index)));
    if (write_contents(j, index, &err) != YZ_OK)
        json_text(j, "error", str_of(err.message));
    json_end(j, '}');
}

void
indexes_answer(const service *s, exchange *e)
{
    FILE *to = exchange_begin(e);
    if (!to)
        return;
    json j = { .to = to };
    json_begin(&j, NULL, '{');
    json_begin(&j, "indexes", '[');
    for (size_t i = 0; i < catalogue_count(s->catalogue); i++)
        write_index(&j, catalogue_at(s->catalogue, i));
    json_end(&j, ']');
    images_put_template(s->options, &j);
    json_end(&j, '}');
    putc('\n', to);
    exchange_end(e, HTTP_OK, type_json);
}

void
health_answer(const service *s, exchange *e)
{
    for (size_t i = 0; i < catalogue_count(s->catalogue); i++) {
        yz_error err;
        yz_snapshot *snapshot;
        served_index *index = catalogue_at(s->catalogue, i);
        if (served_index_borrow(index, &snapshot, &err) != YZ_OK) {
            exchange_fail(e, HTTP_UNAVAILABLE, "%s: %s",
                          served_index_name(index), err.message);
            return;
        }
        served_index_return(index, snapshot);
    }
    exchange_answer_static(e, type_text, str_of("ok\n"));
}
