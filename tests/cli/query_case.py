# SPDX-License-Identifier: MIT
"""What the tests of yz-query share: an index of given passages, and asking it.

The programs are named by YZ_INDEX and YZ_QUERY.
"""
import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path


class QueryCase(unittest.TestCase):
    PASSAGES = ()  # as JSON lines have them

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.index = cls.make_index("index", cls.PASSAGES)

    @classmethod
    def make_index(cls, name, passages):
        """An index of the passages; of nothing but itself if there are none."""
        source = cls.folder / f"{name}.jsonl"
        source.write_text("".join(json.dumps(p) + "\n" for p in passages),
                          encoding="utf-8")
        index = cls.folder / name
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", index, source],
                       check=True)
        return index

    def run_query(self, *options, given=None, index=None, **variables):
        """Bytes are for what is no text; otherwise all is text."""
        raw = isinstance(given, bytes)
        return subprocess.run(
            [os.environ["YZ_QUERY"], "-d", index or self.index, *options],
            input=given, capture_output=True, check=False,
            encoding=None if raw else "utf-8",
            env={**os.environ, "LC_ALL": "C.UTF-8", **variables})

    def ask(self, *options, code=0, **more):
        """The one answer, as JSON."""
        run = self.run_query("-o", "json", *options, **more)
        self.assertEqual(run.returncode, code, run.stderr)
        return json.loads(run.stdout)

    def ids(self, *options, code=0):
        return [hit["id"] for hit in self.ask(*options, code=code)["hits"]]

    def refused(self, code, said, *options, **more):
        """The run ends with `code` and a message that has `said`."""
        run = self.run_query(*options, **more)
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertEqual(run.stdout, "")
        self.assertRegex(run.stderr, r"\Ayz-query: ")
        self.assertIn(said, run.stderr)
        return run.stderr
