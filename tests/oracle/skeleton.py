# SPDX-License-Identifier: MIT
"""The skeleton of a text, from docs/contract.md and nothing else.

Slow and short on purpose: this is what the C of core/text is judged by, so it
shares neither its tables nor its method. Unicode properties are Python's.

One thing the contract leaves open is decided here: to see what stands on the
two sides of a run of white space, further white space is passed over too, as
when two runs are separated by nothing but a quotation mark.
"""
from functools import lru_cache
from unicodedata import category, normalize

WHITE_SPACE = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f"
                        "\u3000" + "".join(map(chr, range(0x2000, 0x200B))))
QUOTATION = frozenset("\"'《》〈〉「」『』")
RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
CIRCLED = frozenset(map(chr, [*range(0x2460, 0x2474), 0x24EA,
                              *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)]))
KEPT = {c: c for c in RAISED | CIRCLED} | {"︰": ":"}
TIGHT = ((0x1100, 0x11FF), (0x2E80, 0x9FFF), (0xA960, 0xA97F),
         (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
DEFAULT_IGNORABLE = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160),
    (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
    (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF))


def within(c, ranges):
    return any(first <= ord(c) <= last for first, last in ranges)


@lru_cache(maxsize=None)
def fold_char(c):
    """NFKC_Casefold of a character: folded until it changes no more."""
    if c in KEPT:
        return KEPT[c]
    kept = [x for x in normalize("NFKC", c).casefold()
            if not within(x, DEFAULT_IGNORABLE)]
    folded = normalize("NFKC", "".join(kept))
    return folded if folded == c else "".join(map(fold_char, folded))


@lru_cache(maxsize=None)
def is_dropped(c):
    return c not in WHITE_SPACE and (
        category(c) in ("Cf", "Cc", "Pi", "Pf") or c in QUOTATION)


@lru_cache(maxsize=None)
def is_loose(c):
    return not within(c, TIGHT) and category(c)[0] not in "PS"


def fold(text):
    return normalize("NFC", "".join(map(fold_char, text)))


def skeleton(text):
    text = fold(text)
    kept = [i for i, c in enumerate(text)
            if c not in WHITE_SPACE and not is_dropped(c)]
    before, after = {}, {}  # what stands before and after each place
    for here, beyond in zip(kept, kept[1:]):
        before.update(dict.fromkeys(range(here + 1, beyond), here))
        after.update(dict.fromkeys(range(here + 1, beyond), beyond))
    result = []
    for i, c in enumerate(text):
        if c not in WHITE_SPACE:
            result.append("" if is_dropped(c) else c)
        elif i in after and (i == 0 or text[i - 1] not in WHITE_SPACE) \
                and is_loose(text[before[i]]) and is_loose(text[after[i]]):
            result.append(" ")
    return "".join(result)
