#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Make the table of readings, core/text/data/pinyin.bin, from Unihan.

All readings of a character that kTGHZ2013, kHanyuPinlu, kXHC1983 and kMandarin
give, toned. The package unicode-data has the data (Unicode licence).

    apt install unicode-data
    scripts/pinyin/make_table.py core/text/data/pinyin.bin
"""
import bz2
import re
import struct
import sys
import unicodedata

VERSION = 1
FIRST, LAST = 0x4e00, 0x9fff
UNIHAN = "/usr/share/unicode/Unihan_Readings.txt.bz2"
FIELDS = ("kTGHZ2013", "kHanyuPinlu", "kXHC1983", "kMandarin")
TONES = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}


def syllable(toned):
    """("lv", 3) of "lǚ": letters as they are typed, and the tone."""
    tone = 5
    letters = []
    for c in unicodedata.normalize("NFD", toned.lower()):
        if c in TONES:
            tone = TONES[c]
        elif c == "\u0308":
            letters[-1] = "v"
        elif "a" <= c <= "z":
            letters.append(c)
    return "".join(letters), tone


def readings():
    """Of each code point, its syllables, the usual ones first."""
    found = {}
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) != 3 or parts[1] not in FIELDS:
                continue
            c = int(parts[0][2:], 16)
            if not FIRST <= c <= LAST:
                continue
            value = re.sub(r"[0-9.*,]+:|\([0-9]+\)", " ", parts[2])
            for toned in re.split(r"[ ,]+", value.strip()):
                name, tone = syllable(toned)
                if name:
                    found.setdefault(c, set()).add((name, tone))
    return found


def main():
    found = readings()
    names = sorted({name for all in found.values() for name, _ in all})
    number = {name: i for i, name in enumerate(names)}
    text = b"".join(name.encode() + b"\0" for name in names)
    cells = []
    begins = []
    for c in range(FIRST, LAST + 2):
        begins.append(len(cells))
        for name, tone in sorted(found.get(c, ())):
            cells.append(number[name] << 3 | tone)
    with open(sys.argv[1], "wb") as out:
        out.write(struct.pack("<4sHHHH", b"YZPY", VERSION, len(names),
                              len(text), len(cells)))
        out.write(text)
        out.write(struct.pack("<%dH" % len(begins), *begins))
        out.write(struct.pack("<%dH" % len(cells), *cells))


if __name__ == "__main__":
    main()
