/* SPDX-License-Identifier: MIT */
/*
 * Does an extract show the best of a passage, cut where it reads well, with
 * every highlight on what was found? Examples first, written as
 * "…在[工会驿站]中…"; then random texts and marks against slow twins that look
 * at all windows and all bytes.
 */
#include "query/show/snippet.h"

#include "core/base/buffer.h"
#include "core/base/utf8.h"
#include "query/show/extent.h"
#include "tests/unit/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MARKS_MAX = 64, TEXT_MAX = 4096 };

static int
mark_compare(const void *a, const void *b)
{
    const snippet_mark *x = a;
    const snippet_mark *y = b;
    if (x->text.begin != y->text.begin)
        return x->text.begin < y->text.begin ? -1 : 1;
    return (x->text.end < y->text.end) - (x->text.end > y->text.end);
}

/* ---- asking -------------------------------------------------------------- */

typedef struct question {
    yz_str text;
    snippet_mark marks[MARKS_MAX];
    size_t mark_count;
    uint32_t width;
    uint32_t snippets;
    bool full;
} question;

/* Mark each place of each word; a word is a clause, and weighs 1. */
static question
ask(const char *text, uint32_t width, uint32_t snippets, const char *words)
{
    question q = { .text = str_of(text), .width = width, .snippets = snippets };
    char copy[256];
    char *rest = copy;
    snprintf(copy, sizeof(copy), "%s", words);
    uint32_t clause = 0;
    for (const char *word; (word = strtok_r(rest, "|", &rest)); clause++)
        for (const char *at = text; (at = strstr(at, word));
             at += strlen(word)) {
            const uint32_t begin = (uint32_t)(at - text);
            assert_true(q.mark_count < MARKS_MAX);
            q.marks[q.mark_count++] = (snippet_mark){
                .text = { begin, begin + (uint32_t)strlen(word) },
                .weight = 1,
                .clause = clause,
            };
        }
    qsort(q.marks, q.mark_count, sizeof(q.marks[0]), mark_compare);
    return q;
}

static size_t
answer(const question *q, arena *a, const yz_snippet **snippets)
{
    size_t count = 0;
    yz_error err = { 0 };
    assert_int_equal(snippet_make(q->text, q->marks, q->mark_count, q->width,
                                  q->snippets, q->full, a, snippets, &count,
                                  &err),
                     YZ_OK);
    return count;
}

/* The extracts with brackets around their highlights, separated by " | ". */
static void
answer_print(const question *q, buffer *out)
{
    arena a = { 0 };
    const yz_snippet *snippets = NULL;
    const size_t count = answer(q, &a, &snippets);
    for (size_t i = 0; i < count; i++) {
        const yz_snippet *s = &snippets[i];
        uint32_t at = 0;
        buffer_put_text(out, str_of(i ? " | " : ""));
        for (size_t h = 0; h < s->highlight_count; h++) {
            const yz_span span = s->highlights[h];
            assert_true(at <= span.begin && span.begin < span.end &&
                        span.end <= s->text.size);
            buffer_put(out, s->text.data + at, span.begin - at);
            buffer_printf(out, "[%.*s]", (int)(span.end - span.begin),
                          s->text.data + span.begin);
            at = span.end;
        }
        buffer_put(out, s->text.data + at, s->text.size - at);
    }
    buffer_put_u8(out, 0);
    arena_dispose(&a);
}

static void
expect(const question *q, const char *expected)
{
    buffer out = { 0 };
    answer_print(q, &out);
    assert_string_equal((const char *)out.data, expected);
    buffer_dispose(&out);
}

static void
shows(const char *text, uint32_t width, uint32_t snippets, const char *words,
      const char *expected)
{
    const question q = ask(text, width, snippets, words);
    expect(&q, expected);
}

/* ---- highlights ---------------------------------------------------------- */

