/* SPDX-License-Identifier: MIT */
#include "bindings/sqlite/sync_log.h"
#include "bindings/sqlite/sync_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long to wait for another writer, and how often to look. */
enum { WAIT_MS = 10000, WAIT_STEP_MS = 5 };

#define NOTE_BEGIN "yizhan_sync "

/* ---- places in the log -------------------------------------------------- */

static int
last_place(sync_table *t, log_place *ret_place)
{
    sqlite3_stmt *last = sync_prepared(t, SYNC_LOG_LAST);
    if (!last)
        return SQLITE_ERROR;
    log_place place = { 0 };
    const int code = sqlite3_step(last);
    if (code == SQLITE_ROW) {
        place.number = sqlite3_column_int64(last, 0);
        place.mark = sqlite3_column_int64(last, 1);
    } else if (code != SQLITE_DONE) {
        return sync_fail_sqlite(t, code);
    }
    sqlite3_reset(last);
    *ret_place = place;
    return SQLITE_OK;
}

/* Whether the log has this very entry; 1, 0, or -1 with an error. */
static int
log_has(sync_table *t, log_place place)
{
    sqlite3_stmt *has = sync_prepared(t, SYNC_LOG_HAS);
    if (!has)
        return -1;
    sqlite3_bind_int64(has, 1, place.number);
    sqlite3_bind_int64(has, 2, place.mark);
    const int code = sqlite3_step(has);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        sync_fail_sqlite(t, code);
    sqlite3_reset(has);
    return code == SQLITE_ROW ? 1 : code == SQLITE_DONE ? 0 : -1;
}

/* The place that a note has. False: it is another program's. */
static bool
note_read(yz_str note, log_place *ret_place)
{
    char text[96];
    char *end;
    *ret_place = (log_place){ 0 };
    if (!note.size)
        return true;
    if (note.size >= sizeof(text) || note.size <= strlen(NOTE_BEGIN) ||
        memcmp(note.data, NOTE_BEGIN, strlen(NOTE_BEGIN)) != 0)
        return false;
    memcpy(text, note.data, note.size);
    text[note.size] = '\0';
    ret_place->number = strtoll(text + strlen(NOTE_BEGIN), &end, 10);
    ret_place->mark = strtoll(end, &end, 10);
    return *end == '\0';
}

static yz_status
note_write(sync_table *t, log_place place, yz_error *err)
{
    char text[96];
    const int size = snprintf(text, sizeof(text), NOTE_BEGIN "%lld %lld",
                              (long long)place.number, (long long)place.mark);
    return yz_writer_set_note(t->writer, (yz_str){ text, (size_t)size }, err);
}

/* ---- the state of the index --------------------------------------------- */

static int
foreign(sync_table *t)
{
    return sync_fail(t,
                     "%s is an index of something else; name a new folder for "
                     "%s",
                     t->shown.path, t->name);
}

/* The place of the index; whether it has passages, too. */
static yz_status
state_read(sync_table *t, log_place *ret_place, bool *ret_is_own,
           uint64_t *ret_passages, yz_error *err)
{
    yz_snapshot *snapshot;
    yz_stats stats = { 0 };
    yz_str note;
    yz_status status = yz_snapshot_open(t->shown.index, &snapshot, err);
    if (status != YZ_OK)
        return status;
    status = yz_snapshot_note(snapshot, &note, err);
    if (status == YZ_OK) {
        *ret_is_own = note_read(note, ret_place);
        if (ret_passages)
            status = yz_snapshot_stats(snapshot, &stats, err);
    }
    if (status == YZ_OK && ret_passages)
        *ret_passages = stats.passages;
    yz_snapshot_close(snapshot);
    return status;
}

static int
index_place(sync_table *t, log_place *ret_place)
{
    yz_error err;
    bool is_own;
    if (state_read(t, ret_place, &is_own, NULL, &err) != YZ_OK)
        return table_fail(&t->shown.base, &err);
    return is_own ? SQLITE_OK : foreign(t);
}

int
sync_index_check(sync_table *t)
{
    yz_error err;
    bool is_own;
    log_place place = { 0 };
    uint64_t passages;
    if (state_read(t, &place, &is_own, &passages, &err) != YZ_OK)
        return table_fail(&t->shown.base, &err);
    return is_own && (place.number || !passages) ? SQLITE_OK : foreign(t);
}

/* ---- bringing it up ----------------------------------------------------- */

/* Open the writer; while another connection commits, wait. */
static int
writer_open(sync_table *t)
{
    yz_error err;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    for (int waited = 0;; waited += WAIT_STEP_MS) {
        const yz_status status =
            yz_writer_open(t->shown.index, &options, &t->writer, &err);
        if (status == YZ_OK)
            return SQLITE_OK;
        if (status != YZ_E_BUSY || waited >= WAIT_MS)
            return table_fail(&t->shown.base, &err);
        sqlite3_sleep(WAIT_STEP_MS);
    }
}

/* Write each row that changed behind a place; an entry without one, which
 * comes first, means all rows. */
