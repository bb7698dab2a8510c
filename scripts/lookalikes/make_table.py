#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Make the table of look-alike characters, core/text/data/lookalikes.bin.

Each character is drawn in five free fonts, blurred as a scanner blurs, and
compared with each other by the cosine of the pictures; a shared corner of the
four-corner code adds a little. The nearest twenty are kept. See README.md for
inputs, licences and what the table explains of real misreadings.

    apt install python3-pil python3-numpy unicode-data fonts-noto-cjk \\
        fonts-arphic-uming fonts-arphic-ukai fonts-wqy-zenhei
    scripts/lookalikes/make_table.py core/text/data/lookalikes.bin
"""
import bz2
import os
import struct
import sys

import numpy
from PIL import Image, ImageDraw, ImageFilter, ImageFont

VERSION = 1
NEIGHBOURS = 20
CORNER_WEIGHT = 0.02
# A row keeps how far each similarity falls below the one before, in 1/255.
STEPS = (0, 1, 4, 16)

FONT_FOLDER = "/usr/share/fonts/"
FONTS = (
    ("opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("truetype/arphic/uming.ttc", 0),
    ("truetype/arphic/ukai.ttc", 0),
    ("truetype/wqy/wqy-zenhei.ttc", 0),
)
UNIHAN = "/usr/share/unicode/Unihan_DictionaryLikeData.txt.bz2"
SIGNS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "signs.tsv")


def characters():
    """The ideographs of GB 2312 and of Big5's first level, by code point."""
    found = set()
    for encoding, leads, trails in (
            ("gb2312", range(0xb0, 0xf8), range(0xa1, 0xff)),
            ("big5", range(0xa4, 0xc7), range(0x40, 0xff))):
        for lead in leads:
            for trail in trails:
                try:
                    c = bytes((lead, trail)).decode(encoding)
                except UnicodeDecodeError:
                    continue
                if "\u4e00" <= c <= "\u9fff":
                    found.add(c)
    return sorted(found)


def picture(c, font):
    """A glyph of 44 pixels, blurred, 24 by 24, of mean 0 and length 1."""
    image = Image.new("L", (52, 60), 0)
    ImageDraw.Draw(image).text((4, 2), c, font=font, fill=255)
    image = image.crop((2, 4, 50, 58))
    image = image.filter(ImageFilter.GaussianBlur(1.6))
    image = image.resize((24, 24), Image.BILINEAR)
    vector = numpy.asarray(image, "float32").ravel()
    vector = vector - vector.mean()
    return vector / (numpy.linalg.norm(vector) + 1e-6)


def pictures(chars):
    for path, face in FONTS:
        font = ImageFont.truetype(FONT_FOLDER + path, 44, index=face)
        yield numpy.stack([picture(c, font) for c in chars])


def four_corners(chars):
    """The first four digits of each code; -1 where there is none."""
    number = {c: i for i, c in enumerate(chars)}
    codes = numpy.full((len(chars), 4), -1)
    with bz2.open(UNIHAN, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3 or fields[1] != "kFourCornerCode":
                continue
            i = number.get(chr(int(fields[0][2:], 16)))
            if i is not None:
                code = fields[2].split()[0].replace(".", "")
                codes[i] = [int(digit) for digit in code[:4]]
    return codes


def nearest(chars):
    """Of each character: its neighbours' numbers and similarities."""
    drawn = list(pictures(chars))
    codes = four_corners(chars)
    for begin in range(0, len(chars), 512):
        end = min(begin + 512, len(chars))
        scores = sum(x[begin:end] @ x.T for x in drawn) / len(drawn)
        for corner in range(4):
            column = codes[:, corner]
            known = column[begin:end, None] >= 0
            scores += CORNER_WEIGHT * (
                (column[begin:end, None] == column[None, :]) & known)
        for row in range(end - begin):
            scores[row, begin + row] = -1
            best = numpy.argsort(-scores[row], kind="stable")[:NEIGHBOURS]
            yield best, numpy.clip(scores[row][best], 0, 1)


def encode_row(best, scores):
    """The first similarity, and each neighbour with its step down."""
    level = int(round(scores[0] * 255))
    first = level
    cells = []
    for number, score in zip(best, scores):
        wanted = score * 255
        step = min(range(len(STEPS)),
                   key=lambda s: abs(level - STEPS[s] - wanted))
        if not cells:
            step = 0
        level -= STEPS[step]
        cells.append(int(number) | step << 14)
    return first, struct.pack("<20H", *cells)


def signs():
    with open(SIGNS, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            han, others, weight = line.rstrip("\n").split("\t")
            for other in others.split(" "):
                yield struct.pack("<HHB", ord(han), ord(other),
                                  int(round(float(weight) * 255)))


def main():
    chars = characters()
    rows = [encode_row(*row) for row in nearest(chars)]
    pairs = sorted(signs())
    with open(sys.argv[1], "wb") as out:
        out.write(struct.pack("<4sHHHH", b"YZLA", VERSION, len(chars),
                              NEIGHBOURS, len(pairs)))
        out.write(struct.pack("<%dH" % len(chars), *map(ord, chars)))
        out.write(bytes(first for first, _ in rows))
        out.write(b"".join(row for _, row in rows))
        out.write(b"".join(pairs))


if __name__ == "__main__":
    main()
