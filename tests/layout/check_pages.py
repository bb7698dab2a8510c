#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do pages come out of their coordinates as they were printed, and do matches
stand where their characters do?

Pages that OCR engines described are read by yz-index and compared with what
was printed. A unit is right when its text is 0.9 alike by edit distance and
its kind is that of the truth, headings and headlines counting as one.

    check_pages.py --build build/dev [--data DIR] [--formats=ENDING,...] [--why]

*F1* over units; *order*: the share of the units found that are in the order of
the truth; *IoU*: the mean overlap of the boxes of matches of four characters
with the boxes of these characters, where the truth has them, and *along*: the
same of their extents along the line alone.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import programs  # noqa: E402

# Formats that give printed lines, by the end of their files' names.
WITH_LINES = ("_res.json", ".paddle2.json", "_structure_res.json",
              "_middle.json", ".umi.jsonl", ".hocr", ".xml", ".tsv", ".pdf",
              ".page.xml", ".noorder.page.xml")
WITHOUT = ("_content_list.json", ".docling.json")
F1_MIN, ORDER_MIN, IOU_MIN, ALONG_MIN = 0.97, 0.95, 0.7, 0.9
GRAM = 4


def squeezed(text):
    return "".join(text.split())


def kind_of(kind):
    return "heading" if kind == "headline" else kind


