# SPDX-License-Identifier: MIT
"""Words beside a word, against counting in Python.

Random passages of words that have no other forms; for each word and several
windows, how often every other stands beside it, how often it occurs at all, and
the log-likelihood of Dunning (1993) by its definition: twice the sum over the
four cells of k ln(k / expected).
"""
import argparse
import json
import math
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from programs import Programs, add_options

WORDS = ("banko", "dulta", "firmo", "gonta", "hekto", "jarku", "lumba", "monku",
         "parto", "rostu", "silka", "torvo", "wembu", "zinto")
SIZES = ((30, 6), (700, 20))


def counted(texts, word, window):
    beside = Counter()
    for text in texts:
        marked = {i for at, found in enumerate(text) if found == word
                  for i in range(at - window, at + window + 1) if i != at}
        beside.update(text[i] for i in marked if 0 <= i < len(text))
    return beside


def log_likelihood(together, beside, total, words):
    cells = ((together, beside, total), (beside - together, beside,
                                         words - total),
             (total - together, words - beside, total),
             (words - beside - total + together, words - beside,
              words - total))
    if together <= beside * total / words:
        return 0
    return 2 * sum(k * math.log(k * words / (row * column))
                   for k, row, column in cells if k)


def check(tools, draw, folder, passages, length):
    texts = [[draw.choice(WORDS[:1 + draw.randrange(len(WORDS))])
              for _ in range(draw.randint(1, length))] for _ in range(passages)]
    source = folder / f"{passages}.jsonl"
    source.write_text("".join(json.dumps({"text": " ".join(t), "id": str(i)})
                              + "\n" for i, t in enumerate(texts)),
                      encoding="utf-8")
    index = folder / f"index{passages}"
    tools.make_index(index, [source])
    totals = Counter(word for text in texts for word in text)
    for window in (1, 3, 10):
        answers = tools.ask(index, list(totals), "-n", "all",
                            f"--collocates={window}")
        for word, answer in zip(totals, answers, strict=True):
            beside = counted(texts, word, window)
            around = sum(beside.values())
            wanted = {other: (count, totals[other], log_likelihood(
                count, around, totals[other], sum(totals.values())))
                for other, count in beside.items()}
            found = {c["word"]: (c["together"], c["total"],
                                 c["log_likelihood"])
                     for c in answer["collocates"]}
            scores = [c["log_likelihood"] for c in answer["collocates"]]
            if scores != sorted(scores, reverse=True):
                yield f"{word}, {window}: out of order"
            if set(found) != set(wanted) or any(
                    found[w][:2] != wanted[w][:2] or not math.isclose(
                        found[w][2], wanted[w][2], rel_tol=1e-4, abs_tol=1e-3)
                    for w in wanted):
                yield f"{word}, {window}: {found}, not {wanted}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20251205)
    add_options(parser)
    options = parser.parse_args()
    print("seed", options.seed)
    draw, wrong = random.Random(options.seed), []
    with tempfile.TemporaryDirectory() as folder:
        for passages, length in SIZES:
            wrong += check(Programs(options.build), draw, Path(folder),
                           passages, length)
    print("\n".join(wrong))
    sys.exit(len(wrong) > 0)


if __name__ == "__main__":
    main()
