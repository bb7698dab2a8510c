# SPDX-License-Identifier: MIT
"""Passages, hits and their parts: values, which outlive what they come from.

Places in a text count characters, as Python's strings do.
"""
from __future__ import annotations

import html
import json
import re
import struct
from typing import (Any, Callable, Dict, List, NamedTuple, Optional, Tuple,
                    TypeVar)

from ._yizhan import ffi, lib

_T = TypeVar("_T")
_DOUBLE = struct.Struct("d")
_WORD = struct.Struct("Q")
_SPECIAL = re.compile(rb"[&<>\"']")


def _names(count: int, name_of: Callable[[int], Any]) -> Tuple[str, ...]:
    return tuple(ffi.string(name_of(i)).decode() for i in range(count))


KINDS = _names(lib.YZ_KIND_COUNT, lib.yz_kind_name)
"""The kinds of passages: "paragraph", "caption", ..."""
TIERS = _names(lib.YZ_TIER_COUNT, lib.yz_tier_name)
"""How well passages match, the best first: "exact", "variant", ..."""
FACETS = _names(lib.YZ_FACET_COUNT, lib.yz_facet_name)
"""What hits are counted by: "kind", "report", "section", "year", ..."""
BOX_ORIGINS = ("", "character", "word", "estimated", "block")
_EDIT_TYPES = ("misread", "synonym", "reading")


class Span(NamedTuple):
    """Characters [begin, end) of a text."""

    begin: int
    end: int


class Box(NamedTuple):
    """A rectangle on a page image: whole pixels from the top left corner,
    from x0 up to, not including, x1, and from y0 up to y1."""

    x0: int
    y0: int
    x1: int
    y1: int


class Block(NamedTuple):
    """Lines of the source that a passage came from."""

    line_first: int
    """From 1; 0: not known."""
    line_last: int
    """The last one, included."""
    byte_begin: int
    byte_end: int
    """In the file on disk, half-open; equal: not known."""


class Piece(NamedTuple):
    """A part of a text that the source has in one."""

    text: Span
    """In the text of the passage."""
    line: int
    """Of the source, from 1."""
    column: int
    """In code points, from 1."""
    source: int
    """Its first byte in the source file."""
    gap: str
    """What the source has before it that the text has not."""
    joint: bool
    """Whether the text has a space instead of the gap."""


class Page(NamedTuple):
    """A page that a passage is on. 0 and "": not known."""

    number: int = 0
    """From 1."""
    width: int = 0
    height: int = 0
    """Pixels of its image."""
    image: str = ""
    """Path or address of the image."""
    boxes: Tuple[Box, ...] = ()
    """Of the blocks of the passage on this page; left out when given."""


class Cell(NamedTuple):
    """A word or a character of a row."""

    text: Span
    box: Box
    confidence: int = 0
    """Percent; 0: not known."""


class Row(NamedTuple):
    """A printed line of a passage, or a block whose lines are not known."""

    text: Span
    box: Optional[Box] = None
    page: int = 0
    """An index into the pages of the passage."""
    confidence: int = 0
    """Percent; 0: not known."""
    origin: str = "estimated"
    """What boxes are of: "character", "word", "estimated" (rows), "block"."""
    vertical: bool = False
    begins_block: bool = False
    cells: Tuple[Cell, ...] = ()


class Reading(NamedTuple):
    """What the OCR engine reads otherwise, itself."""

    text: Span
    reading: str
    confidence: int = 0
    """Percent; 0: not known."""


class Edit(NamedTuple):
    """A difference between the query and the text of a hit."""

    query: str
    text: str
    weight: float
    """From 0 to 1; of a synonym 1."""
    type: str
    """ "misread", "synonym", or "reading" (the OCR engine's own)."""


class Place(NamedTuple):
    """A box on a page of the passage."""

    page: int
    """An index into the pages of the passage."""
    box: Box


class Match(NamedTuple):
    """Where a hit matches, in its text and in the unmodified source."""

    text: Span
    line: int
    """Of the source, from 1; 0: not known."""
    column: int
    """In code points, from 1; 0: not known."""
    byte_begin: int
    byte_end: int
    """In the source file, half-open; equal: not known."""
    surface: str
    """What the source has there."""
    page: int
    """The number of the page on which it begins; 0: not known."""
    boxes: Tuple[Place, ...]
    """One a printed line."""
    box_origin: str
    """Of the least exact of them; "": there are none."""


