# SPDX-License-Identifier: MIT
"""Changing an index."""
from __future__ import annotations

import json
from typing import (Any, Callable, Dict, Iterable, Iterator, List, Mapping,
                    NamedTuple, Optional, Sequence, Tuple, Union)

from ._calls import (NULL, Handle, Path, Text, c_path, c_string, new_error,
                     text_of)
from ._errors import Error, InvalidError, check, from_struct
from ._search import one_of, whole
from ._values import (BOX_ORIGINS, KINDS, Page, Passage, Reading, Row,
                      take_pack)
from ._yizhan import ffi, lib

Source = Union[Path, Mapping[str, Any]]
Notice = Callable[[str, Error], None]

FORMATS = {name: number for number, name in enumerate(
    ("auto", "text", "jsonl", "alto", "hocr", "page", "markdown", "mets",
     "abbyy", "json", "umi", "tsv", "pdf", "archive"))}
_OUTCOMES = ("added", "unchanged", "replaced")
_SEVERITIES = ("warning", "refusal", "damage")
_KIND_NUMBERS = {name: number for number, name in enumerate(KINDS)}


class Added(NamedTuple):
    """What became of a file or a report."""

    outcome: str
    """"added", "unchanged" or "replaced"."""
    reports: int
    passages: int
    bytes: int
    """Size of the source."""
    kept: int
    """Unchanged passages that were not analysed again."""
    same_as: str
    """The path of another source with the same bytes; "": there is none."""


# ---- options of sources -----------------------------------------------------------


class SourceOptions:
    """A yz_source_options, with what must live as long."""

    def __init__(self, format: str, encoding: Optional[str],
                 root: Optional[Path], report_id: Optional[str],
                 strict_encoding: bool, notice: Optional[Notice]) -> None:
        self._kept = [c_string(encoding),
                      NULL if root is None else c_path(root),
                      c_string(report_id)]
        self.raised: List[BaseException] = []
        self.c = ffi.new(
            "yz_source_options *",
            {"struct_size": ffi.sizeof("yz_source_options"),
             "format": one_of("format", format, FORMATS),
             "flags": strict_encoding * lib.YZ_SOURCE_STRICT_ENCODING,
             "encoding": self._kept[0], "root": self._kept[1],
             "report_id": self._kept[2]})
        if notice:
            self._set_notice(notice)

    def _set_notice(self, notice: Notice) -> None:
        def give(context: Any, severity: int, error: Any) -> None:
            notice(_SEVERITIES[severity], from_struct(error))

        def keep(kind: Any, error: BaseException, trace: Any) -> None:
            self.raised.append(error)

        callback = ffi.callback(
            "void(void *, yz_severity, const yz_error *)", give, onerror=keep)
        self._kept.append(callback)
        self.c.notice = callback

    def check(self, status: int, error: Any) -> int:
        """What a notice raised comes before what the library says."""
        if self.raised:
            raise self.raised.pop()
        return check(status, error)


# ---- passages to be written ----------------------------------------------------------


class _Bytes:
    """Where the characters of a text are in its UTF-8."""

    def __init__(self, text: str) -> None:
        self._at = [0]
        for character in text:
            self._at.append(self._at[-1] + len(character.encode()))

    def span(self, span: Tuple[int, int]) -> Dict[str, int]:
        begin, end = span
        if not 0 <= begin <= end < len(self._at):
            raise InvalidError(f"the characters {begin} to {end} are not in "
                               "the text of the passage")
        return {"begin": self._at[begin], "end": self._at[end]}


class NewPassage:
    """A yz_passage of the arguments of put(), with what must live as long."""

    def __init__(self, text: str, report: str = "", id: str = "",
                 kind: str = "paragraph", section: str = "", title: str = "",
                 date: object = "", extra: Optional[Mapping[str, Any]] = None,
                 truncated: bool = False, pages: Sequence[Page] = (),
                 rows: Sequence[Row] = (),
                 readings: Sequence[Reading] = ()) -> None:
        self._kept: List[Any] = []
        self.c = ffi.new("yz_passage *", {
            "kind": one_of("kind", kind, _KIND_NUMBERS),
            "truncated": bool(truncated)})
        members = json.dumps(extra, ensure_ascii=False) if extra else ""
        for name, value in (("text", text), ("report", report), ("id", id),
                            ("section", section), ("title", title),
                            ("date", str(date)), ("extra", members)):
            setattr(self.c, name, self._text(value))
        if pages or rows or readings:
            self._set_places(_Bytes(text), pages, rows, readings)

    def _text(self, text: str) -> Any:
        kept = Text(text)
        self._kept.append(kept)
        return kept.value

    def _array(self, kind: str, items: List[Any]) -> Any:
        array = ffi.new(f"{kind}[]", items)
        self._kept.append(array)
        return array

    def _set_places(self, places: _Bytes, pages: Sequence[Page],
                    rows: Sequence[Row], readings: Sequence[Reading]) -> None:
        c = self.c
        c.pages = self._array("yz_page", [
            {"number": p.number, "width": p.width, "height": p.height,
             "image": self._text(p.image)} for p in pages])
        c.rows = self._array("yz_row", [self._row(places, r) for r in rows])
        c.readings = self._array("yz_reading", [
            {"text": places.span(r.text), "reading": self._text(r.reading),
             "confidence": r.confidence} for r in readings])
        c.page_count, c.row_count = len(pages), len(rows)
        c.reading_count = len(readings)

    def _row(self, places: _Bytes, row: Row) -> Dict[str, Any]:
        cells = self._array("yz_cell", [
            {"text": places.span(cell.text), "box": tuple(cell.box),
             "confidence": cell.confidence} for cell in row.cells])
        return {"text": places.span(row.text), "page": row.page,
                "box": tuple(row.box or (0, 0, 0, 0)),
                "confidence": row.confidence, "cells": cells,
                "cell_count": len(row.cells),
                "origin": BOX_ORIGINS.index(row.origin) if row.box else 0,
                "vertical": row.vertical, "begins_block": row.begins_block}


