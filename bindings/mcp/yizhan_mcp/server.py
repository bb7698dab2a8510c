# SPDX-License-Identifier: MIT
"""The tools and resources, over a dictionary of open indexes."""
from __future__ import annotations

import threading
from typing import Annotated, Any, Callable, Literal, Mapping, TypeVar

import anyio
import anyio.to_thread
import yizhan
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import (ResourceError,
                                             ResourceNotFoundError, ToolError)
from mcp.server.mcpserver.resources import ResourceSecurity
from mcp.types import ToolAnnotations
from pydantic import Field

from .shapes import (Explanation, Page, Passage, Passages, Report, Reports,
                     found, whole)

_T = TypeVar("_T")
REPORTS_MAX = 200
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False,
                        idempotent_hint=True, open_world_hint=False)
INSTRUCTIONS = """\
Exact full-text search of Chinese (and other) text, much of it read by OCR
engines. Write a phrase as it would be printed, without spaces: 工会驿站. A
space means AND; OR, -word, "a phrase", date:2024..2025, title:驿站 and
"工会 服务"~5 are understood. Hits come best first; `tier` says how far a hit is
from the phrase. Read the whole passage with get_passage before you quote it,
and name report and date when you do. Indexes: {names}."""

Query = Annotated[str, Field(description="a phrase, or words with operators")]
Name = Annotated[str, Field(description="of an index; empty: the first")]
Kind = Literal["paragraph", "caption", "heading", "headline", "lede", "byline",
               "date", "credit", "noise"]
Tier = Literal["exact", "variant", "lookalike", "pinyin", "synonym", "near",
               "words", "some"]


class Reader:
    """The indexes by name, asked in threads that can be stopped."""

    def __init__(self, indexes: Mapping[str, yizhan.Index],
                 timeout: float) -> None:
        self._indexes = indexes
        self._timeout = timeout

    def index(self, name: str) -> tuple[str, yizhan.Index]:
        """An index and its name; the first one where none is named."""
        name = name or next(iter(self._indexes))
        if name not in self._indexes:
            raise ToolError(f'there is no index "{name}"; there are '
                            + ", ".join(self._indexes))
        return name, self._indexes[name]

    async def call(self, function: Callable[[dict[str, Any]], _T]) -> _T:
        """Run a function in a thread. It gets the options that end its
        searches: when the client gives up, or after the timeout."""
        stop = threading.Event()
        try:
            return await anyio.to_thread.run_sync(
                function, {"cancel": stop, "timeout": self._timeout},
                abandon_on_cancel=True)
        except yizhan.Error as error:
            raise ToolError(str(error)) from None
        finally:
            stop.set()


def make_server(indexes: Mapping[str, yizhan.Index],
                timeout: float = 10.0) -> MCPServer:
    """A server over these indexes; a search ends after `timeout` seconds."""
    server = MCPServer(
        "yizhan", title="Yizhan", version=yizhan.__version__,
        instructions=INSTRUCTIONS.format(names=", ".join(indexes)),
        resource_security=ResourceSecurity(
            exempt_params=frozenset({"report", "id"})))
    reader = Reader(indexes, timeout)
    _add_search(server, reader)
    _add_get_passage(server, reader)
    _add_list_reports(server, reader)
    _add_explain(server, reader)
    _add_resources(server, reader)
    return server


def _given(**options: Any) -> dict[str, Any]:
    """The options that are not empty."""
    return {name: value for name, value in options.items() if value}


def _add_search(server: MCPServer, reader: Reader) -> None:
    @server.tool(title="Search", annotations=READS)
    async def search(
            query: Query,
            limit: Annotated[int, Field(ge=1, le=50)] = 10,
            cursor: Annotated[str, Field(
                description="`next` of the page before")] = "",
            since: Annotated[str, Field(
                description="YYYY, YYYY-MM or YYYY-MM-DD")] = "",
            until: Annotated[str, Field(
                description="likewise, included")] = "",
            kinds: list[Kind] = [],
            tiers: list[Tier] = [],
            report: Annotated[str, Field(
                description="glob for the name of the report")] = "",
            index: Name = "") -> Page:
        """Find passages. Gives snippets; get_passage gives the whole text."""
        name, opened = reader.index(index)
        options = _given(after=cursor, since=since, until=until, kinds=kinds,
                         tiers=tiers, report=report)

        def run(stop: dict[str, Any]) -> Page:
            results = opened.search(query, limit=limit, **options, **stop)
            meant = [] if len(results) else opened.correct(query, 3)
            return Page(
                count=results.count, counts=results.counts,
                hits=[found(name, hit) for hit in results],
                next=results.cursor,
                warnings=[warning.message for warning in results.warnings],
                suggestions=[each.query for each in meant])

        return await reader.call(run)


def _add_get_passage(server: MCPServer, reader: Reader) -> None:
    @server.tool(title="Get a passage", annotations=READS)
    async def get_passage(
            report: str, id: str,
            before: Annotated[int, Field(
                ge=0, le=20, description="passages before it")] = 0,
            after: Annotated[int, Field(
                ge=0, le=20, description="passages after it")] = 0,
            index: Name = "") -> Passages:
        """Read a passage in full, with its neighbours in the report."""
        name, opened = reader.index(index)
        found_there = await reader.call(
            lambda stop: opened.neighbours(report, id, before, after))
        return Passages(passages=[whole(name, each) for each in found_there])


def _add_list_reports(server: MCPServer, reader: Reader) -> None:
    @server.tool(title="List reports", annotations=READS)
    async def list_reports(
            containing: Annotated[str, Field(
                description="a part of the name")] = "",
            limit: Annotated[int, Field(ge=1, le=REPORTS_MAX)] = 50,
            cursor: Annotated[str, Field(
                description="`next` of the page before")] = "",
            index: Name = "") -> Reports:
        """List the reports (documents, newspaper pages) of an index by name."""
        name, opened = reader.index(index)
        listed = [each for each in await reader.call(
            lambda stop: opened.reports()) if containing in each.name]
        rest = [each for each in listed if each.name > cursor]
        return Reports(
            count=len(listed),
            reports=[Report(index=name, name=each.name,
                            passages=each.passages, date=each.date)
                     for each in rest[:limit]],
            next=rest[limit - 1].name if len(rest) > limit else "")


def _add_explain(server: MCPServer, reader: Reader) -> None:
    @server.tool(title="Explain a search", annotations=READS)
    async def explain(query: Query,
                      limit: Annotated[int, Field(ge=1, le=10)] = 3,
                      index: Name = "") -> Explanation:
        """Say how a query is understood, why its first hits have their rank,
        or why it finds nothing."""
        _, opened = reader.index(index)

        def run(stop: dict[str, Any]) -> Explanation:
            results = opened.search(query, limit=limit, explain=True, **stop)
            return Explanation(
                query=opened.explain_query(query),
                hits=[f"{hit.report}#{hit.id}: {hit.explanation}"
                      for hit in results],
                why=results.why)

        return await reader.call(run)


def _add_resources(server: MCPServer, reader: Reader) -> None:
    @server.resource("yizhan://{index}/{report}/{id}", name="passage",
                     description="A passage in full",
                     mime_type="application/json")
    async def passage(index: str, report: str, id: str) -> Passage:
        try:
            name, opened = reader.index(index)
            return whole(name, await anyio.to_thread.run_sync(
                opened.passage, report, id))
        except (ToolError, yizhan.NotFoundError) as error:
            raise ResourceNotFoundError(str(error)) from None
        except yizhan.Error as error:
            raise ResourceError(str(error)) from None
