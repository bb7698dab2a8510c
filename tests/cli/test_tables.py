# SPDX-License-Identifier: MIT
"""Tables, concordances, counts and pages, read back by other programs' eyes."""
import csv
import io
import json
import os
import re
import subprocess
import unicodedata
import unittest
import urllib.parse

from query_case import QueryCase

TEXTS = ('工会,"驿站"', "工会\n第二行", "=工会", "-工会 -5", "+工会", "@工会",
         "工会\t制表", " 工会 ", "-12", "工会ｗｉｄｅ宽", "\r工会", "工會")


def width(text):
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


class Tables(QueryCase):
    PASSAGES = [{"id": str(i), "text": text, "title": "=标题", "date":
                 f"2001-0{i % 9 + 1}-01", "n": i - 3, "author": f"@{i}"}
                for i, text in enumerate(TEXTS)]

    def table(self, *options, **more):
        run = self.run_query("-q", "-o", "csv", *options, **more)
        self.assertIn(run.returncode, (0, 1), run.stderr)
        return run.stdout

    def rows(self, *options, **more):
        return list(csv.DictReader(io.StringIO(
            self.table("--header", *options, **more), newline=""), strict=True))

    def bytes_of(self, *options):
        return self.run_query("-q", "-o", "csv", *options, given=b"").stdout

    def test_csv_is_exact(self):
        """Bytes, as a text stream would read CR LF as one."""
        printed = self.bytes_of("-n", "all", "--fields=id,text", "工会 OR 12")
        found = dict(csv.reader(io.StringIO(printed.decode(), newline="")))
        self.assertEqual(found, {str(i): t for i, t in enumerate(TEXTS)})
        self.assertTrue(printed.endswith(b"\r\n"))

    def test_csv_and_json_agree(self):
        fields = ("rank,score,tier,id,kind,path,line,page,date,title,section,"
                  "report,snippet,text,query,query_index,surface,extra.n,"
                  "extra.author,extra.none")
        rows = self.rows("-n", "all", f"--fields={fields}", "工会")
        hits = self.ask("-n", "1000000", "工会")["hits"]
        self.assertEqual(",".join(rows[0]), fields)
        self.assertEqual(len(rows), len(hits))
        for row, hit in zip(rows, hits):
            for name in "rank score tier id kind date title report".split():
                self.assertEqual(row[name], str(hit[name]))
            self.assertEqual(row["snippet"], hit["snippet"]["text"])
            self.assertEqual(row["extra.n"], str(hit["extra"]["n"]))
            self.assertEqual(row["extra.none"], "")
            self.assertEqual(row["query"], "工会")

    def test_a_batch_joins_back(self):
        queries = ["工会", "没有的", "-工会", 'title:标题 "工会"', "=工会"]
        rows = self.rows("--batch", "-n", "all", given="\n".join(queries))
        self.assertEqual(list(rows[0])[0], "query")
        for query in queries:
            found = [r["id"] for r in rows if r["query"] == query]
            self.assertEqual(found, self.ids("-n", "all", "--", query,
                                             code=0 if found else 1))

    def test_a_spreadsheet_runs_nothing(self):
        printed = self.bytes_of("-n", "all", "--spreadsheet",
                                "--fields=id,text,title,extra.n,extra.author,"
                                "score,query", "--", "-没有").decode()
        self.assertEqual(printed[0], "\ufeff")
        rows = list(csv.reader(io.StringIO(printed[1:], newline="")))
        self.assertEqual(len(rows), len(TEXTS))
        for number, text, title, n, author, score, query in rows:
            self.assertEqual(title, "'=标题")
            self.assertEqual(author, "'@" + number)
            self.assertEqual(n, str(int(number) - 3))
            self.assertEqual(float(score), 0)
            self.assertEqual(query.strip(), "-没有")
            self.assertEqual(text.removeprefix("'"), TEXTS[int(number)])
            self.assertEqual(text[0] == "'", TEXTS[int(number)][0] in
                             "=+-@\t\r" and TEXTS[int(number)] != "-12")

    def test_facets_and_counts_are_tables(self):
        rows = self.rows("工会", "--facet=month,extra.n")
        self.assertEqual(set(rows[0]), {"facet", "value", "count"})
        facets = self.ask("工会", "--facet=month,extra.n", "-n", "1")["facets"]
        self.assertEqual(
            [(r["facet"], r["value"], int(r["count"])) for r in rows],
            [(name, v["value"], v["count"]) for name in ("month", "n")
             for v in facets[name]])
        rows = self.rows("--batch", "-c", given="工会\n没有\n")
        self.assertEqual([(r["query"], r["count"]) for r in rows],
                         [("工会", "11"), ("没有", "0")])

    def test_counts(self):
        hits = self.ask("-n", "all", "--tiers=certain", "工会")["hits"]
        self.assertEqual(self.run_query("-c", "工会").stdout, f"{len(hits)}\n")
        self.assertEqual(
            self.run_query("--count=matches", "工会").stdout,
            f"{sum(len(hit['matches']) for hit in hits)}\n")
        self.assertEqual(self.run_query("--count=reports", "工会").stdout,
                         "1\n")
        self.assertEqual(
            len(self.run_query("-O", "-n", "all", "工会").stdout.split("\n")),
            1 + sum(len(hit["matches"]) for hit in hits))

    def test_a_concordance_is_aligned(self):
        run = self.run_query("-o", "kwic", "-n", "all", "--width=10", "工会")
        lines = run.stdout.splitlines()
        self.assertEqual(len(lines), 11)
        places = {width(line[:line.index("  工")]) for line in lines
                  if "  工" in line}
        self.assertEqual(len(places), 1, run.stdout)
        right = self.run_query("-o", "kwic", "-n", "all", "--sort=right",
                               "工会").stdout.splitlines()
        after = [line.split("  工会  ")[1] for line in right
                 if "  工会  " in line and "行" not in line and
                 "制表" not in line]
        self.assertEqual(after, sorted(after, key=str.encode))

    def test_dates(self):
        for options, reverse in ((), True), (("-r",), False):
            hits = self.ask("--sort=date", "-n", "all", *options,
                            "工会")["hits"]
            dates = [hit["date"] for hit in hits]
            self.assertEqual(dates, sorted(dates, reverse=reverse))
            self.assertEqual({hit["tier"] for hit in hits},
                             {"exact", "variant"})
            # Pages of two, by cursors, are the same hits.
            cursor, paged = None, []
            while True:
                page = self.ask("--sort=date", "-n", "2", *options, "工会",
                                *(["--after", cursor] if cursor else []))
                paged += [hit["id"] for hit in page["hits"]]
                cursor = page["next"]
                if not cursor:
                    break
            self.assertEqual(paged, [hit["id"] for hit in hits])
        answer = self.ask("--sort=date", "-n", "2", "工会")
        self.refused(2, "cursor", "--sort=date", "-r", "--after",
                     answer["next"], "工会")
        gaps = self.ask("工会", "-n", "0", "--facet=day", "--facet-gaps")
        days = [v["value"] for v in gaps["facets"]["day"]]
        self.assertEqual((days[0], days[-1], len(days)),
                         ("2001-01-01", "2001-08-01", 213))
        self.assertEqual(gaps["hits"], [])

    def test_refusals(self):
        for options, said in (
                (["--fields=rank"], "needs -o csv"),
                (["--fields=rang", "-o", "csv"], "unknown field"),
                (["--header"], "needs -o csv"),
                (["--sort=right"], "need -o kwic"),
                (["-O", "-o", "json"], "--fields=surface"),
                (["--count=pages"], "passages, matches, reports"),
                (["--plot", "-o", "json"], "needs -o text"),
                (["--highlight=x"], "needs --page"),
                (["--limitt=3"], "did you mean --limit?"),
                (["--colour=never"], "did you mean --color?"),
                (["--help=some"], "not all"),
                (["-n", "0"], "--facet")):
            self.refused(2, said, *options, "工会")
        self.refused(2, "--batch", "-")

    def test_null_ends(self):
        run = self.run_query("-l", "-0", "工会")
        self.assertEqual(run.stdout, f"{self.folder}/index.jsonl\0")
        run = self.run_query("--batch", "-0", "-c", given="工会\n\0没有\0")
        self.assertEqual(run.stdout.split(), ["11", "0"])

    def test_places_are_links(self):
        name = "页 1%.jsonl"
        source = self.folder / name
        source.write_text(json.dumps({"text": "工会驿站"}) + "\n", "utf-8")
        index = self.folder / "links"
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", index, source],
                       check=True)
        link = re.compile("\033\\]8;;(.*?)\033\\\\(.*?)\033\\]8;;\033\\\\")
        for path in ("given", "relative"):
            run = self.run_query("--hyperlinks=always", f"--path={path}",
                                 "工会", index=index)
            (target, shown), = link.findall(run.stdout)
            host, path = re.match("file://([^/]*)(/.*)", target).groups()
            self.assertEqual(urllib.parse.unquote(path), str(source))
            self.assertEqual(host, urllib.parse.quote(os.uname().nodename))
            self.assertTrue(shown.endswith(f"{name}:1"))
            self.assertNotIn(" ", target)
        for options in ((), ("--hyperlinks=never",),
                        ("--hyperlinks=always", "-o", "json")):
            self.assertNotIn("\033", self.run_query(*options, "工会",
                                                    index=index).stdout)

    def test_a_page(self):
        report = str(self.folder / "index.jsonl")
        run = self.run_query(f"--page={report}#2", "--highlight=工会")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(run.stdout.count("【工"), 11)
        self.assertIn("\n> =【工会】\n", run.stdout)
        html = self.run_query(f"--page={report}", "-o", "html").stdout
        self.assertEqual(html.count("<p id="), len(TEXTS))
        self.refused(1, "no report", "--page=nothing")

    def test_tier_groups(self):
        self.assertEqual(
            set(self.ask("--tiers=certain", "工会")["counts"]),
            {"exact", "variant"})
        self.assertLessEqual(
            {"exact", "variant", "lookalike"},
            set(self.ask("--tiers=likely", "工会")["counts"]))
        self.assertEqual(json.loads(self.run_query("--json", "工会").stdout)
                         ["count"], 11)


if __name__ == "__main__":
    unittest.main()
