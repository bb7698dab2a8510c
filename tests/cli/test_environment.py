#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the programs bear a strange environment: closed descriptors, a full
disk, a folder that is no place for an index?

The programs are named by YZ_INDEX and YZ_QUERY.
"""
import itertools
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

STANDARD = (0, 1, 2)


class Environment(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.page = self.folder / "page.jsonl"
        self.page.write_text('{"text":"工会驿站","kind":"unknown kind"}\n'
                             "no JSON\n", encoding="utf-8")
        self.good = self.folder / "good.jsonl"
        self.good.write_text('{"text":"工会驿站"}\n', encoding="utf-8")

    def run_closed(self, closed, program, *arguments):
        def close():
            for fd in closed:
                os.close(fd)

        return subprocess.run([os.environ[program], *map(str, arguments)],
                              stdin=subprocess.DEVNULL, capture_output=True,
                              check=False, preexec_fn=close)

    def test_nothing_printed_gets_into_the_index(self):
        for size in range(len(STANDARD) + 1):
            for closed in itertools.combinations(STANDARD, size):
                with self.subTest(closed=closed):
                    index = self.folder / f"index{''.join(map(str, closed))}"
                    self.run_closed(closed, "YZ_INDEX", "-d", index, self.page)
                    self.run_closed(closed, "YZ_QUERY", "-d", index, "工会")
                    self.run_closed(closed, "YZ_QUERY", "-d", index, "没有的")
                    data = (index / "data.mdb").read_bytes()
                    self.assertNotIn(b"yz-index:", data)
                    check = self.run_closed((), "YZ_INDEX", "-d", index,
                                            "--check")
                    self.assertEqual(check.returncode, 0, check.stderr)
                    asked = self.run_closed((), "YZ_QUERY", "-d", index, "-c",
                                            "工会")
                    self.assertEqual(asked.stdout, b"1\n")

    @unittest.skipUnless(Path("/dev/full").exists(), "there is no /dev/full")
    def test_a_full_disk_is_told(self):
        for program, option in itertools.product(("YZ_INDEX", "YZ_QUERY"),
                                                 ("--version", "--help")):
            with self.subTest(program=program, option=option), \
                    open("/dev/full", "wb") as full:
                ended = subprocess.run([os.environ[program], option],
                                       stdout=full, stderr=subprocess.PIPE,
                                       check=False)
                self.assertEqual(ended.returncode, 4)
                self.assertTrue(ended.stderr)

    @unittest.skipUnless(Path("/dev/full").exists(), "there is no /dev/full")
    def test_results_that_cannot_be_written_are_an_error(self):
        index = self.folder / "index"
        self.run_closed((), "YZ_INDEX", "-d", index, self.page)
        for program, arguments in (("YZ_QUERY", ["工会"]),
                                   ("YZ_INDEX", ["--stats"]),
                                   ("YZ_INDEX", ["--dump"])):
            with self.subTest(arguments=arguments), \
                    open("/dev/full", "wb") as full:
                ended = subprocess.run(
                    [os.environ[program], "-d", str(index), *arguments],
                    stdout=full, stderr=subprocess.PIPE, check=False)
                self.assertEqual(ended.returncode, 4)
                self.assertEqual(len(ended.stderr.splitlines()), 1)

    def index_into(self, folder, **options):
        return subprocess.run(
            [os.environ["YZ_INDEX"], "-q", "-d", str(folder), str(self.good)],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False, **options)

    def test_no_index_among_other_files(self):
        for name in ("page.html", ".hidden", "lock.mdb.txt"):
            with self.subTest(name=name):
                foreign = self.folder / f"with {name}"
                foreign.mkdir()
                (foreign / name).write_text("mine", encoding="utf-8")
                ended = self.index_into(foreign)
                self.assertEqual(ended.returncode, 4, ended.stderr)
                self.assertIn(str(foreign), ended.stderr)
                self.assertIn("new or empty folder", ended.stderr)
                self.assertEqual(len(ended.stderr.splitlines()), 1)
                self.assertEqual([p.name for p in foreign.iterdir()], [name])
                self.assertEqual((foreign / name).read_text("utf-8"), "mine")

    def test_an_index_where_nothing_is_foreign(self):
        for name in (None, "lost+found", "lock.mdb", "writer.lock",
                     "data.mdb.new"):
            with self.subTest(name=name):
                own = self.folder / f"only {name}"
                own.mkdir()
                if name == "lost+found":
                    (own / name).mkdir()
                elif name:
                    (own / name).touch()
                ended = self.index_into(own)
                self.assertEqual(ended.returncode, 0, ended.stderr)
                check = self.run_closed((), "YZ_INDEX", "-d", own, "--check")
                self.assertEqual(check.returncode, 0, check.stderr)

    def test_files_added_to_an_index_do_not_matter(self):
        index = self.folder / "index"
        self.assertEqual(self.index_into(index).returncode, 0)
        (index / "notes.txt").touch()
        self.assertEqual(self.index_into(index).returncode, 0)

    def test_a_folder_that_cannot_be_written(self):
        closed = self.folder / "closed"
        closed.mkdir(0o555)
        options = {}
        if os.geteuid() == 0:  # whom no mode keeps out
            options = {"user": 65534, "group": 65534, "extra_groups": []}
            self.folder.chmod(0o755)
        ended = self.index_into(closed, **options)
        self.assertEqual(ended.returncode, 4, ended.stderr)
        self.assertIn("the folder cannot be written", ended.stderr)
        self.assertEqual(list(closed.iterdir()), [])


if __name__ == "__main__":
    unittest.main()
