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

from skeleton import CIRCLED, RAISED, skeleton

EXACT, VARIANT, NONE = 0, 1, 2
HAN = ((0x3400, 0xA000), (0x20000, 0x323B0))
DATA = Path(__file__).resolve().parents[1] / "data" / "variants"
TRANSLITERATE = ["uconv", "-f", "utf-8", "-t", "utf-8",
                 "-x", "Traditional-Simplified"]


class Variants:
    """Which characters are forms of one: pairs, each from its own source."""

    def __init__(self):
        self.partners = {}
        self.apart = set(map(frozenset, (DATA / "apart.txt").read_text(
            encoding="utf-8").split()))
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
            if a != b and normalize("NFKC", a + b) == a + b \
                    and frozenset((a, b)) not in self.apart:
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


WINDOW = 32  # characters before a place that say which word ends there
MEASURES = frozenset("bar feet foot inch kcal kgf kmol mbar mmhg mmol mol mpa "
                     "ppm rad yard".split())


def bears_note(text, at):
    """Whether a word ends here that may bear the mark of a footnote."""
    begin = at
    while begin > 0 and at - begin < WINDOW and is_word(text[begin - 1]):
        begin -= 1
    word = text[begin:at]
    if not any(category(c) == "Nd" for c in word):
        return len(word) >= 3 and word not in MEASURES
    return re.fullmatch("[12][0-9]{3}", word) is not None and not (
        begin > 1 and text[begin - 1] in ".,"
        and category(text[begin - 2]) == "Nd")


def in_word(text, i):
    """Whether character i belongs to a word of letters and digits."""
    if text[i] in ".,":
        return (0 < i < len(text) - 1 and category(text[i - 1]) == "Nd"
                and category(text[i + 1]) == "Nd")
    if text[i] in RAISED:
        at = i
        while at > 0 and i - at < WINDOW and text[at - 1] in RAISED:
            at -= 1
        return (at > 0 and is_word(text[at - 1])
                and not bears_note(text, at))
    return is_word(text[i])


def inside_word(text, at):
    """Rule 5: no match may begin or end at such a place."""
    return 0 < at < len(text) and in_word(text, at - 1) and in_word(text, at)


def word_end(text, at):
    """The end of the word of letters and digits that begins here; or None."""
    if at == len(text) or not is_word(text[at]) or inside_word(text, at):
        return None
    end = at + 1
    while inside_word(text, end):
        end += 1
    return end


PLAIN = {"æ": "ae", "ð": "d", "đ": "d", "ø": "o", "ħ": "h", "ı": "i",
         "ł": "l", "œ": "oe", "ŧ": "t"}


@lru_cache(maxsize=None)
def plain_letter(c):
    base = normalize("NFD", c)[0]
    return PLAIN.get(c) or (base if "a" <= base <= "z" else c)


@lru_cache(maxsize=None)
def plain_word(word):
    """The word without accents, raised digits, and commas in its numbers."""
    out, raised = "", False
    for c in word:
        after = out[-1:].isascii() and out[-1:].isalpha()
        raised = c in RAISED and (raised or after)
        if raised:
            out += normalize("NFKC", c)
        elif not (category(c)[0] == "M" and after):
            out += plain_letter(c)
    return re.sub(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9]|,[0-9])",
                  lambda m: m[0].replace(",", ""), out)


# ---- signs -----------------------------------------------------------------

DASHES = "-‐‑‒–—―−─━⸺⸻﹘﹣"
SIGNS = "%#/&@\\‰"
KINDS = {**dict.fromkeys(DASHES, "dash"),
         **dict.fromkeys("·•‧∙⋅・\u119e", "dot"),
         **dict.fromkeys("~∼〜", "tilde"), **dict.fromkeys(":∶", "colon")}
NOTE = re.compile("[%s]|[❶-➓†‡※*]|[%s]{1,4}(?![%s])|"
                  r"\([0-9]{1,3}\)|\[[0-9]{1,3}\]|【[0-9]{1,3}】|〔[0-9]{1,3}〕"
                  % ("".join(CIRCLED), *2 * ["".join(RAISED)]))
OMISSIBLE_MAX = 12
DASHES_MAX = 4
MARKS_MAX = 3
PHRASE = 4


