/* SPDX-License-Identifier: MIT */
/*
 * The key `commits` of the table `meta`: rows of the commit's number and its
 * second since 1970, u64 each, rising. When COMMITS_MAX rows are there, every
 * other one of the older half is dropped.
 */
#include "core/index/commits.h"

#include "core/base/buffer.h"
#include "core/base/bytes.h"

#include <time.h>

static const char KEY_COMMITS[] = "commits";
enum { COMMITS_MAX = 64, ROW_SIZE = 16 };

static yz_status
rows_read(store_txn *txn, bytes *ret_rows, yz_error *err)
{
    const yz_status status =
        store_get(txn, STORE_META, str_of(KEY_COMMITS), ret_rows, err);
    if (status == YZ_DONE)
        *ret_rows = (bytes){ 0 };
    return status == YZ_DONE ? YZ_OK : status;
}

/* Copy the rows that are kept beside a new one. */
static void
rows_thin(bytes rows, buffer *out)
{
    const size_t count = bytes_left(&rows) / ROW_SIZE;
    for (size_t i = 0; i < count; i++) {
        const uint8_t *row = bytes_take(&rows, ROW_SIZE);
        if (count < COMMITS_MAX || i >= count / 2 || i % 2 == 0)
            buffer_put(out, row, ROW_SIZE);
    }
}

yz_status
commit_note(store_txn *txn, yz_error *err)
{
    bytes rows;
    buffer out = { .from = store_txn_memory(txn) };
    TRY(rows_read(txn, &rows, err));
    rows_thin(rows, &out);
    buffer_put_u64(&out, store_txn_number(txn));
    buffer_put_u64(&out, (uint64_t)time(NULL));
    const yz_status status =
        buffer_ok(&out) ? store_put(txn, STORE_META, str_of(KEY_COMMITS),
                                    buffer_str(&out), err)
                        : error_nomem(err);
    buffer_dispose(&out);
    return status;
}

yz_status
commit_age(store_txn *txn, uint64_t number, uint64_t *ret_seconds,
           yz_error *err)
{
    bytes rows;
    const uint64_t now = (uint64_t)time(NULL);
    TRY(rows_read(txn, &rows, err));
    *ret_seconds = 0;
    while (bytes_left(&rows) >= ROW_SIZE) {
        const uint64_t commit = bytes_take_u64(&rows);
        const uint64_t second = bytes_take_u64(&rows);
        if (commit <= number)
            continue;
        *ret_seconds = now > second ? now - second : 0;
        break;
    }
    return YZ_OK;
}
