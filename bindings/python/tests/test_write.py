# SPDX-License-Identifier: MIT
"""What a Writer does, and what becomes of an index."""
import unittest
from pathlib import Path

import yizhan
from support import DATA, IndexCase


class Writing(IndexCase):
    def test_a_commit_at_the_end(self):
        with self.index.writer(jobs=1) as writer:
            writer.put("新的一段", "c", "1", date="2025-01-01")
            self.assertEqual(self.index.count("新的一段"), 0)
        self.assertEqual(self.index.count("新的一段"), 1)
        self.assertTrue(writer.closed)

    def test_nothing_if_something_is_raised(self):
        with self.assertRaises(KeyError):
            with self.index.writer() as writer:
                writer.put("新的一段", "c", "1")
                raise KeyError("of the caller")
        self.assertEqual(self.index.count("新的一段"), 0)

    def test_one_writer_at_a_time(self):
        with self.index.writer():
            with self.assertRaisesRegex(yizhan.BusyError, "writer"):
                self.index.writer()

    def test_files(self):
        page = self.folder / "page.txt"
        page.write_text("工会的新茶室\n", encoding="gb18030")
        added, = self.index.add(page)
        self.assertEqual((added.outcome, added.passages), ("added", 1))
        hit, = self.index.search("新茶室", matches=True)
        self.assertEqual(hit.encoding, "GB18030")
        self.assertEqual((hit.matches[0].byte_begin, hit.matches[0].line),
                         (6, 1))
        self.assertEqual(self.index.add(str(page))[0].outcome, "unchanged")
        page.unlink()
        with self.index.writer() as writer:
            self.assertEqual(writer.prune(self.folder), 1)
        self.assertEqual(self.index.count("新茶室"), 0)

    def test_bytes(self):
        with self.index.writer() as writer:
            added = writer.add_bytes("大湖边\n".encode(), "lake.txt")
        self.assertEqual(added.passages, 1)
        self.assertEqual(self.index.search("大湖边")[0].report, "lake.txt")

    def test_notices_have_their_place(self):
        lines = b'{"text":"a","date":"x"}\n{"no text":1}\n'
        seen = []
        with self.index.writer() as writer:
            writer.add_bytes(lines, "x.jsonl", format="jsonl",
                             notice=lambda *what: seen.append(what))
        severities = {severity: error.line for severity, error in seen}
        self.assertEqual(severities, {"warning": 1, "refusal": 2})

    def test_what_a_notice_raises_comes_out(self):
        def stop(severity, error):
            raise KeyError(severity)

        with self.index.writer() as writer:
            with self.assertRaises(KeyError):
                writer.add_bytes(b'{"no text":1}\n{"text":"a"}', "x.jsonl",
                                 format="jsonl", notice=stop)

    def test_places_go_in_and_come_out(self):
        page = yizhan.Page(3, 1000, 2000, "scan.png")
        row = yizhan.Row(yizhan.Span(0, 4), yizhan.Box(10, 20, 410, 120),
                         origin="word", begins_block=True, cells=(
                             yizhan.Cell(yizhan.Span(0, 2),
                                         yizhan.Box(10, 20, 210, 120), 90),
                             yizhan.Cell(yizhan.Span(2, 4),
                                         yizhan.Box(210, 20, 410, 120))))
        reading = yizhan.Reading(yizhan.Span(1, 2), "土", 40)
        with self.index.writer() as writer:
            writer.put("𠮷土湖边", "boxes", "1", pages=[page], rows=[row],
                       readings=[reading])
        hit, = self.index.search("湖边", matches=True)
        self.assertEqual(hit.rows, (row,))
        self.assertEqual(hit.readings, (reading,))
        self.assertEqual(hit.pages[0][:4], page[:4])
        self.assertEqual(hit.pages[0].boxes, (row.box,))
        match, = hit.matches
        self.assertEqual(match.page, 3)
        self.assertEqual(match.boxes[0].box, row.cells[1].box)
        self.assertEqual(match.box_origin, "word")
        with self.index.writer() as writer:
            writer.put(hit)  # a passage of an index goes into another
        self.assertEqual(self.index.search("湖边")[0].rows, (row,))

    def test_bad_passages_are_named(self):
        for arguments, words in (({"text": ""}, "text"),
                                 ({"text": "a", "date": "gestern"}, "date"),
                                 ({"text": "a", "kind": "photo"}, "caption"),
                                 ({"text": "\udc80"}, "surrogate")):
            with self.subTest(arguments), self.index.writer() as writer:
                with self.assertRaisesRegex(yizhan.InvalidError, words):
                    writer.put(**arguments)

    def test_remove(self):
        self.assertEqual(self.index.remove("a"), 2)
        with self.index.writer() as writer:
            writer.remove_passage("b", "1")
        self.assertEqual(self.index.stats().passages, 1)
        with self.assertRaises(yizhan.NotFoundError):
            self.index.remove("nothing")

    def test_tables_of_the_user(self):
        with self.index.writer() as writer:
            writer.set_synonyms("驿站,茶室")
            writer.set_lookalikes("驿 绎 0.9\n")
        self.assertIn("茶室", self.index.synonyms)
        self.assertIn("绎", self.index.lookalikes)
        self.assertTrue(self.index.search("工会茶室", tiers="synonym"))
        with self.index.writer() as writer:
            with self.assertRaises(yizhan.SourceError) as caught:
                writer.set_lookalikes("驿 绎 0.9\n一二三\n")
        self.assertEqual(caught.exception.line, 2)

    def test_learning(self):
        pairs = yizhan.learn_lookalikes([("工会绎站在这里", "工会驿站在这里")])
        self.assertIn("驿", pairs)


