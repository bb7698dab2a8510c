#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make core/text/data/variants.bin: pairs of characters that are forms of one.

    scripts/variants/make_table.py

A pair is a relation, not a class: 发 meets 發 and 髮, which do not meet each
other. The sources, all read when the table is made and never later:

- ICU's transliterator Traditional-Simplified (uconv of icu-devtools), as it
  maps single characters;
- OpenCC's STCharacters, TSCharacters, TWVariants, HKVariants and JPVariants
  (Apache-2.0; as text in tests/data/variants, from PyPI's OpenCC 1.4.2 by
  `opencc_dict -f ocd2 -t text`);
- Unicode's Equivalent_Unified_Ideograph for the CJK radicals supplement, and
  Unihan's kSimplifiedVariant, kTraditionalVariant, kZVariant,
  kSemanticVariant and kSpecializedSemanticVariant (Debian's unicode-data;
  Unicode licence).

The first two decide what is traditional and what is simplified, and are taken
whole. All others are taken only where one of the two characters is not in
modern use of its own: not both are in GB 2312 or in the first level of
Big5. So 峯 meets 峰, 査 meets 查, and 着 meets 著 because OpenCC says so; but no
two characters of everyday text are joined because a dictionary says that they
once meant the same. TOGETHER lists by hand what this rule would part, apart.txt
what no source may join.

Two things follow from others. A print form meets the simplified form of the
character that it is a form of (戦, 戰, 战). A radical is its ideograph, so it
meets what that meets.

Beside the table it writes tests/data/variants/print.tsv: the pairs that are
neither ICU's nor of OpenCC's two first files, to be read by people and by the
oracle of the tests.

Stored form: the number of pairs, then the pairs (smaller, larger) in rising
order, all as varints: the first as the distance from the first before, the
second as the distance from the second before where the first is the same,
otherwise from its own first.
"""
import bz2
import collections
import pathlib
import re
import subprocess
from unicodedata import normalize

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/data/variants"
UNICODE = pathlib.Path("/usr/share/unicode")
HAN = ((0x3400, 0xA000), (0x20000, 0x323B0))
RADICALS = range(0x2E80, 0x2EF4)
PARTNERS_MAX = 15  # VARIANT_FORMS_MAX of core/text/variant.h, less itself

# Listed by a source, and yet different words today.
APART = {frozenset(pair)
         for pair in (DATA / "apart.txt").read_text(encoding="utf-8").split()}

# Both in use, and one word in two prints: what the rule above would part.
TOGETHER = """
    個箇 剷鏟 勛勳 嘆歎 嘗嚐 嘩譁 嚙囓 嚙齧 壜罎 罈罎 嫋嬝 嫋裊 嬝裊 愨慤 搆構 昇陞 槍鎗
    毀燬 煉鍊 盪蕩 箝鉗 絛縧 罵駡 艷豔 証證 謭譾 跡蹟 錘鎚 鎸鐫 鑑鑒 閑閒 闘鬭 頹頽 鳧鳬
    """.split()


def level(codec, leads, trails):
    return {bytes((a, b)).decode(codec, "ignore")
            for a in leads for b in trails} - {""}


GB2312 = level("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF))
BIG5_ONE = level("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F),
                                             *range(0xA1, 0xFF)])
MODERN = GB2312 | BIG5_ONE


def is_character(c):
    """One character that a skeleton may have."""
    return len(c) == 1 and normalize("NFKC", c) == c


def icu_pairs():
    chars = [chr(c) for span in HAN for c in range(*span)]
    run = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x",
                          "Traditional-Simplified"], check=True,
                         capture_output=True, input="\n".join(chars).encode())
    yield from zip(chars, run.stdout.decode().split("\n"), strict=True)


def opencc_pairs(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, values = line.partition("\t")
        for value in values.split():
            yield key, value


def unihan_pairs(wanted):
    with bz2.open(UNICODE / "Unihan_Variants.txt.bz2", "rt") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and parts[1] == wanted:
                for code in re.findall(r"U\+([0-9A-F]+)", parts[2]):
                    yield chr(int(parts[0][2:], 16)), chr(int(code, 16))


def radicals():
    text = (UNICODE / "EquivalentUnifiedIdeograph.txt").read_text()
    for first, last, unified in re.findall(
            r"^(\w+)(?:\.\.(\w+))?\s*;\s*(\w+)", text, re.M):
        for c in range(int(first, 16), int(last or first, 16) + 1):
            if c in RADICALS and is_character(chr(c)):
                yield chr(c), chr(int(unified, 16))


class Relation:
    def __init__(self):
        self.partners = collections.defaultdict(set)

    def add(self, a, b):
        if a != b and is_character(a) and is_character(b) \
                and frozenset((a, b)) not in APART:
            self.partners[a].add(b)
            self.partners[b].add(a)

    def __sub__(self, other):
        return [(a, b) for a, b in self.pairs()
                if chr(b) not in other.partners[chr(a)]]

    def pairs(self):
        return sorted((ord(a), ord(b)) for a, others in self.partners.items()
                      for b in others if a < b)


def print_pairs(opencc):
    """Forms of one character in print, old, of a region, or in a dictionary.
    """
    for name in "TWVariants", "HKVariants":
        yield from opencc_pairs(opencc / f"{name}.txt")
    listed = list(opencc_pairs(opencc / "JPVariants.txt"))
    for name in ("kZVariant", "kSemanticVariant", "kSpecializedSemanticVariant",
                 "kSimplifiedVariant", "kTraditionalVariant"):
        listed += unihan_pairs(name)
    for a, b in listed:
        if not (a in MODERN and b in MODERN):
            yield a, b


def make(opencc):
    relation, first = Relation(), Relation()
    simplified = collections.defaultdict(set)
    for a, b in [*icu_pairs(), *opencc_pairs(opencc / "TSCharacters.txt")]:
        first.add(a, b)
        simplified[a].add(b)
    for a, b in opencc_pairs(opencc / "STCharacters.txt"):
        first.add(a, b)
    for a, b in first.pairs():
        relation.add(chr(a), chr(b))
    for pair in print_pairs(opencc):
        relation.add(*pair)
        for a, b in pair, pair[::-1]:
            if a in MODERN or b not in MODERN:
                continue
            for c in simplified[b]:
                relation.add(a, c)
    for a, b in TOGETHER:
        relation.add(a, b)
    for radical, unified in radicals():
        for other in [unified, *relation.partners[unified]]:
            if ord(other) not in RADICALS:
                relation.add(radical, other)
    return relation, relation - first


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out) + bytes([value])


def encode(pairs):
    out = bytearray(varint(len(pairs)))
    first = second = 0
    for a, b in pairs:
        out += varint(a - first)
        out += varint(b - (second if a == first else a))
        first, second = a, b
    return bytes(out)


def main():
    relation, others = make(DATA)
    pairs = relation.pairs()
    most = max(relation.partners.items(), key=lambda item: len(item[1]))
    assert len(most[1]) <= PARTNERS_MAX, most
    data = encode(pairs)
    (ROOT / "core/text/data/variants.bin").write_bytes(data)
    (DATA / "print.tsv").write_text(
        "".join(f"{chr(a)}\t{chr(b)}\n" for a, b in others),
        encoding="utf-8")
    rare = sum(b > 0xFFFF for _, b in pairs)
    print(f"{len(pairs)} pairs of {len(relation.partners)} characters, {rare} "
          f"with one beyond the basic plane; {len(data)} bytes; most partners: "
          f"{most[0]} {''.join(sorted(most[1]))}")


if __name__ == "__main__":
    main()
