#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does yz-query keep the promises of docs/contract.md, seen from a shell?"""
import json
import os
import re
import shutil
import subprocess
import unittest

from query_case import QueryCase

PASSAGES = [
    {"id": "1", "text": "工会驿站加入就业服务。", "date": "2024-05-01",
     "section": "维护职工权益", "title": "谱写新华"},
    {"id": "2", "text": "工会的爱心驿站", "kind": "caption",
     "date": "2024-12-31", "title": "谱写新华"},
    {"id": "3", "text": "工會驛站開門", "date": "2025-01-04"},
    {"id": "4", "text": "骑手在站里歇脚，工会送水"},
    {"id": "5", "text": "Snow White is serving tea"},
    {"id": "6", "text": "白雪公主是谁写的"},
]


class Answers(QueryCase):
    PASSAGES = PASSAGES

    def test_tiers_stand_in_order(self):
        answer = self.ask("工会驿站")
        self.assertEqual([(h["id"], h["tier"]) for h in answer["hits"]],
                         [("1", "exact"), ("3", "variant"), ("2", "near")])
        self.assertEqual(answer["count"], 2)
        self.assertEqual(answer["counts"], {"exact": 1, "variant": 1,
                                            "lookalike": 0, "near": 1,
                                            "words": 0})

    def test_worse_tiers_are_tried_only_for_a_full_page(self):
        answer = self.ask("-n", "2", "工会驿站")
        self.assertEqual(answer["counts"], {"exact": 1, "variant": 1})

    def test_members_of_a_hit(self):
        hit = self.ask("-n", "1", "工会驿站")["hits"][0]
        self.assertEqual(list(hit), [
            "rank", "score", "tier", "edits", "id", "report", "kind", "title",
            "section", "date", "source", "snippet", "matches"])
        self.assertEqual(hit["source"]["lines"], [[1, 1]])
        self.assertEqual(hit["matches"], [
            {"line": 1, "column": 1, "bytes": [0, 12],
             "surface": "工会驿站"}])
        self.assertEqual(hit["snippet"]["segments"], [
            ["工会驿站", True], ["加入就业服务。", False]])

    def test_words_of_the_line_are_joined(self):
        self.assertEqual(self.ask("工会", "驿站")["query"], "工会 驿站")

    def test_filters(self):
        self.assertEqual(self.ids("-k", "caption", "工会"), ["2"])
        self.assertEqual(self.ids("类型：图片 工会"), ["2"])
        self.assertEqual(self.ids("--section", "职工", "工会"), ["1"])
        self.assertEqual(self.ids("栏目：职工 工会"), ["1"])
        self.assertEqual(self.ids("标题：新华 -爱心"), ["1"])
        self.assertEqual(self.ids("--until=2024-05", "工会"), ["1"])
        self.assertEqual(self.ids("--since=2024-12", "--until=2024", "工会"),
                         ["2"])
        self.assertEqual(set(self.ids("date:2024..2025 工会")),
                         {"1", "2", "3"})
        self.assertEqual(len(self.ids("--report=*.jsonl", "工会")), 4)
        self.assertEqual(self.ids("--report=nothing", "工会", code=1), [])

    def test_orders(self):
        self.assertEqual(self.ids("--sort=date", "工会"), ["3", "2", "1", "4"])
        self.assertEqual(self.ids("--sort=source", "工会"),
                         ["1", "2", "3", "4"])

    def test_cursors_lead_through_all_hits(self):
        for sort in "score", "date", "source":
            options = (f"--sort={sort}", "--tiers=exact,variant,near,some")
            whole = self.ids("-n", "10", *options, "工会驿站")
            parts, cursor = [], ()
            while cursor is not None:
                page = self.ask("-n", "1", *options, *cursor, "工会驿站")
                parts += [(h["rank"], h["id"]) for h in page["hits"]]
                cursor = page["next"] and (f"--after={page['next']}",)
            self.assertEqual(parts, list(enumerate(whole, 1)))

    def test_a_cursor_keeps_the_first_page_s_tiers(self):
        page = self.ask("-n", "1", "工会驿站")
        rest = self.ask("-n", "10", f"--after={page['next']}", "工会驿站")
        self.assertEqual([h["id"] for h in page["hits"] + rest["hits"]],
                         ["1", "3"])
        self.assertEqual(rest["hits"][0]["rank"], 2)
        self.assertIsNone(rest["next"])

    def test_a_cursor_of_another_query(self):
        cursor = self.ask("-n", "1", "工会")["next"]
        self.refused(2, "another query", f"--after={cursor}", "驿站")
        for option in ("--section=维护", "--report=*.txt", "--since=2024",
                       "--until=2026", "--kind=caption", "--ocr=on"):
            with self.subTest(option=option):
                self.refused(2, "other options", f"--after={cursor}", option,
                             "工会")
        self.refused(2, "not a valid cursor", "--after=1234", "驿站")

    def test_counts(self):
        run = self.run_query("-c", "工会")
        self.assertEqual((run.returncode, run.stdout), (0, "4\n"))
        run = self.run_query("-c", "--tiers=exact", "工会")
        self.assertEqual(run.stdout, "3\n")
        run = self.run_query("-c", "鱲")
        self.assertEqual((run.returncode, run.stdout), (1, "0\n"))
        self.assertIn("鱲: in 0 passages", run.stderr)

    def test_many_missing_parts(self):
        words = [f"q{i:03}x" for i in range(40)]
        run = self.run_query(" ".join(words))
        self.assertEqual(run.returncode, 1)
        for word in words:
            self.assertIn(f"{word}: in 0 passages", run.stderr)
        run = self.run_query("--tiers=exact", '"' + "工会鱷鱸鱻鲈" * 20 + '"')
        self.assertIn("the longest part of its beginning that occurs is 工会",
                      run.stderr)

    def test_reports(self):
        run = self.run_query("-l", "工会")
        self.assertEqual(run.stdout, f"4\t{self.folder}/index.jsonl\n")

    def test_facets(self):
        facets = self.ask("--facet=kind,year", "工会")["facets"]
        self.assertEqual(facets["kind"], [
            {"value": "paragraph", "count": 3}, {"value": "caption",
                                                 "count": 1}])
        self.assertEqual([(v["value"], v["count"]) for v in facets["year"]],
                         [("", 1), ("2024", 2), ("2025", 1)])

    def test_passages_around(self):
        hit = self.ask("-C", "1", "-n", "1", "爱心")["hits"][0]
        self.assertEqual([(c["distance"], c["id"]) for c in hit["context"]],
                         [(-1, "1"), (1, "3")])

    def test_operators_are_never_relaxed(self):
        self.assertEqual(self.ids("骑手 公主"), ["4", "6"])
        self.assertEqual(self.ids("骑手 AND 公主", code=1), [])
        self.assertEqual(self.ids("骑手车 AND 工会", code=1), [])
        self.assertEqual(self.ids("骑手车 -工会", code=1), [])

    def test_a_name_in_quotes_within_a_question(self):
        """The question is relaxed; a quoted phrase alone is not."""
        self.assertIn("5", self.ids("「Snow White」是谁写的"))
        self.assertEqual(self.ids('"Snow Red"', code=1), [])

    def test_any(self):
        self.assertEqual(set(self.ids("--any", "爱心 公主")), {"2", "6"})

    def test_stems(self):
        self.assertEqual(self.ids("serves"), ["5"])
        self.assertEqual(self.ids("--strict", "serves", code=1), [])
        self.assertEqual(self.ids("serv*"), ["5"])

    def test_literal(self):
        self.assertEqual(self.ids("-F", "now Whi"), ["5"])
        self.assertEqual(self.ids("-F", "a OR b", code=1), [])

    def test_timeout_is_an_option(self):
        self.assertEqual(self.ids("--timeout=100000", "爱心"), ["2"])

    def test_ocr_is_accepted(self):
        for how in "auto", "off", "on", "loose":
            self.assertEqual(self.ids(f"--ocr={how}", "爱心"), ["2"])

    def test_how_a_query_is_understood(self):
        said = self.run_query("--explain-query", "工会?站 serv* -骑手").stdout
        for line in ("query 工会?站 serv* NOT 骑手",
                     "phrase 工会?站: in 2 passages, 1 of them as a variant",
                     "phrase serv*: in 1 passage", "not 骑手: in 1 passage"):
            self.assertIn(line, said.splitlines())

    def test_why_nothing_is_found(self):
        run = self.run_query("--until=2023", "驿站")
        self.assertEqual(run.returncode, 1)
        self.assertIn("驿站: in 3 passages", run.stderr)
        self.assertIn("but the options exclude", run.stderr)
        run = self.run_query("工会 日期：2020")
        self.assertIn("date:2020-01-01..2020-12-31: 0 passages", run.stderr)
        run = self.run_query("-q", "驿站 日期：2020")
        self.assertEqual((run.returncode, run.stderr), (1, ""))

    def test_pages_are_not_padded(self):
        """What only shares a character or half of a name is not shown."""
        index = self.make_index("noise", [
            {"id": "1", "text": "中国女排夺得冠军。"},
            {"id": "2", "text": "女工们排队买票。"},
            {"id": "3", "text": "工会驿站全天开放。"},
            {"id": "4", "text": "工会召开会议。"},
            {"id": "5", "text": "工会的爱心驿站建成。"},
            {"id": "6", "text": "王先生小心地走到明处。"}])

        def asked(query, *options):
            answer = self.ask(*options, query, index=index)
            return [(hit["tier"], hit["id"]) for hit in answer["hits"]]

        self.assertEqual(asked("女排"), [("exact", "1")])
        self.assertEqual(asked("女排", "--tiers=exact,near,words"),
                         [("exact", "1")])
        self.assertEqual(asked("工会驿站"), [("exact", "3"), ("near", "5")])
        self.assertIn(("some", "4"), asked("工会驿站", "--tiers=exact,some"))
        self.assertEqual(asked("工会今天在哪里开会了呢")[0][0], "some")
        self.assertEqual(self.run_query("王小明", index=index).returncode, 1)
        said = self.run_query("工会驿站", index=index).stdout
        self.assertEqual(said.count("Words of the query, but not as typed"), 1)
        self.assertLess(said.index("1."), said.index("Words of the query"))
        self.assertLess(said.index("Words of the query"), said.index("[near]"))
        said = self.run_query("-o", "html", "工会驿站", index=index).stdout
        self.assertEqual(said.count('<p class="looser">'), 1)
        self.assertEqual(self.run_query("今天在哪里呢", index=index).returncode,
                         1)
        self.assertEqual(asked("们都没有", "--tiers=some"), [("some", "2")])
        said = self.run_query("-n1", "冠军女工建成了吗", index=index).stdout
        self.assertRegex(said, r"\n1 of 3 looser; next page: --offset=1\n")
        said = self.run_query("-n1", "工会", index=index).stdout
        self.assertIn("\n1 of 3 exact; next page: --offset=1\n", said)

    def test_question_marks(self):
        """A ? that finds nothing as a wildcard is a mark; ？ always is."""
        index = self.make_index("questions", [
            {"id": "1", "kind": "caption", "text": "工会驿站建在哪里？在城东。"},
            {"id": "2", "text": "上海的GDP是四万亿元，北京的GDP也是。"},
            {"id": "3", "text": "春茶开采。"}])

        def asked(query, *options):
            answer = self.ask(*options, query, index=index)
            return ([hit["id"] for hit in answer["hits"]],
                    [w["message"] for w in answer["warnings"]])

        self.assertEqual(asked("工会?站"), (["1"], []))
        self.assertEqual(asked("工会？站")[1], [])
        self.assertEqual(asked("上海的GDP是多少？北京呢？"), (["2"], []))
        ids, warnings = asked("上海的GDP是多少?北京呢?")
        self.assertEqual(ids, ["2"])
        self.assertEqual(len(warnings), 1)
        self.assertIn('"上海的GDP是多少?北京呢?" finds nothing with any '
                      'character for ?', warnings[0])
        self.assertEqual(asked("建在哪里?在城东")[0], ["1"])
        # What only a filter excludes was found: nothing is read again.
        run = self.run_query("-k", "lede", "工会?站", index=index)
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertNotIn("question mark", run.stderr)
        run = self.run_query("--strict", "上海的GDP是多少?北京呢", index=index)
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        run = self.run_query("--explain-query", "在哪里?在东", index=index)
        self.assertIn('query "在哪里?在东"', run.stdout)
        self.assertIn("read as a question mark", run.stdout)
        run = self.run_query("--explain-query", "工会?站", index=index)
        self.assertIn("query 工会?站", run.stdout)

    def test_field_words_that_pages_print(self):
        """A field that nothing matches is text; a strict one says how."""
        index = self.make_index("printed", [
            {"id": "1", "report": "新华网", "title": "论改革",
             "text": "来源：人民日报 记者一行"},
            {"id": "2", "report": "新华网", "section": "要闻",
             "text": "标题：另一个故事，栏目：副刊"}])

        def hits(query, *options):
            answer = self.ask(*options, query, index=index)
            return ([hit["id"] for hit in answer["hits"]
                     if hit["tier"] in ("exact", "variant")],
                    [w["message"] for w in answer["warnings"]])

        for query, found in (("来源：人民日报", "1"), ("标题：另一个", "2"),
                             ("栏目：副刊", "2"), ("（来源：人民日报）", "1"),
                             ("记者 来源：人民日报", "1")):
            with self.subTest(query=query):
                ids, warnings = hits(query)
                self.assertEqual(ids, [found])
                self.assertEqual(len(warnings), 1)
                self.assertIn("was read as text", warnings[0])
                self.assertRegex(warnings[0], "(report|title|section):")
        for query, found in (("来源：新华", ["1", "2"]),
                             ("标题：改革", ["1"]), ("栏目：要闻", ["2"])):
            with self.subTest(query=query):
                self.assertEqual(hits(query), (found, []))
        # Decided before filters: the report is there, if not of this kind.
        run = self.run_query("-k", "caption", "来源：新华", index=index)
        self.assertEqual(run.returncode, 1)
        self.assertNotIn("was read as text", run.stderr)
        # In a batch, and never under --strict or for the English name.
        run = self.run_query("-c", "--batch", given="来源：人民日报\n驿站\n",
                             index=index)
        self.assertEqual(run.stdout, "1\n0\n")
        self.assertIn("line 1: warning: no report matches", run.stderr)
        run = self.run_query("--strict", "来源：人民日报", index=index)
        self.assertEqual(run.returncode, 1)
        self.assertIn("was read as a field", run.stderr)
        run = self.run_query("report:人民日报", index=index)
        self.assertEqual(run.returncode, 1)
        self.assertNotIn("was read as", run.stderr)
        run = self.run_query("--explain-query", "来源：人民日报", index=index)
        self.assertIn('phrase "来源：人民日报": in 1 passage', run.stdout)

    def test_pages_of_field_words_follow_each_other(self):
        index = self.make_index("many", [
            {"id": str(i), "text": f"来源：人民日报 第{i}版"} for i in range(25)])
        seen, cursor = set(), []
        for _ in range(3):
            answer = self.ask(*cursor, "来源：人民日报", index=index)
            seen |= {hit["id"] for hit in answer["hits"]}
            cursor = [f"--after={answer['next']}"]
        self.assertEqual(len(seen), 25)