static void
short_passage_is_shown_whole(void **state)
{
    (void)state;
    shows("在工会驿站中加入服务。", 120, 1, "工会驿站",
          "在[工会驿站]中加入服务。");
    shows("在工会驿站中加入服务。", 11, 3, "工会驿站|服务",
          "在[工会驿站]中加入[服务]。");
    shows("", 120, 1, "工会", "");
    shows(" \n", 120, 1, "工会", "  ");
}

static void
marks_that_touch_stay_apart_and_overlapping_ones_merge(void **state)
{
    (void)state;
    shows("去工会工会吧", 120, 1, "工会", "去[工会][工会]吧");
    shows("去工会驿站吧", 120, 1, "工会驿|会驿站", "去[工会驿站]吧");
    shows("去工会驿站吧", 120, 1, "工会驿站|会驿", "去[工会驿站]吧");
    shows("去工会驿站吧", 120, 1, "工会驿站|工会驿站", "去[工会驿站]吧");
    shows("去工会驿站吧", 120, 1, "工会|驿站", "去[工会][驿站]吧");
}

static void
white_space_controls_become_one_blank_each(void **state)
{
    (void)state;
    shows("服务\n工会\t驿站", 120, 1, "工会\t驿站", "服务 [工会 驿站]");
    shows("服务\r\n工会\r\n\r\n驿站", 120, 1, "工会|驿站",
          "服务 [工会]  [驿站]");
    shows("服\u2028务\u2029工\xc2\x85会\v驿\f站", 120, 1,
          "务\u2029工\xc2\x85会|站", "服 [务 工 会] 驿 [站]");
    shows("服务　工会\u00a0\x01", 120, 1, "工会", "服务　[工会]\u00a0\x01");
    /* A mark that is only half a line break leaves nothing to light up. */
    shows("服务\r\n工会", 120, 1, "\r|\n", "服务[ ]工会");
    /* Neither do marks of nothing, or of what is not there. */
    question q = ask("服务工会", 120, 1, "工会");
    q.marks[q.mark_count++] = (snippet_mark){ .text = { 12, 12 }, .weight = 1 };
    q.marks[q.mark_count++] = (snippet_mark){ .text = { 12, 90 }, .weight = 1 };
    expect(&q, "服务[工会]");
}

static void
full_shows_all_and_loses_nothing(void **state)
{
    (void)state;
    question q = ask("\n服务。在工会驿站,加入。\n", 4, 9, "工会驿站");
    q.full = true;
    expect(&q, " 服务。在[工会驿站],加入。 ");
}

/* ---- where it is cut ----------------------------------------------------- */

static const char report[] =
    "近日，南平市总工会召开了一次会议。会议研究部署了今年的各项工作，提出了三"
    "点要求。去年以来，全市新建工会驿站35个，服务户外劳动者2,020.68万人次，深"
    "受大家的欢迎。下一步，市总工会将继续推动驿站建设。";

static void
extract_begins_and_ends_with_a_sentence(void **state)
{
    (void)state;
    shows(
        report, 60, 1, "工会驿站",
        "…去年以来，全市新建[工会驿站]35个，服务户外劳动者2,020.68万人次，深受"
        "大家的欢迎。…");
    shows(report, 40, 1, "会议",
          "近日，南平市总工会召开了一次[会议]。[会议]"
          "研究部署了今年的各项工作，…");
    shows(report, 40, 1, "推动",
          "…深受大家的欢迎。下一步，市总工会将继续[推动]驿站建设。");
}

static void
extract_ends_with_a_clause_if_no_sentence_ends(void **state)
{
    (void)state;
    shows(report, 24, 1, "全市", "…去年以来，[全市]新建工会驿站35个，…");
}

static void
extract_is_cut_at_its_edge_if_no_mark_is_near(void **state)
{
    (void)state;
    shows("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", 10, 1, "甲",
          "…八九十[甲]乙丙丁戊…");
    shows("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", 10, 1, "癸",
          "…丙丁戊己庚辛壬[癸]");
}

