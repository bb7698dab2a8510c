#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does a table over an index give what yz-query gives, and is it a table as
others are: constraints, limits, joins, errors in words?"""
import json
import random
import sqlite3
import tempfile
import unittest
from pathlib import Path

from extension import (PAGE, ROOT, connect, main, quoted, report_queries, run)


def plan(db, sql, *values):
    rows = db.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall()
    return " ; ".join(row[3] for row in rows)


class Table(unittest.TestCase):
    """A table over the first report, and one over a collection."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        folder = Path(cls.folder.name)
        page = folder / "2025-01-04.txt"
        page.write_bytes(PAGE.read_bytes())
        cls.report, cls.news = str(page), str(folder / "news.index")
        run("index", "-q", "-d", cls.news, page)
        cls.drcd = str(folder / "drcd.index")
        run("index", "-q", "-d", cls.drcd, ROOT / "tests" / "data" /
            "collections" / "drcd" / "corpus.jsonl")
        cls.boxes = str(folder / "boxes.index")
        run("index", "-q", "-d", cls.boxes, ROOT / "corpus-pages")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.db = connect()
        for name in "news", "drcd", "boxes":
            self.db.execute(f"CREATE VIRTUAL TABLE {name} USING "
                            f"yizhan('{getattr(self, name)}')")

    def tearDown(self):
        self.db.close()

    def rows(self, sql, *values):
        return self.db.execute(sql, values).fetchall()

    def hits(self, query, *options):
        """What yz-query finds."""
        answer = json.loads(run("query", "-d", self.news, "--json", *options,
                                "--", query, expect=(0, 1)))
        return [(h["rank"], h["tier"], h["id"], h["kind"],
                 h["snippet"]["text"],
                 h["matches"][0]["line"] if h["matches"] else None)
                for h in answer["hits"]]

    COLUMNS = "rank, tier, id, kind, snippet, line"


class Answers(Table):

    def test_the_queries_of_the_report(self):
        """Alike through yz-query, which is the C interface, and the table; the
        exact ones through the tokenizer of FTS5, too."""
        self.db.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, text, "
                        "tokenize=yizhan)")
        self.db.execute("INSERT INTO t SELECT id, text FROM news")
        queries = report_queries()
        self.assertEqual(len(queries), 76)
        for query in queries:
            with self.subTest(query):
                wanted = self.hits(query, "-n", "all")
                self.assertEqual(self.rows(
                    f"SELECT {self.COLUMNS} FROM news WHERE news MATCH ?",
                    query), wanted)
                self.assertEqual(self.rows(
                    f"SELECT {self.COLUMNS} FROM news(?) LIMIT 10", query),
                    self.hits(query))
                exact = {row[2] for row in wanted if row[1] == "exact"}
                phrases = " ".join(
                    quoted(run.strip('"').replace('"', ""))
                    for run in query.split())
                self.assertEqual({row for row, in self.rows(
                    "SELECT id FROM t(?)", phrases)}, exact)

    def test_pages_of_hits_are_all_hits(self):
        """More hits than several pages have, in all tiers."""
        for query in "的", "人民", "中國大陸的歷史", "世界 國家":
            answer = json.loads(run("query", "-d", self.drcd, "--json", "-n",
                                    "all", query))
            wanted = [(h["rank"], h["tier"], h["id"]) for h in answer["hits"]]
            self.assertGreater(len(wanted), 90 if query == "的" else 10)
            self.assertEqual(self.rows(
                "SELECT rank, tier, id FROM drcd WHERE drcd MATCH ?", query),
                wanted)
            for limit, offset in (1, 0), (7, 3), (25, 100), (-1, 5):
                self.assertEqual(self.rows(
                    "SELECT rank, tier, id FROM drcd(?) LIMIT ? OFFSET ?",
                    query, limit, offset),
                    wanted[offset:offset + limit if limit > 0 else None])

    def test_all_passages(self):
        dump = [json.loads(line) for line in
                run("index", "-d", self.news, "--dump").splitlines()]
        self.assertEqual(
            self.rows("SELECT report, id, kind, date, title, section, text "
                      "FROM news"),
            [(p["report"], p["id"], p["kind"], p["date"] or None,
              p["title"] or None, p["section"] or None, p["text"])
             for p in dump])
        self.assertEqual(self.rows("SELECT rank, tier, score, snippet, box "
                                   "FROM news LIMIT 1"), [(None,) * 5])

    def test_places_on_page_images(self):
        answer = json.loads(run("query", "-d", self.boxes, "--json", "工会驿站"))
        match = answer["hits"][0]["matches"][0]
        self.assertEqual(
            self.rows("SELECT page, json(box), path FROM boxes('工会驿站')")[0],
            (match["page"], json.dumps(match["boxes"][0],
                                       separators=(",", ":")),
             answer["hits"][0]["source"]["path"]))

    def test_highlight_and_snippet(self):
        text, = self.rows("SELECT highlight(news, '[', ']') FROM "
                          "news('工会驿站') LIMIT 1")[0]
        self.assertEqual(text.count("[工会驿站]"), 3)
        self.assertEqual(text.replace("[", "").replace("]", ""), self.rows(
            "SELECT text FROM news('工会驿站') LIMIT 1")[0][0])
        self.assertEqual(self.rows(
            "SELECT snippet(news, '<b>', '</b>', 12) FROM news('驿站') LIMIT 1"),
            [("…工会<b>驿站</b>。全市建成…",)])
        self.assertEqual(self.rows(
            "SELECT highlight(news, '', NULL) = text FROM news LIMIT 1"),
            [(1,)])
        self.assertEqual(len(self.rows(
            "SELECT snippet(news, '[', ']') FROM news('工会') "
            "ORDER BY date, id")), 20)


