#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does yz-index --inspect show what is in the index?

What it says of terms, lists and passages is compared with each other and with
the texts that were indexed. The programs are named by YZ_INDEX and YZ_QUERY.
"""
import json
import os
import subprocess
import unittest

from query_case import QueryCase

HAN = "总工会新建工会驿站"
PARTS = {"text", "directory", "lengths", "records", "strings",
         "gram_dictionary", "gram_lists", "word_dictionary", "word_lists",
         "ids", "sources", "boxes", "frequent_dictionary", "frequent_lists"}


def is_han(text):
    return all("\u4e00" <= c <= "\u9fff" for c in text)


class Inspect(QueryCase):
    PASSAGES = [
        {"report": "a", "id": "1", "text": HAN, "title": "职工之家"},
        {"report": "a", "id": "2", "text": "爱心\n驿站 services"},
        {"report": "b", "id": "1", "text": "去驿站歇歇，工会的驿站"},
        {"report": "b#1", "id": "x#y", "text": "网格员"}]

    def run_index(self, *options, code=0, index=None):
        run = subprocess.run(
            [os.environ["YZ_INDEX"], "-d", index or self.index, *options],
            capture_output=True, check=False, encoding="utf-8",
            env={**os.environ, "LC_ALL": "C.UTF-8"})
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def inspect(self, what, *arguments, **more):
        run = self.run_index(f"--inspect={what}", "--json", *arguments, **more)
        answer = json.loads(run.stdout)
        self.assertEqual(answer.pop("schema"), 1)
        return answer

    def terms(self, *prefix, **more):
        return self.inspect("terms", *prefix, **more)["terms"]

    def postings(self, term):
        return self.inspect("postings", term)["postings"]

    def passage(self, name):
        return self.inspect("passage", name)

    def test_segments_and_statistics_agree(self):
        segments = self.inspect("segments")["segments"]
        stats = json.loads(self.run_index("--stats", "--json").stdout)
        self.assertEqual(stats["segments"], len(segments))
        self.assertEqual(sum(s["passages"] - s["deleted"] for s in segments),
                         stats["passages"])
        self.assertEqual(set(stats["parts"]), PARTS)
        for part in PARTS:
            self.assertEqual(sum(s["parts"][part] for s in segments),
                             stats["parts"][part])
        for segment in segments:
            self.assertEqual(segment["bytes"], sum(segment["parts"].values()))
        self.assertLess(sum(stats["parts"].values()), stats["bytes"])
        self.assertGreater(stats["parts"]["text"], 0)

    def test_terms_are_in_order_and_once(self):
        terms = self.terms()
        keys = [(("gram", "word", "title").index(t["kind"]),
                 t["term"].encode()) for t in terms]
        self.assertEqual(keys, sorted(set(keys)))
        self.assertEqual({t["kind"] for t in terms}, {"gram", "word", "title"})
        self.assertEqual(
            self.terms("驿"),
            [t for t in terms if t["term"].startswith("驿")])
        self.assertEqual(self.terms("龘"), [])

    def test_lists_have_what_dictionaries_say(self):
        """Each term's document frequency is the length of its lists, and each
        posting's passage has the term with that frequency."""
        passages = {}
        for term in self.terms():
            found = [p for p in self.postings(term["term"])
                     if p["kind"] == term["kind"]]
            self.assertEqual(len(found), term["passages"], term)
            for p in found:
                passages.setdefault((p["report"], p["id"]), []).append(
                    (term["kind"], term["term"], p["frequency"]))
        self.assertEqual(len(passages), len(self.PASSAGES))
        for (report, identity), has in passages.items():
            shown = self.passage(f"{report}#{identity}")
            said = [(kind, *t) for kind, name in
                    (("gram", "grams"), ("word", "words"),
                     ("title", "titles")) for t in shown[name]]
            self.assertEqual(sorted(said), sorted(has))

    def test_a_passage_is_as_it_was_given(self):
        shown = self.passage("a#1")
        self.assertEqual((shown["report"], shown["id"]), ("a", "1"))
        self.assertEqual((shown["text"], shown["skeleton"]), (HAN, HAN))
        grams = [gram for gram, _ in shown["grams"]]
        expected = set(HAN) | {HAN[i:i + 2] for i in range(len(HAN) - 1)}
        self.assertEqual(set(grams), expected)
        self.assertEqual(shown["lengths"]["han"], len(HAN))
        self.assertIn("职工", [t for t, _ in shown["titles"]])
        self.assertEqual(self.passage("a#2")["skeleton"].replace(" ", ""),
                         "爱心驿站services")
        # The last # that leads to a passage separates the two names.
        self.assertEqual(self.passage("b#1#x#y")["text"], "网格员")

    def test_text_for_people(self):
        said = self.run_index("--inspect=passage", "a#1").stdout
        self.assertIn(f"skeleton  {HAN}\n", said)
        self.assertRegex(said, r"(?m)^grams .*\b工会\*\d")
        self.assertRegex(self.run_index("--inspect=postings", "驿站").stdout,
                         r"(?m)^gram +\d+ +\d+ +\d+  a#1$")
        self.assertRegex(self.run_index("--inspect=terms", "网格").stdout,
                         r"(?m)^gram +1 +\d+  网格$")
        self.assertRegex(self.run_index("--inspect=segments").stdout,
                         r"\Asegment 1: 4 passages, 0 deleted, \d+ bytes\n"
                         r"  text +\d+\n")

    def test_removed_passages_are_marked(self):
        index = self.make_index("removed", self.PASSAGES)
        self.run_index("-q", "--remove", "a#2", index=index)
        found = self.inspect("postings", "爱心", index=index)["postings"]
        self.assertEqual([p["deleted"] for p in found], [True])
        run = self.run_index("--inspect=passage", "a#2", code=1, index=index)
        self.assertIn("no passage of this name", run.stderr)

    def test_several_segments(self):
        index = self.make_index("several", self.PASSAGES)
        more = self.folder / "more.jsonl"
        more.write_text(json.dumps({"report": "c", "id": "1", "text": HAN}),
                        encoding="utf-8")
        self.run_index("-q", more, index=index)
        self.assertEqual(len(self.inspect("segments",
                                          index=index)["segments"]), 2)
        both = {(t["kind"], t["term"]): t["passages"]
                for t in self.terms(index=index)}
        one = {(t["kind"], t["term"]): t["passages"] for t in self.terms()}
        self.assertEqual(set(both), set(one))
        for kind, term in one:
            more_of = kind == "gram" and term in HAN
            if kind == "gram" and is_han(term):
                self.assertEqual(both[kind, term],
                                 one[kind, term] + more_of, term)

    def test_what_it_takes(self):
        for words, said in ((["nothing"], "not one of segments, terms"),
                            (["segments", "a"], "takes no argument"),
                            (["terms", "a", "b"], "beginning of a term"),
                            (["postings"], "takes one term"),
                            (["passage"], "takes one REPORT#ID")):
            run = self.run_index(f"--inspect={words[0]}", *words[1:], code=2)
            self.assertIn(said, run.stderr)
        self.run_index("--inspect=terms", "--stats", code=2)
        for what, name in (("postings", "龘龘"), ("postings", "工会驿站"),
                           ("passage", "a#9"), ("passage", "a")):
            run = self.run_index(f"--inspect={what}", name, code=1)
            self.assertIn(f"yz-index: {name}: the index has no", run.stderr)
        self.run_index("--inspect=segments", code=3,
                       index=self.folder / "none")


if __name__ == "__main__":
    unittest.main()