static void
numbers_and_words_are_never_cut(void **state)
{
    (void)state;
    for (uint32_t width = 4; width < 60; width++) {
        static const char *const wholes[] = {
            "2,020.68万",  "Yizhan",     "don’t",   "12:30", "A/B",
            "example.com", "0599-12351", "2.5亿元", "C++",
        };
        static const char text[] =
            "服务大家的是工会2,020.68万人Yizhan在那里don’t去12:30看A/B两组在"
            "example.com的0599-12351给2.5亿元用C++写驿站再来看看";
        for (const char *at = text; (at = strstr(at, "的")); at++) {
            question q = ask(text, width, 20, "工会|人|在|看|的|用|站");
            buffer out = { 0 };
            answer_print(&q, &out);
            buffer plain = { 0 };
            for (size_t i = 0; out.data[i]; i++)
                if (out.data[i] != '[' && out.data[i] != ']')
                    buffer_put_u8(&plain, out.data[i]);
            buffer_put_u8(&plain, 0);
            for (size_t i = 0; i < ARRAY_LENGTH(wholes); i++) {
                /* Its first two bytes stand nowhere without the rest. */
                char begin[8] = { 0 };
                memcpy(begin, wholes[i], 2);
                const char *found = strstr((char *)plain.data, begin);
                if (found)
                    assert_memory_equal(found, wholes[i], strlen(wholes[i]));
            }
            buffer_dispose(&out);
            buffer_dispose(&plain);
        }
    }
}

static void
marks_stay_with_what_they_open_and_close(void **state)
{
    (void)state;
    shows("甲乙丙丁戊己庚“工会驿站”（一二）三四五六七八", 8, 1, "工会驿站",
          "…“[工会驿站]”…");
    shows("甲乙丙丁戊己庚\"工会驿站\"(一二)三四五六七八", 8, 1, "工会驿站",
          "…\"[工会驿站]\"…");
    shows("甲乙丙丁。戊己《工会驿站》。一二三四五六七八", 10, 1, "工会驿站",
          "…己《[工会驿站]》。…");
    shows("甲乙丙丁他说：“工会。”驿站一二三四五六七八九", 12, 1, "工会",
          "…“[工会]。”驿站一二三…");
    shows("一二三四五六列夫·托尔斯泰的工会七八九十甲乙丙", 13, 1, "的",
          "…尔斯泰[的]工会七八九十甲…");
    shows("甲乙丙丁戊己庚工会——驿站一二三四五六七八九", 11, 1, "庚",
          "…丙丁戊己[庚]工会——…");
}

static void
graphemes_are_never_cut(void **state)
{
    (void)state;
    /* Each of these is one character, however many code points it has. */
    shows("e\u0301e\u0301 e\u0301 a\u0308\u0323o", 9, 1, "o",
          "e\u0301e\u0301 e\u0301 a\u0308\u0323[o]");
    shows("一👨‍👩‍👧二🇨🇳三👍🏽四❤️五六七八九",
          6, 1, "三", "…二🇨🇳[三]👍🏽四❤️…");
    shows("一二三四五六か\u3099七八九十", 3, 1, "六", "…五[六]か\u3099…");
}

static void
blanks_at_a_cut_go(void **state)
{
    (void)state;
    shows("The trade union opened a new station. It serves workers.", 30, 1,
          "union", "The trade [union] opened a new…");
    shows("The trade union opened a new station. It serves workers.", 24, 1,
          "serves", "…It [serves] workers.");
}

/* ---- which window -------------------------------------------------------- */

static void
distinct_parts_of_the_query_come_first(void **state)
{
    (void)state;
    shows(
        "工会工会工会。一二三四五六七八九十。甲乙丙丁。工会的服务在此。子丑寅",
        12, 1, "工会|服务", "…[工会]的[服务]在此。…");
    shows("工会甲乙。一二三四五六七八九十。工会工会。一二三四五六", 8, 1,
          "工会", "…[工会][工会]。…");
    /* The heavier part is shown if both do not fit. */
    question q = ask("服务甲乙。一二三四五六七八九十。工会丙丁。一二三四五六",
                     8, 1, "服务|工会");
    q.marks[1].weight = 5;
    expect(&q, "…[工会]丙丁。…");
}

