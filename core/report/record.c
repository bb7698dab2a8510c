/* SPDX-License-Identifier: MIT */
/*
 * A group of records, all numbers varints but those that say otherwise:
 *
 *     records: u8
 *     kind of the first, and bits that say what it has: u16
 *     place of its boxes, if it has any: u32
 *     its report; then, if it has them: section, title, path, encoding
 *         (numbers of shared strings): u32 each
 *     its date, if it has one:
 *         (year * 12 + month - 1) * 31 + day - 1: u32
 *     of each record its bytes: u8; LARGE: they begin with their size
 *     records
 *
 * A record:
 *
 *     what is not as it is expected: u8
 *     which record it is relative to, if that is not the first: u8
 *     kind and bits, if not as there: u16
 *     place of its boxes, from that of the first, if it has any
 *     report; then, if it has them: section, title, path, encoding, if any is
 *         not as there
 *     date, if it has one, if not as there
 *     id, if it does not follow (record_id.c)
 *     line, from the one that follows, unless it is that
 *     byte at which it begins, from that there, unless it is that
 *     the rest of where it is, and extra (record_origin.c)
 *
 * Differences that may be negative are zigzag. What follows: record m relative to
 * record n has the line m - n lines behind, and its id counts m - n further.
 * The first record has an id, line and byte, relative to line and byte 0.
 *
 * What passages are filtered by is found by few steps: in front, and, where a
 * record has something new, in this.
 */
#include "core/report/record_parts.h"

static uint32_t
date_of_code(uint32_t code)
{
    const uint32_t months = code / 31;
    return months / 12 * 10000 + (months % 12 + 1) * 100 + code % 31 + 1;
}

/* A shared string that is not there is the empty one, number 0. */
static void
take_string(bytes *in, bool has, bool is_new, uint32_t *string)
{
    if (!has)
        *string = 0;
    else if (is_new)
        *string = bytes_take_varint32(in);
}

static void
take_strings(bytes *in, uint32_t flags, bool are_new, record_strings *strings)
{
    take_string(in, true, are_new, &strings->report);
    take_string(in, flags & HAS_SECTION, are_new, &strings->section);
    take_string(in, flags & HAS_TITLE, are_new, &strings->title);
    take_string(in, flags & HAS_PATH, are_new, &strings->path);
    take_string(in, flags & HAS_ENCODING, are_new, &strings->encoding);
}

static void
take_flags(bytes *in, bool are_new, record_state *s)
{
    if (are_new)
        s->flags = bytes_take_u16(in);
    if (s->flags & ~(uint32_t)FLAGS_KNOWN || id_form_of(s->flags) > ID_NUMBER ||
        (s->flags & KIND_MASK) >= YZ_KIND_COUNT)
        in->bad = true;
}

static void
take_id(bytes *in, bool is_new, uint32_t steps, record_state *s)
{
    const record_id_form form = id_form_of(s->flags);
    if (is_new)
        s->id = record_id_take(in, form);
    else if (s->id.form != form || !record_id_count(&s->id, steps))
        in->bad = true;
}

/* Make of the state of a record that of one relative to it. */
static void
take_new(bytes *in, uint32_t new, uint32_t steps, uint32_t boxes,
         record_state *s)
{
    take_flags(in, new &NEW_FLAGS, s);
    s->strings.has_boxes = (s->flags & HAS_BOXES) != 0;
    s->strings.boxes =
        s->flags & HAS_BOXES ? boxes + bytes_take_varint32(in) : 0;
    take_strings(in, s->flags, new &NEW_STRINGS, &s->strings);
    if (!(s->flags & HAS_DATE))
        s->date = 0;
    else if (new &NEW_DATE)
        s->date = bytes_take_varint32(in);
    take_id(in, new &NEW_ID, steps, s);
    s->line += steps;
    if (new &NEW_LINE)
        s->line += record_take_lines(in);
    if (new &NEW_BYTE)
        s->byte += (uint64_t)unzigzag(bytes_take_varint(in));
}

/* A group that is read. */
typedef struct records {
    const uint8_t *sizes;
    uint32_t count;
    uint32_t boxes; /* of the first */
    bytes in;       /* the records */
} records;

static uint32_t
take_front_string(bytes *in, uint32_t flags, uint32_t flag)
{
    return flags & flag ? bytes_take_u32(in) : 0;
}

/* Open the group that `in` begins with, at what its front has. */
static records
records_open(bytes in, record_state *s)
{
    records r = { .count = bytes_take_u8(&in) };
    take_flags(&in, true, s);
    s->strings.has_boxes = (s->flags & HAS_BOXES) != 0;
    s->strings.boxes = take_front_string(&in, s->flags, HAS_BOXES);
    s->strings.report = bytes_take_u32(&in);
    s->strings.section = take_front_string(&in, s->flags, HAS_SECTION);
    s->strings.title = take_front_string(&in, s->flags, HAS_TITLE);
    s->strings.path = take_front_string(&in, s->flags, HAS_PATH);
    s->strings.encoding = take_front_string(&in, s->flags, HAS_ENCODING);
    s->date = take_front_string(&in, s->flags, HAS_DATE);
    r.boxes = s->strings.boxes;
    r.sizes = bytes_take(&in, r.count);
    r.in = in;
    return r;
}