class Batch(QueryCase):
    PASSAGES = PASSAGES

    def answers(self, given, *options):
        run = self.run_query("--batch", "-o", "json", *options, given=given)
        return run, [json.loads(line) for line in run.stdout.splitlines()]

    def test_one_answer_a_line_in_order(self):
        run, answers = self.answers('爱心\n\n鱲\r\n"公主', "-n", "1")
        self.assertEqual(run.returncode, 0)
        self.assertEqual([a["query_index"] for a in answers], [0, 1, 2, 3])
        self.assertEqual([a["query"] for a in answers],
                         ["爱心", "", "鱲", '"公主'])
        self.assertEqual([len(a["hits"]) for a in answers], [1, 0, 0, 1])
        self.assertEqual(["error" in a for a in answers],
                         [False, True, False, False])
        self.assertEqual(len(answers[3]["warnings"]), 1)

    def test_strict_lines_do_not_end_the_run(self):
        _, answers = self.answers('"公主\n公主\n', "--strict")
        self.assertIn("not closed", answers[0]["error"])
        self.assertEqual(answers[1]["count"], 1)

    def test_no_hit_at_all(self):
        run, answers = self.answers("鱲\n\n")
        self.assertEqual((run.returncode, len(answers)), (1, 2))
        run, answers = self.answers("")
        self.assertEqual((run.returncode, answers), (1, []))

    def test_lines_of_hits_name_their_query(self):
        run = self.run_query("--batch", "-o", "jsonl", given="爱心\n\n公主\n")
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual([(l["query_index"], l.get("id")) for l in lines],
                         [(0, "2"), (1, None), (2, "6")])
        self.assertIn("empty", lines[1]["error"])

    def test_counts(self):
        run = self.run_query("--batch", "-c", given="工会\n\n鱲\n")
        self.assertEqual(run.stdout, "4\n0\n0\n")

    def test_odd_lines(self):
        odd = [b"\0\0\0", b"\xff\xfe\x80", "工会\0驿站".encode(), b"a" * 70000,
               b"(" * 1000, "工".encode() * 20000 + b"\xe5", b"OR AND NOT", b"!!!",
               '"“「（'.encode(), b"a " * 3000, b"-" * 60000]
        run = self.run_query("--batch", "-o", "json",
                             given=b"\n".join(odd) + b"\n")
        lines = run.stdout.decode("utf-8").splitlines()
        self.assertIn(run.returncode, (0, 1), run.stderr)
        self.assertEqual([json.loads(l)["query_index"] for l in lines],
                         list(range(len(odd))))

    def test_a_query_of_a_megabyte(self):
        _, answers = self.answers("工" * 350_000 + "\n爱心\n")
        self.assertIn("shorten it", answers[0]["error"])
        self.assertEqual(answers[1]["count"], 1)

    def test_words_and_batch(self):
        self.refused(2, "standard input", "--batch", "工会")


