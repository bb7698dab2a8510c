/* SPDX-License-Identifier: MIT */
/*
 * Which texts are dates, and of which days? Of each form some that look like
 * it and are none.
 */
#include "core/report/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef struct date_case {
    const char *text;
    uint32_t first; /* 0: it is no date */
    uint32_t last;
} date_case;

static void
check_cases(bool (*read)(yz_str, date_span *), const date_case *cases,
            size_t count)
{
    for (size_t i = 0; i < count; i++) {
        date_span span = { 0 };
        const bool found = read(str_of(cases[i].text), &span);
        if (found != (cases[i].first != 0) ||
            (found &&
             (span.first != cases[i].first || span.last != cases[i].last)))
            fail_msg("%s: %u to %u, not %u to %u", cases[i].text,
                     found ? span.first : 0, found ? span.last : 0,
                     cases[i].first, cases[i].last);
    }
}

static void
days_months_and_years_are_read(void **state)
{
    static const date_case cases[] = {
        { "2025-01-04", 20250104, 20250104 },
        { "2025/1/4", 20250104, 20250104 },
        { "2025.1.4", 20250104, 20250104 },
        { "2025·1·4", 20250104, 20250104 },
        { "2025－01－04", 20250104, 20250104 },
        { "20250104", 20250104, 20250104 },
        { "２０２５年１月４日", 20250104, 20250104 },
        { "公元2025年元月4日", 20250104, 20250104 },
        { "2025年1月4曰", 20250104, 20250104 },
        { "2025年/01月/04日", 20250104, 20250104 },
        { "2024-5", 20240501, 20240531 },
        { "2024/02", 20240201, 20240229 },
        { "2024年12月", 20241201, 20241231 },
        { "2024", 20240101, 20241231 },
        { "2024年", 20240101, 20241231 },
        { "2024-13", 0, 0 },
        { "2023-02-29", 0, 0 },
        { "2024-1-0", 0, 0 },
        { "2024-1.2", 0, 0 },
        { "2024-01-", 0, 0 },
        { "2024-01-041", 0, 0 },
        { "202501040", 0, 0 },
        { "20251304", 0, 0 },
        { "2024年13月", 0, 0 },
        { "2024年报告", 0, 0 },
        { "24", 0, 0 },
        { "0000", 0, 0 },
        { "", 0, 0 },
        { "昨天", 0, 0 },
    };
    (void)state;
    check_cases(date_read, cases, ARRAY_LENGTH(cases));
}

static void
chinese_numerals_have_many_zeros(void **state)
{
    static const date_case cases[] = {
        { "二〇二五年一月四日", 20250104, 20250104 },
        { "二零二五年一月四日", 20250104, 20250104 },
        { "二○二五年一月四日", 20250104, 20250104 },
        { "二◯二五年一月四日", 20250104, 20250104 },
        { "二O二五年一月四日", 20250104, 20250104 },
        { "二０二五年一月四日", 20250104, 20250104 },
        { "二0二五年十二月三十一日", 20251231, 20251231 },
        { "2O25年1月4日", 20250104, 20250104 },
        { "一九三七年七月廿八日", 19370728, 19370728 },
        { "二〇二五年", 20250101, 20251231 },
        { "OOOO年", 0, 0 },
        { "二十二五年", 0, 0 },
        { "二〇二五年一月三十二日", 0, 0 },
    };
    (void)state;
    check_cases(date_read, cases, ARRAY_LENGTH(cases));
}

static void
eras_have_years_of_their_own(void **state)
{
    static const date_case cases[] = {
        { "民国二十六年七月七日", 19370707, 19370707 },
        { "民國廿六年", 19370101, 19371231 },
        { "民国26年", 19370101, 19371231 },
        { "中華民國元年一月一日", 19120101, 19120101 },
        { "民國一一三年五月", 20240501, 20240531 },
        { "民國一百一十三年", 20240101, 20241231 },
        { "光绪二十六年五月十四日", 19000101, 19001231 },
        { "光緒元年", 18750101, 18751231 },
        { "大清宣统三年", 19110101, 19111231 },
        { "宣统九年", 0, 0 },
        { "民国", 0, 0 },
        { "民国零年", 0, 0 },
        { "民国二十六年七月三十二日", 0, 0 },
        { "26年", 0, 0 },
    };
    (void)state;
    check_cases(date_read, cases, ARRAY_LENGTH(cases));
}

static void
weekdays_and_times_count_for_nothing(void **state)
{
    static const date_case cases[] = {
        { "2025年1月4日（星期六）", 20250104, 20250104 },
        { "2025年1月4日(周六)", 20250104, 20250104 },
        { "2025年1月4日，星期六", 20250104, 20250104 },
        { "2025年1月4日/星期六", 20250104, 20250104 },
        { "2024-01-02T10:00:00+08:00", 20240102, 20240102 },
        { "2024-01-02T10:00:00.123Z", 20240102, 20240102 },
        { "2024-01-02 10:00", 20240102, 20240102 },
        { "2024年1月2日 上午9时30分", 20240102, 20240102 },
        { "Tue, 02 Jan 2024 10:00:00 GMT", 20240102, 20240102 },
        { "January 2nd, 2024", 20240102, 20240102 },
        { "Sept. 2024", 20240901, 20240930 },
        { "2024-01-02T", 0, 0 },
        { "2024-01-02 25:00", 0, 0 },
        { "2025年1月4日（星期", 0, 0 },
        { "Janitor 4, 2025", 0, 0 },
    };
    (void)state;
    check_cases(date_read, cases, ARRAY_LENGTH(cases));
}

static void
names_of_files_have_one_plausible_day(void **state)
{
    static const date_case cases[] = {
        { "corpus/20250104.txt", 20250104, 20250104 },
        { "rmrb-2025-01-04-03.txt", 20250104, 20250104 },
        { "rmrb2025_01_04.txt", 20250104, 20250104 },
        { "人民日报2025年1月4日第3版.txt", 20250104, 20250104 },
        { "IMG_20250104_101500.txt", 20250104, 20250104 },
        { "scan20250104101500.txt", 20250104, 20250104 },
        { "20250104/page.txt", 0, 0 },
        { "2025-01.txt", 0, 0 },
        { "20251304.txt", 0, 0 },
        { "99990104.txt", 0, 0 },
        { "120250104.txt", 0, 0 },
        { "000_155a2bea20250104.txt", 0, 0 },
        { "20250104-20250110.txt", 0, 0 },
        { "", 0, 0 },
    };
    (void)state;
    check_cases(date_of_path, cases, ARRAY_LENGTH(cases));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_months_and_years_are_read),
        cmocka_unit_test(chinese_numerals_have_many_zeros),
        cmocka_unit_test(eras_have_years_of_their_own),
        cmocka_unit_test(weekdays_and_times_count_for_nothing),
        cmocka_unit_test(names_of_files_have_one_plausible_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
