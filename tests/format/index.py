# SPDX-License-Identifier: MIT
"""A second reader of an index, written from docs/format.md alone. Slow, whole,
and strict: what the page does not allow is Corrupt."""
import json
import re
import struct
from collections import Counter
from functools import cached_property

import postings
from boxes import take_boxes
from store import Corrupt, View, unsealed
from texts import Records, Text
from xxh3 import xxh3

BLOBS = ("directory", "text", "length", "record", "string", "gram",
         "gram_list", "word", "word_list", "id", "source", "box",
         "frequent", "frequent_list")
SPACES = ("words", "han", "title", "noise")
CHUNK_SIZE, OFFSET_BITS, SUMS = 64 * 4096 - 16, 18, 0xff
GROUP = 16
PART_SIZE = 4056
FIELD_TYPES = ("text", "keyword", "number")
VALUE_SIZE = 4094


def rows(chunks, size, count):
    """Entries of one size, of which each chunk has as many as go in."""
    a_chunk = CHUNK_SIZE // size
    if [len(chunk) for chunk in chunks] != [
            min(a_chunk, count - begin) * size
            for begin in range(0, count, a_chunk)]:
        raise Corrupt(f"{count} entries of {size} bytes fill other chunks")
    for chunk in chunks:
        for at in range(0, len(chunk), size):
            yield View(chunk, at, at + size)


