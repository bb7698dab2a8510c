# SPDX-License-Identifier: MIT
"""What a query finds, by reading every passage: no index, no grams, no plan.

A query is a tree of the classes below. `match` gives for a passage two grades,
the best and the worst that the answer may have: they differ only where the
stem of a word in Latin letters decides, which this program does not know. A
word and its stem begin with one letter; that bounds what may be found.

Decided here, where docs/contract.md leaves it open: a raw string has a variant
tier too (raw frees it of the bounds of words, not of its script), and a
wildcard `?` represents one character of the skeleton.
"""
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from unicodedata import category, name, normalize

from skeleton import skeleton

EXACT, VARIANT, NONE = 0, 1, 2
HAN = ((0x3400, 0xA000), (0x20000, 0x323B0))
DATA = Path(__file__).resolve().parents[1] / "data" / "variants"
TRANSLITERATE = ["uconv", "-f", "utf-8", "-t", "utf-8",
                 "-x", "Traditional-Simplified"]


class Variants:
    """Which characters are forms of one: pairs, each from its own source."""

    def __init__(self):
        self.partners = {}
        chars = [chr(c) for span in HAN for c in range(*span)]
        try:
            run = subprocess.run(TRANSLITERATE, check=True, capture_output=True,
                                 input="\n".join(chars).encode())
        except FileNotFoundError:
            raise SystemExit("oracle: no uconv here; install icu-devtools")
        self.add(zip(chars, run.stdout.decode().split("\n"), strict=True))
        for name in "TSCharacters", "STCharacters":
            self.add(self.table(f"{name}.txt"))
        self.add(self.table("print.tsv"))

    @staticmethod
    def table(name):
        for line in (DATA / name).read_text(encoding="utf-8").splitlines():
            key, _, values = line.partition("\t")
            yield from ((key, value) for value in values.split())

    def add(self, pairs):
        for a, b in pairs:
            if a != b and normalize("NFKC", a + b) == a + b:
                self.partners.setdefault(a, set()).add(b)
                self.partners.setdefault(b, set()).add(a)

    def meet(self, a, b):
        return a == b or b in self.partners.get(a, ())

    def others(self, c):
        return sorted(self.partners.get(c, ()))

    def pattern(self, text):
        """A regular expression that meets all forms of each character."""
        return "".join(
            f"[{c}{''.join(self.others(c))}]" if c in self.partners
            else re.escape(c) for c in text)


@lru_cache(maxsize=None)
def variants():
    return Variants()


@lru_cache(maxsize=None)
def is_letter(c):
    """A letter, but not of Han, kana or hangul."""
    return category(c)[0] == "L" and not name(c, "").startswith(
        ("CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "HENTAIGANA",
         "HANGUL"))


@lru_cache(maxsize=None)
def is_word(c):
    return is_letter(c) or category(c) == "Nd" or category(c)[0] == "M"


def in_word(text, i):
    """Whether character i belongs to a word of letters and digits."""
    if text[i] in ".,":
        return (0 < i < len(text) - 1 and category(text[i - 1]) == "Nd"
                and category(text[i + 1]) == "Nd")
    return is_word(text[i])


DASHES = "-‐‑‒–—―−─﹘﹣"
SIGNS = "%#/&@\\‰"
MARKS_MAX = 3
PHRASE = 4


@lru_cache(maxsize=None)
def is_han(c):
    return name(c, "").startswith("CJK UNIFIED") or name(c, "").startswith(
        "CJK COMPATIBILITY IDEOGRAPH") or c in "々〇〻"


@lru_cache(maxsize=None)
def is_punctuation(c):
    """Marks that may be lost or added; dashes and signs say something."""
    return c == "`" or (category(c)[0] == "P" and c not in DASHES + SIGNS)


def bare(text):
    return "".join(c for c in text if not is_punctuation(c))


def marks_differ(text, at, part, i, gaps):
    """The ends of matches of part[i:] at text[at:], punctuation lost, and
    once added between two ideographs."""
    if i == len(part):
        yield at
        return
    if at < len(text) and variants().meet(text[at], part[i]):
        yield from marks_differ(text, at + 1, part, i + 1, gaps)
    if is_punctuation(part[i]):
        yield from marks_differ(text, at, part, i + 1, gaps)
    if not gaps or i == 0 or at == 0 or not is_han(part[i]):
        return
    end = at
    while end < min(len(text), at + MARKS_MAX) and is_punctuation(text[end]):
        end += 1
    if at < end < len(text) and is_han(text[at - 1]) and is_han(text[end]):
        yield from marks_differ(text, end, part, i, gaps - 1)


def inside_word(text, at):
    """Rule 5: no match may begin or end at such a place."""
    return 0 < at < len(text) and in_word(text, at - 1) and in_word(text, at)


def find_all(text, part):
    at = text.find(part)
    while at >= 0:
        yield at, at + len(part)
        at = text.find(part, at + 1)


