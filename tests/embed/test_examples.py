#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the examples do what their pages say?

    test_examples.py --examples FOLDER --index YZ_INDEX
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parent.parent / "docs" / "embedding.md"
examples = None
program = None


def run(name, *words, said=""):
    done = subprocess.run([examples / name, *map(str, words)], input=said,
                          text=True, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


class Examples(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.index = self.folder / "index"
        self.addCleanup(self.check) # before the folder goes

    def check(self):
        """Whatever an example did, its index is whole."""
        for index in self.folder.glob("*index"):
            done = subprocess.run([program, "--check", "-d", index],
                                  capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_first_search(self):
        for _ in range(2): # again: both documents are replaced
            said = run("first_search", self.index)
            self.assertEqual(said, "exact: 新建工会驿站26个\n"
                                   "near: 工会的爱心驿站\n")
        self.assertIn(said, PAGE.read_text(encoding="utf-8"))

    @unittest.skipUnless(shutil.which("c++"), "there is no C++ compiler")
    def test_first_search_in_cpp(self):
        for _ in range(2):
            said = run("first_search_cc", self.index)
            self.assertEqual(said, "exact: 新建<mark>工会驿站</mark>26个\n"
                                   "near: <mark>工会</mark>的爱心"
                                   "<mark>驿站</mark>\n")
        done = subprocess.run([examples / "first_search_cc", self.index, " "],
                              text=True, capture_output=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("YZ_E_SYNTAX", done.stderr)

    def test_each_tells_how_it_is_called(self):
        for path in examples.iterdir():
            if not path.is_file() or not os.access(path, os.X_OK):
                continue
            done = subprocess.run([path], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1, path)
            self.assertIn(f"usage: {path.name}", done.stderr)

    def test_own_documents_and_html(self):
        said = run("own_documents", self.index)
        self.assertEqual(said.splitlines(), [
            "articles/1: added, 3 passages",
            "articles/2: added, 2 passages",
            "articles/2: unchanged, 2 passages",
            "articles/1: replaced, 3 passages",
            "articles/2: removed, 2 passages"])
        said = run("highlight_html", self.index, "工会驿站")
        self.assertEqual(
            said, '<p class="exact"><mark>工会驿站</mark>暖人心</p>\n'
            '<p class="exact">去年新建<mark>工会驿站</mark>30个。</p>\n')
        self.assertEqual(run("highlight_html", self.index, "夜校"), "")

    def test_html_is_escaped(self):
        run("message_archive", self.index,
            said="add r 1 2025-01-01 <b>工会&驿站</b>\n")
        self.assertEqual(
            run("highlight_html", self.index, "工会"), '<p class="exact">&lt;b'
            '&gt;<mark>工会</mark>&amp;驿站&lt;/b&gt;</p>\n')

    def test_search_as_you_type(self):
        run("own_documents", self.index)
        said = run("search_as_you_type", self.index,
                   said="工\nwait\n工会驿\nwait\n")
        self.assertEqual(said, "工: 2\n  工会 (2)\n工会驿: 2\n"
                               "  工会驿站 (2)\n")
        # Keys that come at once: at least the last one is answered.
        said = run("search_as_you_type", self.index,
                   said="工\n工会\n工会驿\n工会驿站\n")
        self.assertIn("工会驿站: 2\n", said)

    def test_message_archive(self):
        said = run("message_archive", self.index, said=(
            "add home 1 2025-01-01 工会驿站开门了\n"
            "add home 2 2025-01-02 去驿站歇歇\n"
            "find 驿站\n"
            "remove home 2\n"
            "add home 1 2025-01-03 工会驿站关门了\n"
            "find 驿站\n"
            "remove home 7\n"
            "add home 3 never 驿站\n"))
        lines = said.splitlines()
        self.assertEqual(lines[:5], [
            "2 found", "2025-01-02 home/2: 去驿站歇歇",
            "2025-01-01 home/1: 工会驿站开门了",
            "1 found", "2025-01-03 home/1: 工会驿站关门了"])
        self.assertEqual([line.split(":")[0] for line in lines[5:]],
                         ["error", "error"])
        self.assertEqual(
            run("message_archive", self.index, said="find 驿站\n"),
            "1 found\n2025-01-03 home/1: 工会驿站关门了\n")

    @unittest.skipUnless(shutil.which("sqlite3"), "there is no sqlite3")
    def test_a_table_is_moved(self):
        subprocess.run(["sqlite3", self.folder / "notes.db"], check=True,
                       text=True, encoding="utf-8", input="""
            CREATE VIRTUAL TABLE notes USING fts5(title, body);
            INSERT INTO notes(rowid, title, body) VALUES
                (7, '一', '新建工会驿站26个'), (8, '二', '换行
和"引号"');""")
        path = f"{pathlib.Path(program).parent}:{os.environ['PATH']}"
        subprocess.run(["sh", HERE / "move_table.sh"], check=True,
                       cwd=self.folder, env=dict(os.environ, PATH=path))
        found = run("message_archive", self.folder / "notes.index",
                    said="find 工会驿站\nfind 引号\n")
        self.assertIn("-/7: 新建工会驿站26个\n", found)
        self.assertIn('-/8: 换行 和"引号"\n', found)


def main():
    global examples, program
    parser = argparse.ArgumentParser()
    parser.add_argument("--examples", type=pathlib.Path, required=True)
    parser.add_argument("--index", required=True)
    options, rest = parser.parse_known_args()
    examples, program = options.examples.resolve(), options.index
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
