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
        self.assertTrue(kept)
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


if __name__ == "__main__":
    if sys.argv[1:2] == ["--make"]:
        make(sys.argv[2])
    else:
        unittest.main()
