#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does yz-index keep its promises, seen from a shell?

The programs are named by YZ_INDEX and YZ_QUERY.
"""
import fcntl
import gzip
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "corpus" / "pages" / "000_155a2bea13e01da4.txt"
SUMMARY = {"schema", "reports", "passages", "unchanged", "replaced", "removed",
           "kept", "duplicates", "removed_passages", "refused", "skipped",
           "bytes", "seconds"}


class IndexCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.index = self.folder / "index"

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    def write_passages(self, name, *passages):
        lines = (p if isinstance(p, str) else json.dumps(p) for p in passages)
        return self.write(name, "".join(line + "\n" for line in lines))

    def run_index(self, *options, given=b"", code=0, index=None, **more):
        command = [os.environ["YZ_INDEX"], "-d", index or self.index, *options]
        environment = {**os.environ, "LC_ALL": "C.UTF-8", **more}
        run = subprocess.run(command, input=given, capture_output=True,
                             check=False, env=environment)
        run.stdout = run.stdout.decode()
        run.stderr = run.stderr.decode()
        self.assertEqual(run.returncode, code, run.stderr + run.stdout)
        for line in run.stderr.splitlines():
            self.assertTrue(line.startswith("yz-index: "), line)
        return run

    def summary(self, *options, **more):
        """The summary of a run, as an object."""
        run = self.run_index("--json", *options, **more)
        self.assertEqual(run.stdout.count("\n"), 1)
        self.said = run.stderr
        summary = json.loads(run.stdout)
        self.assertEqual(set(summary), SUMMARY)
        return summary

    def counts(self, *options, members="reports passages", **more):
        summary = self.summary(*options, **more)
        return [summary[name] for name in members.split()]

    def passages(self, *options, **more):
        """The passages that a run prints."""
        run = self.run_index(*options, **more)
        self.said = run.stderr
        return [json.loads(line) for line in run.stdout.splitlines()]

    def dump(self):
        lines = self.run_index("--dump").stdout.splitlines()
        return [json.loads(line) for line in lines]

    def texts(self):
        return [p["text"] for p in self.dump()]

    def stats(self):
        return json.loads(self.run_index("--stats", "--json").stdout)

    def refused(self, code, said, *options, **more):
        """The run ends with `code`, says why, and has no result."""
        run = self.run_index(*options, code=code, **more)
        self.assertEqual(run.stdout, "")
        self.assertIn(said, run.stderr)


class Adding(IndexCase):
    def test_summary(self):
        run = self.run_index(PAGE)
        self.assertRegex(
            run.stdout,
            r"\Aindexed 1 report, 33 passages \(0 unchanged, 0 replaced, "
            r"0 refused\) in \d+\.\d\d s\n\Z")
        self.assertEqual(run.stderr, "")
        self.assertEqual(self.run_index("-q", "--force", PAGE).stdout, "")

    def test_json(self):
        summary = self.summary(PAGE)
        seconds = summary.pop("seconds")
        self.assertGreaterEqual(seconds, 0)
        self.assertEqual(summary, {
            "schema": 1, "reports": 1, "passages": 33, "unchanged": 0,
            "replaced": 0, "kept": 0, "duplicates": 0, "removed": 0,
            "removed_passages": 0, "refused": 0, "skipped": 0,
            "bytes": PAGE.stat().st_size})

    def test_unchanged(self):
        page = self.write("a.txt", "工会驿站\n")
        wanted = "reports unchanged replaced"
        self.assertEqual(self.counts(page, members=wanted), [1, 0, 0])
        self.assertEqual(self.counts(page, members=wanted), [0, 1, 0])
        os.utime(page, (1, 1))  # the bytes are still the same
        self.assertEqual(self.counts(page, members=wanted), [0, 1, 0])
        self.assertEqual(self.counts("--force", page, members=wanted),
                         [1, 0, 1])
        self.assertEqual(self.texts(), ["工会驿站"])

    def test_changed(self):
        page = self.write("a.txt", "工会驿站\n")
        other = self.write("b.txt", "图书馆\n")
        self.run_index(page, other)
        page.write_text("职工之家\n", encoding="utf-8")
        self.assertEqual(
            self.counts(self.folder, members="reports unchanged replaced"),
            [1, 1, 1])
        self.assertEqual(sorted(self.texts()), ["图书馆", "职工之家"])

    def test_changed_in_part(self):
        """Passages stay that are as they were, in the lines they were in."""
        lines = [f'{{"id":"{n}","text":"工会{n}"}}' for n in range(9)]
        page = self.write("a.jsonl", "\n".join(lines))
        wanted = "passages replaced kept"
        self.assertEqual(self.counts(page, members=wanted), [9, 0, 0])
        lines[4] = '{"id":"4","text":"驿站"}'
        page.write_text("\n".join(lines), encoding="utf-8")
        self.assertEqual(self.counts(page, members=wanted), [9, 1, 8])
        self.assertEqual([p["id"] for p in self.dump()],
                         [str(n) for n in range(9)])
        page.write_text("\n".join(lines[:3] + lines[4:]), encoding="utf-8")
        self.assertEqual(self.counts(page, members=wanted), [8, 1, 3])
        page.write_text("\n".join(lines), encoding="utf-8")
        self.assertEqual(self.counts("--force", page, members=wanted),
                         [9, 1, 0])

    def test_changed_often(self):
        """A report in 64 pieces is made one again."""
        lines = [f'{{"id":"{n}","text":"工会{n}"}}' for n in range(70)]
        page = self.write("a.jsonl", "\n".join(lines))
        self.run_index(page)
        kept = []
        for n in range(66):
            lines[n] = f'{{"id":"{n}","text":"驿站{n}"}}'
            page.write_text("\n".join(lines), encoding="utf-8")
            kept += self.counts(page, members="kept")
        self.assertEqual(kept, [69] * 63 + [0] + [69] * 2)
        self.assertEqual([p["id"] for p in self.dump()],
                         [str(n) for n in range(70)])

    def test_changed_in_reports(self):
        """A report of another name than the file's stays as a whole."""
        lines = [f'{{"report":"{n // 3}","id":"{n}","text":"工会{n}"}}'
                 for n in range(9)]
        page = self.write("a.jsonl", "\n".join(lines))
        self.run_index(page)
        lines[4] = '{"report":"1","id":"4","text":"驿站"}'
        page.write_text("\n".join(lines), encoding="utf-8")
        self.assertEqual(self.counts(page, members="replaced kept"), [3, 6])

    def test_duplicates(self):
        """The same bytes under two paths are reported, and both are found."""
        page = self.write("a.txt", "工会驿站\n")
        twin = self.write("b.txt", "工会驿站\n")
        told = (f"yz-index: {{}}: warning: the same as {{}}, byte for byte; "
                "both are indexed; --remove removes one\n")
        run = self.run_index(page, twin)
        self.assertEqual(run.stderr, told.format(twin, page))
        self.assertIn("0 refused, 1 duplicate)", run.stdout)
        self.assertEqual(self.texts(), ["工会驿站"] * 2)
        # What did not change is not told again; what comes later is.
        run = self.run_index("--json", page, twin)
        self.assertEqual((run.stderr, json.loads(run.stdout)["duplicates"]),
                         ("", 0))
        third = self.write("c.txt", "工会驿站\n")
        run = self.run_index("--json", third)
        self.assertIn(f"{third}: warning: the same as ", run.stderr)
        self.assertEqual(json.loads(run.stdout)["duplicates"], 1)
        stats = json.loads(self.run_index("--stats", "--json").stdout)
        self.assertEqual(stats["duplicates"], 2)
        self.assertEqual(self.run_index("-q", "--force", twin).stderr, "")

    def test_no_duplicates(self):
        """A file that was moved is none, nor one whose twin has changed."""
        page = self.write("a.txt", "工会驿站\n")
        self.run_index(self.folder)
        page.rename(self.folder / "b.txt")
        self.assertEqual(self.run_index("--prune", self.folder).stderr, "")
        self.write("a.txt", "图书馆\n")
        self.assertEqual(self.run_index(self.folder).stderr, "")
        self.write("a.txt", "职工之家\n")
        self.write("c.txt", "图书馆\n")
        self.assertEqual(self.run_index(self.folder).stderr, "")
        self.assertEqual(len(self.texts()), 3)

    def test_changed_to_what_is_refused(self):
        """What was read before stays."""
        page = self.write("a.txt", "工会驿站\n")
        self.run_index(page)
        page.write_bytes(b"")
        self.assertEqual(self.counts(page, members="reports refused", code=1),
                         [0, 1])
        self.assertEqual(self.texts(), ["工会驿站"])

    def test_standard_input(self):
        self.assertEqual(self.counts("-", given="工会驿站".encode()), [1, 1])
        found = self.dump()[0]
        self.assertEqual((found["report"], found["source"]["path"]), ("-", "-"))

    def test_paths_and_names(self):
        """The path as given; the report by its canonical path."""
        self.write("pages/a.txt", "工会驿站\n")
        os.symlink(self.folder / "pages", self.folder / "link")
        command = [os.environ["YZ_INDEX"], "-q", "-d", self.index, "link/a.txt"]
        subprocess.run(command, cwd=self.folder, check=True)
        found = self.dump()[0]
        self.assertEqual(found["source"]["path"], "link/a.txt")
        self.assertEqual(found["report"], str(self.folder / "pages/a.txt"))

    def test_root(self):
        """An index and its files can move together."""
        self.write("here/pages/a.txt", "工会驿站\n")
        self.run_index("--root", self.folder / "here", self.folder / "here")
        self.assertEqual(self.dump()[0]["report"], "pages/a.txt")
        os.rename(self.folder / "here", self.folder / "there")
        wanted = "reports unchanged"
        self.assertEqual(self.counts(
            "--root", self.folder / "there", self.folder / "there",
            members=wanted), [0, 1])

    def test_encodings(self):
        for name, text in (
                ("utf-8-sig", "南平市总工会新建了二十六个工会驿站。"),
                ("utf-16", "南平市总工会新建了二十六个工会驿站。"),
                ("gb18030", "南平市总工会新建了二十六个工会驿站。"),
                ("big5", "連江縣的縣籍作家有謝昭華，是作家、文學評論者。")):
            with self.subTest(encoding=name):
                page = self.write(f"{name}.txt", text.encode(name))
                found, = self.passages("--dry-run", page)
                self.assertEqual(found["text"], text)
                self.assertEqual(found.get("encoding", "utf-8-sig").lower()[:6],
                                 name[:6])

    def test_bad_bytes(self):
        """A few are read as U+FFFD, and what is behind them keeps its place."""
        good = "南平市总工会新建了二十六个工会驿站。\n" * 20
        for name in "utf-8", "gb18030":
            with self.subTest(encoding=name):
                data = good.encode(name)
                page = self.write(f"{name}.txt", data + b"\xff" + data)
                run = self.run_index("-q", "--dry-run", page)
                self.assertIn(f"{page}:21: warning: the byte 0xFF at offset "
                              f"{len(data)} ", run.stderr)
                passages = [json.loads(line)
                            for line in run.stdout.splitlines()]
                for passage in passages[-1:]:
                    begin, end = passage["source"]["bytes"][-1]
                    self.assertEqual(
                        (data + b"\xff" + data)[begin:end].decode(name)[-3:],
                        passage["text"][-3:])
                self.assertIn("\ufffd南平市", "".join(
                    passage["text"] for passage in passages))
                self.assertIn(f"{page}:21: ", self.run_index(
                    "--strict-encoding", page, code=1).stderr)

    def test_zero_bytes_at_the_end(self):
        page = self.write("a.txt", "南平市新建了工会驿站。\n".encode() + b"\0\0")
        run = self.run_index(page)
        self.assertIn("2 zero bytes at its end", run.stderr)
        self.assertEqual(self.texts(), ["南平市新建了工会驿站。"])
        self.assertIn(f"{page}:2: ", self.run_index(
            "--strict-encoding", "--force", page, code=1).stderr)

    def test_private_use(self):
        page = self.write("a.txt", "南平市新建了工会驿站".encode("gbk")
                          + b"\xaa\xa1")
        self.assertIn("U+E000", self.run_index(page).stderr)

    def test_date_of_the_name(self):
        page = self.write("rmrb_2025-01-04_03.txt", "南平市新建了工会驿站。\n")
        found, = self.passages("--dry-run", "--explain", page)
        self.assertEqual(found["date"], "2025-01-04")
        self.assertIn("R3-name", found["rules"])
        page = self.write("20250104.txt", "2024年5月1日\n\n南平市新建了驿站。\n")
        for found in self.passages("--dry-run", "--explain", page):
            self.assertEqual(found["date"], "2024-05-01")
            self.assertNotIn("R3-name", found["rules"])

    def test_encoding_given(self):
        page = self.write("a.txt", "工会".encode("gb18030"))
        self.assertEqual(self.passages("--dry-run", "--encoding=Big5", page,
                                       code=0)[0]["encoding"], "Big5")
        self.refused(2, "UTF-9", "--encoding=UTF-9", page)

    def test_language(self):
        page = self.write("a.txt", "running dogs\n")
        self.refused(2, "klingon", "--language=klingon", page)
        self.assertFalse(self.index.exists())
        self.run_index("--language=de", page)
        self.run_index("--language=german", page)
        self.refused(2, "made with the language", "--language=fr", page)

    def test_commit_every_and_jobs(self):
        for i in range(7):
            self.write(f"pages/{i}.txt", f"第{i}页的工会驿站\n")
        self.assertEqual(
            self.counts("--commit-every=2", "-j", "2", "--memory=64M",
                        self.folder / "pages"), [7, 7])
        self.assertEqual(len(self.texts()), 7)

    def test_format_given(self):
        page = self.write("a.txt", '{"text":"工会"}\n')
        self.assertEqual([p["text"] for p in self.passages(
            "--dry-run", "-f", "text", page)], ['{"text":"工会"}'])
        self.assertEqual([p["text"] for p in self.passages(
            "--dry-run", page)], ["工会"])


