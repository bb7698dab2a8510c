# SPDX-License-Identifier: MIT
"""Where hits are on page images: in JSON, in dumps, on HTML pages, as pictures.
"""
import json
import os
import shutil
import struct
import subprocess
import unittest
from pathlib import Path

from query_case import QueryCase

DATA = Path(__file__).resolve().parents[1] / "data" / "ocr"
PAGE = {"page": 3, "image": "p3.jpg", "width": 1800, "height": 2500}
WORDS = {"id": "words", "text": "积极探索工会驿站赋能", "source": {
    "path": "a.xml", "pages": [PAGE], "rows": [
        {"text": [0, 18], "box": [100, 200, 280, 230], "confidence": 97,
         "words": [[0, 6, 100, 200, 160, 230], [6, 12, 160, 200, 220, 230],
                   [12, 18, 220, 201, 280, 229, 33]]},
        {"text": [18, 30], "box": [100, 240, 220, 270]}],
    "readings": [{"text": [12, 15], "reading": "土", "confidence": 20}]}}
UPRIGHT = {"id": "upright", "text": "直排的總工會在此", "source": {
    "path": "b.xml", "pages": [PAGE], "rows": [
        {"text": [0, 12], "box": [1500, 200, 1530, 320], "vertical": True,
         "characters": [[0, 3, 1500, 200, 1530, 230],
                        [3, 6, 1500, 230, 1530, 260],
                        [6, 9, 1500, 260, 1530, 290],
                        [9, 12, 1500, 290, 1530, 320]]},
        {"text": [12, 24], "box": [1460, 200, 1490, 320], "vertical": True,
         "characters": [[12, 15, 1460, 200, 1490, 230],
                        [15, 18, 1460, 230, 1490, 260],
                        [18, 21, 1460, 260, 1490, 290],
                        [21, 24, 1460, 290, 1490, 320]]}]}}
BLOCKS = {"id": "blocks", "text": "只有一块的网格员", "source": {
    "pages": [{"page": 1, "boxes": [[5, 6, 70, 80]]}]}}
PAGES = {"id": "pages", "text": "跨页的劳模精神永存", "source": {
    "pages": [{"page": 1}, {"page": 2}], "rows": [
        {"text": [0, 12], "box": [10, 900, 130, 930]},
        {"text": [12, 27], "box": [10, 50, 160, 80], "page": 1,
         "begins": True}]}}
PLAIN = {"id": "plain", "text": "没有图的居委会"}