static void
further_extracts_show_what_the_first_does_not(void **state)
{
    (void)state;
    static const char text[] = "工会甲乙。一二三四五六七八九十。服务丙丁。一二"
                               "三四五六七八九。工会戊己。";
    shows(text, 8, 2, "工会|服务", "[工会]甲乙。… | …[服务]丙丁。…");
    shows(text, 8, 9, "工会|服务",
          "[工会]甲乙。… | …[服务]丙丁。… | …[工会]戊己。");
    shows(text, 8, 0, "工会|服务", "");
}

static void
no_marks_show_the_beginning(void **state)
{
    (void)state;
    shows("一二三四，五六七八九十甲乙丙丁", 8, 3, "无", "一二三四，…");
    shows("\n\n一二三四，五六七八九十甲乙丙丁", 8, 3, "无", "一二三四，…");
    shows("  \n\t                  ", 8, 3, "无", "");
}

static void
mark_longer_than_the_width_shows_its_beginning(void **state)
{
    (void)state;
    shows("甲乙一二三四五六七八九十丙丁", 6, 1, "一二三四五六七八九十",
          "…[一二三四五六]…");
    shows("甲乙一二三四五六七八九十丙丁", 6, 2, "一二三四五六七八九十",
          "…[一二三四五六]…");
}

/* ---- random texts -------------------------------------------------------- */

/* A text, and for each byte where it stands once white space is normalised. */
typedef struct random_text {
    char data[TEXT_MAX];
    uint32_t size;
    char normal[TEXT_MAX];
    uint32_t normal_size;
    uint32_t to_normal[TEXT_MAX + 1];
} random_text;

static void
put(random_text *t, const char *s)
{
    const size_t size = strlen(s);
    memcpy(t->data + t->size, s, size);
    t->size += (uint32_t)size;
}

static void
put_point(random_text *t, uint32_t c)
{
    t->size += (uint32_t)utf8_put(t->data + t->size, c);
}

/*
 * Ideographs are taken from 20,000, so that a few of them tell the place. What
 * may not be cut is never long.
 */
static void
random_text_fill(random_text *t, uint64_t *seed, uint32_t tokens, bool plain)
{
    static const char *const strange[] = {
        "2,020.68", "workers",  "12:30", "\n",      "\t",
        "\r\n",     "\u2028",   " ",     "“",       "”",
        "（",       "）",       "\"",    "e\u0301", "👨‍👩‍👧",
        "🇨🇳",       "don’t",    "A/B",   "——",      "\r",
        "\xc2\x85", "か\u3099", "《",    "2.5亿元", "👍🏽",
        "𠀀",       "?",        "\x01",
    };
    static const char *const marks[] = { "。", "，", "、", "！", "；" };
    for (uint32_t i = 0; i < tokens; i++) {
        const uint32_t kind = random_below(seed, 16);
        for (uint32_t n = 1 + random_below(seed, 3); n > 0; n--)
            put_point(t, 0x4e00 + random_below(seed, 20000));
        if (kind < 4)
            put(t, marks[random_below(seed, ARRAY_LENGTH(marks))]);
        else if (kind < 9 && !plain)
            put(t, strange[random_below(seed, ARRAY_LENGTH(strange))]);
    }
}

static bool
begins(const char *at, const char *s)
{
    return strncmp(at, s, strlen(s)) == 0;
}

static void
random_text_normalise(random_text *t)
{
    static const char *const controls[] = { "\r\n",     "\r",     "\n",    "\t",
                                            "\xc2\x85", "\u2028", "\u2029" };
    t->data[t->size] = '\0';
    for (uint32_t at = 0; at < t->size;) {
        size_t size = 0;
        for (size_t i = 0; i < ARRAY_LENGTH(controls) && !size; i++)
            if (begins(t->data + at, controls[i]))
                size = strlen(controls[i]);
        t->to_normal[at] = t->normal_size;
        t->normal[t->normal_size++] = size ? ' ' : t->data[at];
        for (size_t i = 1; i < size; i++)
            t->to_normal[at + i] = t->normal_size;
        at += size ? (uint32_t)size : 1;
    }
    t->to_normal[t->size] = t->normal_size;
    t->normal[t->normal_size] = '\0';
}

