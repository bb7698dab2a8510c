# SPDX-License-Identifier: MIT
"""Members of `extra`, declared and not, against a scan in Python.

Random passages get random members; an index declares some of them, another
none. Random queries are asked of both, at several sizes, before and after
removals and a merge: what the contract says must be found, and nothing else;
and facets must count the values of what was found.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from matcher import NONE, Passage, Run
from programs import Programs, add_options
from skeleton import skeleton

TYPES = {"author": "text", "issue": "keyword", "year": "number",
         "作者": "text", "mixed": None, "flag": None}
NAMES = "王李赵趙張张明小大國国华華 ab"
SIZES = (40, 1200)


def draw_value(draw):
    kind = draw.randrange(8)
    name = "".join(draw.choice(NAMES) for _ in range(draw.randint(1, 4)))
    if kind < 3:
        return name
    if kind == 3:
        return f"{draw.choice('AB')}-{draw.randint(1, 9)}"
    if kind == 4:
        return draw.choice((True, False, None, "", {"a": 1}))
    number = draw.choice((draw.randint(-3, 12), draw.randint(1900, 1990),
                          round(draw.uniform(0, 20), 2)))
    return str(number) if kind == 5 else number


def draw_passage(draw, number):
    passage = {"id": str(number), "text": f"第{number}段"}
    for name in TYPES:
        if draw.random() < 0.7:
            passage[name] = (draw_value(draw) if draw.random() < 0.8 else
                             [draw_value(draw) for _ in range(3)])
    return passage


# ---- the contract, once more -------------------------------------------------

def values_of(passage, name):
    value = passage.get(name)
    return [v for v in (value if isinstance(value, list) else [value])
            if isinstance(v, (str, int, float)) and v != ""]


def as_text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def as_number(value):
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value) if value[:1] in "-0123456789" else None
        except ValueError:
            return None
    return value if isinstance(value, (int, float)) else None


def contains(text, part):
    return bool(part) and Run(part, raw=True).match(
        Passage("", text))[0] != NONE


def in_range(value, low, high, above, below):
    return ((low is None or (value > low if above else value >= low)) and
            (high is None or (value < high if below else value <= high)))


class Question:
    """A value, or a range: two ends, None for an open one."""

    def __init__(self, low, high, above=False, below=False, ranged=True):
        self.low, self.high, self.ranged = low, high, ranged
        self.above, self.below = above, below

    def written(self):
        if not self.ranged:
            return f'"{self.low}"'
        if self.above or self.below or (
                self.low is None or self.high is None) and len(
                    self.low or self.high) % 2:
            sign = ">" if self.high is None else "<"
            equal = "" if self.above or self.below else "="
            return sign + equal + (self.low if self.high is None
                                   else self.high)
        return f"{self.low or ''}..{self.high or ''}"

    def numbers(self):
        ends = [None if end is None else as_number(end)
                for end in (self.low, self.high)]
        known = all(e is None or n is not None for e, n in
                    zip((self.low, self.high), ends))
        return ends if known else None

    def meets(self, kind, value):
        if kind is None:
            kind = ("number" if isinstance(value, (int, float)) and
                    not isinstance(value, bool) else "text")
        if kind == "text":
            return not self.ranged and contains(as_text(value), self.low)
        if kind == "keyword":
            return in_range(as_text(value).encode(),
                            *(None if end is None else end.encode()
                              for end in (self.low, self.high)),
                            self.above, self.below)
        number, ends = as_number(value), self.numbers()
        return (number is not None and ends is not None and
                in_range(number, *ends, self.above, self.below))


def draw_question(draw, kind, values):
    value = as_text(draw.choice(values))
    other = as_text(draw.choice(values))
    if kind == "text" or draw.random() < 0.4:
        if kind in ("text", None) and len(value) > 1 and draw.random() < 0.5:
            value = value[draw.randrange(len(value)):]
        return Question(value, value, ranged=False)
    low, high = draw.choice(((value, other), (value, None), (None, value)))
    one = draw.random() < 0.5 and (low is None or high is None)
    return Question(low, high, one and high is None, one and low is None)


def is_askable(question, kind):
    ends = [e for e in (question.low, question.high) if e is not None]
    if kind == "number" and question.numbers() is None:
        return False
    if kind in ("text", None) and not question.ranged:
        return bool(skeleton(question.low))
    # A range ends at a space; a leading sign or dots would be another range.
    return not question.ranged or all(
        " " not in e and e.strip(".") == e and e[0] not in "<>=" for e in ends)


# ---- asking --------------------------------------------------------------------

class Check:
    def __init__(self, tools, draw):
        self.tools, self.draw = tools, draw
        self.asked = self.wrong = 0

    def compare(self, index, passages, declared, count):
        questions = []
        while len(questions) < count:
            name = self.draw.choice(list(TYPES))
            kind = TYPES[name] if declared else None
            values = [v for p in passages for v in values_of(p, name)]
            question = draw_question(self.draw, kind, values)
            if is_askable(question, kind):
                short = kind and self.draw.random() < 0.5
                questions.append((name, kind, question, ("" if short else
                                  "extra.") + f"{name}:{question.written()}"))
        facets = [name for name in TYPES]
        answers = self.tools.ask(
            index, [q[-1] for q in questions], "-n", "1000000",
            "--tiers=exact,variant",
            "--facet=" + ",".join(f"extra.{name}" for name in facets))
        for (name, kind, question, text), answer in zip(
                questions, answers, strict=True):
            wanted = {p["id"] for p in passages if any(
                question.meets(kind, v) for v in values_of(p, name))}
            found = {hit["id"] for hit in answer["hits"]}
            self.asked += 1
            if found != wanted:
                self.wrong += 1
                print(f"{index.name}: {text}: miss {wanted - found}, "
                      f"extra {found - wanted}")
            self.compare_facets(answer, passages, found, facets, text)

    def compare_facets(self, answer, passages, found, facets, text):
        for name in facets:
            wanted = Counter()
            for p in passages:
                if p["id"] in found:
                    wanted.update({as_text(v) for v in values_of(p, name)}
                                  or {""})
            counted = {v["value"]: v["count"]
                       for v in answer["facets"][name]}
            if counted != wanted:
                self.wrong += 1
                print(f"{text}: the facet {name} is {counted}, not {wanted}")

    def life(self, folder, size):
        passages = [draw_passage(self.draw, n) for n in range(size)]
        half = size // 2
        for name, part in ("one", passages[:half]), ("two", passages[half:]):
            (folder / f"{name}.jsonl").write_text("".join(
                json.dumps(p) + "\n" for p in part), encoding="utf-8")
        fields = ",".join(f"{n}:{t}" for n, t in TYPES.items() if t)
        sources = [folder / "one.jsonl", folder / "two.jsonl"]
        for declared in True, False:
            index = folder / ("declared" if declared else "plain")
            options = [f"--field={fields}"] if declared else []
            for source in sources:
                self.run("-d", index, *options, source)
            self.compare(index, passages, declared, 60)
            gone = set(self.draw.sample(range(size), size // 4))
            self.run("-d", index, "--remove", *(
                f"{sources[n >= half]}#{n}" for n in gone))
            left = [p for n, p in enumerate(passages) if n not in gone]
            self.compare(index, left, declared, 30)
            self.run("-d", index, "--compact")
            self.compare(index, left, declared, 30)
            self.run("-d", index, "--check")

    def run(self, *options):
        subprocess.run([self.tools.index, "-q", *options], check=True,
                       stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20251204)
    add_options(parser)
    options = parser.parse_args()
    print("seed", options.seed)
    check = Check(Programs(options.build), random.Random(options.seed))
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            check.life(Path(folder), size)
    print(f"{check.asked} queries, {check.wrong} wrong")
    sys.exit(check.wrong > 0 or not check.asked)


if __name__ == "__main__":
    main()
