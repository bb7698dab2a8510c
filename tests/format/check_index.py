#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does an index hold what docs/format.md says, and what its passages are?

An index is made, changed and merged by yz-index, read by the second reader of
this folder, and compared with `yz-index --dump` and with grams, hashes and
lengths that are made again from the dumped texts.
"""
import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from unicodedata import category

from index import Index, SPACES, SUMS, find, length_code, value_terms
from noise import noise, unsure
from postings import is_ideograph
from quick import quick_skeleton
from store import Corrupt, tables, unsealed
from xxh3 import xxh3

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import programs  # noqa: E402
from matcher import (han_numbers, is_han, is_word,  # noqa: E402
                     omissible_end)
from skeleton import skeleton  # noqa: E402

COLLECTIONS = ROOT / "tests" / "data" / "collections"
HAN = range(0x4E00, 0xA000)
RADICALS = frozenset(map(chr, range(0x2E80, 0x2EF4))) - {"\u2e9a"}


# ---- what a text has -------------------------------------------------------

def is_gram(c):
    return category(c)[0] in "LMN" or c in RADICALS


ACROSS, NUMBER = 0x110000, 0x1f0000


def grams_of(folded, groups):
    """How often each character and each pair of neighbours occurs; and once
    each, pairs across signs and numbers in Han digits."""
    found = Counter()
    for _, digits in han_numbers(folded).values():
        value = int(digits) % (1 << 37)
        found[NUMBER + (value >> 21), value & 0x1fffff] = 1
    for i, c in enumerate(folded):
        end = omissible_end(folded, i)
        if end > i and is_han(folded[i - 1]):
            found[ACROSS + find(groups, ord(folded[i - 1])),
                  find(groups, ord(folded[end]))] = 1
        if not is_gram(c):
            continue
        found[ord(c), 0] += 1
        if i and is_gram(folded[i - 1]):
            found[ord(folded[i - 1]), ord(c)] += 1
    return found


class Folded:
    """Skeletons of a segment's passages by the oracle, and what is in them."""

    def __init__(self, segment, variants, groups):
        self.texts = [skeleton(t.utf8.decode()) for t in segment.texts]
        self.grams = [grams_of(text, groups) for text in self.texts]
        self.simplified = [
            "".join(chr(variants.get(ord(c), ord(c))) for c in text)
            for text in self.texts]


# ---- checks; each gives complaints -----------------------------------------

def check_texts(index, segment, folded):
    for number, text in enumerate(segment.texts):
        quick = quick_skeleton(text.utf8.decode(), index.fold)
        if text.slow == (quick == folded.texts[number]):
            yield f"passage {number}: slow is {text.slow}, but {quick!r}"


def check_bounds(entry, found, codes):
    """No posting has a greater frequency or a smaller length than is said."""
    for block in found.blocks:
        frequency = max(min(f, 255) for _, f in block.postings)
        length = min(codes[passage] for passage, _ in block.postings)
        for bound in (block.bound, found.bound):
            if bound[0] < frequency or bound[1] > length:
                yield f"{entry.term}: {bound} bounds {frequency}, {length}"


def check_grams(segment, folded, words):
    """The lists of grams against the texts; marks are counted in `words`."""
    expected = {}
    for number, grams in enumerate(folded.grams):
        for gram, times in grams.items():
            expected.setdefault(gram, {})[number] = times
    for entry, found in segment.grams():
        times = expected.pop(entry.term, {})
        if list(times) != [passage for passage, _ in found.postings]:
            yield f"gram {entry.term}: {found.postings} are not {times}"
            continue
        for passage, frequency in found.postings:
            words[passage] += frequency - 1
            if frequency - 1 > times[passage]:
                yield f"gram {entry.term}: too many marks in {passage}"
        yield from check_bounds(entry, found, segment.lengths["han"])
    for gram in expected:
        yield f"gram {gram} is in no dictionary"


def check_fields(index, segment, found):
    """The values of declared fields are those of extra, all of them."""
    for number in range(segment.passages):
        extra = json.loads(segment.records[number].get("extra", "{}"))
        if found[number] != value_terms(index.fields, extra):
            yield f"passage {number} has other values of declared fields"


