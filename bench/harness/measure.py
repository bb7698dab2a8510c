# SPDX-License-Identifier: MIT
"""What is measured: builds, queries, answers, whole processes."""
import os
import subprocess
import time
from pathlib import Path
from statistics import fmean, median

import engines

PASSES = 5
WARM_SHARE = 0.1    # of the budget, before a class is timed
QUERIES_MIN = 3     # asked whatever they cost
CHECK_LIMIT = 10_000


def run(programs, times, stdin, command):
    """Wall and CPU nanoseconds and peak KiB of each run of a command."""
    done = subprocess.run(
        [str(programs / "measure"), str(times), str(stdin), *command],
        stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        return None
    return [tuple(map(int, line.split())) for line in done.stdout.splitlines()]


def disk_bytes(directory):
    """What is allocated: some engines' files have holes."""
    return sum(p.stat().st_blocks * 512 for p in directory.rglob("*")
               if p.is_file())


def build(programs, engine, start, jsonl, directory):
    directory.mkdir(parents=True)
    runs = run(programs, 1, os.devnull, [
        *start, engine.index_variant, "index", str(jsonl), str(directory)])
    if not runs:
        return None
    wall, cpu, peak = runs[0]
    return {"wall_s": wall / 1e9, "cpu_s": cpu / 1e9, "peak_mib": peak / 1024,
            "disk_bytes": disk_bytes(directory)}


# Queries. A class of queries is asked as one batch; the passes of the engines
# alternate, so that what else the machine does falls on all of them.

def warm(talk, queries, seconds):
    """Ask for a while; the answers of the last time."""
    end = time.monotonic() + seconds
    answers = talk.ask(queries)
    while time.monotonic() < end:
        answers = talk.ask(queries)
    return answers


def affordable(talk, queries, budget):
    """As many of the queries as the budget of CPU seconds allows."""
    probe = warm(talk, queries[:QUERIES_MIN], budget * WARM_SHARE / 2)
    each = max(a.nanoseconds for a in probe) / 1e9
    return queries[:max(QUERIES_MIN, int(budget / (PASSES + 1) / each))]


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def time_class(talks, queries, budget):
    """Engine to figures of this class of queries."""
    mine, passes = {}, {name: [] for name in talks}
    for name, talk in talks.items():
        mine[name] = affordable(talk, queries, budget)
        warm(talk, mine[name], budget * WARM_SHARE / 2)
    for _ in range(PASSES):
        for name, talk in talks.items():
            passes[name].append([a.nanoseconds for a in talk.ask(mine[name])])
    figures = {}
    for name, rows in passes.items():
        times = [median(column) / 1e3 for column in zip(*rows)]
        figures[name] = {"queries": len(times), "median_us": median(times),
                         "p99_us": percentile(times, 0.99),
                         "mean_us": fmean(times), "times_us": times}
    return figures


# Right answers. Where the scan finds more than CHECK_LIMIT passages, or the
# engine does, the counts are compared instead of the passages.

def recall_precision(found, truth):
    if max(found.count, truth.count) > CHECK_LIMIT:
        return (min(1, found.count / truth.count),
                min(1, truth.count / found.count) if found.count else 1)
    right = len(set(found.ids) & set(truth.ids))
    return (right / truth.count if truth.count else 1,
            right / found.count if found.count else 1)


def check_class(talks, queries, asked, truth):
    """Engine to its mean recall and precision, and how many are all right."""
    figures = {}
    for name, talk in talks.items():
        answers = talk.ask(queries[:asked[name]])
        pairs = [recall_precision(a, t) for a, t in zip(answers, truth)]
        figures[name] = {
            "recall": fmean(r for r, _ in pairs),
            "precision": fmean(p for _, p in pairs),
            "exact": fmean(pair == (1, 1) and a.count == t.count
                           for pair, a, t in zip(pairs, answers, truth))}
    return figures


def cold(programs, command, line, directory, times=11):
    """Median milliseconds from exec to exit of a program asked one query."""
    stdin = Path(directory) / "query"
    stdin.write_text(line + "\n", encoding="utf-8")
    runs = run(programs, times, stdin, command)
    return {"wall_ms": median(r[0] for r in runs) / 1e6,
            "cpu_ms": median(r[1] for r in runs) / 1e6,
            "peak_mib": max(r[2] for r in runs) / 1024} if runs else None


def conversations(programs, chosen, directory, limit):
    return {e.name: engines.Conversation(
        engines.command(e, programs), e.query_variant,
        directory / (e.index_of or e.name), limit) for e in chosen}
