#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Kill at chosen moments, while others have the index open.

    moments.py [--most=N] [--seed=N]

A process is stopped behind its Nth call that is seen from outside: a page is
written, a file renamed or removed, a lock made. A reader has had the index open
since before, a second one comes while the first process stands still; then it
is killed. The first answers from before, the second from before or after, and a
writer finds a whole index. Of more than N moments of an operation, N are chosen
evenly.
"""
import contextlib
import os
import subprocess

import scene as s


@contextlib.contextmanager
def reader(scene):
    """One that has the index open and answers when it is asked."""
    with subprocess.Popen(
            [s.QUERY, "-d", str(scene.index), "-c", "--batch"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE) as process:
        yield process
        process.stdin.close()


def ask(process):
    process.stdin.write(f"{s.PHRASE}\n".encode())
    process.stdin.flush()
    line = process.stdout.readline()
    return int(line) if line else process.stderr.read().decode()


def count_moments(scene, args, fails=False):
    scene.restore()
    path = scene.folder / "count"
    run = scene.run(*args, env=s.shimmed(YZ_FAULT_COUNT=str(path)))
    if run.returncode and not fails:
        raise SystemExit(f"{args} with the shim: {run.stderr.decode()}")
    return int(path.read_text().split()[2])


def hits(state):
    return sum(s.PHRASE in text for all_of in state.values()
               for _, text in all_of)


@contextlib.contextmanager
def standing_still(scene, number, args):
    """While the process stands behind a call; then it is killed."""
    with subprocess.Popen(
            [s.INDEX, "-d", str(scene.index), *map(str, args)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=s.shimmed(YZ_FAULT=f"stop:{number}")) as process:
        os.waitid(os.P_PID, process.pid,
                  os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        yield process
        process.kill()


def come_and_ask(scene, number, args):
    """What one says who comes while the process stands still."""
    with standing_still(scene, number, args) as process, \
            reader(scene) as late:
        with contextlib.suppress(subprocess.TimeoutExpired):
            late.wait(timeout=0.03)  # it opens, or waits for that
        process.kill()
        return ask(late)


def kill_at(scene, number, name, args, before, after):
    scene.restore()
    what = f"{name}, killed behind call {number}"
    possible = range(min(hits(before), hits(after)),
                     max(hits(before), hits(after)) + 1)
    scene.tries += 1
    with reader(scene) as early:
        ask(early)
        found = come_and_ask(scene, number, [*args, "--jobs=1"])
        if found not in possible:
            scene.fail(f"{what}: one who came says {found}, not {possible}")
        scene.look(what, before, after)
        scene.finish(what, args, after)
        if ask(early) != hits(before):
            scene.fail(f"{what}: an open reader does not see what it saw")


def kill_repairs(scene, most):
    """Of a damaged index, what a killed repair leaves can be repaired."""
    scene.must("--compact")
    s.break_segment(scene)
    scene.keep()
    scene.run("--repair")
    repaired = scene.state()
    args = ["--repair"]
    count = count_moments(scene, args, fails=True)
    numbers = s.chosen(count, most)
    for number in numbers:
        scene.restore()
        scene.tries += 1
        with reader(scene):
            with standing_still(scene, number, args):
                pass
            scene.run(*args)
            scene.look(f"repair, killed behind call {number}", repaired,
                       repaired)
    print(f"repair: {len(numbers)} of {count} moments", flush=True)


def kill_creations(scene, most):
    """Of an index that was never finished, the next run makes one."""
    args = [scene.files, "--jobs=1"]
    scene.forget()
    scene.restore()
    scene.must(*args)
    whole = scene.state()
    count = count_moments(scene, args)
    numbers = s.chosen(count, most)
    for number in numbers:
        scene.restore()
        scene.tries += 1
        what = f"creation, killed behind call {number}"
        with standing_still(scene, number, args):
            pass
        seen = subprocess.run([s.QUERY, "-d", str(scene.index), s.PHRASE],
                              capture_output=True, check=False, timeout=60)
        if seen.returncode not in (0, 1, 3) or b"damaged" in seen.stderr:
            scene.fail(f"{what}: a reader: {seen.stderr.decode()}")
        scene.finish(what, args, whole)
    print(f"creation: {len(numbers)} of {count} moments", flush=True)


def main():
    options = s.options(most=16).parse_args()
    scene = s.Scene(options.seed)
    for name, args, before, after in s.operations(scene):
        count = count_moments(scene, [*args, "--jobs=1"])
        numbers = s.chosen(count, options.most)
        for number in numbers:
            kill_at(scene, number, name, args, before, after)
        print(f"{name}: {len(numbers)} of {count} moments", flush=True)
    kill_repairs(scene, options.most)
    kill_creations(scene, options.most)
    return scene.end("kills")


if __name__ == "__main__":
    raise SystemExit(main())
