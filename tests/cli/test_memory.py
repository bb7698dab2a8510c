#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does indexing keep to --memory, however large the file is? Does an index open
where there are few addresses?

The program is named by YZ_INDEX. The system itself holds it to the limit: an
allocation beyond it fails, and with it the run.
"""
import json
import os
import random
import resource
import subprocess
import tempfile
import unittest
from pathlib import Path

MEGABYTE = 1 << 20
MEMORY = 32 * MEGABYTE
OF_ITS_OWN = 64 * MEGABYTE  # beside --memory, as docs/performance.md says
STACK = 8 * MEGABYTE        # of a thread; it counts, though hardly used
JOBS = 2
LIMIT = MEMORY + OF_ITS_OWN + JOBS * STACK
PASSAGES = 40000


def run(*arguments, program="YZ_INDEX", what=resource.RLIMIT_DATA,
        limit=LIMIT):
    def hold():
        resource.setrlimit(what, (limit, limit))

    return subprocess.run([os.environ[program], *map(str, arguments)],
                          capture_output=True, check=False, preexec_fn=hold,
                          text=True)


def write_passages(path):
    """One report: texts of 130 characters, no two alike."""
    chance = random.Random(5)
    common = [chr(c) for c in range(0x4e00, 0x4e00 + 3000)]
    weights = [1 / (i + 3) for i in range(len(common))]
    with path.open("w", encoding="utf-8") as out:
        for _ in range(PASSAGES):
            text = "".join(chance.choices(common, weights, k=130))
            out.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")


class Memory(unittest.TestCase):
    def setUp(self):
        if run("--version").returncode != 0:
            self.skipTest("this build sets memory aside for itself")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_few_addresses(self):
        """An index reserves as many as the process may have."""
        few = {"what": resource.RLIMIT_AS, "limit": 1024 * MEGABYTE}
        (self.folder / "a.txt").write_text("工会驿站\n", encoding="utf-8")
        index = self.folder / "index"
        for options in ([self.folder / "a.txt"], ["--compact"], ["--check"],
                        ["--force", self.folder / "a.txt"], ["--repair"]):
            done = run("-q", "-j1", "-d", index, *options, **few)
            self.assertEqual((done.returncode, done.stderr), (0, ""), options)
        done = run("-c", "-d", index, "工会", program="YZ_QUERY", **few)
        self.assertEqual(done.stdout, "1\n")

    def test_one_large_report(self):
        passages = self.folder / "a.jsonl"
        write_passages(passages)
        done = run("-d", self.folder / "index", "--json",
                   f"--memory={MEMORY}", f"-j{JOBS}", passages)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        summary = json.loads(done.stdout)
        self.assertEqual(summary["reports"], 1)
        self.assertEqual(summary["passages"], PASSAGES)


if __name__ == "__main__":
    unittest.main()