/* Take a record whole: its bytes. */
static bytes
take_record(bytes *in, uint8_t size)
{
    const uint64_t long_size = size < LARGE ? size : bytes_take_varint(in);
    const size_t taken = long_size <= bytes_left(in) ? (size_t)long_size : 0;
    bytes record = bytes_of(bytes_take(in, taken), taken);
    record.bad = in->bad || taken != long_size;
    in->bad |= record.bad;
    return record;
}

/* The bytes of a record. */
static bytes
record_bytes(const records *r, uint32_t number)
{
    bytes in = r->in;
    size_t before = 0;
    uint32_t i = 0;
    if (in.bad || number >= r->count)
        return (bytes){ .bad = true };
    for (; i < number && r->sizes[i] < LARGE; i++)
        before += r->sizes[i];
    bytes_take(&in, before);
    for (; i < number; i++)
        take_record(&in, r->sizes[i]);
    return take_record(&in, r->sizes[number]);
}

/* Make of what the front has, or of the state of the first record, that of a
 * record which is relative to it. What is given is the rest of the record. */
static bytes
take_simple(const records *r, uint32_t number, record_state *s)
{
    bytes in = record_bytes(r, number);
    const uint32_t new = bytes_take_u8(&in);
    take_new(&in, new, number, r->boxes, s);
    in.bad |= (new & ~(uint32_t)NEW_KNOWN) || new &FROM_ANOTHER;
    return in;
}

/* Make of what the front has the state of the first record. */
static bytes
take_first(const records *r, record_state *s)
{
    enum { AT_LEAST = NEW_ID | NEW_LINE | NEW_BYTE };
    bytes in = record_bytes(r, 0);
    s->id = (record_id){ 0 };
    s->line = 0;
    s->byte = 0;
    if (in.bad || !bytes_left(&in) || *in.at != AT_LEAST) {
        in.bad = true;
        return in;
    }
    return take_simple(r, 0, s);
}

/* Make of what the front has the state of any record. */
static bytes
take_state(const records *r, uint32_t number, record_state *s)
{
    const bytes first = take_first(r, s);
    if (number == 0 || first.bad)
        return first;
    bytes in = record_bytes(r, number);
    const uint32_t new = bytes_take_u8(&in);
    const uint32_t from = new &FROM_ANOTHER ? bytes_take_u8(&in) : 0;
    if (new &FROM_ANOTHER &&
        (from == 0 || from >= number || take_simple(r, from, s).bad))
        in.bad = true;
    take_new(&in, new, number - from, r->boxes, s);
    in.bad |= (new & ~(uint32_t)NEW_KNOWN) != 0;
    return in;
}

static uint32_t
date_of(const record_state *s)
{
    return s->flags & HAS_DATE ? date_of_code(s->date) : 0;
}

static bool
print_date(uint32_t date, arena *a, yz_passage *p)
{
    if (!date)
        return true;
    p->date = arena_printf(a, "%04u-%02u-%02u", date / 10000, date / 100 % 100,
                           date % 100);
    return p->date.data != NULL;
}

static bool
print_id(const record_id *id, arena *a, yz_passage *p)
{
    char room[RECORD_ID_ROOM];
    const yz_str printed = record_id_print(id, room);
    const bool is_there = id->form == ID_TEXT && !id->steps;
    p->id = is_there ? printed : arena_str(a, printed);
    return p->id.data || is_there;
}

static yz_status
record_corrupt(yz_error *err)
{
    return error_corrupt(err, "the record of a passage cannot be decoded");
}

yz_status
record_decode(bytes in, uint32_t number, arena *a, yz_passage *ret_passage,
              record_strings *ret_strings, yz_error *err)
{
    record_state s;
    const records r = records_open(in, &s);
    bytes rest = take_state(&r, number, &s);
    if (rest.bad)
        return record_corrupt(err);
    yz_passage p = { .kind = (yz_kind)(s.flags & KIND_MASK),
                     .truncated = (s.flags & IS_TRUNCATED) != 0 };
    const record_origin origin = { s.line, s.byte, s.flags & IS_WHOLE,
                                   s.flags & HAS_EXTRA };
    if (!print_id(&s.id, a, &p) || !print_date(date_of(&s), a, &p) ||
        !record_origin_take(&rest, &origin, a, &p))
        return error_nomem(err);
    if (rest.bad || bytes_left(&rest))
        return record_corrupt(err);
    *ret_passage = p;
    *ret_strings = s.strings;
    return YZ_OK;
}

/* Whether a record is, but for its id and place, as the front says. */
static bool
is_as_front(const records *r, uint32_t number, const record_state *s)
{
    enum { ANYTHING = 0xff & ~(NEW_ID | NEW_LINE | NEW_BYTE) };
    const bytes in = record_bytes(r, number);
    return !in.bad && bytes_left(&in) && !(*in.at & ANYTHING) &&
           !(s->flags & HAS_BOXES);
}

yz_status
record_peek(bytes in, uint32_t number, record_head *ret_head, yz_error *err)
{
    record_state s;
    const records r = records_open(in, &s);
    if (!is_as_front(&r, number, &s) && take_state(&r, number, &s).bad)
        return record_corrupt(err);
    *ret_head =
        (record_head){ (yz_kind)(s.flags & KIND_MASK), date_of(&s), s.strings };
    return YZ_OK;
}

yz_status
record_peek_id(bytes in, uint32_t number, char room[RECORD_ID_ROOM],
               yz_str *ret_id, yz_error *err)
{
    record_state s;
    const records r = records_open(in, &s);
    if (take_state(&r, number, &s).bad)
        return record_corrupt(err);
    *ret_id = record_id_print(&s.id, room);
    return YZ_OK;
}