class Boxes(QueryCase):
    PASSAGES = [WORDS, UPRIGHT, BLOCKS, PAGES, PLAIN]

    def hit(self, query, *options):
        return self.ask(*options, query)["hits"][0]

    def match(self, query):
        match = self.hit(query)["matches"][0]
        return {name: match[name] for name in
                ("page", "boxes", "box", "continued") if name in match}

    def noise(self, index, passage):
        said = subprocess.run(
            [os.environ["YZ_INDEX"], "-d", index, "--json",
             "--inspect=passage", passage], capture_output=True, check=True)
        return json.loads(said.stdout)["noise"]

    def test_confidences_are_noise(self):
        """What the engine was not sure of makes misreadings more likely."""
        text = "各地建起工会绎站方便职工歇脚喝水，还有热饭和充电的地方。"
        size = len(text.encode())

        def page(name, **row):
            return {"id": name, "report": name, "text": text, "source": {
                "pages": [{"page": 1}], "rows": [
                    {"text": [0, size], "box": [0, 0, 900, 30], **row}]}}

        cells = [[i, i + 3, i * 10, 0, i * 10 + 30, 30,
                  31 if i % 12 == 0 else 90] for i in range(0, size, 3)]
        index = self.make_index("unsure", [
            page("sure", confidence=95), page("row", confidence=41),
            page("cells", confidence=41, characters=cells)])
        marks = [self.noise(index, f"{name}#{name}")["passage"]
                 for name in ("sure", "row", "cells")]
        self.assertEqual(marks, [0, 26, 6])
        found = self.ask("工会驿站", "--ocr=auto", index=index)["hits"]
        self.assertEqual({hit["id"] for hit in found
                          if hit["tier"] == "lookalike"}, {"row", "cells"})
        checked = subprocess.run([os.environ["YZ_INDEX"], "-d", index,
                                  "--check"], capture_output=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout)

    def test_words_and_parts_of_them(self):
        self.assertEqual(self.match("工会"), {
            "page": 3, "boxes": [[220, 201, 280, 229]], "box": "word"})
        self.assertEqual(self.match("极探"), {
            "page": 3, "boxes": [[130, 200, 190, 230]], "box": "word"})

    def test_one_box_a_printed_line_and_the_least_exact_origin(self):
        self.assertEqual(self.match("工会驿站"), {
            "page": 3, "boxes": [[220, 201, 280, 229], [100, 240, 160, 270]],
            "box": "estimated"})

    def test_vertical_characters(self):
        self.assertEqual(self.match("總工會"), {
            "page": 3, "boxes": [[1500, 290, 1530, 320],
                                 [1460, 200, 1490, 260]],
            "box": "character"})

    def test_blocks(self):
        self.assertEqual(self.match("网格员"), {
            "page": 1, "boxes": [[5, 6, 70, 80]], "box": "block"})

    def test_over_pages(self):
        self.assertEqual(self.match("劳模精神"), {
            "page": 1, "boxes": [[100, 900, 130, 930]], "box": "estimated",
            "continued": [{"page": 2, "boxes": [[10, 50, 100, 80]]}]})
        self.assertEqual([page["boxes"] for page in
                          self.hit("劳模精神")["pages"]],
                         [[[10, 900, 130, 930]], [[10, 50, 160, 80]]])

    def test_the_page_is_a_column(self):
        for query, page in (("工会", "3"), ("网格员", "1"), ("居委会", "")):
            run = self.run_query("-o", "csv", "--fields=page", query)
            self.assertEqual(run.stdout.splitlines()[0], page, query)

    def test_pages_of_a_hit(self):
        self.assertEqual(self.hit("赋能")["pages"],
                         [{**PAGE, "boxes": [[100, 200, 280, 270]]}])
        plain = self.hit("居委会")
        self.assertNotIn("pages", plain)
        self.assertNotIn("page", plain["matches"][0])

    def dump(self, index):
        return subprocess.run(
            [os.environ["YZ_INDEX"], "-d", index, "--dump"], check=True,
            capture_output=True, encoding="utf-8").stdout

    def test_dump_is_what_was_given_and_is_loaded_again(self):
        dumped = self.dump(self.index)
        passages = {p["id"]: p for p in map(json.loads, dumped.splitlines())}
        for given in (WORDS, UPRIGHT):
            own = passages[given["id"]]["source"]
            first, *rest = given["source"]["rows"]
            self.assertEqual(own["rows"], [{**first, "begins": True}, *rest])
        self.assertEqual(passages["words"]["source"]["readings"],
                         WORDS["source"]["readings"])
        (self.folder / "again.jsonl").write_text(dumped, encoding="utf-8")
        again = self.folder / "again"
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", again,
                        self.folder / "again.jsonl"], check=True)
        self.assertEqual(self.dump(again), dumped)

    def test_what_does_not_fit_is_kept_apart(self):
        wrong = [
            {"rows": [{"text": [0, 400], "box": [1, 2, 3, 4]}]},
            {"pages": [{}], "rows": [{"text": [0, 4], "box": [1, 2, 3, 4]}]},
            {"pages": [{}], "rows": [{"text": [0, 3], "box": [9, 2, 3, 4]}]},
            {"pages": [{}], "rows": [{"text": [0, 3], "box": [1, 2, 3]}]},
            {"pages": [{}], "rows": [{"text": [0, 3], "box": [1, 2, -3, 4]}]},
            {"pages": [{}], "rows": [{"text": [0, 3], "box": [1, 2, 3, 4],
                                      "page": 1}]},
            {"pages": [{}], "rows": [{"text": [3, 6], "box": [1, 2, 3, 4]},
                                     {"text": [0, 3], "box": [1, 2, 3, 4]}]},
            {"pages": [{}], "rows": [{"text": [0, 3], "box": [1, 2, 3, 4],
                                      "words": [[0, 6, 1, 2, 3, 4]]}]},
            {"pages": "x"}, {"readings": [{"text": [0, 3], "reading": ""}]},
        ]
        source = self.folder / "wrong.jsonl"
        source.write_text("".join(
            json.dumps({"id": str(i), "text": "错的坐标", "source": own}) + "\n"
            for i, own in enumerate(wrong)), encoding="utf-8")
        index = self.folder / "wrong"
        run = subprocess.run([os.environ["YZ_INDEX"], "-d", index, source],
                             capture_output=True, encoding="utf-8",
                             check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(run.stderr.count("kept in extra"), len(wrong))
        for line in self.dump(index).splitlines():
            passage = json.loads(line)
            self.assertNotIn("pages", passage["source"])
            self.assertEqual(passage["extra"]["source"],
                             wrong[int(passage["id"])])

    def test_a_changed_box_is_a_changed_passage(self):
        source = self.folder / "moved.jsonl"
        index = self.folder / "moved"
        for left, kept in ((100, 0), (100, 2), (90, 0)):
            moved = json.loads(json.dumps(WORDS))
            moved["source"]["rows"][1]["box"][0] = left
            source.write_text(json.dumps(moved) + "\n" + json.dumps(BLOCKS)
                              + "\n" * (1 + (kept > 1)), encoding="utf-8")
            run = subprocess.run(
                [os.environ["YZ_INDEX"], "--json", "-d", index, source],
                capture_output=True, encoding="utf-8", check=True)
            self.assertEqual(json.loads(run.stdout)["kept"], kept)
        self.assertEqual(self.ask("驿站", index=index)["hits"][0]["matches"][0]
                         ["boxes"][0][0], 90)


class Readings(QueryCase):
    """What the engine of a passage reads otherwise is found as a look-alike."""
    PASSAGES = [
        {"id": "one", "text": "南平市总虫会积极探索", "source": {
            "pages": [{}], "readings": [
                {"text": [12, 15], "reading": "工", "confidence": 40}]}},
        {"id": "word", "text": "南平市总虫会继续服务", "source": {
            "pages": [{}], "readings": [{"text": [9, 18],
                                         "reading": "总工会"}]}},
        {"id": "none", "text": "南平市总虫会没有别的读法"}]

    def test_readings(self):
        hits = {hit["id"]: hit for hit in
                self.ask("--tiers=exact,variant,lookalike",
                         "南平市总工会")["hits"]}
        self.assertEqual({i: (h["tier"], h["edits"]) for i, h in hits.items()},
                         {"one": ("lookalike", [
                             {"query": "工", "text": "虫", "weight": 0.68,
                              "reading": True}]),
                          "word": ("lookalike", [
                              {"query": "工", "text": "虫", "weight": 0.9,
                               "reading": True}])})
        self.assertEqual(hits["one"]["matches"][0]["surface"], "南平市总虫会")

    def test_only_where_misreadings_are_followed(self):
        for options in (["--ocr=off"], ["--strict"]):
            run = self.run_query(*options, "--tiers=exact,variant,lookalike",
                                 "南平市总工会")
            self.assertEqual(run.stdout, "")


class Pictures(QueryCase):
    PASSAGES = [WORDS]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scans = cls.folder / "scans"
        cls.scans.mkdir()
        for name in ("page1.jpg", "page1_res.json"):
            shutil.copy(DATA / name, cls.scans / name)
        cls.pages = cls.folder / "pages"
        subprocess.run([os.environ["YZ_INDEX"], "-q", "-d", cls.pages,
                        cls.scans], check=True)

    def html(self, *options, index=None):
        run = self.run_query("-o", "html", *options, index=index)
        self.assertEqual(run.returncode, 0, run.stderr)
        return run.stdout

    def test_html_shows_the_region_of_the_image_beside_the_source(self):
        page = self.html("办事窗口", index=self.pages)
        self.assertIn(f'<image href="{self.scans}/page1.jpg"', page)
        self.assertIn("<rect x=", page)

    def test_html_without_an_image_has_no_picture(self):
        self.assertNotIn("<svg", self.html("驿站"))

    def test_addresses(self):
        page = self.html("--images=https://x.org/{name}/{page}.jpg?a&b", "驿站")
        self.assertIn('<image href="https://x.org/p3/3.jpg?a&amp;b" '
                      'width="1800" height="2500"/>', page)
        page = self.html("--images=https://x.org/iiif/", "驿站")
        self.assertIn('<svg viewBox="84 184 212 102">\n<image href='
                      '"https://x.org/iiif/p3.jpg/84,184,212,102/max/0/'
                      'default.jpg" x="84" y="184" width="212" height="102"/>',
                      page)

    def crop(self, *options, index=None):
        folder = self.folder / "crops"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        run = self.run_query("-o", "json", f"--crop={folder}", *options,
                             index=index)
        if "cannot write pictures" in run.stderr:
            self.skipTest("this build has no libpng")
        return run, folder

    def test_crops(self):
        run, folder = self.crop("办事窗口", index=self.pages)
        self.assertEqual(run.returncode, 0, run.stderr)
        if "build this with" in run.stderr:
            self.skipTest("this build has no libjpeg")
        hit = json.loads(run.stdout)["hits"][0]
        self.assertEqual(hit["crops"], [f"{folder}/1-1.png"])
        data = (folder / "1-1.png").read_bytes()
        x0, y0, x1, y1 = hit["pages"][0]["boxes"][0]
        self.assertEqual(struct.unpack(">II", data[16:24]),
                         (x1 - x0 + 32, y1 - y0 + 32))

    def test_crops_of_a_server_are_addresses(self):
        run, folder = self.crop("--images=https://x.org/iiif", "驿站")
        self.assertEqual(json.loads(run.stdout)["hits"][0]["crops"],
                         ["https://x.org/iiif/p3.jpg/84,184,212,102/max/0/"
                          "default.jpg"])
        self.assertEqual(list(folder.iterdir()), [])

    def test_what_is_no_picture_is_named(self):
        (self.folder / "p3.jpg").write_text("no picture", encoding="utf-8")
        run, _ = self.crop(f"--images={self.folder}", "驿站")
        self.assertEqual(run.returncode, 0)
        self.assertIn("p3.jpg is neither JPEG, PNG nor TIFF", run.stderr)
        (self.folder / "p3.jpg").write_bytes(b"\xff\xd8\xff\xe0broken")
        run, _ = self.crop(f"--images={self.folder}", "驿站")
        self.assertEqual(run.returncode, 0)
        self.assertIn("p3.jpg", run.stderr)

    def test_a_missing_image_is_named(self):
        run, _ = self.crop("驿站")
        self.assertIn("no image for hit 1", run.stderr)


if __name__ == "__main__":
    unittest.main()