static bool
is_border(const random_text *t, uint32_t at)
{
    return at >= t->size || (t->data[at] & 0xc0) != 0x80;
}

static uint32_t
random_border(const random_text *t, uint64_t *seed, uint32_t at)
{
    at += random_below(seed, 24);
    while (!is_border(t, at))
        at++;
    return at < t->size ? at : t->size;
}

static void
random_marks(question *q, const random_text *t, uint64_t *seed, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t begin = random_below(seed, t->size);
        while (!is_border(t, begin))
            begin++;
        const uint32_t end = random_border(t, seed, begin);
        if (begin < end)
            q->marks[q->mark_count++] = (snippet_mark){
                .text = { begin, end },
                .clause = random_below(seed, 4),
            };
    }
    for (size_t i = 0; i < q->mark_count; i++)
        q->marks[i].weight = 1 + q->marks[i].clause * 0.7;
    qsort(q->marks, q->mark_count, sizeof(q->marks[0]), mark_compare);
}

/* Marks that overlap, merged, in the normalised text; empty ones left out. */
static size_t
slow_highlights(const question *q, const random_text *t, yz_span *spans)
{
    size_t count = 0;
    yz_span merged[MARKS_MAX];
    size_t merged_count = 0;
    for (size_t i = 0; i < q->mark_count; i++) {
        const yz_span m = q->marks[i].text;
        yz_span *last = merged_count ? &merged[merged_count - 1] : NULL;
        if (last && m.begin < last->end)
            last->end = m.end > last->end ? m.end : last->end;
        else
            merged[merged_count++] = m;
    }
    for (size_t i = 0; i < merged_count; i++) {
        const yz_span s = { t->to_normal[merged[i].begin],
                            t->to_normal[merged[i].end] };
        if (s.begin < s.end)
            spans[count++] = s;
    }
    return count;
}

/* ---- what must hold of each extract -------------------------------------- */

/* An extract without its ellipses, and where it stands. */
typedef struct body {
    yz_str text;
    uint32_t shift; /* bytes of the ellipsis in front */
    bool cut_before;
    bool cut_behind;
    uint32_t at; /* in the normalised text */
} body;

static body
body_of(const yz_snippet *s, const random_text *t, uint32_t from)
{
    body b = { .text = s->text };
    b.cut_before = b.text.size >= 3 && begins(b.text.data, "…");
    b.shift = b.cut_before ? 3 : 0;
    b.text.data += b.shift;
    b.text.size -= b.shift;
    b.cut_behind =
        b.text.size >= 3 && memcmp(b.text.data + b.text.size - 3, "…", 3) == 0;
    b.text.size -= b.cut_behind ? 3 : 0;
    b.at = from;
    while (strncmp(t->normal + b.at, b.text.data, b.text.size) != 0) {
        b.at++;
        assert_true(b.at + b.text.size <= t->normal_size);
    }
    return b;
}

static bool
all_blank(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at == end;
}

/* "…" stands where something was left out, and only there. */
static void
check_ellipses(const body *b, const random_text *t)
{
    const char *end = t->normal + t->normal_size;
    assert_int_equal(b->cut_before, !all_blank(t->normal, t->normal + b->at));
    assert_int_equal(b->cut_behind,
                     !all_blank(t->normal + b->at + b->text.size, end));
}

static bool
is_latin(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z');
}

static bool
is_one_of(uint32_t c, const uint32_t *some, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (some[i] == c)
            return true;
    return false;
}

