# SPDX-License-Identifier: MIT
"""Misread phrases against a full scan by edit distance.

Random texts over few characters, so that near misses abound; each query is
looked for with one wrong, missing or added character (`~1`), and with
--ocr=loose, which in so small a collection allows one such from six characters
on and two from eight. The scan is Sellers' table over every text: what it
finds must be found, and nothing else.
"""
import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

from programs import Programs, add_options

ALPHABET = "甲乙丙丁戊庚辛"
PASSAGES, QUERIES = 1000, 150


def distance(query, text):
    """The least edit distance of the query to any part of the text."""
    column = list(range(len(query) + 1))
    least = column[-1]
    for c in text:
        before, column[0] = column[0], 0
        for i, q in enumerate(query, 1):
            before, column[i] = column[i], min(
                column[i] + 1, column[i - 1] + 1, before + (q != c))
        least = min(least, column[-1])
    return least


def make_text(random_, low, high):
    return "".join(random_.choice(ALPHABET)
                   for _ in range(random_.randint(low, high)))


class Checker:
    def __init__(self, programs, folder, texts):
        self.programs, self.texts = programs, texts
        self.index = Path(folder) / "index"
        source = Path(folder) / "texts.jsonl"
        source.write_text("".join(
            json.dumps({"id": name, "text": text}) + "\n"
            for name, text in texts.items()), encoding="utf-8")
        programs.make_index(self.index, [source])

    def wrong(self, query, answer, most):
        """Whether the answer has a miss or an extra, which is printed."""
        found = {hit["id"] for hit in answer["hits"]}
        wanted = {name for name, text in self.texts.items()
                  if distance(query, text) <= most}
        for name in sorted(wanted ^ found)[:3]:
            print("miss" if name in wanted else "extra", answer["query"],
                  self.texts[name])
        return wanted != found

    def check(self, queries, most, option, suffix):
        answers = self.programs.ask(
            self.index, [q + suffix for q in queries], "-n", "100000",
            "--tiers=exact,variant,lookalike", option)
        return sum(self.wrong(query, answer, most(query))
                   for query, answer in zip(queries, answers))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_options(parser)
    parser.add_argument("--seed", type=int, default=20250801)
    options = parser.parse_args()
    random_ = random.Random(options.seed)
    texts = {str(i): make_text(random_, 1, 40) for i in range(PASSAGES)}
    short = [make_text(random_, 2, 7) for _ in range(QUERIES)]
    long = [make_text(random_, 6, 12) for _ in range(QUERIES)]
    with tempfile.TemporaryDirectory() as folder:
        checker = Checker(Programs(options.build), folder, texts)
        wrong = checker.check(short, lambda q: 1, "--ocr=off", "~1")
        wrong += checker.check(long, lambda q: 2 if len(q) >= 8 else 1,
                               "--ocr=loose", "")
    print("%d queries, %d answered wrongly" % (2 * QUERIES, wrong))
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