class Constraints(Table):

    def test_what_is_pushed_down(self):
        for words, sql in (
                ("match", "news MATCH '工会'"),
                ("match", "news = '工会'"),
                ("match tiers sort", "news MATCH '工会' AND tiers = 'certain' "
                 "AND sort = 'date'"),
                ("match kind=", "news MATCH '工会' AND kind = 'caption'"),
                ("match kind= tier=", "news MATCH '工会' AND tier = 'exact' AND "
                 "kind IN ('caption', 'heading')"),
                ("match date> date<", "news MATCH '工会' AND "
                 "date BETWEEN '2024-01-01' AND '2025-12-31'"),
                ("match date=", "news MATCH '工会' AND date = '2025-01-04'"),
                ("match report=", "news MATCH '工会' AND report = 'x'"),
                ("id=", "report = 'x' AND id = 'y'"),
                ("report=", "report = 'x'"),
                ("match", "news MATCH '工会' AND kind = 'CAPTION' "
                 "COLLATE NOCASE")):
            self.assertTrue(plan(self.db, f"SELECT id FROM news WHERE {sql}")
                            .endswith("0:" + words), sql)

    def test_the_limit_is_pushed_down(self):
        """Where nothing else is left to SQLite."""
        for limited, sql in (
                (True, "news('工会') LIMIT 3"),
                (True, "news('工会') ORDER BY rank LIMIT 3 OFFSET 2"),
                (True, "news('工会') WHERE kind = 'caption' LIMIT 3"),
                (False, "news('工会') ORDER BY date LIMIT 3"),
                (False, "news('工会') ORDER BY rank DESC LIMIT 3"),
                (False, "news('工会') WHERE id > 'a' LIMIT 3"),
                (False, "news('工会') WHERE length(text) > 9 LIMIT 3"),
                (False, "news('工会') WHERE date > '2024-01' LIMIT 3"),
                (False, "news('工会') WHERE report = 'x' LIMIT 3")):
            self.assertEqual("limit" in plan(
                self.db, f"SELECT id FROM {sql}"), limited, sql)

    def test_no_order_is_made_twice(self):
        ordered = plan(self.db, "SELECT id FROM news('工会') ORDER BY rank")
        self.assertNotIn("TEMP B-TREE", ordered)
        self.assertIn("TEMP B-TREE", plan(
            self.db, "SELECT id FROM news('工会') ORDER BY date"))

    def test_constraints_are_those_of_a_copy(self):
        """Of an ordinary table with the same rows."""
        self.db.execute("CREATE TABLE copy AS SELECT report, id, kind, date, "
                        "title, tier, rank, line FROM news WHERE news "
                        "MATCH '工会 OR 的'")
        draw = random.Random(3)
        values = {
            "kind": ["'caption'", "'paragraph'", "'none'", "1", "NULL", "x'00'"],
            "tier": ["'exact'", "'variant'", "'some'", "'x'"],
            "date": ["'2025-01-04'", "'2025'", "'2025-01'", "'2024-12-31'",
                     "'2025-01-03'", "'2025-01-05'", "''", "'2025-13'", "9",
                     "'0000-01-01'", "NULL", "'a'"],
            "report": ["'x'", f"'{self.report}'", "'*'", "''"],
            "id": ["'x'", "(SELECT min(id) FROM copy)", "'\"'"],
            "line": ["99", "50"]}
        for _ in range(150):
            terms = []
            for column in draw.sample(sorted(values), draw.randint(1, 3)):
                op = draw.choice(["=", "=", "<", "<=", ">", ">=", "!=", "IN",
                                  "NOT IN", "IS"])
                some = draw.sample(values[column], 2)
                terms.append(f"{column} {op} (" + ", ".join(
                    some if "IN" in op else some[:1]) + ")")
            rest = draw.choice([" AND ", " OR "]).join(terms)
            end = draw.choice(["", " ORDER BY rank", " ORDER BY line, id",
                               " ORDER BY rank LIMIT 3",
                               " ORDER BY rank LIMIT 2 OFFSET 1"])
            wanted = self.rows(f"SELECT id FROM copy WHERE ({rest}){end}")
            found = self.rows("SELECT id FROM news WHERE news MATCH "
                              f"'工会 OR 的' AND ({rest}){end}")
            if not end:
                wanted, found = sorted(wanted), sorted(found)
            self.assertEqual(found, wanted, rest + end)

    def test_a_scan_has_constraints_too(self):
        for row in self.rows("SELECT report, id, kind FROM news LIMIT 5"):
            for sql in ("id = $id", "report = $report AND id = $id",
                        "kind = $kind AND id = $id"):
                found = self.db.execute(
                    "SELECT report, id, kind FROM news WHERE " + sql,
                    dict(zip(("report", "id", "kind"), row))).fetchall()
                self.assertEqual(found, [row])
        self.assertEqual(len(self.rows(
            "SELECT id FROM news WHERE report = ?", self.report)), 33)
        self.assertEqual(self.rows(
            "SELECT id FROM news WHERE id IN ('”', '\"', '')"), [])

    def test_options(self):
        self.assertEqual(
            self.rows("SELECT rank, tier FROM news('工会绎站', 'lookalike')"),
            [(h[0], h[1]) for h in self.hits("工会绎站", "--tiers=lookalike")])
        self.assertEqual(
            self.rows("SELECT id FROM news('工会') WHERE sort = 'source'"),
            [(h[2],) for h in self.hits("工会", "-n", "all",
                                        "--sort=source")])
        self.assertEqual(
            self.rows("SELECT id FROM news('工会驿站+') WHERE syntax = 'literal'"),
            [(h[2],) for h in self.hits("工会驿站+", "-F", "-n", "all")])
        self.assertEqual(
            self.rows("SELECT id FROM news('工会 驿站') WHERE syntax = 'any'"),
            [(h[2],) for h in self.hits("工会 驿站", "--any", "-n", "all")])
        self.assertEqual(
            self.rows("SELECT snippet FROM news('工会') WHERE width = 15"),
            [(h[4],) for h in self.hits("工会", "--width=15", "-n", "all")])