/* No two code points that must stand together are cut apart at `at`. */
static void
check_cut(const random_text *t, uint32_t at)
{
    static const uint32_t stay[] = { U'。', U'，',  U'、',  U'！',
                                     U'；', U'”',   U'）',  U'—',
                                     0x301, 0x3099, 0x200d, 0x1f3fd };
    static const uint32_t open[] = { U'“', U'（', U'《', 0x200d };
    size_t next = at;
    size_t before = at;
    assert_true(at == t->normal_size || (t->normal[at] & 0xc0) != 0x80);
    if (at == 0 || at == t->normal_size)
        return;
    const uint32_t right = utf8_next(t->normal, t->normal_size, &next);
    const uint32_t left = utf8_previous(t->normal, &before);
    assert_false(is_latin(left) && is_latin(right));
    assert_false(is_one_of(right, stay, ARRAY_LENGTH(stay)));
    assert_false(is_one_of(left, open, ARRAY_LENGTH(open)));
    assert_false(left == U'亿');
    const bool digit_mark =
        (left == ',' || left == '.' || left == ':') && is_latin(right);
    assert_false(digit_mark && before > 0 &&
                 is_latin((uint8_t)t->normal[before - 1]));
}

/* Characters as a reader counts them. */
static uint32_t
slow_width(yz_str s)
{
    uint32_t width = 0;
    uint32_t last = 0;
    bool half = false;
    for (size_t at = 0; at < s.size;) {
        const uint32_t c = utf8_next(s.data, s.size, &at);
        const bool flag = c >= 0x1f1e6 && c <= 0x1f1ff;
        half = flag && !half;
        width += c != 0x301 && c != 0x3099 && c != 0x200d && c != 0x1f3fd &&
                 last != 0x200d && (!flag || half);
        last = c;
    }
    return width;
}

/* The highlights are the marks' share of the extract, to the byte. */
static void
check_highlights(const yz_snippet *s, const body *b, const yz_span *marks,
                 size_t mark_count)
{
    size_t h = 0;
    const uint32_t end = b->at + (uint32_t)b->text.size;
    for (size_t i = 0; i < mark_count; i++) {
        const uint32_t from = marks[i].begin > b->at ? marks[i].begin : b->at;
        const uint32_t to = marks[i].end < end ? marks[i].end : end;
        if (from >= to)
            continue;
        assert_true(h < s->highlight_count);
        assert_int_equal(s->highlights[h].begin, from - b->at + b->shift);
        assert_int_equal(s->highlights[h].end, to - b->at + b->shift);
        h++;
    }
    assert_int_equal(h, s->highlight_count);
}

static uint32_t
longest_mark(const random_text *t, const yz_span *marks, size_t count)
{
    uint32_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t width = slow_width((yz_str){
            t->normal + marks[i].begin, marks[i].end - marks[i].begin });
        longest = width > longest ? width : longest;
    }
    return longest;
}

static void
check_answer(const question *q, const random_text *t)
{
    arena a = { 0 };
    const yz_snippet *snippets = NULL;
    yz_span marks[MARKS_MAX];
    const size_t mark_count = slow_highlights(q, t, marks);
    const uint32_t longest = longest_mark(t, marks, mark_count);
    const size_t count = answer(q, &a, &snippets);
    uint32_t from = 0;
    const uint32_t most =
        (q->width > longest + 2 ? q->width : longest + 2) + 2 * EXTENT_SLACK;
    assert_true(count >= 1 && count <= q->snippets);
    for (size_t i = 0; i < count; i++) {
        const body b = body_of(&snippets[i], t, from);
        check_highlights(&snippets[i], &b, marks, mark_count);
        check_ellipses(&b, t);
        assert_true(slow_width(snippets[i].text) <= most);
        if (mark_count)
            assert_true(snippets[i].highlight_count > 0);
        if (longest < q->width) {
            check_cut(t, b.at);
            check_cut(t, b.at + (uint32_t)b.text.size);
        }
        from = b.at + (uint32_t)b.text.size;
    }
    arena_dispose(&a);
}

