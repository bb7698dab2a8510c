#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What pages, names and queries of a stranger can do to whoever searches them:
nothing. Whatever they hold, no control reaches a terminal, and nothing is
written outside the index.
"""
import json
import os
import pty
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

INDEX = os.environ["YZ_INDEX"]
QUERY = os.environ["YZ_QUERY"]

# A title is set, the screen cleared, what was typed reported back, the line
# turned round; in C1 controls too, which terminals take as well.
EVIL = "\x1b]0;owned\x07\x1b[2J\x1b[6n\u009b31m\u202e\u2066\b\b\r\x7f"
CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f"
                      "\u202a-\u202e\u2066-\u2069]")
OUR_COLORS = re.compile("\x1b\\[[0-9;]*m")
FORMATS = ("text", "tsv", "vimgrep", "html", "json", "jsonl")


class Hostile(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        for name in ("home", "tmp", "work"):
            (self.folder / name).mkdir()
        self.index = self.folder / "index"

    def run_program(self, program, *options, given=b"", index=None):
        return subprocess.run(
            [program, "-d", index or self.index, *options], input=given,
            capture_output=True, check=False, timeout=60,
            cwd=self.folder / "work", env={
                **os.environ, "LC_ALL": "C.UTF-8",
                "HOME": str(self.folder / "home"),
                "TMPDIR": str(self.folder / "tmp")})

    def write(self, name, text):
        path = self.folder / "work" / name
        path.write_text(text, encoding="utf-8")
        return name

    def write_lines(self, name, *passages):
        return self.write(name, "".join(json.dumps(p) + "\n"
                                        for p in passages))


class Escapes(Hostile):
    def setUp(self):
        super().setUp()
        self.evil_name = f"a{EVIL}\n.jsonl".replace("/", "")
        self.write_lines(
            self.evil_name,
            {"report": f"r{EVIL}", "id": f"i{EVIL}", "title": f"题{EVIL}",
             "section": f"栏{EVIL}", "date": f"2025{EVIL}",
             "kind": f"k{EVIL}", f"member{EVIL}": EVIL,
             "text": f"工会{EVIL}驿站在此 north{EVIL}\nservices"},
            {"report": f"r{EVIL}", "id": "2", "date": "2025-01-04",
             "title": f"题{EVIL}", "section": f"栏{EVIL}",
             "text": f"工会驿站{EVIL}之二，" + "长" * 300},
            {"text": f"{EVIL}工会驿站之三", "source": {"path": EVIL}})
        self.write("page.txt", f"{EVIL}新闻{EVIL}\n\n工会驿站{EVIL}之四，\n"
                               f"本报记者{EVIL}\n")
        self.write("bad.jsonl", f'{{"text": "{EVIL}\n[{EVIL}]\n')

    def assert_clean(self, run, *how):
        self.assertIn(run.returncode, (0, 1, 2), (how, run.stderr))
        for stream in (run.stdout, run.stderr):
            text = OUR_COLORS.sub("", stream.decode()) \
                if "--color=always" in how else stream.decode()
            text = text.replace("\t", " ") if "tsv" in how else text
            found = CONTROLS.search(text)
            self.assertIsNone(found, (how, found, text))
        self.assertNotIn(b"owned\x07", run.stdout)

    def fill(self):
        run = self.run_program(INDEX, self.evil_name, "page.txt", "bad.jsonl")
        self.assertEqual(run.returncode, 1, run.stderr)
        self.assert_clean(run, "fill")
        self.assertIn("�".encode(), run.stderr)  # a name was reported

    def test_of_pages_in_every_output(self):
        self.fill()
        shown = 0
        for output in FORMATS:
            for more in ([], ["--full"], ["--color=always"], ["--snippets=3"]):
                run = self.run_program(QUERY, "-o", output, *more, "工会")
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assert_clean(run, output, *more)
                shown += "工会".encode() in run.stdout
        self.assertEqual(shown, len(FORMATS) * 4)

    def test_of_pages_in_all_that_is_told(self):
        self.fill()
        for more in (["--explain"], ["-C", "2"], ["-l"], ["--explain-query"],
                     ["--facet=kind,report,section,year"],
                     ["--sort=source"], ["--ocr=loose"]):
            run = self.run_program(QUERY, *more, "工会驿站")
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assert_clean(run, *more)

    def test_of_queries(self):
        self.fill()
        lines = []
        for query in (f"无{EVIL}人", f'"{EVIL}', f"(工会{EVIL}", EVIL,
                      f"kind:{EVIL}", f"{EVIL}:工会", f"date:{EVIL}",
                      f"section:{EVIL}不在", f"py:{EVIL}", f"工会^{EVIL}"):
            query = query.replace("\0", "")
            for more in ([], ["--strict"], ["--explain-query"]):
                self.assert_clean(self.run_program(QUERY, *more, query),
                                  *more)
            lines.append(query.replace("\n", "") + "\n")
        for more in ([], ["-F"], ["--explain-query"], ["-o", "json"],
                     ["-o", "html"]):
            self.assert_clean(self.run_program(
                QUERY, "--batch", *more, given="".join(lines).encode()),
                "--batch", *more)

    def test_of_arguments(self):
        self.fill()
        for program, options in (
                (QUERY, ["-d", f"no{EVIL}", "工会"]),
                (QUERY, ["--since", EVIL, "工会"]),
                (QUERY, ["--report", EVIL, "工会"]),
                (QUERY, ["--after", EVIL, "工会"]),
                (QUERY, ["-k", EVIL, "工会"]),
                (QUERY, ["-o", EVIL, "工会"]),
                (QUERY, [f"--{EVIL}"]),
                (INDEX, [f"no such {EVIL}"]),
                (INDEX, ["--remove", f"no such {EVIL}"]),
                (INDEX, ["--format", EVIL, "page.txt"]),
                (INDEX, ["--encoding", EVIL, "--force", "page.txt"]),
                (INDEX, ["--language", EVIL, "page.txt"]),
                (INDEX, ["--root", f"/{EVIL}", "page.txt"]),
                (INDEX, ["--memory", EVIL, "page.txt"]),
                (INDEX, ["--files-from", f"no{EVIL}"])):
            run = self.run_program(program, *options)
            self.assertIn(run.returncode, range(5), options)
            text = run.stdout.decode() + run.stderr.decode()
            self.assertIsNone(CONTROLS.search(text), (options, text))

    def test_of_what_an_index_says(self):
        self.fill()
        for options in (["--dump"], ["--stats"], ["--check"],
                        ["--dry-run", "--explain", "page.txt"],
                        ["--dry-run", "--output=jsonl", self.evil_name],
                        ["--json", "--force", self.evil_name]):
            run = self.run_program(INDEX, *options)
            self.assertEqual(run.returncode, 0, run.stderr)
            self.assert_clean(run, *options)
        self.assertIn("\\u001b", self.run_program(INDEX, "--dump")
                      .stdout.decode())

    def on_terminal(self, program, *options):
        """What a terminal is sent."""
        ours, theirs = pty.openpty()
        with subprocess.Popen([program, "-d", self.index, *options],
                              cwd=self.folder / "work", stdin=theirs,
                              stdout=theirs, stderr=theirs) as process:
            os.close(theirs)
            sent = b""
            try:
                while part := os.read(ours, 65536):
                    sent += part
            except OSError:
                pass  # the end
        os.close(ours)
        self.assertIn(process.returncode, (0, 1))
        return sent.decode()

    def test_on_a_terminal(self):
        for program, options in ((INDEX, [self.evil_name, "bad.jsonl"]),
                                 (QUERY, ["工会驿站"]),
                                 (QUERY, [f"不在{EVIL}"])):
            sent = self.on_terminal(program, *options)
            # Colours, progress, links.
            ours = re.compile("\x1b\\[[0-9;]*[mK]|\r|"
                              "\x1b\\]8;;(?:file://[!-~]+)?\x1b\\\\")
            found = CONTROLS.search(ours.sub("", sent))
            self.assertIsNone(found, (options, sent))
            self.assertNotIn("\x1b[2J", sent)
            self.assertNotIn("\x1b[31m\u202e", sent)


class Writing(Hostile):
    """All that is below the folder but the index stays as it was."""

    NAMES = ("../evil", "../../evil", "/evil", "..", ".", "", "a/../../evil",
             "evil\0.txt", "~/evil", "$HOME/evil", "`touch evil`", "|evil",
             "file:///evil", "data.mdb", "../work/bystander")

    def setUp(self):
        super().setUp()
        self.write("bystander", "was here\n")
        (self.folder / "work" / "link").symlink_to("bystander")
        (self.folder / "work" / "loop").symlink_to(".")

    def tree(self, *but):
        """Path, kind, time and content of everything."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            if any(path.is_relative_to(b) for b in but):
                continue
            info = path.lstat()
            found[path] = (info.st_mode, info.st_ino, path.is_file() and
                           (info.st_mtime_ns, path.read_bytes()))
        return found

    def use(self, index=None):
        """Everything there is to do, with every name."""
        lines = [{"report": name, "id": name, "title": name, "section": name,
                  "text": f"工会驿站 {number}", "source": {"path": name}}
                 for number, name in enumerate(self.NAMES)]
        self.write_lines("names.jsonl", *lines)
        before = self.tree(self.index, index or self.index)

        def run(program, *options, given=b""):
            done = self.run_program(program, *options, given=given,
                                    index=index)
            self.assertIn(done.returncode, (0, 1, 2), done.stderr)

        run(INDEX, "names.jsonl")
        run(INDEX, "--root=..", "names.jsonl", "link")
        run(INDEX, "--root=/", "loop")
        run(INDEX, "-", given=Path(self.folder / "work/names.jsonl")
            .read_bytes())
        names = [name.replace("\0", "") for name in self.NAMES]
        run(INDEX, "--remove", *(f"{name}#{name}" for name in names))
        run(QUERY, "--batch", given="".join(
            f'{name}\nreport:"{name}" 工会\nsection:{name}\n'
            for name in names).encode())
        for name in names[:3]:
            run(QUERY, "--report", name, "--section", name, "工会")
        run(INDEX, "--remove", *(n for n in names if n not in ("..", ".", "")))
        run(INDEX, "--files-from=-", given=b"../evil\nlink\n")
        run(INDEX, "--prune", ".")
        for option in ("--check", "--compact", "--repair", "--dump",
                       "--refresh-words", "--stats"):
            run(INDEX, option)
        for output in FORMATS:
            run(QUERY, "-o", output, "工会")
        self.assertEqual(self.tree(self.index, index or self.index), before)

    def test_nothing_is_written_outside(self):
        self.use()
        self.assertEqual({p.name for p in self.index.iterdir()},
                         {"data.mdb", "lock.mdb", "writer.lock"})

    def test_an_index_may_be_a_link(self):
        """Then it lies where the link leads, and the link stays one."""
        real = self.folder / "real"
        real.mkdir()
        self.index.symlink_to("real")
        before = self.tree(real)
        self.use(index=real)
        self.run_program(INDEX, "names.jsonl")
        self.assertEqual(self.run_program(INDEX, "--compact").returncode, 0)
        self.run_program(INDEX, "--remove", "names.jsonl")
        now = self.tree(real)
        now.pop(self.folder / "work/names.jsonl")
        work = self.folder / "work"
        for tree in (before, now):  # names.jsonl was made in it
            tree.pop(work, None)
        self.assertEqual(now, before)
        self.assertTrue(self.index.is_symlink())

    def test_files_of_an_index_may_be_no_links(self):
        """As a stranger's archive may hold them: to what is not theirs."""
        victim = self.folder / "home/victim"
        victim.write_bytes(b"mine" * 5000)
        victims = self.folder / "home/victims"
        victims.mkdir()
        for name in ("data.mdb", "lock.mdb"):
            (victims / name).write_bytes(b"mine")
        self.write_lines("a.jsonl", {"text": "工会驿站"})
        self.assertEqual(self.run_program(INDEX, "a.jsonl").returncode, 0)
        for name, leads in (("data.mdb", victim), ("lock.mdb", victim),
                            ("writer.lock", victim), ("data.mdb.new", victim),
                            ("repair.new", victims),
                            ("salvage.new", victims)):
            with self.subTest(name=name):
                kept = self.index / "kept"
                path = self.index / name
                if path.exists():
                    path.rename(kept)
                path.symlink_to(leads)
                before = self.tree(self.index)
                self.run_program(QUERY, "工会")
                for options in (["a.jsonl", "--force"], ["--compact"],
                                ["--repair"], ["--check"]):
                    self.run_program(INDEX, *options)
                    self.assertEqual(self.tree(self.index), before, options)
                    if not path.is_symlink() and ".new" not in name:
                        path.unlink(missing_ok=True)
                        path.symlink_to(leads)
                    elif not path.exists():
                        path.symlink_to(leads)
                path.unlink()
                if kept.exists():
                    kept.rename(path)
        self.assertEqual(self.run_program(QUERY, "工会").returncode, 0)

    def test_a_data_file_that_is_a_link_can_be_read(self):
        """Archives that keep large files elsewhere make such links."""
        self.write_lines("a.jsonl", {"text": "工会驿站"})
        self.assertEqual(self.run_program(INDEX, "a.jsonl").returncode, 0)
        (self.index / "data.mdb").rename(self.folder / "home/data")
        (self.index / "data.mdb").symlink_to("../home/data")
        self.assertEqual(self.run_program(QUERY, "工会").returncode, 0)
        refused = self.run_program(INDEX, "--force", "a.jsonl")
        self.assertEqual(refused.returncode, 4)
        self.assertIn(b"is a link or a device", refused.stderr)

    def test_a_pipe_is_no_index(self):
        """Nobody waits for what comes out of it."""
        self.index.mkdir()
        os.mkfifo(self.index / "data.mdb")
        for program, options in ((QUERY, ["工会"]), (INDEX, ["--check"]),
                                 (INDEX, ["--repair"]), (INDEX, ["link"])):
            run = self.run_program(program, *options)
            self.assertIn(run.returncode, (3, 4), run.stderr)

    def test_reading_writes_nothing_at_all(self):
        self.write_lines("a.jsonl", {"text": "工会驿站"})
        self.assertEqual(self.run_program(INDEX, "a.jsonl").returncode, 0)
        before = self.tree(self.index / "lock.mdb")
        for query in (*self.NAMES, "工会"):
            self.run_program(QUERY, query.replace("\0", ""))
        for option in ("--check", "--dump", "--stats"):
            self.run_program(INDEX, option)
        self.assertEqual(self.tree(self.index / "lock.mdb"), before)


if __name__ == "__main__":
    unittest.main()
