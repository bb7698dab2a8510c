#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Let the power fail at any moment of an index's life.

    powerloss.py [--replays=N] [--seed=N]

The shim writes down what each run of yz-index does to the disk: writes, syncs,
names made, moved and removed. A replay plays it again up to a random moment and
loses what was not synced by then: a write is there, or not, or some of its
sectors of 512 bytes are; a cut file has its old length or the new. Names are
lost in two ways by turns:

    journal    as of ext4 or XFS: any sync keeps every name made before it,
               and of those made later the first few are there
    strict     as POSIX promises: a name is kept by a sync of its folder alone,
               and of the others any may be there

Then every run that had ended is in the index, and the one that was cut off is
in it or not, as a whole; the check finds nothing; and the next run succeeds.
"""
import collections
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess

import scene as s

SECTOR = 512


class Inode:
    """A file or a folder: what the disk has of it, and what is to come."""

    def __init__(self, is_folder=False):
        self.is_folder = is_folder
        self.disk = {} if is_folder else bytearray()
        self.cached = {} if is_folder else None
        self.pending = []


def write(data, at, piece):
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    data[at:at + len(piece)] = piece


def truncate(data, size):
    if size < len(data):
        del data[size:]
    else:
        data.extend(bytes(size - len(data)))


def change(names, operation):
    """Apply one to the names of folders."""
    kind, *rest = operation
    if kind == "name":
        folder, name, inode = rest
        names(folder)[name] = inode
    elif kind == "move":
        folder, name, to_folder, to_name = rest
        inode = names(folder).pop(name, None)
        if inode is not None:
            names(to_folder)[to_name] = inode
    else:
        folder, name = rest
        names(folder).pop(name, None)


class Disk:
    """What the records did, as far as they were played."""

    def __init__(self, top, is_strict):
        self.inodes = {top: Inode(is_folder=True)}
        self.top = top
        self.is_strict = is_strict
        self.names = []  # operations on names that are not yet on the disk

    def folder(self, number):
        if number not in self.inodes:
            self.inodes[number] = Inode(is_folder=True)
        return self.inodes[number]

    def keep_names(self, of_folder=None):
        kept = [o for o in self.names if of_folder is None
                or of_folder in (o[1], o[0] == "move" and o[3])]
        for operation in kept:
            change(lambda f: self.folder(f).disk, operation)
        self.names = [o for o in self.names if o not in kept]

    def sync(self, number):
        node = self.inodes.get(number)
        if node and not node.is_folder:
            for operation in node.pending:
                self.apply(node.disk, operation)
            node.pending = []
        if not self.is_strict:
            self.keep_names()
        elif node and node.is_folder:
            self.keep_names(number)

    @staticmethod
    def apply(data, operation):
        if operation[0] == "write":
            write(data, *operation[1:])
        else:
            truncate(data, operation[1])

    def play(self, record):
        kind, *rest = record
        if kind in ("create", "mkdir", "link"):
            folder, number, name = rest
            self.folder(folder)
            node = self.inodes.get(number)
            if kind != "link":
                node = self.inodes[number] = Inode(kind == "mkdir")
            self.names.append(("name", folder, name, node))
        elif kind == "rename":
            self.names.append(("move", rest[0], rest[2], rest[1], rest[3]))
        elif kind == "unlink":
            self.names.append(("gone", *rest))
        elif kind == "sync":
            self.sync(rest[0])
        elif kind == "sync-all":
            for number in list(self.inodes):
                self.sync(number)
            self.keep_names()
        else:
            self.play_data(kind, *rest)

    def play_data(self, kind, number, at, piece=None):
        node = self.inodes.get(number)
        if not node or node.is_folder:
            return
        if kind == "durable":
            write(node.disk, at, piece)
        node.pending.append(("write", at, piece) if kind != "truncate"
                            else ("truncate", at))

    # ---- what is left of it

    def left_names(self, rng):
        """Names by folder, after the power has failed."""
        left = {id(n): dict(n.disk) for n in self.inodes.values()
                if n.is_folder}
        if self.is_strict:
            kept = [o for o in self.names if rng.random() < .5]
        else:
            kept = self.names[:rng.randrange(len(self.names) + 1)]
        for operation in kept:
            change(lambda f: left[id(self.folder(f))], operation)
        return left

    def left_data(self, node, rng):
        data = bytearray(node.disk)
        for operation in node.pending:
            fate = rng.random()
            if operation[0] == "truncate":
                if fate < .5:
                    self.apply(data, operation)
            elif fate < .35:
                self.apply(data, operation)
            elif fate > .6:
                _, at, piece = operation
                for begin in range(0, len(piece), SECTOR):
                    if rng.random() < .5:
                        write(data, at + begin, piece[begin:begin + SECTOR])
        return bytes(data)

    def leave(self, path, rng):
        """Write what is left into a folder."""
        left = self.left_names(rng)

        def put(node, at):
            at.mkdir(parents=True)
            for name, below in left.get(id(node), {}).items():
                if below.is_folder:
                    put(below, at / name)
                else:
                    (at / name).write_bytes(self.left_data(below, rng))

        put(self.inodes[self.top], path)


# ---- the life of an index --------------------------------------------------


def read_records(path):
    """Kind, numbers and, where there are, bytes or names."""
    with path.open("rb") as file:
        for line in file:
            kind, *numbers = line.split()
            kind = kind.decode()
            numbers = [int(n) for n in numbers]
            if kind in ("write", "durable"):
                yield (kind, *numbers[:2], file.read(numbers[2]))
            elif kind == "rename":
                names = [file.read(n).decode() for n in numbers[2:]]
                yield (kind, *numbers[:2], *names)
            elif kind in ("create", "mkdir", "link", "unlink"):
                yield (kind, *numbers[:-1], file.read(numbers[-1]).decode())
            else:
                yield (kind, *numbers)


class Life(s.Scene):
    """Runs of yz-index one behind the other, written down."""

    def __init__(self, seed):
        super().__init__(seed)
        # Where the index lies is part of what is recorded.
        self.above = self.folder / "above"
        self.above.mkdir()
        self.index = self.above / "index"
        self.record = self.folder / "record"
        self.records = []
        self.states = [None]
        self.ends = []  # how many records there are when a run has ended

    def live(self, *args):
        env = dict(os.environ, LD_PRELOAD=os.environ["YZ_RECORD_SHIM"],
                   YZ_RECORD=str(self.record))
        self.must(*args, env=env)
        self.records.extend(read_records(self.record))
        self.record.unlink()
        self.ends.append(len(self.records))
        self.states.append(self.state())

    def must(self, *args, **how):
        run = self.run(*args, **how)
        if run.returncode:
            raise SystemExit(f"{args}: {run.returncode}: "
                             f"{run.stderr.decode()}")
        return run

    def live_long(self):
        files = [self.files / f"{i}.txt" for i in range(12)]
        for i in range(3):
            self.write(f"{i}.txt")
            self.live(files[i])
        self.write("1.txt")
        self.live(files[1])
        self.live("--remove", files[0])
        self.live("--compact")
        # the eighth segment of a tier is merged with the others
        for i in range(3, 12):
            self.write(f"{i}.txt")
            self.live(files[i])
        for i in range(3):
            self.write(f"{i}.txt", 200)
            self.write(f"{i + 3}.txt", 10)
        self.live(self.files)
        self.live("--compact")
        self.live("--repair")
        self.live(files[1])


def moments(life, count, rng):
    """Random ones, a third of them about syncs and changes of names."""
    sharp = [i for i, r in enumerate(life.records)
             if r[0] not in ("write", "truncate")]
    return sorted(
        min(len(life.records), rng.choice(sharp) + rng.randrange(3))
        if rng.random() < .35 else rng.randrange(len(life.records) + 1)
        for _ in range(count))


class Look(s.Scene):
    """What a replay left, looked at."""

    def __init__(self, life, path):  # pylint: disable=super-init-not-called
        self.files = life.files
        self.index = path / "index"

    def fault(self, before, after):
        """What is wrong with it; None: nothing."""
        dump = self.run("--dump")
        if before is None and b"there is no index" in dump.stderr:
            return self.fault_of_next()
        if dump.returncode:
            return f"--dump: {dump.stderr.decode()}"
        # a new index may be there without its first commit
        if self.state() not in (before or {}, after):
            return "what was committed is not there"
        check = self.run("--check")
        if check.returncode:
            return f"--check: {check.stderr.decode()}"
        return self.fault_of_next()

    def fault_of_next(self):
        run = self.run(self.files / "1.txt")
        if run.returncode:
            return f"the next run: {run.stderr.decode()}"
        return None


def replay(life, disk, moment, number, rng):
    """@return what is wrong after the power failed there; None: nothing"""
    path = life.folder / f"replay-{number}"
    disk.leave(path, rng)
    ended = sum(end <= moment for end in life.ends)
    after = life.states[min(ended + 1, len(life.states) - 1)]
    fault = Look(life, path).fault(life.states[ended], after)
    shutil.rmtree(path)
    return fault


def replay_all(life, count, is_strict):
    """@return faults by what is wrong"""
    rng = random.Random(f"{life.seed} {is_strict}")
    disk = Disk(life.above.stat().st_ino, is_strict)
    faults = collections.Counter()
    played = 0
    for number, moment in enumerate(moments(life, count, rng)):
        for record in life.records[played:moment]:
            disk.play(record)
        played = moment
        fault = replay(life, disk, moment, f"{is_strict}-{number}",
                       random.Random(f"{life.seed} {is_strict} {number}"))
        if fault:
            kind = "strict" if is_strict else "journal"
            last = life.records[moment - 1][0] if moment else "nothing"
            where = re.compile(re.escape(str(life.folder)) + r"\S*/index")
            faults[f"{kind}, after {last}: {where.sub('INDEX', fault)}"] += 1
    return faults


def main():
    parser = s.options(replays=200)
    options = parser.parse_args()
    life = Life(options.seed)
    life.live_long()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        halves = list(pool.map(
            lambda strict: replay_all(life, options.replays // 2, strict),
            (False, True)))
    life.tries = options.replays // 2 * 2
    for what, count in sum(halves, collections.Counter()).items():
        life.fail(f"{count} times: {what}")
        life.failures += count - 1
    print(f"{len(life.records)} records of {len(life.ends)} runs")
    return life.end("replays")


if __name__ == "__main__":
    raise SystemExit(main())
