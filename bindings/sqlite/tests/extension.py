#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the tests here share. As a program: can this Python's sqlite3 load
extensions, and is it SQLite 3.38 or later?"""
import json
import os
import sqlite3
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "corpus" / "pages" / "000_155a2bea13e01da4.txt"
sys.path.insert(0, str(ROOT / "tests" / "oracle"))


def connect(path=":memory:", **options):
    db = sqlite3.connect(path, **options)
    db.enable_load_extension(True)
    db.load_extension(os.environ["YZ_SQLITE"])
    db.enable_load_extension(False)
    return db


def quoted(phrase):
    """The phrase as a query of FTS5 or Yizhan that means nothing else."""
    return '"' + phrase.replace('"', '""') + '"'


def passages(most=None):
    """Texts of the collections in the tree, traditional and simplified."""
    texts = []
    for name in "drcd", "xquad_zh":
        file = ROOT / "tests" / "data" / "collections" / name / "corpus.jsonl"
        with open(file, encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    return texts[:most]


def report_queries():
    """The phrases of the first report."""
    file = ROOT / "tests" / "data" / "report" / "queries.tsv"
    rows = file.read_text(encoding="utf-8").splitlines()[1:]
    return [row.split("\t")[0] for row in rows]


def run(program, *arguments, expect=0, **options):
    """The output of yz-index or yz-query."""
    name = os.environ["YZ_" + program.upper()]
    done = subprocess.run([name, *map(str, arguments)], capture_output=True,
                          text=True, encoding="utf-8", check=False, **options)
    if done.returncode not in (expect if isinstance(expect, tuple)
                               else (expect,)):
        raise AssertionError(f"{name} {arguments}: {done.stderr}")
    return done.stdout


def main():
    """Run the tests, again below the sanitizers if the build has them."""
    preload = os.environ.get("YZ_PRELOAD")
    if preload and not os.environ.get("LD_PRELOAD"):
        os.execve(sys.executable, [sys.executable, *sys.argv],
                  {**os.environ, "LD_PRELOAD": preload})
    unittest.main()


if __name__ == "__main__":
    sqlite3.connect(":memory:").enable_load_extension(True)
    sys.exit(sqlite3.sqlite_version_info < (3, 38))
