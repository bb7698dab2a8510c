# SPDX-License-Identifier: MIT
"""Queries of each class, drawn from the passages themselves by a seed.

A query is a line of the protocol: `all` or `any`, and phrases after tabs.
"""
import random
import re
from collections import Counter

HAN = re.compile("[\u3400-\u9fff]+")
LATIN = re.compile("(?<![0-9A-Za-z.,])[A-Za-z]{3,}(?![0-9A-Za-z.,])", re.ASCII)
NUMBER = re.compile("(?<![0-9A-Za-z.,])[0-9]{2,6}(?![0-9A-Za-z.,])", re.ASCII)
SPARE = 3  # candidates for each query that the scan has to approve


def phrase(rng, text, size):
    """A random run of this many Han characters; None if there is none."""
    runs = [r for r in HAN.findall(text) if len(r) >= size]
    if not runs:
        return None
    run = rng.choices(runs, [len(r) - size + 1 for r in runs])[0]
    begin = rng.randrange(len(run) - size + 1)
    return run[begin:begin + size]


def all_of(*phrases):
    return "\t".join(("all", *phrases)) if all(phrases) else None


def any_of(*phrases):
    return "\t".join(("any", *phrases)) if all(phrases) else None


def draw(make, wanted):
    """Different queries from `make`, which may give None."""
    found = {}
    for _ in range(wanted * 20):
        query = make()
        if query:
            found[query] = None
        if len(found) == wanted:
            break
    return list(found)


def frequent(sample, size, wanted):
    counts = Counter()
    for text in sample:
        counts.update({r[i:i + size] for r in HAN.findall(text)
                       for i in range(len(r) - size + 1)})
    return [p for p, _ in counts.most_common(wanted)]


def two_of_one(rng, text, sizes):
    first, second = (phrase(rng, text, rng.choice(sizes)) for _ in "12")
    return all_of(first, second) if first != second else None


def glued(rng, sample):
    """Two pieces that hardly ever stand together."""
    pieces = [phrase(rng, rng.choice(sample), 2) for _ in "12"]
    return all_of("".join(pieces)) if all(pieces) else None


def word(rng, sample, pattern):
    words = pattern.findall(rng.choice(sample))
    return all_of(rng.choice(words).lower()) if words else None


def candidates(sample, wanted, seed):
    """Class to queries; more than wanted where the scan will choose."""
    rng = random.Random(seed)

    def text():
        return rng.choice(sample)

    def three(sizes):
        return any_of(*(phrase(rng, text(), rng.choice(sizes))
                        for _ in "123"))

    classes = {
        f"phrase {n}": draw(lambda: all_of(phrase(rng, text(), n)), wanted)
        for n in (1, 2, 3, 4, 6)}
    half = (wanted + 1) // 2
    classes |= {
        "frequent": [all_of(p) for n in (2, 4)
                     for p in frequent(sample, n, half)][:wanted],
        "rare": draw(lambda: all_of(phrase(rng, text(), rng.choice((3, 4)))),
                     wanted * SPARE),
        "miss": draw(lambda: glued(rng, sample), wanted * SPARE),
        "and 2": draw(lambda: two_of_one(rng, text(), (2,)), wanted),
        "and 3-4": draw(lambda: two_of_one(rng, text(), (3, 4)), wanted),
        "or 2": draw(lambda: three((2,)), wanted),
        "or 3-4": draw(lambda: three((3, 4)), wanted),
        "latin": draw(lambda: word(rng, sample, LATIN), wanted),
        "number": draw(lambda: word(rng, sample, NUMBER), wanted),
    }
    return classes


def approved(classes, wanted, scan):
    """What the scan says is rare is rare, what it does not find a miss."""
    result = {}
    for name, queries in classes.items():
        answers = list(zip(queries, scan.ask(queries)))
        if name == "miss":
            answers = [a for a in answers if a[1].count == 0]
        else:
            answers = [a for a in answers if a[1].count > 0]
        if name == "rare":
            answers.sort(key=lambda a: a[1].count)
        result[name] = [query for query, _ in answers[:wanted]]
    return {name: queries for name, queries in result.items() if queries}
