# SPDX-License-Identifier: MIT
"""What these tests share: a folder of files and its index, changed by steps that
follow from a seed alone, so that every state an index went through can be made
again where nobody disturbs it.

A step is one command of yz-index and one commit. Most of them also write a
mark, a passage that tells the number of the step, by which a reader's answers
tell what it saw.
"""
import json
import os
import pathlib
import random
import shutil
import subprocess

INDEX = os.environ["YZ_INDEX"]
QUERY = os.environ["YZ_QUERY"]
BATCH = [QUERY, "-d", "index", "-o", "json", "--batch", "-n", "2000",
         "--tiers=exact,variant,lookalike,pinyin,near,words"]
ROOT = pathlib.Path(__file__).parent.parent.parent
FILES = 24
MARK = "标记第{}号态"


def passages():
    """Texts to write files with: of people, so that words are many and rare."""
    texts = []
    for path in sorted((ROOT / "tests/data/collections").glob("*/corpus.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            texts.append(json.loads(line)["text"][:200])
    return texts[::3]  # about as many as the files have together


def questions(seed, count, texts):
    """Lines of a batch: phrases, pairs, negations, misread, by sound, filters."""
    rng = random.Random(f"questions {seed}")

    def cut(length):
        while True:
            text = rng.choice(texts)
            at = rng.randrange(max(1, len(text) - length))
            piece = text[at:at + length]
            if piece.isalnum():
                return piece

    def misread():
        piece = list(cut(5))
        piece[rng.randrange(5)] = rng.choice("人工大日土未己")
        return "".join(piece)

    makers = [
        lambda: cut(rng.randrange(1, 7)),
        lambda: cut(2) + " " + cut(2),
        lambda: cut(2) + " OR " + cut(3),
        lambda: cut(2) + " -" + cut(1),
        lambda: f'"{cut(2)} {cut(2)}"~9',
        lambda: cut(2) + "?" + cut(1),
        lambda: cut(rng.randrange(9, 16)),
        lambda: "report:f" + str(rng.randrange(FILES)) + ".jsonl " + cut(1),
        lambda: "py:" + rng.choice(("gonghui", "zhongguo", "renmin", "shijie")),
        misread,
    ]
    return [rng.choice(makers)() for _ in range(count)]


class World:
    def __init__(self, folder, seed):
        self.folder = pathlib.Path(folder)
        self.seed = seed
        self.number = 0  # of the last step
        self.there = set()  # names of files
        self.marked = []  # numbers of the steps that wrote a mark
        self.texts = passages()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def command(self, *args):
        return [INDEX, "-q", "-j1", "-d", "index", "--root=.", *args]

    def write(self, name, objects):
        path = self.folder / name
        fresh = self.folder / (name + ".new")
        fresh.write_text("".join(json.dumps(o, ensure_ascii=False) + "\n"
                                 for o in objects), encoding="utf-8")
        fresh.replace(path)

    def write_file(self, rng, name):
        texts = rng.sample(self.texts, rng.randrange(2, 9))
        self.write(name, [{"report": name, "id": i, "text": text,
                           "date": f"20{rng.randrange(10, 26)}-03-0{1 + i}"}
                          for i, text in enumerate(texts)])
        self.there.add(name)

    def write_mark(self):
        self.write("mark.jsonl", [{"report": "mark", "id": "mark",
                                   "text": MARK.format(self.number)}])
        self.marked.append(self.number)

    def next(self):
        """Make the files of the next step. Its command."""
        self.number += 1
        rng = random.Random(f"{self.seed} {self.number}")
        kind = rng.random()
        names = [f"f{rng.randrange(FILES)}.jsonl" for _ in range(3)]
        if kind < 0.1 and names[0] in self.there:
            self.there.remove(names[0])
            (self.folder / names[0]).unlink()
            return self.command("--remove", names[0])
        if kind < 0.16 and self.number > 10:
            return self.command("--compact")
        names = sorted(set(names[:1 if kind < 0.7 else 3]))
        for name in names:
            self.write_file(rng, name)
        self.write_mark()
        return self.command("mark.jsonl", *names)

    def step(self):
        subprocess.run(self.next(), cwd=self.folder, check=True, timeout=120)

    def batch(self, lines):
        """What a batch answers now, without times and scores."""
        run = subprocess.run(
            BATCH, cwd=self.folder, input="\n".join(lines) + "\n",
            capture_output=True, encoding="utf-8", check=False, timeout=600)
        return answers(run.stdout)

    def stats(self):
        run = subprocess.run([INDEX, "-d", "index", "--stats", "--json"],
                             cwd=self.folder, capture_output=True, check=True)
        return json.loads(run.stdout)


def answers(output):
    found = []
    for line in output.splitlines():
        answer = json.loads(line)
        for member in "took_us", "next":
            answer.pop(member, None)
        for hit in answer["hits"]:
            hit.pop("score")
            hit.pop("rank")
        answer["hits"].sort(key=lambda hit: (hit["report"], hit["id"]))
        found.append(answer)
    return found


def mark_of(answer):
    """The step that the answer to the question for the mark tells."""
    text = next(hit["snippet"]["text"] for hit in answer["hits"]
                if hit["tier"] == "exact")
    return int(text[len(MARK.split("{", maxsplit=1)[0]):].split("号")[0])
