#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What searching Chinese text costs in SQLite: the tokenizer `yizhan` of FTS5
beside `trigram` and `unicode61`, and a table over an index beside yz-query.

    bench/make_passages 100000 > passages.jsonl
    bench/sqlite.py --build build/release passages.jsonl

All times are CPU time of this process, or of yz-query without its start. Each
query gets the ids of the best ten, ordered by rank, and is run three times, the
tables by turns; the best time counts. `right` is the part of the queries whose
whole set of rows is that of a scan by `instr()`; text and queries of the scan
are without white space.

It takes a Python whose sqlite3 loads extensions, such as Debian's.
"""
import argparse
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

TOKENIZERS = {"yizhan": "yizhan", "yizhan, variants 1": "yizhan variants 1",
              "trigram": "trigram", "unicode61": "unicode61"}
CLASSES = (1, 2, 3, 4, 6, 12)
PASSES = 3


def is_han(text):
    return all("\u4e00" <= c <= "\u9fff" for c in text)


def queries_of(texts, length, count):
    """Runs of Han characters, as frequent as they are in the texts."""
    draw, found = random.Random(length), []
    for _ in range(count * 10000):
        if len(found) == count:
            break
        text = draw.choice(texts)
        begin = draw.randint(0, max(0, len(text) - length))
        run = text[begin:begin + length]
        if len(run) == length and is_han(run):
            found.append(run)
    return found


def cpu(action):
    """(CPU seconds, what the action gives)"""
    begin = time.process_time()
    result = action()
    return time.process_time() - begin, result


def row(*cells):
    print("| " + " | ".join(map(str, cells)) + " |")


def head(*cells):
    row(*cells)
    print("|---|" + "---:|" * (len(cells) - 1))


def build(db, name, tokenizer, texts):
    def fill():
        db.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(body, "
                   f"content='', tokenize='{tokenizer}')")
        db.execute("BEGIN")
        db.executemany(f"INSERT INTO {name}(rowid, body) VALUES(?, ?)",
                       enumerate(texts, 1))
        db.execute(f"INSERT INTO {name}({name}) VALUES('optimize')")
        db.execute("COMMIT")
    seconds, _ = cpu(fill)
    size, = db.execute(
        f"SELECT sum(length(block)) FROM {name}_data").fetchone()
    return seconds, size


def builds(db, texts):
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} passages, {size / 1e6:.1f} MB of text; SQLite "
          f"{sqlite3.sqlite_version}\n")
    head("tokenizer", "build, CPU s", "text MB/s", "index MB", "index / text")
    for i, (name, tokenizer) in enumerate(TOKENIZERS.items()):
        seconds, bytes_ = build(db, f"t{i}", tokenizer, texts)
        row(name, f"{seconds:.1f}", f"{size / 1e6 / seconds:.1f}",
            f"{bytes_ / 1e6:.1f}", f"{bytes_ / size:.2f}")


def ten(db, table, query):
    return db.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ? "
                      "ORDER BY rank LIMIT 10", (query,)).fetchall()


def times_of(db, tables, queries):
    """Best CPU µs of each query in each table."""
    best = {table: [1e9] * len(queries) for table in tables}
    for _ in range(PASSES):
        for i, query in enumerate(queries):
            for table in tables:
                seconds, _ = cpu(lambda: ten(db, table, f'"{query}"'))
                best[table][i] = min(best[table][i], seconds * 1e6)
    return best


def right_of(db, table, queries, bare):
    """The part of the queries whose rows are just those of the scan."""
    def is_right(query):
        found = {r for r, in db.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ?",
            (f'"{query}"',))}
        return found == {i for i, text in enumerate(bare, 1) if query in text}
    return sum(map(is_right, queries)) / len(queries)


def searches(db, texts, count, judged):
    tables = [f"t{i}" for i in range(len(TOKENIZERS))]
    bare = ["".join(text.split()) for text in texts]
    print(f"\nMedian CPU µs of the best ten, {count} queries a class "
          "(right, of the first {}):\n".format(judged))
    head("characters", *TOKENIZERS)
    for length in CLASSES:
        queries = queries_of(texts, length, count)
        times = times_of(db, tables, queries)
        row(length, *(
            f"{statistics.median(times[t]):,.0f} "
            f"({right_of(db, t, queries[:judged], bare):.2f})"
            for t in tables))


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def query_cpu(program, index, queries, options):
    """CPU µs a query of yz-query, without its start."""
    seconds = []
    for batch in queries[:1], queries:
        begin = children_cpu()
        subprocess.run([program, "-d", index, "--batch", "-o", "tsv",
                        *options], input="\n".join(batch), text=True,
                       encoding="utf-8", stdout=subprocess.DEVNULL,
                       check=False)
        seconds.append(children_cpu() - begin)
    return (seconds[1] - seconds[0]) / max(1, len(queries) - 1) * 1e6


def table_cpu(db, queries, tiers):
    def ask():
        for query in queries:
            db.execute("SELECT rank, score, tier, id, kind, path, line, "
                       "snippet FROM news(?, ?) LIMIT 10",
                       (query, tiers)).fetchall()
    return min(cpu(ask)[0] for _ in range(PASSES)) / len(queries) * 1e6


def index_searches(db, arguments, texts, folder):
    """A table over an index, and yz-query on the same."""
    index = str(Path(folder) / "news.index")
    programs = Path(arguments.build)
    subprocess.run([programs / "indexer/cli/yz-index", "-q", "-d", index,
                    arguments.passages], check=True)
    db.execute(f"CREATE VIRTUAL TABLE news USING yizhan('{index}')")
    print("\nMean CPU µs of ten hits with extracts, through yz-query (which "
          "prints them) and through a table over the index:\n")
    head("characters", "yz-query, certain", "table, certain", "yz-query, exact",
         "table, exact")
    for length in CLASSES[1:]:
        queries = queries_of(texts, length, arguments.queries)
        cells = []
        for tiers in "certain", "exact":
            cells.append(query_cpu(programs / "query/cli/yz-query", index,
                                   queries * 5, ["--tiers=" + tiers]))
            cells.append(table_cpu(db, queries, tiers))
        row(length, *(f"{cell:,.0f}" for cell in cells))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--build", required=True, help="the build tree")
    parser.add_argument("--extension", help="yizhan_sqlite.so, if elsewhere")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--judged", type=int, default=20)
    parser.add_argument("passages", help="lines of JSON with a member text")
    arguments = parser.parse_args()
    with open(arguments.passages, encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension(arguments.extension or str(
        Path(arguments.build) / "bindings/sqlite/yizhan_sqlite"))
    builds(db, texts)
    searches(db, texts, arguments.queries, arguments.judged)
    with tempfile.TemporaryDirectory() as folder:
        index_searches(db, arguments, texts, folder)


if __name__ == "__main__":
    main()
