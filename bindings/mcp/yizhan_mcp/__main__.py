# SPDX-License-Identifier: MIT
"""yizhan-mcp INDEX..."""
from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yizhan

from .server import make_server

UNREADABLE, REFUSED = 3, 4  # exit codes, as those of yz-query
CODES = {"YZ_E_IO": REFUSED, "YZ_E_NOMEM": REFUSED, "YZ_E_FULL": REFUSED}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="yizhan-mcp",
        description="Let agents search indexes of Yizhan, by the Model Context "
                    "Protocol on standard input and output. It only reads.")
    parser.add_argument("indexes", nargs="+", metavar="INDEX",
                        help="folder of an index; its name without .index is "
                             "what agents call it")
    parser.add_argument("--timeout", type=float, default=10.0,
                        metavar="SECONDS", help="end a search after this (10)")
    parser.add_argument("--version", action="version",
                        version=f"yizhan-mcp {yizhan.__version__}")
    given = parser.parse_args()
    if given.timeout <= 0:
        parser.error("--timeout is in seconds, more than 0")
    return given


def open_all(paths: list[str]) -> dict[str, yizhan.Index]:
    """The indexes by name; the second of a name gets a number."""
    opened: dict[str, yizhan.Index] = {}
    for path in paths:
        folder = Path(path).resolve().name
        name = wanted = folder.removesuffix(".index") or folder
        number = 2
        while name in opened:
            name, number = f"{wanted}-{number}", number + 1
        opened[name] = yizhan.open(path, read_only=True)
    return opened


def main() -> None:
    given = arguments()
    try:
        indexes = open_all(given.indexes)
    except yizhan.Error as error:
        print(f"yizhan-mcp: {error}", file=sys.stderr)
        sys.exit(CODES.get(error.status, UNREADABLE))
    make_server(indexes, given.timeout).run("stdio")


if __name__ == "__main__":
    main()