@lru_cache(maxsize=None)
def is_han(c):
    return name(c, "").startswith(
        ("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "CJK RADICAL")
    ) or c in "々〇〻" or "〡" <= c <= "〩" or "〸" <= c <= "〺"


def omissible_end(text, at):
    """The end of signs between two ideographs, or of marks of footnotes, that
    may be omitted; `at` if there are none."""
    if at == 0:
        return at
    end, signs = at, False
    while end < len(text) and end - at <= OMISSIBLE_MAX:
        lone = (text[end] == "." and text[end - 1] != "."
                and text[end + 1:end + 2] != ".")
        note = NOTE.match(text, end)
        if KINDS.get(text[end]) in ("dash", "dot", "tilde") or lone:
            end, signs = end + 1, True
        elif note:
            end = note.end()
        else:
            break
    if not at < end < len(text) or end - at > OMISSIBLE_MAX:
        return at
    left, right = text[at - 1], text[end]
    if is_han(left):
        fits = is_han(right) or (not signs and is_word(right))
    else:
        fits = not signs and is_han(right) and bears_note(text, at)
    return end if fits else at


def dashes_end(text, at):
    end = at
    while text[end:end + 1] in KINDS and KINDS[text[end]] == "dash" \
            and end - at < DASHES_MAX:
        end += 1
    return end


DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")}
DIGITS |= dict.fromkeys("零○◯", "0")
POWERS = "十百千万亿萬億"


def han_numbers(text):
    """{begin: (end, digits)} of the numbers in Han digits."""
    # O and 0 count where they are a word of themselves.
    zeros = {i for m in re.finditer("[o0]+", text)
             if not inside_word(text, m.start())
             and not inside_word(text, m.end())
             for i in range(*m.span())}
    shape = "".join("〇" if i in zeros else "x" if c in "o0" else c
                    for i, c in enumerate(text))
    found = {}
    for m in re.finditer("[%s]+" % "".join(DIGITS), shape):
        begin, end = m.span()
        if text[begin] in "o0":
            continue
        digits = "".join(DIGITS[c] for c in m[0])
        if (len(digits) >= 4 and digits.strip("0")
                and text[end:end + 1] not in tuple(POWERS)
                and (begin == 0 or text[begin - 1] not in POWERS)):
            found[begin] = end, digits
    return found


@lru_cache(maxsize=None)
def is_punctuation(c):
    """Marks that may be lost or added; dashes and signs say something."""
    return c == "`" or (category(c)[0] == "P" and c not in DASHES + SIGNS)


# ---- the variant form ------------------------------------------------------

def elements(text, open_end=False):
    """The query in the parts that a text may have in other forms: (kind, what
    is compared, as it is written)."""
    parts, at, numbers = [], 0, han_numbers(text)
    while at < len(text):
        skipped = omissible_end(text, at)
        if skipped > at:
            at = skipped
            continue
        end = word_end(text, at)
        if end and not (open_end and end == len(text)):
            word = plain_word(text[at:end])
            if re.fullmatch("[0-9]{4,64}", word):
                parts.append(("number", word, ""))
            elif any(map(is_letter, text[at:end])) or any(
                    category(c)[0] == "M" for c in text[at:end]) \
                    or "," in text[at:end]:
                parts.append(("word", word, text[at:end]))
            else:
                parts += [("char", c, c) for c in text[at:end]]
            at = end
        elif at in numbers and not (open_end and numbers[at][0] == len(text)):
            end, digits = numbers[at]
            parts.append(("number", digits, text[at:end]))
            at = end
        elif text[at] in KINDS:
            end = dashes_end(text, at)
            parts.append(("sign", KINDS[text[at]], text[at]))
            at = max(end, at + 1)
        else:
            parts.append(("char", text[at], text[at]))
            at += 1
    return parts


def element_end(passage, at, part, loose):
    """The end of a part at a place of a text; None. `loose`: any word with
    the same first letter may be a form of another."""
    kind, wanted, written = part
    text = passage.skeleton
    if at >= len(text):
        return None
    if kind == "char":
        return at + 1 if variants().meet(text[at], wanted) else None
    if kind == "sign":
        if KINDS.get(text[at]) != wanted:
            return None
        return dashes_end(text, at) if wanted == "dash" else at + 1
    end = word_end(text, at)
    if end:
        found = plain_word(text[at:end])
        return end if found == wanted or (
            kind == "word" and loose and found[0] == wanted[0]) else None
    if kind == "number":
        end, digits = passage.numbers.get(at, (None, None))
        if digits == wanted:
            return end
        if written and text.startswith(written, at):
            return at + len(written)
    return None


def variant_ends(passage, at, parts, loose, omits=True, i=0):
    """The ends of matches of parts[i:] at a place of a text."""
    if i == len(parts):
        yield at
        return
    end = element_end(passage, at, parts[i], loose)
    if end is not None:
        yield from variant_ends(passage, end, parts, loose, omits, i + 1)
    if end is None and omits and i:
        behind = omissible_end(passage.skeleton, at)
        if behind > at:
            end = element_end(passage, behind, parts[i], loose)
            if end is not None:
                yield from variant_ends(passage, end, parts, loose, omits,
                                        i + 1)


def marked_parts(text):
    """The query character by character, but for signs that may be omitted."""
    parts, at = [], 0
    while at < len(text):
        at = omissible_end(text, at)
        parts.append(text[at])
        at = max(dashes_end(text, at), at + 1)
    return parts


def marks_differ(text, at, parts, i, gaps):
    """The ends of matches of parts[i:] at text[at:], punctuation lost, and
    once added between two ideographs."""
    if i == len(parts):
        yield at
        return
    behind = omissible_end(text, at) if i else at
    if behind > at:
        yield from marks_char(text, behind, parts, i, gaps)
    yield from marks_char(text, at, parts, i, gaps)


def marks_char(text, at, parts, i, gaps):
    c = parts[i]
    there = text[at:at + 1]
    if there and (variants().meet(there, c)
                  or (c in KINDS and KINDS.get(there) == KINDS[c])):
        yield from marks_differ(text, max(dashes_end(text, at), at + 1), parts,
                                i + 1, gaps)
    if is_punctuation(c):
        yield from marks_differ(text, at, parts, i + 1, gaps)
    if not gaps or i == 0 or at == 0 or not is_han(c):
        return
    end = at
    while end < min(len(text), at + MARKS_MAX) and is_punctuation(text[end]):
        end += 1
    if at < end < len(text) and is_han(text[at - 1]) and is_han(text[end]):
        yield from marks_differ(text, end, parts, i, gaps - 1)


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
    def numbers(self):
        return han_numbers(self.skeleton)

    @cached_property
    def han(self):
        """Its ideographs, one behind the other."""
        return "".join(filter(is_han, self.skeleton))

    @cached_property
    def chars(self):
        return set(self.skeleton)


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
    def elements(self):
        return elements(self.skeleton, self.prefix)

    @cached_property
    def needed(self):
        """For each single character of the variant form, which may be there."""
        return [{c, *variants().others(c)} for kind, c, _ in self.elements
                if kind == "char"]

    def starts(self, text):
        """Where the variant form may begin."""
        kind, c, _ = self.elements[0]
        if kind != "char":
            return range(len(text))
        forms = {c, *variants().others(c)}
        return [at for at, there in enumerate(text) if there in forms]

    @cached_property
    def han(self):
        """What a text has of it whose marks differ; None if they may not."""
        enough = sum(map(is_han, self.skeleton)) >= PHRASE
        return re.compile(variants().pattern("".join(
            filter(is_han, self.skeleton)))) \
            if enough and not (self.raw or self.prefix) else None

    def marked(self, passage):
        """Whether it matches with punctuation lost or added."""
        if self.han is None or not self.han.search(passage.han):
            return False
        text, parts = passage.skeleton, marked_parts(self.skeleton)
        return any(not inside_word(text, at) and not inside_word(text, end)
                   for at in range(len(text))
                   for end in marks_differ(text, at, parts, 0, 1))

    def bounded(self, text, span):
        return self.raw or not (
            inside_word(text, span[0])
            or (inside_word(text, span[1]) and not self.prefix))

    def places(self, passage, grade, loose=False):
        """Where it matches, at the given grade or better; `loose`: where it
        may, whatever stems are."""
        if not self.skeleton:
            return []
        text = passage.skeleton
        if grade == EXACT:
            found = find_all(text, self.skeleton)
        elif self.raw:
            found = (m.span(1) for m in self.forms.finditer(text))
        elif any(passage.chars.isdisjoint(forms) for forms in self.needed):
            return []
        else:
            found = ((at, end) for at in self.starts(text)
                     for end in variant_ends(passage, at, self.elements, loose))
        return [s for s in found if self.bounded(text, s)]

    def match(self, passage):
        if not self.skeleton:
            return NONE, NONE
        if (self.skeleton in passage.skeleton
                and self.places(passage, EXACT)):
            return EXACT, EXACT
        worst = (VARIANT if self.places(passage, VARIANT)
                 or self.marked(passage) else NONE)
        if worst == VARIANT or self.raw:
            return worst, worst
        return (VARIANT if self.places(passage, VARIANT, True) else NONE), NONE


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

    def read_again(self, passages):
        """As a search reads it: where it finds nothing, ? is a mark."""
        if any(self.match(passage)[0] != NONE for passage in passages):
            return self
        return Run(f"{self.head}?{self.tail}")


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
        if self.near(self.a.places(passage, VARIANT, True),
                     self.b.places(passage, VARIANT, True)):
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
