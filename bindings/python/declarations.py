#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write the C source of the module yizhan._yizhan.

    declarations.py --compiler=CC RESULT.c

What cffi declares is what the compiler sees in the public header and in
extension/answer.h, so the two cannot differ.
"""
import argparse
import re
import subprocess
import tempfile
from pathlib import Path

from cffi import FFI

ROOT = Path(__file__).resolve().parents[2]
ANSWER = "bindings/python/extension/answer.h"
CONSTANT = re.compile(r"^#\s*define (YZ_(?!API|MUST_USE)[A-Z0-9_]+) .", re.M)
CALLBACK = 'extern "Python+C" int python_asks_to_stop(void *context);\n'


def declarations(compiler):
    """The declarations of the headers: no macros, nothing of the C library."""
    with tempfile.TemporaryDirectory() as empty:
        for name in ("stdbool.h", "stddef.h", "stdint.h"):
            (Path(empty) / name).touch()
        return subprocess.run(
            [compiler, "-E", "-P", "-undef", "-nostdinc", "-I", empty,
             "-I", str(ROOT), "-I", str(ROOT / "include"), "-x", "c",
             str(ROOT / ANSWER)],
            check=True, capture_output=True, encoding="utf-8").stdout


def constants():
    """Macros with a number, whose value the compiler finds."""
    folder = ROOT / "include" / "yizhan"
    names = [name for header in sorted(folder.glob("*.h"))
             for name in CONSTANT.findall(header.read_text(encoding="utf-8"))]
    return "".join(f"#define {name} ...\n" for name in names)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--compiler", default="cc")
    parser.add_argument("result", type=Path)
    arguments = parser.parse_args()
    ffi = FFI()
    ffi.cdef(declarations(arguments.compiler))
    ffi.cdef(constants() + CALLBACK)
    ffi.set_source("yizhan._yizhan", f'#include "{ANSWER}"')
    ffi.emit_c_code(str(arguments.result))


if __name__ == "__main__":
    main()
