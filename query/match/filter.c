/* SPDX-License-Identifier: MIT */
#include "query/match/filter.h"

#include "core/index/records.h"
#include "core/report/report.h"
#include "query/match/exact/verify.h"

#include <fnmatch.h>
#include <string.h>

/* What was found of a shared string. */
enum { ANSWER_UNKNOWN = 0, ANSWER_NO = 1, ANSWER_YES = 2 };

bool
filter_is_empty(const filter *f)
{
    return !f->kinds && !f->date_first && !f->date_last && !f->report_glob &&
           !f->report_part.size && !f->id.size && !f->section && !f->title;
}

static bool
has_wildcard(yz_str text)
{
    for (size_t i = 0; i < text.size; i++)
        if (strchr("*?[", text.data[i]))
            return true;
    return false;
}

yz_status
filter_of_field(const plan_node *field, arena *a, filter *ret_filter,
                yz_error *err)
{
    const node *from = field->node;
    *ret_filter = (filter){ .kinds = from->kinds,
                            .date_first = from->date_first,
                            .date_last = from->date_last };
    if (from->field == FIELD_SECTION)
        ret_filter->section = &field->field_value;
    if (from->field == FIELD_TITLE)
        ret_filter->title = &field->field_value;
    if (from->field == FIELD_ID)
        ret_filter->id = from->value;
    if (from->field != FIELD_REPORT)
        return YZ_OK;
    if (!has_wildcard(from->value)) {
        ret_filter->report_part = from->value;
        return YZ_OK;
    }
    const yz_str glob = arena_str(a, from->value);
    ret_filter->report_glob = glob.data;
    return glob.data ? YZ_OK : error_nomem(err);
}

/* ---- shared strings --------------------------------------------------------------- */

static yz_status
answers_begin(const match_context *m, filter_answers *answers)
{
    const size_t count = (size_t)m->segment->info.strings + 1;
    if (answers->title)
        return YZ_OK;
    answers->report = arena_alloc(m->arena, count);
    answers->section = arena_alloc(m->arena, count);
    answers->title = arena_alloc(m->arena, count);
    return answers->report && answers->section && answers->title
               ? YZ_OK
               : error_nomem(m->err);
}

static bool
contains(yz_str text, yz_str part)
{
    for (size_t i = 0; i + part.size <= text.size; i++)
        if (!memcmp(text.data + i, part.data, part.size))
            return true;
    return false;
}

/* The glob may name the whole path or its last part. */
static yz_status
glob_meets(const match_context *m, const char *glob, yz_str text,
           bool *ret_meets)
{
    const yz_str copy = arena_str(m->arena, text);
    if (!copy.data)
        return error_nomem(m->err);
    const char *slash = strrchr(copy.data, '/');
    *ret_meets = fnmatch(glob, copy.data, 0) == 0 ||
                 (slash && fnmatch(glob, slash + 1, 0) == 0);
    return YZ_OK;
}

static yz_status
report_meets(const match_context *m, const filter *f, yz_str text,
             bool *ret_meets)
{
    *ret_meets = true;
    if (f->report_part.size)
        *ret_meets = contains(text, f->report_part);
    if (*ret_meets && f->report_glob)
        return glob_meets(m, f->report_glob, text, ret_meets);
    return YZ_OK;
}

/* What is known of a string; the record that names it may be damaged. */
static yz_status
answer_of(const match_context *m, uint8_t *answers, uint32_t number,
          uint8_t **ret_answer)
{
    if (number >= m->segment->info.strings)
        return error_corrupt(m->err,
                             "a record refers to a string that does not exist");
    *ret_answer = &answers[number];
    return YZ_OK;
}

/* Whether a pattern occurs in a heading. */
static yz_status
heading_meets(const match_context *m, const pattern *p, uint8_t *answers,
              uint32_t number, bool *ret_meets)
{
    uint8_t *answer;
    TRY(answer_of(m, answers, number, &answer));
    if (*answer == ANSWER_UNKNOWN) {
        skeleton sk;
        yz_str text;
        TRY(segment_string(m->segment, number, &text, m->err));
        TRY(skeleton_make(m->patterns->fold, text, false, m->arena, &sk,
                          m->err));
        *answer =
            verify_units(m, p, sk.units, sk.length) ? ANSWER_YES : ANSWER_NO;
    }
    *ret_meets = *answer == ANSWER_YES;
    return YZ_OK;
}

