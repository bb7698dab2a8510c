#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do hostile queries keep within time and memory, whatever their shape?

Each shape makes a query of any length. It is asked at a length and at four
times that length: the memory of the process must stay below a limit, and its
time may grow no more than the length does, but for what a noisy machine adds.
A query may be answered, find nothing, or be refused with a sentence.
"""
import json
import os
import random
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

PASSAGES = 3000
LENGTHS = (3750, 15000)   # characters: the longer ones are near 64 KB
SECONDS_FREE = 0.4        # of CPU: below it growth is not looked at
GROWTH = 4 * 2.5          # the length grows fourfold
MEMORY = 400 << 20        # of the process; a search alone may hold 256 MB
WORDS = "工会 驿站 服务 职工 劳模 工匠 活动 建设 新华 南平".split()


def repeat(unit, characters):
    return (unit * (characters // len(unit) + 1))[:characters]


def joined(separator, words, characters):
    """Different words, as many as the query may have leaves."""
    chosen, size = [], 0
    for word in words:
        size += len(word) + len(separator)
        if size > characters or len(chosen) == 1000:
            break
        chosen.append(word)
    return separator.join(chosen)


def han(seed):
    chance = random.Random(seed)
    while True:
        yield "".join(chr(chance.randrange(0x4e00, 0x9f00)) for _ in range(2))


def numbers():
    return (str(n) for n in range(100, 10**6))


SHAPES = {
    "wildcards in a phrase": lambda n: "工" + "?" * n + "会",
    "a wildcard at each place": lambda n: repeat("工?", n),
    "wildcards alone": lambda n: "?" * n,
    "one character": lambda n: "工" * n,
    "one pair": lambda n: repeat("工会", n),
    "random characters": lambda n: "".join(
        chr(random.Random(7).choice(range(0x4e00, 0x9f00))) for _ in range(1)
    ) + "".join(w for w, _ in zip(han(1), range(n // 2))),
    "random characters, misread": lambda n: "".join(
        w for w, _ in zip(han(2), range(n // 2))) + "~1",
    "one word many times": lambda n: joined(" ", WORDS[:1] * 1000, n),
    "one word excluded many times": lambda n: joined(
        " ", ["-工会"] * 1000, n),
    "known words": lambda n: joined(" ", WORDS * 100, n),
    "unknown words": lambda n: joined(" ", han(3), n),
    "unknown words, any": lambda n: joined(" OR ", han(4), n),
    "known words, any": lambda n: joined(" OR ", WORDS * 100, n),
    "known words, excluded": lambda n: joined(" -", WORDS * 100, n),
    "look-alikes of many words": lambda n: joined(
        " ", (w + "~" for w in han(5)), n),
    "one edit in many words": lambda n: joined(
        " ", (w + "站驿~1" for w in han(6)), n),
    "near chain": lambda n: joined(" NEAR/5 ", WORDS * 6, n),
    "brackets": lambda n: repeat("(工会 ", n),
    "closed brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "quotation marks": lambda n: '"' * n,
    "operators": lambda n: repeat("OR AND NOT ", n),
    "signs": lambda n: repeat("-+!|", n),
    "dashes": lambda n: "—" * n,
    "dots of names": lambda n: repeat("工·", n),
    "letters": lambda n: "a" * n,
    "latin words": lambda n: joined(" ", (f"w{x}" for x in numbers()), n),
    "digits": lambda n: "1" * n,
    "numbers": lambda n: joined(" ", numbers(), n),
    "grouped digits": lambda n: repeat("1,000,", n),
    "han digits": lambda n: repeat("二〇二四", n),
    "combining marks": lambda n: "e" + "\u0301" * n,
    "spaces": lambda n: "工" + " " * n + "会",
    "fields": lambda n: joined(" ", ["section:工会"] * 1000, n),
    "pinyin": lambda n: "py:" + repeat("gonghui", n),
    "pinyin initials": lambda n: "py:" + repeat("ghyz", n),
    "prefixes": lambda n: joined(" ", (f"w{x}*" for x in numbers()), n),
    "traditional characters": lambda n: repeat("發髮國灣", n),
    "weights": lambda n: joined(" ", (w + "^2.5" for w in han(8)), n),
}


class QueryBounds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        chance = random.Random(2)
        source = cls.folder / "passages.jsonl"
        with source.open("w", encoding="utf-8") as out:
            for i in range(PASSAGES):
                text = "".join(chance.choice(WORDS) for _ in range(12))
                out.write(json.dumps({"text": f"{text} w{i} {i}"}) + "\n")
        cls.index = cls.folder / "index"
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", cls.index, source],
                       check=True)

    def ask(self, query, *options):
        """(seconds of CPU, bytes of memory, the run)"""
        text = self.folder / "query"
        text.write_text(query + "\n", encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        measure = ("import resource, subprocess, sys\n"
                   "r = subprocess.run(sys.argv[1:], stdin=open(0))\n"
                   "m = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
                   "print(m, file=sys.stderr)\n"
                   "sys.exit(r.returncode)\n")
        with text.open("rb") as given:
            run = subprocess.run(
                ["python3", "-c", measure, os.environ["YZ_QUERY"], "-d",
                 self.index, "--batch", *options], stdin=given,
                capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertGreaterEqual(run.returncode, 0, "it ended by a signal")
        self.assertNotIn(b"Sanitizer", run.stderr)
        memory = int(run.stderr.split()[-1]) * 1024
        return after.ru_utime - before.ru_utime, memory, run

    def test_shapes(self):
        """With the default settings; a sanitizer's memory is not looked at."""
        watched = b"__asan_init" not in Path(os.environ["YZ_QUERY"]).read_bytes()
        for name, shape in SHAPES.items():
            with self.subTest(shape=name):
                small, _, _ = self.ask(shape(LENGTHS[0]))
                large, memory, _ = self.ask(shape(LENGTHS[1]))
                if watched:
                    self.assertLess(memory, MEMORY)
                self.assertLess(large, SECONDS_FREE + GROWTH * small)

    def test_shapes_keep_their_timeout(self):
        for name, shape in SHAPES.items():
            with self.subTest(shape=name):
                seconds, _, _ = self.ask(shape(LENGTHS[1]), "--timeout=50")
                self.assertLess(seconds, 2)

    def test_memory_is_bounded(self):
        query = " OR ".join(WORDS[i % 10] + WORDS[i // 10] for i in range(90))
        _, _, run = self.ask(query, "--memory=64K", "-o", "json")
        self.assertIn(b"memory", run.stdout)
        _, _, run = self.ask(query, "-c")
        self.assertEqual(run.returncode, 0)


if __name__ == "__main__":
    unittest.main()