class Walking(IndexCase):
    def found(self, *options, **more):
        """The files read, below the folder `in`, and how many passed over."""
        skipped = self.counts(*options, members="skipped", **more)[0]
        start = len(str(self.folder / "in")) + 1
        return [p["source"]["path"][start:] for p in self.dump()], skipped

    def test_byte_order_marks(self):
        """A page of a format that is known is seen with a mark and without."""
        for encoding in "utf-8", "utf-8-sig", "utf-16":
            page = ('<?xml version="1.0"?>\n<alto><Layout><Page><TextBlock>'
                    f"<TextLine><String CONTENT='工会{encoding}'/></TextLine>"
                    "</TextBlock></Page></Layout></alto>\n")
            self.write(f"in/{encoding}.xml", page.encode(encoding))
        self.run_index(self.folder / "in")
        self.assertEqual(sorted(self.texts()), [
            "工会utf-16", "工会utf-8", "工会utf-8-sig"])

    def test_order_and_formats(self):
        for name in ("b/2.txt", "b/10.txt", "a.TXT", "c.text", "z/y/x.txt"):
            self.write(f"in/{name}", name)
        self.write_passages("in/d.jsonl", {"text": "line"})
        for name in ("photo.jpg", "notes.md", "table.csv", "noname",
                     ".hidden.txt", ".git/a.txt", "page.html"):
            self.write(f"in/{name}", "工会")
        names, skipped = self.found(self.folder / "in")
        self.assertEqual(names, ["a.TXT", "b/10.txt", "b/2.txt", "c.text",
                                 "d.jsonl", "z/y/x.txt"])
        self.assertEqual(skipped, 7)

    def test_links(self):
        self.write("in/a.txt", "a")
        self.write("out/b.txt", "b")
        self.write("c.txt", "c")
        os.symlink(self.folder / "out", self.folder / "in/folder")
        os.symlink(self.folder / "in", self.folder / "in/loop")
        os.symlink(self.folder / "c.txt", self.folder / "in/file.txt")
        os.mkfifo(self.folder / "in/pipe.txt")
        names, skipped = self.found(self.folder / "in")
        self.assertEqual((names, skipped), (["a.txt", "file.txt"], 3))

    def test_link_named(self):
        self.write("out/b.txt", "b")
        os.symlink(self.folder / "out", self.folder / "in")
        self.assertEqual(self.found(self.folder / "in"), (["b.txt"], 0))

    def test_exclude(self):
        for name in ("a.txt", "draft-a.txt", "old/b.txt", "new/b.txt"):
            self.write(f"in/{name}", name)
        names, skipped = self.found("--exclude=draft-*", "--exclude=old",
                                    self.folder / "in")
        self.assertEqual((names, skipped), (["a.txt", "new/b.txt"], 2))

    def test_exclude_path(self):
        for name in ("a/x.txt", "b/x.txt"):
            self.write(f"in/{name}", name)
        self.assertEqual(self.found("--exclude=*/b/*.txt", self.folder / "in"),
                         (["a/x.txt"], 1))

    def test_files_from(self):
        self.write("in/a b.txt", "a")
        self.write("in/new\nline.txt", "n")
        self.write("in/c.txt", "c")
        lines = self.write("list", f"{self.folder}/in/a b.txt\n\n"
                                   f"{self.folder}/in/c.txt\n")
        self.assertEqual(self.found("--files-from", lines),
                         (["a b.txt", "c.txt"], 0))
        self.assertEqual(
            self.counts("--files-from=-", "-0", members="reports refused",
                        given=f"{self.folder}/in/new\nline.txt\0".encode()),
            [1, 0])
        self.refused(2, "-0", "-0", lines)
        self.refused(2, "none", "--files-from=none")

    def test_pages_are_read_beside_pictures(self):
        self.write("in/a.xml", '<?xml version="1.0"?>\n<alto><Layout><Page>'
                   "<TextBlock><TextLine><String CONTENT='工会驿站'/>"
                   "</TextLine></TextBlock></Page></Layout></alto>")
        self.write("in/b.hocr", "<html><div class='ocr_page'><span "
                   "class='ocr_line'>工会驿站</span></div></html>")
        self.write("in/c.xml", '<?xml version="1.0"?>\n<PcGts></PcGts>')
        self.write("in/d.xml", '<?xml version="1.0"?>\n<rss></rss>')
        self.write("in/e.txt", "工会驿站")
        self.write("in/f_res.json", '{"rec_texts": ["工会驿站"]}')
        self.write("in/package.json", '{"name": "a"}')
        self.write("in/page.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF")
        self.assertEqual(
            self.counts(self.folder / "in", members="reports refused skipped"),
            [4, 0, 3])
        self.assertEqual(self.texts(), ["工会驿站"] * 4)

    def test_mets(self):
        """An issue named by its METS file is one report of its pages."""
        for page in 1, 2:
            self.write(f"in/alto/{page}.xml", "<alto><Layout><Page><TextBlock>"
                       f"<TextLine><String CONTENT='第{page}版'/></TextLine>"
                       "</TextBlock></Page></Layout></alto>")
        files = "".join(
            f"<file ID='f{i}' MIMETYPE='text/xml'><FLocat xlink:href='{href}'/>"
            "</file>" for i, href in enumerate((
                "alto/1.xml", "file://./alto/2.xml", "../secret.xml",
                "alto/3.xml", "1.jpg")))
        pages = "".join(
            f"<div TYPE='page' ORDER='{i}' ORDERLABEL='A{i}'>"
            f"<fptr FILEID='{f}'/></div>" for i, f in enumerate(
                ("f4", "f1", "f0", "f2", "f3")))
        self.write("secret.xml", "<alto/>")
        mets = self.write("in/mets.xml", "<mets xmlns:xlink='x'><dmdSec><title>"
                          "人民日报</title><dateIssued>1986-01-01</dateIssued>"
                          f"</dmdSec><fileSec>{files}</fileSec>"
                          f"<structMap TYPE='PHYSICAL'>{pages}</structMap>"
                          "</mets>")
        run = self.run_index(mets, code=1)
        self.assertIn("../secret.xml: it is not below", run.stderr)
        self.assertIn("alto/3.xml: the file of a page cannot be opened",
                      run.stderr)
        self.assertEqual(
            [(p["text"], p["date"], p["title"], p["report"] == str(mets))
             for p in self.dump()],
            [("第2版", "1986-01-01", "人民日报", True),
             ("第1版", "1986-01-01", "人民日报", True)])
        shutil.rmtree(self.index)
        self.assertEqual(
            self.counts(self.folder / "in", members="reports skipped"), [2, 1])

    def test_report_id(self):
        """Files of one page are one report, by a part of their names."""
        self.write("in/19860101-1.txt", "工会驿站\n\n只在文字里。\n")
        self.write("in/19860101-1_res.json",
                   '{"rec_texts": ["工会驿站"], "rec_boxes": [[1,2,90,20]]}')
        self.write("in/19860101-2.txt", "第二版。\n")
        self.write("in/notes.txt", "没有日期。\n")
        self.run_index(self.folder / "in", "--root", self.folder / "in",
                       "--report-id=([0-9]{8})-[0-9]+")
        reports = {}
        for passage in self.dump():
            reports.setdefault(passage["report"], set()).add(passage["text"])
        self.assertEqual(reports, {
            "19860101": {"工会驿站", "工会驿站只在文字里。", "第二版。"},
            "notes.txt": {"没有日期。"}})
        run = self.run_index(self.folder / "in", "--report-id=(", "--force",
                             code=2)
        self.assertIn("no regular expression", run.stderr)

    def test_members_of_archives(self):
        page = "{\"rec_texts\": [\"工会驿站%d\"]}"
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("scans/1_res.json", page % 1)
            z.writestr("scans/1.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF")
            z.writestr("__MACOSX/._1_res.json", b"junk")
            z.writestr("bad.jsonl", "no\n")
        self.write("in/a.zip", inner.getvalue())
        with tarfile.open(self.folder / "in/b.tar.gz", "w:gz") as t:
            for name, data in (("x/a.zip", inner.getvalue()),
                               ("../../2.txt", "工会驿站2".encode())):
                member = tarfile.TarInfo(name)
                member.size = len(data)
                t.addfile(member, io.BytesIO(data))
        self.write("in/c_res.json.gz", gzip.compress((page % 3).encode()))
        self.write("in/d.zip", inner.getvalue()[:60])
        self.write("in/e.gz", b"\x1f\x8bnone")
        run = self.run_index(self.folder / "in", code=1)
        for said in ("a.zip: !/bad.jsonl: no line is a passage",
                     "d.zip: the archive cannot be read",
                     "e.gz: the archive cannot be read"):
            self.assertIn(said, run.stderr)
        self.assertEqual(sorted(self.texts()), [
            "工会驿站1", "工会驿站1", "工会驿站2", "工会驿站3"])
        places = sorted(p["source"]["path"].split("/in/")[1]
                        for p in self.dump())
        self.assertEqual(places, [
            "a.zip!/scans/1_res.json", "b.tar.gz!/../../2.txt",
            "b.tar.gz!/x/a.zip!/scans/1_res.json", "c_res.json.gz"])

    def test_pdf(self):
        data = (Path(__file__).parents[1] / "data/ocr/page1.pdf").read_bytes()
        self.write("in/a.pdf", data)
        self.write("in/b.pdf", data[:9000])
        if not shutil.which("pdftotext"):
            run = self.run_index(self.folder / "in", code=1)
            self.assertIn("install poppler-utils", run.stderr)
            return
        run = self.run_index(self.folder / "in", code=1)
        self.assertIn("b.pdf: ", run.stderr)
        self.assertTrue(any("促进对外贸易" in text for text in self.texts()))

    def test_no_permission(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        self.write("in/a.txt", "a")
        self.write("in/b.txt", "b").chmod(0)
        closed = self.folder / "in/closed"
        closed.mkdir(mode=0)
        self.addCleanup(closed.chmod, 0o700)
        self.assertEqual(
            self.counts(self.folder / "in", members="reports refused", code=1),
            [1, 2])
        self.assertIn("in/closed: cannot read the folder", self.said)
        self.assertIn("in/b.txt: cannot open the file", self.said)


class BadFiles(IndexCase):
    def test_each_is_named_and_the_rest_is_in(self):
        good = self.write("good.txt", "工会驿站\n")
        bad = {
            "missing.txt": (None, ": cannot read"),
            "empty.txt": (b"", ": the file is empty"),
            "space.txt": (b" \n\t\n\xe3\x80\x80\n", ": the file is empty"),
            "binary.txt": (bytes(range(256)) * 9, ": it is not text"),
            "photo.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF", ": it is a JPEG"),
            "scan.pdf": (b"%PDF-1.7\n",
                         ": pdftotext cannot read" if shutil.which("pdftotext")
                         else ": it is a PDF"),
            "utf8.txt": ("工会\n驿".encode() + b"\xff\n", ":2: the byte 0xFF"),
            "long.txt": ("工会驿站".encode() * 900000, ":1: a passage of"),
            "data.json": (b'{"text":\n"a"}\n', ": it is JSON, but"),
            "none.jsonl": (b"nonsense\n", ": no line is a passage"),
        }
        for name, (content, _) in bad.items():
            if content is not None:
                self.write(name, content)
        paths = [self.folder / name for name in bad]
        # As often as it is run, as long as they are refused.
        for unchanged in (0, 1):
            self.assertEqual(
                self.counts(*paths, good, members="unchanged refused", code=1),
                [unchanged, len(bad) + 1])  # and the line of none.jsonl
            for name, (_, said) in bad.items():
                self.assertIn(f"/{name}{said}", self.said)
        self.assertEqual(self.texts(), ["工会驿站"])

    def test_nothing_to_read_makes_no_index(self):
        self.run_index(self.folder / "missing", code=1)
        self.assertFalse(self.index.exists())

    def test_nothing_found(self):
        (self.folder / "in").mkdir()
        self.assertEqual(self.counts(self.folder / "in"), [0, 0])
        self.assertEqual(self.dump(), [])

    def test_terminal_escapes(self):
        """A file's name or text turns no terminal round."""
        name = "a\x1b[31m\u202e.txt"
        self.write(name, b"")
        run = self.run_index(self.folder / name, code=1)
        self.assertNotIn("\x1b", run.stderr)
        self.assertNotIn("\u202e", run.stderr)
        self.write("b.txt", "工会\u202e驿站\n")
        run = self.run_index("--dry-run", self.folder / "b.txt")
        self.assertNotIn("\u202e", run.stdout)
        self.assertEqual(json.loads(run.stdout)["text"], "工会\u202e驿站")