class Joins(Table):

    def test_with_a_table_by_report_and_id(self):
        self.db.execute("CREATE TABLE note(report, id, note)")
        self.db.execute("INSERT INTO note SELECT report, id, 'n' || rank "
                        "FROM news('驿站')")
        sql = ("SELECT note, rank FROM news JOIN note USING (report, id) "
               "WHERE news MATCH '工会驿站' ORDER BY rank")
        self.assertEqual(self.rows(sql), [("n1", 1), ("n3", 2), ("n2", 3)])
        self.assertTrue(plan(self.db, sql).startswith("SCAN news VIRTUAL"))

    def test_queries_from_a_table(self):
        self.db.execute("CREATE TABLE question(text)")
        self.db.executemany("INSERT INTO question VALUES(?)",
                            [("工会",), ("驿站",), ("梦",)])
        wanted = [(q, len(self.hits(q, "-n", "all")))
                  for q in ("工会", "驿站", "梦")]
        self.assertEqual(self.rows(
            "SELECT q.text, count(*) FROM question q, news(q.text) "
            "GROUP BY q.text ORDER BY q.rowid"), wanted)
        self.assertEqual(self.rows(
            "SELECT q.text, count(*) FROM question q JOIN news "
            "ON news MATCH q.text GROUP BY q.text ORDER BY q.rowid"), wanted)

    def test_with_itself(self):
        self.assertEqual(self.rows(
            "SELECT count(*) FROM news('工会') a JOIN news('驿站') b "
            "USING (report, id)"),
            self.rows("SELECT count(*) FROM news('工会 驿站', 'exact')"))


