# SPDX-License-Identifier: MIT
"""Do C and Python answer alike, and ICU's data whole and cut?

The programs of a build are what they are compared with (YZ_INDEX, YZ_QUERY).
"""
import tempfile
import unittest
from pathlib import Path

import yizhan
from support import CORPUS, DATA, ask, build, report_queries

HAN_TIERS = ("exact", "variant", "lookalike")


class Score(float):
    """Equal to what is equal to the four decimals that JSON has."""

    def __eq__(self, other):
        return abs(self - other) < 1e-4

    __hash__ = float.__hash__


def as_json(results):
    """What `yz-query -o json` has of each hit."""
    hits = []
    for hit in results:
        snippet = hit.snippet
        segments = [list(part) for part in snippet.segments]
        hits.append((hit.rank, Score(hit.score), hit.tier, hit.report,
                     hit.id, hit.kind, snippet.text, segments,
                     [[m.line, m.column, m.surface] for m in hit.matches],
                     [(e.query, e.text) for e in hit.edits]))
    return hits


def of_json(answer):
    return [(hit["rank"], Score(hit["score"]), hit["tier"], hit["report"],
             hit["id"], hit["kind"], hit["snippet"]["text"],
             hit["snippet"]["segments"],
             [[m["line"], m["column"], m["surface"]] for m in hit["matches"]],
             [(e["query"], e["text"]) for e in hit["edits"]])
            for hit in answer["hits"]]


class Alike(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.theirs = Path(folder.name) / "theirs.index"
        self.ours = Path(folder.name) / "ours.index"

    def compare(self, path, queries):
        answers = ask(path, queries)
        self.assertEqual(len(answers), len(queries))
        with yizhan.open(path) as index:
            for query, answer, results in zip(
                    queries, answers, index.batch(queries, matches=True)):
                with self.subTest(query):
                    self.assertEqual(results.count, answer["count"])
                    self.assertEqual(as_json(results), of_json(answer))

    def test_the_queries_of_the_first_page(self):
        build(self.theirs, CORPUS)
        queries = report_queries()
        self.assertEqual(len(queries), 76)
        self.compare(self.theirs, queries)

    def make_both(self, *sources):
        """The same files by yz-index and by the package."""
        build(self.theirs, *sources)
        with yizhan.open(self.ours, create=True) as index:
            for source in sources:
                index.add(source)

    def compare_both(self, queries):
        """Every hit of the Han tiers, by both, of both indexes."""
        of_theirs = ask(self.theirs, queries, "--limit=all")
        of_ours = ask(self.ours, queries, "--limit=all")

        def tiers(answer):
            return [(hit["tier"], hit["id"], Score(hit["score"]))
                    for hit in answer["hits"] if hit["tier"] in HAN_TIERS]

        with yizhan.open(self.theirs) as theirs, \
                yizhan.open(self.ours) as ours:
            for query, one, two in zip(queries, of_theirs, of_ours):
                found = [[(hit.tier, hit.id, Score(hit.score))
                          for hit in index.search(query, limit=None)
                          if hit.tier in HAN_TIERS]
                         for index in (theirs, ours)]
                with self.subTest(query):
                    self.assertEqual(tiers(one), tiers(two))
                    self.assertEqual(found, [tiers(one), tiers(two)])

    def test_indexes_of_either_are_read_by_the_other(self):
        page = next(CORPUS.glob("pages/*.txt"))
        self.make_both(page)
        self.compare_both(report_queries())
        for index in (self.theirs, self.ours):
            self.assertEqual(yizhan.check(index), [])

    def test_larger_collections(self):
        folder = DATA / "collections" / "drcd"
        sources = sorted(folder.glob("*.jsonl"))
        self.make_both(*sources[:1])
        texts = [p.text for p in
                 next(iter(yizhan.read(sources[0])))][::7]
        queries = [text[n % 5:][:2 + n % 6].strip()
                   for n, text in enumerate(texts[:120])]
        self.compare_both([query for query in queries if query])

    def test_the_words_are_stale_alike(self):
        self.make_both(next(CORPUS.glob("pages/*.txt")))
        for path in (self.theirs, self.ours):
            with yizhan.open(path) as index:
                self.assertEqual(index.stats().words_are_stale, 0)

    def test_encodings(self):
        """Cut data still has the converters that the contract names."""
        text = "中華民國的圖書館，工會驛站。" * 4
        with yizhan.open(self.ours, create=True) as index:
            for encoding in ("utf-8", "utf-16", "utf-16-le", "utf-16-be",
                             "gb18030", "big5", "big5hkscs"):
                with self.subTest(encoding), index.writer() as writer:
                    writer.add_bytes(text.encode(encoding), encoding + ".txt")
            self.assertEqual(index.count("圖書館"), 7)
            self.assertEqual(index.count("工会驿站"), 7)


if __name__ == "__main__":
    unittest.main()
