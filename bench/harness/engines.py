# SPDX-License-Identifier: MIT
"""The engines measured: their programs and settings, and talking to them."""
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

XAPIAN_PASSAGES_MAX = 20_000  # beyond this its build takes minutes
JAVA = ("java", "-Xmx1g", "-XX:+UseSerialGC")
JARS = ("lucene-core-8", "lucene-analyzers-common-8", "gson")


@dataclass(frozen=True)
class Engine:
    name: str
    program: str        # of bench/peers
    index_variant: str
    query_variant: str
    settings: str
    index_of: str = ""  # the engine whose index it asks, if not its own
    queries: bool = True


ENGINES = (
    Engine("yizhan", "yizhan", "1", "exact",
           "1 job; the tier exact alone"),
    Engine("yizhan-all", "yizhan", "1", "default",
           "the same index, default settings: worse tiers are tried when "
           "better ones give fewer than 10 hits", index_of="yizhan"),
    Engine("yizhan-2-jobs", "yizhan", "2", "exact",
           "2 jobs; build alone", queries=False),
    Engine("fts5-trigram", "fts5", "trigram", "trigram",
           "SQLite FTS5, tokenize=trigram, detail=full, one transaction, "
           "optimize; bm25; phrases under 3 characters scan with instr()"),
    Engine("fts5-icu", "fts5", "icu_words", "icu_words",
           "SQLite FTS5 over ICU words, detail=full, one transaction, "
           "optimize; bm25"),
    Engine("groonga", "groonga", "-", "-",
           "TokenBigram, NormalizerAuto, WITH_POSITION, index made after the "
           "texts are in; score: occurrences"),
    Engine("lucene", "lucene", "-", "-",
           "Lucene 8, CJKAnalyzer without stop words, 256 MB buffer, one "
           "segment, text stored, ids as doc values; BM25; serial collector"),
    Engine("xapian", "xapian", "-", "-",
           "FLAG_CJK_NGRAM, text as document data; BM25"),
    Engine("scan", "scan", "-", "-",
           "memmem() over the folded texts: the judge of all"),
)


def lucene_command(programs):
    classes = programs / "lucene"
    jars = [sorted(Path("/usr/share/java").glob(f"{name}*.jar"))
            for name in JARS]
    if not (classes / "Lucene.class").exists() or not all(jars):
        return None
    path = ":".join([str(classes), *(str(found[0]) for found in jars)])
    return [*JAVA, "-cp", path, "Lucene"]


def command(engine, programs):
    """How to start the engine's program; None if it was not built."""
    if engine.program == "lucene":
        return lucene_command(programs)
    path = programs / f"peer_{engine.program}"
    return [str(path)] if path.exists() else None


@dataclass(frozen=True)
class Answer:
    count: int
    nanoseconds: int
    ids: tuple


class Conversation:
    """An engine's program that waits for queries."""

    def __init__(self, start, variant, directory, limit):
        self.process = subprocess.Popen(
            [*start, variant, "query", str(directory), str(limit)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, queries):
        """Answer the queries (lines of the protocol) in one go."""
        text = "".join(q + "\n" for q in queries) + "\n"
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()
        return [self.read_answer() for _ in queries]

    def read_answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args} ended in the middle")
        count, took, *ids = line.split()
        return Answer(int(count), int(took), tuple(map(int, ids)))

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        if self.process.wait() != 0:
            raise SystemExit(f"{self.process.args} failed")


def texts(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]
