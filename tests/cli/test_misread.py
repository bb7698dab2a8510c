# SPDX-License-Identifier: MIT
"""Is what OCR misread on the first page found, labelled, and below the exact?"""
import os
import subprocess
import unittest
from pathlib import Path

from query_case import QueryCase

PAGE = (Path(__file__).resolve().parents[2]
        / "corpus/pages/000_155a2bea13e01da4.txt")


class Misread(QueryCase):
    PASSAGES = [
        {"id": "1", "text": "打造工会驿站品牌"},
        {"id": "2", "text": "打造工会绎站品牌"},
        {"id": "3", "text": "打造工会、驿站品牌"},
        {"id": "4", "text": "打造工会□站品牌"},
        {"id": "5", "text": "打造工会—驿站品牌"},
        {"id": "6", "text": "打造工会B站品牌"},
        {"id": "7", "text": "打造工会车站品牌"},
    ]
    TIERS = "--tiers=exact,variant,lookalike"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page = cls.folder / "page"
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", cls.page, PAGE],
                       check=True)

    def edits(self, query, *options):
        """What was misread in the hits on the page, in order."""
        answer = self.ask(self.TIERS, *options, query, index=self.page)
        return [[(e["query"], e["text"]) for e in hit["edits"]]
                for hit in answer["hits"] if hit["tier"] == "lookalike"]

    def test_on_the_page(self):
        self.assertEqual(self.edits("入选福建工会"), [[("入", "人")]])
        self.assertEqual(self.edits("暴雨洪涝灾害"), [[("灾", "灭")]])
        self.assertEqual(self.edits("入人心", "--ocr=on"), [[("入", "人")]])
        self.assertEqual(self.edits("受灾职工~1"), [[("受", "党")]])
        self.assertEqual(self.edits("南平市总工会工作亮点"),
                         [[("工", "i"), ("工", "\\perp")]])

    def test_not_on_the_page(self):
        for query in "市总工会", "2.5亿元":
            self.assertEqual(self.edits(query, "--ocr=on"), [])

    def test_off(self):
        run = self.run_query(self.TIERS, "--ocr=off", "暴雨洪涝灾害",
                             index=self.page)
        self.assertEqual(run.returncode, 1)

    def test_a_part_of_it_stands_elsewhere(self):
        """What begins the phrase stands behind where the phrase begins."""
        index = self.make_index("again", [
            {"id": "1", "text": "丙丙甲庚辛甲戊辛庚丙庚庚丁"},
            {"id": "2", "text": "丙庚甲庚"}])
        self.assertEqual(
            [hit["id"] for hit in self.ask(
                self.TIERS, "--ocr=loose", "辛庚甲辛庚丙庚庚",
                index=index)["hits"]], ["1"])

    def test_order(self):
        hits = self.ask(self.TIERS, "工会驿站")["hits"]
        self.assertEqual((hits[0]["id"], hits[0]["tier"]), ("1", "exact"))
        self.assertEqual({(h["id"], h["tier"]) for h in hits[1:3]},
                         {(i, "variant") for i in "35"})
        self.assertEqual({(h["id"], h["tier"]) for h in hits[3:]},
                         {(i, "lookalike") for i in "246"})

    def test_two_kinds_of_difference_are_told(self):
        """What differs less ranks before what differs more."""
        index = self.make_index("both", [
            {"id": "both", "text": "坚持改革-开放伟太历程"},
            {"id": "misread", "text": "坚持改革—开放伟太历程"},
            {"id": "dash", "text": "坚持改革-开放伟大历程"},
            {"id": "same", "text": "坚持改革—开放伟大历程"}])
        hits = self.ask(self.TIERS, "改革—开放伟大历程", index=index)["hits"]
        self.assertEqual([h["id"] for h in hits],
                         ["same", "dash", "misread", "both"])
        self.assertEqual([[(e["query"], e["text"]) for e in h.get("edits", [])]
                          for h in hits],
                         [[], [], [("大", "太")], [("—", "-"), ("大", "太")]])

    def test_asked_outright(self):
        self.assertEqual(set(self.ids(self.TIERS, "会驿站~")),
                         {"1", "2", "3", "4", "5", "6"})
        self.assertLessEqual({"7"}, set(self.ids(self.TIERS, "会驿站~1")))


if __name__ == "__main__":
    unittest.main()
