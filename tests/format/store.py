# SPDX-License-Identifier: MIT
"""The tables of an index, by mdb_dump of LMDB's own tools, and views of bytes
(docs/format.md, "Tables" and "Notation")."""
import subprocess

from xxh3 import xxh3


class Corrupt(Exception):
    """The index is not what docs/format.md says."""


class View:
    """Bytes that are taken from the front; too few of them are an error."""

    def __init__(self, data, at=0, end=None):
        self.data, self.at = data, at
        self.end = len(data) if end is None else end
        if not 0 <= self.at <= self.end <= len(data):
            raise Corrupt(f"{at} to {end} lies outside {len(data)} bytes")

    def left(self):
        return self.end - self.at

    def take(self, size):
        if size > self.left():
            raise Corrupt(f"{size} bytes wanted, {self.left()} left")
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), "little")

    def u8(self):
        return self.number(1)

    def u16(self):
        return self.number(2)

    def u32(self):
        return self.number(4)

    def u64(self):
        return self.number(8)

    def varint(self):
        value = shift = 0
        while True:
            byte = self.u8()
            value |= (byte & 0x7f) << shift
            if byte < 0x80:
                return value
            shift += 7

    def zigzag(self):
        coded = self.varint()
        return coded >> 1 ^ -(coded & 1)

    def bytes(self):
        return self.take(self.varint())

    def text(self):
        return self.bytes().decode("utf-8")

    def done(self):
        if self.left():
            raise Corrupt(f"{self.left()} bytes are left over")


def unsealed(value):
    """What stands before the checksum, which must be right."""
    if len(value) < 8 or xxh3(value[:-8]) != int.from_bytes(value[-8:],
                                                            "little"):
        raise Corrupt("a seal does not fit its value")
    return value[:-8]


def tables(directory):
    """All tables of an index: name -> { key: value }."""
    dump = subprocess.run(["mdb_dump", "-a", directory], check=True,
                          stdout=subprocess.PIPE).stdout
    found, table, key = {}, None, None
    for line in dump.splitlines():
        if line.startswith(b" "):
            piece = bytes.fromhex(line.decode("ascii"))
            if key is None:
                key = piece
            else:
                table[key] = piece
                key = None
        elif line.startswith(b"database="):
            table = found.setdefault(line[9:].decode(), {})
    return found
