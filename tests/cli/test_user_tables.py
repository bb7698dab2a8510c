# SPDX-License-Identifier: MIT
"""Do an index's own look-alikes and synonyms do what the user says?"""
import itertools
import os
import random
import subprocess
import unittest

from query_case import QueryCase


class UserTables(QueryCase):
    PASSAGES = [
        {"id": "1", "text": "工会开办幼儿园，招聘教师"},
        {"id": "2", "text": "托儿所老师的工资"},
        {"id": "3", "text": "幼儿园老师"},
        {"id": "4", "text": "加入WTO以后"},
        {"id": "5", "text": "世界貿易組織"},
        {"id": "6", "text": "暴雨洪涝党灾职工"},
        {"id": "7", "text": "幼儿\n園教师很多"},
    ]

    def setUp(self):
        self.addCleanup(self.set_table, "synonyms", "")
        self.addCleanup(self.set_table, "lookalikes", "")

    def run_index(self, *options, code=0, index=None):
        run = subprocess.run(
            [os.environ["YZ_INDEX"], "-d", index or self.index, *options],
            capture_output=True, check=False, encoding="utf-8",
            env={**os.environ, "LC_ALL": "C.UTF-8"})
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def set_table(self, kind, text, code=0):
        path = self.write(f"{kind}.txt", text)
        return self.run_index(f"--{kind}={path}", code=code)

    def hits(self, *options, code=0):
        return [(hit["tier"], hit["id"])
                for hit in self.ask(*options, code=code)["hits"]]

    # ---- synonyms -------------------------------------------------------

    def test_synonym(self):
        self.set_table("synonyms", "幼儿园 托儿所\n")
        self.assertEqual(self.hits("托儿所")[:2],
                         [("exact", "2"), ("synonym", "3")])
        answer = self.ask("托儿所")
        self.assertEqual(answer["count"], 1)
        self.assertEqual(answer["counts"]["synonym"], 3)
        hit = answer["hits"][1]
        self.assertEqual(hit["edits"], [{"query": "托儿所", "text": "幼儿园",
                                         "weight": 1, "synonym": True}])
        self.assertEqual([m["surface"] for m in hit["matches"]], ["幼儿园"])
        said = self.run_query("--explain", "托儿所").stdout
        self.assertIn("[synonym] 幼儿园=托儿所", said)
        self.assertIn("synonym 幼儿园 for 托儿所", said)
        said = self.run_query("--explain-query", "托儿所").stdout
        self.assertIn("synonym 幼儿园: in 3 passages", said)

    def test_several_in_one_run(self):
        self.set_table("synonyms", "幼儿园=托儿所\n教师,老师\n")
        found = self.hits("幼儿园教师")
        self.assertEqual(found[0], ("variant", "7"))
        self.assertEqual(set(found[1:3]), {("synonym", "2"), ("synonym", "3")})
        edits = {hit["id"]: hit["edits"] for hit in
                 self.ask("幼儿园教师")["hits"]}
        self.assertEqual([e["text"] for e in edits["2"]], ["托儿所", "老师"])

    def test_other_script_and_letters(self):
        self.set_table("synonyms", "WTO、世界贸易组织\n")
        self.assertEqual(self.hits("wto"), [("exact", "4"), ("synonym", "5")])
        self.assertIn(("synonym", "4"), self.hits("世界貿易組織"))
        self.assertEqual(self.hits("wtos", code=1), [])

    def test_operators(self):
        self.set_table("synonyms", "幼儿园 托儿所\n")
        self.assertEqual(self.hits("托儿所 AND 工会"), [("synonym", "1")])
        self.assertIn("1", self.ids("NOT 托儿所"))
        self.assertEqual(self.hits("--strict", "托儿所"), [("exact", "2")])
        self.assertEqual(self.hits("-F", "托儿所"), [("exact", "2")])
        self.assertEqual(self.run_query("-c", "托儿所").stdout, "1\n")
        self.assertEqual(
            self.run_query("-c", "--tiers=exact,synonym", "托儿所").stdout,
            "4\n")

    def test_a_full_page_needs_none(self):
        self.set_table("synonyms", "幼儿园 托儿所\n")
        self.assertNotIn("synonym", self.ask("-n1", "托儿所")["counts"])

    def test_without_any(self):
        self.assertNotIn("synonym", self.ask("托儿所")["counts"])

    def test_kept_by_later_runs(self):
        self.set_table("synonyms", "幼儿园 托儿所\n")
        self.run_index("-q", self.write("more.jsonl",
                                        '{"id": "8", "text": "新托儿所"}\n'))
        for command in "--compact", "--check", "--repair":
            self.run_index(command)
            self.assertEqual(self.ask("托儿所")["counts"]["synonym"], 3)
        self.run_index("-q", "--remove", self.folder / "more.jsonl")

    def test_refused(self):
        self.set_table("synonyms", "幼儿园 托儿所\n")
        for text, said in (("工会\n", "synonyms.txt:1: not a group of synonyms"),
                           ("a b\nc\n", "synonyms.txt:2: ")):
            run = self.set_table("synonyms", text, code=1)
            self.assertIn(said, run.stderr)
        self.assertIn("synonym", self.ask("托儿所")["counts"])
        run = self.run_index("--synonyms=/nowhere", code=1)
        self.assertIn("/nowhere", run.stderr)
        run = self.run_index("--synonyms=x", "--stats", code=2)
        self.assertIn("--synonyms cannot be combined", run.stderr)

    def test_against_a_scan(self):
        """Every replacement by hand, and a look at every passage."""
        seed = random.randrange(1 << 30)
        chance = random.Random(seed)
        letters = "甲乙丙丁"
        texts = ["".join(chance.choices(letters, k=chance.randint(1, 8)))
                 for _ in range(200)]
        index = self.make_index(f"scan{seed}", [
            {"id": str(i), "text": text} for i, text in enumerate(texts)])
        words = list(dict.fromkeys(
            "".join(chance.choices(letters, k=chance.randint(2, 3)))
            for _ in range(9)))
        groups = [words[0:3], words[3:5], words[5:]]
        table = self.write("random.txt", "".join(
            " ".join(group) + "\n" for group in groups if len(group) > 1))
        self.run_index("-q", f"--synonyms={table}", index=index)
        for _ in range(60):
            query = "".join(chance.choices(letters, k=chance.randint(1, 6)))
            answer = self.ask("--tiers=exact,synonym", "-n1000", query,
                              index=index, code=None)
            found = {"exact": set(), "synonym": set()}
            for hit in answer["hits"]:
                found[hit["tier"]].add(int(hit["id"]))
            with self.subTest(seed=seed, query=query, groups=groups):
                exact = {i for i, t in enumerate(texts) if query in t}
                others = swapped(query, groups)
                self.assertEqual(found["exact"], exact)
                self.assertEqual(found["synonym"], {
                    i for i, t in enumerate(texts)
                    if any(o in t for o in others)} - exact)

    def ask(self, *options, code=0, **more):
        if code is None:
            code = self.run_query("-o", "json", *options, **more).returncode
        return super().ask(*options, code=code, **more)

    # ---- look-alikes ----------------------------------------------------

    def test_lookalike(self):
        self.assertNotIn(("lookalike", "6"), self.hits("洪涝受灾职工"))
        self.set_table("lookalikes", "# printed, read\n受 党 0.8\n")
        hit = self.ask("洪涝受灾职工")["hits"][0]
        self.assertEqual((hit["tier"], hit["id"]), ("lookalike", "6"))
        self.assertEqual(hit["edits"], [{"query": "受", "text": "党",
                                         "weight": 0.8}])
        self.set_table("lookalikes", "受 党 0\n")
        self.assertNotIn(("lookalike", "6"), self.hits("洪涝受灾职工"))
        run = self.set_table("lookalikes", "受灾 党\n", code=1)
        self.assertIn("lookalikes.txt:1: not a pair", run.stderr)

    def test_learned(self):
        read = self.write("read/a.txt", "暴雨洪涝党灾职工和抢险救灾人员\n")
        truth = self.write("truth/a.txt", "暴雨洪涝受灾职工和抢险救灾人员\n")
        self.write("read/b.txt", "只在一边\n")
        said = self.run_index("--learn-lookalikes", read, truth).stdout
        self.assertEqual(said, "受 党 0.60\n")
        self.assertIn(("lookalike", "6"), self.hits("洪涝受灾职工"))
        said = self.run_index("--learn-lookalikes", read.parent,
                              truth.parent).stdout
        self.assertEqual(said, "受 党 0.60\n")

    def test_learned_from_passages(self):
        read = self.write("read.jsonl", '{"id": 1, "text": "人选福建工会"}\n'
                          '{"id": 2, "text": "人人心的事"}\n')
        truth = self.write("truth.jsonl", '{"id": 2, "text": "入人心的事"}\n'
                           '{"id": 1, "text": "入选福建工会"}\n')
        said = self.run_index("--learn-lookalikes", read, truth).stdout
        self.assertEqual(said, "入 人 0.80\n")

    def test_learned_with_what_was_given(self):
        self.set_table("lookalikes", "甲 由 0.9\n")
        read = self.write("r.txt", "暴雨洪涝党灾职工\n")
        truth = self.write("t.txt", "暴雨洪涝受灾职工\n")
        self.run_index("--learn-lookalikes", read, truth)
        self.assertIn(("lookalike", "6"), self.hits("洪涝受灾职工"))

    def test_learned_against_a_no(self):
        self.set_table("lookalikes", "受 党 0\n")
        read = self.write("r.txt", "暴雨洪涝党灾职工\n")
        truth = self.write("t.txt", "暴雨洪涝受灾职工\n")
        self.run_index("--learn-lookalikes", read, truth)
        self.assertNotIn(("lookalike", "6"), self.hits("洪涝受灾职工"))

    def test_learning_refused(self):
        read = self.write("read/a.txt", "暴雨洪涝党灾职工\n")
        run = self.run_index("--learn-lookalikes", read, code=2)
        self.assertIn("takes two paths", run.stderr)
        other = self.write("other/c.txt", "暴雨\n")
        run = self.run_index("--learn-lookalikes", read.parent, other.parent,
                             code=1)
        self.assertIn("no page in common", run.stderr)
        run = self.run_index("--learn-lookalikes", read, read,
                             index=self.folder / "none", code=3)
        self.assertIn("there is no index", run.stderr)


def swapped(query, groups):
    """The query with words swapped, found from the left, the longest first."""
    words = {word: group for group in groups if len(group) > 1
             for word in group}
    parts = []
    at = 0
    while at < len(query):
        word = max((w for w in words if query.startswith(w, at)), key=len,
                   default=None)
        parts.append(words[word] if word else [query[at]])
        at += len(word or "x")
    return {"".join(way) for way in itertools.product(*parts)} - {query}


if __name__ == "__main__":
    unittest.main()
