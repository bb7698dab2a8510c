#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""kill -9 at random moments of adding, updating, merging, compacting and
repairing.

    kill.py [--kills=N] [--seed=N]
"""
import subprocess
import time

import scene as s


def kill_once(scene, name, args, before, after, took):
    scene.restore()
    delay = scene.rng.random() * took
    with subprocess.Popen(
            [s.INDEX, "-d", str(scene.index), *map(str, args)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(delay)
        process.kill()
    what = f"{name}, killed after {delay:.4f} s"
    scene.tries += 1
    scene.look(what, before, after)
    scene.finish(what, args, after)


def measure(scene, args):
    scene.restore()
    begin = time.monotonic()
    scene.must(*args)
    return time.monotonic() - begin


def kill_repair(scene, kills):
    """Of a damaged index, every kill leaves one that can still be repaired."""
    scene.must("--compact")
    whole = scene.state()
    s.break_segment(scene)
    scene.keep()
    begin = time.monotonic()
    scene.run("--repair")
    took = time.monotonic() - begin
    repaired = scene.state()
    for _ in range(kills):
        scene.restore()
        with subprocess.Popen(
                [s.INDEX, "-d", str(scene.index), "--repair"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL) as process:
            delay = scene.rng.random() * took
            time.sleep(delay)
            process.kill()
        scene.tries += 1
        scene.run("--repair")
        what = f"repair, killed after {delay:.4f} s"
        scene.look(what, repaired, repaired)
        if sum(map(len, repaired.values())) < sum(
                map(len, whole.values())) // 2:
            scene.fail(f"{what}: more is lost than was damaged")


def main():
    options = s.options(kills=40).parse_args()
    scene = s.Scene(options.seed)
    share = max(1, options.kills // 5)
    for name, args, before, after in s.operations(scene):
        took = measure(scene, args)
        for _ in range(share):
            kill_once(scene, name, args, before, after, took)
    kill_repair(scene, share)
    return scene.end("kills")


if __name__ == "__main__":
    raise SystemExit(main())
