# SPDX-License-Identifier: MIT
"""From the arguments of search() to the call of the library."""
from __future__ import annotations

import datetime
import threading
from typing import (Any, Callable, Dict, Iterable, List, Mapping, Optional,
                    Tuple, Union)

from ._calls import Text, c_string, new_error, stoppable
from ._errors import InvalidError, check
from ._results import Results
from ._values import FACETS, KINDS, TIERS, take_pack
from ._yizhan import ffi, lib

Date = Union[str, datetime.date]
Names = Union[str, Iterable[str]]

SORTS = {"score": lib.YZ_SORT_SCORE, "date": lib.YZ_SORT_DATE,
         "source": lib.YZ_SORT_SOURCE}
OCR = {"auto": lib.YZ_OCR_AUTO, "off": lib.YZ_OCR_OFF, "on": lib.YZ_OCR_ON,
       "loose": lib.YZ_OCR_LOOSE}
_ALL_HITS = 2**64 - 1


def one_of(what: str, name: str, values: Mapping[str, int]) -> int:
    """The number of a name."""
    if name not in values:
        raise InvalidError(f"there is no {what} {name!r}; it is one of "
                           + ", ".join(values))
    return values[name]


def listed(names: Names) -> Tuple[str, ...]:
    """Names as a tuple; a string alone is one name."""
    return (names,) if isinstance(names, str) else tuple(names)


def bits(what: str, names: Names, all_names: Tuple[str, ...]) -> int:
    """A bit for each name."""
    numbers = {name: number for number, name in enumerate(all_names)}
    result = 0
    for name in listed(names):
        result |= 1 << one_of(what, name, numbers)
    return result


def whole(what: str, value: int, most: int = 2**64 - 1) -> int:
    """A number that C can take."""
    if not 0 <= value <= most:
        raise InvalidError(f"{what} is {value}; it is at least 0 and at most "
                           f"{most}")
    return value


def milliseconds(timeout: float) -> int:
    if not 0 < timeout <= 4e6:
        raise InvalidError(f"timeout is {timeout}; it is in seconds, more than "
                           "0 and at most 4,000,000")
    return max(1, int(timeout * 1000))


class SearchCall:
    """A search_call, with what must live as long as it."""

    __slots__ = ("c", "query", "facets", "_kept")

    def __init__(self, query: str) -> None:
        self.c = ffi.new("search_call *")
        lib.search_call_init(self.c)
        self.c.parts = lib.WITH_SNIPPETS
        self.query = query
        self.facets: Tuple[str, ...] = ()
        self._kept: List[Any] = []
        self.c.text = self.text(query)

    def text(self, text: str) -> Any:
        """A yz_str."""
        kept = Text(text)
        self._kept.append(kept)
        return kept.value

    def string(self, text: str) -> Any:
        """A char array."""
        kept = c_string(text)
        self._kept.append(kept)
        return kept

    def run(self, snapshot: Any, cancel: Optional[threading.Event]) -> Results:
        """Search a snapshot."""
        return self._run(cancel, lib.search_call_run, snapshot)

    def run_newest(self, index: Any, snapshot: Any,
                   cancel: Optional[threading.Event]) -> Results:
        """Search the newest state of an index; see answer.h."""
        return self._run(cancel, lib.search_call_run_newest, index, snapshot)

    def _run(self, cancel: Optional[threading.Event], function: Any,
             *where: Any) -> Results:
        pack = ffi.new("pack *")
        error = new_error()
        try:
            check(stoppable(cancel, lambda context: int(
                function(self.c, *where, context, pack, error))), error)
            return Results(take_pack(pack), self.query, self.facets,
                           bool(self.c.parts & lib.WITH_MATCHES))
        finally:
            lib.pack_free(pack)


# ---- one function an option; those that are not given are not called ---------------


def _flag(struct: str, flag: int) -> Callable[[SearchCall, bool], None]:
    def set_flag(call: SearchCall, value: bool) -> None:
        target = call.c if struct == "query_flags" else call.c.options
        name = "query_flags" if struct == "query_flags" else "flags"
        if value:
            setattr(target, name, getattr(target, name) | flag)
    return set_flag


