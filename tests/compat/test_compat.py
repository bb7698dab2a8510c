#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Read every index that is kept here.

    test_compat.py           the test
    test_compat.py --make N  keep an index of format N, that of this build
"""
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
INDEX = os.environ["YZ_INDEX"]
QUERY = os.environ["YZ_QUERY"]


def run(*command):
    return subprocess.run(list(map(str, command)), capture_output=True,
                          check=True, cwd=ROOT).stdout


def make(number):
    page = next((ROOT / "corpus" / "pages").glob("*.txt")).relative_to(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        index = pathlib.Path(folder) / "index"
        other = pathlib.Path(folder) / "gone.txt"
        other.write_text("工会驿站\n", encoding="utf-8")
        run(INDEX, "-d", index, "--root=.", page)
        run(INDEX, "-d", index, other)
        run(INDEX, "-d", index, "--remove", other)
        (HERE / f"format-{number}.json").write_bytes(
            run(INDEX, "-d", index, "--dump"))
        with tarfile.open(HERE / f"format-{number}.tar.gz", "w:gz") as archive:
            archive.add(index / "data.mdb", "data.mdb")


class Compat(unittest.TestCase):
    def test_every_kept_index(self):
        kept = sorted(HERE.glob("format-*.tar.gz"))
        if not kept:
            self.skipTest("no format is released yet")
        for path in kept:
            with self.subTest(path=path.name), \
                    tempfile.TemporaryDirectory() as folder:
                with tarfile.open(path) as archive:
                    archive.extractall(folder)
                dump = HERE / path.name.replace(".tar.gz", ".json")
                run(INDEX, "-d", folder, "--check")
                self.assertEqual(run(INDEX, "-d", folder, "--dump"),
                                 dump.read_bytes())
                self.assertEqual(run(QUERY, "-d", folder, "-c", "工会驿站"),
                                 b"2\n")
                run(INDEX, "-d", folder, dump.with_suffix(".json"),
                    "--format=jsonl")
                run(INDEX, "-d", folder, "--check")

    def refused(self, folder, *words):
        """Both programs refuse the index by name, with exit code 3."""
        for command in ((QUERY, "工会"), (INDEX, "--stats")):
            ended = subprocess.run(
                [command[0], "-d", folder, *command[1:]], capture_output=True,
                check=False, cwd=ROOT, encoding="utf-8")
            self.assertEqual(ended.returncode, 3)
            for word in words:
                self.assertIn(word, ended.stderr)

    def test_format_1_is_refused_by_name(self):
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(HERE / "unreleased-1.tar.gz") as archive:
                archive.extractall(folder)
            self.refused(folder, "format 1", "dump")

    def test_other_drafts_are_refused_by_name(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.txt"
            page.write_text("工会驿站\n", encoding="utf-8")
            index = pathlib.Path(folder) / "index"
            run(INDEX, "-d", index, page)
            data = (index / "data.mdb").read_bytes()
            mark = b"\x06yizhan\x02\x02"
            self.assertIn(mark, data)
            for draft in (97, 99):
                at = data.index(mark) + len(mark)
                (index / "data.mdb").write_bytes(
                    data.replace(mark + data[at:at + 1],
                                 mark + bytes((draft,))))
                self.refused(index, f"draft {draft} of format 2")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2])
    else:
        unittest.main()
