#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Readers that may not write the folder, beside a writer that adds, updates,
removes and compacts without a pause: of another user, through a read-only mount,
told so by a shim, and such as have no locks and read a copy. What a batch says at
its beginning it says at its end; who comes later sees no less than who came
before; and the index is damaged for nobody.

    foreign.py [--steps=N] [--seed=N]

The first two need root. Where nothing is left it is skipped (77).
"""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

import world as w

SKIPPED = 77
NOBODY = 65534
LINES = 12


def search(*args):
    return [w.QUERY, "-d", "index", "-o", "json", "-n", "50", *args]


class OtherUser:
    """Runs a search as somebody who may read and not write."""

    name = "another user"

    def __init__(self, world):
        self.folder = world.folder

    def start(self, *args):
        return subprocess.Popen(
            search(*args), cwd=self.folder, user=NOBODY, group=NOBODY,
            extra_groups=[], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8")

    def works(self):
        return os.geteuid() == 0


class ReadOnlyMount(OtherUser):
    """Runs a search where the index is mounted for reading only."""

    name = "a read-only mount"

    def start(self, *args):
        mount = ("mount --bind index index && "
                 "mount -o remount,ro,bind index && exec \"$@\"")
        return subprocess.Popen(
            ["unshare", "-m", "sh", "-c", mount, "sh", *search(*args)],
            cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, encoding="utf-8")

    def works(self):
        with self.start("-c", "工") as process:
            process.communicate()
        return process.returncode in (0, 1)


class Pretender(OtherUser):
    """One of the same user to whom a shim says that nothing may be written."""

    name = "one who may not write"
    shim = os.environ.get("YZ_FOREIGN_SHIM")
    more = {}

    def start(self, *args):
        return subprocess.Popen(
            search(*args), cwd=self.folder, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            env=dict(os.environ, LD_PRELOAD=self.shim, **self.more))

    def works(self):
        return bool(self.shim) and os.path.exists(self.shim)


class WithoutLocks(Pretender):
    """And the file system has no locks of open files."""

    name = "one without locks"
    more = {"YZ_NO_LOCKS": "1"}


class BatchEnded(Exception):
    """One did not answer. Says what it said."""


class Batch:
    """One that is open until it is asked again."""

    def __init__(self, reader, lines):
        self.lines = lines
        self.process = reader.start("--batch")
        self.first = self.ask()

    def ask(self):
        self.process.stdin.write("".join(f"{x}\n" for x in self.lines))
        self.process.stdin.flush()
        found = []
        for _ in self.lines:
            line = self.process.stdout.readline()
            if not line:
                raise BatchEnded(self.process.stderr.read())
            answer = json.loads(line)
            for member in "took_us", "query_index":
                answer.pop(member, None)
            found.append(answer)
        return found

    def end(self):
        """@return whether every answer is the one that was given before"""
        same = self.ask() == self.first
        self.process.communicate()
        return same and self.process.returncode in (0, 1)


def look(reader, marks):
    """What one sees who comes now. @return what is wrong"""
    with reader.start("--strict", "标记第") as process:
        output, said = process.communicate()
    if process.returncode:
        return f"{process.returncode}: {said}"
    mark = w.mark_of(json.loads(output))
    if marks and mark < marks[-1]:
        return f"saw step {mark} after {marks[-1]}"
    marks.append(mark)
    return None


def read_beside(reader, stopping, lines, failures, counts):
    """Until somebody stops it, or a batch ends before it should."""
    batches = []
    try:
        read_on(reader, stopping, lines, failures, counts, batches)
    except BatchEnded as ended:
        failures.append(f"{reader.name}: a batch ended: {ended}")
        for batch in batches:
            batch.process.kill()


def read_on(reader, stopping, lines, failures, counts, batches):
    """Batches of different length, and searches meanwhile."""
    marks = []
    while not stopping.is_set():
        batches.append(Batch(reader, lines))
        for _ in range(3):
            fault = look(reader, marks)
            counts["searches"] += 1
            if fault:
                failures.append(f"{reader.name}: {fault}")
        if len(batches) > 3:
            # by turns the oldest and the youngest
            batch = batches.pop(0 if counts["batches"] % 2 else -1)
            counts["batches"] += 1
            if not batch.end():
                failures.append(f"{reader.name}: a batch answers otherwise "
                                "than before")
    for batch in batches:
        counts["batches"] += 1
        if not batch.end():
            failures.append(f"{reader.name}: at the end a batch answers "
                            "otherwise than before")


def prepare(seed):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="yizhan-foreign-"))
    folder.chmod(0o755)
    world = w.World(folder / "world", seed)
    for _ in range(12):
        world.step()
    return folder, world


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.umask(0o022)
    folder, world = prepare(options.seed)
    readers = [r for r in (OtherUser(world), ReadOnlyMount(world),
                           Pretender(world), WithoutLocks(world))
               if r.works()]
    stopping = threading.Event()
    failures = []
    counts = {"batches": 0, "searches": 0}
    lines = w.questions(options.seed, LINES, world.texts)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        if not readers:
            print("skipped: no root and no shim")
            return SKIPPED
        threads = [threading.Thread(target=read_beside, args=(
            r, stopping, lines, failures, counts)) for r in readers]
        for thread in threads:
            thread.start()
        for _ in range(options.steps):
            world.step()
        stopping.set()
        for thread in threads:
            thread.join()
        subprocess.run([w.INDEX, "-d", "index", "--check"], check=True,
                       cwd=world.folder, capture_output=True)
    for failure in failures[:9]:
        print(f"FAILED: {failure}")
    print(f"seed {options.seed}, {', '.join(r.name for r in readers)}: "
          f"{counts['batches']} batches, {counts['searches']} searches, "
          f"{len(failures)} failures")
    return len(failures) > 0


if __name__ == "__main__":
    sys.exit(main())
