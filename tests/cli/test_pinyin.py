# SPDX-License-Identifier: MIT
"""Does py: find what is read so, in its own tier and nothing else?"""
import unittest

from query_case import QueryCase


class Pinyin(QueryCase):
    PASSAGES = [
        {"id": "1", "text": "打造工会驿站品牌"},
        {"id": "2", "text": "宫徽\n一站到底"},
        {"id": "3", "text": "工会，驿站"},
        {"id": "4", "text": "银行行长 gonghui"},
        {"id": "5", "text": "西安市"},
        {"id": "6", "text": "现金流"},
    ]

    def found(self, *query):
        hits = self.ask(*query, code=None)["hits"]
        return {hit["id"] for hit in hits if hit["tier"] == "pinyin"}

    def ask(self, *options, code=0, **more):
        if code is None:
            code = self.run_query("-o", "json", *options).returncode
        return super().ask(*options, code=code, **more)

    def test_ways_to_write_it(self):
        for query in ("py:gonghuiyizhan", 'py:"gong hui yi zhan"', "py:ghyz",
                      "PY：gonghyz", "拼音：ghuiyizhan"):
            with self.subTest(query=query):
                self.assertEqual(self.found(query), {"1", "2"})

    def test_tones(self):
        for query in "py:gong1hui4", "py:gōnghuì", "py:gonghui4":
            self.assertEqual(self.found(query), {"1", "3"})
        self.assertEqual(self.found("py:gong1hui1"), {"2"})
        self.assertEqual(self.found("py:gong2hui"), set())

    def test_all_readings(self):
        self.assertEqual(self.found("py:yinhang"), {"4"})
        self.assertEqual(self.found("py:hangzhang"), {"4"})
        self.assertEqual(self.found("py:xingzhang"), {"4"})

    def test_all_ways_to_part_it(self):
        self.assertEqual(self.found("py:xian"), {"5", "6"})
        self.assertEqual(self.found("py:xi'an"), {"5"})
        self.assertEqual(self.found('py:"xi an"'), {"5"})

    def test_marks_part_what_stands_together(self):
        self.assertEqual(self.found("py:huiyi"), {"1", "2"})

    def test_with_other_parts(self):
        self.assertEqual(self.found("py:gonghui 品牌"), {"1"})
        self.assertEqual(self.ids("--sort=source", "gonghui OR py:huiyi"),
                         ["1", "2", "4"])
        self.assertEqual(set(self.ids("NOT py:gonghui")), {"4", "5", "6"})

    def test_count_and_tiers(self):
        self.assertEqual(self.run_query("-c", "py:ghyz").stdout, "2\n")
        self.assertEqual(self.found("--tiers=exact,variant", "py:ghyz"),
                         set())
        self.assertEqual(self.found("--tiers=pinyin", "py:ghyz"), {"1", "2"})
        self.assertEqual(self.found("--strict", "py:ghyz"), set())

    def test_shown(self):
        run = self.run_query("py:huiyizhan", "--explain")
        self.assertIn("[pinyin]", run.stdout)
        self.assertIn("tier pinyin", run.stdout)
        run = self.run_query("-o", "html", "py:huiyizhan")
        self.assertIn("<mark>会驿站</mark>", run.stdout)

    def test_no_pinyin(self):
        run = self.run_query("py:会", "--explain-query")
        self.assertIn("not pinyin", run.stderr + run.stdout)
        self.refused(2, "not pinyin", "--strict", "py:gonghui2会")


if __name__ == "__main__":
    unittest.main()
