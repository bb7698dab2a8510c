# SPDX-License-Identifier: MIT
"""An index, and what it was at one moment."""
from __future__ import annotations

import os
import sys
import threading
from typing import (TYPE_CHECKING, Any, Dict, Iterable, Iterator, List,
                    Mapping, NamedTuple, Optional, Tuple, Union)

from ._calls import (Handle, Path, Text, c_path, c_string, new_error,
                     stoppable, text_of, written)
from ._errors import NotFoundError, check
from ._idle import IdleSnapshots
from ._results import Results
from ._search import SearchCall, search_call, whole
from ._values import Passage, take_pack
from ._yizhan import ffi, lib

if TYPE_CHECKING:
    from ._writer import Added, Source, Writer
    if sys.version_info >= (3, 12):
        from typing import TypedDict, Unpack
    else:
        from typing_extensions import TypedDict, Unpack
    from ._search import Date, Names

    class SearchOptions(TypedDict, total=False):
        """What search() takes beside the query."""

        limit: Optional[int]
        offset: int
        after: str
        sort: str
        reverse: bool
        tiers: Names
        strict: bool
        kinds: Names
        report: str
        section: str
        since: Date
        until: Date
        ocr: str
        literal: bool
        any: bool
        facets: Names
        facet_gaps: bool
        width: int
        snippets: int
        full: bool
        matches: bool
        explain: bool
        timeout: Optional[float]
        memory: int

_CHUNK = 64  # passages that are fetched at once


class Suggestion(NamedTuple):
    """A query that may have been meant, and how many passages it finds."""

    query: str
    passages: int


class Term(NamedTuple):
    """A word of the index, and how many passages have it."""

    text: str
    passages: int


class Collocate(NamedTuple):
    """A word that occurs beside the matches of a query."""

    word: str
    together: int
    """How often beside a match."""
    total: int
    """How often in the index."""
    score: float
    """Log-likelihood ratio (Dunning); 0: no more often than elsewhere."""


class Report(NamedTuple):
    """A report of an index."""

    name: str
    passages: int
    date: str
    """The first one, YYYY-MM-DD; "": none."""
    path: str
    """Of its source; "": it came from no file."""


class Stats(NamedTuple):
    """What an index has. Sizes in bytes, times in seconds."""

    reports: int
    passages: int
    deleted: int
    segments: int
    bytes: int
    free_bytes: int
    readers: int
    oldest_reader_seconds: int
    oldest_reader_process: int
    format_version: int
    words_are_stale: int
    """1: made with another version of ICU or libstemmer. Exact and variant
    hits of Han text are the same; refresh_words() makes it 0."""
    duplicates: int
    noisy_reports: int
    noise: int


