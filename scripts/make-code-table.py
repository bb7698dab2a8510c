#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make core/format/code_table.inc: the characters that packed text has codes
for, the commonest first, once for simplified and once for traditional print.

    scripts/make-code-table.py [--counts FILE] [--traditional FILE...]
                               >core/format/code_table.new

The simplified half is made of counts of characters in several collections
(scripts/character-counts.tsv: news, encyclopedia, science, laws), each with
its weight. It has GB 2312 level 1 whole and ASCII whole, so that no name and
no number of a modern text is torn out of its codes; what room is left goes to
the commonest other characters and marks.

The traditional half is made of files of JSON Lines with a "text" a line,
completed by Unihan's kHanyuPinlu and the first level of Big5. Without
--traditional it is taken over from the present table.

The table is part of the index format. A new one is a new format version, so
run this only when that is meant.
"""
import argparse
import bz2
import collections
import csv
import json
import pathlib
import re
import unicodedata

ROOT = pathlib.Path(__file__).parent.parent
SIZE = 4095  # code 4095 is the escape
WEIGHTS = {"news": 0.55, "wiki": 0.25, "science": 0.1, "laws": 0.1}
WHITE = set("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(c) for c in range(0x2000, 0x200b)}
READINGS = "/usr/share/unicode/Unihan_Readings.txt.bz2"
VARIANTS = "/usr/share/unicode/Unihan_Variants.txt.bz2"

# Marks that text of any kind has; the corpora tell how often.
MARKS = ("，。、；：？！…—·～「」『』《》〈〉（）〔〕【】［］｛｝“”‘’〝〞﹏￥％‰℃°±×÷"
         "①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ○●◎□■△▲◇◆★☆※→←↑↓〇々–′″•・＝＋－／＜＞＿｜＊＆＃＠")


def rows(path, wanted):
    """The lines of a Unihan file with one property."""
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and parts[1] == wanted:
                yield chr(int(parts[0][2:], 16)), parts[2]


def spoken():
    """How often each simplified character is in kHanyuPinlu's corpus."""
    return {c: sum(int(n) for n in re.findall(r"\((\d+)\)", value))
            for c, value in rows(READINGS, "kHanyuPinlu")}


def level_one(codec, leads, trails):
    """The characters of a range of a double-byte character set."""
    found = []
    for lead in leads:
        for trail in trails:
            try:
                found.append(bytes((lead, trail)).decode(codec))
            except UnicodeDecodeError:
                pass
    return found


def count(paths):
    counts = collections.Counter()
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                counts.update(json.loads(line).get("text", ""))
    return counts


def general(base):
    """Small counts for what any text may have, beside its ideographs."""
    counts = collections.Counter()
    for c in MARKS:
        counts[c] += base
    for c in range(0x21, 0x7f):
        counts[chr(c)] += base
    for c in range(0x21, 0x7f):
        counts[chr(c + 0xfee0)] += base / 4
    return counts


def simplified(path):
    """Characters, the commonest first; those that must be in it, first of all.

    Each collection counts by the share that a character has in it, so that
    the largest one does not decide alone.
    """
    counts = collections.Counter()
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t",
                                   quoting=csv.QUOTE_NONE))
    for name, weight in WEIGHTS.items():
        total = sum(int(row[name]) for row in rows)
        for row in rows:
            counts[row["character"]] += weight * int(row[name]) / total
    must = set(level_one("gb2312", range(0xb0, 0xd8), range(0xa1, 0xff)))
    must |= {chr(c) for c in range(0x21, 0x7f)}
    others = sorted((c for c in counts if c not in must and allowed(c)),
                    key=lambda c: (-counts[c], c))
    chosen = must | set(others[:SIZE - len(must)])
    return collections.Counter({c: counts[c] for c in chosen})


def traditional(paths):
    counts = general(20)
    trails = list(range(0x40, 0x7f)) + list(range(0xa1, 0xff))
    known = set(level_one("big5", range(0xa4, 0xc7), trails))
    forms = {c: value.split()[0] for c, value in
             rows(VARIANTS, "kTraditionalVariant")}
    for c, n in spoken().items():
        other = chr(int(forms[c][2:], 16)) if c in forms else c
        if other in known:
            counts[other] += n / 4
    for c in level_one("gb2312", range(0xb0, 0xd8), range(0xa1, 0xff)):
        if c in known:
            counts[c] += 1
    counts.update(count(paths))
    return counts


def allowed(c):
    return (ord(c) < 0x10000 and c not in WHITE and
            unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))


def table(counts):
    known = [c for c in counts if allowed(c)]
    known.sort(key=lambda c: (-counts[c], c))
    if len(known) < SIZE:
        raise SystemExit("too few characters for a table")
    return known[:SIZE]


def show(name, characters):
    print(f"    /* {name} */\n    {{")
    codes = [f"0x{ord(c):04x}" for c in characters]
    for i in range(0, SIZE, 8):
        print("        " + ", ".join(codes[i:i + 8]) + ",")
    print("    },")


def present_traditional():
    """The second half of the table that is there."""
    text = (ROOT / "core/format/code_table.inc").read_text(encoding="utf-8")
    half = text.split("/* traditional */")[1]
    return [chr(int(code, 16)) for code in re.findall("0x([0-9a-f]{4})", half)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--counts",
                        default=ROOT / "scripts/character-counts.tsv")
    parser.add_argument("--traditional", nargs="+")
    arguments = parser.parse_args()
    second = (table(traditional(arguments.traditional))
              if arguments.traditional else present_traditional())
    print("/* SPDX-License-Identifier: MIT */")
    print("/* Made by scripts/make-code-table.py: part of the format. */")
    show("simplified", table(simplified(arguments.counts)))
    show("traditional", second)


main()