def check_words(index, segment, folded, words, titles):
    """Words are in their texts; how many there are is counted."""
    spelt_otherwise = {}
    fields = [Counter() for _ in range(segment.passages)]
    for entry, found in segment.words():
        if entry.term[:1] == b"f":
            for passage, frequency in found.postings:
                fields[passage][entry.term] = frequency
            yield from check_bounds(entry, found, segment.lengths["words"])
            continue
        field, term = entry.term[:1], entry.term[1:].decode()
        if field == b"o":
            spelt_otherwise[term] = {p for p, _ in found.postings}
            yield from check_bounds(entry, found, segment.lengths["words"])
            continue
        counts, space = {b"w": (words, "words"),
                         b"t": (titles, "title")}[field]
        if field == b"w":
            yield from check_spelling(term, found, folded,
                                      spelt_otherwise.pop(term, set()))
        han = term and all(ord(c) in HAN for c in term)
        if field == b"w" and han and len(term) < 3:
            yield f"{term} has a list of its own"
        for passage, frequency in found.postings:
            counts[passage] += frequency
            if (field == b"w" and han and
                    folded.simplified[passage].count(term) < frequency):
                yield f"{term} is not {frequency} times in {passage}"
        yield from check_bounds(entry, found, segment.lengths[space])
    for term in spelt_otherwise:
        yield f"{term} is spelt otherwise, but in no text"
    yield from check_fields(index, segment, fields)


def check_spelling(term, found, folded, otherwise):
    """Texts with a word of ASCII have it as its term is, or otherwise."""
    passages = {p for p, _ in found.postings}
    if not otherwise <= passages:
        yield f"{term} is spelt otherwise in {otherwise - passages}"
    for passage in passages - otherwise:
        if term.isascii() and term not in folded.texts[passage]:
            yield f"{term} is not in {passage} as it is"


def check_lengths(segment, folded, words, titles):
    """Each word of a passage is a mark or in a list, so they tell its length.
    """
    for number, text in enumerate(folded.texts):
        utf8 = segment.texts[number].utf8
        rows = segment.records[number].get("source", {}).get("rows", [])
        han = sum(is_gram(c) and not (is_word(c) and c < "\U00010000")
                  for c in text)
        own = (words[number], han, titles[number],
               noise(utf8.decode()) + unsure(utf8, rows))
        for space, length in zip(SPACES, own):
            if segment.lengths[space][number] != length_code(length):
                yield (f"passage {number} has the length code "
                       f"{segment.lengths[space][number]} in {space}, and "
                       f"{length} there")


def check_ids(segment):
    for hashed, passage in segment.ids:
        record = segment.records[passage]
        name = xxh3(record["id"].encode(), xxh3(record["report"].encode()))
        if hashed != name >> 32:
            yield f"the id table has {passage} under another hash"
    if sorted(p for _, p in segment.ids) != list(range(segment.passages)):
        yield "the id table does not have each passage once"


def check_runs(index, segment):
    """Runs part the passages; what lives is of a source that is known."""
    covered = []
    for hashed, name, first, count in segment.runs:
        source = segment.names[name]
        passages = range(first, first + count)
        covered += passages
        if hashed != xxh3(source.encode()):
            yield f"the run of {source} has another hash"
        if source not in index.sources and not segment.dead.issuperset(
                passages):
            yield f"{source} gave passages and is not known"
    if sorted(covered) != list(range(segment.passages)):
        yield "the runs of sources do not part the passages"


def strings_of(folded):
    """By string of 3 to 6 ideographs, the passages that have it."""
    found = {}
    for number, text in enumerate(folded.texts):
        for at in range(len(text)):
            for end in range(at + 1, min(at + 6, len(text)) + 1):
                if not is_ideograph(ord(text[end - 1])):
                    break
                if end - at >= 3:
                    found.setdefault(text[at:end], []).append(number)
    return {string: sorted(set(own)) for string, own in found.items()}


def check_frequent(segment, folded):
    """The lists of frequent strings against the texts."""
    listed = segment.frequent_strings()
    wanted = {string: own for string, own in strings_of(folded).items()
              if segment.frequent and len(own) >= segment.frequent}
    for string in listed.keys() | wanted.keys():
        if listed.get(string) != wanted.get(string):
            yield (f"{string} is listed in {listed.get(string)}, and is in "
                   f"{wanted.get(string)}")


