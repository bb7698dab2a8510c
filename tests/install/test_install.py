#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `cmake --install` puts into a prefix is all that a program needs.

    test_install.py --build BUILD [--flags FLAGS]     install, move, look
    test_install.py --prefix PREFIX                   look at what is there

A program outside the tree is built against the prefix, as C and as C++, with
the shared and with the static library, by pkg-config and by find_package, and
must find what it indexed.
"""
import argparse
import gzip
import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LONG_OPTION = re.compile(r"--([a-z][a-z-]+)")
PROGRAMS = "yz-index", "yz-query"
PAGES = ("yz-index.1", "yz-query.1", "yizhan.3", "yizhan-format.5",
         "yizhan-query.7")

build = None
prefix = None
flags = []
PROJECT = """
cmake_minimum_required(VERSION 3.25)
project(client LANGUAGES {language})
find_package(Yizhan 0.1 REQUIRED{components})
add_executable(client {source})
target_compile_options(client PRIVATE ${{CLIENT_FLAGS}})
target_link_options(client PRIVATE ${{CLIENT_FLAGS}})
target_link_libraries(client PRIVATE Yizhan::yizhan)
"""


def run(*command, **how):
    done = subprocess.run([str(word) for word in command], text=True,
                          capture_output=True, encoding="utf-8", **how)
    if done.returncode != 0:
        raise AssertionError(f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        place = pathlib.Path(cls.folder.name)
        cls.prefix = prefix
        if build:
            run("cmake", "--install", build, "--prefix", place / "first")
            cls.prefix = place / "moved"
            (place / "first").rename(cls.prefix)
        config = next(cls.prefix.rglob("yizhan.pc"))
        cls.lib = config.parent.parent
        cls.environment = dict(os.environ, PKG_CONFIG_PATH=str(config.parent))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(dir=self.folder.name))

    def installed(self, name):
        """A file that lies somewhere in share/; distributions differ."""
        found = [path for form in (name, name + ".gz")
                 for path in (self.prefix / "share").rglob(form)
                 if "zh_CN" not in path.parts]
        self.assertEqual(len(found), 1, name)
        return found[0]

    def source(self, language):
        """The client, named as its language wants it."""
        path = self.place / ("client.c" if language == "C" else "client.cc")
        shutil.copy(HERE / "client.c", path)
        return path

    def finds(self, program):
        environment = dict(self.environment, LD_LIBRARY_PATH=str(self.lib))
        said = run(program, self.place / "index", env=environment)
        self.assertEqual(said, "新建26个工会驿站。\n")

    def needs_shared(self, program):
        return "libyizhan.so.0" in run("readelf", "-d", program)

    def test_pkg_config(self):
        compilers = {"C": "cc -std=c99", "C++": "c++ -std=c++11"}
        for language, form in itertools.product(compilers, (0, 1)):
            with self.subTest(language=language, static=form):
                self.setUp()
                config = ["pkg-config", "--cflags", "--libs"]
                words = run(*config, *["--static"] * form, "yizhan",
                            env=self.environment).split()
                if form: # what others give is shared all the same
                    words = [f"{self.lib}/libyizhan.a" if w == "-lyizhan"
                             else w for w in words]
                program = self.place / "client"
                run(*compilers[language].split(), *flags, "-Wall", "-Wextra",
                    "-Werror", self.source(language), "-o", program, *words)
                self.finds(program)
                self.assertEqual(self.needs_shared(program), not form)

    def test_find_package(self):
        languages = {"C": "C", "C++": "CXX"}
        forms = {"": True, " COMPONENTS static": False}
        for language, form in itertools.product(languages, forms):
            with self.subTest(language=language, form=form):
                self.setUp()
                (self.place / "CMakeLists.txt").write_text(PROJECT.format(
                    language=languages[language], components=form,
                    source=self.source(language).name), encoding="utf-8")
                run("cmake", "-S", self.place, "-B", self.place / "build",
                    f"-DCMAKE_PREFIX_PATH={self.prefix}",
                    f"-DCLIENT_FLAGS={';'.join(flags)}")
                run("cmake", "--build", self.place / "build")
                program = self.place / "build" / "client"
                self.finds(program)
                self.assertEqual(self.needs_shared(program), forms[form])

    def test_version_that_is_not_there(self):
        (self.place / "CMakeLists.txt").write_text(PROJECT.format(
            language="C", components="", source=self.source("C").name)
            .replace("Yizhan 0.1", "Yizhan 9.0"), encoding="utf-8")
        with self.assertRaises(AssertionError):
            run("cmake", "-S", self.place, "-B", self.place / "build",
                f"-DCMAKE_PREFIX_PATH={self.prefix}")

    def test_soname(self):
        said = run("readelf", "-d", self.lib / "libyizhan.so")
        self.assertIn("SONAME", said)
        self.assertIn("[libyizhan.so.0]", said)

    def test_static_library_has_only_public_names(self):
        said = run("nm", "-g", "--defined-only", self.lib / "libyizhan.a")
        names = {line.split()[2] for line in said.splitlines()
                 if len(line.split()) == 3}
        names = {name for name in names if not name.startswith("_")}
        self.assertIn("yz_search", names)
        self.assertEqual([n for n in names if not n.startswith("yz_")], [])

    def test_programs(self):
        for program in PROGRAMS:
            self.assertIn("Yizhan ", run(self.prefix / "bin" / program,
                                         "--version"))

    def test_every_option_is_in_manual_and_completions(self):
        for program in PROGRAMS:
            shown = run(self.prefix / "bin" / program, "--help")
            options = set(LONG_OPTION.findall(shown)) - {"no-such"}
            self.assertIn("version", options)
            manual = (ROOT / f"docs/man/{program}.1.scd").read_text("utf-8")
            texts = {shell: self.installed(name).read_text("utf-8")
                     for shell, name in (("bash", program),
                                         ("zsh", f"_{program}"),
                                         ("fish", f"{program}.fish"))}
            for option in options:
                self.assertIn(f"--{option}", manual, program)
                self.assertIn(f"--{option}", texts["bash"], program)
                self.assertIn(f"--{option}", texts["zsh"], program)
                self.assertIn(f" -l {option} ", texts["fish"], program)

    @unittest.skipUnless(shutil.which("scdoc"), "there is no scdoc")
    def test_manual(self):
        for page in PAGES:
            path = self.installed(page)
            read = gzip.open if path.suffix == ".gz" else open
            with read(path, "rt", encoding="utf-8") as file:
                self.assertIn(".TH ", file.read())

    def test_manual_in_chinese(self):
        """Every option of the manual is in the Chinese one, and no other."""
        option = re.compile(r"\*(--?[a-z0-9][a-z-]*)\*")
        for page in (ROOT / "docs/man/zh_CN").iterdir():
            texts = [path.read_text("utf-8").split("EXIT STATUS")[0]
                     .split("# 退出码")[0]
                     for path in (ROOT / "docs/man" / page.name, page)]
            english, chinese = (set(option.findall(text)) for text in texts)
            self.assertEqual(english, chinese, page.name)
        if shutil.which("scdoc"):
            folder = self.prefix / "share/man/zh_CN/man1"
            names = {path.name.removesuffix(".gz") for path in folder.iterdir()}
            self.assertEqual(names, {"yz-index.1", "yz-query.1", "yz-serve.1"})

    def complete(self, shell, script):
        path = f"{self.prefix}/bin:{os.environ['PATH']}"
        environment = dict(self.environment, PATH=path,
                           YIZHAN_INDEX=str(self.place / "index"))
        (self.place / "2025").mkdir()
        (self.place / "2025/一月.txt").write_text("工会驿站\n", "utf-8")
        run(self.prefix / "bin/yz-index", "-q", "2025", env=environment,
            cwd=self.place)
        return run(shell, "-c", script, env=environment).split()

    def test_bash_completes(self):
        file = self.installed("yz-query")
        ask = f"""compopt() {{ :; }}; . {file}
            ask() {{ COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _yz_query
                     printf '%s\\n' "${{COMPREPLY[@]}}"; }}
            ask yz-query --fac; ask yz-query kind : cap
            ask yz-query --kind = caption,no; ask yz-query --report = 2025"""
        self.assertEqual(self.complete("bash", ask), [
            "--facet=", "--facet-gaps", "caption", "caption,noise", "2025/一月.txt"])

    @unittest.skipUnless(shutil.which("fish"), "there is no fish")
    def test_fish_completes(self):
        file = self.installed("yz-query.fish")
        ask = (f"source {file}; complete -C 'yz-query kind:cap';"
               " complete -C 'yz-query report:2025'")
        self.assertEqual(self.complete("fish", ask), [
            "kind:caption", "report:2025/一月.txt"])

    @unittest.skipUnless(shutil.which("zsh"), "there is no zsh")
    def test_zsh_reads_completions(self):
        for program in PROGRAMS:
            run("zsh", "-n", self.installed(f"_{program}"))


def main():
    global build, prefix, flags
    parser = argparse.ArgumentParser()
    parser.add_argument("--build")
    parser.add_argument("--prefix", type=pathlib.Path)
    parser.add_argument("--flags", default="")
    options, rest = parser.parse_known_args()
    if not options.build and not options.prefix:
        parser.error("give --build or --prefix")
    build, prefix = options.build, options.prefix
    flags = options.flags.split()
    unittest.main(argv=[sys.argv[0], *rest])


if __name__ == "__main__":
    main()