class FacetCount(NamedTuple):
    """A value, and how many passages have it."""

    value: str
    """The value; "": passages without one."""
    passages: int
    path: str = ""
    """Of reports: the path of the source."""


class Warning(NamedTuple):
    """A part of a query that was repaired or taken as text."""

    message: str
    text: Span
    column: int
    """In code points, from 1."""


class Snippet:
    """A short extract of a passage, with what was found marked."""

    __slots__ = ("_data", "_bounds")

    def __init__(self, data: bytes, bounds: List[int]) -> None:
        self._data = data
        self._bounds = bounds  # where what was found begins and ends, by turns

    @property
    def text(self) -> str:
        """The extract; "…" marks where it was cut."""
        return self._data.decode()

    @property
    def highlights(self) -> Tuple[Span, ...]:
        """What was found, in `text`; in order, not overlapping."""
        bounds = self._bounds
        return tuple(Span(*characters(self._data, begin, end))
                     for begin, end in zip(bounds[::2], bounds[1::2]))

    @property
    def segments(self) -> List[Tuple[str, bool]]:
        """The text in parts, each with whether it was found."""
        ends = [*self._bounds, len(self._data)]
        parts = zip([0, *self._bounds], ends)
        return [(self._data[begin:end].decode(), bool(i % 2))
                for i, (begin, end) in enumerate(parts) if begin < end]

    def html(self, tag: str = "mark") -> str:
        """As HTML: escaped, and what was found in elements of this name."""
        begin, end = f"<{tag}>", f"</{tag}>"
        if _SPECIAL.search(self._data):
            return "".join(
                begin + html.escape(text) + end if found
                else html.escape(text) for text, found in self.segments)
        return self.marked(begin, end)

    def marked(self, begin: str = "【", end: str = "】") -> str:
        """As text, with these marks around what was found."""
        data, opening, closing = self._data, begin.encode(), end.encode()
        parts: List[bytes] = []
        last = 0
        for i, bound in enumerate(self._bounds):
            parts += (data[last:bound], closing if i % 2 else opening)
            last = bound
        parts.append(data[last:])
        return b"".join(parts).decode()

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Snippet {self.marked()!r}>"


def characters(data: bytes, begin: int, end: int) -> Tuple[int, int]:
    """The characters of a text at these bytes of its UTF-8."""
    first = len(data[:begin].decode("utf-8", "replace"))
    return first, first + len(data[begin:end].decode("utf-8", "replace"))


# ---- what C has packed -----------------------------------------------------------


class Pack:
    """Numbers and text of records (extension/pack.h)."""

    __slots__ = ("_bytes", "words", "text")

    def __init__(self, words: bytes, text: bytes) -> None:
        self._bytes = words
        self.words = memoryview(words).cast("Q")
        self.text = text

    def __reduce__(self) -> Tuple[Any, ...]:
        return Pack, (self._bytes, self.text)

    def data(self, at: int) -> bytes:
        words = self.words
        begin = words[at]
        return self.text[begin:begin + words[at + 1]]

    def str(self, at: int) -> str:
        return self.data(at).decode("utf-8", "replace")

    def number(self, at: int) -> int:
        return self.words[at]

    def double(self, at: int) -> float:
        value: float = _DOUBLE.unpack(_WORD.pack(self.words[at]))[0]
        return value

    def places(self, at: int, size: int) -> range:
        """Where the records of an array begin."""
        first, count = self.words[at], self.words[at + 1]
        return range(first, first + count * size, size)

    def box(self, at: int) -> Box:
        return Box(*self.words[at:at + 4])


def take_pack(pack: Any) -> Pack:
    """Copy what C has packed."""
    return Pack(bytes(ffi.buffer(pack.words, 8 * pack.word_count))
                if pack.word_count else b"",
                bytes(ffi.buffer(pack.text, pack.text_size))
                if pack.text_size else b"")


