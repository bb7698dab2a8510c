#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does the SQL of docs/sqlite.md and of the pages about moving work, and give
what they show? Blocks of SQL are run in their order, those of docs/sqlite.md a
chapter in a database of its own, those of a page about moving each in one.
A block without a language behind one of SQL is what its last statement gives.
"""
import os
import re
import sqlite3
import tempfile
import unittest
from pathlib import Path

from extension import PAGE, ROOT, connect, main, run

BLOCK = re.compile(r"```(\w*)\n(.*?)```(?:\n\n```\n(.*?)```)?", re.S)


def statements(sql):
    """SQL without commands of the shell, statement by statement."""
    begun = ""
    for line in sql.splitlines(keepends=True):
        if line.startswith((".", "--")):
            continue
        begun += line
        if sqlite3.complete_statement(begun):
            yield begun
            begun = ""
    assert not begun.strip(), begun


class Documents(unittest.TestCase):

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.before = os.getcwd()
        os.chdir(self.folder.name)
        run("index", "-q", "-d", "news.index", PAGE)

    def tearDown(self):
        os.chdir(self.before)
        self.folder.cleanup()

    def check(self, db, block):
        language, sql, expected = block.groups()
        if language != "sql":
            return 0
        rows = []
        for statement in statements(sql):
            rows = db.execute(statement).fetchall()
        if expected is not None:
            self.assertEqual("".join(
                "|".join(map(str, row)) + "\n" for row in rows), expected, sql)
        return 1

    def check_page(self, name, prepare="", together=True):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        count = 0
        for chapter in re.split(r"^## ", text, flags=re.M):
            db = connect(isolation_level=None)
            db.executescript(prepare)
            for block in BLOCK.finditer(chapter):
                if not together:
                    db = connect(isolation_level=None)
                    db.executescript(prepare)
                count += self.check(db, block)
        return count

    def test_sqlite(self):
        prepare = "CREATE TABLE question(text); " \
                  "INSERT INTO question VALUES('工会'), ('驿站');"
        self.assertEqual(self.check_page("sqlite.md", prepare), 5)

    def test_moving_from_trigram(self):
        self.assertEqual(self.check_page("moving-from/fts5-trigram.md"), 2)

    def test_moving_from_simple(self):
        """Its table, as it is without its tokenizer: the content is there."""
        prepare = ("CREATE VIRTUAL TABLE t1 USING fts5(x); INSERT INTO t1 "
                   "VALUES('全市工会系统新建26个工会驿站'), ('市总工会');")
        self.assertEqual(self.check_page("moving-from/simple.md", prepare), 1)

    def test_moving_from_jieba(self):
        self.assertEqual(self.check_page("moving-from/jieba-fts5.md",
                                         together=False), 2)


if __name__ == "__main__":
    main()