static yz_status
name_meets(const match_context *m, const filter *f, uint8_t *answers,
           uint32_t number, bool *ret_meets)
{
    uint8_t *answer;
    TRY(answer_of(m, answers, number, &answer));
    if (*answer == ANSWER_UNKNOWN) {
        bool meets;
        yz_str text;
        TRY(segment_string(m->segment, number, &text, m->err));
        TRY(report_meets(m, f, text, &meets));
        *answer = meets ? ANSWER_YES : ANSWER_NO;
    }
    *ret_meets = *answer == ANSWER_YES;
    return YZ_OK;
}

/* ---- passages ---------------------------------------------------------------------- */

static bool
date_meets(const filter *f, uint32_t date)
{
    if (!f->date_first && !f->date_last)
        return true;
    return date && (!f->date_first || date >= f->date_first) &&
           (!f->date_last || date <= f->date_last);
}

static yz_status
report_or_path_meets(const match_context *m, const filter *f, uint8_t *answers,
                     const record_strings *strings, bool *ret_meets)
{
    TRY(name_meets(m, f, answers, strings->report, ret_meets));
    if (*ret_meets)
        return YZ_OK;
    return name_meets(m, f, answers, strings->path, ret_meets);
}

static yz_status
strings_meet(const match_context *m, const filter *f, filter_answers *answers,
             const record_strings *strings, bool *ret_meets)
{
    bool meets = true;
    TRY(answers_begin(m, answers));
    if (f->report_glob || f->report_part.size)
        TRY(report_or_path_meets(m, f, answers->report, strings, &meets));
    if (meets && f->section)
        TRY(heading_meets(m, f->section, answers->section, strings->section,
                          &meets));
    if (meets && f->title)
        TRY(heading_meets(m, f->title, answers->title, strings->title, &meets));
    *ret_meets = meets;
    return YZ_OK;
}

/* Whether REPORT#ID is this passage, read with any of its # between the two. */
static yz_status
is_named(const match_context *m, yz_str what, uint32_t passage,
         const record_head *head, bool *ret_is)
{
    char room[RECORD_ID_ROOM];
    yz_str report;
    yz_str path;
    yz_str id;
    *ret_is = false;
    TRY(segment_string(m->segment, head->strings.report, &report, m->err));
    TRY(segment_string(m->segment, head->strings.path, &path, m->err));
    TRY(segment_record_id(m->segment, passage, room, &id, m->err));
    for (size_t i = 0; i < what.size && !*ret_is; i++) {
        const yz_str name = { what.data, i };
        const yz_str wanted = { what.data + i + 1, what.size - i - 1 };
        *ret_is = what.data[i] == '#' && str_equal(wanted, id) &&
                  (str_equal(name, report) || str_equal(name, path));
    }
    return YZ_OK;
}

/* Whether the passage has the id that is asked for, if one is. */
static yz_status
id_meets(const match_context *m, const filter *f, uint32_t passage,
         bool *ret_meets)
{
    char room[RECORD_ID_ROOM];
    yz_str id;
    *ret_meets = true;
    if (!f->id.size)
        return YZ_OK;
    TRY(segment_record_id(m->segment, passage, room, &id, m->err));
    *ret_meets = str_equal(f->id, id);
    return YZ_OK;
}

yz_status
filter_meets(const match_context *m, const filter *f, filter_answers *answers,
             uint32_t passage, bool *ret_meets)
{
    record_head head;
    TRY(segment_record_peek(m->segment, passage, &head, m->err));
    const bool meets =
        (!f->kinds || (f->kinds >> head.kind & 1)) && date_meets(f, head.date);
    *ret_meets = meets;
    if (meets)
        TRY(id_meets(m, f, passage, ret_meets));
    if (*ret_meets && f->report_part.size &&
        memchr(f->report_part.data, '#', f->report_part.size)) {
        TRY(is_named(m, f->report_part, passage, &head, ret_meets));
        if (*ret_meets)
            return YZ_OK;
        *ret_meets = meets;
    }
    if (!*ret_meets ||
        !(f->report_glob || f->report_part.size || f->section || f->title))
        return YZ_OK;
    return strings_meet(m, f, answers, &head.strings, ret_meets);
}
