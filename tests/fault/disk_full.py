#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No room left: by a limit on the size of files and, where one may mount, on a
file system of one megabyte."""
import os
import pathlib
import resource
import shutil
import subprocess
import tempfile

import scene as s


def limited(size):
    def apply():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return apply


def by_limit(scene):
    for name, args, before, after in s.operations(scene):
        size = (scene.kept / "data.mdb").stat().st_size
        for more in (0, 4096, 16384, 65536, 262144):
            scene.restore()
            run = scene.run(*args, preexec_fn=limited(size + more))
            what = f"{name}, {more} bytes of room"
            scene.tries += 1
            if run.returncode not in (0, 4):
                scene.fail(f"{what}: {run.returncode}: "
                           f"{run.stderr.decode()}")
            scene.look(what, before, after)
        scene.restore()
        scene.finish(name, args, after)


def by_mount(scene):
    """Files until the disk is full; what was committed stays."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="yizhan-full-"))
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)],
        capture_output=True, check=False)
    if mount.returncode:
        folder.rmdir()
        print("no file system was mounted: one may not")
        return
    try:
        scene.index = folder / "index"
        scene.must(scene.files / "0.txt")
        code = 0
        for i in range(1, 200):
            before = scene.state()
            scene.write("more.txt", 100 + i)
            name = f"more-{i}.txt"
            os.rename(scene.files / "more.txt", scene.files / name)
            run = scene.run(scene.files / name)
            scene.tries += 1
            code = run.returncode
            if code:
                break
        if code != 4 or b"room" not in run.stderr and \
                b"space" not in run.stderr:
            scene.fail(f"a full disk: {code}: {run.stderr.decode()}")
        if scene.run("--check").returncode or scene.state() != before:
            scene.fail("a full disk: what was committed is not there")
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder)


def main():
    scene = s.Scene(1)
    by_limit(scene)
    by_mount(scene)
    return scene.end("times full")


if __name__ == "__main__":
    raise SystemExit(main())
