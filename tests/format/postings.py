# SPDX-License-Identifier: MIT
"""Dictionaries and posting lists (docs/format.md, "Dictionaries" and "Posting
lists"). A posting list is read as a list of (passage, frequency)."""
from dataclasses import dataclass, field

from store import Corrupt, View

ENTRIES_A_BLOCK, KEYS_A_SAMPLE, POSTINGS_A_BLOCK = 32, 64, 128
BITS, HAS_FREQUENCIES = 0x3f, 0x80
WIDTHS = {*range(26), 32}


@dataclass
class Entry:
    """What a dictionary says of a term."""
    term: object
    count: int
    marked: int
    list_at: object = None  # (chunk, offset, size)
    only: object = None     # the one posting itself
    within: int = 0         # of a frequent string: of which part
    others: bool = False    # its list has the postings that have it not


@dataclass
class Block:
    """Postings, and what the directory of their list says of them."""
    postings: list
    limit: int = 0
    bound: tuple = (255, 0)


@dataclass
class PostingList:
    blocks: list
    bound: tuple = (255, 0)
    postings: list = field(default_factory=list)


# ---- dictionaries ----------------------------------------------------------

def take_gram(view, before):
    coded = view.varint()
    if coded & 1:
        return (before[0] + (coded >> 1), view.varint())
    return (before[0], before[1] + (coded >> 1))


def take_word(view, before):
    shared = view.varint()
    if shared > len(before):
        raise Corrupt("a term shares more than there is")
    return before[:shared] + view.bytes()


def gram_key(gram):
    return gram[0] << 21 | gram[1]


def word_key(term):
    return int.from_bytes(term[:8].ljust(8, b"\0"), "big")


GRAMS = (take_gram, gram_key, (0, 0))
WORDS = (take_word, word_key, b"")


def take_entry(view, term, place):
    head = view.varint()
    entry = Entry(term, head >> 1, head & 1)
    if entry.count == 0:
        raise Corrupt(f"{term} is in a dictionary and in no passage")
    if entry.count == 1:
        passage = view.varint()
        entry.only = (passage, view.varint() + 2 if head & 1 else 1)
        return entry
    if head & 1:
        entry.marked = view.varint()
    entry.list_at = (*place, view.varint())
    return entry


def is_ideograph(unit):
    return (unit in (0x3005, 0x3007) or 0x3400 <= unit < 0x4dc0
            or 0x4e00 <= unit < 0xa000)


def take_frequent(view, before, place):
    """An entry of the dictionary of frequent strings."""
    head = view.u8()
    length, shared = 3 + (head & 3), head >> 5
    if shared >= length or shared > len(before.term if before else ""):
        raise Corrupt("a string shares more than there is")
    term = (before.term[:shared] if before else "") + "".join(
        chr(view.u16()) for _ in range(length - shared))
    if not all(is_ideograph(ord(c)) for c in term):
        raise Corrupt(f"{term} is not of ideographs")
    entry = Entry(term, view.varint(), 0, within=head >> 2 & 3,
                  others=bool(head & 16))
    size = view.varint()
    if entry.count < 2 or entry.within == 3:
        raise Corrupt(f"{term} has an entry that there is not")
    if size:
        entry.list_at = (*place, size)
    return entry


def frequent_key(term):
    units = [ord(c) for c in term[:4]] + [0]
    return sum(unit << 48 - 16 * i for i, unit in enumerate(units[:4]))


FREQUENT = (None, frequent_key, None)


def take_entries(view, take_term, before):
    place = (view.varint(), view.varint())
    for _ in range(view.u8()):
        if take_term:
            before = take_term(view, before)
            entry = take_entry(view, before, place)
        else:
            entry = before = take_frequent(view, before, place)
        if entry.list_at:
            place = (place[0], place[1] + entry.list_at[2])
        yield entry


