# SPDX-License-Identifier: MIT
"""Runs yz-index and yz-query for the tests that look at them from outside.

The programs are named by YZ_INDEX and YZ_QUERY, or found below --build DIR.
"""
import json
import os
import subprocess
import tempfile
from pathlib import Path


class Trouble(Exception):
    """A program failed, or answered what is no answer."""


def add_options(parser):
    parser.add_argument("--build", metavar="DIR",
                        help="the build folder that holds the programs "
                             "(else YZ_INDEX and YZ_QUERY name them)")


class Programs:
    def __init__(self, build=None):
        self.index = self.locate("yz-index", "YZ_INDEX", build)
        self.query = self.locate("yz-query", "YZ_QUERY", build)
        self.build = build

    @staticmethod
    def locate(name, variable, build):
        if build:
            found = sorted(p for p in Path(build).rglob(name) if p.is_file())
            if not found:
                raise SystemExit(f"no {name} below {build}; build it first")
            return str(found[0])
        if variable in os.environ:
            return os.environ[variable]
        raise SystemExit(f"give --build DIR, or set {variable} to {name}")

    @staticmethod
    def lines(command, text="", good=(0,)):
        """The lines a program prints, given `text` as standard input."""
        with (tempfile.TemporaryFile() as given,
              tempfile.TemporaryFile() as said):
            given.write(text.encode())
            given.seek(0)
            with subprocess.Popen(command, stdin=given, stderr=said,
                                  stdout=subprocess.PIPE) as program:
                yield from program.stdout
            if program.returncode not in good:
                said.seek(0)
                raise Trouble(f"{' '.join(map(str, command))}\nended with "
                              f"{program.returncode}: {said.read().decode()}")

    # A collection may have passages without text, which are refused: status 1.

    def make_index(self, directory, paths):
        for line in self.lines([self.index, "-q", "-d", directory, *paths],
                               good=(0, 1)):
            raise Trouble(f"yz-index -q says {line.decode()}")

    def remove(self, directory, names):
        """Take out reports and passages; all of them must be there."""
        for _ in self.lines([self.index, "-q", "-d", directory, "--remove",
                             "--files-from=-"], "\n".join(names)):
            pass

    def relist(self, directory, passages):
        """List the strings that this many passages have; 0: as yz-index
        chooses, "off": none."""
        relist = self.locate("relist", "YZ_RELIST", self.build)
        for _ in self.lines([relist, directory, str(passages)]):
            pass

    def stats(self, directory):
        return json.loads(b"".join(self.lines(
            [self.index, "-d", directory, "--stats", "--json"])))

    def passages(self, paths):
        """The passages that the files give, as JSON objects."""
        return map(json.loads, self.lines(
            [self.index, "-q", "--dry-run", "--output=jsonl", *paths],
            good=(0, 1)))

    def batch(self, directory, queries, *options):
        """Ask one query a line; yield each line of the answer, parsed."""
        command = [self.query, "-q", "-d", directory, "--batch", *options]
        return map(json.loads, self.lines(
            command, "".join(q + "\n" for q in queries), (0, 1)))

    def ask(self, directory, queries, *options):
        """Ask in one batch; yield the answer to each query, in order."""
        count = 0
        for answer in self.batch(directory, queries, "-o", "json", *options):
            if (count == len(queries) or answer["query_index"] != count
                    or answer["query"] != queries[count]):
                raise Trouble(f"answer {count} is to another query: {answer}")
            count += 1
            yield answer
        if count != len(queries):
            raise Trouble(f"{len(queries)} queries had {count} answers")
