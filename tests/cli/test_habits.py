# SPDX-License-Identifier: MIT
"""What newcomers did, from beginning to end: a reader with the pages of a
newspaper, a scripter with a collection and Python's csv, an archivist whose
folders change. None of them has jq."""
import csv
import io
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = ROOT / "tests/data/collections/drcd/corpus.jsonl"
TOPICS = ("工会", "驿站", "茶业", "铁路", "学校", "水利", "粮食", "医院")


class Habits(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def run_program(self, name, *options, code=0, given=None):
        run = subprocess.run([os.environ[name], *map(str, options)],
                             input=given, capture_output=True, check=False,
                             encoding="utf-8", cwd=self.folder,
                             env={**os.environ, "LC_ALL": "C.UTF-8"})
        self.assertEqual(run.returncode, code, run.stderr)
        return run

    def index(self, *options, **more):
        return self.run_program("YZ_INDEX", *options, **more)

    def query(self, *options, **more):
        return self.run_program("YZ_QUERY", *options, **more).stdout

    def rows(self, *options, **more):
        text = self.query("-o", "csv", "--header", *options, **more)
        return list(csv.DictReader(io.StringIO(text), strict=True))

    def pages(self, first, last, folder="pages"):
        (self.folder / folder).mkdir(exist_ok=True)
        for number in range(first, last):
            topic = TOPICS[number % len(TOPICS)]
            day = f"19{50 + number // 12:02}年{number % 12 + 1}月1日"
            (self.folder / folder / f"page{number:03}.txt").write_text(
                f"{day}\n\n{topic}工作会议召开\n\n"
                f"本市{topic}工作会议昨日召开，会议讨论了第{number}号议案，"
                f"与会代表一致认为{topic}事业\n应当继续发展。\n\n"
                f"图为{topic}代表在会场。\n", encoding="utf-8")


class Reader(Habits):
    """Sixty pages: index, refine, read on, export, correct, add weekly."""

    def test_reader(self):
        self.pages(0, 60)
        (self.folder / "pages/cover.png").write_bytes(b"\x89PNG")
        (self.folder / "pages/notes.md").write_text("# 笔记", encoding="utf-8")
        self.index("pages")
        self.assertIn("cover.png: passed over",
                      self.index("-v", "pages").stderr)
        # Refine: fewer, newer, the other way round.
        self.assertEqual(self.query("-c", "铁路事业"), "8\n")
        found = self.rows("铁路事业", "--since=1952", "--sort=date",
                          "--fields=date,path", "-n", "all",
                          "--tiers=certain")
        dates = [row["date"] for row in found]
        self.assertEqual(dates, sorted(dates, reverse=True))
        turned = self.rows("铁路事业", "--since=1952", "--sort=date", "-r",
                           "--fields=date", "-n", "all", "--tiers=certain")
        self.assertEqual([row["date"] for row in turned], dates[::-1])
        # Read on: the page itself, as text and as HTML.
        page = found[0]["path"]
        read = self.query("--page", page, "--highlight=铁路事业")
        self.assertIn("【铁路事业】应当继续发展", read)
        self.assertIn("图为铁路代表在会场", read)
        self.assertIn("<mark>铁路事业</mark>",
                      self.query("--page", page, "--highlight=铁路事业", "-o",
                                 "html"))
        # Export for a colleague who opens it in a spreadsheet.
        text = self.query("-o", "csv", "--spreadsheet", "--header", "-n",
                          "all", "--fields=date,title,text", "会议")
        self.assertTrue(text.startswith("\ufeffdate,title,text"))
        # Correct what the OCR engine misread: dump, edit, put back.
        dumped = self.index("--dump", page).stdout
        fixed = self.folder / "fixed.jsonl"
        fixed.write_text(dumped.replace("代表", "模范代表"), encoding="utf-8")
        self.index(fixed)
        self.assertEqual(self.query("-c", "铁路模范代表"), "1\n")
        self.assertEqual(self.query("-c", "铁路事业"), "8\n")
        # Next week there are more pages; the correction stays.
        self.pages(60, 67)
        said = self.index("pages").stdout
        self.assertIn("indexed 7 reports", said)
        self.assertEqual(self.query("-c", "铁路模范代表"), "1\n")
        self.assertEqual(len(self.index("--list").stdout.splitlines()), 67)


class Scripter(Habits):
    """20,000 passages: a table, a timeline, collocates, every 的."""

    PASSAGES = 20000

    def passages(self):
        lines = COLLECTION.read_text(encoding="utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines]
        pieces = [text[at:at + 40] for text in texts
                  for at in range(0, len(text), 25) if text[at:at + 40]]
        for number in range(self.PASSAGES):
            piece = pieces[number % len(pieces)]
            yield {"id": str(number), "text": f"{piece}第{number}的",
                   "date": f"{1900 + number % 80}-06-01",
                   "author": TOPICS[number % len(TOPICS)],
                   "year": 1900 + number % 80}

    def test_scripter(self):
        passages = list(self.passages())
        source = self.folder / "corpus.jsonl"
        source.write_text("".join(json.dumps(p) + "\n" for p in passages),
                          encoding="utf-8")
        self.index("--field=author:keyword,year:number", source)
        # A thousand queries to one table that joins back.
        queries = [p["text"][at:at + 3].replace("\n", "") or "的"
                   for p, at in zip(passages[::20], range(1000))
                   for at in [at % 20]]
        queries = [q for q in queries
                   if not set(q) & set(' \t\u3000+-!~*^()|"\'“”「」‘’?？&：:（）')]
        rows = self.rows("--batch", "-n", "3", "--tiers=certain",
                         "--fields=query_index,query,id,date,extra.author",
                         given="".join(q + "\n" for q in queries))
        self.assertGreater(len(rows), 2 * len(queries))
        for row in rows:
            self.assertEqual(queries[int(row["query_index"])], row["query"])
            self.assertEqual(passages[int(row["id"])]["author"],
                             row["extra.author"])
        # A timeline, and the same by declared fields.
        facet = self.rows("第1 OR 的", "--facet=year", "--facet-gaps")
        self.assertEqual(len(facet), 80)
        self.assertEqual(sum(int(r["count"]) for r in facet), self.PASSAGES)
        plot = self.query("的", "-n", "0", "--facet=year", "--plot")
        self.assertEqual(plot.count("█" * 40), 80)
        counted = self.rows("year:1910..1919", "--facet=author")
        wanted = Counter(p["author"] for p in passages
                         if 1910 <= p["year"] <= 1919)
        self.assertEqual({r["value"]: int(r["count"]) for r in counted}, wanted)
        # All hits of 的, by any of the formats.
        every = self.query("-n", "all", "-o", "tsv", "--fields=id", "的")
        self.assertEqual(len(set(every.split())), self.PASSAGES)
        matches = sum(p["text"].count("的") for p in passages)
        self.assertEqual(self.query("--count=matches", "的"), f"{matches}\n")
        lines = self.query("-n", "all", "-o", "kwic", "--width=6", "的")
        self.assertEqual(len(lines.splitlines()), matches)


class Archivist(Habits):
    """A folder is renamed, pages are removed; the index is pruned, listed."""

    def listed(self):
        text = self.index("--list", "-o", "csv").stdout
        return {row["path"]: int(row["passages"])
                for row in csv.DictReader(io.StringIO(text), strict=True)}

    def test_archivist(self):
        self.pages(0, 40, "old")
        self.pages(40, 50, "other")
        self.index("old", "other")
        self.assertEqual(len(self.listed()), 50)
        # Copied by mistake: one line says so, one command takes it back.
        shutil.copytree(self.folder / "old", self.folder / "copy")
        said = self.index("copy").stderr.splitlines()
        self.assertEqual(len(said), 1, said)
        self.assertIn("40 files are the same", said[0])
        self.assertIn("removed 40 reports",
                      self.index("--remove", "copy").stdout)
        # Renamed: the old name is gone, and pruned without reading anything.
        (self.folder / "old").rename(self.folder / "new")
        self.index("new")
        self.assertEqual(len(self.listed()), 90)
        self.assertIn("removed 40 reports",
                      self.index("--prune-only", "old").stdout)
        self.assertTrue(all(path.startswith(("new/", "other/"))
                            for path in self.listed()))
        # Pages are removed; a run over everything sees that.
        for number in range(3):
            (self.folder / f"new/page{number:03}.txt").unlink()
        (self.folder / "other/page041.txt").write_text("改过的一页。\n",
                                                     encoding="utf-8")
        self.assertIn("removed 3 reports", self.index("--prune-only").stdout)
        listed = self.listed()
        self.assertEqual(len(listed), 47)
        # What changed waits until it is asked for.
        self.assertEqual(self.query("-c", "改过的一页", code=1), "0\n")
        self.index("other")
        self.assertEqual(self.query("-c", "改过的一页"), "1\n")
        # A folder with nothing wrong in it ends well.
        (self.folder / "new/scan.jpg").write_bytes(b"\xff\xd8\xff")
        (self.folder / "new/readme.md").write_text("说明", encoding="utf-8")
        self.index("new", "other", "--prune")
        # Paths open from here, and from anywhere.
        inside = self.folder / "elsewhere"
        inside.mkdir()
        for form in "absolute", "relative":
            paths = self.query("-d", self.folder / "yizhan.index", "-o", "tsv",
                               "--fields=path", f"--path={form}", "-n", "all",
                               "会议").split()
            for path in paths:
                self.assertTrue((self.folder / path).exists(), path)
        self.index("--remove", "nothing", code=1)
        self.index("--check")


if __name__ == "__main__":
    unittest.main()