class JsonLines(IndexCase):
    def read(self, *passages, code=0, name="a.jsonl"):
        """What becomes of passages on their way into an index and out."""
        self.run_index("-q", self.write_passages(name, *passages), code=code)
        return self.dump()

    def test_only_text_is_required(self):
        found, = self.read({"text": "工会驿站"})
        self.assertEqual(found["kind"], "paragraph")
        self.assertEqual(found["report"], str(self.folder / "a.jsonl"))
        self.assertEqual((found["section"], found["title"], found["date"]),
                         ("", "", ""))
        self.assertFalse(found["truncated"])
        self.assertNotIn("extra", found)
        self.assertNotIn("encoding", found)
        self.assertTrue(found["id"])
        source = found["source"]
        self.assertEqual(source["path"], str(self.folder / "a.jsonl"))
        self.assertEqual((source["lines"], source["bytes"]),
                         ([[1, 1]], [[0, 12]]))

    def test_members(self):
        given = {"report": "日报", "id": "一", "kind": "caption",
                 "section": "要闻", "title": "谱写新华", "date": "2024-02-29",
                 "text": "工会\n驿站 \"\\\u0000\U0002a6a5", "truncated": True,
                 "source": {"path": "p.txt",
                            "lines": [[2 ** 32 - 2, 2 ** 32 - 1], [9, 9]],
                            "bytes": [[20, 40], [80, 81]],
                            "pieces": [[0, 3, 1, 20, "", False],
                                       [7, 4, 2, 30, "\n", False],
                                       [14, 9, 1, 80, "◆图\n", True]]},
                 "encoding": "GB18030", "extra": {"page": 3, "x": [1, 2.5]}}
        self.assertEqual(self.read(given), [given])

    def test_ids(self):
        found = self.read({"id": 7, "text": "a"}, {"id": "7", "text": "b"},
                          {"id": "c d\n", "text": "c"}, {"text": "d"},
                          {"text": "d"}, {"id": None, "text": "e"},
                          {"id": 1.5, "text": "f"})
        self.assertEqual([p["id"] for p in found[:2]], ["7", "c d\n"])
        self.assertEqual([p["text"] for p in found],
                         ["b", "c", "d", "d", "e", "f"])
        self.assertEqual(found[5]["id"], "1.5")
        self.assertEqual(len({p["id"] for p in found}), 6)

    def test_made_ids_stay(self):
        before = {p["text"]: p["id"] for p in self.read(
            {"text": "a"}, {"text": "b"})}
        after = {p["text"]: p["id"] for p in self.read(
            {"text": "new"}, {"text": "b"}, {"text": "a", "date": "2024-01-01"})}
        self.assertEqual(before, {t: after[t] for t in before})

    def test_reports(self):
        """Passages of a report may stand anywhere in the file."""
        path = self.write_passages(
            "a.jsonl", {"report": "甲", "text": "1"}, {"text": "2"},
            {"report": "乙", "text": "3"}, {"text": "4", "report": "甲"},
            '{"\\u0072eport": "\\u4e59", "text": "5"}',
            {"report": "", "text": "6"}, {"report": None, "text": "7"})
        self.assertEqual(self.counts(path), [3, 7])
        groups = {}
        for passage in self.dump():
            groups.setdefault(passage["report"], []).append(passage["text"])
        self.assertEqual(groups, {"甲": ["1", "4"], "乙": ["3", "5"],
                                  str(path): ["2", "6", "7"]})
        self.assertEqual(self.stats()["reports"], 3)

    def test_same_id_in_two_reports(self):
        found = self.read({"report": "a", "id": "1", "text": "x"},
                          {"report": "b", "id": "1", "text": "y"})
        self.assertEqual([p["text"] for p in found], ["x", "y"])

    def test_what_is_not_understood_is_kept(self):
        path = self.write_passages("a.jsonl", {
            "text": "a", "kind": "table", "date": "2023-02-29", "author": "张",
            "title": 5, "truncated": "no", "source": "web", "id": [1],
            "extra": {"page": 2}})
        self.run_index(path)
        found, = self.dump()
        self.assertEqual(found["kind"], "paragraph")
        self.assertEqual(found["date"], "")
        self.assertEqual(found["extra"], {
            "kind": "table", "date": "2023-02-29", "author": "张", "title": 5,
            "truncated": "no", "source": "web", "id": [1], "page": 2})
        run = self.run_index("--force", path)
        self.assertEqual(run.stderr.count("warning: "), 2)
        self.assertIn(':1: warning: unknown kind "table"', run.stderr)
        self.assertIn(':1: warning: the date "2023-02-29"', run.stderr)
        self.assertEqual(self.run_index("-q", "--force", path).stderr, "")

    def test_bad_lines(self):
        path = self.write_passages(
            "a.jsonl", {"text": "1"}, "nonsense", "", {"text": 5}, "[1]",
            {"text": ""}, {"kind": "caption"}, '{"text": "\\ud800"}',
            {"text": "长" * 400000}, {"text": "x", "id": "i" * 5000},
            '{"text": "2"}\r', "  ", {"text": "3"})
        for unchanged in (0, 1):
            self.assertEqual(
                self.counts(path, code=1, members="unchanged refused"),
                [unchanged, 8])
            lines = [line.split("a.jsonl:")[1].split(":")[0]
                     for line in self.said.splitlines()]
            self.assertEqual(lines, ["2", "4", "5", "6", "7", "8", "9", "10"])
        self.assertEqual([(p["text"], p["source"]["lines"])
                          for p in self.dump()],
                         [("1", [[1, 1]]), ("2", [[11, 11]]),
                          ("3", [[13, 13]])])

    def test_nested_too_deeply(self):
        """It is refused; what it stands between is read."""
        deep = '{"text": "x", "more": ' + "[" * 10 ** 6 + "]" * 10 ** 6 + "}"
        self.assertEqual([p["text"] for p in self.read(
            {"text": "a"}, deep, {"text": "b"}, code=1)], ["a", "b"])

    def test_sources_that_do_not_fit(self):
        sound = {"path": "p", "lines": [[1, 2]], "bytes": [[0, 9]],
                 "pieces": [[0, 1, 1, 0, "", False], [3, 2, 1, 4, "\n", False]]}
        broken = [
            {"lines": [[2, 1]]}, {"lines": [[1]]}, {"lines": 5},
            {"bytes": [[9, 0]]}, {"bytes": []}, {"lines": [[1, 2 ** 32]]},
            {"path": 5}, {"pieces": [[1, 1, 1, 0, "", False]]},
            {"pieces": [[0, 1, 1, 0, "x", False]]},
            {"pieces": sound["pieces"] + [[2, 2, 1, 4, "", False]]},
            {"pieces": sound["pieces"] + [[5, 2, 1, 4, "", False]]},
            {"pieces": sound["pieces"] + [[99, 2, 1, 4, "", False]]},
            {"pieces": sound["pieces"] + [[6, 2, 1, 4, "", True]]},
            {"pieces": sound["pieces"] + [[6, 2, 1, -4, "", False]]},
            {"pieces": [[0, 1, 1, 0]]},
        ]
        for change in [{}] + broken:
            with self.subTest(change=change):
                given = {"text": "工会", "source": {**sound, **change}}
                path = self.write_passages("a.jsonl", given)
                found, = self.passages("--dry-run", path)
                kept = found.get("extra", {}).get("source")
                self.assertEqual(kept, given["source"] if change else None)
                self.assertEqual("warning" in self.said, bool(change))
                self.assertEqual(found["source"]["path"],
                                 str(path) if change else "p")

    def test_encoding_that_does_not_fit(self):
        source = {"path": "p", "lines": [], "bytes": [], "pieces": []}
        for name in ("UTF-9", "Big5", "x" * 100):
            with self.subTest(encoding=name):
                path = self.write_passages("a.jsonl", {
                    "text": "\U0002a6a5", "source": source, "encoding": name})
                found, = self.passages("--dry-run", path)
                self.assertEqual(found["extra"],
                                 {"source": source, "encoding": name})
                self.assertNotIn("encoding", found)

    def test_encoded_file(self):
        """Bytes count in the decoded text."""
        path = self.write("a.jsonl", json.dumps(
            {"text": "工会驿站", "id": "一"}, ensure_ascii=False).encode("utf-16"))
        found, = self.passages("--dry-run", path)
        self.assertEqual((found["text"], found["id"]), ("工会驿站", "一"))
        self.assertEqual(found["source"]["bytes"], [[0, 12]])
        self.assertNotIn("encoding", found)

    def test_many_passages(self):
        """No step is quadratic; if one were, this would not end."""
        path = self.write("a.jsonl", "".join(
            f'{{"id": {i % 29000}, "text": "{i}"}}\n' for i in range(30000)))
        self.summary(path)
        found = self.passages("--dump")
        self.assertEqual(len(found), 29000)
        self.assertEqual(found[0]["text"], "1000")


