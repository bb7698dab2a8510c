/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/check_whole.h"

#include "core/format/catalog.h"
#include "core/index/declared.h"
#include "core/index/user_tables.h"

#include <stdlib.h>

static int
compare_numbers(const void *a, const void *b)
{
    const uint64_t *x = a;
    const uint64_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* Report and id name one passage. Their hashes are of 64 bits. */
void
check_names(segment_check *c)
{
    uint64_t *names = c->names.items;
    problems_begin(c->problems, 0);
    if (c->names.count)
        qsort(names, c->names.count, sizeof(*names), compare_numbers);
    for (size_t i = 1; i < c->names.count; i++)
        if (names[i] == names[i - 1])
            problem(c->problems, "tombstones",
                    "two passages have the same report and id, and neither is "
                    "marked as deleted");
}

static yz_status
visit_source(void *context, const source_entry *entry)
{
    uint64_t *count = context;
    (void)entry;
    (*count)++;
    return YZ_OK;
}

yz_status
check_catalogue(segment_check *c)
{
    yz_error err;
    uint64_t count = 0;
    problems_begin(c->problems, 0);
    const yz_status status =
        catalog_each_source(c->snapshot->txn, visit_source, &count, &err);
    return problem_of(c->problems, "catalogue", status, &err);
}

yz_status
check_user_tables(segment_check *c)
{
    yz_error err;
    const user_tables *unused;
    problems_begin(c->problems, 0);
    yz_status status = snapshot_user_tables(c->snapshot, &unused, &err);
    if (status == YZ_OK)
        status = user_note_check(c->snapshot, &err);
    return problem_of(c->problems, "tables", status, &err);
}

yz_status
check_declared(yz_snapshot *snapshot, problems *found,
               const declared_fields **ret_fields, yz_error *err)
{
    static const declared_fields none;
    yz_error seen;
    const yz_status status = snapshot_declared(snapshot, ret_fields, &seen);
    if (status == YZ_OK)
        return YZ_OK;
    *ret_fields = &none;
    problems_begin(found, 0);
    if (status != YZ_E_CORRUPT && err)
        *err = seen;
    return problem_of(found, "tables", status, &seen);
}