def block_index(chunk):
    """The keys and places of a dictionary's blocks."""
    view = View(chunk)
    count = view.u32()
    samples = [view.u64() for _ in range(-(-count // KEYS_A_SAMPLE))]
    keys = [view.u64() for _ in range(count)]
    places = [divmod(view.u64(), 1 << 32) for _ in range(count)]
    view.done()
    if samples != keys[::KEYS_A_SAMPLE]:
        raise Corrupt("the samples of a dictionary are not its keys")
    return zip(keys, places)


def read_dictionary(chunks, kind):
    """All entries, in order."""
    take_term, key_of, nothing = kind
    entries = []
    if not chunks:
        return entries
    for key, (chunk, offset) in block_index(chunks[-1]):
        block = list(take_entries(View(chunks[chunk], offset), take_term,
                                  nothing))
        if not 0 < len(block) <= ENTRIES_A_BLOCK:
            raise Corrupt(f"a block has {len(block)} entries")
        if key != key_of(block[0].term):
            raise Corrupt(f"a block of {block[0].term} has another key")
        entries += block
    terms = [entry.term for entry in entries]
    if any(x >= y for x, y in zip(terms, terms[1:])):
        raise Corrupt("a dictionary is not in order")
    return entries


# ---- posting lists ---------------------------------------------------------

def unpack(view, width, count):
    bits = int.from_bytes(view.take((width * count + 7) // 8), "little")
    mask = (1 << width) - 1
    return [bits >> width * i & mask for i in range(count)]


def take_passages(view, first, form, count):
    if form & BITS == BITS:
        bits = int.from_bytes(view.take(view.u16()), "little")
        return [first + i for i in range(bits.bit_length()) if bits >> i & 1]
    if form & BITS not in WIDTHS:
        raise Corrupt(f"gaps have a width of {form & BITS}")
    passages = [first]
    for gap in unpack(view, form & BITS, count - 1):
        passages.append(passages[-1] + gap + 1)
    return passages


def take_frequencies(view, form, count):
    if not form & HAS_FREQUENCIES:
        return [1] * count
    head = view.u8()
    width = head & 0x1f
    if width > 16 or head & 0x60:
        raise Corrupt(f"frequencies have the head {head:#x}")
    values = unpack(view, width, count)
    if head & 0x80:
        for _ in range(view.u8()):
            which = view.u8()
            values[which] += view.varint() << width
    return [value + 1 for value in values]


def take_block(view, first, form, count):
    if form & 0x40:
        raise Corrupt(f"a block has the form {form:#x}")
    passages = take_passages(view, first, form, count)
    if len(passages) != count or passages[0] != first:
        raise Corrupt("a set of bits has other passages than its block")
    frequencies = take_frequencies(view, form, count)
    view.done()
    return list(zip(passages, frequencies))


def take_long(view, passages):
    count = view.u32()
    bound = (view.u8(), view.u8())
    rows = [(view.u32(), view.u32(), view.u8() + 1, view.u8(),
             (view.u8(), view.u8())) for _ in range(count)]
    limits = [row[0] for row in rows[1:]] + [passages]
    blocks, begin = [], view.at
    for (first, end, size, form, own), limit in zip(rows, limits):
        block = View(view.data, view.at, begin + end)
        view.take(block.left())
        blocks.append(Block(take_block(block, first, form, size), limit, own))
    view.done()
    return PostingList(blocks, bound)


def read_subset(chunks, entry, whole):
    """Those of rising passages that a frequent string has."""
    if entry.count > len(whole):
        raise Corrupt(f"{entry.term} has more passages than its part")
    if not entry.list_at:
        if entry.count != len(whole):
            raise Corrupt(f"{entry.term} has no list")
        return list(whole)
    chunk, offset, size = entry.list_at
    view = View(chunks[chunk], offset, offset + size)
    left = len(whole) - entry.count if entry.others else entry.count
    numbers, before = [], -1
    while left:
        count = min(left, POSTINGS_A_BLOCK)
        block = list(take_numbers(view, view.u8(), count, before))
        if len(block) != count:
            raise Corrupt(f"a set of bits of {entry.term} has other numbers")
        numbers += block
        before = numbers[-1]
        left -= count
    view.done()
    if numbers and numbers[-1] >= len(whole):
        raise Corrupt(f"{entry.term} is in postings that there are not")
    chosen = set(numbers)
    return [passage for i, passage in enumerate(whole)
            if (i in chosen) != entry.others]


def take_numbers(view, form, count, before):
    if form == BITS:
        bits = int.from_bytes(view.take(view.u16()), "little")
        yield from (before + 1 + i for i in range(bits.bit_length())
                    if bits >> i & 1)
        return
    if form not in WIDTHS:
        raise Corrupt(f"gaps have a width of {form}")
    for gap in unpack(view, form, count):
        before += gap + 1
        yield before


def read_list(chunks, entry, passages):
    """The posting list of a dictionary's entry, in a segment of `passages`."""
    if entry.count > passages:
        raise Corrupt(f"{entry.term} is in more passages than there are")
    if entry.only:
        found = PostingList([Block([entry.only], passages)])
    else:
        chunk, offset, size = entry.list_at
        view = View(chunks[chunk], offset, offset + size)
        if entry.count > POSTINGS_A_BLOCK:
            found = take_long(view, passages)
        else:
            first, form = view.varint(), view.u8()
            found = PostingList(
                [Block(take_block(view, first, form, entry.count), passages)])
    for block in found.blocks:
        found.postings += block.postings
    check_list(found, entry)
    return found


def check_list(found, entry):
    """What a list promises of itself."""
    passages = [passage for passage, _ in found.postings]
    if len(passages) != entry.count:
        raise Corrupt(f"{entry.term} is in {len(passages)} passages, not in "
                      f"{entry.count}")
    if any(x >= y for x, y in zip(passages, passages[1:])):
        raise Corrupt(f"the passages of {entry.term} do not rise")
    if sum(f > 1 for _, f in found.postings) != entry.marked:
        raise Corrupt(f"{entry.term} has another number of marks")
    for block in found.blocks:
        if block.postings[-1][0] >= block.limit:
            raise Corrupt(f"a block of {entry.term} reaches into the next")
