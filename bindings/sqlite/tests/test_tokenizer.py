#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does FTS5 find with the tokenizer what docs/contract.md calls an exact match,
and do FTS5's own functions work with it?

The judge of phrases is a scan over the skeletons of tests/oracle, which are
written from the contract alone.
"""
import os
import random
import sqlite3
import unittest

from extension import connect, main, passages, quoted, report_queries, PAGE

from matcher import inside_word
from skeleton import skeleton


def holds(text, phrase):
    """Whether a skeleton has a phrase, and no word of it is cut."""
    at = text.find(phrase)
    while at >= 0:
        if not inside_word(text, at) and \
                not inside_word(text, at + len(phrase)):
            return True
        at = text.find(phrase, at + 1)
    return False


def table(db, name, tokenizer, texts=()):
    db.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(body, "
               f'tokenize="{tokenizer}")')
    db.executemany(f"INSERT INTO {name}(rowid, body) VALUES(?, ?)",
                   enumerate(texts, 1))


def found(db, name, query):
    return {row for row, in db.execute(
        f"SELECT rowid FROM {name} WHERE {name} MATCH ?", (query,))}


class Phrases(unittest.TestCase):
    """Phrases of any length, compared with a scan."""

    def random_phrases(self, texts, seed, count):
        draw = random.Random(seed)
        while count:
            text = draw.choice(texts)
            length = draw.randint(1, 12)
            begin = draw.randint(0, max(0, len(text) - length))
            phrase = text[begin:begin + length]
            if skeleton(phrase):
                count -= 1
                yield phrase

    def test_3000_random_substrings(self):
        texts = passages()
        skeletons = [skeleton(text) for text in texts]
        db = connect()
        table(db, "ours", "yizhan", texts)
        table(db, "theirs", "trigram", texts)
        wrong = {"ours": 0, "theirs": 0}
        for phrase in self.random_phrases(texts, 20, 3000):
            sought = skeleton(phrase)
            wanted = {i for i, text in enumerate(skeletons, 1)
                      if sought in text and holds(text, sought)}
            for name in wrong:
                wrong[name] += found(db, name, quoted(phrase)) != wanted
        print("wrong of 3000: yizhan", wrong["ours"], "trigram",
              wrong["theirs"])
        self.assertEqual(wrong["ours"], 0)
        self.assertGreater(wrong["theirs"], 200)

    def test_mixed_text(self):
        """Latin words, numbers, signs, spaces, wrapped lines, rare planes."""
        parts = ["工会", "驿站", " ", "\n", "　", "GDP", "2.5", "亿元", "¹", "-",
                 "“", "”", "，", "don't", "m²", "①", "𠮷", "e\u0301", "…", ".",
                 "\ue000", "カ\u3099", "12,345", "ＡＢ", "\u200b"]
        draw = random.Random(7)
        texts = ["".join(draw.choices(parts, k=draw.randint(1, 12)))
                 for _ in range(400)]
        skeletons = [skeleton(text) for text in texts]
        db = connect()
        table(db, "t", "yizhan", texts)
        for phrase in self.random_phrases(texts, 8, 1500):
            sought = skeleton(phrase)
            wanted = {i for i, text in enumerate(skeletons, 1)
                      if holds(text, sought)}
            self.assertEqual(found(db, "t", quoted(phrase)), wanted, phrase)

    def test_layout_is_transparent(self):
        db = connect()
        table(db, "t", "yizhan",
              ["工会驿站", "工会 驿站", "工会\n驿站", "“工会”驿站", "工会，驿站"])
        self.assertEqual(found(db, "t", "工会驿站"), {1, 2, 3, 4})

    def test_words_are_whole(self):
        db = connect()
        table(db, "t", "yizhan", ["2015年", "15年", "2.5亿元", "5亿元"])
        self.assertEqual(found(db, "t", "15年"), {2})
        self.assertEqual(found(db, "t", '"5亿元"'), {4})

    def test_variants(self):
        texts = ["工會驛站", "工会驿站", "ＧＤＰ"]
        db = connect()
        table(db, "apart", "yizhan", texts)
        table(db, "same", "yizhan variants 1", texts)
        table(db, "quoted", "yizhan 'variants=1'", texts)
        self.assertEqual(found(db, "apart", "工会驿站"), {2})
        for name in "same", "quoted":
            self.assertEqual(found(db, name, "工会驿站"), {1, 2})
            self.assertEqual(found(db, name, "驛"), {1, 2})
            self.assertEqual(found(db, name, "gdp"), {3})

    def test_bytes_that_are_no_text(self):
        db = connect()
        table(db, "t", "yizhan")
        for bad in b"\xff", b"\xe5\xb7", b"a\x80b", b"\xed\xa0\x80", b"\xf8" * 9:
            db.execute("INSERT INTO t VALUES(CAST(? AS TEXT))",
                       ("工会".encode() + bad + "驿站".encode(),))
        self.assertEqual(found(db, "t", "驿站"), {1, 2, 3, 4, 5})
        self.assertEqual(found(db, "t", "工会驿站"), set())
        db.execute("INSERT INTO t(t) VALUES('integrity-check')")

    def test_a_long_text(self):
        db = connect()
        table(db, "t", "yizhan", ["工会" * 200_000 + "x" * 300_000])
        self.assertEqual(found(db, "t", "会工会"), {1})
        self.assertEqual(found(db, "t", "驿"), set())


class Functions(unittest.TestCase):
    """What FTS5's manual describes."""

    def setUp(self):
        self.db = connect()
        table(self.db, "t", "yizhan", [
            "户外劳动者工会驿站服务,工会驿站揭牌", "市总工会的通知", "驿站",
            "The GDP of 2024 grew; services too"])

    def one(self, sql, *values):
        return self.db.execute(sql, values).fetchone()[0]

    def test_highlight(self):
        self.assertEqual(
            self.one("SELECT highlight(t, 0, '[', ']') FROM t('工会驿站')"),
            "户外劳动者[工会驿站]服务,[工会驿站]揭牌")
        self.assertEqual(
            self.one("SELECT highlight(t, 0, '[', ']') FROM t('知')"),
            "市总工会的通[知]")
        self.db.execute("INSERT INTO t VALUES('工 会\n驿“站”。')")
        self.assertEqual(self.one(
            "SELECT highlight(t, 0, '[', ']') FROM t('工会驿站') "
            "ORDER BY rowid DESC"), "[工 会\n驿“站]”。")

    def test_snippet(self):
        self.assertEqual(
            self.one("SELECT snippet(t, 0, '<', '>', '…', 6) FROM t('服务')"),
            "…驿站<服务>,工…")

    def test_bm25(self):
        ranked = self.db.execute("SELECT rowid, bm25(t) FROM t('工会 OR 驿站') "
                                 "ORDER BY rank").fetchall()
        self.assertEqual({row for row, _ in ranked}, {1, 2, 3})
        self.assertLess(ranked[0][1], ranked[-1][1])

    def test_the_length_of_a_text_is_its_characters(self):
        """Of which the pairs are none."""
        db = connect()
        table(db, "a", "yizhan", ["工会驿站", "工" * 40])
        size = db.execute("SELECT sz FROM a_docsize WHERE id = 1").fetchone()
        self.assertEqual(size[0], b"\x04")

    def test_prefix(self):
        self.assertEqual(found(self.db, "t", "serv*"), {4})
        self.assertEqual(found(self.db, "t", "工会*"), {1, 2})
        self.assertEqual(found(self.db, "t", "工*"), {1, 2})
        self.db.execute("CREATE VIRTUAL TABLE p USING fts5(body, "
                        "tokenize='yizhan', prefix='1 2')")
        self.db.execute("INSERT INTO p VALUES('工会 services')")
        self.assertEqual(found(self.db, "p", "se*"), {1})

    def test_operators(self):
        self.assertEqual(found(self.db, "t", "工会 NOT 驿站"), {2})
        self.assertEqual(found(self.db, "t", "NEAR(户外 驿站, 6)"), {1})
        self.assertEqual(found(self.db, "t", "^市总"), {2})
        self.assertEqual(found(self.db, "t", "工会 + 驿站"), {1})
        self.assertEqual(found(self.db, "t", "body : gdp"), {4})

    def test_an_error_of_the_query_is_a_sentence(self):
        with self.assertRaisesRegex(sqlite3.OperationalError, "unterminated string"):
            found(self.db, "t", '"工会')

    def test_external_content_with_triggers(self):
        db = connect()
        db.executescript("""
            CREATE TABLE article(id INTEGER PRIMARY KEY, body TEXT);
            CREATE VIRTUAL TABLE search USING fts5(
                body, content=article, content_rowid=id, tokenize=yizhan);
            CREATE TRIGGER ai AFTER INSERT ON article BEGIN
                INSERT INTO search(rowid, body) VALUES (new.id, new.body);
            END;
            CREATE TRIGGER ad AFTER DELETE ON article BEGIN
                INSERT INTO search(search, rowid, body)
                    VALUES ('delete', old.id, old.body);
            END;
            CREATE TRIGGER au AFTER UPDATE ON article BEGIN
                INSERT INTO search(search, rowid, body)
                    VALUES ('delete', old.id, old.body);
                INSERT INTO search(rowid, body) VALUES (new.id, new.body);
            END;
            INSERT INTO article(body) VALUES ('工会驿站'), ('市总工会'), ('驿站');
            UPDATE article SET body = '劳动者' WHERE id = 3;
            DELETE FROM article WHERE id = 2;""")
        self.assertEqual(found(db, "search", "工会"), {1})
        self.assertEqual(found(db, "search", "驿站"), {1})
        self.assertEqual(found(db, "search", "劳动"), {3})
        db.execute("INSERT INTO search(search, rank) "
                   "VALUES('integrity-check', 1)")
        db.execute("INSERT INTO search(search) VALUES('rebuild')")
        self.assertEqual(found(db, "search", "劳动"), {3})

    def test_columns(self):
        db = connect()
        db.execute("CREATE VIRTUAL TABLE c USING fts5(title, body, "
                   "tokenize='yizhan', columnsize=0)")
        db.execute("INSERT INTO c VALUES('驿站', '工会')")
        self.assertEqual(found(db, "c", "title:驿站"), {1})
        self.assertEqual(found(db, "c", "body:驿站"), set())
        self.assertEqual(found(db, "c", "站工"), set())


