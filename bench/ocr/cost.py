#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a question with a mistake costs.

Phrases of four ideographs are drawn from a collection and one ideograph of
each is replaced by another one, so that none of them stands anywhere. They are
asked in one batch, in the tiers `exact`, `variant` and `lookalike`, and as what
was probably meant.

    bench/make_passages 250000 > passages.jsonl
    bench/ocr/cost.py --programs build/release passages.jsonl
"""
import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile

PHRASE = 4
RUNS = re.compile("[\u4e00-\u9fff]{%d,}" % PHRASE)
SETTINGS = (("exact", "exact", "off"), ("exact,variant", "variant", "off"),
            ("exact,variant,lookalike", "lookalike, auto", "auto"),
            ("exact,variant,lookalike", "lookalike, on", "on"),
            ("exact,variant,lookalike", "lookalike, loose", "loose"))


def phrases_of(path, count, random_):
    """Phrases with one character changed, none of which is in the file."""
    with open(path, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    everything = "\n".join(texts)
    letters = "".join(RUNS.findall(everything[:1 << 20]))
    found = []
    while len(found) < count:
        runs = RUNS.findall(random_.choice(texts))
        if not runs:
            continue
        run = random_.choice(runs)
        begin = random_.randrange(len(run) - PHRASE + 1)
        phrase = list(run[begin:begin + PHRASE])
        phrase[random_.randrange(PHRASE)] = random_.choice(letters)
        phrase = "".join(phrase)
        if phrase not in everything:
            found.append(phrase)
    return found


def ask(programs, index, phrases, tiers, ocr):
    run = subprocess.run(
        [os.path.join(programs, "query/cli/yz-query"), "-d", index, "--batch",
         "-o", "json", "--tiers=" + tiers, "--ocr=" + ocr],
        input="\n".join(phrases), capture_output=True, text=True)
    if run.returncode > 1:
        sys.exit(run.stderr)
    return [json.loads(line)["took_us"] for line in run.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("passages")
    parser.add_argument("--programs", default="build/release")
    parser.add_argument("--index", help="made before; else one is made")
    parser.add_argument("--phrases", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    phrases = phrases_of(options.passages, options.phrases,
                         random.Random(options.seed))
    with tempfile.TemporaryDirectory() as folder:
        index = options.index or os.path.join(folder, "index")
        indexer = os.path.join(options.programs, "indexer/cli/yz-index")
        if not options.index:
            subprocess.run([indexer, "-q", "-d", index, options.passages],
                           check=True)
            subprocess.run([indexer, "-q", "-d", index, "--compact"],
                           check=True)
        print("%-18s %8s %8s %8s  us" % ("", "mean", "median", "p99"))
        for tiers, name, ocr in SETTINGS:
            rounds = [ask(options.programs, index, phrases, tiers, ocr)
                      for _ in range(options.repeat)]
            took = sorted(min(times) for times in zip(*rounds))
            print("%-18s %8.0f %8.0f %8.0f" % (
                name, statistics.mean(took), statistics.median(took),
                took[len(took) * 99 // 100]))


if __name__ == "__main__":
    main()
