#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tier `some` against a scan: which passages have enough of the words.

Questions are cut out of two passages and laid end to end, in one run or two.
Which words they have, and how many passages have each, yz-query says itself
(--explain-query); what these weigh, what is wanted, and which passages have
it, is computed here from the texts.
"""
import argparse
import random
import re
import sys
import tempfile
from math import floor, log
from pathlib import Path

from matcher import NONE, Passage, Run, is_han
from programs import Programs, add_options

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "tests" / "data" / "collections" / "xquad_zh" / "corpus.jsonl"
TABLE = ROOT / "query" / "plan" / "function_words.c"
WORD = re.compile(r" *word (.*): document frequency (\d+)")
PHRASE = re.compile(r" *phrase (.*): ")


def function_words():
    table = TABLE.read_text(encoding="utf-8").partition("WORDS[]")[2]
    return set(re.findall('"([^"]+)"', table))


def question(texts, choose):
    """Ideographs of two passages, so that no rule of words or signs counts."""
    pieces = []
    for _ in range(2):
        text = "".join(filter(is_han, choose.choice(texts)))
        size = choose.randint(1, 7)
        at = choose.randrange(max(1, len(text) - size))
        pieces.append(text[at:at + size])
    return choose.choice(("", " ")).join(pieces)


def read_runs(understood):
    """The runs of a query, each as its words and their frequencies."""
    runs = []
    for line in understood:
        if PHRASE.match(line) and not line.lstrip().startswith("word"):
            runs.append((PHRASE.match(line)[1], []))
        found = WORD.match(line)
        if found:
            runs[-1][1].append((found[1], int(found[2])))
    return runs


def weigh(frequency, count):
    frequency = min(frequency, count)
    return 1 + floor(0.5 + 1000 * log(
        1 + (count - frequency + 0.5) / (frequency + 0.5)))


def parts_of(runs, count, functions):
    """What counts, as (text, weight)."""
    for run, words in runs:
        weights = [weigh(frequency, count) for _, frequency in words]
        if len(words) > 1 and len(run) <= 3:
            long = [(w, x) for (w, _), x in zip(words, weights) if len(w) > 1]
            if not long:
                yield run, sum(weights)
            yield from ((w, x) for w, x in long if x >= sum(weights) // 3 * 2)
            continue
        for (word, _), weight in zip(words, weights):
            if word not in functions:
                whole = len(word) > 1 or len(words) == 1
                yield word, weight if whole else weight // 2


def enough(parts, passages, beside):
    heaviest = max((w for _, w in parts), default=0)
    wanted = (3 * heaviest + 3) // 4 if beside else (3 * heaviest + 9) // 10
    found = set()
    for passage in passages:
        has = sum(w for text, w in parts
                  if Run(text).match(passage)[1] != NONE)
        if parts and has >= wanted:
            found.add(passage.key)
    return found


def check(tools, index, passages, queries, functions):
    answers = zip(tools.ask(index, queries, "-n", "all"),
                  tools.ask(index, queries, "--explain-query"))
    tried = wrong = 0
    for answer, explained in answers:
        tiers = {hit["id"]: hit["tier"] for hit in answer["hits"]}
        if "some" not in answer["counts"]:
            continue
        better = {key for key, tier in tiers.items() if tier != "some"}
        parts = list(parts_of(read_runs(explained["understood"]),
                              len(passages), functions))
        wanted = enough(parts, passages, bool(better)) - better
        if wanted != set(tiers) - better:
            wrong += 1
            print(f"{answer['query']}: missed "
                  f"{sorted(wanted - set(tiers))}, not wanted "
                  f"{sorted(set(tiers) - better - wanted)}; {parts}")
        tried += bool(wanted)
    return tried, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_options(parser)
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    tools = Programs(args.build)
    choose = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        tools.make_index(index, [SOURCE])
        passages = [Passage(p["id"], p["text"])
                    for p in tools.passages([SOURCE])]
        texts = [p.text for p in passages]
        queries = [question(texts, choose) for _ in range(args.queries)]
        tried, wrong = check(tools, index, passages, queries,
                             function_words())
    print(f"{args.queries} queries, {tried} with hits of some, "
          f"{wrong} disagreements")
    return 1 if wrong or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
