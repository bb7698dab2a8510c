# SPDX-License-Identifier: MIT
"""The answer to a search."""
from __future__ import annotations

from typing import (TYPE_CHECKING, Any, Dict, Iterator, List, Tuple, Union,
                    overload)

from ._values import (FACETS, TIERS, FacetCount, Hit, Pack, Span, Warning,
                      characters)
from ._yizhan import lib

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]


class Results:
    """The hits of one page, best first, and what was counted.

    len(), iteration and indices are those of the hits. A value: it needs no closing, may be used by several threads, and stays as
    it is whatever happens to the index.
    """

    __slots__ = ("_pack", "_query", "_facets", "_hits")

    def __init__(self, pack: Pack, query: str, facets: Tuple[str, ...],
                 has_matches: bool) -> None:
        self._pack = pack
        self._query = query
        self._facets = facets
        words = pack.words
        self._hits = [Hit(pack, words[at], has_matches)
                      for at in pack.places(lib.ANSWER_HITS, 1)]

    def __len__(self) -> int:
        return len(self._hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> List[Hit]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Hit, List[Hit]]:
        return self._hits[index]

    @property
    def query(self) -> str:
        """What was searched for."""
        return self._query

    @property
    def count(self) -> int:
        """The passages that match: exactly and as variants, or in the tiers
        that were selected. Not only those of this page."""
        return self._pack.number(lib.ANSWER_COUNT)

    @property
    def counts(self) -> Dict[str, int]:
        """The passages of each tier that was tried."""
        words = self._pack.words
        return {name: words[lib.ANSWER_TIERS + tier]
                for tier, name in enumerate(TIERS)
                if words[lib.ANSWER_TRIED] >> tier & 1}

    @property
    def capped(self) -> bool:
        """Whether there were too many misread candidates to compare all; the
        tier "lookalike" may then be incomplete."""
        return bool(self._pack.words[lib.ANSWER_CAPPED])

    @property
    def took(self) -> float:
        """Seconds that the search took."""
        return self._pack.number(lib.ANSWER_TOOK) / 1e6

    @property
    def cursor(self) -> str:
        """Where the next page begins: search(..., after=cursor). "" at the
        end."""
        return self._pack.str(lib.ANSWER_CURSOR)

    @property
    def warnings(self) -> Tuple[Warning, ...]:
        """What in the query was repaired, or taken as text."""
        pack = self._pack
        data = self._query.encode("utf-8", "replace")
        return tuple(
            Warning(pack.str(at + lib.WARNING_MESSAGE),
                    Span(*characters(data, pack.words[at + lib.WARNING_SPAN],
                                     pack.words[at + lib.WARNING_SPAN + 1])),
                    pack.words[at + lib.WARNING_COLUMN])
            for at in pack.places(lib.ANSWER_WARNINGS, lib.WARNING_WORDS))

    @property
    def why(self) -> str:
        """Why nothing was found; "" if something was, or unless explain=True.
        """
        return self._pack.str(lib.ANSWER_WHY)

    @property
    def facets(self) -> Dict[str, List[FacetCount]]:
        """The values of each facet that was asked for, the most frequent first
        (years, months and days in order)."""
        members = iter(self._pack.places(lib.ANSWER_MEMBERS, 2))
        return {name: self._counts(lib.ANSWER_FACETS + 2 * FACETS.index(name)
                                   if name in FACETS else next(members))
                for name in self._facets}

    def _counts(self, at: int) -> List[FacetCount]:
        pack = self._pack
        return [FacetCount(pack.str(place + lib.FACET_VALUE),
                           pack.words[place + lib.FACET_COUNT],
                           pack.str(place + lib.FACET_PATH))
                for place in pack.places(at, lib.FACET_WORDS)]

    def to_dicts(self) -> List[Dict[str, Any]]:
        """The hits as plain values."""
        return [hit.to_dict() for hit in self._hits]

    def to_pandas(self) -> "pandas.DataFrame":
        """The hits as a table. Needs pandas."""
        import pandas  # type: ignore[import-untyped,import-not-found,unused-ignore]
        frame = pandas.DataFrame(self.to_dicts(), columns=list(_COLUMNS))
        return frame.set_index("rank")

    def __repr__(self) -> str:
        return f"<Results {self._query!r}: {len(self)} of {self.count}>"


_COLUMNS = ("rank", "score", "tier", "report", "id", "kind", "section",
            "title", "date", "text", "path", "extra", "snippet")
