# SPDX-License-Identifier: MIT
"""Texts and records of passages (docs/format.md, "Packed text" and "Passage
record")."""
import re
from pathlib import Path

from store import Corrupt, View

ROOT = Path(__file__).resolve().parents[2]
ESCAPE = 4095
SPACES = (0x20, 0x3000, 0x0A, 0x09, 0xA0, 0x0D, 0x2003)
KINDS = ("paragraph", "caption", "heading", "headline", "lede", "byline",
         "date", "credit", "noise")


def code_tables():
    """The two tables, which are a file: 4095 characters each."""
    source = (ROOT / "core/format/code_table.inc").read_text("ascii")
    numbers = [int(n, 16) for n in re.findall(r"0x[0-9a-f]{4}", source)]
    if len(numbers) != 2 * ESCAPE:
        raise Corrupt(f"the code tables have {len(numbers)} characters")
    return numbers[:ESCAPE], numbers[ESCAPE:]


TABLES = code_tables()


def unpack_codes(packed, count):
    codes = []
    for i in range(0, len(packed), 3):
        row = packed[i:i + 3]
        both = int.from_bytes(row, "little")
        codes += (both & 0xfff, both >> 12)[:len(row) * 8 // 12]
    if len(packed) % 3 and packed[-1] >> 4:
        raise Corrupt("bits are set behind the last code")
    return codes[:count]


def take_escape(escapes):
    unit = escapes.take(2)
    if unit[1] & 0xf8 == 0xd8:
        unit += escapes.take(2)
    return unit.decode("utf-16-le")


class Text:
    """A packed text, unpacked."""

    def __init__(self, view):
        flags = view.u8()
        self.form, self.slow = flags & 3, bool(flags & 16)
        if self.form == 3 or flags & ~31:
            raise Corrupt(f"a text has the flags {flags:#x}")
        count = view.varint()
        escapes = view.varint() if flags & 4 else 0
        spaces = view.varint() if flags & 8 else 0
        if self.form == 0:
            if escapes or spaces:
                raise Corrupt("a plain text has escapes or spaces")
            self.utf8 = view.take(count)
            return
        codes = unpack_codes(view.take((3 * count + 1) // 2), count)
        self.utf8 = self.put_together(codes, View(view.take(2 * escapes)),
                                      View(view.take(spaces)))

    def put_together(self, codes, escapes, spaces):
        table = TABLES[self.form - 1]
        chars = [take_escape(escapes) if code == ESCAPE else chr(table[code])
                 for code in codes]
        escapes.done()
        text, at = [], 0
        while spaces.left():
            entry = spaces.varint()
            kind = entry & 7
            end = at + (entry >> 3)
            if end > len(chars):
                raise Corrupt("white space behind the end of a text")
            text += chars[at:end]
            text.append(chr(spaces.varint() if kind == 7 else SPACES[kind]))
            at = end
        return "".join(text + chars[at:]).encode("utf-8")


def date_of(code):
    months, day = divmod(code, 31)
    return f"{months // 12:04}-{months % 12 + 1:02}-{day + 1:02}"


def take_id(view, form):
    if form == 1:
        return f"{view.u64():016x}"
    if form == 2:
        return str(view.varint())
    if form:
        raise Corrupt("an id has an unknown form")
    return view.text()


def take_blocks(view):
    blocks, line = [], 0
    for _ in range(view.varint()):
        first = line + view.zigzag()
        line = first + view.varint()
        begin = view.varint()
        blocks.append(((first, line), (begin, begin + view.varint())))
    return blocks


def take_pieces(view, blocks):
    text, line, source = 0, 0, 0
    if blocks:
        (line, _), (source, _) = blocks[0]
    pieces = []
    for _ in range(view.varint()):
        step = view.varint()
        line += view.zigzag()
        column = view.varint()
        beyond = view.zigzag()
        size, joint = divmod(view.varint(), 2)
        gap = view.take(size).decode("utf-8")
        text += step
        source += step + size - joint + beyond
        pieces.append([text, line, column, source, gap, bool(joint)])
    return pieces


def take_record(view, strings):
    """A record as the object that `yz-index --dump` prints, without text and
    boxes; and where these are, if it has any."""
    flags = view.u16()
    if flags >> 15 or flags & 15 >= len(KINDS):
        raise Corrupt(f"a record has the flags {flags:#x}")
    boxes = view.u32() if flags & 0x4000 else None
    report = strings[view.varint()]
    section, title, path, encoding = (
        strings[view.varint()] if flags & flag else strings[0]
        for flag in (0x200, 0x400, 0x800, 0x1000))
    date = date_of(view.varint()) if flags & 0x100 else ""
    name = take_id(view, flags >> 5 & 3)
    extra = view.bytes() if flags & 0x2000 else None
    if flags & 0x80:
        line, begin, size = view.varint(), view.varint(), view.varint()
        blocks = [((line, line), (begin, begin + size))]
        pieces = [[0, line, 1, begin, "", False]]
    else:
        blocks = take_blocks(view)
        pieces = take_pieces(view, blocks)
    record = {"report": report, "id": name, "kind": KINDS[flags & 15],
              "section": section, "title": title, "date": date,
              "truncated": bool(flags & 16),
              "source": {"path": path,
                         "lines": [list(lines) for lines, _ in blocks],
                         "bytes": [list(span) for _, span in blocks],
                         "pieces": pieces}}
    if encoding:
        record["encoding"] = encoding
    if extra is not None:
        record["extra"] = extra
    return record, boxes
