#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sets free text into newspaper pages of which the reading is known.

A page has a date line, debris of a logo, headline, byline, lede, sections of
paragraphs set in columns, photos with captions that cut paragraphs, and columns
that change their width. It is written as OCR leaves it, in three flavours:

    block   a printed block is one line, the wraps in it are spaces
    tight   a printed line is one line, blank lines part blocks
    loose   a printed line is one line, and a blank line follows each

`page-SEED-FLAVOUR.txt` gets the page, `….json` its reading: for each passage
kind, section, source lines, truncated. The same seed gives the same page.
"""
import argparse
import itertools
import json
import random
from pathlib import Path

from sentences import Writer
from typeset import break_lines

FLAVOURS = ("block", "tight", "loose")
PHOTO_GAP = 3
LATIN_DEBRIS = ["EN SAGE IN", "I L A", "NEWS PAPER E", "WWW .", "B 2"]


class Block:
    """Printed lines that stand together, and the passage they are of."""

    def __init__(self, unit, lines, gap=1):
        self.unit, self.lines, self.gap = unit, lines, gap


class Page:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.writer = Writer(self.random, self.random.random() < 0.5)
        self.units, self.blocks = [], []
        self.heading = None  # the unit of the section's heading
        self.column = self.random.choice([10, 11, 12, 13, 15, 17, 19, 20, 22])
        self.room = self.random.randint(14, 40)  # lines left in this column
        self.next_photo = self.random.randint(10, 50)

    def unit(self, kind):
        unit = {"kind": kind, "truncated": False, "source_lines": []}
        if kind == "heading":
            self.heading = unit
        if kind in ("paragraph", "caption", "heading"):
            unit["heading"] = self.heading
        self.units.append(unit)
        return unit

    def add(self, kind, lines, gap=1):
        self.blocks.append(Block(self.unit(kind), lines, gap))

    def head(self):
        chance = self.random.random
        if chance() < 0.7:
            self.add("date", [self.date()])
        if chance() < 0.3:
            self.add("noise", [self.random.choice(LATIN_DEBRIS)])
        self.add("headline", [self.writer.headline()], PHOTO_GAP)
        if chance() < 0.3:
            self.add("headline", [" ".join(self.writer.headline())])
        if chance() < 0.7:
            self.add("byline", [self.writer.byline()])

    def date(self):
        year, month = self.random.randint(1990, 2025), self.random.randint(1, 12)
        day = self.random.randint(1, 28)
        return self.random.choice([
            f"{year}.{month}.{day} 星期{self.random.choice('一二三四五六日')}",
            f"{year}年{month}月{day}日 星期{self.random.choice('一二三四五六日')}",
            f"{year}年{month}月{day}日"])

    def photo(self):
        """A caption, set to the photo's own width."""
        text = self.writer.caption()
        measure = self.column if self.random.random() < 0.3 else \
            self.random.choice([max(7, self.column * 0.6), self.column * 2.2])
        lines = break_lines(text, itertools.repeat(measure), 0)
        self.add("caption", lines, PHOTO_GAP)
        self.next_photo = self.random.randint(25, 70)

    def next_column(self):
        self.room = self.random.randint(14, 40)
        if self.random.random() < 0.2:
            self.column = max(10, self.column + self.random.choice([-6, -4, 5]))

    def widths(self):
        """The width of each line, as column follows column."""
        while True:
            yield self.column

    def paragraph(self, kind="paragraph"):
        text = self.writer.paragraph(30, 220)
        unit = self.unit(kind)
        part = []
        parts = [(part, 1)]
        cut_by_photo = False
        # A line is broken only once its column is known, so lines are made
        # one by one: the text that is left is broken again at each turn.
        rest, indent = text, 2.0
        while rest:
            if part and self.room <= 0:
                self.next_column()
                part = []
                parts.append((part, 1))
            elif part and self.next_photo <= 0:
                parts.append((None, PHOTO_GAP))
                part = []
                parts.append((part, 1))
                cut_by_photo = True
                self.next_photo = 99
            line = break_lines(rest, self.widths(), indent)[0]
            part.append(line)
            rest, indent = rest[len(line):], 0.0
            self.room -= 1
            self.next_photo -= 1
        self.place(unit, parts)
        if not cut_by_photo and self.next_photo <= 0:
            self.photo()
        if len(parts[-1][0]) > 2 and self.random.random() < 0.06:
            self.cut(unit, parts[-1][0])

    def place(self, unit, parts):
        for lines, gap in parts:
            if lines is None:
                self.photo()
            else:
                self.blocks.append(Block(unit, lines, gap))

    def cut(self, unit, lines):
        """The foot of the column is lost, with the end of the paragraph."""
        del lines[-1]
        unit["truncated"] = lines[-1][-1] not in "。"
        self.next_column()

    def body(self):
        sections = self.random.choice([0, 2, 3, 4, 5])
        if sections and self.random.random() < 0.7:
            self.paragraph("lede")
        for _ in range(max(1, sections)):
            if sections:
                self.add("heading", [self.writer.heading()],
                         self.random.choice([1, 1, PHOTO_GAP]))
            for _ in range(self.random.randint(2, 5)):
                self.paragraph()
        if self.random.random() < 0.3:
            self.add("credit", ["(本版图片由" + self.writer.pick(
                ["本报记者拍摄", "通讯员提供"]) + ")"])

    def write(self, flavour):
        """The page's text; fills in the source lines of its units."""
        out = []
        for block in self.blocks:
            gap = block.gap
            # An engine sees some paragraphs of a column as one block.
            if flavour == "tight" and out and block.unit["kind"] in (
                    "paragraph",) and self.random.random() < 0.25:
                gap = 0
            out += [""] * (gap if out else 0)
            first = len(out) + 1
            if flavour == "block":
                out.append(" ".join(block.lines))
            else:
                between = [""] if flavour == "loose" else []
                for i, line in enumerate(block.lines):
                    out += (between if i else []) + [line]
            block.unit["source_lines"].append([first, len(out)])
        return "\n".join(out) + "\n"


