# SPDX-License-Identifier: MIT
"""Are members of `extra` found, counted and shown, declared or not?"""
import json
import os
import subprocess
import unittest

from query_case import QueryCase


class Fields(QueryCase):
    PASSAGES = (
        {"id": "1", "text": "工会驿站", "author": "王小明", "year": 1999,
         "issue": "A-12", "Case": "x"},
        {"id": "2", "text": "工会驿站", "author": "李大國", "year": 2004.5},
        {"id": "3", "text": "工会驿站", "author": ["王五", "赵六"],
         "year": "2010", "issue": "A..B"},
        {"id": "4", "text": "工会驿站"})

    def yz_index(self, *options, code=0, index=None):
        run = subprocess.run(
            [os.environ["YZ_INDEX"], "-d", index or self.index, *options],
            capture_output=True, check=False, encoding="utf-8")
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def found(self, query, *options):
        run = self.run_query("-q", "-o", "jsonl", "-n", "99", query, *options)
        self.assertIn(run.returncode, (0, 1), run.stderr)
        return sorted(json.loads(line)["id"]
                      for line in run.stdout.splitlines())

    def test_fields(self):
        # Nobody declared anything: a name alone is text.
        self.assertEqual(self.found("extra.author:王"), ["1", "3"])
        self.assertEqual(self.found("extra.year:1990..2000"), ["1"])
        self.assertEqual(self.found("extra.year:2010"), ["3"])
        self.assertEqual(self.found("extra.Case:x"), ["1"])
        self.assertIn("unknown field", self.run_query("author:王").stderr)
        self.refused(2, "unknown field", "--strict", "author:王")
        self.refused(2, "--facet", "--facet=author", "工会")
        # Declared later: the index is made again from what it has.
        self.yz_index("--field=author:text", "--field=year:number,issue:keyword")
        self.assertEqual(self.found("author:国"), ["2"])
        self.assertEqual(self.found("AUTHOR：（王 赵）"), ["3"])
        self.assertEqual(self.found("year:>=2004.5"), ["2", "3"])
        self.assertEqual(self.found("year:（1999 OR 2010.0）"), ["1", "3"])
        self.assertEqual(self.found("issue:A"), [])
        self.assertEqual(self.found("issue:A..B"), ["1", "3"])
        self.assertEqual(self.found('issue:"A..B"'), ["3"])
        self.assertEqual(self.found("工会 -author:王"), ["2", "4"])
        self.assertEqual(self.found("--strict", "extra.author:王"), ["1", "3"])
        self.refused(2, "not a number", "--strict", "year:abc")
        answer = self.ask("工会", "--facet=author,extra.Case", "-n", "1",
                          "--sort=source")
        self.assertEqual(answer["facets"]["Case"],
                         [{"value": "", "count": 3}, {"value": "x", "count": 1}])
        self.assertEqual({v["value"] for v in answer["facets"]["author"]},
                         {"", "王小明", "李大國", "王五", "赵六"})
        self.assertEqual(answer["hits"][0]["extra"],
                         {"author": "王小明", "year": 1999, "issue": "A-12",
                          "Case": "x"})
        # The same again changes nothing; a type can be changed.
        before = self.yz_index("--inspect=segments", "--json").stdout
        self.yz_index("--field=author:text")
        self.assertEqual(self.yz_index("--inspect=segments", "--json").stdout,
                         before)
        self.yz_index("--field=author:keyword")
        self.assertEqual(self.found("author:王"), [])
        self.assertEqual(self.found("author:王五"), ["3"])
        self.yz_index("--check")
        stats = json.loads(self.yz_index("--stats", "--json").stdout)
        self.assertEqual(stats["fields"], [
            {"name": "author", "type": "keyword"},
            {"name": "year", "type": "number"},
            {"name": "issue", "type": "keyword"}])
        terms = json.loads(self.yz_index("--inspect=terms", "year:",
                                         "--json").stdout)["terms"]
        self.assertEqual([(t["term"], t["kind"]) for t in terms], [
            ("year:1999", "field"), ("year:2004.5", "field"),
            ("year:2010", "field")])
        postings = json.loads(self.yz_index("--inspect=postings", "author:赵六",
                                            "--json").stdout)["postings"]
        self.assertEqual([p["id"] for p in postings], ["3"])
        # Repair keeps the declarations.
        self.yz_index("--repair")
        self.assertEqual(self.found("year:1999"), ["1"])

    def test_bad_declarations(self):
        for bad in ("author", "author:date", "kind:text", "a b:text",
                    "a:text,a:keyword", ":text", "extra.a:text"):
            said = self.yz_index(f"--field={bad}", code=2,
                                 index=self.folder / "none").stderr
            self.assertIn("--field", said)
        self.assertFalse((self.folder / "none").exists())
        self.yz_index("--field=a:text", "--stats", code=2)


if __name__ == "__main__":
    unittest.main()
