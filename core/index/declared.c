/* SPDX-License-Identifier: MIT */
#include "core/index/declared.h"
#include "core/base/abi.h"
#include "core/base/seal.h"
#include "core/report/members.h"

#include <string.h>

static const char KEY_FIELDS[] = "fields";

/* ---- the table ------------------------------------------------------------ */

yz_status
declared_load(store_txn *txn, arena *a, declared_fields *ret_fields,
              yz_error *err)
{
    bytes in;
    const yz_status status =
        store_get(txn, STORE_META, str_of(KEY_FIELDS), &in, err);
    *ret_fields = (declared_fields){ 0 };
    if (status != YZ_OK)
        return status == YZ_DONE ? YZ_OK : status;
    if (!seal_take(&in))
        return error_corrupt(err, "the declared fields are not as they were "
                                  "written");
    return fields_decode(in, a, ret_fields, err);
}

yz_status
declared_put(store_txn *txn, const declared_fields *f, yz_error *err)
{
    buffer out = { .from = store_txn_memory(txn) };
    if (!f->count)
        return YZ_OK;
    fields_encode(f, &out);
    seal_put(&out);
    const yz_status status =
        buffer_ok(&out) ? store_put(txn, STORE_META, str_of(KEY_FIELDS),
                                    buffer_str(&out), err)
                        : error_nomem(err);
    buffer_dispose(&out);
    return status;
}

/* ---- of a snapshot -------------------------------------------------------- */

yz_status
snapshot_declared(yz_snapshot *snapshot, const declared_fields **ret_fields,
                  yz_error *err)
{
    if (!snapshot->declared) {
        declared_fields *f = arena_alloc(&snapshot->arena, sizeof(*f));
        if (!f)
            return error_nomem(err);
        TRY(declared_load(snapshot->txn, &snapshot->arena, f, err));
        snapshot->declared = f;
    }
    *ret_fields = snapshot->declared;
    return YZ_OK;
}

yz_status
yz_snapshot_field(yz_snapshot *snapshot, size_t i, yz_field *ret_field,
                  yz_error *reterr)
{
    const declared_fields *f = NULL;
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(store_check_process(snapshot->index->store, reterr));
    TRY(snapshot_declared(snapshot, &f, reterr));
    if (i >= f->count)
        return YZ_DONE;
    *ret_field = f->items[i];
    return YZ_OK;
}

yz_status
yz_snapshot_fields(yz_snapshot *snapshot, yz_str *ret_fields, yz_error *reterr)
{
    const declared_fields *f = NULL;
    TRY(abi_require(snapshot, "snapshot", reterr));
    TRY(store_check_process(snapshot->index->store, reterr));
    TRY(snapshot_declared(snapshot, &f, reterr));
    buffer out = { .from = snapshot->index->memory };
    for (size_t i = 0; i < f->count; i++)
        buffer_printf(&out, "%s%.*s:%s", i ? "," : "",
                      (int)f->items[i].name.size, f->items[i].name.data,
                      yz_field_type_name(f->items[i].type));
    const yz_str text = arena_str(&snapshot->arena, buffer_str(&out));
    const bool made = buffer_ok(&out) && text.data;
    buffer_dispose(&out);
    if (!made)
        return error_nomem(reterr);
    *ret_fields = text;
    return YZ_OK;
}

/* ---- terms, as they are displayed ----------------------------------------- */

bool
declared_term_of_text(const declared_fields *f, yz_str text, buffer *out)
{
    const char *colon = text.size ? memchr(text.data, ':', text.size) : NULL;
    if (!colon)
        return false;
    const size_t size = (size_t)(colon - text.data);
    const yz_field *field = fields_find(f, (yz_str){ text.data, size });
    member_value value = { .text = { colon + 1, text.size - size - 1 } };
    value.has_number = number_from_text(value.text, &value.number);
    return field && field_term(f, field, &value, out);
}

bool
declared_term_to_text(const declared_fields *f, yz_str term, buffer *out)
{
    if (!term.size || (uint8_t)term.data[0] >= f->count)
        return false;
    const yz_field *field = &f->items[(uint8_t)term.data[0]];
    const yz_str value = { term.data + 1, term.size - 1 };
    buffer_put_text(out, field->name);
    buffer_put_u8(out, ':');
    if (field->type != YZ_FIELD_NUMBER) {
        buffer_put_text(out, value);
        return true;
    }
    if (value.size != NUMBER_KEY_SIZE)
        return false;
    return number_put(number_from_key(value.data), out);
}
