# SPDX-License-Identifier: MIT
"""What the tools return. The schemas that clients see are made from these."""
from __future__ import annotations

from typing import Any
from urllib.parse import quote

import yizhan
from pydantic import BaseModel, Field


class Edit(BaseModel):
    """A difference between the query and the text."""

    query: str
    text: str
    type: str = Field(description="misread (by OCR), synonym, or reading")


class Found(BaseModel):
    """A passage that was found."""

    index: str
    report: str
    id: str
    uri: str = Field(description="resource with the whole passage")
    tier: str = Field(description="exact: has the phrase letter for letter; "
                      "variant: in other characters; lookalike: as OCR misread "
                      "it; near, words, some: only its words")
    score: float
    kind: str
    title: str
    section: str
    date: str = Field(description="YYYY-MM-DD, or empty")
    snippet: str = Field(description="matches are in 【】")
    edits: list[Edit]


class Page(BaseModel):
    """One page of hits, best first."""

    count: int = Field(description="passages that match, on all pages")
    counts: dict[str, int] = Field(description="passages of each tier")
    hits: list[Found]
    next: str = Field(description="cursor of the next page; empty at the end")
    warnings: list[str]
    suggestions: list[str] = Field(
        description="queries that were probably meant, if nothing was found")


class Passage(BaseModel):
    """A whole passage."""

    index: str
    report: str
    id: str
    uri: str
    kind: str
    title: str
    section: str
    date: str
    text: str
    path: str = Field(description="of the source")
    lines: list[list[int]] = Field(description="in the source, from 1")
    pages: list[int] = Field(description="numbers of the pages it is on")
    extra: dict[str, Any]


class Passages(BaseModel):
    """Passages of a report, in its order."""

    passages: list[Passage]


class Report(BaseModel):
    """A report of an index."""

    index: str
    name: str
    passages: int
    date: str


class Reports(BaseModel):
    """Reports by name."""

    count: int = Field(description="reports that match, on all pages")
    reports: list[Report]
    next: str = Field(description="cursor of the next page; empty at the end")


class Explanation(BaseModel):
    """How a query was understood, in lines for people."""

    query: str
    hits: list[str] = Field(description="why each of the first hits is there")
    why: str = Field(description="why nothing was found, if so")


def uri_of(index: str, passage: yizhan.Passage) -> str:
    """The address of a passage."""
    parts = (quote(part, safe="")
             for part in (index, passage.report, passage.id))
    return "yizhan://" + "/".join(parts)


def found(index: str, hit: yizhan.Hit) -> Found:
    return Found(
        index=index, report=hit.report, id=hit.id, uri=uri_of(index, hit),
        tier=hit.tier, score=round(hit.score, 4), kind=hit.kind,
        title=hit.title, section=hit.section, date=hit.date,
        snippet=hit.snippet.marked(),
        edits=[Edit(query=edit.query, text=edit.text, type=edit.type)
               for edit in hit.edits])


def whole(index: str, passage: yizhan.Passage) -> Passage:
    return Passage(
        index=index, report=passage.report, id=passage.id,
        uri=uri_of(index, passage), kind=passage.kind, title=passage.title,
        section=passage.section, date=passage.date, text=passage.text,
        path=passage.path,
        lines=[[block.line_first, block.line_last]
               for block in passage.blocks if block.line_first],
        pages=[page.number for page in passage.pages], extra=passage.extra)
