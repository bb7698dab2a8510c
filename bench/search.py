#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a search costs in Python beside C.

    search.py BUILD INDEX [PASSES] < queries

BUILD is a build of the release preset, with bench_search; run it with a Python
in which the wheel is installed. Each query is asked PASSES times in each, by
turns, for ten hits with texts and snippets, and the least CPU time counts.
Python is measured in four ways: on an index, on a snapshot, with the snippet of
each hit made into HTML, and with the places of matches.
"""
import subprocess
import sys
import time

import yizhan

ROUNDS = 3


def best_of(search, query, passes):
    best = float("inf")
    for _ in range(passes):
        begin = time.process_time_ns()
        search(query)
        best = min(best, time.process_time_ns() - begin)
    return best / 1000


def in_c(build, folder, passes, queries):
    done = subprocess.run(
        [f"{build}/bench/bench_search", folder, str(passes)],
        input="\n".join(queries) + "\n", stdout=subprocess.PIPE,
        encoding="utf-8", check=True)
    return [float(line) for line in done.stdout.split()]


def ways(index, snapshot):
    def html(query):
        return [(hit.report, hit.id, hit.tier, hit.snippet.html())
                for hit in snapshot.search(query)]

    return {"index.search()": index.search,
            "snapshot.search()": snapshot.search,
            "the same, with HTML": html,
            "with matches=True": lambda query: snapshot.search(query,
                                                               matches=True)}


def at(values, share):
    return sorted(values)[int((len(values) - 1) * share)]


def main():
    build, folder = sys.argv[1:3]
    passes = int(sys.argv[3]) if len(sys.argv) > 3 else 21
    queries = [line for line in sys.stdin.read().splitlines() if line.strip()]
    with yizhan.open(folder) as index, index.snapshot() as snapshot:
        asked = ways(index, snapshot)
        times = {name: [float("inf")] * len(queries) for name in ["C", *asked]}
        for _ in range(ROUNDS):
            rounds = {"C": in_c(build, folder, passes, queries)}
            for name, search in asked.items():
                rounds[name] = [best_of(search, query, passes)
                                for query in queries]
            for name, found in rounds.items():
                times[name] = list(map(min, times[name], found))
    print(f"{len(queries)} queries; CPU time in us: median, p90; "
          "more than C: median, p90")
    for name, found in times.items():
        more = [one - c for one, c in zip(found, times["C"])]
        print(f"{name:22} {at(found, .5):7.0f} {at(found, .9):7.0f} "
              f"{at(more, .5):7.0f} {at(more, .9):7.0f}")


if __name__ == "__main__":
    main()
