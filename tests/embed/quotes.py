#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do the pages quote the examples as they are?

    quotes.py            exit 1 if a quotation differs
    quotes.py --bless    write the quotations again
    quotes.py --self-test

A quotation is a comment, `<!-- FILE -->` or `<!-- FILE FUNCTION -->`, and the
block of code behind it.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGES = "README.md", "README.zh.md", "docs/embedding.md", "docs/node.md"
QUOTATION = re.compile(
    r"<!-- ([\w./]+\.(?:c|cc|sh|mjs))(?: (\w+))? -->\n```(\w+)\n(.*?)```\n", re.DOTALL)
LICENCE = re.compile(r"\A(?:#!.*\n)?(?:/\* SPDX.*\*/|(?:#|//) SPDX.*)\n")


def function_of(text, name):
    """A function with its return type and the comment above it."""
    pattern = (r"(?:^/\*(?:(?!\*/).)*\*/\n)?^[\w *]+\n"
               + re.escape(name) + r"\(.*?^\}\n")
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    if not found:
        raise SystemExit(f"there is no function {name}")
    return found.group()


def quote(path, function):
    text = LICENCE.sub("", path.read_text(encoding="utf-8"))
    return function_of(text, function) if function else text


def renew(page, root):
    def replace(match):
        path, function, language, _ = match.groups()
        code = quote(root / path, function)
        name = f"{path} {function}" if function else path
        return f"<!-- {name} -->\n```{language}\n{code}```\n"
    return QUOTATION.subn(replace, page)


def self_test():
    text = ("/* One. */\nstatic int\none(void)\n{\n    return 1;\n}\n\n"
            "int\ntwo(void)\n{\n    return 2;\n}\n")
    assert function_of(text, "two") == "int\ntwo(void)\n{\n    return 2;\n}\n"
    assert function_of(text, "one").startswith("/* One. */\nstatic int\n")
    page = "a\n<!-- README.md -->\n```c\nb\n```\n"
    assert renew(page, ROOT) == (page, 0)
    page = "<!-- examples/first_search.c -->\n```c\nold\n```\n"
    new, count = renew(page, ROOT)
    assert count == 1 and "old" not in new and "yz_search(" in new
    assert renew(new, ROOT) == (new, 1)
    print("quotations are found and renewed")


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    quotations = 0
    for name in PAGES:
        path = ROOT / name
        page = path.read_text(encoding="utf-8")
        new, count = renew(page, ROOT)
        quotations += count
        if new != page and sys.argv[1:] == ["--bless"]:
            path.write_text(new, encoding="utf-8")
        elif new != page:
            sys.exit(f"{name} quotes what is no longer so; "
                     "run tests/embed/quotes.py --bless")
    if not quotations:
        sys.exit("no page quotes anything")
    print(f"{quotations} quotations are as they are")


if __name__ == "__main__":
    main()
