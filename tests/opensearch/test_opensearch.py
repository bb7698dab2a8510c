#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same commands on an index of OpenSearch as on one in a folder.

    test_opensearch.py CACHE [unittest's arguments]

starts a node from Maven's jars, which are kept in CACHE, and says why where it
cannot; or asks the one at YZ_NODE_PORT, where tests make and remove indexes. YZ_INDEX and YZ_QUERY name the programs. YZ_QUERIES is the number of
random questions of the parity test.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "tests" / "oracle")]

import node  # noqa: E402
from proxy import Proxy  # noqa: E402
from queries import Generator  # noqa: E402

INDEX, QUERY = os.environ["YZ_INDEX"], os.environ["YZ_QUERY"]
QUERIES = int(os.environ.get("YZ_QUERIES", "120"))
DATA = ROOT / "tests" / "data"
SCORE_OFF = 1e-4
CACHE = None
NODE = None


def run(program, *arguments, text="", environment=None):
    """(exit code, standard output, standard error)"""
    done = subprocess.run([program, *map(str, arguments)], input=text.encode(),
                          capture_output=True,
                          env={**os.environ, **(environment or {})})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def lines_of(path, *passages):
    with open(path, "w", encoding="utf-8") as file:
        for passage in passages:
            file.write(json.dumps(passage, ensure_ascii=False) + "\n")
    return path


def comparable(answer):
    """What must be the same of an answer, and the scores of its hits."""
    answer = json.loads(json.dumps(answer))
    answer.pop("took_us", None)
    answer.pop("next", None)
    scores = [hit.pop("score", 0) for hit in answer.get("hits", [])]
    return answer, scores


def setUpModule():
    global NODE
    why = node.why_not()
    if why:
        raise unittest.SkipTest(f"no OpenSearch here: {why}")
    NODE = node.running() or node.Node(CACHE)


def tearDownModule():
    if NODE:
        NODE.stop()


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="yizhan-test-"))
        name = self.id().rsplit(".", 1)[1].replace("_", "-")
        self.name = name
        self.url = NODE.url(name)
        NODE.ask("DELETE", "/" + name)

    def index(self, *arguments, code=0, **more):
        got, out, err = run(INDEX, "-d", self.url, *arguments, **more)
        self.assertEqual(got, code, err)
        return out, err

    def query(self, *arguments, code=0, **more):
        got, out, err = run(QUERY, "-d", self.url, *arguments, **more)
        self.assertEqual(got, code, err)
        return out, err

    def ids(self, *arguments, **more):
        out, _ = self.query("-o", "json", *arguments, **more)
        return [hit["passage"]["id"] if "passage" in hit else hit["id"]
                for hit in json.loads(out)["hits"]]


