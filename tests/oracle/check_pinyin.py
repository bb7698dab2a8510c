# SPDX-License-Identifier: MIT
"""Pinyin against a full scan of the first report.

The table of readings is read here once more, from the page that
core/text/pinyin.c begins with. For words of each passage, their sounds are
spelled out, with and without tones, one in three as an initial, and every
passage is read for characters that stand together and may be read so: what is
there must be found, and nothing else.
"""
import argparse
import random
import struct
import sys
import tempfile
from pathlib import Path

from programs import Programs, add_options
from skeleton import skeleton

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "core/text/data/pinyin.bin"
PAGE = ROOT / "corpus/pages/000_155a2bea13e01da4.txt"
FIRST, COUNT, QUERIES = 0x4E00, 0x9FFF - 0x4E00 + 1, 200


def read_table():
    """By character, its readings as (name, tone)."""
    data = TABLE.read_bytes()
    size = struct.unpack_from("<H", data, 8)[0]
    names = data[12:12 + size].decode().split("\0")
    begins = struct.unpack_from(f"<{COUNT + 1}H", data, 12 + size)
    cells = struct.unpack_from(f"<{begins[-1]}H", data,
                               12 + size + 2 * (COUNT + 1))
    return {chr(FIRST + i): [(names[cell >> 3], cell & 7)
                             for cell in cells[begins[i]:begins[i + 1]]]
            for i in range(COUNT)}


def spell(readings, word, random_):
    """A query for a word, and a test of each of its characters."""
    written, tests = [], []
    for character in word:
        name, tone = random_.choice(readings[character])
        way = random_.randrange(3)
        if way == 0 and name[0] in "bpmfdtnlgkjqxryw":
            written.append(name[0])
            tests.append(lambda r, n=name: r[0].startswith(n[0]))
        elif way == 1 and tone <= 5:
            written.append(f"{name}{tone}")
            tests.append(lambda r, n=name, t=tone: r == (n, t))
        else:
            written.append(name)
            tests.append(lambda r, n=name: r[0] == n)
    return " ".join(written), tests


def stands_in(readings, tests, text):
    return any(all(any(test(r) for r in readings.get(text[at + i], ()))
                   for i, test in enumerate(tests))
               for at in range(len(text) - len(tests) + 1))


def make_queries(readings, texts, random_):
    for _ in range(QUERIES):
        text = random_.choice(texts)
        at = random_.randrange(len(text))
        word = text[at:at + random_.randint(1, 5)]
        if all(readings.get(character) for character in word):
            yield spell(readings, word, random_)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20251125)
    add_options(parser)
    options = parser.parse_args()
    print("seed", options.seed)
    readings, asked, wrong = read_table(), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        programs = Programs(options.build)
        index = Path(folder) / "index"
        programs.make_index(index, [PAGE])
        texts = {p["id"]: skeleton(p["text"]) for p in programs.passages([PAGE])}
        queries = list(make_queries(readings, [t for t in texts.values() if t],
                                    random.Random(options.seed)))
        answers = programs.ask(index, [f'py:"{q}"' for q, _ in queries],
                               "--tiers=pinyin", "-n", "1000")
        for (query, tests), answer in zip(queries, answers, strict=True):
            found = {hit["id"] for hit in answer["hits"]}
            wanted = {name for name, text in texts.items()
                      if stands_in(readings, tests, text)}
            asked += 1
            if found != wanted:
                wrong += 1
                print(f"py:{query}: miss {wanted - found}, "
                      f"extra {found - wanted}")
    print(f"{asked} queries, {wrong} wrong")
    sys.exit(wrong > 0 or not asked)


if __name__ == "__main__":
    main()