def as_text(value):
    """A value of a declared field as text; None: it has none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        text = re.sub(r"e\+?(-?)0*", r"e\1", f"{value:.15g}")
        return text if set(text) & set(".en") else text + ".0"
    return value if isinstance(value, str) and value else None


def as_number(value):
    if isinstance(value, str):
        try:
            value = json.loads(value) if value[:1] in "-0123456789" else None
        except ValueError:
            return None
    ordinary = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if ordinary else None


def value_term(number, kind, value):
    """The term of a value; None: it has none."""
    head = bytes([ord("f"), number])
    text = as_text(value)
    if text is None:
        return None
    if kind != "number":
        own = text.encode()[:VALUE_SIZE]
        return head + own.decode(errors="ignore").encode()
    found = as_number(value)
    if found is None:
        return None
    bits, = struct.unpack(">Q", struct.pack(">d", found + 0.0))
    bits = bits ^ (2 ** 64 - 1) if bits >> 63 else bits | 1 << 63
    return head + struct.pack(">Q", bits)


def value_terms(fields, extra):
    """How often each term of declared fields is in a passage."""
    found = Counter()
    for number, (name, kind) in enumerate(fields):
        values = extra.get(name)
        for value in values if isinstance(values, list) else [values]:
            term = value_term(number, kind, value)
            if term:
                found[term] += 1
    return found


def length_of_code(code):
    if code < 24:
        return code
    rest = code - 24
    if rest < 8:
        return 24 + rest
    return 24 + ((8 | rest & 7) << (rest >> 3) - 1)


def length_code(length):
    """The code of the greatest length that is not above."""
    return max(code for code in range(256) if length_of_code(code) <= length)


class Segment:
    """A row of the manifest, and what it names."""

    def __init__(self, view, blob, tombstones):
        self.id, self.passages, self.deleted = (view.varint()
                                                for _ in range(3))
        self.string_count, self.source_count = view.varint(), view.varint()
        self.length_sums = dict(zip(SPACES, (view.varint() for _ in SPACES)))
        self.frequent = view.varint()
        if self.frequent == 1:
            raise Corrupt("a string of one passage is not frequent")
        counts = [view.varint() for _ in BLOBS]
        self.take_chunks(blob, counts, view.u64())
        self.dead = self.take_dead(tombstones)

    def key(self, kind, number):
        return (self.id << 40 | kind << 32 | number).to_bytes(8, "big")

    def take_chunks(self, blob, counts, seal):
        self.chunks, found = {}, b""
        for kind, (name, count) in enumerate(zip(BLOBS, counts)):
            chunks = [blob.pop(self.key(kind, i)) for i in range(count)]
            found += b"".join(xxh3(c).to_bytes(8, "little") for c in chunks)
            self.chunks[name] = chunks
        if found != blob.pop(self.key(SUMS, 0)) or xxh3(found) != seal:
            raise Corrupt(f"the checksums of segment {self.id} differ")

    def take_dead(self, tombstones):
        """The numbers of deleted passages."""
        dead = set()
        for part in range(self.passages // (8 * PART_SIZE) + 1):
            key = (self.id << 40 | part).to_bytes(8, "big")
            if key not in tombstones:
                continue
            bits = unsealed(tombstones.pop(key))
            if len(bits) != PART_SIZE:
                raise Corrupt("a part of the tombstones has another size")
            dead |= {8 * (PART_SIZE * part + at) + bit
                     for at, byte in enumerate(bits) if byte
                     for bit in range(8) if byte >> bit & 1}
        if len(dead) != self.deleted or dead and max(dead) >= self.passages:
            raise Corrupt(f"segment {self.id} has other tombstones")
        return dead

    def at(self, name, place):
        return View(self.chunks[name][place >> OFFSET_BITS],
                    place & (1 << OFFSET_BITS) - 1)

    @cached_property
    def strings(self):
        strings = [self.at("record", row.u32()).bytes()
                   for row in rows(self.chunks["string"], 4,
                                   self.string_count)]
        if strings[0] or len(set(strings)) != len(strings):
            raise Corrupt("string 0 is not the empty one, or one is twice")
        return strings

    @cached_property
    def names(self):
        """Shared strings as text. Those that are of pages are none."""
        return [string.decode("utf-8", "replace") for string in self.strings]

    @cached_property
    def groups(self):
        """Of each group where its first text is, how far from there the other
        texts are, and where its records are."""
        count = -(-self.passages // GROUP)
        return [(row.u32(), [row.u16() for _ in range(GROUP - 1)], row.u32())
                for row in rows(self.chunks["directory"], 2 * GROUP + 6,
                                count)]

    def behind(self, view, chunk):
        """Where the next text is, once one was read."""
        return (view, chunk) if view.left() else \
            (View(self.chunks["text"][chunk + 1]), chunk + 1)

    @cached_property
    def texts(self):
        texts = []
        for first, offsets, _ in self.groups:
            chunk, begin = first >> OFFSET_BITS, first & (1 << OFFSET_BITS) - 1
            view = self.at("text", first)
            for offset in [None] + offsets[:self.passages - len(texts) - 1]:
                if offset == 0:
                    view, chunk = self.behind(view, chunk)
                elif offset:
                    view = View(self.chunks["text"][chunk], begin + offset)
                texts.append(Text(view))
        return texts

    @cached_property
    def records(self):
        records = []
        for _, _, place in self.groups:
            group = Records(self.at("record", place), self.names)
            texts = self.texts[len(records):len(records) + GROUP]
            if group.count != len(texts):
                raise Corrupt(f"{group.count} records of {len(texts)} texts")
            for number, text in enumerate(texts):
                record, boxes = group.take(number)
                if boxes is not None:
                    source = record["source"]
                    source.update(take_boxes(self.at("box", boxes),
                                             self.strings, text.utf8,
                                             source["pieces"]))
                records.append(record)
        return records

    @cached_property
    def lengths(self):
        """By space, a code a passage."""
        chunks = self.chunks["length"]
        a_space = -(-self.passages // CHUNK_SIZE)
        codes = {name: b"".join(chunks[i * a_space:(i + 1) * a_space])
                 for i, name in enumerate(SPACES)}
        for name, own in codes.items():
            if len(own) != self.passages or self.length_sums[name] != sum(
                    map(length_of_code, own)):
                raise Corrupt(f"the lengths in {name} are not their sum")
        return codes

    @cached_property
    def ids(self):
        """Rows of hash and passage, in order."""
        ids = [divmod(row.u64(), 1 << 32)
               for row in rows(self.chunks["id"], 8, self.passages)]
        if ids != sorted(ids):
            raise Corrupt("the id table is not in order")
        return ids

    @cached_property
    def runs(self):
        """Rows of hash, name, first passage, passages, in order."""
        runs = [(row.u64(), row.u32(), row.u32(), row.u32()) for row in
                rows(self.chunks["source"], 20, self.source_count)]
        if any((x[0], x[2]) > (y[0], y[2]) for x, y in zip(runs, runs[1:])):
            raise Corrupt("the runs of sources are not in order")
        if any(first + count > self.passages for _, _, first, count in runs):
            raise Corrupt("a run of a source lies outside its segment")
        return runs

    def lists(self, name, kind):
        """Each entry of a dictionary with its list."""
        lists = self.chunks[name + "_list"]
        for entry in postings.read_dictionary(self.chunks[name], kind):
            yield entry, postings.read_list(lists, entry, self.passages)

    def grams(self):
        return self.lists("gram", postings.GRAMS)

    def words(self):
        return self.lists("word", postings.WORDS)

    def frequent_strings(self):
        """By string, its passages, in the order of the dictionary."""
        if not self.frequent and (self.chunks["frequent"]
                                  or self.chunks["frequent_list"]):
            raise Corrupt("frequent strings are listed, and are not")
        found = {}
        entries = {entry.term: entry for entry in postings.read_dictionary(
            self.chunks["frequent"], postings.FREQUENT)}
        grams = {"".join(map(chr, entry.term)): [p for p, _ in own.postings]
                 for entry, own in self.grams() if 0 < entry.term[1]
                 and entry.term[0] < 0x110000} if entries else {}
        for term in sorted(entries, key=len):
            entry = entries[term]
            if entry.count < self.frequent:
                raise Corrupt(f"{term} is listed, and not frequent")
            whole = (range(self.passages) if entry.within == 0 else
                     {**grams, **found}[term[:-1] if entry.within == 1
                                        else term[1:]])
            found[term] = postings.read_subset(
                self.chunks["frequent_list"], entry, whole)
        return {term: found[term] for term in entries}


def join(groups, a, b):
    """Let two characters have the lesser of their groups' leaders."""
    a, b = (find(groups, c) for c in (a, b))
    groups[max(a, b)] = min(a, b)