class Parity(Case):
    """Every answer is the folder's."""

    @classmethod
    def setUpClass(cls):
        cls.here = tempfile.mkdtemp(prefix="yizhan-test-")
        cls.there = NODE.url("parity")
        NODE.ask("DELETE", "/parity")
        cls.paths = [ROOT / "corpus" / "pages",
                     DATA / "variants" / "passages.jsonl",
                     DATA / "collections" / "xquad_zh" / "corpus.jsonl"]
        for place in (cls.here + "/index", cls.there):
            code, _, err = run(INDEX, "-q", "-d", place, *cls.paths)
            assert code == 0, err

    def ask(self, place, questions, *options):
        code, out, err = run(QUERY, "-d", place, "--batch", "-q", "-o",
                             "json", *options,
                             text="".join(q + "\n" for q in questions))
        self.assertIn(code, (0, 1), err)
        return [json.loads(line) for line in out.splitlines()]

    def compare(self, questions, *options):
        ours = self.ask(self.here + "/index", questions, *options)
        theirs = self.ask(self.there, questions, *options)
        self.assertEqual(len(ours), len(theirs))
        for question, a, b in zip(questions, ours, theirs):
            a, a_scores = comparable(a)
            b, b_scores = comparable(b)
            self.assertEqual(a, b, f"{question} {options}")
            for x, y in zip(a_scores, b_scores):
                self.assertLessEqual(abs(x - y), SCORE_OFF * max(x, 1),
                                     question)

    def test_questions_of_all_kinds(self):
        """Every tier, operator and field, and what is read again."""
        self.compare([
            "工会驿站", "工会驛站", "工会绎站", "驿站", "站", "工会 驿站", "服务。工会",
            "劳模工匠助企行活动", "\"工会 服务\"~5", "工会 NEAR/5 服务",
            "工会?站", "工会 -驿站", "NOT 工会", "(驿站 OR 服务) 职工", "驿站~",
            "驿站~1", "职工疗休养基地", "南平市去年新建了多少个工会驿站",
            "kind:caption 工会", "date:2025 工会", "date:>=2025-01-01 职工",
            "section:权益 工会", "title:新华 工会", "15", "26个", "2024年",
            "二〇二四年", "GDP", "12345", "1+N", "'会驿'", "工会^2.5 服务",
            "卡尔·马克思", "卡尔马克思", "没有这样的话语在里面", "的", "serv*"])

    def test_random_questions(self):
        code, out, err = run(INDEX, "-d", self.here + "/index", "--dump")
        self.assertEqual(code, 0, err)
        texts = [json.loads(line)["text"] for line in out.splitlines()]
        generator = Generator(texts, 1)
        asked = [generator.query()[2] for _ in range(QUERIES)]
        self.compare(asked, "--tiers=exact,variant")
        self.compare(asked[:QUERIES // 3])
        literal = [generator.literal()[2] for _ in range(QUERIES // 3)]
        self.compare(literal, "-F")

    def test_options(self):
        for options in (["-n", "3", "--offset=2"], ["--sort=date"],
                        ["--sort=source"], ["--kind=caption"],
                        ["--since=2025"], ["--until=2024-12-31"],
                        ["--facet=kind,report,year"], ["-c"], ["--strict"],
                        ["--ocr=loose"], ["--any"]):
            self.compare(["工会", "工会驿站", "工会 服务", "职工 -驿站",
                          "工会 NEAR/5 服务", "kind:caption 工会"], *options)

    def test_pages_by_cursor(self):
        _, out, _ = run(QUERY, "-d", self.here + "/index", "-o", "json", "-n",
                        "4", "工会")
        after = json.loads(out)["next"]
        code, ours, _ = run(QUERY, "-d", self.here + "/index", "-o", "json",
                            "-n", "4", "--after", after, "工会")
        self.assertEqual(code, 0)
        code, theirs, err = run(QUERY, "-d", self.there, "-o", "json", "-n",
                                "4", "--after", after, "工会")
        self.assertEqual(code, 0, err)
        self.assertEqual(comparable(json.loads(ours)),
                         comparable(json.loads(theirs)))

    def test_dump_loses_nothing(self):
        _, ours, _ = run(INDEX, "-d", self.here + "/index", "--dump")
        code, theirs, err = run(INDEX, "-d", self.there, "--dump")
        self.assertEqual(code, 0, err)
        self.assertEqual(sorted(ours.splitlines()),
                         sorted(theirs.splitlines()))

    def test_stats(self):
        stats = []
        for place in (self.here + "/index", self.there):
            code, out, err = run(INDEX, "-d", place, "--stats", "--json")
            self.assertEqual(code, 0, err)
            found = json.loads(out)
            stats.append({name: found[name] for name in (
                "reports", "passages", "noise", "noisy_reports")})
        self.assertEqual(stats[0], stats[1])


class Writing(Case):
    def lines(self, name, *passages):
        return lines_of(self.folder / name, *passages)

    def count(self):
        NODE.ask("POST", f"/{self.name}/_refresh")
        return NODE.ask("GET", f"/{self.name}/_count")[1]["count"]

    def test_mapping_says_what_it_was_made_with(self):
        self.index(self.lines("a.jsonl", {"id": "1", "text": "工会驿站"}))
        status, answer = NODE.ask("GET", f"/{self.name}/_mapping")
        self.assertEqual(status, 200)
        meta = answer[self.name]["mappings"]["_meta"]["yizhan"]
        self.assertRegex(meta, r"\Adocuments 1\nprofile [0-9a-f]{16}\n"
                               r"language en\nfields \n\Z")

    def test_shards_and_replicas(self):
        url = NODE.url(self.name, "?shards=3&replicas=1")
        path = self.lines("a.jsonl", *({"id": str(i), "text": f"第{i}个驿站"}
                                       for i in range(50)))
        self.assertEqual(run(INDEX, "-d", url, path)[0], 0)
        settings = NODE.ask("GET", f"/{self.name}/_settings")[1]
        settings = settings[self.name]["settings"]["index"]
        self.assertEqual((settings["number_of_shards"],
                          settings["number_of_replicas"]), ("3", "1"))
        self.assertEqual(len(self.ids("-n", "100", "驿站")), 50)

    def test_changed_file_replaces_what_it_gave(self):
        path = self.lines("a.jsonl", {"id": "1", "text": "工会驿站"},
                          {"id": "2", "text": "老旧小区改造"})
        other = self.lines("b.jsonl", {"id": "1", "text": "工会另一处驿站"})
        self.index(path, other)
        self.assertEqual(self.count(), 3)
        self.lines("a.jsonl", {"id": "1", "text": "工会驿站和书屋"})
        self.index(path)
        self.assertEqual(self.count(), 2)
        self.assertEqual(self.ids("书屋"), ["1"])
        self.query("--strict", "小区", code=1)
        self.assertEqual(len(self.ids("工会")), 2)

    def test_again_changes_nothing(self):
        path = self.lines("a.jsonl", *({"id": str(i), "text": f"第{i}个驿站"}
                                       for i in range(30)))
        for _ in range(2):
            self.index(path)
            self.assertEqual(self.count(), 30)

    def test_remove(self):
        path = self.lines("a.jsonl",
                          {"report": "r#1", "id": "a#b", "text": "工会"},
                          {"report": "r#1", "id": "c", "text": "驿站"},
                          {"report": "r2", "id": "c", "text": "书屋"},
                          {"report": "r3", "id": "c", "text": "公园"})
        below = self.folder / "below"
        below.mkdir()
        lines_of(below / "b.jsonl", {"id": "d", "text": "图书馆"})
        self.index(path, below)
        self.assertEqual(self.count(), 5)
        self.index("--remove", "r#1#a#b")
        self.assertEqual(self.count(), 4)
        self.index("--remove", "r2")
        self.assertEqual(self.count(), 3)
        self.index("--remove", below)
        self.assertEqual(self.count(), 2)
        _, err = self.index("--remove", "nobody", code=1)
        self.assertIn("no source, report or passage", err)
        self.index("--remove", path)
        self.assertEqual(self.count(), 0)
        self.query("工会", code=1)

    def test_dump_and_load(self):
        self.index(ROOT / "corpus" / "pages")
        out, _ = self.index("--dump")
        dump = self.folder / "dump.jsonl"
        dump.write_text(out, encoding="utf-8")
        here = self.folder / "index"
        self.assertEqual(run(INDEX, "-q", "-d", here, dump)[0], 0)
        again = run(INDEX, "-d", here, "--dump")[1]
        self.assertEqual(sorted(out.splitlines()), sorted(again.splitlines()))

    def test_fields_that_are_declared(self):
        path = self.lines("a.jsonl",
                          {"id": "1", "text": "工会", "author": "王小明",
                           "year": 1998},
                          {"id": "2", "text": "工会", "author": "李红",
                           "year": 2004})
        self.index("--field=author:text,year:number", path)
        self.assertEqual(self.ids("工会 author:小明"), ["1"])
        self.assertEqual(self.ids("工会 year:2000..2010"), ["2"])
        _, err = self.index("--field=place:text", path, code=2)
        self.assertIn("does not declare", err)


class Trust(Case):
    """What is wrong is said, in words and without secrets."""

    def test_no_index(self):
        _, err = self.query("工会", code=3)
        self.assertIn("there is no such index yet; make one", err)

    def test_foreign_index(self):
        NODE.ask("PUT", f"/{self.name}", {})
        _, err = self.query("工会", code=2)
        self.assertIn("was not made by yz-index", err)

    def test_made_otherwise(self):
        for text, code, said in (
                ("documents 99\n", 3, "another way"),
                ("documents 1\nprofile 0\nlanguage en\nfields \n", 3,
                 "another version of ICU")):
            NODE.ask("DELETE", f"/{self.name}")
            NODE.ask("PUT", f"/{self.name}",
                     {"mappings": {"_meta": {"yizhan": text}}})
            _, err = self.query("工会", code=code)
            self.assertIn(said, err)

    def test_secrets_stay_secret(self):
        code, out, err = run(
            QUERY, "-d", "opensearch://me:hush%40@127.0.0.1:1,"
            "you:hush2@127.0.0.1:2/news", "工会",
            environment={"YIZHAN_OPENSEARCH_API_KEY": "hush3"})
        self.assertEqual(code, 4)
        self.assertNotIn("hush", out + err)
        self.assertIn("nor another host can be asked", err)

    def test_second_host_answers(self):
        self.index(lines_of(self.folder / "a.jsonl",
                            {"id": "1", "text": "工会"}))
        code, out, err = run(
            QUERY, "-d",
            f"opensearch://127.0.0.1:1,127.0.0.1:{NODE.port}/{self.name}",
            "工会")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("工会", out)

    def test_addresses_that_are_wrong(self):
        for address in ("opensearch://127.0.0.1:1", "opensearch:///news",
                        "opensearch://127.0.0.1/News",
                        "opensearch://127.0.0.1/news?what=1",
                        "opensearch://127.0.0.1/news?timeout=0"):
            code, _, err = run(QUERY, "-d", address, "工会")
            self.assertEqual(code, 2, address)
            self.assertIn("address", err)

    def test_what_cannot_be_done_is_said(self):
        self.index(lines_of(self.folder / "a.jsonl",
                            {"id": "1", "text": "工会驿站"}))
        for arguments in (["--check"], ["--repair"], ["--compact"],
                          ["--inspect=terms"], ["--prune-only", "."],
                          ["--refresh-words"]):
            code, _, err = run(INDEX, "-d", self.url, *arguments)
            self.assertEqual(code, 2, arguments)
            self.assertIn("cannot do it", err)
        for arguments in (["py:gonghui"], ["来源：日报 工会"],
                          ["--explain-query", "工会"], ["-C", "1", "工会"]):
            code, _, err = run(QUERY, "-d", self.url, *arguments)
            self.assertEqual(code, 2, arguments)
            self.assertIn("OpenSearch", err)

    def test_too_many_at_once(self):
        self.index(lines_of(self.folder / "a.jsonl", *(
            {"id": str(i), "text": f"第{i}个驿站"} for i in range(20100))))
        _, err = self.query("驿站", code=2)
        self.assertIn("20100 passages may match", err)
        self.assertEqual(self.ids("--strict", "第100个"), ["100"])


class Faults(Case):
    """A proxy refuses, cuts and alters: the work is done, or it is said."""

    def lines(self, count):
        return lines_of(self.folder / "a.jsonl", *(
            {"id": str(i), "text": f"第{i}个驿站"} for i in range(count)))

    def through(self, fault, program, *arguments, options=""):
        with Proxy(NODE.port, fault) as proxy:
            url = f"opensearch://127.0.0.1:{proxy.port}/{self.name}{options}"
            code, out, err = run(program, "-d", url, *arguments)
        return code, out, err, proxy

    def stored(self):
        NODE.ask("POST", f"/{self.name}/_refresh")
        return NODE.ask("GET", f"/{self.name}/_count")[1]["count"]

    def test_requests_that_are_refused_are_made_again(self):
        def fault(path, number):
            return (429, 503, "gone", "cut")[number % 4] if number % 2 else None
        code, _, err, proxy = self.through(fault, INDEX, self.lines(50))
        self.assertEqual(code, 0, err)
        self.assertGreater(proxy.asked("_bulk"), 0)
        self.assertEqual(self.stored(), 50)

    def test_only_refused_passages_are_sent_again(self):
        sizes = []

        def refuse_some(answer):
            items = answer.get("items") or [{"index": {"status": 201}}] * 50
            sizes.append(len(items))
            if len(sizes) > 3:
                return answer
            for item in items[::5]:
                item["index"] = {"status": 429}
            return {"errors": True, "items": items}

        def fault(path, _):
            return refuse_some if "_bulk" in path and len(sizes) < 1 else None
        code, _, err, proxy = self.through(fault, INDEX, self.lines(50))
        self.assertEqual(code, 0, err)
        self.assertEqual(proxy.asked("_bulk"), 2)
        self.assertEqual(self.stored(), 50)

    def test_passage_that_is_refused_for_good(self):
        def refuse(answer):
            return {"errors": True, "items": [
                {"index": {"status": 400, "error": {"reason": "too odd"}}}] * 5}
        code, _, err, _ = self.through(
            lambda path, _: refuse if "_bulk" in path else None, INDEX,
            self.lines(5))
        self.assertEqual(code, 4)
        self.assertIn("refused a passage (400): too odd", err)

    def test_answer_of_fewer_shards_is_none(self):
        self.index(self.lines(5))

        def fail(answer):
            answer["_shards"].update(failed=1, total=3)
            return answer
        code, out, err, _ = self.through(
            lambda path, _: fail if "_search" in path and "size" not in path
            else None, QUERY, "驿站")
        self.assertEqual((code, out), (4, ""))
        self.assertIn("1 of 3 shards", err)

    def test_answer_that_is_no_json(self):
        self.index(self.lines(5))
        code, out, err, _ = self.through(
            lambda path, _: (lambda answer: "what?") if "_search" in path
            else None, QUERY, "驿站")
        self.assertEqual((code, out), (4, ""))
        self.assertIn("in JSON", err)

    def test_timeout(self):
        code, _, err, _ = self.through(lambda *_: "slow", QUERY, "驿站",
                                       options="?timeout=1")
        self.assertEqual(code, 4)
        self.assertIn("did not answer in 1 s", err)

    def test_who_is_not_let_in(self):
        for status in (401, 403):
            code, _, err, _ = self.through(lambda *_: status, QUERY, "驿站")
            self.assertEqual(code, 4)
            self.assertIn("does not let us in", err)

    def test_killed_while_it_writes(self):
        """What was cut off is finished by running it again."""
        path = self.lines(3000)
        with Proxy(NODE.port, lambda path, _: None) as proxy:
            url = f"opensearch://127.0.0.1:{proxy.port}/{self.name}"
            with subprocess.Popen([INDEX, "-q", "-d", url, path]) as program:
                while program.poll() is None and not proxy.asked("_bulk"):
                    time.sleep(0.01)
                program.kill()
        self.index(path)
        self.assertEqual(self.stored(), 3000)
        self.assertEqual(self.ids("--strict", "第2999个"), ["2999"])


def main():
    global CACHE
    CACHE = sys.argv.pop(1)
    unittest.main()


if __name__ == "__main__":
    main()
