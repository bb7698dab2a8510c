#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Messages and help in Chinese, where LANG says so: the catalogue is whole,
its values are those of the sentences, and output for programs stays English."""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = ROOT / "po/zh_CN.po"
HAN = re.compile("[\u4e00-\u9fff]")
CONVERSION = re.compile(r"%(?!%)[-+ #0-9.*$]*(?:hh|h|ll|l|z|j|t)?(?:<\w+>|\w)")
CHINESE = {"LC_ALL": "zh_CN.UTF-8"}
PAGE = "福建工会驿站\n\n工会为职工服务，驿站在路边。\n"


def entries(text):
    """msgid to msgstr of a catalogue, without its heading."""
    found = {}
    for block in text.split("\n\n"):
        if "\n#~" in "\n" + block:
            continue
        parts = {}
        for line in block.splitlines():
            begin = re.match(r'(msgid|msgstr) (".*")$', line)
            if begin:
                name = begin[1]
                parts[name] = json.loads(begin[2])
            elif line.startswith('"'):
                parts[name] += json.loads(line)
        if parts.get("msgid"):
            found[parts["msgid"]] = parts["msgstr"]
    return found


class Catalogue(unittest.TestCase):
    def setUp(self):
        self.text = CATALOGUE.read_text("utf-8")
        self.known = entries(self.text)

    @unittest.skipUnless(shutil.which("xgettext") and
                         (ROOT / ".git").exists(), "no gettext")
    def test_every_sentence_is_there_and_none_beside(self):
        with tempfile.NamedTemporaryFile(suffix=".pot") as pot:
            subprocess.run([ROOT / "scripts/translations", "--pot", pot.name],
                           check=True)
            wanted = entries(Path(pot.name).read_text("utf-8"))
        self.assertGreater(len(wanted), 300)
        self.assertEqual(sorted(wanted.keys() - self.known.keys()), [],
                         "scripts/translations takes them in")
        self.assertEqual(sorted(self.known.keys() - wanted.keys()), [])

    def test_all_is_translated(self):
        self.assertNotIn(", fuzzy", self.text)
        for key, text in self.known.items():
            self.assertTrue(text, key)
            if re.search(r"[a-z]{3} [a-z]{2}", CONVERSION.sub("", key)):
                self.assertRegex(text, HAN, key)

    def test_values_are_those_of_the_sentence(self):
        for key, text in self.known.items():
            self.assertEqual(CONVERSION.findall(key), CONVERSION.findall(text),
                             key)

    def test_values_can_be_told_apart(self):
        """Between two values of a library's sentence there is some text."""
        apart = re.compile(f"(?:{CONVERSION.pattern}){{2}}")
        for key in self.known:
            if re.search("[a-z]{3}", CONVERSION.sub("", key)):
                self.assertNotRegex(
                    re.sub(r"^(%s:%u: |line %llu: |index )", "", key)
                    .replace("%s%s", "", 1 if ": %s%s" in key else 0),
                    apart, key)

    def test_help_fits_a_screen(self):
        for key, text in self.known.items():
            if not key.startswith("usage:"):
                continue
            lines = text.splitlines()
            for line in lines:
                columns = sum(2 if unicodedata.east_asian_width(c) in "WF"
                              else 1 for c in line)
                self.assertLessEqual(columns, 80, line)
            if "\n\n" not in key:
                self.assertLessEqual(len(lines), 24)
            # Every option of the English help is in the Chinese one.
            options = set(re.findall(r"(?<!\w)--?[a-z][a-z-]*", key))
            self.assertEqual(options - set(re.findall(r"--?[a-z][a-z-]*",
                                                      text)), set())


