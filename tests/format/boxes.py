# SPDX-License-Identifier: MIT
"""Boxes: pages, rows, cells and readings of a passage (docs/format.md,
"Boxes")."""
from store import Corrupt, View

COORDINATE_MAX = 1 << 24
NONE, CHARACTER, WORD, ESTIMATED, BLOCK = range(5)


class Mean:
    """The parameter of a kind of numbers, from those before."""

    def __init__(self, expected):
        self.sum, self.count = expected, 1

    def parameter(self):
        k = 0
        while self.count << k < self.sum:
            k += 1
        return k

    def add(self, number):
        self.sum += number
        self.count += 1
        if self.count == 16:
            self.sum //= 2
            self.count //= 2


class Bits:
    def __init__(self, data):
        self.value, self.left = int.from_bytes(data, "little"), 8 * len(data)

    def take(self, count):
        if count > self.left:
            raise Corrupt("too few bits")
        bits = self.value & (1 << count) - 1
        self.value >>= count
        self.left -= count
        return bits

    def flag(self):
        return bool(self.take(1))

    def number(self, mean):
        k, ones = mean.parameter(), 0
        while ones < 20 and self.take(1):
            ones += 1
        number = ones << k | self.take(k) if ones < 20 else self.take(32)
        if number >> 32:
            raise Corrupt("a number is too large")
        mean.add(number)
        return number

    def signed(self, mean):
        coded = self.number(mean)
        return coded >> 1 ^ -(coded & 1)


def units(text):
    return sum(1 if c < "\u2e80" else 2 for c in text)


def page_of(coded):
    """A page from its shared string."""
    view = View(coded)
    number, width, height = view.varint(), view.varint(), view.varint()
    image = view.take(view.left()).decode("utf-8")
    page = {"page": number, "image": image}
    if width and height:
        page.update(width=width, height=height)
    return {name: value for name, value in page.items() if value}