def _part(part: int) -> Callable[[SearchCall, bool], None]:
    def set_part(call: SearchCall, value: bool) -> None:
        if value:
            call.c.parts |= part
    return set_part


def _limit(call: SearchCall, value: Optional[int]) -> None:
    if value == 0:
        call.c.options.flags |= lib.YZ_SEARCH_COUNT_ONLY
    else:
        call.c.options.limit = (_ALL_HITS if value is None
                                else whole("limit", value))


def _strict(call: SearchCall, value: bool) -> None:
    if value:
        call.c.options.flags |= lib.YZ_SEARCH_STRICT
        call.c.query_flags |= lib.YZ_QUERY_STRICT


def _offset(call: SearchCall, value: int) -> None:
    call.c.options.offset = whole("offset", value)


def _after(call: SearchCall, value: str) -> None:
    call.c.options.cursor = call.text(value)


def _sort(call: SearchCall, value: str) -> None:
    call.c.options.sort = one_of("order", value, SORTS)


def _ocr(call: SearchCall, value: str) -> None:
    call.c.options.ocr = one_of("ocr", value, OCR)


def _tiers(call: SearchCall, value: Names) -> None:
    call.c.options.tiers = bits("tier", value, TIERS)


def _kinds(call: SearchCall, value: Names) -> None:
    call.c.options.kinds = bits("kind", value, KINDS)


def _report(call: SearchCall, value: str) -> None:
    call.c.options.report = call.string(value)


def _section(call: SearchCall, value: str) -> None:
    call.c.options.section = call.string(value)


def _since(call: SearchCall, value: Date) -> None:
    call.c.options.since = call.string(str(value))


def _until(call: SearchCall, value: Date) -> None:
    call.c.options.until = call.string(str(value))


def _facets(call: SearchCall, value: Names) -> None:
    names = listed(value)
    members = [name for name in names if name not in FACETS]
    call.facets = tuple(dict.fromkeys(names))
    call.c.options.facets = bits(
        "facet", [name for name in names if name in FACETS], FACETS)
    if members:
        members = [name[6:] if name.startswith("extra.") else name
                   for name in dict.fromkeys(members)]
        if any("," in name for name in members):
            raise InvalidError("a facet has a comma in its name; give several "
                               "as a list")
        call.c.member_count = len(members)
        call.c.options.facet_members = call.text(",".join(members))


def _timeout(call: SearchCall, value: Optional[float]) -> None:
    if value is not None:
        call.c.options.timeout_ms = milliseconds(value)


def _memory(call: SearchCall, value: int) -> None:
    call.c.options.memory_max = whole("memory", value)


def _width(call: SearchCall, value: int) -> None:
    call.c.snippets.width = whole("width", value, 2**32 - 1)


def _snippets(call: SearchCall, value: int) -> None:
    if value == 0:
        call.c.parts &= ~lib.WITH_SNIPPETS
    call.c.snippets.snippets = whole("snippets", value, 2**32 - 1)


def _full(call: SearchCall, value: bool) -> None:
    call.c.snippets.full = bool(value)


_SETTERS: Dict[str, Callable[[SearchCall, Any], None]] = {
    "limit": _limit, "offset": _offset, "after": _after, "sort": _sort,
    "reverse": _flag("flags", lib.YZ_SEARCH_REVERSE),
    "facet_gaps": _flag("flags", lib.YZ_SEARCH_FACET_GAPS),
    "literal": _flag("query_flags", lib.YZ_QUERY_LITERAL),
    "any": _flag("query_flags", lib.YZ_QUERY_ANY), "strict": _strict,
    "ocr": _ocr, "tiers": _tiers, "kinds": _kinds, "report": _report,
    "section": _section, "since": _since, "until": _until, "facets": _facets,
    "timeout": _timeout, "memory": _memory, "width": _width,
    "snippets": _snippets, "full": _full,
    "matches": _part(lib.WITH_MATCHES),
    "explain": _part(lib.WITH_EXPLANATIONS),
}
OPTIONS = frozenset(_SETTERS)


def search_call(query: str, options: Mapping[str, Any]) -> SearchCall:
    """The call for a query with these options of search()."""
    call = SearchCall(query)
    for name, value in options.items():
        _SETTERS[name](call, value)
    return call
