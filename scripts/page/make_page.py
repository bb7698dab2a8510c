#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Set and print the newspaper page of corpus-pages/: its picture, and ALTO with
a box for each word, as an OCR engine would write it.

    scripts/page/make_page.py [FOLDER]

It needs Pillow and Debian's fonts-noto-cjk. The text is written for this
project; the people and places in it are invented.
"""
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import quoteattr

from PIL import Image, ImageDraw, ImageFilter, ImageFont

NAME = "xishan-2025-03-12"
WIDTH, HEIGHT = 1600, 1100
FONTS = "/usr/share/fonts/opentype/noto/"
SERIF = FONTS + "NotoSerifCJK-Regular.ttc"
BOLD = FONTS + "NotoSerifCJK-Bold.ttc"
FACE = 2  # of the collection: simplified Chinese

MASTHEAD = "溪山日报"
DATE = "2025年3月12日　星期三"
HEADLINE = "一盏灯　一杯水　一个家"
LEDE = "——溪山市工会驿站建设见闻"
HEADING = "小站点里的大服务"
COLUMNS = [
    ["清晨六点，天还没有亮透，溪山市北门外的工会驿站已经亮起了灯。环卫工人林桂"
     "芳推门进来，把保温杯接满热水，又从微波炉里取出热好的早饭。“以前吃饭只能蹲在"
     "路边，现在累了有地方歇，冷了有地方暖。”她说。",
     "像这样的工会驿站，溪山市去年新建了三十六个，改建了十二个，平均每一公里的主"
     "干道旁就有一个。快递员、网约车司机、外卖骑手，凭一张工会会员卡就能进门，没有"
     "卡的扫一扫门口的二维码也行。"],
    ["站里的东西不多，却都用得着：饮水机、微波炉、雨伞、药箱、充电插座，还有一个"
     "不大的书架。北门站的管理员老何每天记一本台账，谁借了伞，谁留了话，都写得清"
     "清楚楚。翻开台账，一个冬天里有四千三百多人次来过。",
     "“服务要送到人家需要的地方。”市总工会有关负责人介绍，选址之前，他们请骑手"
     "们在图上画出停留最久处，工会驿"],
    ["站就建在圆圈最密的地方。建好以后，每个季度还要请大家打一次分，分数低"
     "的限期整改。",
     "傍晚时分，外卖骑手小陈把车停在门前，进来充电、喝水，顺手把同事落下的雨衣"
     "挂好。他说，工会驿站不大，可是进来就觉得有人惦记。",
     "今年，溪山市计划再建二十个工会驿站，并在其中八个设立法律咨询和心理疏导窗"
     "口，让驿站成为职工身边的“加油站”。"],
]
CAPTION = "▲快递员在北门工会驿站里歇脚。　本报记者 摄"


@dataclass
class Line:
    words: list = field(default_factory=list)  # (text, box)

    @property
    def box(self):
        boxes = [box for _, box in self.words]
        return (min(b[0] for b in boxes), min(b[1] for b in boxes),
                max(b[2] for b in boxes), max(b[3] for b in boxes))


def font(path, size):
    return ImageFont.truetype(path, size, index=FACE)


def words_of(text):
    """Runs of two characters, as engines cut them, marks by themselves."""
    words, run = [], ""
    for character in text:
        if character == "　":
            words += [run] if run else []
            words.append(character)
            run = ""
        elif not character.isalnum():
            words += [run] if run else []
            words.append(character)
            run = ""
        else:
            run += character
            if len(run) == 2:
                words.append(run)
                run = ""
    return words + ([run] if run else [])


class Page:
    def __init__(self):
        self.image = Image.new("L", (WIDTH, HEIGHT), 244)
        self.draw = ImageDraw.Draw(self.image)
        self.blocks = []

    def line(self, x, y, text, face):
        line = Line()
        for word in words_of(text):
            width = face.getlength(word)
            if word != "　":
                top, bottom = face.getbbox(word)[1::2]
                self.draw.text((x, y), word, font=face, fill=28)
                line.words.append((word, (round(x), round(y + top),
                                          round(x + width), round(y + bottom))))
            x += width
        return line

    def paragraph(self, x, y, width, text, face, leading, indent=0):
        """Set a paragraph; returns where the next one begins."""
        lines, rest = [], text
        while rest:
            at = x + (indent if not lines else 0)
            count = len(rest)
            while face.getlength(rest[:count]) > x + width - at:
                count -= 1
            if count < len(rest) and rest[count] in "，。、；：！？”）":
                count -= 1
            lines.append(self.line(at, y, rest[:count], face))
            rest, y = rest[count:], y + leading
        self.blocks.append(lines)
        return y

    def picture(self, x0, y0, x1, y1):
        self.draw.rectangle((x0, y0, x1, y1), fill=205, outline=90)
        self.draw.rectangle((x0, y1 - 60, x1, y1), fill=150)
        self.draw.polygon([(x0 + 60, y0 + 90), ((x0 + x1) // 2, y0 + 25),
                           (x1 - 60, y0 + 90)], fill=110)
        self.draw.rectangle((x0 + 80, y0 + 90, x1 - 80, y1 - 40), fill=225,
                            outline=90)
        middle = (x0 + x1) // 2
        self.draw.rectangle((middle - 28, y0 + 120, middle + 28, y1 - 40),
                            fill=130, outline=70)
        for left in (x0 + 105, x1 - 165):
            self.draw.rectangle((left, y0 + 115, left + 60, y0 + 165), fill=180,
                                outline=70)

    def printed(self):
        """With the grain and the blur of a scan."""
        random.seed(20250312)
        grain = Image.effect_noise((WIDTH, HEIGHT), 14)
        scan = Image.blend(self.image, grain, 0.06)
        return scan.filter(ImageFilter.GaussianBlur(0.6))


def set_page():
    page = Page()
    body, leading, gutter = font(SERIF, 25), 38, 40
    width = (WIDTH - 2 * 80 - 2 * gutter) // 3
    page.blocks.append([page.line(80, 40, MASTHEAD, font(BOLD, 54))])
    page.blocks.append([page.line(1180, 70, DATE, font(SERIF, 24))])
    page.draw.line((80, 130, WIDTH - 80, 130), fill=60, width=3)
    page.blocks.append([page.line(80, 150, HEADLINE, font(BOLD, 60))])
    page.blocks.append([page.line(420, 240, LEDE, font(SERIF, 30))])
    for number, paragraphs in enumerate(COLUMNS):
        x, y = 80 + number * (width + gutter), 310
        if number == 1:
            page.blocks.append([page.line(x + 90, y, HEADING, font(BOLD, 32))])
            y += 62
        for i, text in enumerate(paragraphs):
            goes_on = number == 2 and i == 0
            y = page.paragraph(x, y, width, text, body, leading,
                               0 if goes_on else 50)
        if number == 0:
            page.picture(x, y + 14, x + width, y + 254)
            page.paragraph(x, y + 268, width, CAPTION, font(SERIF, 20), 30)
    return page


def attributes(box):
    x0, y0, x1, y1 = box
    return f'HPOS="{x0}" VPOS="{y0}" WIDTH="{x1 - x0}" HEIGHT="{y1 - y0}"'


def alto(page):
    rows = ['<?xml version="1.0" encoding="UTF-8"?>',
            '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">',
            '  <Description>',
            '    <MeasurementUnit>pixel</MeasurementUnit>',
            f'    <sourceImageInformation><fileName>{NAME}.jpg</fileName>'
            '</sourceImageInformation>',
            '  </Description>', '  <Layout>',
            f'    <Page ID="page_1" PHYSICAL_IMG_NR="1" WIDTH="{WIDTH}" '
            f'HEIGHT="{HEIGHT}">', '      <PrintSpace>']
    for b, lines in enumerate(page.blocks):
        boxes = [line.box for line in lines]
        box = (min(x[0] for x in boxes), min(x[1] for x in boxes),
               max(x[2] for x in boxes), max(x[3] for x in boxes))
        rows.append(f'        <TextBlock ID="block_{b}" {attributes(box)}>')
        for n, line in enumerate(lines):
            rows.append(f'          <TextLine ID="line_{b}_{n}" '
                        f'{attributes(line.box)}>')
            rows += [f'            <String CONTENT={quoteattr(text)} '
                     f'{attributes(word_box)} WC="0.96"/>'
                     for text, word_box in line.words]
            rows.append('          </TextLine>')
        rows.append('        </TextBlock>')
    return "\n".join(rows + ['      </PrintSpace>', '    </Page>',
                             '  </Layout>', '</alto>', ''])


def main(folder):
    folder.mkdir(exist_ok=True)
    page = set_page()
    page.printed().save(folder / f"{NAME}.jpg", quality=70, optimize=True)
    (folder / f"{NAME}.xml").write_text(alto(page), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1
         else Path(__file__).parents[2] / "corpus-pages")