def check_segment(index, segment):
    folded = Folded(segment, index.variants, index.groups)
    words, titles = Counter(), Counter()
    yield from check_texts(index, segment, folded)
    yield from check_grams(segment, folded, words)
    yield from check_words(index, segment, folded, words, titles)
    yield from check_lengths(segment, folded, words, titles)
    yield from check_frequent(segment, folded)
    yield from check_ids(segment)
    yield from check_runs(index, segment)
    if not 0 < segment.id < index.next_segment:
        yield "a segment has the id of a later one"


def check_tables(index, dumped):
    passages = list(index.passages())
    if passages != dumped:
        yield "the passages are not those of --dump"
    if len({(p["report"], p["id"]) for p in passages}) != len(passages):
        yield "two passages have one name"
    if index.orphans:
        yield f"{len(index.orphans)} values belong to nothing"
    for segment in index.segments:
        for complaint in check_segment(index, segment):
            yield f"segment {segment.id}: {complaint}"


def check_index(tools, directory):
    """The index as it was read, and what is wrong with it."""
    dumped = [json.loads(line) for line in
              tools.lines([tools.index, "-d", directory, "--dump"])]
    index = Index(tables(directory))
    return index, list(check_tables(index, dumped))


# ---- the life of an index --------------------------------------------------

def passages_of(collection):
    lines = (COLLECTIONS / collection / "corpus.jsonl").read_text("utf-8")
    return [json.loads(line) for line in lines.splitlines()]


def slices(texts, size):
    return [text[at:at + size] for text in texts
            for at in range(0, len(text), size)]


class Life:
    """Changes an index and checks it after each change."""

    def __init__(self, tools, folder):
        self.tools, self.folder = tools, folder
        self.directory = folder / "index"
        self.complaints, self.postings = [], 0

    def write(self, name, passages):
        path = self.folder / name
        path.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n"
                                for p in passages), "utf-8")
        return path

    def change(self, what, *arguments, check=True):
        """Run yz-index; give (passages, deleted) of each segment."""
        subprocess.run([self.tools.index, "-q", "-d", self.directory,
                        *arguments], check=True)
        if not check:
            return None
        index, complaints = check_index(self.tools, self.directory)
        self.complaints += (f"{what}: {complaint}" for complaint in complaints)
        return [(s.passages, s.deleted) for s in index.segments]

    def relist(self, passages):
        self.tools.relist(self.directory, passages)
        index, complaints = check_index(self.tools, self.directory)
        self.complaints += (f"lists {passages}: {complaint}"
                            for complaint in complaints)
        if not any(s.chunks["frequent"] for s in index.segments):
            self.complaints.append(f"lists {passages}: nothing is listed")

    def expect(self, what, found, wanted):
        if found != wanted:
            self.complaints.append(f"{what}: the segments are {found}, not "
                                   f"{wanted}")


def mixed_life(life):
    """All kinds of passages; segments come, lose passages, are merged."""
    drcd, xquad = passages_of("drcd"), passages_of("xquad_zh")
    parts = [life.write(f"part{i}.jsonl", drcd[24 * i:24 * i + 24])
             for i in range(5)] + [life.write("xquad.jsonl", xquad)]
    life.change("pages", ROOT / "corpus", ROOT / "tests/golden/odd.jsonl")
    for path in parts:
        life.change(path.name, path, check=False)
    # A source goes, and with it a segment; of others single passages go.
    gone = [f"{parts[0]}#{p['id']}" for p in drcd[3:9]]
    found = life.change("gone", "--remove", parts[1], *gone,
                        f"{parts[5]}#{xquad[0]['id']}")
    life.expect("gone", found, [(43, 0), (24, 6), *[(24, 0)] * 3, (100, 1)])
    # All passages of a source have another title, and some are new.
    life.write("part2.jsonl", [{**p, "title": "另一個標題 No. 2"}
                               for p in drcd[48:80]])
    life.change("replaced", parts[2], check=False)
    life.change("more", life.write("more.jsonl", xquad[:24]), check=False)
    found = life.change("last", life.write("last.jsonl", drcd[144:168]))
    life.expect("last", found, [(43 + 18 + 32 + 2 * 24 + 99 + 2 * 24, 0)])
    life.relist(2)


