#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writers, readers, maintainers, and somebody who kills them, for so long.

    crowd.py [--seconds=N] [--seed=N] [--writers=N] [--readers=N]

Each writer has files of its own and gives them new versions, one commit a step.
Whoever looks, at whatever moment, must see of each file one version whole: none
older than the last that yz-index said was in before the look began, none that
was not tried, and of the files of one commit all or none. At the end nobody is
near, and the check, a compaction and the files themselves must agree.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import threading
import time
import traceback

import world as w

FILES = 6  # of a writer
PASSAGES_MAX = 7
VERSION = re.compile("第(\\d+)版共(\\d+)段")
BUSY = b"is writing to the index"
TOO_LONG = 120

# A version of a file: the step that made it, and how many passages it has.
Version = collections.namedtuple("Version", "step count together")
NONE = Version(0, 0, False)


class Crowd:
    def __init__(self, seed, seconds):
        self.seed = seed
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yizhan-crowd-"))
        self.end = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.tried = {}  # versions of a file, the oldest first
        self.known = {}  # by file, where in them the last sure one is
        self.counts = collections.Counter()
        self.failures = []
        self.texts = w.passages()

    def count(self, what):
        with self.lock:
            self.counts[what] += 1

    def fail(self, what):
        with self.lock:
            self.failures.append(what)
        print(f"FAILED: {what}", flush=True)

    def goes_on(self):
        return time.monotonic() < self.end and not self.failures

    def run(self, rng, command, kill=0.0, within=0.15, given=None):
        """Run it, or kill it: then its code is None."""
        with subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            killer = None
            if rng.random() < kill:
                killer = threading.Timer(rng.random() * within, process.kill)
                killer.start()
            try:
                out, err = process.communicate(given, timeout=TOO_LONG)
            except subprocess.TimeoutExpired:
                process.kill()
                self.fail(f"{command} does not end")
                return None, b"", b""
            if killer:
                killer.cancel()
        if process.returncode == -9:
            self.count("kills")
            return None, b"", b""
        return process.returncode, out, err

    def index(self, *options):
        return [w.INDEX, "-d", "index", "--root=.", "-q", "-j1", *options]

    # ---- writing

    def write(self, rng, name, step, together):
        """A new version on the disk, entered as tried."""
        count = rng.randrange(1, PASSAGES_MAX)
        texts = rng.sample(self.texts, count)
        objects = [{"report": name, "id": i,
                    "text": f"第{step}版共{count}段 {text}"}
                   for i, text in enumerate(texts)]
        fresh = self.folder / f"{name}.new"
        fresh.write_text("".join(json.dumps(o) + "\n" for o in objects),
                         encoding="utf-8")
        with self.lock:
            self.tried[name].append(Version(step, count, together))
        fresh.replace(self.folder / name)

    def sure(self, names):
        with self.lock:
            for name in names:
                self.known[name] = len(self.tried[name]) - 1

    def change(self, rng, names, step):
        """One step of a writer. Names change together, in one commit."""
        if rng.random() < 0.1:
            names = names[:1]
            with self.lock:
                self.tried[names[0]].append(Version(step, 0, False))
            command = self.index("--remove", *names)
        else:
            alone = ["--commit-every=1"] if rng.random() < 0.2 else []
            for name in names:
                self.write(rng, name, step, not alone)
            command = self.index(*alone, *names)
        for _ in range(1000):
            code, _, err = self.run(rng, command, kill=0.15)
            if code != 4 or BUSY not in err:
                break
            self.count("second writers refused")
            time.sleep(rng.random() * 0.05)
        # What is not there need not be removed.
        if code == 0 or (code == 1 and "--remove" in command):
            self.sure(names)
            self.count("commits")
        elif code is not None:
            self.fail(f"{command}: {code}: {err.decode()}")

    def be_writer(self, number):
        rng = random.Random(f"{self.seed} writer {number}")
        files = [f"f{number}_{i}.jsonl" for i in range(FILES)]
        step = 0
        while self.goes_on():
            step += 1
            self.change(rng, rng.sample(files, rng.randrange(1, 4)), step)

    # ---- looking

    def begin(self):
        with self.lock:
            return dict(self.known)

    def judge(self, who, known, found):
        """What was found of each file, against what it can have been."""
        with self.lock:
            tried = {name: list(all_of) for name, all_of in self.tried.items()}
        shown = {}
        for name, versions in tried.items():
            texts = found.get(name, [])
            seen = {VERSION.match(text).groups() for text in texts}
            if len(seen) > 1:
                self.fail(f"{who}: {name} is of {len(seen)} versions at once")
                return
            step, count = map(int, seen.pop()) if seen else (0, 0)
            fits = [v for v in versions[known[name]:]
                    if (v.step == step if count else not v.count)]
            if not fits or len(texts) != count:
                self.fail(f"{who}: {name} is of step {step} with {len(texts)} "
                          f"of {count} passages; it can be one of "
                          f"{versions[known[name]:]}")
                return
            shown[name] = fits
        self.judge_together(who, tried, shown)

    def judge_together(self, who, tried, shown):
        """Of the files of one commit, all are of it or later, or none is."""
        for name, fits in shown.items():
            now = fits[-1]
            if not now.together or not now.count:
                continue
            for other, versions in tried.items():
                same_writer = other.split("_")[0] == name.split("_")[0]
                if same_writer and any(v.step == now.step for v in versions) \
                        and all(v.step < now.step for v in shown[other]):
                    self.fail(f"{who}: step {now.step} is seen in {name} and "
                              f"not in {other}")
                    return

    def look(self, rng, kill=0.0):
        """All files in one batch, between questions that take time."""
        names = list(self.tried)
        rng.shuffle(names)
        lines = [f"report:{name} 版" for name in names]
        others = w.questions(rng.random(), 40, self.texts)
        known = self.begin()
        code, out, err = self.run(
            rng, [w.QUERY, "-d", "index", "-o", "json", "-n", "100",
                  "--full", "--batch"], kill=kill,
            given="\n".join(lines[:4] + others + lines[4:]).encode() + b"\n")
        if code is None:
            return
        if code not in (0, 1):
            self.fail(f"a batch: {code}: {err.decode()}")
            return
        answers = [json.loads(line) for line in out.decode().splitlines()]
        self.counts["answers"] += len(answers)
        found = {}
        for name, answer in zip(names, answers[:4] + answers[44:]):
            found[name] = [hit["snippet"]["text"] for hit in answer["hits"]
                           if hit["report"] == name]
        self.judge("a batch", known, found)

    def look_at_dump(self, rng):
        known = self.begin()
        code, out, err = self.run(rng, self.index("--dump"))
        if code != 0:
            self.fail(f"--dump: {code}: {err.decode()}")
            return
        found = {}
        for line in out.decode().splitlines():
            passage = json.loads(line)
            found.setdefault(passage["report"], []).append(passage["text"])
        self.judge("--dump", known, found)

    def be_reader(self, number):
        rng = random.Random(f"{self.seed} reader {number}")
        while self.goes_on():
            self.look(rng, kill=0.15)

    # ---- looking after

    def be_maintainer(self, number):
        rng = random.Random(f"{self.seed} maintainer {number}")
        while self.goes_on():
            what = rng.choice(("--check", "--check", "--stats", "--compact",
                               "--repair", "--dump"))
            if what == "--dump":
                self.look_at_dump(rng)
                continue
            kill = 0.3 if what in ("--compact", "--repair") else 0.0
            code, _, err = self.run(rng, self.index(what), kill=kill)
            busy = code == 4 and BUSY in err
            self.count("refused: " + what if busy else what)
            if code not in (None, 0) and not busy:
                self.fail(f"{what}: {code}: {err.decode()}")
            time.sleep(rng.random() * 0.1)

    # ---- all of it

    def guard(self, work, number):
        try:
            work(number)
        except Exception:  # pylint: disable=broad-except
            self.fail(traceback.format_exc())

    def at_the_end(self):
        """Nobody is near: everything is as it was left."""
        rng = random.Random(0)
        for name in self.tried:
            if (self.folder / name).exists():
                self.run(rng, self.index("--force", name))
                with self.lock:  # the last that was written
                    last = max(i for i, v in enumerate(self.tried[name])
                               if v.count)
                    self.known[name] = last
                    del self.tried[name][last + 1:]
        for what in ("--check", "--compact", "--check"):
            code, _, err = self.run(rng, self.index(what))
            if code != 0:
                self.fail(f"at the end: {what}: {code}: {err.decode()}")
        self.look(rng)
        self.look_at_dump(rng)
        code, out, _ = self.run(rng, self.index("--stats", "--json"))
        if code != 0 or json.loads(out)["readers"] != 1:
            self.fail(f"at the end there are readers: {out.decode()}")
        left = {p.name for p in (self.folder / "index").iterdir()} - {
            "data.mdb", "lock.mdb", "writer.lock"}
        if left:
            self.fail(f"at the end {left} is left")

    def live(self, writers, readers):
        for number in range(writers):
            for i in range(FILES):
                self.tried[f"f{number}_{i}.jsonl"] = [NONE]
                self.known[f"f{number}_{i}.jsonl"] = 0
        (self.folder / "first.txt").write_text("工会驿站\n", encoding="utf-8")
        self.run(random.Random(0), self.index("first.txt"))
        threads = [threading.Thread(target=self.guard, args=(work, number))
                   for work, many in ((self.be_writer, writers),
                                      (self.be_reader, readers),
                                      (self.be_maintainer, 1))
                   for number in range(many)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if not self.failures:
            self.at_the_end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--writers", type=int, default=2)
    parser.add_argument("--readers", type=int, default=2)
    options = parser.parse_args()
    crowd = Crowd(options.seed, options.seconds)
    crowd.live(options.writers, options.readers)
    told = ", ".join(f"{n} {what}" for what, n in sorted(crowd.counts.items()))
    print(f"seed {options.seed}, {options.seconds:g} s: {told}; "
          f"{len(crowd.failures)} failures")
    if not crowd.failures:
        shutil.rmtree(crowd.folder)
    else:
        print(f"what is left is in {crowd.folder}")
    return bool(crowd.failures)


if __name__ == "__main__":
    raise SystemExit(main())
