# SPDX-License-Identifier: MIT
"""What search() and its like give."""
import datetime
import pickle
import unittest

import yizhan
from support import CORPUS, DATA, IndexCase


class Search(IndexCase):
    def ids(self, query, **options):
        return [f"{hit.report}{hit.id}"
                for hit in self.index.search(query, **options)]

    def test_hits_come_best_first(self):
        results = self.index.search("工会驿站")
        self.assertEqual([hit.tier for hit in results],
                         ["exact", "exact", "variant", "near"])
        self.assertEqual([hit.rank for hit in results], [1, 2, 3, 4])
        self.assertEqual(results.count, 3)
        self.assertEqual(results.counts["exact"], 2)
        self.assertEqual(results[-1].report, "b")
        self.assertEqual(len(results[1:3]), 2)
        self.assertGreater(results[0].score, 0)
        self.assertGreaterEqual(results.took, 0)
        self.assertFalse(results.capped)

    def test_a_passage_has_its_members(self):
        hit = self.index.search("建成")[0]
        self.assertEqual(
            (hit.report, hit.id, hit.kind, hit.title, hit.date, hit.text),
            ("a", "1", "paragraph", "驿站", "2023-04-12",
             "县总工会建成工会驿站12个"))
        self.assertEqual(hit.extra, {"author": "王小明"})
        self.assertEqual((hit.section, hit.encoding), ("", ""))
        self.assertFalse(hit.truncated)

    def test_a_snippet_is_marked_and_escaped(self):
        snippet = self.index.search("工会驿站", report="b")[0].snippet
        self.assertEqual(snippet.html("b"),
                         "𠮷野家 &lt;<b>工会驿站</b>&gt; &amp; &quot;茶&quot;")
        self.assertEqual(snippet.marked(), "𠮷野家 <【工会驿站】> & \"茶\"")
        (begin, end), = snippet.highlights
        self.assertEqual(snippet.text[begin:end], "工会驿站")
        self.assertEqual(self.index.search("工会", snippets=0)[0].snippet.text,
                         "")
        self.assertLess(
            len(self.index.search("工会", width=5)[0].snippet.text), 12)

    def test_places_count_characters(self):
        hit = self.index.search("工会驿站", report="b", matches=True)[0]
        match, = hit.matches
        self.assertEqual(hit.text[match.text.begin:match.text.end], "工会驿站")
        self.assertEqual(match.text, yizhan.Span(5, 9))
        self.assertEqual(match.boxes, ())

    def test_matches_are_asked_for(self):
        with self.assertRaisesRegex(AttributeError, "matches=True"):
            self.index.search("工会")[0].matches

    def test_options(self):
        self.assertEqual(self.ids("工会", limit=1, offset=1),
                         self.ids("工会")[1:2])
        self.assertEqual(self.ids("工会", kinds="caption"), ["a2"])
        self.assertEqual(self.ids("工会", kinds=["caption", "date"]), ["a2"])
        self.assertEqual(self.ids("工会驿站", tiers=["variant"]), ["a2"])
        self.assertEqual(self.ids("工会", since="2024"), ["b2"])
        self.assertEqual(
            self.ids("工会", until=datetime.date(2023, 4, 12)), ["a1"])
        self.assertEqual(self.ids("工会", sort="date"),
                         ["b2", "a2", "a1", "b1"])
        self.assertEqual(self.ids("工会", sort="date", reverse=True),
                         ["a1", "a2", "b2", "b1"])
        self.assertEqual(sorted(self.ids("爱心 建成", any=True)), ["a1", "b1"])
        self.assertEqual(self.ids("爱心 OR 建成", literal=True, strict=True), [])
        self.assertEqual(len(self.index.search("工会", limit=None)), 4)
        self.assertEqual(self.index.count("工会"), 4)

    def test_unknown_words_are_named(self):
        for options, words in (({"sort": "size"}, "score, date, source"),
                               ({"kinds": "photo"}, "caption"),
                               ({"tiers": "good"}, "variant"),
                               ({"ocr": "yes"}, "loose"),
                               ({"limit": -1}, "at least 0"),
                               ({"timeout": -1}, "seconds")):
            with self.subTest(options), self.assertRaisesRegex(
                    yizhan.InvalidError, words):
                self.index.search("工会", **options)

    def test_facets(self):
        results = self.index.search(
            "工会", facets=["kind", "year", "extra.author"], limit=0)
        self.assertEqual(len(results), 0)
        self.assertEqual([tuple(value)[:2] for value in
                          results.facets["kind"]],
                         [("paragraph", 3), ("caption", 1)])
        years = {value.value: value.passages
                 for value in results.facets["year"]}
        self.assertEqual(years, {"2023": 2, "2024": 1, "": 1})
        self.assertEqual({value.value for value in
                          results.facets["extra.author"] if value.value},
                         {"王小明", "李四"})

    def test_pages_by_cursor(self):
        first = self.index.search("工会", limit=3, sort="source")
        rest = self.index.search("工会", limit=3, sort="source",
                                 after=first.cursor)
        self.assertEqual(len(first) + len(rest), 4)
        self.assertEqual(rest.cursor, "")
        pages = list(self.index.search_all("工会", page=3, sort="source"))
        self.assertEqual([len(page) for page in pages], [3, 1])

    def test_batch(self):
        answers = list(self.index.batch(["工会", "没有的"], limit=2))
        self.assertEqual([answer.query for answer in answers],
                         ["工会", "没有的"])
        self.assertEqual([len(answer) for answer in answers], [2, 0])

    def test_explanations(self):
        results = self.index.search("工会驿站", explain=True)
        self.assertIn("tier exact", results[0].explanation)
        self.assertEqual(results.why, "")
        self.assertIn("没有的", self.index.search("没有的", explain=True).why)
        self.assertIn("phrase", self.index.explain_query("工会 驿站"))

    def test_warnings_have_their_place(self):
        warning, = self.index.search('工会 "驿站').warnings
        self.assertIn("quot", warning.message)
        self.assertEqual(warning.column, 4)
        self.assertEqual(warning.text.begin, 3)

    def test_misread_characters_are_named(self):
        self.index.add(*({"text": f"工会绎站{n}", "report": "c", "id": str(n)}
                         for n in range(2)))
        hit, *_ = self.index.search("工会驿站", tiers="lookalike", ocr="loose")
        edit, = hit.edits
        self.assertEqual((edit.query, edit.text, edit.type),
                         ("驿", "绎", "misread"))

    def test_results_are_values(self):
        results = self.index.search("工会驿站", matches=True)
        self.index.close()
        again = pickle.loads(pickle.dumps(results))
        self.assertEqual(again.to_dicts(), results.to_dicts())
        self.assertEqual(again[0].matches, results[0].matches)

    def test_a_table(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not installed")
        frame = self.index.search("工会驿站").to_pandas()
        self.assertEqual(list(frame.index), [1, 2, 3, 4])
        self.assertEqual(frame.loc[1, "tier"], "exact")
        self.assertIn("snippet", frame.columns)
        self.assertEqual(len(self.index.search("没有").to_pandas()), 0)

    def test_suggestions(self):
        self.assertIn(("工会驿站", 3), self.index.correct("公会驿站"))
        self.assertEqual(self.index.suggest("没有的"), [])

    def test_terms_and_collocates(self):
        terms = {term.text: term.passages for term in self.index.terms("工")}
        self.assertEqual(terms["工会"], 4)
        self.assertTrue(self.index.collocates("工会", window=2, most=3))

    def test_reports_and_passages(self):
        self.assertEqual(
            self.index.reports(),
            [yizhan.Report("a", 2, "2023-04-12", "a"),
             yizhan.Report("b", 2, "2024-01-01", "b")])
        self.assertEqual(len(list(self.index.passages())), 4)
        self.assertEqual([p.id for p in self.index.passages("b")], ["1", "2"])
        self.assertEqual(list(self.index.passages("none")), [])
        self.assertEqual(self.index.passage("a", "2").kind, "caption")
        self.assertEqual([p.id for p in self.index.neighbours("a", "2", 1, 1)],
                         ["1", "2"])
        with self.assertRaises(yizhan.NotFoundError):
            self.index.passage("a", "9")

    def test_many_passages(self):
        with self.index.writer() as writer:
            writer.put_report("long", [f"第{n}段" for n in range(1000)])
        passages = list(self.index.passages("long"))
        self.assertEqual([p.text for p in passages],
                         [f"第{n}段" for n in range(1000)])
        around = self.index.neighbours("long", passages[500].id, 2, 3)
        self.assertEqual([p.text for p in around],
                         [f"第{n}段" for n in range(498, 504)])


class Snapshots(IndexCase):
    def test_a_snapshot_stays_as_it_is(self):
        with self.index.snapshot() as before:
            self.index.add({"text": "新的工会驿站", "report": "c"})
            self.assertEqual(before.count("工会驿站"), 3)
            self.assertEqual(self.index.count("工会驿站"), 4)
            self.assertTrue(before.renew())
            self.assertEqual(before.count("工会驿站"), 4)
            self.assertFalse(before.renew())
        with self.assertRaisesRegex(yizhan.InvalidError, "closed"):
            before.search("工会")

    def test_it_outlives_the_index(self):
        snapshot = self.index.snapshot()
        self.index.close()
        self.assertEqual(snapshot.count("工会驿站"), 3)
        snapshot.close()
        snapshot.close()


class Files(unittest.TestCase):
    def test_read_without_an_index(self):
        page = next(CORPUS.glob("pages/*.txt"))
        report, = yizhan.read(page)
        self.assertEqual(len(report), 33)
        piece = report[20].pieces[0]
        text = report[20].text[piece.text.begin:piece.text.end].encode()
        data = page.read_bytes()
        self.assertEqual(data[piece.source:piece.source + len(text)], text)

    def test_boxes(self):
        report, = yizhan.read(DATA / "ocr" / "page1_res.json")
        passage = next(p for p in report if p.rows)
        self.assertTrue(passage.pages[0].boxes)
        row = passage.rows[0]
        self.assertGreater(row.box.x1, row.box.x0)
        self.assertEqual(row.origin in ("word", "character", "estimated"),
                         True)

    def test_pages_in_xml(self):
        try:
            reports = list(yizhan.read(
                DATA / "ocr" / "1865-05-24_01-00001.xml"))
        except yizhan.UnsupportedError as error:
            self.skipTest(str(error))
        self.assertTrue(reports[0])


if __name__ == "__main__":
    unittest.main()
