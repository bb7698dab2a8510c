# SPDX-License-Identifier: MIT
"""Breaks text into printed lines as a Chinese newspaper does.

The rules are those of any composing room: a paragraph's first line is indented
by two ems, no line begins with a closing mark, a number is not parted, a last
mark may hang half an em over the column.
"""
import re

CLOSING = set(",，。、;；:：!！?？)）”’】》」』%％")
ATOM = re.compile(r"[0-9A-Za-z.+%/-]+|.", re.DOTALL)


def width(atom):
    """Printed ems of an unbreakable run."""
    total = 0.0
    for char in atom:
        if char.isascii() and (char.isalnum() or char in ".+-/"):
            total += 0.5
        elif char == " ":
            total += 0.5
        else:
            total += 1
    return total


def atoms(text):
    """Runs that no line break may part."""
    result = []
    opens = False
    straight = 0
    for atom in ATOM.findall(text):
        opening = atom in "“‘《（("
        closing = atom in CLOSING
        if atom == '"':
            straight += 1
            opening, closing = straight % 2 == 1, straight % 2 == 0
        if result and (opens or closing):
            result[-1] += atom
        else:
            result.append(atom)
        opens = opening
    return result


def break_lines(text, columns, indent=2.0):
    """Printed lines; `columns` gives the width of the next line each time."""
    lines = []
    line, used = "", indent
    limit = next(columns)
    for atom in atoms(text):
        hang = 0.5 if atom[-1] in CLOSING else 0.0
        if line and used + width(atom) > limit + hang:
            lines.append(line)
            line, used, limit = "", 0.0, next(columns)
        line += atom
        used += width(atom)
    if line:
        lines.append(line)
    return lines