def page_life(life):
    """A report of its source's name, of which single passages change."""
    lines = [{"id": p["id"], "text": p["text"]}
             for p in passages_of("drcd")[:40]]
    life.write("page.jsonl", lines)
    life.change("page", life.folder / "page.jsonl")
    for number in (0, 17, 18, 39):
        noise = f"第{number}行，改了，。见：（附件」和\\alpha都,未□见。"
        lines[number] = {**lines[number], "text": noise}
        life.write("page.jsonl", lines)
        found = life.change(f"line {number}", life.folder / "page.jsonl")
    life.expect("lines", found, [(40, 4), *[(1, 0)] * 4])
    # What is behind a new line is at another place.
    life.write("page.jsonl", lines[:30] + [{"id": "new", "text": "新的一行"}]
               + lines[30:])
    found = life.change("a line more", life.folder / "page.jsonl")
    life.expect("a line more", found, [(40, 13), *[(1, 0)] * 3, (11, 0)])
    dumped = [json.loads(line) for line in life.tools.lines(
        [life.tools.index, "-d", life.directory, "--dump"])]
    if [p["source"]["lines"] for p in dumped] != [[[n, n]]
                                                  for n in range(1, 42)]:
        life.complaints.append("the passages of a page are not in its order")


def boxed(draw, name, number):
    """A passage with pages, rows, cells and readings of all kinds."""
    pages = [{"page": number % 7 + 1, "image": f"{name}.png", "width": 1800,
              "height": 2500}, {"page": number % 7 + 2}]
    rows, text, y = [], "", draw.randrange(3000)
    for at in range(draw.randrange(1, 6)):
        words = [draw.choice(("工会", "驿站", "a", "PC 12", "，", "𠮷"))
                 for _ in range(draw.randrange(0, 9))]
        x, vertical = draw.randrange(900), number % 3 == 0
        begin, cells = len(text.encode()), []
        row = {"text": None, "box": None, "page": int(at > 3)}
        for word in words:
            width = 30 * len(word) + draw.choice((0, 0, draw.randrange(9)))
            span = [len(text.encode()), len((text + word).encode())]
            skew = draw.choice((0, 0, draw.randrange(3)))
            box = [x, y + skew, x + width, y + 30]
            cells.append(span + (box if not vertical else
                                 [3000 - box[3], x, 3000 - box[1], x + width]))
            cells[-1] += draw.choice(([], [draw.randrange(1, 101)]))
            x += width + draw.choice((0, 0, 3))
            text += word + draw.choice(("", "", " "))
        row["text"] = [begin, len(text.encode())]
        row["box"] = [min(c[2] for c in cells), min(c[3] for c in cells),
                      max(c[4] for c in cells), max(c[5] for c in cells)
                      ] if cells else [x, y, x + 9, y + 9]
        if draw.random() < .7:
            row["confidence"] = draw.randrange(1, 101)
        row["vertical"] = vertical and draw.random() < .9
        row["begins"] = draw.random() < .3
        kind = draw.choice(("words", "words", "characters", "origin", "", "no"))
        if kind == "origin":
            row["origin"] = "block"
        elif kind == "no":
            del row["box"]
        elif kind:
            row[kind] = cells
        rows.append(row)
        y += 34
    text += "完"
    readings = [{"text": [len(text.encode()) - 3, len(text.encode())],
                 "reading": "宪", "confidence": 41}] * (number % 2)
    return {"id": f"{name}{number}", "text": text,
            "source": {"path": name, "pages": pages, "rows": rows,
                       "readings": readings}}


def box_life(life):
    """Boxes of all kinds; pages of merged segments are numbered again."""
    draw = random.Random(5)
    for part in range(9):
        life.write(f"box{part}.jsonl", [boxed(draw, f"box{part}", number)
                                        for number in range(20)])
        life.change(f"boxes {part}", life.folder / f"box{part}.jsonl",
                    check=part in (0, 8))
    first = list(life.tools.lines([life.tools.index, "-d", life.directory,
                                   "--dump"]))
    life.write("again.jsonl", [json.loads(line) for line in first])
    other = Life(life.tools, life.folder)
    other.directory = life.folder / "other"
    other.change("loaded", life.folder / "again.jsonl")
    life.complaints += other.complaints
    if list(life.tools.lines([life.tools.index, "-d", other.directory,
                              "--dump"])) != first:
        life.complaints.append("dump and load are not the same")
    if not any(b'"characters"' in line for line in first):
        life.complaints.append("there are no boxes")


