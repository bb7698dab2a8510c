#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do code, comments and documents use the terms of docs/glossary.md?

    tests/words.py [ROOT]        exit 1 where a word occurs that was replaced
    tests/words.py --self-test   plant each word, and text that is allowed

WORDS has what was replaced, and by what. Only whole words count: a part of an
identifier between underscores is a word, too, where the rule says so.
CHANGELOG.md is history, and not read.
"""
import re
import sys
import tempfile
from pathlib import Path

TOPS = ("core", "indexer", "query", "serve", "bindings", "include", "tests", "bench", "examples",
        "docs", "scripts", "cmake")
SUFFIXES = {".c", ".h", ".md", ".scd", ".py", ".txt", ""}
SKIPPED = ("tests/words.py", "tests/data", "tests/fuzz/corpus", "CHANGELOG.md")

# A pattern, what to say instead, and an example. (?<!...) and (?!...) let the
# ordinary senses of a word pass.
PART = r"(?<![a-zA-Z]){}(?![a-zA-Z])"  # also a part of an identifier
WORDS = (
    (PART.format("stoppers?"), "cancellation", "stopper_poll(s);"),
    (r"\b(a|the|its|of|with|by) swaps?\b", "synonym expansion, substitution",
     "a swap"),
    (PART.format("contenders?"), "term scorer, candidate", "contender_new()"),
    (PART.format("runners?"), "term scorer", "the runners"),
    (PART.format("scraps?"), "OCR debris", "a LaTeX scrap"),
    (PART.format("care"), "maintenance", "care/check.c"),
    (r"\bstretch(es)?\b", "passage range, part", "one stretch of text"),
    (r"\bparted (by|from|with)\b", "separated by", "words parted by commas"),
    (r"\bremarks?\b", "comment", "# begins a remark"),
    (r"\b(is|are|was|be) told\b", "is reported", "the user is told"),
    (r"\bin (the|its) place of\b", "replaces, instead of",
     "a word in the place of another"),
    (r"\b(stands|stand|stood) (in|there|for)\b", "occurs in, is in",
     "a phrase stands in a text"),
    (r"\b(?<!not )(?<!how )so many\b(?! that)", "N, this many",
     "give up after so many seconds"),
    (r"(?<!not )(?<!non-)\bblanks?\b(?! (line|page|passage|file))(?!-)", "space",
     "words between blanks"),
    (r"\banew\b", "again", "made anew"),
)
RULES = [(re.compile(pattern, re.I), better, example)
         for pattern, better, example in WORDS]


def lines_of(path):
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []


def files_of(root):
    yield from sorted(root.glob("*.md"))
    for top in TOPS:
        for path in sorted((root / top).rglob("*")):
            if path.is_file() and path.suffix in SUFFIXES:
                yield path


def check(root):
    for path in files_of(root):
        name = path.relative_to(root).as_posix()
        if name.startswith(SKIPPED):
            continue
        for number, line in enumerate(lines_of(path), 1):
            for pattern, better, _ in RULES:
                found = pattern.search(line)
                if found:
                    yield (f"{name}:{number}: \"{found.group()}\"; "
                           f"say: {better}")


ALLOWED = ("a blank line", "a line that is not blank", "swap(&x, &y)",
            "careful", "tell", "outstanding",
           "so many that it fails", "take care_of", "scraping", "space")


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "core").mkdir()
        bad = "".join(example + "\n" for _, _, example in RULES)
        (root / "core" / "bad.c").write_text(bad)
        (root / "good.md").write_text(
            "\n".join(word for word in ALLOWED if "care_" not in word))
        (root / "CHANGELOG.md").write_text(bad)
        found = list(check(root))
    wanted = [f"core/bad.c:{n}: " for n in range(1, len(RULES) + 1)]
    good = (len(found) == len(wanted) and
            all(f.startswith(w) for f, w in zip(found, wanted)))
    if not good:
        print("found", *found, sep="\n")
    return 0 if good else 1


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    root = Path(sys.argv[1] if sys.argv[1:] else ".").resolve()
    faults = list(check(root))
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
