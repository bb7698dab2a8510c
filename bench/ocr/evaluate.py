#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is found in misread text, and what is found wrongly.

A folder holds a collection (corpus.jsonl) and, aligned with some of its
passages, what was printed (laws_synthetic_ocr.jsonl: id, level, truth, ocr; or
truth.jsonl: id, text, and the level in the collection).
Phrases of 2, 3, 4, 6 and 8 ideographs are drawn from what was printed; a
passage is relevant if the phrase was printed in it. The collection is indexed
as it was read, and asked at each setting of --ocr.

    bench/ocr/evaluate.py --programs build/release FOLDER [--phrases 1200]

Recall is over the passages that were read by OCR; precision over all passages
found, and beside it over those that exact search does not find. Passages where
the phrase was printed with punctuation in it are no loss, nor are they wrong:
the contract calls them variants. Of what is found in the tier lookalike, it is
said how much is right, by how badly the passage was read, and how much is in
passages that no OCR ever read.
"""
import argparse
import collections
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from unicodedata import category

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tests", "oracle"))
from skeleton import skeleton  # noqa: E402

LENGTHS = (2, 3, 4, 6, 8)
LEVELS = ("light", "medium", "heavy")
SETTINGS = ("off", "auto", "on", "loose")
TIERS = "exact,variant,lookalike"


def is_han(c):
    return "\u3400" <= c <= "\u9fff"


def lines_of(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Collection:
    def __init__(self, folder):
        self.path = os.path.join(folder, "corpus.jsonl")
        passages = {r["id"]: r for r in lines_of(self.path)}
        self.aligned = self.align(folder, passages)
        self.read = {name: skeleton(r["text"])
                     for name, r in passages.items()}
        self.printed = dict(self.read)
        for name, r in self.aligned.items():
            self.printed[name] = skeleton(r["truth"])
        self.bare = {name: "".join(c for c in text if category(c)[0] != "P")
                     for name, text in self.printed.items()}
        self.pairs = collections.defaultdict(set)
        for name, text in self.printed.items():
            for i in range(len(text) - 1):
                self.pairs[text[i:i + 2]].add(name)

    @staticmethod
    def align(folder, passages):
        path = os.path.join(folder, "laws_synthetic_ocr.jsonl")
        if os.path.exists(path):
            return {r["id"]: r for r in lines_of(path)}
        return {r["id"]: {"level": passages[r["id"]]["level"],
                          "truth": r["text"], "ocr": passages[r["id"]]["text"]}
                for r in lines_of(os.path.join(folder, "truth.jsonl"))}

    def hold_out(self, folder):
        """Keep every other page for the questions; the rest as two files."""
        read, truth = (os.path.join(folder, name + ".jsonl")
                       for name in ("read", "truth"))
        names = sorted(self.aligned)
        for path, side in (read, "ocr"), (truth, "truth"):
            with open(path, "w", encoding="utf-8") as out:
                for name in names[::2]:
                    text = self.aligned[name][side]
                    if text.strip():
                        out.write(json.dumps({"id": name, "text": text}) + "\n")
        self.aligned = {name: self.aligned[name] for name in names[1::2]}
        return read, truth

    def relevant(self, phrase):
        names = set.intersection(*(self.pairs[phrase[i:i + 2]]
                                   for i in range(len(phrase) - 1)))
        return {name for name in names if phrase in self.printed[name]}

    def printed_with_marks(self, phrase, names):
        """Those of `names` that have it, punctuation in it not counted."""
        return {name for name in names if phrase in self.bare[name]}

    def draw(self, size, count, random_):
        """Phrases of `size` ideographs, each once, from all passages alike."""
        names = sorted(self.aligned)
        found = set()
        for _ in range(20 * count):
            text = self.printed[random_.choice(names)]
            begin = random_.randrange(max(1, len(text) - size + 1))
            phrase = text[begin:begin + size]
            if len(phrase) == size and all(map(is_han, phrase)):
                found.add(phrase)
            if len(found) == count:
                break
        return sorted(found)


class Yizhan:
    def __init__(self, programs, path, folder):
        self.query = os.path.join(programs, "query/cli/yz-query")
        self.index = os.path.join(folder, "index")
        self.indexer = os.path.join(programs, "indexer/cli/yz-index")
        subprocess.run([self.indexer, "-q", "-d", self.index, path],
                       check=True)

    def learn(self, read, truth):
        run = subprocess.run([self.indexer, "-d", self.index,
                              "--learn-lookalikes", read, truth], check=True,
                             capture_output=True, text=True)
        print(f"learned {len(run.stdout.splitlines())} pairs")

    def ask(self, phrases, setting):
        """Of each phrase: the tier of each passage found; and microseconds."""
        run = subprocess.run(
            [self.query, "-d", self.index, "--batch", "-o", "json", "-n",
             "100000", "--tiers=" + TIERS, "--ocr=" + setting],
            input="\n".join(phrases), capture_output=True, text=True)
        if run.returncode > 1:
            sys.exit(run.stderr)
        answers = [json.loads(line) for line in run.stdout.splitlines()]
        took = sum(a["took_us"] for a in answers) / len(answers)
        self.edits = {(a["query"], h["id"]): h["edits"]
                      for a in answers for h in a["hits"]}
        return [{h["id"]: h["tier"] for h in a["hits"]}
                for a in answers], took


class Trigram:
    """FTS5 with its trigram tokenizer, over the same skeletons."""

    def __init__(self, read):
        self.db = sqlite3.connect(":memory:")
        self.db.execute("create virtual table t using fts5(id unindexed, "
                        "text, tokenize='trigram')")
        self.db.executemany("insert into t values(?, ?)", read.items())

    def ask(self, phrases, _):
        begin = time.perf_counter()
        found = [dict(self.db.execute(
            "select id, 'exact' from t where t match ?", ('"%s"' % p,)))
            for p in phrases]
        return found, (time.perf_counter() - begin) * 1e6 / len(phrases)


class Groonga:
    """Groonga's TokenBigram over the same skeletons, by bench/peers."""

    def __init__(self, program, read, folder):
        self.names = list(read)
        self.folder = os.path.join(folder, "groonga")
        self.program = program
        source = os.path.join(folder, "groonga.jsonl")
        with open(source, "w", encoding="utf-8") as out:
            for i, text in enumerate(read.values()):
                out.write(json.dumps({"id": str(i), "text": text}) + "\n")
        os.mkdir(self.folder)
        subprocess.run([program, "-", "index", source, self.folder],
                       check=True)

    def ask(self, phrases, _):
        run = subprocess.run(
            [self.program, "-", "query", self.folder, str(len(self.names))],
            input="".join(f"all\t{p}\n" for p in phrases), check=True,
            capture_output=True, text=True)
        answers = [line.split("\t") for line in run.stdout.splitlines()]
        took = sum(int(a[1]) for a in answers) / 1000 / len(answers)
        return [{self.names[int(i)]: "exact" for i in a[2:]}
                for a in answers], took


