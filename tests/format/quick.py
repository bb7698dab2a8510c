# SPDX-License-Identifier: MIT
"""The quick skeleton of a text: unit by unit, with the folding table that the
index holds (docs/format.md, "Quick skeletons"). Where it is not the skeleton,
a packed text must be slow."""

LOOSE, TIGHT, SPACE, DROPPED, SLOW = range(5)


def units_of(text):
    data = text.encode("utf-16-le")
    return [int.from_bytes(data[i:i + 2], "little")
            for i in range(0, len(data), 2)]


def fold_unit(unit, table):
    """(kind, unit)"""
    if 0xd800 <= unit < 0xe000:
        return LOOSE, unit  # as it is, half of a character
    folded, flags = table[unit]
    kind = flags & 7
    return kind, 0xfdd2 if kind == SLOW else folded


def is_loose(unit, table):
    return table[unit][1] >> 4 & 3 == LOOSE


def quick_skeleton(text, table):
    units, space = [], False
    for unit in units_of(text):
        kind, folded = fold_unit(unit, table)
        if kind == SPACE:
            space = bool(units)
        elif kind != DROPPED:
            if space and is_loose(units[-1], table) and is_loose(folded,
                                                                 table):
                units.append(0x20)
            units.append(folded)
            space = False
    return b"".join(unit.to_bytes(2, "little")
                    for unit in units).decode("utf-16-le", "surrogatepass")