static void
extracts_are_sound(void **state)
{
    (void)state;
    uint64_t seed = 0xc0ffee;
    static random_text t;
    for (int round = 0; round < 20000; round++) {
        memset(&t, 0, sizeof(t));
        random_text_fill(&t, &seed, 1 + random_below(&seed, 120),
                         round % 4 == 0);
        random_text_normalise(&t);
        question q = { .text = { t.data, t.size },
                       .width = 12 + random_below(&seed, 120),
                       .snippets = 1 + random_below(&seed, 6) };
        random_marks(&q, &t, &seed, random_below(&seed, 12));
        check_answer(&q, &t);
    }
}

/* ---- the best window ----------------------------------------------------- */

/* Weight of the different clauses in [begin, end) of a text of ideographs. */
static double
slow_weight(const question *q, uint32_t begin, uint32_t end)
{
    double weight = 0;
    bool seen[4] = { false };
    for (size_t i = 0; i < q->mark_count; i++) {
        const snippet_mark *m = &q->marks[i];
        if (m->text.begin < begin || m->text.end > end || seen[m->clause])
            continue;
        seen[m->clause] = true;
        weight += m->weight;
    }
    return weight;
}

static void
no_window_shows_more_of_the_query(void **state)
{
    (void)state;
    uint64_t seed = 0xdecade;
    static random_text t;
    for (int round = 0; round < 5000; round++) {
        arena a = { 0 };
        memset(&t, 0, sizeof(t));
        random_text_fill(&t, &seed, 1 + random_below(&seed, 100), true);
        random_text_normalise(&t);
        question q = { .text = { t.data, t.size },
                       .width = 20 + random_below(&seed, 60),
                       .snippets = 1 };
        for (uint32_t i = random_below(&seed, 12) + 1; i > 0; i--) {
            const uint32_t begin = 3 * random_below(&seed, t.size / 3);
            const uint32_t clause = random_below(&seed, 4);
            q.marks[q.mark_count++] =
                (snippet_mark){ .text = { begin, begin + 3 },
                                .weight = 1 + clause,
                                .clause = clause };
        }
        qsort(q.marks, q.mark_count, sizeof(q.marks[0]), mark_compare);
        double best = 0;
        for (size_t i = 0; i < q.mark_count; i++) {
            const uint32_t begin = q.marks[i].text.begin;
            const double weight =
                slow_weight(&q, begin, begin + 3 * (q.width - 2));
            best = weight > best ? weight : best;
        }
        const yz_snippet *snippets = NULL;
        assert_int_equal(answer(&q, &a, &snippets), 1);
        const body b = body_of(&snippets[0], &t, 0);
        assert_true(slow_weight(&q, b.at, b.at + (uint32_t)b.text.size) >=
                    best - 1e-6);
        /* Nothing here is long: one mark of punctuation may come on top. */
        assert_true(slow_width(snippets[0].text) <= q.width + 2);
        arena_dispose(&a);
    }
}

/* ---- hostile ------------------------------------------------------------- */

static void
broken_text_does_no_harm(void **state)
{
    (void)state;
    uint64_t seed = 0xfeed;
    for (int round = 0; round < 20000; round++) {
        char bytes[80];
        question q = { .text = { bytes, random_below(&seed, 80) },
                       .width = random_below(&seed, 20),
                       .snippets = random_below(&seed, 4) };
        static const char some[] =
            "\x80\xbf\xe5\xb7\xa5\xf0\x9f\xcc\x81 a1.,\n\r";
        for (size_t i = 0; i < q.text.size; i++)
            bytes[i] = some[random_below(&seed, sizeof(some) - 1)];
        for (uint32_t i = random_below(&seed, 9); i > 0; i--) {
            const uint32_t begin = random_below(&seed, 80);
            q.marks[q.mark_count++] = (snippet_mark){
                .text = { begin, begin + random_below(&seed, 80) },
                .weight = 1,
                .clause = random_below(&seed, 5),
            };
        }
        qsort(q.marks, q.mark_count, sizeof(q.marks[0]), mark_compare);
        buffer out = { 0 };
        answer_print(&q, &out);
        buffer_dispose(&out);
    }
}