class Usage(QueryCase):
    PASSAGES = PASSAGES

    def test_refused(self):
        for options, said in (
                ((), "no query"), (("--nothing", "x"), "unknown or ambiguous option"),
                (("-x", "x"), "unknown option"), (("-n", "ten", "x"), "--limit"),
                (("-n", "0", "x"), "--limit"), (("--limit",), "needs a value"),
                (("--count=1", "x"), "passages, matches, reports"),
                (("--sort=size", "x"), "--sort"), (("-o", "xml", "x"), "xml"),
                (("-k", "poem", "x"), "poem"), (("--since=soon", "x"), "soon"),
                (("--since=2024-13", "x"), "2024-13"),
                (("--facet=size", "x"), "size"),
                (("--tiers=best", "x"), "best"),
                (("-o", "html", "-c", "x"), "--count"),
                (("-c", "-l", "x"), "cannot be combined")):
            with self.subTest(options=options):
                self.refused(2, said, *options)

    def test_empty_queries(self):
        for query in "", "  ", '""', "()", "“”", "\u3000", "\u200b":
            with self.subTest(query=query):
                self.refused(2, "empty", "--", query)

    def test_strict_shows_the_place(self):
        said = self.refused(2, "not closed", "--strict", "工会 (驿站")
        self.assertEqual(said.splitlines()[1:], ["  工会 (驿站", "       ^"])

    def test_repair_warns(self):
        run = self.run_query("工会 (驿站")
        self.assertEqual(run.returncode, 0)
        self.assertIn('warning: the bracket that opens "(驿站" is not closed', run.stderr)
        self.assertEqual(self.run_query("-q", "工会 (驿站").stderr, "")

    def test_options_end(self):
        self.assertIn("6", self.ids("--", "-工会"))

    def test_help_fits_a_screen(self):
        run = self.run_query("--help")
        lines = run.stdout.splitlines()
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertLessEqual(len(lines), 24)
        self.assertLessEqual(max(map(len, lines)), 80)

    def test_version_names_what_it_is_made_of(self):
        said = self.run_query("--version").stdout
        for name in ("Yizhan ", "index format ", "ICU ", "Unicode ", "LMDB ",
                     "libstemmer"):
            self.assertIn(name, said)

    def test_the_index_of_the_environment(self):
        run = subprocess.run([os.environ["YZ_QUERY"], "-c", "爱心"],
                             capture_output=True, encoding="utf-8",
                             check=False,
                             env={**os.environ, "YIZHAN_INDEX": self.index})
        self.assertEqual(run.stdout, "1\n")

    def test_colors(self):
        mark = "\033[1;31m爱心\033[0m"
        self.assertNotIn("\033", self.run_query("爱心").stdout)
        self.assertIn(mark, self.run_query("--color=always", "爱心").stdout)
        self.assertNotIn("\033", self.run_query("爱心", NO_COLOR="1").stdout)

    def test_a_closed_pipe_is_no_trouble(self):
        given = self.folder / "many"
        given.write_text("工会\n" * 20000, encoding="utf-8")
        with given.open() as queries, subprocess.Popen(
                [os.environ["YZ_QUERY"], "-d", self.index, "--batch"],
                stdin=queries, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE) as program:
            program.stdout.readline()
            program.stdout.close()
            self.assertEqual(program.stderr.read(), b"")
            self.assertEqual(program.wait(), 0)

    def test_a_full_disk_is(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            run = subprocess.run(
                [os.environ["YZ_QUERY"], "-d", self.index, "爱心"],
                stdout=full, stderr=subprocess.PIPE, encoding="utf-8",
                check=False)
        self.assertEqual(run.returncode, 4)
        self.assertRegex(run.stderr,
                         r"\Ayz-query: cannot write the results: .*\n\Z")


class Damage(QueryCase):
    PASSAGES = PASSAGES

    def copy(self, name):
        index = self.folder / name
        shutil.copytree(self.index, index)
        return index

    def test_no_index(self):
        self.refused(3, "no index", "工会", index=self.folder / "nowhere")
        self.refused(3, "no index", "工会", index=self.folder)

    def test_a_truncated_data_file(self):
        size = (self.index / "data.mdb").stat().st_size
        for left in 0, 100, 4096, size // 2, size - 1:
            with self.subTest(left=left):
                index = self.copy(f"cut{left}")
                os.truncate(index / "data.mdb", left)
                run = self.run_query("工会", index=index)
                self.assertEqual(run.returncode, 3, run.stderr)

    def test_another_format(self):
        said = self.run_query("--version").stdout
        version = int(re.search(r"index format (\d+)", said)[1])
        mark = b"\6yizhan" + bytes([version])
        for name, bad, said in (("newer", b"\6yizhan\x63\x63", "newer release"),
                                ("older", b"\6yizhan\0\0", "make it again"),
                                ("other", b"\6yishan\1\1", "does not say")):
            with self.subTest(name=name):
                index = self.copy(name)
                data = (index / "data.mdb").read_bytes()
                self.assertGreater(data.count(mark), 0)
                data = re.sub(re.escape(mark) + b".", lambda _: bad, data,
                              flags=re.DOTALL)
                (index / "data.mdb").write_bytes(data)
                self.refused(3, said, "工会", index=index)

    def test_noise_for_an_index(self):
        index = self.folder / "noise"
        index.mkdir()
        (index / "data.mdb").write_bytes(bytes(range(256)) * 256)
        run = self.run_query("工会", index=index)
        self.assertEqual(run.returncode, 3, run.stderr)

    def test_an_empty_index(self):
        run = self.run_query("工会", index=self.make_empty())
        self.assertEqual(run.returncode, 1)
        self.assertIn("the index is empty", run.stderr)

    def make_empty(self):
        index = self.make_index("emptied", [{"id": "1", "text": "空"}])
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", index, "--remove",
                        self.folder / "emptied.jsonl"], check=True)
        return index

    def test_an_index_that_may_not_be_written(self):
        index = self.copy("read-only")
        for file in index.iterdir():
            file.chmod(0o444)
        index.chmod(0o555)
        try:
            self.assertEqual(self.run_query("爱心", index=index).returncode, 0)
        finally:
            index.chmod(0o755)


if __name__ == "__main__":
    unittest.main()
