#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the programs still print what they printed?

    tests/golden/run.py            run every case of cases.tsv and compare
    tests/golden/run.py --bless    write what they print now; read the diff

A case is a name and a command line; its file NAME.out holds what the command
prints: standard output, then messages, then the exit code. Times are written
as 0. The programs are named by YZ_INDEX and YZ_QUERY, or lie below --build.
"""
import argparse
import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "oracle"))

import programs  # noqa: E402

PAGE = "corpus/pages/000_155a2bea13e01da4.txt"
ODD = "tests/golden/odd.jsonl"
TIMES = re.compile(r'(?<="took_us": )\d+|(?<= in )\d+\.\d+(?= s$)')


def read_cases():
    for line in (HERE / "cases.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, command = line.split("\t")
            yield name, shlex.split(command)


def without_times(text):
    return TIMES.sub("0", text)


class Cases:
    def __init__(self, tools, folder):
        self.tools = tools
        self.folder = Path(folder)
        self.environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        for name, source in ("page", PAGE), ("odd", ODD):
            self.index(name, source)

    def index(self, name, source):
        subprocess.run([self.tools.index, "-q", "-d", self.folder / name,
                        "--root=.", source], check=True, cwd=ROOT)

    def run(self, words):
        """What a command prints, as its file has it."""
        program, *options = words
        given = None
        if "<" in options:
            at = options.index("<")
            given = (HERE / options[at + 1]).read_bytes()
            options = options[:at]
        options = [o.replace("INDEX:", f"{self.folder}/") for o in options]
        run = subprocess.run(
            [getattr(self.tools, program.removeprefix("yz-")), *options],
            input=given, capture_output=True, check=False, cwd=ROOT,
            env=self.environment)
        said = run.stderr.decode().replace(str(self.folder), "INDEX")
        return without_times(run.stdout.decode()) + (
            f"--- messages\n{said}" if said else "") + (
            f"--- exit code {run.returncode}\n")


def compare(name, wanted, printed):
    diff = list(difflib.unified_diff(
        wanted.splitlines(), printed.splitlines(), f"{name}.out", "now",
        lineterm=""))
    for line in diff:
        print(line)
    return not diff


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    programs.add_options(parser)
    parser.add_argument("--bless", action="store_true",
                        help="write what is printed now")
    args = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        cases = Cases(programs.Programs(args.build), folder)
        known = set()
        for name, words in read_cases():
            file = HERE / f"{name}.out"
            known.add(file)
            printed = cases.run(words)
            if args.bless:
                file.write_text(printed, encoding="utf-8")
                continue
            wanted = file.read_text(encoding="utf-8") if file.exists() else ""
            failed += not compare(name, wanted, printed)
    for file in sorted(set(HERE.glob("*.out")) - known):
        print(f"{file.name} belongs to no case")
        failed += not args.bless
        if args.bless:
            file.unlink()
    print(f"{len(known)} cases, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