class Passage:
    """A passage: the unit of retrieval. Strings are "" where there is none."""

    __slots__ = ("_pack", "_at")

    def __init__(self, pack: Pack, at: int) -> None:
        self._pack = pack
        self._at = at

    @property
    def report(self) -> str:
        """The name of its report."""
        return self._pack.str(self._at + lib.PASSAGE_REPORT)

    @property
    def id(self) -> str:
        """Its name within the report."""
        return self._pack.str(self._at + lib.PASSAGE_ID)

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return KINDS[self._pack.number(self._at + lib.PASSAGE_KIND)]

    @property
    def section(self) -> str:
        """The heading above it."""
        return self._pack.str(self._at + lib.PASSAGE_SECTION)

    @property
    def title(self) -> str:
        """The headline of its page."""
        return self._pack.str(self._at + lib.PASSAGE_TITLE)

    @property
    def date(self) -> str:
        """YYYY-MM-DD."""
        return self._pack.str(self._at + lib.PASSAGE_DATE)

    @property
    def text(self) -> str:
        """Its text."""
        return self._pack.str(self._at + lib.PASSAGE_TEXT)

    @property
    def path(self) -> str:
        """The path of its source, as it was given."""
        return self._pack.str(self._at + lib.PASSAGE_PATH)

    @property
    def encoding(self) -> str:
        """Of the source, if it is not UTF-8."""
        return self._pack.str(self._at + lib.PASSAGE_ENCODING)

    @property
    def extra(self) -> Dict[str, Any]:
        """Other members of the source."""
        data = self._pack.data(self._at + lib.PASSAGE_EXTRA)
        members: Dict[str, Any] = json.loads(data) if data else {}
        return members

    @property
    def truncated(self) -> bool:
        """Whether its end is missing on the page."""
        return bool(self._pack.words[self._at + lib.PASSAGE_TRUNCATED])

    @property
    def rules(self) -> Tuple[str, ...]:
        """The rules of layout repair that made it; of read() alone."""
        return tuple(self._pack.str(self._at + lib.PASSAGE_RULES).split())

    @property
    def blocks(self) -> Tuple[Block, ...]:
        """The lines of the source that it came from."""
        words = self._pack.words
        return tuple(Block(*words[at:at + 4]) for at in self._pack.places(
            self._at + lib.PASSAGE_BLOCKS, lib.BLOCK_WORDS))

    @property
    def pieces(self) -> Tuple[Piece, ...]:
        """Its text, cut where the source has something else."""
        pack, words = self._pack, self._pack.words
        places = pack.places(self._at + lib.PASSAGE_PIECES, lib.PIECE_WORDS)
        text = self._text()
        begins = [words[at + lib.PIECE_BEGIN] for at in places]
        return tuple(
            Piece(Span(*characters(text, begin, end)),
                  words[at + lib.PIECE_LINE], words[at + lib.PIECE_COLUMN],
                  words[at + lib.PIECE_SOURCE], pack.str(at + lib.PIECE_GAP),
                  bool(words[at + lib.PIECE_JOINT]))
            for at, begin, end in zip(places, begins,
                                      begins[1:] + [len(text)]))

    @property
    def pages(self) -> Tuple[Page, ...]:
        """The pages that it is on."""
        pack, words = self._pack, self._pack.words
        return tuple(
            Page(words[at + lib.PAGE_NUMBER], words[at + lib.PAGE_WIDTH],
                 words[at + lib.PAGE_HEIGHT], pack.str(at + lib.PAGE_IMAGE),
                 tuple(pack.box(place) for place in pack.places(
                     at + lib.PAGE_BOXES, lib.BOX_WORDS)))
            for at in pack.places(self._at + lib.PASSAGE_PAGES,
                                  lib.PAGE_WORDS))

    @property
    def rows(self) -> Tuple[Row, ...]:
        """Its printed lines, if their boxes are known."""
        return tuple(self._row(at) for at in self._pack.places(
            self._at + lib.PASSAGE_ROWS, lib.ROW_WORDS))

    @property
    def readings(self) -> Tuple[Reading, ...]:
        """Other readings that the OCR engine gives."""
        pack = self._pack
        return tuple(
            Reading(self._span(at + lib.READING_TEXT),
                    pack.str(at + lib.READING_READING),
                    pack.words[at + lib.READING_CONFIDENCE])
            for at in pack.places(self._at + lib.PASSAGE_READINGS,
                                  lib.READING_WORDS))

    def _text(self) -> bytes:
        return self._pack.data(self._at + lib.PASSAGE_TEXT)

    def _span(self, at: int) -> Span:
        begin, end = self._pack.words[at:at + 2]
        return Span(*characters(self._text(), begin, end))

    def _row(self, at: int) -> Row:
        pack, words = self._pack, self._pack.words
        box = pack.box(at + lib.ROW_BOX)
        cells = tuple(
            Cell(self._span(cell + lib.CELL_TEXT),
                 pack.box(cell + lib.CELL_BOX),
                 words[cell + lib.CELL_CONFIDENCE])
            for cell in pack.places(at + lib.ROW_CELLS, lib.CELL_WORDS))
        return Row(self._span(at + lib.ROW_TEXT),
                   box if any(box) else None, words[at + lib.ROW_PAGE],
                   words[at + lib.ROW_CONFIDENCE],
                   BOX_ORIGINS[words[at + lib.ROW_ORIGIN]],
                   bool(words[at + lib.ROW_VERTICAL]),
                   bool(words[at + lib.ROW_BEGINS_BLOCK]), cells)

    def to_dict(self) -> Dict[str, Any]:
        """Its members as plain values, without places."""
        return {name: getattr(self, name)
                for name in ("report", "id", "kind", "section", "title",
                             "date", "text", "path", "extra")}

    def __repr__(self) -> str:
        text = self.text
        shown = text if len(text) <= 40 else text[:39] + "…"
        return f"<{type(self).__name__} {self.report}#{self.id} {shown!r}>"


