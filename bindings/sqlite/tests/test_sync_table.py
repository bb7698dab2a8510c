#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does an index stay in step with its table: through inserts, updates,
deletes, savepoints and rollbacks, several connections, and crashes between the
two commits? What cannot be in step says so, and `rebuild` makes it right."""
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
import unittest
from pathlib import Path

from extension import PAGE, connect, main, passages, run

SETUP = """
    CREATE TABLE article(id INTEGER PRIMARY KEY, head, body, day, author);
    CREATE VIRTUAL TABLE search USING yizhan_sync('{index}', content=article,
        text=body, title=head, date=day, fields='author:keyword');
"""


def writing(path, index, seed):
    """A process that changes the table, each time in a transaction, until it
    is killed."""
    draw = random.Random(seed)
    db = connect(path, isolation_level=None, timeout=60)
    while True:
        db.execute("BEGIN IMMEDIATE")
        for _ in range(draw.randint(1, 4)):
            db.execute("INSERT OR REPLACE INTO article(id, body) VALUES(?, ?)",
                       (draw.randint(1, 60), f"工会{draw.randint(0, 9)}驿站"))
        db.execute("DELETE FROM article WHERE id = ?", (draw.randint(1, 60),))
        db.execute("COMMIT")


class Sync(unittest.TestCase):

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "a.db"
        self.index = Path(self.folder.name) / "a.index"
        self.db = self.connected()
        self.db.executescript(SETUP.format(index=self.index))

    def tearDown(self):
        self.db.close()
        if (self.index / "data.mdb").exists():
            run("index", "-q", "-d", self.index, "--check")
        self.folder.cleanup()

    def connected(self):
        return connect(self.path, isolation_level=None, timeout=20)

    def reopened(self):
        self.db.close()
        self.db = self.connected()
        return self.db

    def add(self, *bodies):
        self.db.executemany("INSERT INTO article(body) VALUES(?)",
                            [(body,) for body in bodies])

    def found(self, query, db=None):
        return {row for row, in (db or self.db).execute(
            "SELECT rowid FROM search WHERE search MATCH ? "
            "AND tiers = 'exact'", (query,))}

    def assert_in_step(self):
        """The passages are the rows, in the table and for other programs."""
        rows = self.db.execute(
            "SELECT id, body FROM article WHERE trim(body) != ''").fetchall()
        self.assertEqual(sorted(self.db.execute(
            "SELECT rowid, text FROM search").fetchall()), sorted(rows))
        dump = [json.loads(line) for line in
                run("index", "-d", self.index, "--dump").splitlines()]
        self.assertEqual(sorted((int(p["id"]), p["text"]) for p in dump),
                         sorted(rows))


class Changes(Sync):

    def test_insert_update_delete(self):
        self.add("工会驿站", "市总工会", "驿站")
        self.assertEqual(self.found("工会"), {1, 2})
        self.db.execute("UPDATE article SET body = '劳动者' WHERE id = 2")
        self.assertEqual(self.found("工会"), {1})
        self.assertEqual(self.found("劳动"), {2})
        self.db.execute("DELETE FROM article WHERE id = 1")
        self.assertEqual(self.found("驿站"), {3})
        self.db.execute("UPDATE article SET id = 40 WHERE id = 3")
        self.assertEqual(self.found("驿站"), {40})
        self.db.execute("UPDATE article SET id = -7 WHERE id = 40")
        self.assertEqual(self.found("驿站"), {-7})
        self.db.execute("DELETE FROM article")
        self.assertEqual(self.found("驿站 OR 劳动"), set())
        self.assert_in_step()

    def test_what_was_in_the_table_before(self):
        self.add("工会驿站", "驿站")
        self.db.execute("DROP TABLE search")
        self.assertEqual(self.db.execute(
            "SELECT name FROM sqlite_schema WHERE name LIKE 'search%'")
            .fetchall(), [])
        self.add("市总工会")
        self.db.executescript(SETUP.format(index=self.index).split(";")[1])
        self.assertEqual(self.found("工会"), {1, 3})
        self.assert_in_step()

    def test_columns_and_fields(self):
        self.db.execute(
            "INSERT INTO article VALUES(5, '谱写新华', '工会\n驿站', "
            "'2025-01-04 10:30', '王小明')")
        self.assertEqual(self.db.execute(
            "SELECT rowid, report, id, title, date, extra ->> 'author', "
            "highlight(search, '[', ']') FROM search('工会驿站')").fetchall(),
            [(5, "article", "5", "谱写新华", "2025-01-04", "王小明",
              "[工会 驿站]")])
        self.assertEqual(self.found("author:王小明"), {5})
        self.assertEqual(self.found("title:新华 date:2025"), {5})
        self.db.execute("UPDATE article SET author = NULL, day = '2025'")
        self.assertEqual(self.found("author:王小明"), set())
        self.assertEqual(self.found("date:2025"), set())

    def test_joins(self):
        self.add("工会驿站", "驿站")
        sql = ("SELECT a.body FROM search('驿站') AS s JOIN article AS a "
               "ON a.id = s.rowid ORDER BY s.rank")
        self.assertEqual(len(self.db.execute(sql).fetchall()), 2)
        plan = self.db.execute("EXPLAIN QUERY PLAN " + sql).fetchall()
        self.assertIn("SCAN s VIRTUAL", plan[0][3])
        self.assertEqual(self.db.execute(
            "SELECT text FROM search WHERE rowid = 2").fetchall(), [("驿站",)])

    def test_rows_without_text(self):
        self.db.execute("INSERT INTO article(body) VALUES(NULL), (''), "
                        "(' \n'), (7), ('工会')")
        self.assertEqual(self.found("工会 OR 7"), {4, 5})
        self.db.execute("UPDATE article SET body = NULL WHERE id = 5")
        self.assertEqual(self.found("工会"), set())

    def test_random_changes(self):
        draw = random.Random(11)
        texts = passages(60)
        for _ in range(40):
            self.db.execute("BEGIN")
            for _ in range(draw.randint(1, 8)):
                key, text = draw.randint(1, 25), draw.choice(texts + [""])
                self.db.execute(*draw.choice([
                    ("INSERT OR REPLACE INTO article(id, body) VALUES(?, ?)",
                     (key, text)),
                    ("UPDATE article SET body = ?2 WHERE id = ?1", (key, text)),
                    ("UPDATE OR IGNORE article SET id = id + 1 WHERE id = ?",
                     (key,)),
                    ("DELETE FROM article WHERE id = ?", (key,))]))
            if draw.random() < 0.2:
                self.db.execute("SAVEPOINT s")
                self.db.execute("DELETE FROM article")
                self.db.execute("ROLLBACK TO s")
            self.db.execute(draw.choice(["COMMIT", "COMMIT", "ROLLBACK"]))
        self.assert_in_step()


class Transactions(Sync):

    def test_a_transaction_is_seen_after_its_commit(self):
        self.add("工会一")
        self.db.execute("BEGIN")
        self.add("工会二")
        self.assertEqual(self.found("工会"), {1})
        other = self.connected()
        self.assertEqual(self.found("工会", other), {1})
        self.db.execute("COMMIT")
        self.assertEqual(self.found("工会"), {1, 2})
        self.assertEqual(self.found("工会", other), {1, 2})
        other.close()

    def test_rollbacks(self):
        self.add("工会一")
        self.db.execute("BEGIN")
        self.db.execute("DELETE FROM article")
        self.db.execute("ROLLBACK")
        self.assertEqual(self.found("工会"), {1})
        self.db.execute("BEGIN")
        self.add("工会二")
        self.db.execute("SAVEPOINT a")
        self.add("工会三")
        self.db.execute("ROLLBACK TO a")
        self.db.execute("COMMIT")
        self.assertEqual(self.found("工会"), {1, 2})
        self.assert_in_step()

    def test_a_commit_that_must_wait(self):
        """Another connection reads, so that SQLite cannot commit at once."""
        self.add("工会一", "二", "三", "四")
        impatient = connect(self.path, isolation_level=None, timeout=0)
        reading = self.db.execute("SELECT * FROM article, search")
        reading.fetchone()
        impatient.execute("BEGIN")
        impatient.execute("INSERT INTO article(body) VALUES('工会二')")
        with self.assertRaisesRegex(sqlite3.OperationalError, "locked"):
            impatient.execute("COMMIT")
        impatient.execute("INSERT INTO article(body) VALUES('工会三')")
        reading.close()
        impatient.execute("COMMIT")
        self.assertEqual(self.found("工会"), {1, 5, 6})
        impatient.close()
        self.assert_in_step()

    def test_write_ahead_log(self):
        self.db.execute("PRAGMA journal_mode = WAL")
        other = self.connected()
        other.execute("BEGIN")
        other.execute("SELECT * FROM article").fetchall()
        self.add("工会一")
        self.assertEqual(self.found("工会", other), {1}) # the index is newer
        other.execute("COMMIT")
        self.assertEqual(self.found("工会", other), {1})
        other.close()

    def test_processes_that_write(self):
        """Two at once, killed at any moment: nothing is lost, and nobody has
        to repair anything."""
        self.db.execute("PRAGMA journal_mode = WAL")
        draw = random.Random(4)
        context = multiprocessing.get_context("fork")
        for turn in range(6):
            self.db.close()
            both = [context.Process(target=writing, daemon=True,
                                    args=(self.path, self.index, turn * 2 + i))
                    for i in range(2)]
            for one in both:
                one.start()
            time.sleep(0.3 + draw.random())
            for one in both:
                os.kill(one.pid, signal.SIGKILL)
                one.join()
            self.db = self.connected()
            self.assert_in_step()


class Crashes(Sync):
    """What a crash between the two commits leaves is made by hand: the index is
    put back to what it was before the last transaction."""

    def saved(self):
        copy = Path(self.folder.name) / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.index, copy)
        return copy

    def put_back(self, copy):
        self.db.close()
        shutil.rmtree(self.index)
        shutil.copytree(copy, self.index)
        self.db = self.connected()

    def test_the_next_query_catches_up(self):
        self.add("工会一")
        copy = self.saved()
        self.db.execute("BEGIN")
        self.add("工会二", "工会三")
        self.db.execute("DELETE FROM article WHERE id = 1")
        self.db.execute("COMMIT")
        self.put_back(copy)
        self.assertEqual(self.found("工会"), {2, 3})
        self.assert_in_step()

    def test_the_next_change_catches_up(self):
        self.add("工会一")
        copy = self.saved()
        self.add("工会二")
        self.put_back(copy)
        self.add("工会三")
        self.assertEqual(json.loads(run(
            "query", "-d", self.index, "--json", "工会"))["count"], 3)
        self.assert_in_step()

    def test_an_index_from_long_ago_is_refused(self):
        self.add("工会一")
        copy = self.saved()
        for i in range(4):
            self.add(f"工会{i}")
        self.put_back(copy)
        for sql in ("SELECT * FROM search('工会')",
                    "INSERT INTO article(body) VALUES('工会')"):
            with self.assertRaisesRegex(sqlite3.OperationalError,
                                        "restored from a copy; INSERT INTO "
                                        r"search\(search\) VALUES\('rebuild'"):
                self.db.execute(sql)
        self.db.execute("INSERT INTO search(search) VALUES('rebuild')")
        self.assertEqual(self.found("工会"), {1, 2, 3, 4, 5})
        self.assert_in_step()

    def test_a_database_from_before_is_refused(self):
        for i in range(4):
            self.add("工会")
        self.db.close()
        copy = self.path.read_bytes()
        self.db = self.connected()
        self.add("工会二")
        self.db.close()
        self.path.write_bytes(copy)
        self.db = self.connected()
        with self.assertRaisesRegex(sqlite3.OperationalError, "rebuild"):
            self.add("工会三")
        self.assertEqual(self.db.execute("SELECT count(*) FROM article")
                         .fetchone(), (4,))
        self.db.execute("INSERT INTO search(search) VALUES('rebuild')")
        self.add("工会三")
        self.assertEqual(self.found("工会"), {1, 2, 3, 4, 5})
        self.assert_in_step()

    def test_an_index_that_went_away(self):
        self.add("工会一")
        self.db.close()
        shutil.rmtree(self.index)
        self.db = self.connected()
        for sql in ("SELECT * FROM search('工会')",
                    "INSERT INTO article(body) VALUES('工会')"):
            with self.assertRaisesRegex(sqlite3.OperationalError,
                                        "there is no index at"):
                self.db.execute(sql)
        self.db.execute("DROP TABLE search")
        self.db.executescript(SETUP.format(index=self.index).split(";")[1])
        self.assertEqual(self.found("工会"), {1})


class Errors(Sync):

    def refused(self, sentence, sql, *values):
        with self.subTest(sql), self.assertRaisesRegex(sqlite3.Error, sentence):
            self.db.execute(sql, values)

    def create(self, arguments):
        return f"CREATE VIRTUAL TABLE z USING yizhan_sync({arguments})"

    def test_arguments(self):
        at = f"'{self.folder.name}/z'"
        for sentence, arguments in (
                ("needs the folder of an index, a table", ""),
                ("needs the folder of an index, a table", at),
                ("needs the folder", "content=article, text=body"),
                ("there is no option colour",
                 at + ", content=article, text=body, colour=red"),
                ("text is given twice",
                 at + ", content=article, text=body, text=head"),
                ("title is empty", at + ", content=article, text=body, title="),
                ("no such column: c.nobody",
                 at + ", content=article, text=nobody"),
                ("no table nowhere with an INTEGER PRIMARY KEY",
                 at + ", content=nowhere, text=body"),
                ("cannot create|No such file|cannot open",
                 "'/nowhere/at/all', content=article, text=body"),
                ("number, keyword|type",
                 at + ", content=article, text=body, fields='author:colour'"),
                ("is an index of something else",
                 f"'{self.folder.name}/other', content=article, text=body"),
                ("has other files",
                 f"'{self.folder.name}', content=article, text=body")):
            run("index", "-q", "-d", self.folder.name + "/other", PAGE)
            self.refused(sentence, self.create(arguments))
        self.assertEqual(self.db.execute(
            "SELECT name FROM sqlite_schema WHERE name LIKE 'z%'").fetchall(),
            [])

    def test_contents_without_a_key(self):
        at = f"'{self.folder.name}/z'"
        for columns in ("(a, body)", "(a TEXT PRIMARY KEY, body)",
                        "(a INT PRIMARY KEY, body)",
                        "(a INTEGER, b INTEGER, body, PRIMARY KEY(a, b))",
                        "(a INTEGER PRIMARY KEY, body) WITHOUT ROWID"):
            self.db.execute("DROP TABLE IF EXISTS c")
            self.db.execute(f"CREATE TABLE c{columns}")
            self.refused("INTEGER PRIMARY KEY",
                         self.create(at + ", content=c, text=body"))

    def test_names_that_have_to_be_quoted(self):
        self.db.executescript(f"""
            CREATE TABLE "a ""b'"("k ""'" INTEGER PRIMARY KEY, "t ""'", "f'");
            CREATE VIRTUAL TABLE "s ""t'" USING yizhan_sync(
                '{self.folder.name}/q''s', content="a ""b'", text="t ""'");
            INSERT INTO "a ""b'" VALUES(3, '工会驿站', 1);""")
        self.assertEqual(self.db.execute(
            """SELECT rowid FROM "s ""t'"('驿站')""").fetchall(), [(3,)])
        self.db.execute('''DROP TABLE "s ""t'"''')

    def test_the_table_is_changed_by_way_of_its_content(self):
        self.add("工会")
        self.refused("changed by way of article", "DELETE FROM search")
        self.refused("changed by way of article", "UPDATE search SET text = 1")
        self.refused("changed by way of article",
                     "INSERT INTO search(text) VALUES('x')")
        self.refused("no command 'x'; there is 'rebuild'",
                     "INSERT INTO search(search) VALUES('x')")
        self.refused("cannot be renamed", "ALTER TABLE search RENAME TO s")
        self.assertEqual(self.found("工会"), {1})

    def test_rows_that_cannot_be_indexed(self):
        """The statement fails that brings them, and the row is named."""
        self.refused("row 1 of article: .*UTF-8",
                     "INSERT INTO article(body) VALUES(CAST(x'ff' AS TEXT))")
        self.refused("row 1 of article: .*1048577|row 1 of article: .*limit",
                     "INSERT INTO article(body) VALUES(?)", "工" * 400_000)
        self.assertEqual(self.db.execute("SELECT count(*) FROM article")
                         .fetchone(), (0,))

    def test_a_schema_that_is_not_trusted(self):
        self.db.execute("PRAGMA trusted_schema = OFF")
        self.refused("unsafe use of virtual table",
                     "INSERT INTO article(body) VALUES('工会')")

    def test_a_connection_without_the_extension(self):
        """It cannot change the content unseen."""
        plain = sqlite3.connect(self.path)
        with self.assertRaisesRegex(sqlite3.OperationalError,
                                    "no such module: yizhan_sync"):
            plain.execute("INSERT INTO article(body) VALUES('工会')")
        plain.close()

    def test_a_content_that_was_dropped(self):
        self.db.execute("DROP TABLE article")
        self.reopened()
        self.refused("no table article", "SELECT * FROM search('工会')")
        self.db.execute("DROP TABLE search")


if __name__ == "__main__":
    main()
