# SPDX-License-Identifier: MIT
"""Where nothing is found: what was probably meant?"""
import random
import unittest

from query_case import QueryCase


class Meant(QueryCase):
    PASSAGES = [
        {"id": "1", "text": "打造工会驿站品牌，服务职工"},
        {"id": "2", "text": "新建工会\n驿站多个"},
        {"id": "3", "text": "公司的trade unions and railways"},
        {"id": "4", "text": "驿马与车站"},
        {"id": "5", "text": "總工會的職工服務"},
    ]

    def meant(self, *query, code=None, **more):
        """The queries that are offered, with the passages they find."""
        run = self.run_query("-o", "json", *query, **more)
        answer = self.ask(*query, code=run.returncode if code is None else
                          code, **more)
        return [(s["query"], s["passages"])
                for s in answer.get("suggestions", [])]

    def test_sound(self):
        self.assertEqual(self.meant("工会译站"), [("工会驿站", 2)])
        self.assertEqual(self.meant("公汇异战"), [("工会驿站", 2)])
        self.assertEqual(self.meant("译站"), [("驿站", 2)])
        self.assertEqual(self.meant("直公"), [("职工", 2)])

    def test_shape(self):
        self.assertEqual(self.meant("--strict", "工会骚站")[0],
                         ("工会驿站", 2))

    def test_one_character(self):
        self.assertEqual(self.meant("工会小驿站", "--strict"),
                         [("工会驿站", 2)])
        self.assertEqual(self.meant("工会站品牌", "--strict"),
                         [("工会驿站品牌", 1)])

    def test_letters(self):
        self.assertEqual(self.meant("uniosn"), [("unions", 1)])
        self.assertEqual(self.meant("railwey"), [("railways", 1)])
        self.assertEqual(self.meant("trde", code=1), [("trade", 1)])
        self.assertEqual(self.meant("zzzz", code=1), [])

    def test_pinyin_without_its_field(self):
        self.assertEqual(self.meant("gonghui"), [("py:gonghui", 3)])
        self.assertEqual(self.meant("Gonghui AND 驿站"),
                         [("py:Gonghui AND 驿站", 2)])
        self.assertEqual(self.meant('"gonghui"', code=1), [])
        self.assertEqual(self.meant("ghyz", code=1), [])  # any abbreviation
        self.assertEqual(self.meant("unions"), [])

    def test_within_a_query(self):
        self.assertEqual(self.meant("服务 AND 译站"), [("服务 AND 驿站", 1)])
        self.assertEqual(self.meant("公汇 AND 译站"), [("工会 AND 驿站", 2)])
        self.assertEqual(self.meant('"工会译站" OR 没有的事情'),
                         [('"工会驿站" OR 没有的事情', 2)])
        self.assertEqual(self.meant("“工会译站”^2"), [("“工会驿站”^2", 2)])

    def test_not_where_something_is_found(self):
        for query in "工会驿站", "入选福建工会", "工會驛站", "NOT 译站":
            with self.subTest(query=query):
                self.assertEqual(self.meant(query), [])
        self.assertNotIn("suggestions", self.ask("--batch", given="译站\n",
                                                 code=1))

    def test_what_is_said(self):
        said = self.run_query("译站").stderr
        self.assertIn("yz-query: did you mean 驿站 (2 passages)?", said)
        self.assertEqual(self.run_query("-q", "译站").stderr, "")

    def test_against_a_scan(self):
        """What is offered is near, and what is near is offered."""
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        letters = "人入工土王玉日目"
        texts = ["".join(chance.choices(letters, k=chance.randint(3, 9)))
                 for _ in range(60)]
        index = self.make_index(f"scan{seed}", [
            {"id": str(i), "text": text} for i, text in enumerate(texts)])
        for _ in range(60):
            query = "".join(chance.choices(letters, k=chance.randint(4, 6)))
            if any(query in text for text in texts):
                continue
            offered = self.meant("--strict", query, index=index)
            near = {part for text in texts for part in parts_of(text)
                    if edits(query, part) == 1}
            with self.subTest(seed=seed, query=query):
                self.assertEqual(bool(offered), bool(near))
                for text, passages in offered:
                    self.assertEqual(edits(query, text), 1)
                    self.assertEqual(passages,
                                     sum(text in other for other in texts))


def parts_of(text):
    return {text[i:j] for i in range(len(text))
            for j in range(i + 1, len(text) + 1)}


def edits(x, y):
    if abs(len(x) - len(y)) > 1:
        return 2
    row = list(range(len(y) + 1))
    for i, c in enumerate(x, 1):
        last, row[0] = row[:], i
        for j, d in enumerate(y, 1):
            row[j] = min(last[j - 1] + (c != d), last[j] + 1, row[j - 1] + 1)
    return row[-1]


if __name__ == "__main__":
    unittest.main()
