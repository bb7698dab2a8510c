# SPDX-License-Identifier: MIT
"""Is the package whole: declarations, types, docstrings, errors?"""
import importlib.util
import inspect
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

import yizhan
from support import ROOT
from yizhan import _errors
from yizhan._yizhan import ffi, lib

HEADER = ROOT / "include" / "yizhan" / "yizhan.h"


class Declarations(unittest.TestCase):
    """They are generated; this is what they must be in the end."""

    def test_every_function_of_the_header(self):
        text = HEADER.read_text(encoding="utf-8")
        names = re.findall(r"^(yz_(?!detail)\w+)\(", text, re.M)
        self.assertGreater(len(names), 100)
        self.assertEqual([name for name in names if not hasattr(lib, name)],
                         [])

    def test_an_error_has_a_class(self):
        text = HEADER.read_text(encoding="utf-8")
        statuses = set(re.findall(r"^    (YZ_E_\w+) =", text, re.M))
        self.assertEqual(set(_errors._CLASSES), statuses)
        classes = list(_errors._CLASSES.values())
        self.assertEqual(len(set(classes)), len(classes))
        for each in classes:
            self.assertIs(getattr(yizhan, each.__name__), each)

    def test_formats(self):
        name = ffi.new("yz_format *")
        for text, number in yizhan.FORMATS.items():
            data = text.encode()
            given = ffi.new("yz_str *", (ffi.from_buffer(data), len(data)))
            if lib.yz_format_from_name(given[0], name):
                self.assertEqual(name[0], number)


class Documentation(unittest.TestCase):
    def test_what_is_public_has_a_docstring(self):
        for name in yizhan.__all__:
            thing = getattr(yizhan, name)
            if callable(thing):
                self.assertTrue(inspect.getdoc(thing), name)
            if not inspect.isclass(thing):
                continue
            for member, value in vars(thing).items():
                if not member.startswith("_") and (
                        inspect.isfunction(value)
                        or isinstance(value, property)):
                    self.assertTrue(inspect.getdoc(value),
                                    f"{name}.{member}")


class Types(unittest.TestCase):
    USE = '''
import yizhan

with yizhan.open("news.index", create=True) as ix:
    with ix.writer() as w:
        w.put("text", date="2024-01-01")
    for hit in ix.search("工会", limit=20, facets=["year"]):
        print(hit.rank + 1, hit.snippet.html().upper())
    total: int = ix.count("工会")
'''
    WRONG = 'import yizhan\nyizhan.open("x").search("工会", limit="all")\n'

    def mypy(self, *arguments):
        if not importlib.util.find_spec("mypy"):
            self.skipTest("mypy is not installed")
        return subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "--cache-dir",
             os.devnull, *arguments], capture_output=True, encoding="utf-8",
            check=False)

    def test_strict(self):
        done = self.mypy("-p", "yizhan")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_users_are_checked(self):
        done = self.mypy("-c", self.USE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("limit", self.mypy("-c", self.WRONG).stdout)


class Versions(unittest.TestCase):
    def test_versions(self):
        self.assertEqual(yizhan.versions()["Yizhan"], yizhan.__version__)
        self.assertIn("ICU", yizhan.versions())

    def test_the_extension_for_sqlite(self):
        try:
            self.assertTrue(Path(yizhan.sqlite_path() + ".so").exists())
        except yizhan.UnsupportedError as error:
            self.assertIn("yizhan-sqlite", str(error))


if __name__ == "__main__":
    unittest.main()
