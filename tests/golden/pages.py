#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the commands in the READMEs print what the READMEs say?

    tests/golden/pages.py            run every command and compare
    tests/golden/pages.py --bless    write what they print now; read the diff
    tests/golden/pages.py --self-test

A block of the language `console` has commands, which begin with `$ `, and
below each what it prints, messages included. The commands of a page run one
after the other in one shell, in a folder that holds a copy of corpus/. Times
are written as 0.01 s. docs/terminal.svg is what scripts/picture draws. The
programs are named by YZ_INDEX and YZ_QUERY, or lie below --build.
"""
import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = "README.md", "README.zh.md"
PICTURE = "docs/terminal.svg"
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.M | re.S)
TIME = re.compile(r"in \d+\.\d+ s")
MARK = "\x1e"  # separates in a shell's output what each command printed


def commands_of(text):
    return [[line[2:] for line in block.splitlines() if line[:2] == "$ "]
            for block in BLOCK.findall(text)]


def run(commands, build):
    """What each command prints, in one shell."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus", Path(folder) / "corpus")
        script = "".join(f"{command}\nprintf '{MARK}'\n"
                         for command in commands)
        path = os.pathsep.join([f"{build}/indexer/cli", f"{build}/query/cli",
                                os.environ["PATH"]])
        ran = subprocess.run(["bash", "-c", script], cwd=folder, check=True,
                             env={"PATH": path, "LC_ALL": "C.UTF-8"},
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             encoding="utf-8")
    return TIME.sub("in 0.01 s", ran.stdout).split(MARK)[:-1]


def renew(text, build):
    """The page with what its commands print now."""
    blocks = commands_of(text)
    printed = iter(run([c for block in blocks for c in block], build))
    shown = iter(["".join(f"$ {command}\n{next(printed)}"
                          for command in block) for block in blocks])
    return BLOCK.sub(lambda _: next(shown), text)


def picture(build):
    ran = subprocess.run([sys.executable, ROOT / "scripts" / "picture", build],
                         stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return ran.stdout


def hold(name, now, bless):
    """1 if the file is not what it should be now."""
    path = ROOT / name
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if bless:
        path.write_text(now, encoding="utf-8")
    elif now != before:
        print(*difflib.unified_diff(before.splitlines(), now.splitlines(),
                                    name, "now", lineterm=""), sep="\n")
        return 1
    return 0


def self_test():
    page = "a\n```console\n$ echo b; echo c >&2\nold\n$ true\n```\n```\n$ d\n```\n"
    wanted = page.replace("old", "b\nc")
    assert commands_of(page) == [["echo b; echo c >&2", "true"]]
    assert renew(page, "/nowhere") == wanted
    assert renew(wanted, "/nowhere") == wanted
    return 0


def main():
    parser = argparse.ArgumentParser(description="test the READMEs")
    parser.add_argument("--build", default=ROOT / "build" / "dev")
    parser.add_argument("--bless", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if arguments.self_test:
        return self_test()
    build = Path(arguments.build).resolve()
    if "YZ_INDEX" in os.environ:
        build = Path(os.environ["YZ_INDEX"]).parents[2]
    wrong = 0
    for name in PAGES:
        text = (ROOT / name).read_text(encoding="utf-8")
        wrong += hold(name, renew(text, build), arguments.bless)
    wrong += hold(PICTURE, picture(build), arguments.bless)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