class Life(Table):

    def test_a_statement_keeps_its_state(self):
        index = str(Path(self.folder.name) / "growing.index")
        source = Path(self.folder.name) / "one.jsonl"
        source.write_text('{"id":"1","text":"工会一"}\n' * 1)
        run("index", "-q", "-d", index, source)
        self.db.execute(f"CREATE VIRTUAL TABLE g USING yizhan('{index}')")
        reading = self.db.execute("SELECT id FROM g('工会')")
        self.assertEqual(reading.fetchone(), ("1",))
        source.write_text('{"id":"1","text":"工会一"}\n'
                          '{"id":"2","text":"工会二"}\n')
        run("index", "-q", "-d", index, source)
        self.assertEqual(reading.fetchall(), [])
        self.assertEqual(len(self.rows("SELECT id FROM g('工会')")), 2)

    def test_it_is_in_the_schema(self):
        path = Path(self.folder.name) / "schema.db"
        for _ in range(2):
            db = connect(path)
            db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS news "
                       f"USING yizhan('{self.news}')")
            db.execute("CREATE VIEW IF NOT EXISTS exact AS "
                       "SELECT * FROM news('工会', 'exact')")
            self.assertEqual(db.execute("SELECT count(*) FROM exact")
                             .fetchone(), (20,))
            db.close()

    def test_an_index_that_went_away(self):
        """Its table says so, and can be dropped."""
        index = Path(self.folder.name) / "gone.index"
        run("index", "-q", "-d", index, PAGE)
        path = Path(self.folder.name) / "gone.db"
        db = connect(path)
        db.execute(f"CREATE VIRTUAL TABLE g USING yizhan('{index}')")
        db.close()
        index.rename(index.with_suffix(".away"))
        db = connect(path)
        with self.assertRaisesRegex(sqlite3.OperationalError,
                                    "there is no index at .*gone.index"):
            db.execute("SELECT * FROM g('工会')")
        db.execute("DROP TABLE g")
        db.close()

    def test_it_is_only_read(self):
        for sql in ("INSERT INTO news(id) VALUES('x')", "DELETE FROM news",
                    "UPDATE news SET id = 1"):
            with self.assertRaisesRegex(sqlite3.OperationalError,
                                        "may not be modified"):
                self.db.execute(sql)