def distance(a, b, most):
    """Edit distance; above `most` anything."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            above, row[j] = row[j], min(above + (x != y), row[j] + 1,
                                        row[j - 1] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


def alike(a, b):
    longer = max(len(a), len(b))
    most = longer // 10
    return longer and distance(a, b, most) <= most


def pair_units(truth, found):
    """By unit of the truth, the unit found that is the same; each once."""
    pairs, used = {}, set()
    for i, (kind, text) in enumerate(truth):
        for j, (other, own) in enumerate(found):
            if j not in used and kind == other and alike(text, own):
                pairs[i] = j
                used.add(j)
                break
    return pairs


def rising(numbers):
    """The length of the longest rising subsequence."""
    best = []
    for n in numbers:
        at = next((i for i, b in enumerate(best) if b >= n), len(best))
        best[at:at + 1] = [n]
    return len(best)


def area(box):
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def overlap(xs, ys):
    """Intersection over union of two sets of boxes; those of a set do not
    overlap each other."""
    both = sum(area([max(x[0], y[0]), max(x[1], y[1]), min(x[2], y[2]),
                     min(x[3], y[3])]) for x in xs for y in ys)
    return both / (sum(map(area, xs)) + sum(map(area, ys)) - both)


def extents_overlap(xs, ys):
    """The same along the line, of a match on one line."""
    if len(xs) != 1 or len(ys) != 1:
        return None
    (x, y), axis = (xs[0], ys[0]), 0
    if y[3] - y[1] > y[2] - y[0]:
        axis = 1
    both = min(x[axis + 2], y[axis + 2]) - max(x[axis], y[axis])
    return max(0, both) / (max(x[axis + 2], y[axis + 2])
                           - min(x[axis], y[axis]))


def mean(numbers):
    return sum(numbers) / len(numbers) if numbers else 0


def lines_of(boxes):
    """The boxes of characters, one a printed line."""
    lines = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and (box[1] == last[1] and box[0] >= last[0]
                     or box[0] == last[0] and box[1] >= last[1]):
            lines[-1] = [*last[:2], box[2], box[3]]
        else:
            lines.append(list(box))
    return lines


class Page:
    def __init__(self, truth):
        self.units = [unit for unit in json.loads(truth.read_text("utf-8"))
                      ["units"]]
        self.truth = [(kind_of(u["kind"]), squeezed(u["text"]))
                      for u in self.units]

    def grams(self):
        """Strings of the truth that occur once, with their boxes."""
        whole = "\n".join(text for _, text in self.truth)
        for unit, (_, text) in zip(self.units, self.truth):
            boxes = unit.get("chars", ())
            for at in range(0, len(boxes) - GRAM + 1, 3):
                gram = text[at:at + GRAM]
                if whole.count(gram) == 1 and all(
                        "\u4e00" <= c <= "\u9fff" for c in gram):
                    yield gram, lines_of(boxes[at:at + GRAM])


def passages_of(tools, path):
    run = subprocess.run([tools.index, "--dry-run", "--output=jsonl", path],
                         stdout=subprocess.PIPE, check=False,
                         encoding="utf-8")
    return [json.loads(line) for line in run.stdout.splitlines()]


def units_score(page, passages):
    found = [(kind_of(p["kind"]), squeezed(p["text"])) for p in passages]
    pairs = pair_units(page.truth, found)
    f1 = 2 * len(pairs) / (len(page.truth) + len(found))
    order = rising([pairs[i] for i in sorted(pairs)])
    wrong = [page.truth[i] for i in range(len(page.truth)) if i not in pairs]
    extra = [f for j, f in enumerate(found) if j not in pairs.values()]
    return f1, order / max(1, len(pairs)), wrong, extra


def boxes_score(tools, page, path):
    """Overlaps of matches, and of their extents; None: there is no truth."""
    grams = list(page.grams())
    if not grams:
        return None
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        subprocess.run([tools.index, "-q", "-d", index, path], check=False)
        run = subprocess.run(
            [tools.query, "-d", index, "--batch", "-o", "json", "--strict"],
            input="".join(f"{gram}\n" for gram, _ in grams), check=False,
            stdout=subprocess.PIPE, encoding="utf-8")
    scores, extents = [], []
    for line, (_, boxes) in zip(run.stdout.splitlines(), grams):
        hits = json.loads(line)["hits"]
        if hits and hits[0]["matches"][0].get("boxes"):
            found = hits[0]["matches"][0]["boxes"]
            scores.append(overlap(found, boxes))
            extents.append(extents_overlap(found, boxes))
    return scores, [extent for extent in extents if extent is not None]


def files_of(data):
    for truth in sorted(data.glob("*.truth.json")):
        name = truth.name[:-len(".truth.json")]
        page = Page(truth)
        for ending in (*WITH_LINES, *WITHOUT):
            path = data / (name + ending)
            if path.exists():
                yield page, path, ending


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    programs.add_options(parser)
    parser.add_argument("--data", type=Path,
                        default=ROOT / "tests" / "data" / "ocr")
    parser.add_argument("--formats", default="",
                        help="ends of the names of files to read")
    parser.add_argument("--why", action="store_true")
    options = parser.parse_args()
    tools = programs.Programs(options.build)
    failed, overlaps = 0, []
    print("| file | F1 | order | IoU | along |\n|---|---:|---:|---:|---:|")
    for page, path, ending in files_of(options.data):
        if options.formats and ending not in options.formats.split(","):
            continue
        passages = passages_of(tools, path)
        f1, order, wrong, extra = units_score(page, passages)
        boxes = boxes_score(tools, page, path)
        low = []
        if ending in WITH_LINES and f1 < F1_MIN:
            low.append("F1")
        if order < ORDER_MIN:
            low.append("order")
        if boxes and boxes[1] and ending in WITH_LINES and \
                mean(boxes[1]) < ALONG_MIN:
            low.append("along")
        failed += len(low)
        overlap_text = "– | –"
        if boxes:
            overlap_text = f"{mean(boxes[0]):.2f} | {mean(boxes[1]):.2f}"
        if boxes and ending in WITH_LINES:
            overlaps += boxes[0]
        print(f"| {path.name} | {f1:.3f} | {order:.2f} | {overlap_text} |"
              + (f" too low: {', '.join(low)}" if low else ""))
        if options.why:
            for unit in wrong:
                print("    missing", unit)
            for unit in extra:
                print("    extra  ", unit)
    if overlaps and mean(overlaps) < IOU_MIN:
        failed += 1
        print(f"the mean overlap is {mean(overlaps):.2f}, below {IOU_MIN}")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except programs.Trouble as trouble:
        print(f"check_pages: {trouble}", file=sys.stderr)
        sys.exit(1)
