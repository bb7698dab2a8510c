# SPDX-License-Identifier: MIT
"""Indexes for the tests, and what the programs of the build say of them."""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import yizhan

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "tests" / "data"
CORPUS = ROOT / "corpus"

PASSAGES = [
    {"text": "县总工会建成工会驿站12个", "report": "a", "id": "1",
     "date": "2023-04-12", "title": "驿站", "extra": {"author": "王小明"}},
    {"text": "图为快递小哥在工会驛站休息", "report": "a", "id": "2",
     "kind": "caption", "date": "2023-05-03"},
    {"text": "工会的爱心驿站", "report": "b", "id": "1",
     "extra": {"author": "李四", "year": 1999}},
    {"text": "𠮷野家 <工会驿站> & \"茶\"", "report": "b", "id": "2",
     "date": "2024-01-01"},
]


class IndexCase(unittest.TestCase):
    """A test with an index of PASSAGES, in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "news.index"
        self.index = yizhan.open(self.path, create=True)
        self.addCleanup(self.index.close)
        self.index.add(*PASSAGES)


def program(name):
    """A program of a build (YZ_INDEX, YZ_QUERY), or the test is skipped."""
    path = os.environ.get(name)
    if not path:
        raise unittest.SkipTest(f"{name} names no program")
    return path


def environment():
    """That of the programs: nothing of ours in it."""
    return {name: value for name, value in os.environ.items()
            if name not in ("LD_LIBRARY_PATH", "YIZHAN_INDEX")}


def build(folder, *arguments):
    """An index made by yz-index."""
    subprocess.run([program("YZ_INDEX"), "-q", "-d", str(folder),
                    *map(str, arguments)], check=True, env=environment())


def ask(folder, queries, *arguments):
    """What yz-query says to each query, as JSON."""
    done = subprocess.run(
        [program("YZ_QUERY"), "-d", str(folder), "--batch", "-o", "json",
         *arguments], input="\n".join(queries), capture_output=True,
        encoding="utf-8", env=environment(), check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


def report_queries():
    """The queries of the first page."""
    lines = (DATA / "report" / "queries.tsv").read_text(
        encoding="utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines]
