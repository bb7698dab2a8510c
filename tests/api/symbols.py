#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The shared library exports the functions that its header declares: all of
them, and nothing else.

    symbols.py --nm NM HEADER LIBRARY
    symbols.py --self-test
"""
import argparse
import re
import subprocess
import sys

COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
# A declaration begins with YZ_API; its function is the name before the first
# parenthesis (attributes are macros here, without any).
DECLARATION = re.compile(r"^YZ_API\b([^;{]*);", re.MULTILINE)
NAME = re.compile(r"\b(\w+)\s*\(")


def declared(header):
    names = set()
    for declaration in DECLARATION.finditer(COMMENT.sub(" ", header)):
        name = NAME.search(declaration.group(1))
        if not name:
            sys.exit(f"no function in: {declaration.group()}")
        names.add(name.group(1))
    return names


def undeclared(header):
    """Functions of ours that the header has without YZ_API."""
    text = DECLARATION.sub(" ", COMMENT.sub(" ", header))
    # `inline` ones are in the header whole, and types are in parentheses.
    return set(re.findall(r"^(yz_(?!detail_)\w+)\s*\(", text, re.MULTILINE))


def exported(nm_output):
    """Names of the dynamic symbols that are defined. Those that begin with an
    underscore are the compiler's own, of sanitizers and profiles."""
    names = set()
    for line in nm_output.splitlines():
        name = line.split()[-1].split("@")[0] if line.split() else ""
        if name and not name.startswith("_"):
            names.add(name)
    return names


def compare(header, nm_output):
    """The sentences about what differs."""
    want, have = declared(header), exported(nm_output)
    found = [f"{name} is declared, but not exported"
             for name in sorted(want - have)]
    found += [f"{name} is exported, but not declared"
              for name in sorted(have - want)]
    found += [f"{name} is declared without YZ_API"
              for name in sorted(undeclared(header))]
    if not want:
        found.append("the header declares nothing")
    return found


def self_test():
    header = """
#define YZ_API __attribute__((visibility("default")))
/** YZ_API int yz_none(void); */
YZ_API YZ_MUST_USE yz_status
yz_index_open(const char *path, void (*f)(int), yz_error *reterr);
YZ_API void
yz_index_close(yz_index *index);
"""
    output = ("0000000000001139 T yz_index_open\n"
              "000000000000113a T yz_index_close@@YIZHAN_1\n"
              "000000000000113b T _init\n")
    assert declared(header) == {"yz_index_open", "yz_index_close"}
    assert compare(header, output) == []
    assert compare(header, output + "0000000000001140 D arena_alloc\n") == [
        "arena_alloc is exported, but not declared"]
    assert compare(header, output.splitlines()[0]) == [
        "yz_index_close is declared, but not exported"]
    assert compare(header + "int\nyz_bare(void);\n", output) == [
        "yz_bare is declared without YZ_API"]
    assert compare("", output) != []
    print("differences are found")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--nm", default="nm")
    parser.add_argument("header", nargs="?")
    parser.add_argument("library", nargs="?")
    options = parser.parse_args()
    if options.self_test:
        self_test()
        return
    if not options.library:
        parser.error("a header and a library are needed")
    output = subprocess.run(
        [options.nm, "-D", "--defined-only", options.library], check=True,
        capture_output=True, text=True).stdout
    with open(options.header, encoding="utf-8") as file:
        header = file.read()
    found = compare(header, output)
    if found:
        sys.exit("\n".join(found))
    print(f"{len(declared(header))} functions declared and exported")


if __name__ == "__main__":
    main()