class Passage:
    def __init__(self, key, text):
        self.key = key
        self.text = text

    @cached_property
    def skeleton(self):
        return skeleton(self.text)

    @cached_property
    def bare(self):
        return bare(self.skeleton)


@dataclass(frozen=True)
class Run:
    """A phrase. Raw: any substring. Prefix: its last word may go on."""
    text: str
    raw: bool = False
    prefix: bool = False

    @cached_property
    def skeleton(self):
        return skeleton(self.text)

    @cached_property
    def forms(self):
        return re.compile(f"(?=({variants().pattern(self.skeleton)}))")

    @cached_property
    def stemmed(self):
        """A pattern that every inflected form meets; None without letters."""
        pattern, i, letters = [], 0, False
        while i < len(self.skeleton):
            j = i + 1
            if in_word(self.skeleton, i):
                while j < len(self.skeleton) and in_word(self.skeleton, j):
                    j += 1
            word = self.skeleton[i:j]
            if any(map(is_letter, word)):
                letters = True
                pattern.append(re.escape(word[0]) + r"(?:(?![⺀-鿿가-힣])\w)*+")
            else:
                pattern.append(variants().pattern(word))
            i = j
        whole = "(?=(" + "".join(pattern) + "))"
        return re.compile(whole) if letters and not self.raw else None

    @cached_property
    def bare(self):
        """What occurs when marks may differ; None if they may not."""
        enough = sum(map(is_han, self.skeleton)) >= PHRASE
        return re.compile(variants().pattern(bare(self.skeleton))) \
            if enough and not (self.raw or self.prefix) else None

    def marked(self, passage):
        """Whether it matches with punctuation lost or added."""
        if self.bare is None or not self.bare.search(passage.bare):
            return False
        text = passage.skeleton
        return any(not inside_word(text, at) and not inside_word(text, end)
                   for at in range(len(text))
                   for end in marks_differ(text, at, self.skeleton, 0, 1))

    def bounded(self, text, span):
        return self.raw or not (
            inside_word(text, span[0])
            or (inside_word(text, span[1]) and not self.prefix))

    def places(self, passage, grade):
        """Where it matches, at the given grade or better."""
        if not self.skeleton:
            return []
        text = passage.skeleton
        found = (find_all(text, self.skeleton) if grade == EXACT else
                 (m.span(1) for m in self.forms.finditer(text)))
        return [s for s in found if self.bounded(text, s)]

    def places_stemmed(self, passage):
        if not self.stemmed:
            return self.places(passage, VARIANT)
        text = passage.skeleton
        found = [m.span(1) for m in self.stemmed.finditer(text)]
        return [s for s in found if not inside_word(text, s[0])]

    def match(self, passage):
        if not self.skeleton:
            return NONE, NONE
        if (self.skeleton in passage.skeleton
                and self.places(passage, EXACT)):
            return EXACT, EXACT
        worst = (VARIANT if self.places(passage, VARIANT)
                 or self.marked(passage) else NONE)
        if not self.stemmed or worst == VARIANT:
            return worst, worst
        return (VARIANT if self.places_stemmed(passage) else NONE), NONE


@dataclass(frozen=True)
class Open:
    """`head?tail`: a phrase with one character open."""
    head: str
    tail: str

    def places(self, passage, grade):
        text = passage.skeleton
        one = re.escape if grade == EXACT else variants().pattern
        head, tail = one(skeleton(self.head)), one(skeleton(self.tail))
        pattern = f"(?=({head}.{tail}))"
        found = [m.span(1) for m in re.finditer(pattern, text, re.DOTALL)]
        return [s for s in found
                if not inside_word(text, s[0]) and not inside_word(text, s[1])]

    def match(self, passage):
        for grade in EXACT, VARIANT:
            if self.places(passage, grade):
                return grade, grade
        return NONE, NONE


@dataclass(frozen=True)
class Near:
    """Two phrases, in any order, at most `distance` characters apart."""
    a: Run
    b: Run
    distance: int

    def near(self, places_a, places_b):
        return any(0 <= max(a[0], b[0]) - min(a[1], b[1]) <= self.distance
                   for a in places_a for b in places_b)

    def match(self, passage):
        for grade in EXACT, VARIANT:
            if self.near(self.a.places(passage, grade),
                         self.b.places(passage, grade)):
                return grade, grade
        if self.near(self.a.places_stemmed(passage),
                     self.b.places_stemmed(passage)):
            return VARIANT, NONE
        return NONE, NONE


@dataclass(frozen=True)
class And:
    parts: tuple

    def match(self, passage):
        grades = [part.match(passage) for part in self.parts]
        return max(g[0] for g in grades), max(g[1] for g in grades)


@dataclass(frozen=True)
class Or:
    parts: tuple

    def match(self, passage):
        grades = [part.match(passage) for part in self.parts]
        return min(g[0] for g in grades), min(g[1] for g in grades)


@dataclass(frozen=True)
class Not:
    part: object

    def match(self, passage):
        best, worst = self.part.match(passage)
        return (EXACT if worst == NONE else NONE,
                EXACT if best == NONE else NONE)
