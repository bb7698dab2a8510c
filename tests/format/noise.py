# SPDX-License-Identifier: MIT
"""The noise of a text (docs/format.md, "Noise")."""
import re

BRACKETS = ("（( ）)", "《〈 》〉", "“ ”", "「 」", "『 』", "【 】", "[ ]", "〔 〕")
KIND = {c: (kind, side == 0) for kind, both in enumerate(BRACKETS)
        for side, chars in enumerate(both.split()) for c in chars}
HAN, CLAUSE, DEPTH = "\u3400-\u9fff", "，。、；：,;:.", 32
SPACE = re.compile("[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a"
                   "\u2028\u2029\u202f\u205f\u3000]")
ITEM = re.compile("[A-Za-z0-9]")
ROW = re.compile(f"(?<=[{HAN}])([{CLAUSE}])(?!\\1)[{CLAUSE}](?![{CLAUSE}])")
NARROW = re.compile(f"(?<=[{HAN}])[,;:!?.](?=[{HAN}])")
WIDE = re.compile("[，；：！？]")
STRAY = re.compile(f"(?<=[{HAN}])(?:[\\\\{{}}^`$*¥§«»©®™□](?=[{HAN}])|"
                   "\\\\(?=[a-z]))")


def brackets(text):
    open_, closers, wrong = [], 0, 0
    for before, c in zip(" " + text, text):
        kind, opens = KIND.get(c, (None, False))
        if kind is None:
            continue
        if opens:
            open_ += [kind] if len(open_) < DEPTH else []
        elif open_:
            wrong += open_.pop() != kind
        elif c not in ")）" or not ITEM.match(before):
            closers += 1
    return wrong + max(0, closers - 1) + max(0, len(open_) - 1)


def unsure(text, rows):
    """The characters that the OCR engine was not sure of; `text` is UTF-8."""
    count = 0
    for row in rows:
        cells = [c for c in row.get("words", row.get("characters", []))
                 if len(c) > 6 and c[6]]
        parts = [(c[0], c[1], c[6]) for c in cells] or [
            (*row["text"], row.get("confidence", 0))]
        count += sum(len(re.findall(f"[{HAN}]", text[a:b].decode()))
                     for a, b, percent in parts if 0 < percent < 60)
    return count


def noise(text):
    text = SPACE.sub("", text)
    narrow = len(NARROW.findall(text))
    return (brackets(text) + text.count('"') % 2 + len(ROW.findall(text))
            + len(STRAY.findall(text)) + narrow * (2 * narrow <= len(WIDE.findall(text))))
