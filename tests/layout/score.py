# SPDX-License-Identifier: MIT
"""Compares passages recognised on a page with its known reading.

    exact    F1 over passages: the same set of non-blank source lines
    link     F1 over pairs of lines: the one is continued by the other
    kind     share of the known passages whose first line has their kind
    section  share of the known paragraphs under their heading, spaces ignored
    cut      F1 over the last lines of paragraphs whose end is lost
"""
import json
import re
import subprocess

RUNNING = ("paragraph", "lede")


def recognise(program, pages):
    """{path: passages} as `yz-index --dry-run` sees them."""
    command = [program, "--dry-run", "--output=jsonl", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{program} ended with {done.returncode}: "
                         f"{done.stderr.decode(errors='replace')}")
    found = {str(page): [] for page in pages}
    for line in done.stdout.splitlines():
        passage = json.loads(line)
        found[passage["source"]["path"]].append(passage)
    return found


def solid_lines(text):
    """Numbers of the lines that are not blank."""
    return {i for i, line in enumerate(text.split("\n"), 1) if line.strip()}


def lines_of(ranges, solid):
    return tuple(i for first, last in ranges
                 for i in range(first, last + 1) if i in solid)


def f1(found, known):
    if not found and not known:
        return 1.0
    return 2 * len(found & known) / (len(found) + len(known))


def links(groups):
    return {pair for lines in groups for pair in zip(lines, lines[1:])}


def without_blanks(text):
    return re.sub(r"\s", "", text or "")


def lost_ends(passages, groups):
    return {lines[-1] for p, lines in zip(passages, groups)
            if p.get("truncated") and p["kind"] in RUNNING}


def score(found, known, text, same_kind=lambda found, known: found == known):
    """The five figures of one page."""
    solid = solid_lines(text)
    found_lines = [lines_of(p["source"]["lines"], solid) for p in found]
    known_lines = [lines_of(u["source_lines"], solid) for u in known]
    kind, section = {}, {}
    for passage, lines in zip(found, found_lines):
        for line in lines:
            kind[line] = passage["kind"]
            section[line] = without_blanks(passage.get("section"))
    right_kind = [same_kind(kind.get(lines[0]), unit["kind"])
                  for unit, lines in zip(known, known_lines)]
    right_section = [section.get(lines[0]) == without_blanks(unit["section"])
                     for unit, lines in zip(known, known_lines)
                     if unit["kind"] == "paragraph" and "section" in unit]
    return {
        "exact": f1(set(found_lines), set(known_lines)),
        "link": f1(links(found_lines), links(known_lines)),
        "kind": sum(right_kind) / len(right_kind),
        "section": (sum(right_section) / len(right_section)
                    if right_section else 1.0),
        "cut": f1(lost_ends(found, found_lines),
                  lost_ends(known, known_lines)),
    }


def mean(scores):
    return {name: sum(s[name] for s in scores) / len(scores)
            for name in scores[0]}