class Errors(Table):

    def test_they_are_sentences(self):
        for sentence, sql in (
                ("the query is empty", "SELECT * FROM news('')"),
                ("the query is empty", "SELECT * FROM news WHERE news MATCH ' '"),
                ("sort is 'x'; it may be score, date or source",
                 "SELECT * FROM news('a') WHERE sort = 'x'"),
                ("ocr is 'x'; it may be auto",
                 "SELECT * FROM news('a') WHERE ocr = 'x'"),
                ("syntax is 'x'; it may be literal",
                 "SELECT * FROM news('a') WHERE syntax = 'x'"),
                ("width is '-1'; it may be 1 to",
                 "SELECT * FROM news('a') WHERE width = -1"),
                ("tiers is 'x'; it may be certain",
                 "SELECT * FROM news('a', 'x')"),
                ("tiers is 'exact,'; it may be",
                 "SELECT * FROM news('a', 'exact,')"),
                ("belong to a search; add a MATCH",
                 "SELECT * FROM news WHERE sort = 'date'"),
                ("need a row of the table itself",
                 "SELECT highlight(text, '', '') FROM news('工会')"),
                ("it is highlight",
                 "SELECT highlight(news) FROM news('工会')"),
                ("it is snippet",
                 "SELECT snippet(news, '', '', 1, 2) FROM news('工会')"),
                ("is not closed",
                 "SELECT * FROM news('(a') WHERE syntax = 'strict'"),
                ("the query has 100000 bytes, but the limit is",
                 "SELECT * FROM news(replace(hex(zeroblob(50000)), '0', 'a'))"),
                ("nest|deep", "SELECT * FROM news(replace(hex(zeroblob(99)), "
                 "'0', '(') || 'a')")):
            with self.subTest(sql), self.assertRaisesRegex(
                    sqlite3.OperationalError, sentence):
                self.rows(sql)

    def test_a_query_that_is_null_or_no_text(self):
        self.assertEqual(self.rows("SELECT * FROM news(NULL)"), [])
        self.assertEqual(len(self.rows("SELECT * FROM news(2024)")),
                         len(self.hits("2024", "-n", "all")))
        for value in b"\xff\xfe", b"\0", "工会\0", 1.5:
            try:
                self.rows("SELECT * FROM news(?)", value)
            except sqlite3.OperationalError as error:
                self.assertGreater(len(str(error)), 10)

    def test_arguments(self):
        for sentence, arguments in (
                ("takes one argument", ""),
                ("takes one argument", "'a', 'b'"),
                ("takes one argument", "path='a'"),
                ("takes one argument", "''"),
                ("there is no index at /nowhere", "'/nowhere'"),
                ("there is no index at /no where", "[/no where]"),
                ("there is no index at /it's", "'/it''s'"),
                ("cannot open the index " + "x" * 200, "x" * 3000)):
            with self.subTest(arguments), self.assertRaisesRegex(
                    sqlite3.OperationalError, sentence):
                self.rows(f"CREATE VIRTUAL TABLE z USING yizhan({arguments})")

    def test_random_sql(self):
        """Any constraint on any column is an answer or a sentence."""
        draw = random.Random(5)
        columns = [row[1] for row in self.rows("PRAGMA table_xinfo(news)")]
        values = ["'工会'", "1", "NULL", "x'ff00'", "-9e99", "'\"'", "''",
                  "'2025-01-04'", "'exact'", "9223372036854775807"]
        for _ in range(250):
            terms = [f"{draw.choice(columns)} "
                     f"{draw.choice(['=', '<', '>=', 'MATCH', 'LIKE', 'IS', 'GLOB'])} "
                     f"{draw.choice(values)}"
                     for _ in range(draw.randint(1, 4))]
            sql = (f"SELECT * FROM news WHERE {' AND '.join(terms)} LIMIT "
                   f"{draw.choice(values[1:2] + values[9:])}")
            try:
                self.rows(sql)
            except sqlite3.OperationalError as error:
                self.assertGreater(len(str(error)), 10, sql)


if __name__ == "__main__":
    main()
