#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is each phrase of the first report found where a careful reader found it?

tests/data/report holds a reading of the page by hand: its passages, and phrases
with the passages that hold them. The page is indexed as OCR left it; a passage
is known by the source line it begins on. Every match must give the very bytes
of the page, and the question the project began with must come in its order.
"""
import argparse
import json
import sys
import tempfile
from pathlib import Path

import programs
from skeleton import skeleton

ROOT = Path(__file__).resolve().parents[2]
READING = ROOT / "tests" / "data" / "report"
PAGE = ROOT / "corpus" / "pages" / "000_155a2bea13e01da4.txt"
FIRST_QUESTION = "工会驿站"
FIRST_ANSWERS = [("exact", {(99, 99), (129, 131)}), ("near", {(121, 121)})]


def read_queries():
    """(query, first source lines of the passages that hold it)."""
    units = json.loads((READING / "report.json").read_text(encoding="utf-8"))
    line = {u["ordinal"]: u["source_lines"][0][0] for u in units["units"]}
    rows = (READING / "queries.tsv").read_text(encoding="utf-8").splitlines()
    for row in rows[1:]:
        query, ordinals = row.split("\t")[:2]
        yield query, {line[int(o)] for o in ordinals.split(",") if o}


def first_line(hit):
    return hit["source"]["lines"][0][0]


def last_line(hit):
    return hit["source"]["lines"][-1][1]


def wrong_match(query, hit, match, page):
    """What is wrong with the place of a match; None if nothing is."""
    begin, end = match["bytes"]
    surface = page[begin:end].decode("utf-8", "replace")
    before = page[:begin].decode("utf-8", "replace")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    if match["surface"] != surface:
        return f"bytes {begin} to {end} are {surface!r}"
    if (match["line"], match["column"]) != (line, column):
        return f"byte {begin} is at line {line}, column {column}"
    found, wanted = skeleton(surface), skeleton(query)
    # A photo may be in the middle of a match that spans two blocks.
    cut = len(hit["source"]["lines"]) > 1
    if not (found == wanted or cut and found.startswith(wanted[0])
            and found.endswith(wanted[-1])):
        return f"{surface!r} is not what was asked for"
    return None


def check_phrases(tools, index, page):
    complaints = []
    asked = list(read_queries())
    answers = tools.ask(index, [query for query, _ in asked],
                        "-F", "--tiers=exact", "-n", "100")
    for (query, lines), answer in zip(asked, answers):
        found = sorted(map(first_line, answer["hits"]))
        if found != sorted(lines):
            complaints.append(f"{query}: found on lines {found}, "
                              f"stands on {sorted(lines)}")
        for hit in answer["hits"]:
            if not hit["matches"]:
                complaints.append(f"{query}: a hit without a match: {hit}")
            for match in hit["matches"]:
                wrong = wrong_match(query, hit, match, page)
                if wrong:
                    complaints.append(f"{query}: {match}: {wrong}")
    return len(asked), complaints


def check_first_question(tools, index):
    answer, = tools.ask(index, [FIRST_QUESTION])
    hits = answer["hits"]
    for tier, lines in FIRST_ANSWERS:
        now, hits = hits[:len(lines)], hits[len(lines):]
        if ({h["tier"] for h in now} != {tier}
                or {(first_line(h), last_line(h)) for h in now} != lines):
            yield (f"{FIRST_QUESTION}: expected {tier} on lines "
                   f"{sorted(lines)}, found "
                   f"{[(h['tier'], h['source']['lines']) for h in now]}")
            return
    if any(h["tier"] in ("exact", "variant", "near") for h in hits):
        yield f"{FIRST_QUESTION}: too many good hits: {hits}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    programs.add_options(parser)
    tools = programs.Programs(parser.parse_args().build)
    with tempfile.TemporaryDirectory() as directory:
        index = Path(directory) / "index"
        tools.make_index(index, [PAGE])
        count, complaints = check_phrases(tools, index, PAGE.read_bytes())
        complaints += check_first_question(tools, index)
    for complaint in complaints:
        print(complaint)
    print(f"{count} phrases, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except programs.Trouble as trouble:
        print(f"check_report: {trouble}", file=sys.stderr)
        sys.exit(1)