def harm(text, seed):
    """Lose one line-final mark in seven, misread one character in twenty."""
    dice = random.Random(seed)
    lines = []
    for line in text.split("\n"):
        rows = line.split(" ")
        for i, row in enumerate(rows):
            if len(row) > 3 and row[-1] in ",，。、" and dice.random() < 0.15:
                row = row[:-1]
            rows[i] = "".join(
                dice.choice("人入已己末未土士日目") if "一" <= c <= "鿿" and
                dice.random() < 0.05 else c for c in row)
        lines.append(" ".join(rows))
    return "\n".join(lines)


def make_page(seed, flavour, harmed=False):
    """(text, reading) of one page."""
    page = Page(seed)
    page.head()
    page.body()
    text = page.write(flavour)
    if harmed:
        text = harm(text, seed)
    lines = text.split("\n")
    for unit in page.units:
        heading = unit.get("heading")
        unit["section"] = heading and lines[heading["source_lines"][0][0] - 1]
    for unit in page.units:
        unit.pop("heading", None)
    page.units.sort(key=lambda u: u["source_lines"][0])
    return text, {"units": page.units}


def write_pages(directory, flavour, count, seed, harmed=False):
    """Write `count` pages; gives pairs of page and reading."""
    for number in range(seed, seed + count):
        text, reading = make_page(number, flavour, harmed)
        page = Path(directory) / f"page-{number:04}-{flavour}.txt"
        page.write_text(text, encoding="utf-8")
        page.with_suffix(".json").write_text(
            json.dumps(reading, ensure_ascii=False), encoding="utf-8")
        yield page, reading


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--flavour", choices=FLAVOURS, default="block")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--harmed", action="store_true",
                        help="with lost marks and misread characters")
    options = parser.parse_args()
    Path(options.directory).mkdir(parents=True, exist_ok=True)
    for page, _ in write_pages(options.directory, options.flavour,
                               options.count, options.seed, options.harmed):
        print(page)


if __name__ == "__main__":
    main()