class Maintenance(IndexCase):
    def test_check_and_compact(self):
        self.index.remove("a")
        before, after = self.index.compact()
        self.assertGreater(before, 0)
        self.assertGreater(after, 0)
        self.assertEqual(self.index.stats().deleted, 0)
        self.assertEqual(yizhan.check(self.path), [])

    def test_repair_of_nothing(self):
        self.index.close()
        done, problems = yizhan.repair(self.path)
        self.assertEqual((done.problems, problems), (0, []))
        self.assertEqual(yizhan.refresh_words(self.path).passages_rebuilt, 0)

    def test_damage_is_named(self):
        self.index.close()
        data = self.path / "data.mdb"
        content = bytearray(data.read_bytes())
        at = content.index("爱心".encode()) if "爱心".encode() in content \
            else len(content) // 2
        content[at] ^= 1
        data.write_bytes(content)
        try:
            self.assertTrue(yizhan.check(self.path))
        except yizhan.CorruptError:
            pass

    def test_declared_fields(self):
        self.index.close()
        yizhan.declare_fields(self.path, {"author": "keyword",
                                          "year": "number"})
        with yizhan.open(self.path) as index:
            self.assertEqual(index.fields, {"author": "keyword",
                                            "year": "number"})
            self.assertEqual(index.count("author:王小明"), 1)
            self.assertEqual(index.count("year:1990..2000"), 1)


class Opening(unittest.TestCase):
    def test_what_is_not_there(self):
        with self.assertRaises(yizhan.NotFoundError) as caught:
            yizhan.open("/nonexistent/index")
        self.assertIsInstance(caught.exception, LookupError)
        self.assertEqual(caught.exception.status, "YZ_E_NOT_FOUND")

    def test_a_folder_of_others(self):
        with self.assertRaises(yizhan.IoError) as caught:
            yizhan.open(DATA, create=True)
        self.assertIsInstance(caught.exception, OSError)
        self.assertFalse((Path(DATA) / "data.mdb").exists())


class ReadOnly(IndexCase):
    def test_no_writer(self):
        self.index.close()
        with yizhan.open(self.path, read_only=True) as index:
            with self.assertRaises(yizhan.ReadOnlyError):
                index.writer()


if __name__ == "__main__":
    unittest.main()