class Options(unittest.TestCase):

    def test_unknown_options_are_refused(self):
        db = connect()
        for option in "foo", "variants", "variants 2", "variants=", "a b":
            with self.subTest(option), self.assertRaisesRegex(
                    sqlite3.OperationalError, "error in tokenizer"):
                table(db, "t", f"yizhan '{option}'"
                      if "=" in option else f"yizhan {option}")

    @unittest.skipIf(os.environ.get("YZ_PRELOAD"),
                     "a sanitizer keeps what was freed")
    def test_connections_leave_nothing(self):
        """Tables of ICU, once for all of them."""
        def resident():
            with open("/proc/self/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * 4096
        for turn in range(40):
            db = connect()
            table(db, "t", "yizhan variants 1", ["工会驿站"])
            db.close()
            if turn == 9:
                before = resident()
        self.assertLess(resident() - before, 8 << 20)

    def test_two_connections(self):
        one, two = connect(), connect()
        for db in one, two:
            table(db, "t", "yizhan", ["工会驿站"])
            self.assertEqual(found(db, "t", "驿"), {1})
        one.close()
        self.assertEqual(found(two, "t", "会驿"), {1})


class Report(unittest.TestCase):

    def test_the_queries_of_the_report(self):
        """The lines of the page as rows: what a scan of the rows finds."""
        rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines()
                if line.strip()]
        db = connect()
        table(db, "t", "yizhan", rows)
        queries = report_queries()
        self.assertEqual(len(queries), 76)
        for query in queries:
            sought = skeleton(query.replace('"', ""))
            wanted = {i for i, row in enumerate(rows, 1)
                      if holds(skeleton(row), sought)}
            self.assertEqual(found(db, "t", quoted(query.replace('"', ""))),
                             wanted, query)


if __name__ == "__main__":
    main()
