#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does the README of each folder name the files that are there?

    tests/readmes.py [ROOT]        exit 1 if a file is not named, or if a name
                                   refers to nothing
    tests/readmes.py --self-test   plant one fault of each kind

In a table of a folder's README, the first column names its files, in
backticks, with or without suffix: `store` names store.c and store.h. In
ARCHITECTURE.md and docs/, a path in backticks that begins with a folder of
the project must lead somewhere. In a table of ARCHITECTURE.md, a file name
without a folder is in the folder of the path before it. Where a comment names a page of docs/ and a
chapter of it in quotes, there is one of that name. docs/decisions/README.md
lists every decision.
"""
import re
import sys
import tempfile
from pathlib import Path

CODE = ("core", "indexer", "query", "engine", "bindings")
TOPS = CODE + ("corpus", "docs", "tests", "bench", "scripts", "cmake",
               "include")
NAME = re.compile(r"`([^`\s]+)`")
CITATION = re.compile(r'(docs/[\w./-]+\.md), "([^"]+)"')
CHAPTER = re.compile(r"^(?:#+ |\*\*)(.*?)(?:\*\*.*)?$", re.M)


def first_column(readme):
    """Names in the first column of the tables of a page."""
    for line in readme.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            yield from NAME.findall(line.split("|")[1])


def check_folder(folder):
    readme = folder / "README.md"
    files = {p.name for p in folder.iterdir() if p.suffix in (".c", ".h")}
    if not readme.exists():
        if files:
            yield f"{folder}: no README.md"
        return
    named = set(first_column(readme))
    for name in sorted(files):
        if not {name, name.rsplit(".", 1)[0]} & named:
            yield f"{readme}: does not name {name}"
    for name in sorted(named):
        if not any(folder.glob(name)) and not any(folder.glob(name + ".*")):
            yield f"{readme}: {name} is not there"


def check_paths(root, page):
    for name in NAME.findall(page.read_text(encoding="utf-8")):
        if name.split("/")[0] not in TOPS or "/" not in name:
            continue
        # {a,b} names several, tests/unit/test_{place,snippet}.c
        choice = re.match(r"(.*)\{(.*)\}(.*)", name)
        names = [choice[1] + part + choice[3]
                 for part in choice[2].split(",")] if choice else [name]
        for one in names:
            if not any(root.glob(one)) and not any(root.glob(one + ".*")):
                yield f"{page}: {one} is not there"


def check_table_files(root, page):
    """Names of C files in the last cell of a row: with their folder first."""
    for line in page.read_text(encoding="utf-8").splitlines():
        folder = None
        for name in NAME.findall(line) if line.startswith("|") else []:
            if "/" in name:
                folder = root / Path(name).parent
            elif folder and name.endswith(".c") and \
                    not (folder / name).exists():
                yield f"{page}: {folder.relative_to(root)}/{name} is not there"


def check_citations(root, file):
    """What a comment, its lines joined, says is in docs/."""
    text = re.sub(r"\n[ *]*", " ", file.read_text(encoding="utf-8"))
    for name, chapter in CITATION.findall(text):
        page = root / name
        if not page.exists():
            yield f"{file}: {name} is not there"
        elif chapter not in CHAPTER.findall(page.read_text(encoding="utf-8")):
            yield f"{file}: {name} has no chapter {chapter}"


def check_decisions(folder):
    pages = sorted(folder.glob("[0-9]*.md"))
    listed = (folder / "README.md").read_text("utf-8") if pages else ""
    for page in pages:
        if f"({page.name})" not in listed:
            yield f"{folder}/README.md: does not list {page.name}"


def check(root):
    for top in CODE:
        for folder in [root / top, *sorted((root / top).rglob("*"))]:
            if folder.is_dir():
                yield from check_folder(folder)
    for page in [*sorted(root.glob("*.md")), *sorted(root.glob("docs/*.md"))]:
        yield from check_paths(root, page)
    if (root / "ARCHITECTURE.md").exists():
        yield from check_table_files(root, root / "ARCHITECTURE.md")
    for top in (*CODE, "include"):
        for file in sorted((root / top).rglob("*.[ch]")):
            yield from check_citations(root, file)
    yield from check_decisions(root / "docs" / "decisions")


def self_test():
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        for top in CODE:
            (root / top).mkdir()
        for name in ("named.c", "named.h", "other.c"):
            (root / "core" / name).touch()
        (root / "query" / "alone.c").touch()
        (root / "core" / "README.md").write_text(
            "| file | what |\n|---|---|\n| `named`, `gone` | `no.name` |\n")
        (root / "README.md").write_text("`core/named.c` `core/lost.c` `a/b`")
        (root / "ARCHITECTURE.md").write_text(
            "| a | `core/named.c`, `other.c`, `moved.c` |\n")
        decisions = root / "docs" / "decisions"
        decisions.mkdir(parents=True)
        for name in ("0001-listed.md", "0002-lost.md"):
            (decisions / name).touch()
        (decisions / "README.md").write_text("[1](0001-listed.md)")
        (root / "docs" / "page.md").write_text("## Here\n\n**Bold**: so\n")
        (root / "core" / "named.h").write_text(
            '/* docs/page.md, "Here"; docs/page.md,\n * "Bold"; docs/no.md, '
            '"Here"; docs/page.md, "Nowhere" */')
        found = sorted(fault.replace(directory + "/", "")
                       for fault in check(root))
    wanted = ["ARCHITECTURE.md: core/moved.c is not there",
              "README.md: core/lost.c is not there",
              "core/README.md: does not name other.c",
              "core/README.md: gone is not there",
              "core/named.h: docs/no.md is not there",
              "core/named.h: docs/page.md has no chapter Nowhere",
              "docs/decisions/README.md: does not list 0002-lost.md",
              "query: no README.md"]
    if found != wanted:
        print("found", *found, "instead of", *wanted, sep="\n")
    return found != wanted


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    root = Path(sys.argv[1] if sys.argv[1:] else ".").resolve()
    faults = [fault.replace(f"{root}/", "") for fault in check(root)]
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