def as_arguments(passage: Union[Passage, Mapping[str, Any], str]
                 ) -> Dict[str, Any]:
    """The arguments of put() for what was given."""
    if isinstance(passage, str):
        return {"text": passage}
    if isinstance(passage, Passage):
        names = ("text", "report", "id", "kind", "section", "title", "date",
                 "extra", "truncated", "pages", "rows", "readings")
        return {name: getattr(passage, name) for name in names}
    return dict(passage)


# ---- the writer ------------------------------------------------------------------------


class Writer(Handle):
    """A set of changes to an index. Readers see them after the commit.

    As a context manager it commits at the end; if something is raised, all
    changes since the last commit are discarded. Threads take turns.
    """

    _what = "writer"

    def __init__(self, pointer: Any) -> None:
        super().__init__(pointer, lib.yz_writer_close)

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        try:
            if kind is None and not self.closed:
                self.commit()
        finally:
            self.close()

    def add(self, source: Source, *, format: str = "auto",
            encoding: Optional[str] = None, root: Optional[Path] = None,
            report_id: Optional[str] = None, strict_encoding: bool = False,
            notice: Optional[Notice] = None) -> Added:
        """Add a file, or replace what it gave before; a dict is put().

        A file that did not change is not read again.

        Args:
            source: a path; or the arguments of put() as a dict.
            format: "auto", "text" (OCR text of a page), "jsonl", "json", ...
            encoding: overrides detection: "GB18030", "Big5", ...
            root: name reports by their path below this folder.
            report_id: a regular expression (POSIX); what it matches in the
                name of the file becomes the name of its report.
            strict_encoding: refuse a file with any invalid byte.
            notice: called with "warning", "refusal" or "damage", and an Error
                that has the place.
        """
        if isinstance(source, Mapping):
            self.put(**source)
            return Added("added", 1, 1, 0, 0, "")
        path = c_path(source)
        options = SourceOptions(format, encoding, root, report_id,
                                strict_encoding, notice)
        return self._add(options, lambda added, error: lib.yz_writer_add_file(
            self._open(), path, options.c, added, error))

    def add_bytes(self, data: bytes, name: str, *, format: str = "auto",
                  encoding: Optional[str] = None,
                  report_id: Optional[str] = None,
                  strict_encoding: bool = False,
                  notice: Optional[Notice] = None) -> Added:
        """Like add(), for what a file of this name would have."""
        options = SourceOptions(format, encoding, None, report_id,
                                strict_encoding, notice)
        called = c_path(name)
        content = ffi.from_buffer(data)
        return self._add(options,
                         lambda added, error: lib.yz_writer_add_memory(
                             self._open(), content, len(data), called,
                             options.c, added, error))

    def _add(self, options: SourceOptions,
             call: Callable[[Any, Any], int]) -> Added:
        added = ffi.new("yz_added *")
        error = new_error()
        with self._lock:
            options.check(call(added, error), error)
            return _added(added)

    def put(self, text: Union[str, Passage], report: str = "", id: str = "",
            *, kind: str = "paragraph", section: str = "", title: str = "",
            date: object = "", extra: Optional[Mapping[str, Any]] = None,
            truncated: bool = False, pages: Sequence[Page] = (),
            rows: Sequence[Row] = (),
            readings: Sequence[Reading] = ()) -> None:
        """Add a passage, or replace the one with this report and id.

        Args:
            text: at most 1 MiB; or a Passage, which brings all the rest.
            report: the document that it belongs to.
            id: its name there; made from report and text if it is "".
            kind: of KINDS.
            section: the heading above it.
            title: the headline of its page.
            date: YYYY-MM-DD, or a date.
            extra: other members, which JSON can say.
            truncated: its end is missing.
            pages, rows, readings: where it is on page images.
        """
        if isinstance(text, Passage):
            passage = NewPassage(**as_arguments(text))
        else:
            passage = NewPassage(text, report, id, kind, section, title, date,
                                 extra, truncated, pages, rows, readings)
        error = new_error()
        with self._lock:
            check(lib.yz_writer_put_passage(self._open(), passage.c, error),
                  error)

    def put_report(self, report: str, passages: Iterable[
            Union[str, Mapping[str, Any], Passage]]) -> Added:
        """Add a whole report, or replace the one of this name.

        Passages are texts, or dicts with the arguments of put().
        """
        name = Text(report)
        error = new_error()
        builder = ffi.new("yz_builder **")
        check(lib.yz_builder_new(name.value, NULL, builder, error), error)
        try:
            for each in passages:
                lib.yz_builder_add(builder[0],
                                   NewPassage(**as_arguments(each)).c)
        except BaseException:
            lib.yz_builder_free(builder[0])
            raise
        made = ffi.new("yz_report **")
        check(lib.yz_builder_finish(builder[0], made, error), error)
        added = ffi.new("yz_added *")
        try:
            with self._lock:
                check(lib.yz_writer_put(self._open(), made[0], added, error),
                      error)
                return _added(added)
        finally:
            lib.yz_report_free(made[0])

    def remove(self, what: str) -> int:
        """Remove a source, a report, a folder of sources, or REPORT#ID.

        Returns how many committed passages went. Raises NotFoundError.
        """
        text = Text(what)
        count = ffi.new("uint64_t *")
        error = new_error()
        with self._lock:
            check(lib.yz_writer_remove(self._open(), text.value, count, error),
                  error)
        return int(count[0])

    def remove_passage(self, report: str, id: str) -> None:
        """Remove one passage, committed or not. Raises NotFoundError."""
        name, passage = Text(report), Text(id)
        error = new_error()
        with self._lock:
            check(lib.yz_writer_remove_passage(self._open(), name.value,
                                               passage.value, error), error)

    def prune(self, path: Path) -> int:
        """Remove the reports of files below a folder that are gone.

        Returns how many reports went.
        """
        folder = c_path(path)
        count = ffi.new("uint64_t *")
        error = new_error()
        with self._lock:
            check(lib.yz_writer_prune(self._open(), folder, count, error),
                  error)
        return int(count[0])

    def set_lookalikes(self, text: str) -> None:
        """Set the user's look-alikes: lines of PRINTED READ [WEIGHT]."""
        self._set(lib.yz_writer_set_lookalikes, text)

    def set_synonyms(self, text: str) -> None:
        """Set the user's synonyms: a line a group, separated by commas."""
        self._set(lib.yz_writer_set_synonyms, text)

    def _set(self, function: Any, text: str) -> None:
        kept = Text(text)
        error = new_error()
        with self._lock:
            check(function(self._open(), kept.value, error), error)

    def commit(self) -> None:
        """Make all changes visible and durable, in one step."""
        error = new_error()
        with self._lock:
            check(lib.yz_writer_commit(self._open(), error), error)


