#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every pointer that a function of the header needs is NULL in some call of
the test of misuse, where all others are given: no function is forgotten.

    misuse.py HEADER TEST
    misuse.py --self-test
"""
import argparse
import re
import sys

from symbols import COMMENT, DECLARATION, NAME

# Parameters that may be NULL everywhere, and those that may be in one function.
MAY_BE_NULL = {"reterr", "context", "options", "search"}
CALLBACKS_THAT_MAY_BE_NULL = {("yz_index_check", "see"),
                              ("yz_index_repair", "see")}


def arguments(text):
    """What is in the parentheses that `text` begins with, split at commas."""
    parts, depth, begin, quoted = [], 0, 1, False
    for at, c in enumerate(text):
        if c == '"' and text[at - 1] != "\\":
            quoted = not quoted
        if quoted:
            continue
        depth += (c in "({[") - (c in ")}]")
        if depth == 0 or depth == 1 and c == ",":
            parts.append(" ".join(text[begin:at].split()))
            begin = at + 1
        if depth == 0:
            return parts
    return []


def is_needed(function, parameter):
    name = re.findall(r"\w+", parameter)[-1]
    is_pointer = "*" in parameter or re.search(r"\byz_\w+_fn\b", parameter)
    return (is_pointer and name not in MAY_BE_NULL
            and not name.startswith("ret_")
            and (function, name) not in CALLBACKS_THAT_MAY_BE_NULL)


def needed(header):
    """The parameters of each function that has to be given, by position."""
    found = {}
    for declaration in DECLARATION.finditer(COMMENT.sub(" ", header)):
        text = declaration.group(1)
        name = NAME.search(text)
        found[name.group(1)] = {
            i: re.findall(r"\w+", parameter)[-1]
            for i, parameter in enumerate(arguments(text[name.end() - 1:]))
            if is_needed(name.group(1), parameter)}
    return found


def calls(test):
    text = COMMENT.sub(" ", test)
    for call in re.finditer(r"\b(yz_\w+)(?=\()", text):
        yield call.group(1), arguments(text[call.end():])


def forgotten(header, test):
    """The sentences about what is never NULL."""
    want = needed(header)
    have = set()
    for function, given in calls(test):
        nulls = [i for i in want.get(function, ())
                 if i < len(given) and given[i] == "NULL"]
        if len(nulls) == 1:
            have.add((function, nulls[0]))
    found = [f"{function}: no call with {name} = NULL"
             for function, parameters in sorted(want.items())
             for i, name in sorted(parameters.items())
             if (function, i) not in have]
    if not any(want.values()):
        found.append("the header needs nothing")
    return found


def self_test():
    header = """
YZ_API uint32_t
yz_version(void);
YZ_API YZ_MUST_USE yz_status
yz_writer_add(yz_writer *writer, const char *path, yz_str name,
              const yz_options *options, yz_added *ret_added,
              yz_error *reterr);
YZ_API YZ_MUST_USE yz_status
yz_index_check(const char *path, yz_see_fn see, void *context);
YZ_API YZ_MUST_USE yz_status
yz_tell(yz_write_fn write, void *context);
"""
    assert needed(header) == {
        "yz_version": {}, "yz_writer_add": {0: "writer", 1: "path"},
        "yz_index_check": {0: "path"}, "yz_tell": {0: "write"}}
    test = """
    yz_writer_add(NULL, "a, (", str("n"), NULL, &added, &error);
    yz_writer_add(writer, NULL, str("n"), NULL, &added, &error);
    REFUSED("path", yz_index_check(NULL, NULL, NULL));
    yz_tell(NULL, NULL);
"""
    assert forgotten(header, test) == []
    assert forgotten(header, test.replace("(writer, NULL", "(NULL, NULL")) == [
        "yz_writer_add: no call with path = NULL"]
    assert forgotten(header, test.replace("    yz_tell", "// yz_tell")) == [
        "yz_tell: no call with write = NULL"]
    assert forgotten("", test) != []
    print("what is forgotten is found")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("header", nargs="?")
    parser.add_argument("test", nargs="?")
    options = parser.parse_args()
    if options.self_test:
        self_test()
        return
    if not options.test:
        parser.error("a header and a test are needed")
    with open(options.header, encoding="utf-8") as file:
        header = file.read()
    with open(options.test, encoding="utf-8") as file:
        found = forgotten(header, file.read())
    if found:
        sys.exit("\n".join(found))
    count = sum(len(parameters) for parameters in needed(header).values())
    print(f"{count} pointers are NULL once")


if __name__ == "__main__":
    main()
