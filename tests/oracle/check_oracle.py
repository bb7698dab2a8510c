#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does the index find what reading every passage finds?

Indexes passages, asks thousands of random queries in one batch, and compares
for each query the passages and the tier of each with a scan of the text by
matcher.py, which is written from docs/contract.md alone. Each disagreement is
printed with the command that shows it; the exit status is 1 if there is any.
"""
import argparse
import json
import shlex
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import programs
from matcher import EXACT, NONE, VARIANT, Not, Open, Passage
from queries import Generator

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "data" / "collections"
TIERS = {"exact": EXACT, "variant": VARIANT}
NAMES = {EXACT: "exact", VARIANT: "variant", NONE: "no hit"}
OPTIONS = ("--tiers=exact,variant", "-n", "1000000", "--width=20")
SHOWN_MAX = 10
SHRINK_RUNS_MAX = 60


def answer_grades(answer):
    """The grade of each passage that yz-query found."""
    grades = {}
    worst = EXACT
    for hit in answer["hits"]:
        key = hit["report"], hit["id"]
        grade = TIERS.get(hit["tier"])
        if grade is None:
            raise programs.Trouble(f"a hit of tier {hit['tier']}: {hit}")
        if key in grades:
            raise programs.Trouble(f"one passage found twice: {hit}")
        if grade < worst:
            raise programs.Trouble(f"a better tier after a worse: {hit}")
        worst = grades[key] = grade
    tally = Counter(NAMES[g] for g in grades.values())
    if answer["count"] != len(grades) or any(
            answer["counts"].get(n, 0) != tally[n] for n in TIERS):
        raise programs.Trouble(
            f"{answer['query']}: {answer['count']} {answer['counts']} "
            f"counted, {dict(tally)} shown")
    return grades


def wrong_grade(tree, passage, found):
    """Why `found` cannot be the answer for the passage; None if it can."""
    best, worst = tree.match(passage)
    # Nothing says in which tier the hits of a mere negation are.
    if isinstance(tree, Not) and found != NONE:
        found = EXACT
    if best <= found <= worst:
        return None
    said = NAMES[best] + (f" or {NAMES[worst]}" if worst != best else "")
    return f"the scan says {said}, yz-query {NAMES[found]}"


class Checker:
    def __init__(self, tools, directory, passages):
        self.tools = tools
        self.directory = directory
        self.passages = {p.key: p for p in passages}
        self.kinds = Counter()
        self.hits = 0
        self.disagreements = 0

    def grade_alone(self, text, query, options):
        """What yz-query says of one passage in an index of its own."""
        with tempfile.TemporaryDirectory() as directory:
            source = Path(directory) / "one.jsonl"
            source.write_text(json.dumps({"id": "1", "text": text}) + "\n",
                              encoding="utf-8")
            index = Path(directory) / "index"
            self.tools.make_index(index, [source])
            answer, = self.tools.ask(index, [query], *options)
        return next(iter(answer_grades(answer).values()), NONE)

    def shrink(self, tree, query, options, text):
        """The shortest part of the text that still shows the disagreement."""
        runs = 0

        def shows(part):
            nonlocal runs
            runs += 1
            return wrong_grade(tree, Passage(None, part),
                               self.grade_alone(part, query, options))

        if not shows(text):
            return None
        step = len(text) // 2
        while step and runs < SHRINK_RUNS_MAX:
            for part in text[step:], text[:-step]:
                if part.strip() and shows(part):
                    text = part
                    break
            else:
                step //= 2
        return text

    def report(self, number, kind, tree, query, options, passage, why):
        self.disagreements += 1
        if self.disagreements > SHOWN_MAX:
            return
        print(f"\ndisagreement in query {number} ({kind}): {query}\n"
              f"  passage {passage.key[0]}#{passage.key[1]}: {why}")
        text = self.shrink(tree, query, options, passage.text)
        if text is None:
            print("  it does not show in an index of that passage alone; "
                  f"the whole passage:\n  {passage.text}")
            return
        line = json.dumps({"id": "1", "text": text}, ensure_ascii=False)
        option = "-F " if "-F" in options else ""
        print(f"  shows it: printf '%s\\n' {shlex.quote(line)} >one.jsonl; "
              f"yz-index -q -d one.index one.jsonl; yz-query -d one.index "
              f"--tiers=exact,variant {option}-- {shlex.quote(query)}")

    def check(self, asked, *more):
        options = (*OPTIONS, *more)
        answers = self.tools.ask(self.directory, [q for _, _, q in asked],
                                 *options)
        for number, ((kind, tree, query), answer) in enumerate(
                zip(asked, answers)):
            self.kinds[kind] += 1
            if isinstance(tree, Open):
                tree = tree.read_again(self.passages.values())
            grades = answer_grades(answer)
            self.hits += len(grades)
            unknown = set(grades) - set(self.passages)
            if unknown:
                raise programs.Trouble(f"{query}: no such passages {unknown}")
            for key, passage in self.passages.items():
                why = wrong_grade(tree, passage, grades.get(key, NONE))
                if why:
                    self.report(number, kind, tree, query, options, passage,
                                why)
                    break


def same_text(files, passages):
    """Passages of JSON lines must come back as the file has them."""
    texts = {(Path(p["report"]).resolve(), p["id"]): p["text"]
             for p in passages}
    for path in files:
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            given = json.loads(line)
            key = path.resolve(), str(given["id"])
            if texts.get(key) != given.get("text"):
                raise programs.Trouble(
                    f"{path}: passage {key[1]} is not given back as it is")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    programs.add_options(parser)
    parser.add_argument("--data", metavar="DIR", type=Path, default=SAMPLES,
                        help="folder with corpus.jsonl files below it "
                             "(default: the samples of tests/data)")
    parser.add_argument("--pages", metavar="DIR", type=Path,
                        default=ROOT / "corpus" / "pages")
    parser.add_argument("--only", metavar="NAME", action="append",
                        help="only these folders of --data")
    parser.add_argument("--queries", metavar="N", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lists", metavar="PASSAGES", nargs="+",
                        default=["2", "off", "0"],
                        help="list strings that this many passages have (0: as "
                             "yz-index chooses; off: none); a part of the "
                             "queries is asked with each")
    args = parser.parse_args()

    tools = programs.Programs(args.build)
    files = sorted(f for f in args.data.rglob("corpus.jsonl")
                   if not args.only or f.parent.name in args.only)
    files.append(ROOT / "tests" / "data" / "variants" / "passages.jsonl")
    paths = [args.pages, *files]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        index = Path(directory) / "index"
        tools.make_index(index, paths)
        given = list(tools.passages(paths))
        same_text(files, given)
        passages = [Passage((p["report"], p["id"]), p["text"]) for p in given]
        generator = Generator([p.text for p in passages], args.seed)
        checker = Checker(tools, index, passages)
        for number, lists in enumerate(args.lists):
            tools.relist(index, lists)
            share = len(range(number, args.queries, len(args.lists)))
            literal = share // 6
            checker.check([generator.query() for _ in range(share - literal)])
            checker.check([generator.literal() for _ in range(literal)], "-F")
    print(" ".join(f"{kind} {n}" for kind, n in checker.kinds.most_common()))
    print(f"seed {args.seed}: {args.queries} queries over {len(passages)} "
          f"passages, {checker.hits} hits, {checker.disagreements} "
          f"disagreements, {time.monotonic() - started:.1f} s")
    return 1 if checker.disagreements else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except programs.Trouble as trouble:
        print(f"check_oracle: {trouble}", file=sys.stderr)
        sys.exit(1)