class Hit(Passage):
    """A passage that was found."""

    __slots__ = ("_hit", "_has_matches")

    def __init__(self, pack: Pack, hit: int, has_matches: bool) -> None:
        super().__init__(pack, pack.words[hit + lib.HIT_PASSAGE])
        self._hit = hit
        self._has_matches = has_matches

    @property
    def rank(self) -> int:
        """From 1, skipped hits included."""
        return self._pack.number(self._hit + lib.HIT_RANK)

    @property
    def score(self) -> float:
        """Comparable within a tier of one search."""
        return self._pack.double(self._hit + lib.HIT_SCORE)

    @property
    def tier(self) -> str:
        """How well it matches: one of TIERS."""
        return TIERS[self._pack.number(self._hit + lib.HIT_TIER)]

    @property
    def edits(self) -> Tuple[Edit, ...]:
        """What differs from the query: misread characters, synonyms."""
        pack = self._pack
        return tuple(
            Edit(pack.str(at + lib.EDIT_QUERY), pack.str(at + lib.EDIT_TEXT),
                 pack.double(at + lib.EDIT_WEIGHT),
                 _EDIT_TYPES[pack.words[at + lib.EDIT_TYPE]])
            for at in pack.places(self._hit + lib.HIT_EDITS, lib.EDIT_WORDS))

    @property
    def snippet(self) -> Snippet:
        """The best extract; without one (snippets=0) it is empty."""
        first, count = self._pack.words[self._snippets:self._snippets + 2]
        return self._snippet(first) if count else Snippet(b"", [])

    @property
    def snippets(self) -> Tuple[Snippet, ...]:
        """Extracts in the order of the text, as many as were asked for."""
        return tuple(self._snippet(at) for at in self._pack.places(
            self._snippets, lib.SNIPPET_WORDS))

    @property
    def matches(self) -> Tuple[Match, ...]:
        """Where it matches. Raises if it was not searched with matches=True."""
        if not self._has_matches:
            raise AttributeError(
                "the places of matches were not asked for; "
                "search with matches=True")
        return tuple(self._match(at) for at in self._pack.places(
            self._hit + lib.HIT_MATCHES, lib.MATCH_WORDS))

    @property
    def explanation(self) -> str:
        """Why it has its tier and score; "" unless explain=True."""
        return self._pack.str(self._hit + lib.HIT_EXPLANATION)

    @property
    def _snippets(self) -> int:
        place: int = self._hit + lib.HIT_SNIPPETS
        return place

    def _snippet(self, at: int) -> Snippet:
        words = self._pack.words
        text, size, first, count = words[at:at + lib.SNIPPET_WORDS]
        return Snippet(self._pack.text[text:text + size],
                       words[first:first + count * lib.SPAN_WORDS].tolist())

    def _match(self, at: int) -> Match:
        pack, words = self._pack, self._pack.words
        places = tuple(
            Place(words[place + lib.PLACE_PAGE],
                  pack.box(place + lib.PLACE_BOX))
            for place in pack.places(at + lib.MATCH_PLACES, lib.PLACE_WORDS))
        return Match(self._span(at + lib.MATCH_TEXT),
                     words[at + lib.MATCH_LINE], words[at + lib.MATCH_COLUMN],
                     words[at + lib.MATCH_BYTES],
                     words[at + lib.MATCH_BYTES + 1],
                     pack.str(at + lib.MATCH_SURFACE),
                     words[at + lib.MATCH_PAGE], places,
                     BOX_ORIGINS[words[at + lib.MATCH_ORIGIN]])

    def to_dict(self) -> Dict[str, Any]:
        """Its members as plain values: a row of a table."""
        return {"rank": self.rank, "score": self.score, "tier": self.tier,
                **super().to_dict(), "snippet": self.snippet.text}
