#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Process 1 of several containers at one index: PID namespaces, in each of which
yz-query or yz-index has the process id 1. Two batches read while a third process
writes; each says at its end what it said at its beginning. One that is killed
is forgotten, though there are others of its id.

    same_pid.py [--steps=N] [--seed=N]

Skipped (77) where unshare may not make a PID namespace.
"""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import world as w

SKIPPED = 77
UNSHARE = ["unshare", "--pid", "--fork", "--kill-child"]
LINES = ["工", "会 人", "标记第"]


def as_process_1(world, *args, **how):
    return subprocess.Popen([*UNSHARE, *args], cwd=world.folder,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, encoding="utf-8", **how)


class Batch:
    def __init__(self, world):
        self.process = as_process_1(world, *w.BATCH)
        self.first = self.ask()

    def ask(self):
        self.process.stdin.write("".join(f"{x}\n" for x in LINES))
        self.process.stdin.flush()
        lines = [self.process.stdout.readline() for _ in LINES]
        if not all(lines):
            sys.exit(f"a batch ended: {self.process.stderr.read()}")
        found = w.answers("".join(lines))
        for answer in found:
            answer.pop("query_index", None)
        return found

    def kill(self):
        self.process.kill()
        self.process.communicate()


def must(world, *args):
    with as_process_1(world, *args) as process:
        output, said = process.communicate(timeout=120)
    if process.returncode:
        sys.exit(f"{args}: {process.returncode}: {said}")
    return output


def readers_now(world):
    return json.loads(must(world, w.INDEX, "-d", "index", "--stats",
                           "--json"))["readers"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if subprocess.run([*UNSHARE, "true"], check=False,
                      capture_output=True).returncode:
        print("skipped: no PID namespaces")
        return SKIPPED
    folder = pathlib.Path(tempfile.mkdtemp(prefix="yizhan-same-pid-"))
    world = w.World(folder / "world", options.seed)
    for _ in range(12):
        world.step()
    failures = 0
    batches = [Batch(world)]
    for number in range(options.steps):
        must(world, *world.next())
        if number < 3:
            batches.append(Batch(world))
    # those who came before a compaction read another file
    killed = [Batch(world), Batch(world)]
    there = readers_now(world)
    for batch in killed:
        batch.kill()
    if readers_now(world) != there - len(killed):
        failures += 1
        print("FAILED: a reader that was killed is not forgotten")
    must(world, *world.next())
    for batch in batches:
        if batch.ask() != batch.first:
            failures += 1
            print("FAILED: a batch answers otherwise than before")
        batch.kill()
    must(world, w.INDEX, "-d", "index", "--check")
    shutil.rmtree(folder)
    print(f"seed {options.seed}: {options.steps} commits, {failures} failures")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