class _Reader(Handle):
    """What can be asked of an index and of a snapshot alike."""

    def _ask(self, call: SearchCall,
             cancel: Optional[threading.Event]) -> Results:
        raise NotImplementedError

    def snapshot(self) -> "Snapshot":
        """The newest state, which stays as it is; close it soon."""
        raise NotImplementedError

    def search(self, query: str, *, cancel: Optional[threading.Event] = None,
               **options: "Unpack[SearchOptions]") -> Results:
        """Search; the hits come best first.

        Other threads of Python run meanwhile.

        Args:
            query: as in docs/query-language.md.
            limit: hits to return (10); None: all; 0: counts and facets alone.
            offset: hits to skip.
            after: `cursor` of the page before, of the same query.
            sort: "score", "date" (newest first) or "source".
            reverse: turn the order round in each tier.
            tiers: of TIERS, those to look for (all).
            strict: exact hits only, and syntax errors are errors.
            kinds: of KINDS, those to look for (all).
            report: glob for the name or path of the report.
            section: a part of the section's heading.
            since, until: YYYY, YYYY-MM, YYYY-MM-DD or a date; both included.
            ocr: how far misread characters are followed: "auto", "off", "on",
                "loose".
            literal: the whole query is one raw string.
            any: a space means OR.
            facets: count the hits by these: of FACETS, declared fields, or
                members of `extra`.
            facet_gaps: years, months and days without a hit count, too.
            width: characters of a snippet (120).
            snippets: the most of a hit (1).
            full: the whole passage is the snippet.
            matches: find the place of each match, too.
            explain: say why each hit has its tier and score, or why there is
                none.
            timeout: seconds, after which it raises CancelledError.
            memory: bytes that the search may hold (256 MiB).
            cancel: an event; when it is set, the search raises CancelledError.
        """
        return self._ask(search_call(query, options), cancel)

    def count(self, query: str, **options: "Unpack[SearchOptions]") -> int:
        """How many passages match."""
        options["limit"] = 0
        return self._ask(search_call(query, options), None).count

    def search_all(self, query: str, *, page: int = 1000,
                   cancel: Optional[threading.Event] = None,
                   **options: "Unpack[SearchOptions]") -> Iterator[Results]:
        """All hits, as pages of `page` hits; for more than fit in memory."""
        options["limit"] = page
        with self.snapshot() as snapshot:
            while True:
                results = snapshot.search(query, cancel=cancel, **options)
                yield results
                if not results.cursor:
                    return
                options["after"] = results.cursor

    def batch(self, queries: Iterable[str], *,
              cancel: Optional[threading.Event] = None,
              **options: "Unpack[SearchOptions]") -> Iterator[Results]:
        """Search for many queries, all in one state of the index."""
        with self.snapshot() as snapshot:
            for query in queries:
                yield snapshot.search(query, cancel=cancel, **options)

    def explain_query(self, query: str, *, literal: bool = False,
                      any: bool = False, strict: bool = False) -> str:
        """How a query is understood, with document frequencies."""
        with self.snapshot() as snapshot:
            parsed = snapshot._parse(query, literal, any, strict)
            return written(lambda write, context, error: lib.yz_query_explain(
                parsed, snapshot._open(), write, context, error))

    def passages(self, report: Optional[str] = None) -> Iterator[Passage]:
        """The passages of a report, in its order; None: all of the index."""
        with self.snapshot() as snapshot:
            yield from snapshot._passages(report)

    def passage(self, report: str, id: str) -> Passage:
        """The passage with this report and id."""
        return self.neighbours(report, id)[0]

    def neighbours(self, report: str, id: str, before: int = 0,
                   after: int = 0) -> List[Passage]:
        """A passage, with those before and after it in its report.

        The passage itself is found by looking through its report.
        """
        whole("before", before)
        whole("after", after)
        earlier: List[Passage] = []
        passages = self.passages(report)
        for passage in passages:
            if passage.id == id:
                later = [other for other, _ in zip(passages, range(after))]
                return earlier[len(earlier) - before:] + [passage] + later \
                    if before else [passage] + later
            earlier = (earlier + [passage])[-before:] if before else []
        raise NotFoundError(f'there is no passage "{report}#{id}"')

    def reports(self) -> List[Report]:
        """The reports, by name. Goes through all passages."""
        found: Dict[str, Report] = {}
        for p in self.passages():
            name = p.report
            last = found.get(name)
            found[name] = (
                last._replace(passages=last.passages + 1,
                              date=last.date or p.date)
                if last else Report(name, 1, p.date, p.path))
        return [found[name] for name in sorted(found)]

    def suggest(self, text: str, limit: int = 10) -> List[Suggestion]:
        """Complete a query that is being typed."""
        kept = Text(text)
        with self.snapshot() as snapshot:
            return snapshot._suggestions(
                lib.yz_suggest, kept.value, limit)

    def correct(self, query: str, limit: int = 10) -> List[Suggestion]:
        """What a query that finds nothing probably meant."""
        with self.snapshot() as snapshot:
            return snapshot._suggestions(
                lib.yz_correct, snapshot._parse(query), limit)

    def collocates(self, query: str, *, window: int = 5, most: int = 20,
                   cancel: Optional[threading.Event] = None,
                   **options: "Unpack[SearchOptions]") -> List[Collocate]:
        """The words beside the matches, most bound to the query first.

        Args:
            window: words on each side of a match.
            most: collocates to return.
            options: filters, as of search().
        """
        call = search_call(query, options)
        with self.snapshot() as snapshot:
            return snapshot._collocates(call, window, most, cancel)

    def terms(self, prefix: str = "") -> Iterator[Term]:
        """The words that begin so, folded and stemmed, in byte order."""
        with self.snapshot() as snapshot:
            yield from snapshot._terms(prefix)

    def stats(self) -> Stats:
        """What the index has, and how large it is."""
        stats = ffi.new("yz_stats *")
        error = new_error()
        with self.snapshot() as snapshot:
            check(lib.yz_snapshot_stats(snapshot._open(), stats, error), error)
        return Stats(*(getattr(stats, name) for name in Stats._fields))

    @property
    def fields(self) -> Dict[str, str]:
        """The declared fields, each with its type."""
        with self.snapshot() as snapshot:
            return snapshot._fields()

    @property
    def lookalikes(self) -> str:
        """The user's look-alikes, in the form of Writer.set_lookalikes()."""
        with self.snapshot() as snapshot:
            return written(lambda *to: lib.yz_snapshot_lookalikes(
                snapshot._open(), *to))

    @property
    def synonyms(self) -> str:
        """The user's synonyms, in the form of Writer.set_synonyms()."""
        with self.snapshot() as snapshot:
            return written(lambda *to: lib.yz_snapshot_synonyms(
                snapshot._open(), *to))