static int
rows_write(sync_table *t, log_place from)
{
    sqlite3_stmt *rows = sync_prepared(t, SYNC_LOG_ROWS);
    if (!rows)
        return SQLITE_ERROR;
    sqlite3_bind_int64(rows, 1, from.number);
    int step;
    int code = SQLITE_OK;
    while (code == SQLITE_OK && (step = sqlite3_step(rows)) != SQLITE_DONE) {
        if (step != SQLITE_ROW) {
            code = sync_fail_sqlite(t, step);
        } else if (sqlite3_column_type(rows, 0) == SQLITE_NULL) {
            code = sync_rows_write(t);
            break;
        } else {
            code = sync_row_write(t, sqlite3_column_int64(rows, 0));
        }
    }
    sqlite3_reset(rows);
    return code;
}

/* Whether the log behind a place begins with all rows, so that it does not
 * matter what the index has. */
static bool
is_rebuilt(sync_table *t, log_place from)
{
    sqlite3_stmt *rows = sync_prepared(t, SYNC_LOG_ROWS);
    if (!rows)
        return false;
    sqlite3_bind_int64(rows, 1, from.number);
    const bool all = sqlite3_step(rows) == SQLITE_ROW &&
                     sqlite3_column_type(rows, 0) == SQLITE_NULL;
    sqlite3_reset(rows);
    return all;
}

static int
out_of_step(sync_table *t)
{
    return sync_fail(t,
                     "the index %s is not as %s left it: one of the two was "
                     "replaced, or restored from a copy; INSERT INTO %s(%s) "
                     "VALUES('rebuild') makes it again",
                     t->shown.path, t->name, t->name, t->name);
}

/* Where to read the log on from; of a rebuild, its place does not matter. */
static int
start_find(sync_table *t, log_place *ret_from)
{
    int code = index_place(t, ret_from);
    if (code != SQLITE_OK || !ret_from->number)
        return code;
    const int has = log_has(t, *ret_from);
    if (has != 0)
        return has < 0 ? SQLITE_ERROR : SQLITE_OK;
    *ret_from = (log_place){ 0 };
    return is_rebuilt(t, *ret_from) ? SQLITE_OK : out_of_step(t);
}

static int
log_trim(sync_table *t, log_place before)
{
    sqlite3_stmt *trim = sync_prepared(t, SYNC_LOG_TRIM);
    if (!trim)
        return SQLITE_ERROR;
    sqlite3_bind_int64(trim, 1, before.number);
    const int code = sqlite3_step(trim);
    sqlite3_reset(trim);
    return code == SQLITE_DONE ? SQLITE_OK : sync_fail_sqlite(t, code);
}

/* Give the writer what the log has behind `from`, and its note. */
static int
log_apply(sync_table *t, log_place from)
{
    yz_error err;
    log_place last = { 0 };
    int code = last_place(t, &last);
    if (code == SQLITE_OK)
        code = rows_write(t, from);
    if (code == SQLITE_OK && note_write(t, last, &err) != YZ_OK)
        code = table_fail(&t->shown.base, &err);
    return code;
}

int
sync_prepare(sync_table *t)
{
    log_place from = { 0 };
    sync_abandon(t);
    int code = shown_table_open(&t->shown);
    if (code == SQLITE_OK)
        code = writer_open(t);
    if (code == SQLITE_OK)
        code = start_find(t, &from);
    if (code == SQLITE_OK)
        code = log_trim(t, from);
    if (code == SQLITE_OK)
        code = log_apply(t, from);
    if (code != SQLITE_OK)
        sync_abandon(t);
    return code;
}

void
sync_commit(sync_table *t)
{
    yz_error err;
    if (t->writer && yz_writer_commit(t->writer, &err) != YZ_OK)
        sqlite3_log(SQLITE_ERROR,
                    "yizhan_sync: %s is behind until it is used next: %s",
                    t->shown.path, err.message);
    sync_abandon(t);
}

void
sync_abandon(sync_table *t)
{
    yz_writer_close(t->writer);
    t->writer = NULL;
}

/* Bring the index up from where it is now, and commit. */
static int
bring_up(sync_table *t)
{
    yz_error err;
    log_place from = { 0 };
    int code = writer_open(t);
    if (code == SQLITE_OK)
        code = start_find(t, &from);
    if (code == SQLITE_OK)
        code = log_apply(t, from);
    if (code == SQLITE_OK && yz_writer_commit(t->writer, &err) != YZ_OK)
        code = table_fail(&t->shown.base, &err);
    sync_abandon(t);
    return code;
}

int
sync_catch_up(sync_table *t)
{
    log_place here = { 0 };
    log_place last = { 0 };
    int code = shown_table_open(&t->shown);
    if (code == SQLITE_OK)
        code = index_place(t, &here);
    if (code == SQLITE_OK)
        code = last_place(t, &last);
    /* An index that is ahead has what was committed since this statement
     * began. */
    if (code != SQLITE_OK || here.number > last.number)
        return code;
    if (here.number == last.number)
        return here.mark == last.mark ? SQLITE_OK : out_of_step(t);
    return bring_up(t);
}