@unittest.skipUnless(shutil.which("msgfmt"), "no gettext")
class Programs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        (cls.folder / "页.txt").write_text(PAGE, "utf-8")
        cls.index = cls.folder / "index"
        cls.run_program("YZ_INDEX", "-d", cls.index, cls.folder / "页.txt")

    @classmethod
    def run_program(cls, program, *options, **variables):
        environment = {k: v for k, v in os.environ.items()
                       if not k.startswith(("LC_", "LANG"))}
        return subprocess.run([os.environ[program], *options], cwd=cls.folder,
                              capture_output=True, encoding="utf-8",
                              check=False, env={**environment, **variables})

    def both(self, program, *options):
        """The run in Chinese and in English: they end alike."""
        chinese = self.run_program(program, *options, **CHINESE)
        english = self.run_program(program, *options, LC_ALL="C.UTF-8")
        self.assertEqual(chinese.returncode, english.returncode)
        if chinese.stderr:
            self.assertNotEqual(chinese.stderr, english.stderr)
        return chinese, english

    def said(self, message, program, *options):
        chinese, _ = self.both(program, *options)
        self.assertIn(message, chinese.stderr)
        return chinese

    def test_errors(self):
        name = self.folder / "没有 here"
        for message, program, options in (
                (f"yz-query: {name} 没有索引；请用 yz-index 建立", "YZ_QUERY",
                 ("-d", name, "工会")),
                ("yz-query: 未知选项 --limt=3；您要的是 --limit 吗？", "YZ_QUERY",
                 ("--limt=3", "工会")),
                ("--limit：“多”不是整数", "YZ_QUERY", ("-n", "多", "工会")),
                ("--color：“red”不在 auto, always, never 之列", "YZ_QUERY",
                 ("--color=red", "工会")),
                ("没有给出查询", "YZ_QUERY", ()),
                ("“foo”不是日期", "YZ_QUERY", ("-d", self.index, "--since=foo",
                                           "工会")),
                (f"yz-index: {name}：无法读取：没有那个文件或目录", "YZ_INDEX",
                 ("-d", self.index, name)),
                ("无法建立索引 no/such：上级文件夹不存在：没有那个文件或目录",
                 "YZ_INDEX", ("-d", "no/such", "页.txt"))):
            self.said(message, program, *options)

    def test_what_is_read_with_a_warning(self):
        self.said('yz-query: 警告："(工会" 开头的括号没有闭合；当作在末尾结束\n',
                  "YZ_QUERY", "-d", self.index, "(工会")
        self.said('"(工会" 开头的括号没有闭合；严格模式不修补查询，请改正\n',
                  "YZ_QUERY", "-d", self.index, "--strict", "(工会")

    def test_values_stay_as_they_are(self):
        """A name that looks like a format, or like a sentence of ours."""
        for name in ("%s%n", "50%", "ignored", "a; read as text.d"):
            path = self.folder / name
            self.said(f"yz-query: {path} 没有索引", "YZ_QUERY", "-d", path, "x")

    def test_bad_bytes(self):
        (self.folder / "bad.txt").write_bytes(PAGE.encode() * 20 + b"\xff\n")
        self.said("bad.txt:61：警告：字节 0xFF（偏移 ", "YZ_INDEX", "-d",
                  self.folder / "bad", "bad.txt")

    def test_the_summary_and_the_footer(self):
        again, _ = self.both("YZ_INDEX", "-d", self.index, "页.txt")
        self.assertRegex(again.stdout, "编入 0 份报道，0 个段落（未变 1，替换 0，"
                         r"拒绝 0），用时 [0-9.]+ 秒\n")
        page, _ = self.both("YZ_QUERY", "-d", self.index, "-n1", "工会")
        self.assertIn("1/2 exact；下一页：--offset=1\n", page.stdout)

    def test_help(self):
        for program, option in (("YZ_QUERY", "--help"),
                                ("YZ_QUERY", "--help=all"),
                                ("YZ_INDEX", "--help"),
                                ("YZ_INDEX", "--help=all")):
            chinese, english = self.both(program, option)
            self.assertTrue(chinese.stdout.startswith("用法："))
            self.assertTrue(english.stdout.startswith("usage: "))

    def test_output_for_programs_is_the_same(self):
        for output in ("json", "jsonl", "csv", "tsv", "vimgrep"):
            chinese, english = self.both("YZ_QUERY", "-d", self.index, "-o",
                                         output, "(工会")
            gone = re.compile(r'"took_us": \d+')
            self.assertEqual(gone.sub("", chinese.stdout),
                             gone.sub("", english.stdout), output)
        run = subprocess.run(
            [os.environ["YZ_QUERY"], "-d", self.index, "-o", "json",
             "--strict", "--batch"], input="(工会\n", stdout=subprocess.PIPE,
            encoding="utf-8", check=False, env={**os.environ, **CHINESE})
        self.assertIn("is not closed", json.loads(run.stdout)["error"])
        self.assertEqual(
            next(csv.reader(io.StringIO(self.run_program(
                "YZ_QUERY", "-d", self.index, "-o", "csv", "--header", "工会",
                **CHINESE).stdout)))[:3], ["rank", "score", "tier"])

    def test_the_language_is_taken_from_the_usual_places(self):
        for variables, is_chinese in (
                ({}, False), ({"LANG": "zh_CN.UTF-8"}, True),
                ({"LANG": "zh_TW.UTF-8"}, True), ({"LANG": "zh_CN"}, True),
                ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, True),
                ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
                ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, True),
                ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en"}, False),
                ({"LANG": "de_DE.UTF-8"}, False)):
            run = self.run_program("YZ_QUERY", **variables)
            self.assertEqual("没有给出查询" in run.stderr, is_chinese, variables)


if __name__ == "__main__":
    unittest.main()