class Snapshot(_Reader):
    """An index as it was at one moment.

    For several searches in one state. Threads take turns. While it is open, what it sees cannot be
    reused on disk.
    """

    _what = "snapshot"

    def __init__(self, pointer: Any) -> None:
        super().__init__(pointer, lib.yz_snapshot_close)

    def __enter__(self) -> "Snapshot":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def snapshot(self) -> "Snapshot":
        """Itself, for the time of a call."""
        return _Borrowed(self)

    def renew(self) -> bool:
        """Go to the newest state. Returns whether there was a newer one."""
        with self._lock:
            error = new_error()
            newest = ffi.new("yz_snapshot **", self._open())
            changed = ffi.new("bool *")
            # It closes the old one itself.
            check(lib.yz_snapshot_renew(newest, changed, error), error)
            if changed[0]:
                ffi.gc(self._pointer, None)
                self._pointer = ffi.gc(newest[0], lib.yz_snapshot_close)
            return bool(changed[0])

    def _ask(self, call: SearchCall,
             cancel: Optional[threading.Event]) -> Results:
        with self._lock:
            return call.run(self._open(), cancel)

    def _parse(self, query: str, literal: bool = False, any: bool = False,
               strict: bool = False) -> Any:
        text = Text(query)
        options = ffi.new("yz_query_options *",
                          {"struct_size": ffi.sizeof("yz_query_options")})
        options.flags = (literal * lib.YZ_QUERY_LITERAL
                         | any * lib.YZ_QUERY_ANY
                         | strict * lib.YZ_QUERY_STRICT)
        parsed = ffi.new("yz_query **")
        error = new_error()
        with self._lock:
            fields = ffi.new("yz_str *")
            check(lib.yz_snapshot_fields(self._open(), fields, error), error)
            options.fields = fields[0]
            check(lib.yz_query_parse(text.value, options, parsed, error),
                  error)
        return ffi.gc(parsed[0], lib.yz_query_free)

    def _passages(self, report: Optional[str]) -> Iterator[Passage]:
        iterator = ffi.new("yz_passages **")
        error = new_error()
        with self._lock:
            if report is None:
                check(lib.yz_passages_open(self._open(), iterator, error),
                      error)
            else:
                name = Text(report)
                check(lib.yz_passages_open_report(self._open(), name.value,
                                                  iterator, error), error)
        passages = ffi.gc(iterator[0], lib.yz_passages_close)
        more = True
        while more:
            more, chunk = self._chunk(passages)
            yield from chunk
        ffi.release(passages)

    def _chunk(self, passages: Any) -> Tuple[bool, List[Passage]]:
        pack = ffi.new("pack *")
        error = new_error()
        try:
            with self._lock:
                status = check(
                    lib.passages_pack(passages, _CHUNK, pack, error), error)
            taken = take_pack(pack)
            count = taken.words[0]
            return status != lib.YZ_DONE, [
                Passage(taken, at) for at in taken.words[1:1 + count]]
        finally:
            lib.pack_free(pack)

    def _suggestions(self, function: Any, what: Any,
                     limit: int) -> List[Suggestion]:
        options = ffi.new("yz_suggest_options *",
                          {"struct_size": ffi.sizeof("yz_suggest_options"),
                           "limit": whole("limit", limit, 2**32 - 1)})
        found = ffi.new("yz_suggestions **")
        error = new_error()
        with self._lock:
            check(function(self._open(), what, options, found, error), error)
        try:
            every = (lib.yz_suggestions_at(found[0], i)
                     for i in range(lib.yz_suggestions_count(found[0])))
            return [Suggestion(text_of(s.text), s.passages) for s in every]
        finally:
            lib.yz_suggestions_free(found[0])

    def _collocates(self, call: SearchCall, window: int, most: int,
                    cancel: Optional[threading.Event]) -> List[Collocate]:
        options = ffi.new("yz_collocate_options *",
                          {"struct_size": ffi.sizeof("yz_collocate_options"),
                           "window": whole("window", window, 2**32 - 1),
                           "limit": whole("most", most, 2**32 - 1)})
        query = self._parse(call.query)
        found = ffi.new("yz_collocates **")
        error = new_error()
        with self._lock:
            check(stoppable(cancel, lambda context: int(
                lib.collocate(call.c, self._open(), query, context, options,
                              found, error))), error)
        try:
            every = (lib.yz_collocates_at(found[0], i)
                     for i in range(lib.yz_collocates_count(found[0])))
            return [Collocate(text_of(c.text), c.together, c.total, c.score)
                    for c in every]
        finally:
            lib.yz_collocates_free(found[0])

    def _terms(self, prefix: str) -> Iterator[Term]:
        text = Text(prefix)
        opened = ffi.new("yz_terms **")
        error = new_error()
        with self._lock:
            check(lib.yz_terms_open(self._open(), text.value, opened, error),
                  error)
        terms = ffi.gc(opened[0], lib.yz_terms_close)
        term = ffi.new("const yz_term **")
        while True:
            with self._lock:
                if check(lib.yz_terms_next(terms, term, error),
                         error) == lib.YZ_DONE:
                    break
                found = Term(text_of(term[0].text), term[0].passages)
            yield found
        ffi.release(terms)

    def _fields(self) -> Dict[str, str]:
        fields: Dict[str, str] = {}
        field = ffi.new("yz_field *")
        error = new_error()
        with self._lock:
            while check(lib.yz_snapshot_field(self._open(), len(fields), field,
                                              error), error) != lib.YZ_DONE:
                name = lib.yz_field_type_name(field.type)
                fields[text_of(field.name)] = ffi.string(name).decode()
        return fields


