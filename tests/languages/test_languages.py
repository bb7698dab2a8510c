#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does the example of a language find what yz-query finds?

    test_languages.py rust|go|java --build BUILD --index YZ_INDEX
                      --query YZ_QUERY

Exit code 77: the language is not here.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"
QUESTIONS = ROOT / "tests/data/report/queries.tsv"
SKIPPED = 77

# What the examples declare themselves, and its members.
STRUCTS = {
    "yz_str": "data size",
    "yz_span": "begin end",
    "yz_error": "status os_error line column offset message",
    "yz_index_options": "struct_size flags readers_max map_size language "
                        "allocator",
    "yz_search_options": "struct_size flags tiers limit offset cursor sort ocr "
                         "kinds facets report section since until cancel "
                         "cancel_context timeout_ms reserved",
    "yz_passage": "report id section title date text",
    "yz_hit": "rank score tier passage",
    "yz_snippet": "text highlights highlight_count",
}


def run(*command, fails=False, **how):
    done = subprocess.run([str(word) for word in command], text=True,
                          capture_output=True, encoding="utf-8", **how)
    if (done.returncode != 0) != fails:
        raise SystemExit(f"{command}: {done.returncode}\n{done.stdout}"
                         f"{done.stderr}")
    return done.stderr if fails else done.stdout


class World:
    """A folder with the library installed, an index and the layout of C."""

    def __init__(self, folder, options):
        self.folder = folder
        self.query_program = options.query
        prefix = folder / "prefix"
        run("cmake", "--install", options.build, "--prefix", prefix)
        config = next(prefix.rglob("yizhan.pc")).parent
        self.library = config.parent
        self.environment = dict(os.environ, PKG_CONFIG_PATH=str(config),
                                LD_LIBRARY_PATH=str(self.library))
        self.index = folder / "index"
        run(options.index, "-q", "-d", self.index, "corpus", "corpus-pages",
            cwd=ROOT)
        self.layout = self.print_layout()

    def print_layout(self):
        """Lines `struct.member offset` and `struct size`, by a C compiler."""
        lines = [f'printf("{name} %zu\\n", sizeof({name}));'
                 for name in STRUCTS]
        lines += [f'printf("{name}.{member} %zu\\n", '
                  f'offsetof({name}, {member}));'
                  for name, members in STRUCTS.items()
                  for member in members.split()]
        source = self.folder / "layout.c"
        source.write_text("#include <stdio.h>\n#include <yizhan/yizhan.h>\n"
                          "int main(void) {\n" + "\n".join(lines) + "\n}\n")
        run("cc", "-I", ROOT / "include", source, "-o", self.folder / "layout")
        path = self.folder / "layout.txt"
        path.write_text(run(self.folder / "layout"))
        return path

    def run(self, *command, **how):
        return run(*command, env=dict(self.environment, **how.pop("more", {})),
                   **how)


# ---- languages: each gives the command that searches, or None ---------------

def rust(world):
    cargo = shutil.which("cargo")
    if not cargo:
        return None
    target = world.folder / "target"
    more = {"CARGO_TARGET_DIR": str(target), "YIZHAN_LAYOUT": str(world.layout)}
    # --locked would want a Cargo.lock; there is nothing to lock.
    crate = world.folder / "rust"
    shutil.copytree(EXAMPLES / "rust", crate)
    world.run(cargo, "build", "--offline", cwd=crate, more=more)
    world.run(cargo, "test", "--offline", cwd=crate, more=more)
    return [target / "debug" / "search"]


def go(world):
    compiler = shutil.which("go")
    if not compiler:
        return None
    program = world.folder / "search"
    # Go keeps what pkg-config said; this makes it another build.
    more = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "CGO_ENABLED": "1",
            "GOTOOLCHAIN": "local", "CGO_LDFLAGS": f"-L{world.library}"}
    world.run(compiler, "vet", "./...", cwd=EXAMPLES / "go", more=more)
    world.run(compiler, "build", "-o", program, "./search",
              cwd=EXAMPLES / "go", more=more)
    return [program]


def java_version(program):
    said = subprocess.run([program, "--version"], capture_output=True,
                          text=True).stdout
    found = re.search(r"^\S+ (\d+)", said)
    return int(found.group(1)) if found else 0


def java(world):
    found = [shutil.which("java"),
             *map(str, pathlib.Path("/usr/lib/jvm").glob("*/bin/java"))]
    new = [program for program in found
           if program and java_version(program) >= 22
           and pathlib.Path(program).resolve().with_name("javac").exists()]
    if not new:
        return None
    classes = world.folder / "classes"
    compiler = pathlib.Path(new[0]).resolve().with_name("javac")
    world.run(compiler, "-Xlint:all,-restricted", "-Werror", "-d", classes,
              EXAMPLES / "java/Search.java",
              ROOT / "tests/languages/Layout.java")
    start = [new[0], "--enable-native-access=ALL-UNNAMED", "-cp", classes]
    world.run(*start, "Layout", world.layout)
    return [*start, "Search"]


LANGUAGES = {"rust": rust, "go": go, "java": java}


# ---- answers ----------------------------------------------------------------

def questions():
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t")[0] for line in lines] + ["𠮷野家", "夜校"]


def marked(snippet):
    return "".join(f"【{text}】" if match else text
                   for text, match in snippet["segments"])


def expected(world, queries):
    said = subprocess.run(
        [world.query_program, "-d", world.index, "--batch", "-o", "json"],
        input="\n".join(queries) + "\n", capture_output=True, text=True,
        encoding="utf-8").stdout
    lines = []
    for answer in map(json.loads, said.splitlines()):
        lines.append(f"{answer['query']}: {answer['count']}")
        lines += ["\t".join((str(hit["rank"]), hit["tier"], hit["id"],
                             marked(hit["snippet"])))
                  for hit in answer["hits"]]
    return lines


def compare(world, command):
    queries = questions()
    found = world.run(*command, world.index, *queries).splitlines()
    wanted = expected(world, queries)
    for have, want in zip(found, wanted):
        assert have == want, f"{have!r} instead of {want!r}"
    assert len(found) == len(wanted), (len(found), len(wanted))
    return len(queries), len(wanted) - len(queries)


def refuse(world, command):
    said = world.run(*command, world.folder / "none", "驿站", fails=True)
    assert "YZ_E_NOT_FOUND: there is no index at" in said, said
    said = world.run(*command, world.index, " ", fails=True)
    assert "YZ_E_SYNTAX: " in said, said
    assert "usage: " in world.run(*command, fails=True).lower()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("--build", required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--query", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = World(pathlib.Path(folder), options)
        command = LANGUAGES[options.language](world)
        if not command:
            print(f"skipped: there is no {options.language} here")
            sys.exit(SKIPPED)
        queries, hits = compare(world, command)
        refuse(world, command)
    print(f"{queries} questions, {hits} hits: as yz-query")


if __name__ == "__main__":
    main()