class Rows:
    """The rows of a passage, from its bits; positions count characters."""

    MEANS = {"rows": 4, "page": 0, "skip": 0, "length": 16,
             "row_confidence": 8, "first": 2048, "first_size": 64,
             "begin": 16, "gap": 16, "end": 16, "size": 4, "cells": 4,
             "cell_skip": 0, "cell_length": 1, "cell_gap": 4, "edge": 8,
             "across": 8, "cell_confidence": 8, "readings": 1,
             "reading_skip": 16, "reading_length": 1}

    def __init__(self, data, text, spans, pages):
        self.bits, self.text, self.spans, self.pages = Bits(data), text, spans, pages
        self.means = {name: Mean(mean) for name, mean in self.MEANS.items()}
        self.form = (0, WORD, False, True, False, False)
        self.before, self.confidence, self.at = None, 0, 0
        self.rows = self.take_rows()
        self.readings = self.take_readings() if self.bits.flag() else []
        if self.bits.left >= 8 or self.bits.value:
            raise Corrupt("bits are left over")

    def number(self, name):
        return self.bits.number(self.means[name])

    def edge(self, name, expected):
        edge = expected + self.bits.signed(self.means[name])
        if not 0 <= edge <= COORDINATE_MAX:
            raise Corrupt("a coordinate is out of range")
        return edge

    def percent(self, name, before):
        percent = before + self.bits.signed(self.means[name])
        if not 0 <= percent <= 100:
            raise Corrupt("a confidence is out of range")
        return percent

    def take_rows(self):
        by_piece, rows = self.bits.flag(), []
        count = self.number("rows")
        if by_piece and count != len(self.spans):
            raise Corrupt("rows are not the pieces")
        for number in range(count):
            rows.append(self.take_row(number, by_piece))
        return rows

    def take_form(self):
        form = self.form
        if not self.bits.flag():
            form = (self.number("page"), self.bits.take(3),
                    *(self.bits.flag() for _ in range(4)))
        if form[0] >= self.pages or form[1] > BLOCK:
            raise Corrupt("a row is of no page, or of no origin")
        if form[2] != self.form[2]:
            self.before = None
        self.form = form
        return form

    def take_row(self, number, by_piece):
        page, origin, vertical, *cells = self.take_form()
        begins = number == 0 or self.bits.flag()
        if by_piece:
            begin, end = self.spans[number]
        else:
            begin = self.at + self.number("skip")
            end = begin + self.number("length")
        if not self.at <= begin <= end <= len(self.text):
            raise Corrupt("a row lies outside the text")
        self.at = end
        self.confidence = self.percent("row_confidence", self.confidence)
        row = {"text": [begin, end]}
        if origin != NONE:
            edges = self.take_edges(vertical)
            row["box"] = box_of(edges, vertical)
        if page:
            row["page"] = page
        if self.confidence:
            row["confidence"] = self.confidence
        if begins:
            row["begins"] = True
        if vertical:
            row["vertical"] = True
        if origin == BLOCK:
            row["origin"] = "block"
        if origin in (CHARACTER, WORD):
            name = "characters" if origin == CHARACTER else "words"
            row[name] = list(self.take_cells(begin, end, edges, vertical,
                                             *cells))
        return row

    def take_edges(self, vertical):
        first = self.before is None
        top = COORDINATE_MAX if vertical else 0
        a0, a1, c0, c1 = self.before or (0, 0, top, top)
        x0 = self.edge("first" if first else "begin", a0)
        y0 = self.edge("first" if first else "gap", c1)
        x1 = self.edge("first" if first else "end", a1)
        y1 = self.edge("first_size" if first else "size", y0 + c1 - c0)
        self.before = x0, x1, y0, y1
        if x0 > x1 or y0 > y1:
            raise Corrupt("a box ends before it begins")
        return self.before

    def take_cells(self, begin, end, edges, vertical, tiled, own, percents):
        a0, a1, c0, c1 = edges
        count, at, confidence = self.number("cells"), begin, self.confidence
        for number in range(count):
            last = tiled and number + 1 == count
            first = at + (0 if tiled else self.number("cell_skip"))
            at = end if last else first + 1 + self.number("cell_length")
            if not first < at <= end:
                raise Corrupt("a cell lies outside its row")
            left = a0 if tiled else self.edge("cell_gap", a0)
            expected = left
            if left < a1:
                expected += ((a1 - left) * units(self.text[first:at])
                             // units(self.text[first:end]))
            right = a1 if last else self.edge("edge", expected)
            low = self.edge("across", c0) if own else c0
            high = self.edge("across", c1) if own else c1
            a0 = right
            cell = [first, at, *box_of((left, right, low, high), vertical)]
            if percents:
                confidence = self.percent("cell_confidence", confidence)
                cell += [confidence] if confidence else []
            yield cell

    def take_readings(self):
        at, readings = 0, []
        for _ in range(self.number("readings")):
            at += self.number("reading_skip")
            end = at + 1 + self.number("reading_length")
            percent = self.bits.take(7)
            size = self.number("reading_length")
            text = bytes(self.bits.take(8) for _ in range(size)).decode()
            if end > len(self.text) or percent > 100 or not text:
                raise Corrupt("a reading does not fit its text")
            readings.append({"text": [at, end], "reading": text})
            if percent:
                readings[-1]["confidence"] = percent
        return readings


def box_of(edges, vertical):
    a0, a1, c0, c1 = edges
    if vertical:
        return [COORDINATE_MAX - c1, a0, COORDINATE_MAX - c0, a1]
    return [a0, c0, a1, c1]


def blocks_of(rows, page):
    """Of each block the smallest box that has its rows on the page."""
    blocks, latest = [], None
    for row in rows:
        own = row.get("page", 0)
        if row.get("begins") or own != latest:
            blocks.append([])
        latest = own
        if own == page and "box" in row:
            blocks[-1].append(row["box"])
    return [[min(b[0] for b in boxes), min(b[1] for b in boxes),
             max(b[2] for b in boxes), max(b[3] for b in boxes)]
            for boxes in blocks if boxes]


def take_boxes(view, strings, text, pieces):
    """What `source` has of it in the object that `yz-index --dump` prints.
    Pieces are those of the record, `text` is UTF-8."""
    pages = [page_of(strings[view.varint()]) for _ in range(view.varint())]
    chars = text.decode("utf-8")
    offsets = [0]
    for c in chars:
        offsets.append(offsets[-1] + len(c.encode()))
    at = {offset: number for number, offset in enumerate(offsets)}
    ends = [piece[0] - (piece[5] and piece[0] > 0) for piece in pieces[1:]]
    spans = [(at[piece[0]], at[end]) for piece, end
             in zip(pieces, ends + [len(text)])]
    found = Rows(view.bytes(), chars, spans, len(pages))
    for part in (found.rows, found.readings,
                 *(row.get("characters", row.get("words", ()))
                   for row in found.rows)):
        for item in part:
            place = item if isinstance(item, list) else item["text"]
            place[:2] = [offsets[place[0]], offsets[place[1]]]
    source = {}
    if pages:
        source["pages"] = [{**page, "boxes": blocks_of(found.rows, number)}
                           for number, page in enumerate(pages)]
    if found.rows:
        source["rows"] = found.rows
    if found.readings:
        source["readings"] = found.readings
    return source