class _Borrowed(Snapshot):
    """A snapshot that `with` does not close."""

    def __init__(self, owner: Snapshot) -> None:
        self._pointer = owner._open()
        self._lock = owner._lock

    def __exit__(self, *exception: object) -> None:
        self._pointer = None


class Index(_Reader):
    """An index: one folder on disk. Any number of threads may use it at once.

    It may not be used across fork(): open it again in the child.
    """

    _what = "index"

    def __init__(self, pointer: Any, path: str) -> None:
        super().__init__(pointer, lib.yz_index_close)
        self._path = path
        self._idle = IdleSnapshots()

    def close(self) -> None:
        """Release it. What was made from it stays valid. Twice is no harm."""
        self._idle.close()
        super().close()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Index {self._path!r}{', closed' if self.closed else ''}>"

    @property
    def path(self) -> str:
        """The folder, as it was given."""
        return self._path

    def _ask(self, call: SearchCall,
             cancel: Optional[threading.Event]) -> Results:
        snapshot = self._idle.take()
        try:
            return call.run_newest(self._open(), snapshot, cancel)
        finally:
            self._idle.give(snapshot)

    def snapshot(self) -> Snapshot:
        """The newest state, which stays as it is; close it soon."""
        snapshot = ffi.new("yz_snapshot **")
        error = new_error()
        check(lib.yz_snapshot_open(self._open(), snapshot, error), error)
        return Snapshot(snapshot[0])

    def writer(self, *, jobs: int = 0, memory: int = 0,
               force: bool = False) -> "Writer":
        """A set of changes; there is one writer at a time.

        `with` commits at the end, or discards all if something was raised.

        Args:
            jobs: threads (one a CPU).
            memory: working memory in bytes (1 GiB).
            force: read files again that did not change.
        """
        from ._writer import open_writer
        return open_writer(self._open(), jobs, memory, force)

    def add(self, *sources: "Source") -> "List[Added]":
        """Add files, or passages as dicts, and commit.

        A file's path is a string or a Path; a dict has the arguments of
        Writer.put(). Many additions belong into one call or one writer, as a
        commit waits for the disk.
        """
        with self.writer() as writer:
            return [writer.add(source) for source in sources]

    def remove(self, what: str) -> int:
        """Remove a source, a report, a folder or REPORT#ID, and commit.

        Returns how many passages went. Raises NotFoundError if there is none.
        """
        with self.writer() as writer:
            return writer.remove(what)

    def compact(self) -> Tuple[int, int]:
        """Merge all segments, drop what was deleted and free space.

        Returns the size of the data file before and after, in bytes.
        """
        result = ffi.new("yz_compaction *")
        error = new_error()
        check(lib.yz_index_compact(self._open(), result, error), error)
        return result.bytes_before, result.bytes_after


