# SPDX-License-Identifier: MIT
"""Is what was printed left alone? Sentences that no OCR engine ever read, each
with a phrase that differs from it in one character and means another thing."""
import json
import os
import subprocess
import unittest

from query_case import QueryCase

# What is asked for, and the sentence that has another word there.
PRINTED = (
    ("美国政府宣布", "当天英国政府宣布，将与各方继续保持沟通。"),
    ("大力发展外贸", "该市提出大力发展外资，带动就业和税收增长。"),
    ("平均指数公式", "由平均尾数公式可以推出这个数列的余下各项。"),
    ("中海关系密切", "两国领导人会见记者时表示，中瑙关系密切，前景广阔。"),
    ("长征二号丙运载火箭", "神舟飞船由长征二号F运载火箭发射升空，进入轨道。"),
    ("播出的第十三年", "昨晚播出的第十三集收视率再创新高，观众反响热烈。"),
    ("一百五十名代表", "来自各地的一百一十名代表出席了这次会议。"),
    ("沿着主线前进", "车辆沿着右线前进时，应当注意保持安全距离。"),
    # Others of the kind.
    ("星期二上午", "会议定于星期三上午举行，请各单位按时参加。"),
    ("三千元补贴", "符合条件的家庭可以领取三千万补贴资金的一部分。"),
    ("人民银行行长", "他曾任人民银行行员多年，熟悉各项业务。"),
    ("未来发展规划", "本来发展规划并不包括这一片山区和林地。"),
    ("土地管理办法", "这是工地管理办法的第一稿，正在征求意见。"),
)


NOISY = ("第十二条 环境保护、，管理□部门《办法）的规定",
         "打造工会绎站品牌，〈驿站）共有十七个，建在\\perp市区")


class Printed(QueryCase):
    PASSAGES = [{"id": str(i), "text": text}
                for i, (_, text) in enumerate(PRINTED)]
    TIERS = "--tiers=exact,variant,lookalike"

    def found(self, query, *options, **more):
        run = self.run_query("-o", "json", self.TIERS, *options, query, **more)
        hits = json.loads(run.stdout)["hits"]
        self.assertEqual(run.returncode, 0 if hits else 1, run.stderr)
        return [(hit["id"], hit["tier"]) for hit in hits]

    def test_what_was_printed_is_left_alone(self):
        for number, (query, text) in enumerate(PRINTED):
            for setting in "auto", "on":
                with self.subTest(query=query, ocr=setting):
                    self.assertEqual(self.found(query, "--ocr=" + setting), [],
                                     text)

    def test_asked_outright_it_is_found(self):
        """So each is a phrase that could have been found."""
        for number, (query, _) in enumerate(PRINTED):
            with self.subTest(query=query):
                self.assertIn((str(number), "lookalike"),
                              self.found(query + "~1"))

    def test_beside_text_that_was_misread(self):
        """Another report that is noisy says nothing of this one."""
        index = self.make_index("both", [
            {**p, "report": "clean"} for p in self.PASSAGES] + [
            {"id": f"noisy{i}", "report": "noisy", "text": text}
            for i, text in enumerate(NOISY)])
        for query, text in PRINTED:
            for setting in "auto", "on":
                with self.subTest(query=query, ocr=setting):
                    self.assertEqual(self.found(query, "--ocr=" + setting,
                                                index=index), [], text)
        self.assertEqual(self.found("工会驿站", index=index),
                         [("noisy1", "lookalike")])

    def test_figures_are_no_misread_figures(self):
        index = self.make_index("noisy", [
            {"id": str(i), "text": text} for i, text in enumerate(NOISY)])
        self.assertEqual(self.found("工会驿站", index=index),
                         [("1", "lookalike")])
        for query in "第十三条", "第十二章", "共有十七个":
            wanted = [("1", "exact")] if query == "共有十七个" else []
            for setting in "auto", "on":
                with self.subTest(query=query, ocr=setting):
                    self.assertEqual(self.found(query, "--ocr=" + setting,
                                                index=index), wanted)


class Listed(QueryCase):
    """A name of three characters, and a pair that the user lists."""
    PASSAGES = [{"id": "1", "text": "会上，王路瑶代表职工发言。"},
                {"id": "2", "text": "会上，王略瑶代表职工发言。"},
                {"id": "3", "text": "会上，王璐、瑶瑶代表职工发言。"}]

    def names(self, *options):
        run = self.run_query("-o", "json", "--tiers=exact,variant,lookalike",
                             *options, "王璐瑶")
        return [(hit["id"], hit["tier"], [(e["query"], e["text"])
                                          for e in hit["edits"]])
                for hit in json.loads(run.stdout)["hits"]]

    def test_a_listed_pair_is_followed_by_default(self):
        table = self.folder / "pairs.txt"
        self.assertEqual(self.names(), [])
        table.write_text("璐 路\n", encoding="utf-8")
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", self.index,
                        f"--lookalikes={table}"], check=True)
        self.assertEqual(self.names(),
                         [("1", "lookalike", [("璐", "路")])])
        self.assertEqual(self.names("--ocr=off"), [])


if __name__ == "__main__":
    unittest.main()