class Tally:
    def __init__(self):
        self.wanted = self.exact = self.found = 0
        self.hits = self.right = self.more = self.more_right = 0

    def add(self, answer, exact, relevant, right, names):
        wanted = relevant & names
        self.wanted += len(wanted)
        self.exact += len(wanted & exact)
        self.found += len(wanted & answer)
        self.hits += len(answer)
        self.right += len(answer & right)
        self.more += len(answer - exact)
        self.more_right += len((answer - exact) & right)

    def row(self):
        lost = self.wanted - self.exact
        return "%6.1f %6.1f %8s %7.2f %11s" % (
            100 * self.exact / max(1, self.wanted),
            100 * self.found / max(1, self.wanted),
            "%.1f" % (100 * (self.found - self.exact) / lost)
            if lost and self.found >= self.exact else "",
            100 * self.right / max(1, self.hits),
            "%d/%d" % (self.more_right, self.more))


def report(title, collection, phrases, exact, answers, took):
    print("%-26s %6s %6s %8s %7s %11s %8s" % (
        title, "exact", "found", "regained", "right", "right/more", "us"))
    relevant = [collection.relevant(p) for p in phrases]
    for setting, found in answers.items():
        for levels in (LEVELS, LEVELS[:2], LEVELS[2:]):
            tally = Tally()
            names = {n for n, r in collection.aligned.items()
                     if r["level"] in levels}
            for i in range(len(phrases)):
                answer = set(found[i])
                right = collection.printed_with_marks(phrases[i], answer)
                tally.add(answer, exact[i], relevant[i], right, names)
            name = "all levels" if levels == LEVELS else "+".join(levels)
            print("  %-8s %-15s %s %8.0f" % (setting, name, tally.row(),
                                             took[setting]))
    sys.stdout.flush()