def open_index(path: Path, *, create: bool = False, read_only: bool = False,
               language: Optional[str] = None,
               fields: Union[str, Mapping[str, str], None] = None,
               map_size: int = 0, readers: int = 0) -> Index:
    """Open an index.

    Args:
        path: its folder.
        create: make it if it is not there; its parent must be.
        read_only: refuse writers.
        language: of Latin words, for their stems, of a new index ("en").
        fields: members of `extra` that a new index declares, with their
            types: {"author": "text", "issue": "keyword", "year": "number"}.
        map_size: bytes of address space to reserve (256 GiB).
        readers: snapshots open at once (1024).
    """
    if isinstance(fields, Mapping):
        fields = ",".join(f"{name}:{kind}" for name, kind in fields.items())
    folder, tongue, declared = c_path(path), c_string(language), c_string(fields)
    options = ffi.new("yz_index_options *",
                      {"struct_size": ffi.sizeof("yz_index_options"),
                       "flags": create * lib.YZ_INDEX_CREATE
                       | read_only * lib.YZ_INDEX_READ_ONLY,
                       "readers_max": whole("readers", readers, 2**32 - 1),
                       "map_size": whole("map_size", map_size),
                       "language": tongue, "fields": declared})
    index = ffi.new("yz_index **")
    error = new_error()
    check(lib.yz_index_open(folder, options, index, error), error)
    return Index(index[0], os.fspath(path))
