# SPDX-License-Identifier: MIT
"""Chinese full-text search.

    import yizhan

    with yizhan.open("news.index", create=True) as ix:
        ix.add({"text": "新建工会驿站26个", "report": "news", "id": "1"})
        for hit in ix.search("工会驿站", limit=20):
            print(hit.report, hit.tier, hit.snippet.html())

Threads: an Index may be used by any number at once. Of a Snapshot or a Writer
threads take turns. Results, hits and passages are values. Nothing may be used
across fork(): open the index again in the child.

Text: places in strings count characters, as Python does; those in files count
bytes, as the names say. Lines and columns count from 1. Sizes are bytes, times
are seconds.

Errors: each kind is a class below yizhan.Error; its text is one sentence.
"""
from __future__ import annotations

import os as _os
import re as _re
from typing import Dict as _Dict

from ._errors import (AbiError, BusyError, CancelledError, CorruptError, Error,
                      FormatNewError, FormatOldError, FullError, InvalidError,
                      IoError, LimitError, NotFoundError, OutOfMemoryError,
                      ProfileError, QuerySyntaxError, ReadOnlyError,
                      SourceError, UnsupportedError)
from ._index import (Collocate, Index, Report, Snapshot, Stats, Suggestion,
                     Term)
from ._index import open_index as open
from ._maintenance import (Problem, Repair, check, declare_fields,
                           learn_lookalikes, refresh_words, repair)
from ._results import Results
from ._values import (FACETS, KINDS, TIERS, Block, Box, Cell, Edit, FacetCount,
                      Hit, Match, Page, Passage, Piece, Place, Reading, Row,
                      Snippet, Span, Warning)
from ._writer import FORMATS, Added, Writer, read
from ._yizhan import ffi as _ffi
from ._yizhan import lib as _lib


def _version() -> str:
    number = _lib.yz_version()
    return f"{number >> 16}.{number >> 8 & 255}.{number & 255}"


__version__ = _version()


def versions() -> _Dict[str, str]:
    """The versions of Yizhan, the index format, ICU, Unicode, LMDB and
    libstemmer, by name ("index format", "ICU", ...)."""
    text = _ffi.new("char[512]")
    _lib.yz_version_text(text, 512)
    lines = _ffi.string(text).decode().splitlines()
    pairs = (_re.fullmatch(r"(.*?) (\(.*|[0-9].*)", line) for line in lines)
    return {pair[1]: pair[2] for pair in pairs if pair}


def sqlite_path() -> str:
    """The path of the extension for SQLite, for load_extension()."""
    path = _os.path.join(_os.path.dirname(__file__), "yizhan_sqlite")
    if not _os.path.exists(path + ".so"):
        raise UnsupportedError(
            "this build of the package has no extension for SQLite; install "
            "the wheel, or Debian's package yizhan-sqlite")
    return path


__all__ = [
    "FACETS", "FORMATS", "KINDS", "TIERS", "AbiError", "Added", "Block", "Box",
    "BusyError", "CancelledError", "Cell", "Collocate", "CorruptError", "Edit",
    "Error", "FacetCount", "FormatNewError", "FormatOldError", "FullError",
    "Hit", "Index", "InvalidError", "IoError", "LimitError", "Match",
    "NotFoundError", "OutOfMemoryError", "Page", "Passage", "Piece", "Place",
    "Problem", "ProfileError", "QuerySyntaxError", "ReadOnlyError", "Reading",
    "Repair", "Report", "Results", "Row", "Snapshot", "Snippet", "SourceError",
    "Span", "Stats", "Suggestion", "Term", "UnsupportedError", "Warning",
    "Writer", "check", "declare_fields", "learn_lookalikes", "open", "read",
    "refresh_words", "repair", "sqlite_path", "versions",
]
