# SPDX-License-Identifier: MIT
"""What the fault tests share: an index, the operations that are disturbed, and
what must hold afterwards.

Every operation leads from one state of the index to another. Disturbed at any
moment it must leave one of the two (or, of several commits, a state between
them in which every report is whole), the check must find nothing, and the same
operation once more, undisturbed, must lead where it should.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

INDEX = os.environ["YZ_INDEX"]
QUERY = os.environ["YZ_QUERY"]
PHRASE = "工会驿站"


def shimmed(**more):
    """The environment of a program that the shim is in."""
    return dict(os.environ, LD_PRELOAD=os.environ["YZ_FAULT_SHIM"], **more)


def options(**numbers):
    """The command line: numbers with their defaults, and a seed."""
    parser = argparse.ArgumentParser()
    for name, default in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def chosen(count, most):
    """Numbers from 1 to the count; if they are more, evenly chosen."""
    if count <= most:
        return range(1, count + 1)
    return sorted({1 + i * count // most for i in range(most)})


def lines(rng, count):
    han = [chr(0x4E00 + rng.randrange(3000)) for _ in range(200)]
    return [("".join(rng.choice(han) for _ in range(rng.randrange(8, 60))))
            for _ in range(count)]


class Scene:
    """A folder of files and an index of it, made again for each operation."""

    def __init__(self, seed):
        self.seed = seed
        self.rng = random.Random(seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yizhan-fault-"))
        self.files = self.folder / "files"
        self.files.mkdir()
        self.index = self.folder / "index"
        self.kept = self.folder / "kept"
        self.failures = 0
        self.tries = 0

    def end(self, what):
        """Say how it went. @return whether something failed"""
        shutil.rmtree(self.folder)
        print(f"seed {self.seed}: {self.tries} {what}, "
              f"{self.failures} failures")
        return self.failures > 0

    # ---- files

    def write(self, name, count=40):
        text = "\n\n".join(lines(self.rng, count) + [f"{PHRASE} {name}。"])
        (self.files / name).write_text(text, encoding="utf-8")

    def run(self, *args, **how):
        return subprocess.run(
            [INDEX, "-d", str(self.index), *map(str, args)],
            capture_output=True, check=False, timeout=120, **how)

    def must(self, *args):
        run = self.run(*args)
        if run.returncode:
            sys.exit(f"{args}: {run.returncode}: {run.stderr.decode()}")
        return run

    # ---- states

    def keep(self):
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.index, self.kept)

    def forget(self):
        """From here on there is no index to begin with."""
        shutil.rmtree(self.kept, ignore_errors=True)

    def restore(self):
        shutil.rmtree(self.index, ignore_errors=True)
        if self.kept.exists():
            shutil.copytree(self.kept, self.index)

    def state(self):
        """Passages by report: what is in the index."""
        found = {}
        for line in self.must("--dump").stdout.decode().splitlines():
            passage = json.loads(line)
            found.setdefault(passage["report"], []).append(
                (passage["id"], passage["text"]))
        return {report: sorted(all_of) for report, all_of in found.items()}

    def fail(self, what):
        self.failures += 1
        print(f"FAILED: {what}", flush=True)

    def look(self, what, before, after):
        """After a disturbance: nothing of what was committed is lost."""
        check = self.run("--check")
        if check.returncode:
            self.fail(f"{what}: --check: {check.stderr.decode()}")
            return
        now = self.state()
        for report in set(before) | set(after) | set(now):
            if now.get(report) not in (before.get(report), after.get(report)):
                self.fail(f"{what}: {report} is neither old nor new")
        hits = subprocess.run(
            [QUERY, "-d", str(self.index), "-c", PHRASE],
            capture_output=True, check=False, timeout=60)
        expected = sum(PHRASE in text for all_of in now.values()
                       for _, text in all_of)
        if hits.returncode > 1 or int(hits.stdout or b"-1") != expected:
            self.fail(f"{what}: {hits.stdout} hits, not {expected}: "
                      f"{hits.stderr.decode()}")

    def finish(self, what, args, after):
        run = self.run(*args)
        if run.returncode:
            self.fail(f"{what}: again: {run.stderr.decode()}")
        elif self.state() != after:
            self.fail(f"{what}: running again does not finish the work")
        elif self.run("--check").returncode:
            self.fail(f"{what}: again: --check")
        leftovers = {p.name for p in self.index.iterdir()} - {
            "data.mdb", "lock.mdb", "writer.lock"}
        if leftovers:
            self.fail(f"{what}: {leftovers} is left")


def break_segment(scene):
    """Damage the first stored text that is found: something to repair."""
    path = scene.index / "data.mdb"
    data = bytearray(path.read_bytes())
    for page in range(8, len(data) // 4096):
        at = page * 4096
        if data[at + 10] == 4 and int.from_bytes(data[at:at + 8],
                                                 "little") == page:
            data[at + 600] ^= 0x10
    path.write_bytes(data)


def operations(scene):
    """Name, arguments; each made ready: (before, after) and scene.kept."""
    rng = scene.rng

    def prepared(name, args):
        before = scene.state()
        scene.keep()
        scene.must(*args)
        return name, args, before, scene.state()

    for i in range(9):
        scene.write(f"{i}.txt")
    scene.must("--commit-every=1", scene.files)
    for i in range(9, 15):
        scene.write(f"{i}.txt")
    yield prepared("add", ["--commit-every=2", scene.files])
    for i in (1, 4, 9):
        scene.write(f"{i}.txt", rng.randrange(20, 60))
    yield prepared("update", [scene.files])
    # the eighth segment of a tier is merged with the others
    for i in range(15, 22):
        scene.write(f"{i}.txt")
        scene.must(scene.files / f"{i}.txt")
    scene.write("22.txt", 200)
    yield prepared("merge", [scene.files / "22.txt"])
    scene.must("--remove", scene.files / "3.txt")
    yield prepared("compact", ["--compact"])
