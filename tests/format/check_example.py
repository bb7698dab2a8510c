#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Are the bytes of the example in docs/format.md those that yz-index writes?

A block of code there that begins with a table and a key is the value of that
key: rows of bytes in hexadecimal and what they mean, behind two spaces more.
`··` is a byte that may be any.
"""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from store import tables

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import programs  # noqa: E402

SOURCES = ("page.txt", "notes.jsonl")
BLOCK = re.compile(r"^```\n(meta|blob|sources) (.*)\n((?:.*\n)*?)```$", re.M)
BYTE = "(?:[0-9a-f]{2}|··)"
BYTES = re.compile(f"((?:{BYTE} {{1,2}})*{BYTE})(?: |$)")


def key_of(table, name):
    return name.encode() if table == "meta" else bytes.fromhex(name)


def bytes_of(rows):
    """None for a byte that may be any."""
    for row in rows.splitlines():
        found = BYTES.match(row)
        for byte in found[1].split() if found else ():
            yield None if byte == "··" else int(byte, 16)


def differs(drawn, found):
    return len(drawn) != len(found) or any(
        d not in (None, f) for d, f in zip(drawn, found))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    programs.add_options(parser)
    tools = programs.Programs(parser.parse_args().build)
    page = (ROOT / "docs" / "format.md").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([Path(tools.index).resolve(), "-q", "-d",
                        Path(folder) / "index", "--root=.", *SOURCES],
                       check=True, cwd=HERE / "example")
        found = tables(Path(folder) / "index")
    complaints = 0
    blocks = BLOCK.findall(page)
    for table, name, rows in blocks:
        drawn = list(bytes_of(rows))
        value = found[table].pop(key_of(table, name), b"")
        if differs(drawn, value):
            complaints += 1
            print(f"{table} {name} is drawn as\n  "
                  + " ".join("··" if b is None else f"{b:02x}" for b in drawn)
                  + f"\nand is\n  {value.hex(' ')}")
    for table in ("blob", "sources"):
        for key in found[table]:
            complaints += 1
            print(f"{table} {key.hex()} is not drawn")
    print(f"{len(blocks)} values, {complaints} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except programs.Trouble as trouble:
        print(f"check_example: {trouble}", file=sys.stderr)
        sys.exit(1)
