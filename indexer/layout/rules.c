/* SPDX-License-Identifier: MIT */
/*
 * The number in a name is the rule's chapter in docs/layout.md.
 */
#include "indexer/layout/rules.h"

static const char *const rule_names[] = {
    [RULE_LINES] = "R0-lines",         [RULE_NOISE] = "R2-noise",
    [RULE_DATE] = "R3-date",           [RULE_BYLINE] = "R4-byline",
    [RULE_CREDIT] = "R5-credit",       [RULE_SPACED] = "R5-spaced",
    [RULE_INDENT] = "R6-indent",       [RULE_ITEM] = "R6-item",
    [RULE_CONTINUED] = "R7-continued", [RULE_CUT] = "R7-cut",
    [RULE_ORPHAN] = "R8-orphan",       [RULE_MARK] = "R9-mark",
    [RULE_WORD] = "R9-word",           [RULE_SANDWICH] = "R9-sandwich",
    [RULE_NARROW] = "R9-narrow",       [RULE_REMAINDER] = "R9-remainder",
    [RULE_HEADLINE] = "R10-headline",  [RULE_HEADING] = "R10-heading",
    [RULE_LEDE] = "R10-lede",          [RULE_BODY] = "R10-body",
    [RULE_PAGE] = "R11-page",          [RULE_RUNNING] = "R11-head",
    [RULE_NOTE] = "R11-note",          [RULE_COLUMNS] = "R12-columns",
    [RULE_VERTICAL] = "R0-vertical",   [RULE_TABLE] = "R0-table",
    [RULE_GIVEN] = "R13-given",        [RULE_SIZE] = "R13-size",
    [RULE_PICTURE] = "R13-picture",
};

_Static_assert(ARRAY_LENGTH(rule_names) == RULE_COUNT, "a name for each rule");
_Static_assert(RULE_COUNT <= 32, "rules are bits of 32");

void
rules_put_names(uint32_t rules, buffer *out)
{
    const char *space = "";
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if (!(rules & RULE_BIT(i)))
            continue;
        buffer_printf(out, "%s%s", space, rule_names[i]);
        space = " ";
    }
}
