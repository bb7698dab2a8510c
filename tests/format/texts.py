# SPDX-License-Identifier: MIT
"""Texts and records of passages (docs/format.md, "Packed text" and "Passage
records")."""
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


def count_on(name, form, steps):
    """The id that many steps behind another."""
    if not steps:
        return name
    if form == 2:
        return str(int(name) + steps)
    if form or not re.search("[0-9]$", name) or len(name.encode()) > 48:
        raise Corrupt(f"the id {name!r} cannot be followed")
    digits = re.search("[0-9]{1,9}$", name).group()
    number = digits.lstrip("0") or "0"
    return name[:len(name) - len(number)] + str(int(number) + steps)


def take_blocks(view, line, byte):
    """A block, and those behind it; `line` and `byte` are where it begins."""
    blocks = []
    for i in range(view.varint()):
        if i:
            line += view.zigzag()
            byte += view.zigzag()
        first, begin = line, byte
        line += view.varint()
        byte += view.varint()
        blocks.append(((first, line), (begin, byte)))
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


STRINGS = ("report", "section", "title", "path", "encoding")
STRING_FLAGS = (None, 0x200, 0x400, 0x800, 0x1000)
LARGE = 255


class State:
    """What a passage is relative to, or has itself."""

    def __init__(self, flags, numbers, date, name, form, line, byte):
        self.flags, self.numbers, self.date = flags, numbers, date
        self.name, self.form, self.line, self.byte = name, form, line, byte

    def check(self):
        if self.flags >> 15 or self.flags & 15 >= len(KINDS) or \
                self.flags >> 5 & 3 == 3:
            raise Corrupt(f"a record has the flags {self.flags:#x}")


class Records:
    """The records of a group; `take(number)` gives one of them."""

    def __init__(self, view, strings):
        self.strings = strings
        self.count = view.u8()
        flags = view.u16()
        self.boxes = view.u32() if flags & 0x4000 else 0
        numbers = [view.u32() if flag is None or flags & flag else 0
                   for flag in STRING_FLAGS]
        date = view.u32() if flags & 0x100 else 0
        sizes = [view.u8() for _ in range(self.count)]
        self.records = [view.take(size if size < LARGE else view.varint())
                        for size in sizes]
        self.front = State(flags, numbers, date, "", None, 0, 0)
        self.front.check()
        if self.records[0][0] != 0x38:
            raise Corrupt("the first of a group is relative to something")

    def told(self, number):
        """The state of a passage, where its boxes are, and what is left."""
        view = View(self.records[number])
        new = view.u8()
        if new >> 7:
            raise Corrupt(f"a record has {new:#x} that is new")
        other = view.u8() if new & 64 else 0
        if number == 0:
            before = self.front
        else:
            before = self.told(other)[0]
            if new & 64 and (not 0 < other < number
                             or self.records[other][0] & 64):
                raise Corrupt(f"a record is relative to number {other}")
        state = State(view.u16() if new & 1 else before.flags,
                      list(before.numbers), before.date, before.name,
                      before.form, before.line, before.byte)
        state.check()
        boxes = (self.boxes + view.varint()) % 2**32 \
            if state.flags & 0x4000 else None
        for i, flag in enumerate(STRING_FLAGS):
            if flag and not state.flags & flag:
                state.numbers[i] = 0
            elif new & 2:
                state.numbers[i] = view.varint()
        if new & 4:
            state.date = view.varint()
        self.take_id(view, state, new & 8, number - other)
        state.line += number - other + (view.zigzag() if new & 16 else 0)
        state.byte += view.zigzag() if new & 32 else 0
        return state, boxes, view

    @staticmethod
    def take_id(view, state, new, steps):
        form = state.flags >> 5 & 3
        if new:
            state.form = form
            state.name = (view.text, lambda: f"{view.u64():016x}",
                          lambda: str(view.varint()))[form]()
            return
        if form != state.form:
            raise Corrupt("an id follows one of another form")
        state.name = count_on(state.name, form, steps)

    @staticmethod
    def take_origin(view, state):
        line, byte = state.line, state.byte
        if state.flags & 0x80:
            blocks = [((line, line), (byte, byte + view.varint()))]
        else:
            blocks = take_blocks(view, line, byte)
        extra = view.bytes() if state.flags & 0x2000 else None
        if state.flags & 0x80:
            return blocks, [[0, line, 1, byte, "", False]], extra
        return blocks, take_pieces(view, blocks), extra

    def take(self, number):
        """A record as the object that `yz-index --dump` prints, without text
        and boxes; and where these are, if it has any."""
        state, boxes, view = self.told(number)
        blocks, pieces, extra = self.take_origin(view, state)
        view.done()
        flags, numbers = state.flags, state.numbers
        strings = {key: self.strings[n] for key, n in zip(STRINGS, numbers)}
        record = {"report": strings["report"], "id": state.name,
                  "kind": KINDS[flags & 15], "section": strings["section"],
                  "title": strings["title"],
                  "date": date_of(state.date) if flags & 0x100 else "",
                  "truncated": bool(flags & 16),
                  "source": {"path": strings["path"],
                             "lines": [list(lines) for lines, _ in blocks],
                             "bytes": [list(span) for _, span in blocks],
                             "pieces": pieces}}
        if strings["encoding"]:
            record["encoding"] = strings["encoding"]
        if extra is not None:
            record["extra"] = extra
        return record, boxes
