#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is every output of yz-query what its format says, whatever passages hold?"""
import json
import unicodedata
import unittest
from html.parser import HTMLParser

from query_case import QueryCase

# Each has 工会 in it, for a query that finds all.
ODD = {
    "quotes": "他说\"工会\"、'工会'和\\工会\\。",
    "markup": "<b>工会</b> & <script>alert('工会')</script> &amp;",
    "controls": "工会\1\a\33[31m红\33]0;x\a\x7f\x85\x9b工会",
    "bidi": "工会\u202e倒过来\u202c和\u2066隔开\u2069工会\u200f。",
    "lines": "工会\n第二行\t工会\r\n第三行\u2028第四行\u2029工会",
    "beyond": "𠀀𠀁工会𡘙👩‍👩‍👧e\u0301工会\ufeff",
    "zero": "工会\0零\0工会",
    "nothing": "工会\ufffd\ufffe\uffff\ue000工会",
    "marks": "工\u0301会 工会\u0301\u0302\u0303",
    "ids\tand\nlines": "工会的编号",
    "long": "工会" * 3000 + "\"\\\n" * 500,
}
HOSTILE = "\33]0;title\7<i>\"\\\u202e\t\n栏目"


def is_safe(text):
    """A terminal shows the text and does nothing else."""
    return not any(c != "\n" and (
        unicodedata.category(c) == "Cc"
        or unicodedata.bidirectional(c) in (
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
                   for c in text)


class Page(HTMLParser):
    """The elements of a page, and the texts that are marked."""
    def __init__(self, page):
        super().__init__()
        self.tags, self.marked, self.open = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "mark":
            self.marked.append(data)


class Formats(QueryCase):
    PASSAGES = [{"id": key, "text": text, "title": HOSTILE,
                 "section": HOSTILE} for key, text in ODD.items()]

    def output(self, form, *options):
        run = self.run_query("-o", form, "-n", "100", *options)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout  # which was valid UTF-8

    def check_snippet(self, snippet):
        text = snippet["text"].encode()
        marked = [text[b:e].decode() for b, e in snippet["highlights"]]
        parts = snippet["segments"]
        self.assertEqual("".join(t for t, _ in parts), snippet["text"])
        self.assertEqual([t for t, match in parts if match], marked)
        self.assertTrue(all(t.startswith("工") for t in marked), marked)
        self.assertNotIn("", [t for t, _ in parts])

    def test_json(self):
        for options in (), ("--full",), ("--width=1",), ("--width=7",):
            with self.subTest(options=options):
                output = self.output("json", *options, "工会")
                self.assertEqual(output.count("\n"), 1)
                self.assertTrue(is_safe(output))
                hits = {h["id"]: h for h in json.loads(output)["hits"]}
                self.assertEqual(set(hits), set(ODD))
                for hit in hits.values():
                    self.check_snippet(hit["snippet"])
                    self.assertEqual(hit["title"], HOSTILE)

    def test_whole_passages_come_back(self):
        lines = self.output("jsonl", "--full", "工会").splitlines()
        for hit in map(json.loads, lines):
            given = ODD[hit["id"]]
            for mark, means in ("<b>", ""), ("</b>", ""), ("&amp;", "&"):
                given = given.replace(mark, means)
            shown = hit["snippet"]["text"]
            self.assertEqual(shown.split(), given.split(), hit["id"])

    def test_matches_are_the_source_s(self):
        for line in self.output("jsonl", "工会").splitlines():
            hit = json.loads(line)
            text = ODD[hit["id"]].encode()
            for match in hit["matches"]:
                begin, end = match["bytes"]
                self.assertEqual(text[begin:end].decode(), match["surface"])

    def test_several_snippets(self):
        hits = json.loads(self.output("json", "--snippets=3", "--width=10",
                                      "工会"))["hits"]
        for hit in hits:
            self.assertEqual(hit["snippets"][0], hit["snippet"])
            self.assertLessEqual(len(hit["snippets"]), 3)
            for snippet in hit["snippets"]:
                self.check_snippet(snippet)

    def test_tsv(self):
        rows = [r.split("\t") for r in self.output("tsv", "工会").split("\n")]
        self.assertEqual(rows.pop(), [""])
        self.assertEqual({len(r) for r in rows}, {8})
        self.assertEqual([r[0] for r in rows],
                         [str(i + 1) for i in range(len(ODD))])
        self.assertIn("ids\\tand\\nlines", {r[3] for r in rows})
        self.assertTrue(all(is_safe("".join(r)) for r in rows))

    def test_vimgrep(self):
        lines = self.output("vimgrep", "工会").splitlines()
        self.assertEqual(len(lines), len(ODD))
        for line in lines:
            self.assertRegex(
                line, rf"\A{self.folder}/index\.jsonl:\d+:\d+:.*工")
            self.assertTrue(is_safe(line))

    def test_text(self):
        output = self.output("text", "-C1", "--explain", "--facet=section",
                             "工会")
        self.assertTrue(is_safe(output))
        self.assertEqual(output.count("工会的编号"), 3)

    def test_html(self):
        output = self.output("html", "-C1", "--facet=section", "--full",
                             "工会 OR \"<b>&'\"")
        page = Page(output)
        self.assertEqual(page.open, [])
        self.assertEqual(page.tags.count("article"), len(ODD))
        self.assertFalse({"b", "i", "script"} & set(page.tags))
        self.assertGreater(page.marked.count("工会"), 3000)
        self.assertTrue(is_safe(output))

    def test_messages(self):
        run = self.run_query("--strict", "\33]0;x\7\u202e鱲")
        self.assertEqual(run.returncode, 1)
        self.assertTrue(is_safe(run.stderr))


if __name__ == "__main__":
    unittest.main()
