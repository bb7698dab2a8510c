#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the programs bear a strange environment: closed descriptors, a full disk?

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


if __name__ == "__main__":
    unittest.main()