/* One letter with a hundred thousand accents, one word without an end. */
static void
endless_characters_and_words_are_cut(void **state)
{
    (void)state;
    enum { SIZE = 200000 };
    static const char *const units[] = { "\u0301", "a",  "）", "👨‍",
                                         "9",      "（", "·" };
    char *text = malloc(SIZE + 16);
    assert_non_null(text);
    for (size_t i = 0; i < ARRAY_LENGTH(units); i++) {
        arena a = { 0 };
        const size_t unit = strlen(units[i]);
        size_t size = 1;
        text[0] = 'e';
        while (size + unit <= SIZE) {
            memcpy(text + size, units[i], unit);
            size += unit;
        }
        question q = { .text = { text, size }, .width = 50, .snippets = 1 };
        const uint32_t middle = (uint32_t)(1 + (size / 2 / unit) * unit);
        q.marks[q.mark_count++] =
            (snippet_mark){ .text = { middle, middle + (uint32_t)unit },
                            .weight = 1 };
        const yz_snippet *snippets = NULL;
        assert_int_equal(answer(&q, &a, &snippets), 1);
        assert_int_equal(snippets[0].highlight_count, 1);
        assert_true(snippets[0].text.size < 100 * 33 * unit);
        arena_dispose(&a);
    }
    free(text);
}

/* A megabyte of matches, all of them asked for: nothing is quadratic. */
static void
longest_passage_is_no_trouble(void **state)
{
    (void)state;
    enum { MATCHES = 80000 };
    static const char unit[] = "工会驿站，"; /* 15 bytes */
    arena a = { 0 };
    char *text = arena_alloc(&a, MATCHES * 15);
    snippet_mark *marks = arena_array(&a, MATCHES, sizeof(*marks));
    assert_true(text && marks);
    for (uint32_t i = 0; i < MATCHES; i++) {
        memcpy(text + 15 * (size_t)i, unit, 15);
        marks[i] =
            (snippet_mark){ .text = { 15 * i, 15 * i + 12 }, .weight = 1 };
    }
    for (uint32_t most = 1; most <= 1000000; most *= 100) {
        const yz_snippet *snippets = NULL;
        size_t count = 0;
        assert_int_equal(snippet_make((yz_str){ text, MATCHES * 15 }, marks,
                                      MATCHES, 10, most, false, &a, &snippets,
                                      &count, NULL),
                         YZ_OK);
        assert_true(count <= most);
        assert_true(most < 1000000 || count > MATCHES / 3);
    }
    arena_dispose(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_passage_is_shown_whole),
        cmocka_unit_test(
            marks_that_touch_stay_apart_and_overlapping_ones_merge),
        cmocka_unit_test(white_space_controls_become_one_blank_each),
        cmocka_unit_test(full_shows_all_and_loses_nothing),
        cmocka_unit_test(extract_begins_and_ends_with_a_sentence),
        cmocka_unit_test(extract_ends_with_a_clause_if_no_sentence_ends),
        cmocka_unit_test(extract_is_cut_at_its_edge_if_no_mark_is_near),
        cmocka_unit_test(numbers_and_words_are_never_cut),
        cmocka_unit_test(marks_stay_with_what_they_open_and_close),
        cmocka_unit_test(graphemes_are_never_cut),
        cmocka_unit_test(blanks_at_a_cut_go),
        cmocka_unit_test(distinct_parts_of_the_query_come_first),
        cmocka_unit_test(further_extracts_show_what_the_first_does_not),
        cmocka_unit_test(no_marks_show_the_beginning),
        cmocka_unit_test(mark_longer_than_the_width_shows_its_beginning),
        cmocka_unit_test(extracts_are_sound),
        cmocka_unit_test(no_window_shows_more_of_the_query),
        cmocka_unit_test(broken_text_does_no_harm),
        cmocka_unit_test(endless_characters_and_words_are_cut),
        cmocka_unit_test(longest_passage_is_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
