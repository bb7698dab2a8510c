/* SPDX-License-Identifier: MIT */
#include "indexer/maintain/problems.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TOLD_MAX = 10, SENTENCE_SIZE_MAX = 512 };

void
problems_begin(problems *p, uint32_t segment)
{
    p->segment = segment;
    p->told = 0;
}

static void
tell(problems *p, const char *damaged, const char *sentence)
{
    const yz_problem found = { .message = str_of(sentence),
                               .damaged = str_of(damaged),
                               .segment = p->segment };
    if (p->see)
        p->see(p->context, &found);
}

void
problem(problems *p, const char *damaged, const char *format, ...)
{
    char sentence[SENTENCE_SIZE_MAX];
    va_list args;
    p->count++;
    if (p->told++ == TOLD_MAX)
        tell(p, damaged, "there are more problems of this kind");
    if (p->told > TOLD_MAX)
        return;
    va_start(args, format);
    vsnprintf(sentence, sizeof(sentence), format, args);
    va_end(args);
    tell(p, damaged, sentence);
}

/* An error of the kind says "the index is damaged: WHAT; make it again". */
yz_status
problem_of(problems *p, const char *damaged, yz_status status,
           const yz_error *err)
{
    if (status != YZ_E_CORRUPT)
        return status;
    const char *what = strstr(err->message, ": ");
    const char *begin = what ? what + 2 : err->message;
    const char *end = strstr(begin, "; make it again");
    const size_t size = end ? (size_t)(end - begin) : strlen(begin);
    problem(p, damaged, "%.*s", (int)size, begin);
    return YZ_OK;
}