def long_life(life):
    """Lists of many blocks, and their blocks copied by a merge."""
    texts = slices([p["text"] for p in passages_of("drcd")], 36)
    some, more = texts[:1400], texts[1400:3000]
    life.write("some.jsonl", [{"text": text} for text in some])
    life.write("more.jsonl", [{"text": text} for text in more])
    found = life.change("long lists", life.folder / "some.jsonl",
                        life.folder / "more.jsonl")
    life.expect("long lists", found, [(3000, 0)])
    found = life.change("half gone", "--remove", life.folder / "more.jsonl")
    life.expect("half gone", found, [(1400, 0)])
    life.relist(3)
    life.relist(20)


def field_life(life):
    """Fields are declared, of a new index and of one that has passages."""
    draw = random.Random(5)
    values = ("王", "王小明", "a" * 5000, "字" * 1500, "", None, 3, -0.0, 1.25,
              True, "12", "1e3", " 7", ["甲", "乙", "甲"], [1, "2", [3]],
              {"a": 1}, -1e300, 10 ** 15)
    lines = [{"id": str(n), "text": f"第{n}段", "author": draw.choice(values),
              "year": draw.choice(values), "作者": draw.choice(values)}
             for n in range(300)]
    life.change("fields", life.write("one.jsonl", lines[:200]),
                "--field=author:text,year:number")
    life.change("fields", life.write("two.jsonl", lines[100:]), check=False)
    found = life.change("a field more", "--field=作者:keyword")
    life.expect("a field more", found, [(200, 0), (200, 0)])
    life.change("merged", "--compact", check=False)
    life.change("another type", "--field=year:keyword")


# ---- faults ----------------------------------------------------------------

def reseal(found):
    """Make the checksums of an index of one segment right again."""
    manifest = unsealed(found["meta"][b"manifest"])
    sums = b"".join(xxh3(chunk).to_bytes(8, "little") for key, chunk
                    in sorted(found["blob"].items()) if key[3] != SUMS)
    sums_key, = (key for key in found["blob"] if key[3] == SUMS)
    found["blob"][sums_key] = sums
    manifest = manifest[:-8] + xxh3(sums).to_bytes(8, "little")
    found["meta"][b"manifest"] = manifest + xxh3(manifest).to_bytes(8,
                                                                    "little")


def is_noticed(found, dumped):
    try:
        return any(check_tables(Index(found), dumped))
    except (Corrupt, ValueError, LookupError):
        return True


def plant_faults(tools, folder, count=48):
    """Flip bits of an index and look whether the checks above see it; once
    with checksums that are wrong now, then with such as are right."""
    directory = folder / "index"
    tools.make_index(directory, [ROOT / "corpus"])
    tools.relist(directory, 2)
    dumped = [json.loads(line) for line in
              tools.lines([tools.index, "-d", directory, "--dump"])]
    sound = tables(directory)
    if is_noticed(sound, dumped):
        yield "faults are seen where there is none"
    draw = random.Random(3)
    chunks = sorted(key for key in sound["blob"] if key[3] != SUMS)
    unseen = 0
    for number in range(count):
        key = chunks[number % len(chunks)]
        chunk = bytearray(sound["blob"][key])
        bit = draw.randrange(8 * len(chunk))
        chunk[bit // 8] ^= 1 << bit % 8
        found = {name: dict(table) for name, table in sound.items()}
        found["blob"][key] = bytes(chunk)
        if not is_noticed(found, dumped):
            yield f"bit {bit} of chunk {key.hex()} is not seen"
        reseal(found)
        if not is_noticed(found, dumped):
            unseen += 1
    # Of letters' words we know neither stems nor places in the text.
    if unseen > count // 8:
        yield f"{unseen} of {count} faults with right checksums are not seen"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    programs.add_options(parser)
    tools = programs.Programs(parser.parse_args().build)
    if not shutil.which("mdb_dump"):
        raise SystemExit("check_index: no mdb_dump; install lmdb-utils")
    complaints = []
    for story in (mixed_life, page_life, box_life, long_life, field_life):
        with tempfile.TemporaryDirectory() as folder:
            life = Life(tools, Path(folder))
            story(life)
            complaints += life.complaints
    with tempfile.TemporaryDirectory() as folder:
        complaints += plant_faults(tools, Path(folder))
    for complaint in complaints[:50]:
        print(complaint)
    print(f"{len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (programs.Trouble, Corrupt) as trouble:
        print(f"check_index: {trouble}", file=sys.stderr)
        sys.exit(1)
