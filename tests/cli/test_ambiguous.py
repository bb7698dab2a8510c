#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does yz-query find what people mean by inputs that can be read in two ways?

The inputs and the passages that each must find are in tests/data/queries/. The
programs are named by YZ_INDEX and YZ_QUERY.
"""
import csv
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data" / "queries"
KINDS = {"p": "paragraph", "caption": "caption"}


def read_tsv(name):
    with open(DATA / name, encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def passages():
    for key, kind, date, page, text in read_tsv("passages.tsv"):
        yield {"id": key, "kind": KINDS[kind], "date": date, "section": page,
               "text": text.replace("\\n", "\n")}


class Ambiguous(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.index = os.path.join(folder.name, "index")
        source = Path(folder.name) / "passages.jsonl"
        lines = [json.dumps(p, ensure_ascii=False) for p in passages()]
        assert len(lines) == 24
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", cls.index,
                        str(source)], check=True)

    def ask(self, query, tiers):
        """The exit code, the answer (None if there is none), the messages."""
        run = subprocess.run(
            [os.environ["YZ_QUERY"], "-d", self.index, f"--tiers={tiers}",
             "-o", "json", "-n", "100", "--", query],
            capture_output=True, encoding="utf-8", check=False)
        answer = json.loads(run.stdout) if run.stdout.strip() else None
        return run.returncode, answer, run.stderr

    def check(self, query, warnings, hits):
        code, answer, said = self.ask(query, "exact,variant")
        if hits == "error":
            self.assertEqual(code, 2, said)
            self.assertIn("the query is empty", said)
            return
        self.assertEqual(code, 0 if hits else 1, said)
        found = {hit["id"] for hit in answer["hits"]}
        self.assertEqual(found, set(hits.split()))
        self.assertEqual(answer["count"], len(found))
        # The table has the parser's; what the snapshot decides comes on top.
        parsed = [w for w in answer["warnings"]
                  if " matches, so " not in w["message"]
                  and " finds nothing with any " not in w["message"]]
        self.assertEqual(len(parsed), int(warnings))

    def test_table(self):
        rows = list(read_tsv("ambiguous.tsv"))[1:]
        self.assertGreater(len(rows), 80)
        for query, _, warnings, hits in rows:
            with self.subTest(query=query):
                self.check(query, warnings, hits)

    def test_order(self):
        """Exact in any layout, then traditional, then close together."""
        _, answer, _ = self.ask("工会驿站", "exact,variant,near")
        hits = [(hit["tier"], hit["id"]) for hit in answer["hits"]]
        self.assertEqual(sorted(hits[:6]), [
            ("exact", key) for key in ("1", "2", "21", "22", "5", "6")])
        self.assertEqual(hits[6:], [("variant", "7"), ("near", "18")])


if __name__ == "__main__":
    unittest.main()
