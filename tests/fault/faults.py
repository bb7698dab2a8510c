#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Let single calls fail: every allocation once, or every write and sync once.

    faults.py alloc|io [--most=N] [--seed=N]

Of more than N calls of an operation, N are chosen evenly. A program may say
that it could not; it may not crash.
"""
import subprocess

import scene as s

def count_calls(scene, kind, args):
    """How many calls of the kind the whole operation makes."""
    scene.restore()
    path = scene.folder / "count"
    run = scene.run(*args, env=s.shimmed(YZ_FAULT_COUNT=str(path)))
    if run.returncode:
        raise SystemExit(f"{args} with the shim: {run.stderr.decode()}")
    allocations, writes, _ = map(int, path.read_text().split())
    return allocations if kind == "alloc" else writes


def fail_once(scene, kind, number, name, args, before, after, on_and_on):
    scene.restore()
    more = {"YZ_FAULT_ALL": "1"} if on_and_on else {}
    run = scene.run(*args, "--jobs=1",
                    env=s.shimmed(YZ_FAULT=f"{kind}:{number}", **more))
    what = f"{name}, {kind} call {number}{' and all later' * on_and_on}"
    scene.tries += 1
    if run.returncode < 0 or run.returncode > 4:
        scene.fail(f"{what}: ended by {run.returncode}: {run.stderr.decode()}")
    if run.returncode == 0 and kind == "io" and scene.state() != after:
        scene.fail(f"{what}: says it is done, and is not")
    scene.look(what, before, after)


def search_failing(scene, most):
    """Searching with a failing allocation: an answer or an error."""
    command = [s.QUERY, "-d", str(scene.index), "-o", "json", s.PHRASE]
    whole = subprocess.run(command, capture_output=True, check=True)
    path = scene.folder / "count"
    subprocess.run(command, capture_output=True, check=True,
                   env=s.shimmed(YZ_FAULT_COUNT=str(path)))
    count = int(path.read_text().split()[0])
    for number in s.chosen(count, most):
        run = subprocess.run(command, capture_output=True, check=False,
                             env=s.shimmed(YZ_FAULT=f"alloc:{number}"))
        scene.tries += 1
        same = run.stdout.split(b'"took_us"')[0] == whole.stdout.split(
            b'"took_us"')[0]
        if run.returncode not in (0, 3, 4) or (not run.returncode
                                               and not same):
            scene.fail(f"search, alloc call {number}: {run.returncode}: "
                       f"{run.stderr.decode()}")


def main():
    parser = s.options(most=40)
    parser.add_argument("kind", choices=("alloc", "io"))
    options = parser.parse_args()
    scene = s.Scene(options.seed)
    for name, args, before, after in s.operations(scene):
        count = count_calls(scene, options.kind, [*args, "--jobs=1"])
        numbers = s.chosen(count, options.most)
        for on_and_on in (False, True) if options.kind == "io" else (False,):
            for number in numbers:
                fail_once(scene, options.kind, number, name, args, before,
                          after, on_and_on)
        scene.finish(name, args, after)
        print(f"{name}: {len(numbers)} of {count} calls", flush=True)
    if options.kind == "alloc":
        search_failing(scene, options.most)
    return scene.end("faults")


if __name__ == "__main__":
    raise SystemExit(main())
