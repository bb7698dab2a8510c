#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does bench/ work? On a few passages, and never looking at a time.

The maker of passages gives the same ones again; the harness runs, and finds
Yizhan's answers (and, where it has to be exact, FTS5's) to be the scan's.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLLECTIONS = ROOT / "tests" / "data" / "collections"
SEEDS = [str(COLLECTIONS / name / "corpus.jsonl")
         for name in ("drcd", "xquad_zh")]
PASSAGES = 200
BEYOND = 4000  # more than the seeds have text for


def make(programs, count, *options):
    made = subprocess.run(
        [str(programs / "make_passages"), *options, str(count), *SEEDS],
        stdout=subprocess.PIPE, check=True)
    return made.stdout.decode().splitlines()


def strings(texts, size=6):
    return {t[i:i + size] for t in texts for i in range(len(t) - size + 1)}


def check_passages(programs):
    many = make(programs, BEYOND)
    assert many == make(programs, BEYOND), "the same seed gives other passages"
    assert many[:PASSAGES] == make(programs, PASSAGES), \
        "fewer passages are not the beginning of more"
    assert many[:PASSAGES] != make(programs, PASSAGES, "--seed=7"), \
        "another seed gives the same passages"
    passages = [json.loads(line) for line in many]
    assert [p["id"] for p in passages] == [str(i) for i in range(BEYOND)]
    texts = [p["text"] for p in passages]
    assert len(set(texts)) > 0.99 * BEYOND, "passages come twice"
    first, later = strings(texts[:BEYOND // 2]), strings(texts[BEYOND // 2:])
    assert len(later - first) > len(later) // 4, \
        "passages made by substitution say nothing new"


def compare(programs, engines, work):
    output = work / "result"
    subprocess.run(
        [sys.executable, str(ROOT / "bench" / "harness" / "compare.py"),
         f"--programs={programs}", f"--passages={PASSAGES}", "--queries=5",
         "--budget=0.02", f"--peers={','.join(engines)}", f"--work={work}",
         f"--output={output}", *(f"--jsonl={s}" for s in SEEDS)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return json.loads(output.read_text(encoding="utf-8"))


def check_result(result, engines):
    assert set(result["engines"]) == {"yizhan", "scan", *engines}, \
        f"engines are missing: {list(result['engines'])}"
    assert len(result["classes"]) >= 12, list(result["classes"])
    for name in result["classes"]:
        figures = result["engines"]["yizhan"]["classes"][name]
        assert figures["exact"] == 1, f"yizhan, {name}: {figures}"
    for name in engines:
        figures = result["engines"][name]["classes"]["phrase 4"]
        assert figures["precision"] == 1, f"{name}, phrase 4: {figures}"
        assert figures["recall"] > 0, f"{name}, phrase 4: {figures}"
    for name, engine in result["engines"].items():
        assert engine["build"]["disk_bytes"] > 0, f"{name} wrote nothing"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--sqlite", action="store_true")
    options = parser.parse_args()
    engines = ["fts5-trigram"] if options.sqlite else []
    check_passages(options.programs)
    with tempfile.TemporaryDirectory() as work:
        check_result(compare(options.programs, engines, Path(work)), engines)


if __name__ == "__main__":
    main()