def _added(added: Any) -> Added:
    return Added(_OUTCOMES[added.outcome], added.reports, added.passages,
                 added.bytes, added.kept, text_of(added.same_as))


def open_writer(index: Any, jobs: int, memory: int, force: bool) -> Writer:
    options = ffi.new("yz_writer_options *",
                      {"struct_size": ffi.sizeof("yz_writer_options"),
                       "memory_max": whole("memory", memory),
                       "jobs": whole("jobs", jobs, 2**32 - 1),
                       "flags": force * lib.YZ_WRITER_FORCE})
    writer = ffi.new("yz_writer **")
    error = new_error()
    check(lib.yz_writer_open(index, options, writer, error), error)
    return Writer(writer[0])


# ---- reading without an index ------------------------------------------------------------


def read(path: Path, *, format: str = "auto", encoding: Optional[str] = None,
         root: Optional[Path] = None, report_id: Optional[str] = None,
         strict_encoding: bool = False, notice: Optional[Notice] = None
         ) -> Iterator[List[Passage]]:
    """What a file gives, without an index: its reports, as lists of passages.

    The arguments are those of Writer.add().
    """
    options = SourceOptions(format, encoding, root, report_id, strict_encoding,
                            notice)
    opened = ffi.new("yz_source **")
    error = new_error()
    options.check(lib.yz_source_open(c_path(path), options.c, opened, error),
                  error)
    source = ffi.gc(opened[0], lib.yz_source_close)
    report = ffi.new("yz_report **")
    while options.check(lib.yz_source_next(source, report, error),
                        error) != lib.YZ_DONE:
        yield _report_passages(report[0])
    ffi.release(source)


def _report_passages(report: Any) -> List[Passage]:
    pack = ffi.new("pack *")
    try:
        places = [lib.pack_passage(pack, lib.yz_report_passage(report, i))
                  for i in range(lib.yz_report_passage_count(report))]
        if pack.failed:
            raise MemoryError
        taken = take_pack(pack)
        return [Passage(taken, at) for at in places]
    finally:
        lib.pack_free(pack)
        lib.yz_report_free(report)
