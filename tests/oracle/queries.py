# SPDX-License-Identifier: MIT
"""Random queries, each as a tree for the scan and as text for yz-query.

A query is drawn from the text of the passages, so that most have an answer,
and then bent: spaces put in or taken out, quotes dropped, widths and scripts
changed, characters swapped. Text is kept free of what the query language would
read as an operator, except where a kind of query is about just that.
"""
import random
import re
from unicodedata import category, normalize

from matcher import (DIGITS, KINDS as SIGNS, And, Near, Not, Open, Or, Run,
                     han_numbers, omissible_end, plain_word, variants)
from skeleton import WHITE_SPACE, is_dropped, skeleton

OPERATORS = frozenset("+-!~*^|()?&:\"'“”‘’「」『』")
WORDS = frozenset(("AND", "OR", "NOT", "NEAR"))
FIELDS = ("kind", "section", "title", "report", "date", "py", "id",
          "类型", "栏目", "标题", "来源", "日期")
FULL_WIDTH = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)
              if chr(c) not in OPERATORS}
SPACES = " \u3000\t\u00a0\u200b"
HAN = re.compile("[㐀-鿿]")
LATIN_WORD = re.compile("[A-Za-z]{2,}")
NUMBER = re.compile(r"\d[\d.,]*")


def is_plain(text):
    """No space, no operator: such text is one run as it stands."""
    signs = set(text) | set(normalize("NFKC", text))
    return (not signs & (OPERATORS | WHITE_SPACE) and text not in WORDS
            and bool(skeleton(text)))


def is_quotable(text):
    """May stand between double quotes."""
    return bool(skeleton(text)) and not any(
        c in '"“”‘’「」『』＂' or (category(c) == "Cc" and c != "\t")
        for c in text)


def one_line(text):
    return re.sub(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029\0]+", " ", text)


