# SPDX-License-Identifier: MIT
"""The scripts of moving/ on indexes of Whoosh and Tantivy.

Each test also says what docs/python.md says: what the other one does not find.
"""
import importlib.util
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import yizhan

MOVING = Path(__file__).resolve().parents[1] / "moving"
TEXTS = {"1": "县总工会在步行街建成工会驿站12个", "2": "工會驛站揭牌",
         "3": "Serving workers since 1990"}


class Moving(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.source = Path(folder.name) / "source"
        self.source.mkdir()
        self.target = Path(folder.name) / "target.index"

    def needs(self, module):
        if not importlib.util.find_spec(module):
            self.skipTest(f"{module} is not installed")

    def move(self, script):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(MOVING / script),
             str(self.source), str(self.target)], capture_output=True,
            encoding="utf-8", check=False)
        self.assertEqual((done.returncode, done.stdout),
                         (0, "moved 3 documents\n"), done.stderr)
        with yizhan.open(self.target) as index:
            self.assertEqual(
                [(hit.id, hit.tier) for hit in index.search("工会驿站")],
                [("1", "exact"), ("2", "variant")])
            self.assertEqual(index.count("serve"), 1)
            hit, = index.search("serving")
            self.assertEqual((hit.title, hit.date, hit.extra),
                             ("T3", "2024-01-03", {"author": "A3"}))

    def test_whoosh(self):
        self.needs("whoosh")
        from whoosh import fields, index, qparser
        made = index.create_in(str(self.source), fields.Schema(
            path=fields.ID(stored=True), title=fields.TEXT(stored=True),
            content=fields.TEXT(stored=True), date=fields.ID(stored=True),
            author=fields.ID(stored=True)))
        writer = made.writer()
        for key, text in TEXTS.items():
            writer.add_document(path=key, title="T" + key, content=text,
                                date=f"2024-01-0{key}", author="A" + key)
        writer.commit()
        with made.searcher() as searcher:
            query = qparser.QueryParser("content", made.schema).parse(
                "工会驿站")
            self.assertEqual(len(searcher.search(query)), 0)
        made.close()
        self.move("from_whoosh.py")

    def test_tantivy(self):
        self.needs("tantivy")
        import tantivy
        schema = tantivy.SchemaBuilder()
        for name in ("id", "title", "body", "date", "author"):
            schema.add_text_field(name, stored=True)
        made = tantivy.Index(schema.build(), path=str(self.source))
        writer = made.writer()
        for key, text in TEXTS.items():
            writer.add_document(tantivy.Document(
                id=key, title="T" + key, body=text, date=f"2024-01-0{key}",
                author="A" + key))
        writer.commit()
        writer.wait_merging_threads()
        made.reload()
        query = made.parse_query("工会驿站", ["body"])
        self.assertEqual(made.searcher().search(query, 10).hits, [])
        self.move("from_tantivy.py")


if __name__ == "__main__":
    unittest.main()
