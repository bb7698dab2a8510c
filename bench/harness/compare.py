#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures Yizhan beside its peers; bench/run builds what this needs.

For each number of passages: makes them, builds every index, asks every engine
the same queries, holds each answer against a scan, and prints tables.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import engines
import measure
import queries
import tables

SAMPLE = 3000  # passages that queries are drawn from


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def options():
    parser = argparse.ArgumentParser(
        prog="bench/run", description="Measure Yizhan beside its peers.")
    add = parser.add_argument
    add("--passages", default="10000", metavar="N[,N]",
        help="how many passages (default 10000)")
    add("--peers", metavar="LIST",
        help="engines beside yizhan and scan, comma between; default: all, "
             f"but xapian only to {engines.XAPIAN_PASSAGES_MAX:,} passages; "
             "there are " + ", ".join(e.name for e in engines.ENGINES[1:-1]))
    add("--jsonl", action="append", metavar="FILE",
        help="make passages from these texts (default: below YZ_TEST_DATA, "
             "else the samples of tests/data/collections)")
    add("--queries", type=int, default=50, metavar="N",
        help="queries a class (default 50)")
    add("--budget", type=float, default=3, metavar="SECONDS",
        help="CPU time for an engine and class (default 3), a tenth of it to "
             "warm up")
    add("--seed", type=int, default=20250104, metavar="N",
        help="of passages and queries")
    add("--output", metavar="FILE", help="add each result, a line of JSON")
    add("--work", metavar="DIR", default=tempfile.gettempdir(),
        help="where passages and indexes are put for the run")
    add("--programs", type=Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def wanted_names(opts, count):
    if opts.peers is None:
        return [e.name for e in engines.ENGINES if e.name != "xapian"
                or count <= engines.XAPIAN_PASSAGES_MAX]
    names = [n for n in opts.peers.split(",") if n]
    known = {e.name for e in engines.ENGINES}
    for name in names:
        if name not in known:
            raise SystemExit(f"bench/run: no engine is named {name}; there "
                             f"are {', '.join(sorted(known))}")
    return ["yizhan", "scan", *names]


def chosen_engines(opts, count):
    chosen = []
    for engine in engines.ENGINES:
        if engine.name not in wanted_names(opts, count):
            continue
        if engines.command(engine, opts.programs):
            chosen.append(engine)
        else:
            say(f"{engine.name} is left out: its program was not built")
    return chosen


def make_passages(opts, count, path):
    with open(path, "wb") as out:
        subprocess.run([str(opts.programs / "make_passages"),
                        f"--seed={opts.seed}", str(count), *opts.jsonl],
                       stdout=out, check=True)


def sample_of(path, count):
    """Passages spread evenly over the file, and the bytes of all texts."""
    step, kept, size = max(1, count // SAMPLE), [], 0
    for i, text in enumerate(engines.texts(path)):
        size += len(text.encode())
        if i % step == 0:
            kept.append(text)
    return kept, size


def machine():
    cpu = re.search("model name\\s*: (.*)",
                    Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return f"{cpu[1] if cpu else os.uname().machine}, {os.cpu_count()} CPUs"


def build_all(opts, chosen, jsonl, work):
    """Engine to its entry in the result; those that failed are left out."""
    entries = {}
    for engine in chosen:
        entries[engine.name] = entry = {"settings": engine.settings}
        if engine.index_of:
            continue
        say(f"building {engine.name}")
        entry["build"] = measure.build(
            opts.programs, engine, engines.command(engine, opts.programs),
            jsonl, work / engine.name)
        if not entry["build"]:
            say(f"{engine.name} is left out: it could not build its index")
            del entries[engine.name]
        elif not engine.queries:
            shutil.rmtree(work / engine.name)
    return entries


def ask_all(opts, asking, sample, work):
    """Class to its queries, and (engine, class) to figures."""
    talks = measure.conversations(opts.programs, asking, work, 10)
    checks = measure.conversations(opts.programs, asking, work,
                                   measure.CHECK_LIMIT)
    say("choosing queries")
    classes = queries.approved(
        queries.candidates(sample, opts.queries, opts.seed), opts.queries,
        talks["scan"])
    say("warming up")
    mixed = [line for lines in classes.values() for line in lines[:5]]
    for talk in talks.values():
        measure.warm(talk, mixed, opts.budget)
    figures = {}
    for name, lines in classes.items():
        say(f"asking {name}")
        timed = measure.time_class(talks, lines, opts.budget)
        truth = checks["scan"].ask(lines)
        right = measure.check_class(
            checks, lines, {n: f["queries"] for n, f in timed.items()}, truth)
        for engine in talks:
            figures[engine, name] = timed[engine] | right[engine]
    for talk in (*talks.values(), *checks.values()):
        talk.close()
    return classes, figures


def cold_commands(opts, asking, work, phrase):
    """Programs as they are run for one query; the peers', then the real."""
    for engine in asking:
        yield f"peer {engine.name}", [
            *engines.command(engine, opts.programs), engine.query_variant,
            "query", str(work / (engine.index_of or engine.name)), "10"]
    yz_query = opts.programs.parent / "query" / "cli" / "yz-query"
    if yz_query.exists() and (work / "yizhan").exists():
        yield "yz-query", [str(yz_query), "-d", str(work / "yizhan"), phrase]
    database = work / "fts5-trigram" / "passages.db"
    if shutil.which("sqlite3") and database.exists():
        yield "sqlite3 (trigram)", [
            "sqlite3", str(database),
            "SELECT rowid, rank FROM passages WHERE passages "
            f"MATCH '\"{phrase}\"' ORDER BY rank LIMIT 10"]


def cold_all(opts, asking, work, line):
    phrase = line.split("\t")[1]
    times = {}
    for name, command in cold_commands(opts, asking, work, phrase):
        times[name] = measure.cold(opts.programs, command, line, work)
        if not times[name]:
            del times[name]
    return times


def compare(opts, count, work):
    chosen = chosen_engines(opts, count)
    jsonl = work / "passages.jsonl"
    say(f"making {count:,} passages")
    make_passages(opts, count, jsonl)
    sample, size = sample_of(jsonl, count)
    entries = build_all(opts, chosen, jsonl, work)
    asking = [e for e in chosen
              if e.queries and (e.index_of or e.name) in entries]
    classes, figures = ask_all(opts, asking, sample, work)
    for engine in asking:
        entries[engine.name]["classes"] = {
            c: figures[engine.name, c] for c in classes}
    say("whole processes")
    return {"schema": 1, "date": time.strftime("%Y-%m-%d"),
            "machine": machine(), "load": os.getloadavg()[1],
            "passages": count, "text_bytes": size, "seed": opts.seed,
            "classes": {c: len(q) for c, q in classes.items()},
            "engines": entries,
            "cold": cold_all(opts, asking, work, classes["phrase 4"][0])}


def seeds():
    root = Path(__file__).resolve().parents[2]
    below = Path(os.environ.get("YZ_TEST_DATA")
                 or root / "tests" / "data" / "collections")
    names = ("drcd/corpus.jsonl", "xquad_zh/corpus.jsonl",
             "ocr_laws/corpus.jsonl", "ecpo/units.jsonl")
    return [str(below / n) for n in names if (below / n).exists()]


def main():
    opts = options()
    opts.jsonl = opts.jsonl or seeds()
    counts = [int(n) for n in opts.passages.split(",")]
    tables.settings(chosen_engines(opts, min(counts)))
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="yizhan-bench.",
                                         dir=opts.work) as work:
            result = compare(opts, count, Path(work))
        tables.show(result)
        sys.stdout.flush()
        if opts.output:
            with open(opts.output, "a", encoding="utf-8") as out:
                out.write(json.dumps(result, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