class Generator:
    def __init__(self, texts, seed):
        self.random = random.Random(seed)
        self.texts = [one_line(t) for t in texts if skeleton(t)]
        self.marked = [t for t in self.texts if re.search('[“"「《]', t)]
        self.latin = [w for t in self.texts for w in LATIN_WORD.findall(t)]
        self.special = [t for t in self.texts if re.search(
            "[①¹²†※~～〜∶·•・⺀-⻳〔—]|[〇零○一二三四五六七八九]{3}"
            r"|\d,\d|[^\W\d_]\.[^\W\d_]|[à-ž]", t)]
        self.numbers = [w for t in self.texts for w in NUMBER.findall(t)]

    def piece(self, text=None, longest=12):
        """A part of 1 to `longest` characters of a passage."""
        text = text or self.random.choice(self.texts)
        size = min(len(text), self.random.randint(1, longest))
        at = self.random.randint(0, len(text) - size)
        return text[at:at + size]

    def plain(self, text=None, longest=6):
        """A piece that is one run without quotes."""
        for _ in range(1000):
            piece = self.piece(text, longest)
            if is_plain(piece):
                return piece
        return "的"

    def dressed(self, text):
        """Text as a run of the language, quoted where it must be."""
        if is_plain(text) and self.random.random() < 0.7:
            return text
        if not is_quotable(text):
            return None
        opened, closed = self.random.choice(('""', "“”", "「」"))
        return opened + text + closed

    def run(self, text):
        query = self.dressed(text)
        return query and (Run(text), query)

    def changed(self, text, part_of):
        """A piece of the text around a part, [begin, end), that is replaced."""
        begin, end, other = self.random.choice(part_of)
        before = self.random.randint(0, min(6, begin))
        after = self.random.randint(0, 6)
        return self.run(text[begin - before:begin] + other
                        + text[end:end + after])

    # The kinds. Each gives (tree, text), or None to be asked again.

    def substring(self):
        return self.run(self.piece())

    def blanks_added(self):
        chars = list(self.piece())
        for i in range(len(chars) - 1, 0, -1):
            if self.random.random() < 0.3:
                chars.insert(i, self.random.choice(SPACES))
        return self.run("".join(chars))

    def blanks_removed(self):
        piece = self.piece(longest=20)
        bare = "".join(c for c in piece if c not in WHITE_SPACE)
        return self.run(bare) if bare != piece else None

    def quotes_dropped(self):
        if not self.marked:
            return None
        text = self.random.choice(self.marked)
        at = self.random.choice(
            [m.start() for m in re.finditer('[“"「《]', text)])
        piece = text[max(0, at - self.random.randint(0, 5)):
                     at + self.random.randint(1, 10)]
        return self.run("".join(c for c in piece if not is_dropped(c)))

    def quotes_added(self):
        """`"五小"创新大赛`: a quoted part and a run are one phrase."""
        piece = self.plain(longest=10)
        if len(piece) < 3:
            return None
        a, b = sorted(self.random.sample(range(len(piece) + 1), 2))
        opened, closed = self.random.choice(('""', "“”", "「」", "《》"))
        return Run(piece), (piece[:a] + opened + piece[a:b] + closed
                            + piece[b:])

    def width(self):
        piece = self.piece()
        wide = "".join(FULL_WIDTH.get(c, c) if self.random.random() < 0.7
                       else c for c in piece)
        return self.run(wide) if wide != piece else None

    def script(self):
        piece = self.piece()
        other = "".join(self.random.choice(variants().others(c) or [c])
                        if self.random.random() < 0.7 else c for c in piece)
        return self.run(other) if other != piece else None

    def omitted(self):
        """Signs and marks between characters, changed, left out or put in."""
        text = skeleton(self.random.choice(self.special))
        places = [(i, max(i, omissible_end(text, i)))
                  for i in range(1, len(text))]
        if self.random.random() < 0.7:
            places = [p for p in places if p[0] < p[1]]
        others = ("", "", "·", "-", "——", "・", "~", ".", "①", "¹²", "[1]",
                  "〔2〕", "†", "，", "·①")
        return places and self.changed(text, [
            (a, b, self.random.choice(others)) for a, b in places])

    def sign(self):
        text = skeleton(self.random.choice(self.special))
        places = [i for i, c in enumerate(text) if c in SIGNS]
        return places and self.changed(text, [
            (i, i + 1, self.random.choice(list(SIGNS)) if
             self.random.random() < 0.3 else self.random.choice(
                 [c for c in SIGNS if SIGNS[c] == SIGNS[text[i]]]))
            for i in places])

    def other_number(self):
        """Han digits for digits and the reverse; commas in and out."""
        text = skeleton(self.random.choice(self.special))
        found = [(a, b, digits)
                 for a, (b, digits) in han_numbers(text).items()]
        found += [(*m.span(), m[0].replace(",", ""))
                  for m in NUMBER.finditer(text)]
        if not found:
            return None
        a, b, digits = self.random.choice(found)
        zero = self.random.choice("〇零○◯O0")
        han = "".join(zero if d == "0" else
                      next(c for c in DIGITS if DIGITS[c] == d)
                      if d in "123456789" else d for d in digits)
        grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", digits)
        return self.changed(text, [(a, b, self.random.choice(
            (han, digits, grouped)))])

    def plain_letters(self):
        text = skeleton(self.random.choice(self.special))
        words = [(*m.span(), plain_word(m[0]))
                 for m in re.finditer(r"[^\W\d_\u2e80-\u9fff]+", text)]
        return words and self.changed(text, words)

    def latin_word(self):
        if not self.latin:
            return None
        word = self.random.choice(self.latin)
        word = self.random.choice((word, word.lower(), word.title()))
        return self.run(word)

    def latin_prefix(self):
        if not self.latin:
            return None
        word = self.random.choice(self.latin)
        word = word[:self.random.randint(1, len(word))]
        return Run(word, prefix=True), word + "*"

    def number(self):
        if not self.numbers:
            return None
        number = self.random.choice(self.numbers)
        a = self.random.randint(0, len(number) - 1)
        b = self.random.randint(a + 1, len(number))
        return self.run(self.random.choice((number, number[a:b])))

    def marks(self):
        text = self.random.choice(self.texts)
        found = re.findall(r"[^\w\s]{1,3}", text)
        return self.run(self.random.choice(found)) if found else None

    def signs(self):
        """Signs of the language in places where they are text."""
        text = self.random.choice(self.texts)
        places = [m.start() for m in re.finditer(r"[-+!~*:/]", text)]
        if not places:
            return None
        at = self.random.choice(places)
        piece = text[max(0, at - self.random.randint(1, 4)):
                     at + self.random.randint(1, 5)]
        if (set(piece) & set("^|()?&\"'“”‘’「」『』") or piece[0] in "+-!*~"
                or piece[-1] in "~*" or set(piece) & WHITE_SPACE
                or re.search(r"~\d*$", piece)
                or not is_plain(re.sub("[-+!~*:/]", "x", piece))
                or re.search("(?i)(^|[^a-z])(%s)[:：]" % "|".join(FIELDS),
                             piece)):
            return None
        return Run(piece), piece

    def miss(self):
        a, b = self.plain(), self.plain()
        return self.run(self.random.choice((a + b, a[::-1], b + a[:1])))

    def operands(self, count):
        """Plain runs, more often than not of one passage."""
        text = self.random.choice(self.texts)
        return [self.plain(text if self.random.random() < 0.7 else None, 4)
                for _ in range(count)]

    def all_of(self):
        a, b = self.operands(2)
        joint = self.random.choice((" ", "\u3000", " AND ", " && ", " +",
                                    " ＋", "  "))
        return And((Run(a), Run(b))), a + joint + b

    def any_of(self):
        a, b = self.operands(2)
        joint = self.random.choice((" OR ", " | ", "|", " ｜ ", "｜"))
        return Or((Run(a), Run(b))), a + joint + b

    def one_without(self):
        a, b = self.operands(2)
        sign = self.random.choice((" -", " !", " NOT ", " －", " ！"))
        return And((Run(a), Not(Run(b)))), a + sign + b

    def without(self):
        a = self.plain(longest=3)
        sign = self.random.choice(("-", "!", "NOT ", "－", "！"))
        return Not(Run(a)), sign + a

    def group(self):
        a, b, c = self.operands(3)
        left, right = self.random.choice(("()", "（）"))
        one = Or((Run(a), Run(b)))
        shape = self.random.randrange(3)
        if shape == 0:
            return (And((one, Not(Run(c)))),
                    f"{left}{a} OR {b}{right} -{c}")
        if shape == 1:
            return And((Run(c), one)), f"{c} {left}{a} | {b}{right}"
        return (And((Run(c), Not(one))), f"{c} -{left}{a} OR {b}{right}")

    def raw(self):
        piece = self.piece()
        if not is_quotable(piece) or "'" in piece:
            return None
        return Run(piece, raw=True), f"'{piece}'"

    def spaced_phrase(self):
        """A space in quotes: layout between ideographs, text between words."""
        piece = self.plain(longest=8)
        at = self.random.randint(0, len(piece))
        spaced = piece[:at] + " " + piece[at:]
        return Run(spaced), f'"{spaced}"'

    def near(self):
        text = self.random.choice(self.texts)
        at = self.random.randrange(len(text))
        a, b = (self.plain(text[at:at + 30], 4) for _ in range(2))
        distance = self.random.choice((0, 1, 2, 5, 10, 20))
        tree = Near(Run(a), Run(b), distance)
        if self.random.random() < 0.5:
            return tree, f"{a} NEAR/{distance} {b}"
        return tree, f'"{a} {b}"~{distance}'

    def open_character(self):
        piece = self.plain()
        if len(piece) < 3 or not all(map(HAN.match, piece)):
            return None
        at = self.random.randint(1, len(piece) - 2)
        head, tail = piece[:at], piece[at + 1:]
        return Open(head, tail), f"{head}?{tail}"

    def question_mark(self):
        """The full-width one is a mark of the text, never a wildcard."""
        piece = self.plain()
        if len(piece) < 3 or not all(map(HAN.match, piece)):
            return None
        at = self.random.randint(1, len(piece) - 2)
        text = f"{piece[:at]}？{piece[at + self.random.randint(0, 1):]}"
        return Run(text), text

    def no_open_character(self):
        """A wildcard that most likely finds nothing."""
        a, b = (self.plain() for _ in range(2))
        if not all(map(HAN.match, a + b)):
            return None
        return Open(a, b), f"{a}?{b}"

    KINDS = {
        "substring": 6, "blanks_added": 3, "blanks_removed": 2,
        "quotes_dropped": 2, "quotes_added": 2, "width": 2, "script": 3,
        "omitted": 4, "sign": 2, "other_number": 3, "plain_letters": 1,
        "latin_word": 2, "latin_prefix": 1, "number": 3, "marks": 1,
        "signs": 1, "miss": 3, "all_of": 3, "any_of": 2, "one_without": 2,
        "without": 1, "group": 2, "raw": 3, "spaced_phrase": 2, "near": 3,
        "open_character": 1, "question_mark": 1, "no_open_character": 1}

    def query(self):
        """(kind, tree, text) of one query of the language."""
        while True:
            kind, = self.random.choices(list(self.KINDS),
                                        self.KINDS.values())
            for _ in range(100):
                made = getattr(self, kind)()
                if made:
                    return kind, *made

    def literal(self):
        """(kind, tree, text) of one query for -F: any text at all."""
        piece = self.piece()
        while not skeleton(piece):
            piece = self.piece()
        return "literal", Run(piece, raw=True), piece