class DumpAndLoad(IndexCase):
    QUESTIONS = ("工会驿站", "工会", "服务 职工", "工会绎站", "职?之家",
                 '"工会 服务"~5', "服务 -职工", "kind:caption 工会",
                 "南平市去年新建了多少个工会驿站", "py:gonghui", "serv*",
                 "date:2025 劳模", "section:职工 服务", "维护職工權益",
                 "services station", "没有的词")

    def answers(self, name):
        """All there is to an answer but the time it took."""
        found = []
        for more in (["--ocr=loose"], ["--sort=date"], ["--sort=source"],
                     ["--facet=kind,report,section,year,month"]):
            run = subprocess.run(
                [os.environ["YZ_QUERY"], "-d", self.folder / name, "-o",
                 "json", "-n", "1000", "--batch", *more],
                input="\n".join(self.QUESTIONS), capture_output=True,
                check=True, encoding="utf-8")
            for line in run.stdout.splitlines():
                answer = json.loads(line)
                answer.pop("took_us")
                found.append(answer)
        return found

    def load(self, text, name="copy"):
        other = self.folder / name
        self.run_index("-q", "-", given=text.encode(), index=other)
        return self.run_index("--dump", index=other).stdout

    def test_nothing_is_lost(self):
        gb = self.write("gb.txt", ("南平市总工会新建了二十六个工会驿站。\n\n"
                                   "职工之家\n").encode("gb18030"))
        lines = self.write_passages(
            "a.jsonl", {"report": "r", "id": 5, "text": "x", "kind": "table",
                        "page": 1.5, "truncated": True})
        self.run_index(PAGE, gb, lines)
        dump = self.run_index("--dump").stdout
        self.assertGreater(dump.count("\n"), 35)
        self.assertIn('"encoding":"GB18030"', dump)
        self.assertEqual(self.load(dump), dump)

    def test_found_in_the_same_places(self):
        self.run_index(PAGE)
        self.load(self.run_index("--dump").stdout)
        answers = [subprocess.run(
            [os.environ["YZ_QUERY"], "-d", self.folder / name, "-o", "jsonl",
             "-n", "100", "工会"], capture_output=True, check=True).stdout
            for name in ("index", "copy")]
        self.assertEqual(*answers)
        self.assertGreater(answers[0].count(b"\n"), 5)

    def test_answers_are_identical(self):
        """Of an index with a past: many commits, things replaced and gone."""
        self.write("gb.txt", ("南平市总工会新建了二十六个工会驿站。\n\n"
                              "职工之家\n").encode("gb18030"))
        self.write_passages("a.jsonl", *(
            {"report": f"r{i % 3}", "id": i, "date": f"2024-0{1 + i % 9}-11",
             "title": "工会服务", "text": f"第{i}个驿站服务职工 services {i}",
             "section": "维护職工權益" * (i % 2)} for i in range(200)))
        self.write_passages("b.jsonl", {"report": "r1", "id": 4,
                                        "text": "劳模驿站，后来改了"})
        for name in ("a.jsonl", "gb.txt", "b.jsonl"):
            self.run_index("-q", self.folder / name)
            self.run_index("-q", "--force", PAGE)
        self.run_index("-q", "--remove", "r2#5", "r0")
        self.load(self.run_index("--dump").stdout)
        for name in ("index", "copy"):  # scores count what was removed
            self.run_index("-q", "--compact", index=self.folder / name)
        ours, theirs = (self.answers(name) for name in ("index", "copy"))
        self.assertEqual(len(ours), 4 * len(self.QUESTIONS))
        self.assertGreater(sum(a["count"] > 0 for a in ours), len(ours) // 2)
        for a, b in zip(ours, theirs):
            self.assertEqual(a, b)

    def test_dry_run_is_the_same(self):
        self.run_index(PAGE)
        self.assertEqual(self.passages("--dry-run", "--output=jsonl", PAGE),
                         self.dump())

    def test_explained_passages_load(self):
        run = self.run_index("--dry-run", "--output=jsonl", "--explain", PAGE)
        for line in run.stdout.splitlines():
            self.assertTrue(json.loads(line)["rules"])
        self.run_index("-q", PAGE)
        self.assertEqual(self.load(run.stdout),
                         self.run_index("--dump").stdout)

    def test_closed_pipe(self):
        self.run_index(PAGE)
        with subprocess.Popen(
                [os.environ["YZ_INDEX"], "-d", self.index, "--dump"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
            program.stdout.close()
            self.assertEqual(program.stderr.read(), b"")

    def test_full_disk(self):
        self.run_index(PAGE)
        with open("/dev/full", "wb") as full:
            run = subprocess.run(
                [os.environ["YZ_INDEX"], "-d", self.index, "--dump"],
                stdout=full, stderr=subprocess.PIPE, check=False)
        self.assertEqual(run.returncode, 4)
        self.assertIn(b"cannot write the results", run.stderr)


class TakingOut(IndexCase):
    def setUp(self):
        super().setUp()
        self.page = self.write("in/a.txt", "工会驿站\n\n图书馆\n")
        self.other = self.write("in/sub/b.txt", "职工之家\n")
        self.lines = self.write_passages(
            "in/c.jsonl", {"report": "r#1", "id": "x", "text": "1"},
            {"report": "r#1", "id": "y#z", "text": "2"},
            {"report": "s", "id": "x", "text": "3"})
        self.run_index(self.folder / "in")
        self.all = len(self.dump())

    def removed(self, *options, **more):
        """Reports and passages gone; both counts must be true."""
        counts = self.counts(*options, members="removed removed_passages",
                             **more)
        self.assertEqual(len(self.dump()), self.all - counts[1])
        self.assertEqual(self.stats()["passages"], self.all - counts[1])
        self.assertEqual(self.stats()["reports"], 4 - counts[0])
        return counts

    def test_remove_file(self):
        count = sum(p["report"] == str(self.page) for p in self.dump())
        self.assertEqual(self.removed("--remove", self.page), [1, count])
        # and it is read again when asked for
        self.assertEqual(self.counts(self.page), [1, count])

    def test_remove_report(self):
        self.assertEqual(self.removed("--remove", "r#1"), [1, 2])

    def test_remove_passage(self):
        self.assertEqual(self.removed("--remove", "r#1#y#z"), [0, 1])
        self.assertNotIn("2", self.texts())

    def test_remove_last_passage(self):
        self.assertEqual(self.removed("--remove", "s#x"), [1, 1])

    def test_remove_unknown(self):
        self.assertEqual(self.removed("--remove", "nothing", "s", code=1),
                         [1, 1])
        self.assertIn("yz-index: nothing: the index has no", self.said)

    def test_remove_summary(self):
        run = self.run_index("--remove", "s")
        self.assertRegex(run.stdout,
                         r"\Aremoved 1 report, 1 passage in \d+\.\d\d s\n\Z")

    def ambiguous(self, name, said, *others):
        """The name is refused, and nothing but the others is removed."""
        before = self.dump()
        run = self.run_index("-q", "--remove", name, *others, code=1)
        self.assertEqual(
            run.stderr, f"yz-index: {name}: the name is ambiguous: it is "
            f"{said}; it was not removed\n")
        self.assertEqual(self.dump(),
                         [p for p in before if p["report"] not in others])

    def test_remove_report_or_passage(self):
        self.run_index(self.write_passages(
            "in/d.jsonl", {"report": "b#1", "id": "x", "text": "4"},
            {"report": "b", "id": "1", "text": "5"},
            {"report": "b", "id": "2", "text": "6"}))
        self.ambiguous("b#1", 'the report "b#1" and passage "1" of the report '
                       '"b"')
        self.ambiguous("b#1", 'the report "b#1" and passage "1" of the report '
                       '"b"', "r#1", "s")
        self.run_index("-q", "--remove", "b#1#x")
        self.run_index("-q", "--remove", "b#1")
        self.assertEqual([p["id"] for p in self.dump() if p["report"] == "b"],
                         ["2"])

    def test_remove_one_of_two_passages(self):
        self.run_index(self.write_passages(
            "in/d.jsonl", {"report": "a", "id": "b#c", "text": "4"},
            {"report": "a#b", "id": "c", "text": "5"},
            {"report": "a#b", "id": "#", "text": "6"},
            {"report": "a", "id": "##", "text": "7"}))
        self.ambiguous("a#b#c", 'passage "c" of the report "a#b" and passage '
                       '"b#c" of the report "a"')
        self.run_index("-q", "--remove", "a#b##", "a###")
        self.assertFalse({"6", "7"} & set(self.texts()))
        self.run_index("-q", "--remove", "a")
        self.run_index("-q", "--remove", "a#b#c")
        self.assertNotIn("5", self.texts())

    def test_remove_source_or_passage(self):
        page = self.write("in/p#1", "工会报\n")
        report = str(self.folder / "in/p")
        self.run_index(page, self.write_passages(
            "in/d.jsonl", {"report": report, "id": "1", "text": "4"}))
        self.ambiguous(str(page), f'the source "{page}" and passage "1" of '
                       f'the report "{report}"')
        self.run_index("-q", "--remove", f"{self.folder}/in/./p#1")
        self.assertIn("4", self.texts())
        self.assertNotIn("工会报", self.texts())
        self.run_index("-q", "--remove", page)
        self.assertNotIn("4", self.texts())

    def test_remove_long_ambiguous_names(self):
        """The sentence has space for the beginning of each name."""
        name = "站" * 300
        self.run_index(self.write_passages(
            "in/d.jsonl", {"report": name, "id": f"{name}#{name}", "text": "4"},
            {"report": f"{name}#{name}", "id": name, "text": "5"}))
        cut = "站" * 26 + "…"
        self.ambiguous(f"{name}#{name}#{name}",
                       f'passage "{cut}" of the report "{cut}" and passage '
                       f'"{cut}" of the report "{cut}"')

    def test_prune(self):
        self.other.unlink()
        self.assertEqual(self.removed(self.folder / "in"), [0, 0])
        self.assertEqual(self.removed("--prune", self.folder / "in"), [1, 1])
        self.assertNotIn("职工之家", self.texts())

    def test_prune_below_the_path_alone(self):
        self.page.unlink()
        self.assertEqual(self.removed("--prune", self.folder / "in/sub"),
                         [0, 0])

    def test_prune_not_when_the_path_is_missing(self):
        shutil.rmtree(self.folder / "in")
        self.assertEqual(
            self.removed("--prune", self.folder / "in", code=1), [0, 0])

    def test_prune_keeps_what_is_refused(self):
        self.other.write_bytes(b"\0\1\2")
        self.assertEqual(
            self.removed("--prune", self.folder / "in", code=1), [0, 0])


class BadIndexes(IndexCase):
    def test_none_there(self):
        for option in (["--dump"], ["--stats"], ["--remove", "x"]):
            self.refused(3, "there is no index at", *option)
        self.assertFalse(self.index.exists())

    def test_truncated(self):
        self.run_index(PAGE)
        data = self.index / "data.mdb"
        os.truncate(data, data.stat().st_size - 8192)
        self.refused(3, "shorter", "--dump")
        self.refused(3, "shorter", "--force", PAGE)

    def test_not_of_ours(self):
        self.index.mkdir()
        (self.index / "data.mdb").write_bytes(b"nonsense" * 5000)
        self.refused(3, "damaged", "--stats")
        self.refused(3, "damaged", PAGE)

    def test_another_format_version(self):
        self.run_index(PAGE)
        data = self.index / "data.mdb"
        content = data.read_bytes()
        # "yizhan" with its size, the version, the oldest reader's version
        mark = b"\x06yizhan"
        self.assertIn(mark, content)
        for version, said in ((b"\x7f\x7f", "newer"), (b"\0\0", "again")):
            parts = content.split(mark)
            data.write_bytes(parts[0] + b"".join(
                mark + version + part[2:] for part in parts[1:]))
            self.refused(3, said, "--dump")
            self.refused(3, said, PAGE)

    def test_in_the_way(self):
        self.write("index", "a file")
        self.refused(4, "index", PAGE)
        self.refused(4, "no/such", PAGE, index=self.folder / "no/such/index")

    def test_another_writer(self):
        self.run_index(PAGE)
        with open(self.index / "writer.lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.refused(4, "is writing to the index", "--force", PAGE)
            self.run_index("--stats")
        self.run_index("--force", PAGE)

    def test_a_second_writer_is_told_who_writes(self):
        """At once, while the first waits for its input."""
        self.run_index(PAGE)
        command = [os.environ["YZ_INDEX"], "-q", "-d", self.index, "-"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as first:
            said = f"process {first.pid} is writing to the index"
            lock = self.index / "writer.lock"
            while lock.read_text() != f"{first.pid}\n":
                self.assertIsNone(first.poll())
            for options in (["--force", PAGE], ["--remove", PAGE],
                            ["--compact"], ["--repair"], ["--refresh-words"]):
                self.refused(4, said, *options)
            self.assertEqual(self.stats()["passages"], 33)
            first.communicate("工会驿站".encode())
        self.assertEqual(first.returncode, 0)
        self.assertEqual(self.counts("--force", PAGE), [1, 33])

    def test_not_writable(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everything")
        self.run_index(PAGE)
        before = self.texts()
        for path in self.index.iterdir():
            path.chmod(0o444)
        self.index.chmod(0o555)
        self.addCleanup(self.index.chmod, 0o755)
        self.refused(4, "Permission denied", "--force", PAGE)
        self.assertEqual(self.texts(), before)


class CommandLine(IndexCase):
    def test_usage(self):
        page = self.write("a.txt", "a")
        for options, said in (
                ([], "no path"), (["--nonsense", page], "--nonsense"),
                (["-Z", page], "-Z"), (["--jobs=0", page], "--jobs"),
                (["--memory=lots", page], "--memory"),
                (["--format=doc", page], "--format"),
                (["--format"], "needs a value"),
                (["--prune=5", page], "takes no value"),
                (["--dump", "--stats"], "cannot be combined"),
                (["--output=xml", "--dry-run", page], "--output"),
                (["--output=jsonl", page], "--dry-run"),
                (["--output=csv", page], "needs --list"),
                (["--explain", page], "--dry-run"),
                (["--json", "--dump"], "--json"),
                (["--remove", "--prune", page], "--prune")):
            with self.subTest(options=options):
                self.refused(2, said, *options)
        self.assertFalse(self.index.exists())

    def test_help_fits_a_screen(self):
        lines = self.run_index("--help").stdout.splitlines()
        self.assertLessEqual(len(lines), 24)
        self.assertLessEqual(max(map(len, lines)), 80)

    def test_version(self):
        said = self.run_index("--version").stdout
        for name in ("Yizhan ", "index format ", "ICU ", "Unicode ", "LMDB ",
                     "libstemmer"):
            self.assertRegex(said, f"(?m)^{name}")

    def test_options_end(self):
        self.write("-x.txt", "工会")
        command = [os.environ["YZ_INDEX"], "-q", "--", "-x.txt"]
        subprocess.run(command, cwd=self.folder, check=True, env={
            **os.environ, "YIZHAN_INDEX": str(self.index)})
        self.assertEqual(self.texts(), ["工会"])

    def test_index_where_none_is_named(self):
        self.write("a.txt", "工会")
        environment = {k: v for k, v in os.environ.items()
                       if k != "YIZHAN_INDEX"}
        subprocess.run([os.environ["YZ_INDEX"], "-q", "a.txt"],
                       cwd=self.folder, check=True, env=environment)
        self.assertTrue((self.folder / "yizhan.index/data.mdb").exists())

    def test_stats(self):
        self.run_index(PAGE)
        stats = self.stats()
        self.assertEqual((stats["schema"], stats["reports"],
                          stats["passages"]), (1, 1, 33))
        self.assertEqual(stats["bytes"],
                         (self.index / "data.mdb").stat().st_size)
        self.assertIn("oldest_reader_seconds", stats)
        self.assertGreaterEqual(stats["segments"], 1)
        self.assertRegex(self.run_index("--stats").stdout,
                         r"(?m)^passages +33$")


if __name__ == "__main__":
    unittest.main()
