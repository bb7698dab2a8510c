#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Batches of questions while a writer adds, updates, removes and compacts
without a pause: a batch is answered from one state, and every answer is
the one that state gives where nobody writes. Scores and what they choose, the
snippets, are left out: passages that were removed count in them until they are
merged, and when that is depends on readers.

    batch.py [--queries=N] [--batches=N] [--seed=N]

Half of a batch is given when it begins, half when the writer has made some more
commits: an answer from another state than the first one's would show. Then the
steps are done again, without readers, up to each state that a batch saw.
"""
import argparse
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import world as w

STEPS_BEFORE = 20  # there is something to ask when the first batch begins
STEPS_WITHIN = 6  # at least, while a batch is open
TOO_LONG = 300  # seconds


class Writer(threading.Thread):
    """Goes on to the next step until stop is set."""

    def __init__(self, world):
        super().__init__()
        self.world = world
        self.stopping = False
        self.failed = None

    def run(self):
        try:
            while not self.stopping:
                self.world.step()
        except (subprocess.SubprocessError, OSError) as failure:
            self.failed = failure

    def wait_for(self, number):
        end = time.monotonic() + TOO_LONG
        while self.world.number < number:
            if self.failed or time.monotonic() > end:
                sys.exit(f"the writer does not go on: {self.failed}")
            time.sleep(0.002)


def ask_while_writing(writer, lines):
    """The answers, and between which steps they were given."""
    world = writer.world
    half = len(lines) // 2
    before = world.number
    with subprocess.Popen(
            w.BATCH, cwd=world.folder, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, encoding="utf-8") as process:
        def feed():
            process.stdin.write("\n".join(lines[:half]) + "\n")
            process.stdin.flush()
            # It has its snapshot when it says the first of its answers.
            answering.wait(TOO_LONG)
            writer.wait_for(world.number + STEPS_WITHIN)
            process.stdin.write("\n".join(lines[half:]) + "\n")
            process.stdin.close()

        answering = threading.Event()
        feeder = threading.Thread(target=feed)
        feeder.start()
        output = process.stdout.read(1)
        answering.set()
        output += process.stdout.read()
        feeder.join()
    return w.answers(output), before, world.number


def seen(batch, marked):
    """The steps after which the index can have been as the batch saw it."""
    first = w.mark_of(batch[0])
    later = [n for n in marked if n > first]
    return range(first, later[0] if later else first + 1)


def known(answer):
    """An answer without its snippets, which are chosen by weights as well."""
    return {**answer, "hits": [{**hit, "snippet": None}
                               for hit in answer["hits"]]}


def compare(batch, quiet, lines):
    """How many answers differ, and the first question of them."""
    differing = [line for line, a, b in zip(lines, batch, quiet)
                 if known(a) != known(b)]
    return len(differing) + abs(len(batch) - len(quiet)), differing[:1]


def replay(folder, seed, batches, marked, lines):
    """Make the states again. How many batches did not answer as they do, and
    how many answers change from a state to the last one."""
    world = w.World(folder, seed)
    best = {}
    states = {i: seen(batch, marked) for i, batch in enumerate(batches)}
    last = max(max(state) for state in states.values())
    while world.number < last + STEPS_WITHIN:
        world.step()
        for i, state in states.items():
            if world.number in state:
                got = compare(batches[i], world.batch(lines), lines)
                best[i] = min(best.get(i, got), got)
    for i, (count, examples) in best.items():
        if count:
            print(f"FAILED: batch {i}: {count} answers are not those of "
                  f"{states[i]}: {examples}")
    changed, _ = compare(batches[-1], world.batch(lines), lines)
    return sum(count > 0 for count, _ in best.values()), changed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--batches", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="yizhan-batch-")
    world = w.World(folder + "/live", options.seed)
    mark = w.MARK.split("{", maxsplit=1)[0]
    lines = [mark, *w.questions(options.seed, options.queries - 2,
                                world.texts), mark]
    for _ in range(STEPS_BEFORE):
        world.step()
    writer = Writer(world)
    writer.start()
    batches = []
    commits = 0
    for _ in range(options.batches):
        batch, before, after = ask_while_writing(writer, lines)
        batches.append(batch)
        commits += after - before
    writer.stopping = True
    writer.join()
    failures, changed = replay(folder + "/quiet", options.seed, batches,
                               world.marked, lines)
    hits = sum(answer["count"] > 0 for answer in batches[0])
    shutil.rmtree(folder)
    print(f"seed {options.seed}: {len(batches)} batches of {len(lines)} "
          f"questions beside {commits} commits, {hits} with hits, {changed} "
          f"answered otherwise {STEPS_WITHIN} commits later; "
          f"{failures} failures")
    if writer.failed:
        sys.exit(f"the writer: {writer.failed}")
    # Else the test could not tell one state from another.
    assert changed > len(lines) // 20 and hits > len(lines) // 5
    return failures > 0


if __name__ == "__main__":
    raise SystemExit(main())