def report_lookalikes(collection, phrases, answers):
    """Of hits in the tier lookalike: right ones of all, by level."""
    for setting in SETTINGS[1:]:
        counts = {level: [0, 0] for level in LEVELS + ("clean",)}
        for phrase, answer in zip(phrases, answers[setting]):
            found = {n for n, tier in answer.items() if tier == "lookalike"}
            right = collection.printed_with_marks(phrase, found)
            for name in found:
                level = collection.aligned.get(name, {}).get("level", "clean")
                counts[level][0] += name in right
                counts[level][1] += 1
        right, shown = map(sum, zip(*counts.values()))
        print("  %-8s lookalikes right %.1f%% of %d: %s" % (
            setting, 100 * right / max(1, shown), shown, ", ".join(
                "%s %d of %d" % (level, *c) for level, c in counts.items())))


def never_above(answer):
    """No inexact hit stands before an exact one."""
    order = ["exact", "variant", "lookalike"]
    ranks = [order.index(tier) for tier in answer.values()]
    return ranks == sorted(ranks)


def print_wrong(collection, yizhan, phrases, answers):
    for phrase, answer in zip(phrases, answers):
        for name in set(answer) - collection.printed_with_marks(phrase,
                                                                answer):
            print(phrase, name, answer[name], " ".join(
                "%s→%s %.2f" % (e["query"], e["text"], e["weight"])
                for e in yizhan.edits[phrase, name]))


def measure(title, collection, yizhan, peers, phrases, wrong):
    answers, took = {}, {}
    for setting in SETTINGS:
        answers[setting], took[setting] = yizhan.ask(phrases, setting)
        if setting == wrong:
            print_wrong(collection, yizhan, phrases, answers[setting])
        if not all(map(never_above, answers[setting])):
            sys.exit("an inexact hit stands above an exact one")
    for name, peer in peers.items():
        answers[name], took[name] = peer.ask(phrases, None)
    exact = [{n for n, tier in a.items() if tier == "exact"}
             for a in answers["off"]]
    report(title, collection, phrases, exact, answers, took)
    report_lookalikes(collection, phrases, answers)
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--programs", default="build/release")
    parser.add_argument("--phrases", type=int, default=1200)
    parser.add_argument("--wrong", metavar="SETTING",
                        help="print what is found wrongly, and why")
    parser.add_argument("--lengths", type=int, nargs="*", default=LENGTHS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", choices=("ask", "learn"),
                        help="ask only about every other page, without or "
                        "with look-alikes learned from the rest")
    options = parser.parse_args()
    collection = Collection(options.folder)
    with tempfile.TemporaryDirectory() as folder:
        yizhan = Yizhan(options.programs, collection.path, folder)
        if options.held_out:
            rest = collection.hold_out(folder)
            if options.held_out == "learn":
                yizhan.learn(*rest)
        peers = {"trigram": Trigram(collection.read)}
        groonga = os.path.join(options.programs, "bench/peer_groonga")
        if os.path.exists(groonga):
            peers["groonga"] = Groonga(groonga, collection.read, folder)
        given = os.path.join(options.folder, "queries.tsv")
        if os.path.exists(given):
            with open(given, encoding="utf-8") as lines:
                phrases = [line.rstrip("\n").split("\t")[1] for line in lines]
            measure("given, 4 and more", collection, yizhan, peers,
                    [p for p in phrases if len(p) >= 4], options.wrong)
        for size in options.lengths:
            phrases = collection.draw(size, options.phrases,
                                      random.Random(options.seed))
            measure("%d characters (%d)" % (size, len(phrases)), collection,
                    yizhan, peers, phrases, options.wrong)


if __name__ == "__main__":
    main()
