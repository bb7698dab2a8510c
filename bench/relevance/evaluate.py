#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How good is the ranking? Asks the questions of test collections.

A collection is a folder with corpus.jsonl (passages), queries.tsv (id, text)
and qrels.tsv (query, 0, passage, grade). Its passages are indexed, its
questions asked as they are in one batch, and the first hundred hits of each
graded. What was not judged is not relevant; a question without an answer
counts as 0.
"""
import argparse
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time
from math import log2
from pathlib import Path
from statistics import fmean

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "oracle"))

import programs  # noqa: E402

DATA = os.environ.get("YZ_TEST_DATA", ROOT / "tests" / "data" / "collections")
FILES = "corpus.jsonl", "queries.tsv", "qrels.tsv"
SEED = 20250104
DEPTH = 100


def gain_sum(grades):
    return sum(g / log2(rank + 1) for rank, g in enumerate(grades, 1))


def ndcg(ranking, grades, depth=10):
    """Gain is the grade itself; the ideal takes all judged passages."""
    found = gain_sum([grades.get(d, 0) for d in ranking[:depth]])
    return found / gain_sum(sorted(grades.values(), reverse=True)[:depth])


def reciprocal_rank(ranking, grades, depth=10):
    ranks = [r for r, d in enumerate(ranking[:depth], 1) if d in grades]
    return 1 / ranks[0] if ranks else 0


def recall(ranking, grades, depth=DEPTH):
    return len(set(ranking[:depth]) & set(grades)) / len(grades)


METRICS = (("nDCG@10", ndcg), ("MRR@10", reciprocal_rank),
           ("Recall@100", recall))


def means(rankings, judged):
    """Each metric's mean over the queries that have a relevant passage."""
    return [fmean(metric(rankings.get(q, []), grades)
                  for q, grades in judged.items()) for _, metric in METRICS]


def rows(path, separator, count):
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split(separator, count - 1)


class Collection:
    def __init__(self, folder):
        self.name = folder.name
        self.corpus, queries, qrels = (folder / name for name in FILES)
        self.packed = folder / "corpus.jsonl.zst"
        self.queries = dict(rows(queries, "\t", 2))
        self.judged = {}
        for query, _, passage, grade in rows(qrels, None, 4):
            if int(grade) > 0 and query in self.queries:
                self.judged.setdefault(query, {})[passage] = int(grade)

    def passages(self, directory):
        """The file of passages; one that is packed is unpacked there."""
        if self.corpus.exists():
            return self.corpus
        plain = directory / "corpus.jsonl"
        try:
            subprocess.run(["zstd", "-qd", self.packed, "-o", plain],
                           check=True)
        except FileNotFoundError:
            raise programs.Trouble(f"{self.packed} is packed, and the program "
                                   "zstd is not there; install it") from None
        return plain

    def sample(self, count):
        chosen = sorted(self.judged)
        if count and count < len(chosen):
            chosen = random.Random(SEED).sample(chosen, count)
        self.judged = {q: self.judged[q] for q in sorted(chosen)}

    def rank(self, tools, index, options):
        """The ids found for each query, best first."""
        asked = list(self.judged)
        rankings = {q: [] for q in asked}
        for hit in tools.batch(index, [self.queries[q] for q in asked],
                               "-o", "jsonl", "-n", str(DEPTH), *options):
            if "id" not in hit:
                continue
            ranking = rankings[asked[hit["query_index"]]]
            if hit["id"] in ranking:
                raise programs.Trouble(f"found twice for one query: {hit}")
            ranking.append(hit["id"])
        return rankings


def evaluate(collection, tools, options):
    with tempfile.TemporaryDirectory() as directory:
        index = Path(directory) / "index"
        tools.make_index(index, [collection.passages(Path(directory))])
        started = time.monotonic()
        rankings = collection.rank(tools, index, options)
        seconds = time.monotonic() - started
    empty = sum(not ranking for ranking in rankings.values())
    cells = [f"{mean:.3f}" for mean in means(rankings, collection.judged)]
    return [collection.name, f"{len(rankings):,}", *cells, str(empty),
            f"{seconds:.1f}"]


def print_table(table):
    heads = ["collection", "queries", *(name for name, _ in METRICS),
             "no answer", "seconds"]
    for row in heads, ["---"] + ["---:"] * (len(heads) - 1), *table:
        print("| " + " | ".join(row) + " |", flush=True)


def toy():
    """An example worked out by hand."""
    judged = {"q1": {"a": 3, "b": 2, "c": 1}, "q2": {"d": 1}, "q3": {"e": 2}}
    rankings = {"q1": ["b", "x", "a"],
                "q3": [f"x{i}" for i in range(10)] + ["e"]}
    # q1: 2 / 1 + 3 / 2 = 3.5 of 3 / 1 + 2 / 1.58496 + 1 / 2 = 4.76186
    # q2 has no answer; q3 has its passage on rank 11.
    expected = [0.73501 / 3, (1 + 0 + 0) / 3, (2 / 3 + 0 + 1) / 3]
    found = means(rankings, judged)
    for (name, _), a, b in zip(METRICS, found, expected, strict=True):
        print(f"{name} {a:.5f}, by hand {b:.5f}")
    return 0 if all(abs(a - b) < 1e-5 for a, b in zip(found, expected)) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    programs.add_options(parser)
    parser.add_argument("--data", metavar="DIR", type=Path, default=DATA,
                        help="folder of collections (default: YZ_TEST_DATA, "
                             "else the samples of tests/data)")
    parser.add_argument("--sample", metavar="N", type=int,
                        help="ask N questions of each, always the same")
    parser.add_argument("--query-options", metavar="TEXT", default="",
                        help="further options for yz-query, as one word")
    parser.add_argument("--toy", action="store_true",
                        help="check the metrics on an example, and end")
    parser.add_argument("names", nargs="*", metavar="COLLECTION",
                        help="only these")
    args = parser.parse_args()
    if args.toy:
        return toy()

    tools = programs.Programs(args.build)
    folders = sorted(f for f in Path(args.data).iterdir()
                     if all((f / name).is_file() for name in FILES[1:])
                     and any((f / name).is_file() for name in
                             (FILES[0], FILES[0] + ".zst"))
                     and (not args.names or f.name in args.names))
    table = []
    for folder in folders:
        collection = Collection(folder)
        collection.sample(args.sample)
        table.append(evaluate(collection, tools,
                              shlex.split(args.query_options)))
    print_table(table)
    return 0 if table else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except programs.Trouble as trouble:
        print(f"evaluate: {trouble}", file=sys.stderr)
        sys.exit(1)
