#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A large index that lives, against a scan of what is in it.

Passages lie in many files. Round by round some of these change: texts are
altered, passages come and go, others are taken out by name; the index follows,
merging as it likes. Then random phrases, and two or three of them joined, are
asked, and how many passages match, and which, is held against memmem() over
the folded texts of the passages that are left (bench/peers/scan.c, in which
nothing is of the library).

    bench/make_passages 1000000 > passages.jsonl
    tests/oracle/check_large.py --build build/release passages.jsonl
"""
import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from programs import Programs, add_options

RUNS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
NAMED_MAX = 2000  # passages of an answer that are compared by name


class Live:
    """What must be in the index: the passages of each file, by id."""

    def __init__(self, folder, texts, files, random_):
        self.folder, self.random, self.texts = folder, random_, texts
        self.files = [{} for _ in range(files)]
        self.count = 0
        for text in texts:
            self.add(self.random.randrange(files), text)
        self.write(range(files))

    def add(self, file, text):
        self.files[file][f"p{self.count}"] = text
        self.count += 1

    def path(self, file):
        return self.folder / f"{file:04d}.jsonl"

    def write(self, files):
        for file in files:
            with open(self.path(file), "w", encoding="utf-8") as out:
                for name, text in self.files[file].items():
                    out.write(json.dumps({"id": name, "text": text},
                                         ensure_ascii=False) + "\n")

    def altered(self, text):
        """The text with a few of its characters changed for others."""
        letters = list(text)
        other = self.random.choice(self.texts)
        for _ in range(3):
            letters[self.random.randrange(len(letters))] = \
                self.random.choice(other)
        return "".join(letters)

    def change(self):
        """Change a tenth of the files; return the names to be taken out."""
        some = self.random.sample(range(len(self.files)),
                                  max(1, len(self.files) // 10))
        for file in some:
            passages = self.files[file]
            for name in list(passages):
                fate = self.random.random()
                if fate < 0.02:
                    del passages[name]
                elif fate < 0.06:
                    passages[name] = self.altered(passages[name])
            for _ in range(len(passages) // 50):
                self.add(file, self.random.choice(self.texts))
        self.write(some)
        return self.taken_out(set(range(len(self.files))) - set(some))

    def taken_out(self, files):
        """Passages that go by name, in files that stay as they are."""
        names = []
        for file in self.random.sample(sorted(files), min(5, len(files))):
            passages = self.files[file]
            for name in self.random.sample(sorted(passages),
                                           len(passages) // 100):
                del passages[name]
                names.append(f"{self.path(file)}#{name}")
        return names

    def passages(self):
        for passages in self.files:
            yield from passages.items()


class Queries:
    def __init__(self, texts, random_):
        self.texts, self.random = texts, random_

    def phrase(self):
        while True:
            runs = RUNS.findall(self.random.choice(self.texts))
            if not runs:
                continue
            run = self.random.choice(runs)
            size = self.random.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 8))
            if len(run) >= size:
                break
        begin = self.random.randrange(len(run) - size + 1)
        found = list(run[begin:begin + size])
        if self.random.random() < 0.15:  # most of these stand nowhere
            found[self.random.randrange(size)] = self.random.choice(
                RUNS.findall(self.random.choice(self.texts)) or ["的"])[0]
        return "".join(found)

    def draw(self):
        """A query as the scan's protocol has it, and as yz-query does."""
        kind = self.random.random()
        phrases = [self.phrase() for _ in
                   range(1 if kind < 0.6 else self.random.choice((2, 2, 3)))]
        every = kind < 0.85
        return (("all\t" if every else "any\t") + "\t".join(phrases),
                (" AND " if every else " OR ").join(phrases))


def scan(program, folder, live, queries):
    """Of each query how many passages match, and their names if not many."""
    source = Path(folder) / "live.jsonl"
    names = []
    with open(source, "w", encoding="utf-8") as out:
        for i, (name, text) in enumerate(live.passages()):
            names.append(name)
            out.write(json.dumps({"id": str(i), "text": text},
                                 ensure_ascii=False) + "\n")
    index = Path(folder) / "scan"
    index.mkdir(exist_ok=True)
    subprocess.run([program, "-", "index", source, index], check=True)
    run = subprocess.run([program, "-", "query", index, str(NAMED_MAX + 1)],
                         input="".join(q + "\n" for q, _ in queries),
                         capture_output=True, check=True, text=True)
    for line in run.stdout.splitlines():
        count, _, *found = line.split("\t")
        yield int(count), {names[int(i)] for i in found}


def ask(programs, index, queries):
    answers = programs.ask(index, [q for _, q in queries], "-n",
                           str(NAMED_MAX + 1), "--tiers=exact", "--width=1")
    for answer in answers:
        yield answer["count"], {hit["id"] for hit in answer["hits"]}


def compare(queries, wanted, got):
    """Print what differs; return how many queries, and hits seen."""
    wrong = hits = 0
    for (_, query), (count, names), (found, named) in zip(queries, wanted,
                                                          got):
        hits += count
        named_alike = count > NAMED_MAX or names == named
        if count == found and named_alike:
            continue
        wrong += 1
        print(f"{query}: {found} instead of {count}; missing "
              f"{sorted(names - named)[:3]}, extra "
              f"{sorted(named - names)[:3]}")
    return wrong, hits


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_options(parser)
    parser.add_argument("passages")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    programs = Programs(options.build)
    judge = programs.locate("peer_scan", "YZ_PEER_SCAN", options.build)
    with open(options.passages, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.mkdir()
        index = Path(folder) / "index"
        live = Live(source, texts, options.files, random_)
        draw = Queries(texts, random_)
        for round_ in range(options.rounds + 1):
            began = time.time()
            if round_:
                gone = live.change()
                programs.remove(index, gone)
            programs.make_index(index, [source])
            queries = [draw.draw() for _ in range(options.queries)]
            differ, hits = compare(queries,
                                   scan(judge, folder, live, queries),
                                   ask(programs, index, queries))
            wrong += differ
            print("round %d: %d passages, %d segments, %d queries, %d hits, "
                  "%d answered wrongly, %.0f s" % (
                      round_, sum(map(len, live.files)),
                      programs.stats(index)["segments"], len(queries), hits,
                      differ, time.time() - began))
            sys.stdout.flush()
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