def find(groups, c):
    while groups.get(c, c) != c:
        c = groups[c]
    return c


class Index:
    """All of an index, from its tables. What nothing names is an orphan."""

    def __init__(self, found):
        found = {name: dict(table) for name, table in found.items()}
        if sorted(found) != ["blob", "del", "meta", "sources"]:
            raise Corrupt(f"the tables are {sorted(found)}")
        meta = {key.decode(): value for key, value in found["meta"].items()}
        view = View(meta["format"])
        if view.text() != "yizhan":
            raise Corrupt("it does not say that it is an index")
        self.version, self.oldest_reader = view.varint(), view.varint()
        self.draft = view.varint()
        view.done()
        self.profile = self.take_profile(View(unsealed(meta["profile"])))
        self.variants, self.groups = self.take_variants(View(unsealed(meta["variants"])))
        self.fold = self.take_fold(View(unsealed(meta["fold"])))
        self.commits = self.take_commits(View(meta["commits"]))
        self.fields = (self.take_fields(View(unsealed(meta["fields"])))
                       if "fields" in meta else [])
        view = View(unsealed(meta["manifest"]))
        self.next_segment, count = view.varint(), view.varint()
        self.segments = [Segment(view, found["blob"], found["del"])
                         for _ in range(count)]
        view.done()
        self.orphans = [*found["blob"], *found["del"]]
        self.sources = dict(self.take_sources(found["sources"]))

    @staticmethod
    def take_profile(view):
        profile = {name: view.text()
                   for name in ("language", "icu", "unicode")}
        profile["stems"], profile["forms"] = view.u64(), view.u64()
        view.done()
        return profile

    @staticmethod
    def take_variants(view):
        """By character, the form that represents its class."""
        pairs = [(view.u16(), view.u16()) for _ in range(view.u32())]
        first = second = 0
        groups = {}
        for _ in range(view.varint()):
            step, rest = view.varint(), view.varint()
            second = (first + step if step else second) + rest
            first += step
            if not 0x2e80 <= first < second < 0x32400:
                raise Corrupt("the relation of variants is not in order")
            join(groups, first, second)
        view.done()
        if pairs != sorted(pairs, key=lambda pair: pair[::-1]):
            raise Corrupt("the variants are not in order")
        return dict(pairs), groups

    @staticmethod
    def take_fold(view):
        """By unit, (unit it folds to, flags)."""
        if view.u64() != xxh3(view.data[view.at:view.end]):
            raise Corrupt("the folding table has another checksum")
        table = []
        while len(table) < 0x10000:
            length, distance, flags = view.varint(), view.varint(), view.u16()
            table += ((unit + distance & 0xffff, flags) for unit in
                      range(len(table), len(table) + length))
        view.done()
        if len(table) != 0x10000:
            raise Corrupt("the folding table is too long")
        return table

    @staticmethod
    def take_fields(view):
        """Rows of name and type, by number."""
        fields = [(view.text(), FIELD_TYPES[view.u8()])
                  for _ in range(view.varint())]
        view.done()
        if len(fields) > 64 or len(dict(fields)) != len(fields) or not all(
                0 < len(name.encode()) <= 64 for name, _ in fields):
            raise Corrupt("the declared fields are not as they may be")
        return fields

    @staticmethod
    def take_commits(view):
        commits = []
        while view.left():
            commits.append((view.u64(), view.u64()))
        if commits != sorted(commits) or len(commits) > 64:
            raise Corrupt("the last commits are not in order")
        return commits

    @staticmethod
    def take_sources(table):
        for key, value in table.items():
            entries = View(unsealed(value))
            while entries.left():
                view = View(entries.bytes())
                name = view.text()
                if xxh3(name.encode()).to_bytes(8, "big") != key:
                    raise Corrupt(f"the source {name} has another key")
                path, stamp = view.text(), (view.u64(), view.u64(), view.u64())
                content, read = view.u64(), view.u64()
                yield name, {"path": path, "stamp": stamp, "hash": content,
                             "read": read, "reports": view.varint(),
                             "passages": view.varint()}
                view.done()

    def passage(self, segment, number):
        passage = dict(segment.records[number])
        passage["text"] = segment.texts[number].utf8.decode()
        if "extra" in passage:
            passage["extra"] = json.loads(passage["extra"])
        return passage

    def ranges(self):
        """By report, what it has in each run of the source of its name."""
        found = {}
        for at, segment in enumerate(self.segments):
            for _, name, first, count in segment.runs:
                report = segment.names[name]
                live = [(at, number) for number in range(first, first + count)
                        if number not in segment.dead
                        and segment.records[number]["report"] == report]
                if live and report:
                    found.setdefault(report, []).append(live)
        return {report: sorted(own) for report, own in found.items()}

    def order(self):
        """The places of live passages, as they are read."""
        ranges = self.ranges()
        given = set()
        for at, segment in enumerate(self.segments):
            for number in range(segment.passages):
                if number in segment.dead or (at, number) in given:
                    continue
                report = segment.records[number]["report"]
                own = ranges.get(report, ())
                places = [place for range in own for place in range]
                if len(own) < 2 or (at, number) not in places:
                    places = [(at, number)]
                places.sort(key=self.spot)
                given.update(places)
                yield from places

    def spot(self, place):
        """Line and byte where a passage begins."""
        source = self.segments[place[0]].records[place[1]]["source"]
        return (source["lines"] or [[0]])[0][0], (source["bytes"] or [[0]])[0][0]

    def passages(self):
        """Each live passage, as `yz-index --dump` prints it."""
        for at, number in self.order():
            yield self.passage(self.segments[at], number)
