#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is what the first page shows related to what was asked, or is there nothing?

Twenty questions over 20,000 passages that bench/make_passages makes, and a few
beside them: some that have no answer, names that are there once among passages
that share a part of them, and short names.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from test_bench import make

PASSAGES = 20000
BESIDE = ["工会驿站全天开放。", "工会召开会议。", "工会的爱心驿站建成。",
          "中国女排夺得冠军。", "女工们排队买票。", "欧阳修写了醉翁亭记。",
          "王先生小心地走到明处。", "市民在云杉书屋看书。", "云杉长在山上。"]
# Each question with what every hit must have one of; nothing: no hit.
NOTHING = ["完全没有这种东西呀", "这样的事情到底有没有呢", "谁也不知道的地方",
           "为什么会这样呢", "他们都是什么时候来的", "那些东西现在在哪里呀",
           "欧阳锋", "王小明", "苏格拉底", "麒麟谷"]
RELATED = {"怎么样才能更好一些": "才能 更好", "火星移民局": "火星 移民",
           "区块链投资骗局": "区块 链 投资 骗局", "外星人绑架事件":
           "外星人 绑架 事件", "量子纠缠计算机": "量子 纠缠 计算",
           "自动驾驶出租车": "驾驶 出租 自动"}
# What has the whole comes first, and nothing follows with a mere part.
ALONE = {"工会驿站": ("工会驿站", "工会的爱心驿站"), "女排": ("女排",),
         "云杉书屋": ("云杉书屋",), "醉翁亭记": ("醉翁亭记",)}


def index(programs, yz_index, folder):
    passages = folder / "passages.jsonl"
    lines = make(programs, PASSAGES)
    lines += [json.dumps({"report": "beside", "text": t}) for t in BESIDE]
    passages.write_text("\n".join(lines) + "\n", encoding="utf-8")
    subprocess.run([yz_index, "-q", "-d", folder / "index", passages],
                   check=True)
    return folder / "index"


def ask(yz_query, where, question):
    run = subprocess.run([yz_query, "-d", where, "-o", "json", "--full",
                          question], stdout=subprocess.PIPE,
                         stderr=subprocess.DEVNULL, check=False)
    return json.loads(run.stdout)["hits"]


def surfaces(hit):
    return {m["surface"] for m in hit["matches"]}


def simplified(text):
    return text.translate(str.maketrans("計學驛絲價駕駛動資區鏈騙綁",
                                        "计学驿丝价驾驶动资区链骗绑"))


def check(hits_of):
    for question in NOTHING:
        hits = hits_of(question)
        assert not hits, f"{question}: {[surfaces(h) for h in hits]}"
    for question, words in RELATED.items():
        for hit in hits_of(question):
            text = simplified(hit["snippet"]["text"])
            assert any(w in text for w in words.split()), \
                f"{question}: {surfaces(hit)}"
    for question, wanted in ALONE.items():
        texts = [h["snippet"]["text"] for h in hits_of(question)]
        assert len(texts) == len(wanted), f"{question}: {texts}"
        assert all(w in t for w, t in zip(wanted, texts)), \
            f"{question}: {texts}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=Path, required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--query", required=True)
    options = parser.parse_args()
    assert len(NOTHING) + len(RELATED) + len(ALONE) == 20
    with tempfile.TemporaryDirectory() as folder:
        where = index(options.programs, options.index, Path(folder))
        check(lambda question: ask(options.query, where, question))
    print("20 questions: what is shown is related")


if __name__ == "__main__":
    try:
        main()
    except AssertionError as failure:
        sys.exit(f"test_related: {failure}")
