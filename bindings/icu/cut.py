#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make a library of ICU's data that has only what we use.

    cut.py FOLDER        write libicudata.so.NN there; NN is ICU's version

Packages for other systems bring ICU along; its data is 31 MB, and ours 4 MB.
keep.txt lists the items. Those of brkitr/ are made here, as ICU's own ask for
all dictionaries and rules. Needs libicu-dev and icu-devtools.
"""
import argparse
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = """\
__asm__(".section .rodata\\n"
        ".globl icudt{0}_dat\\n"
        ".balign 16\\n"
        "icudt{0}_dat:\\n"
        ".incbin \\"{1}\\"\\n"
        ".previous\\n");
"""


def run(*command, cwd=None):
    return subprocess.run([str(part) for part in command], cwd=cwd, check=True,
                          stdout=subprocess.PIPE, encoding="utf-8").stdout


def pkg_config(*arguments):
    return run("pkg-config", *arguments, "icu-uc").strip()


def all_data(folder, major):
    """The data of the installed ICU, as a file."""
    archive = Path(pkg_config("--variable=libdir")) / "libicudata.a"
    run("ar", "x", archive, cwd=folder)
    member, = folder.glob("*.o")
    data = folder / f"icudt{major}l.dat"
    run("objcopy", "-O", "binary", "-j", ".rodata", member, data)
    return data


def cut(whole, folder):
    """A file with the items of keep.txt and our own of brkitr/."""
    items = folder / "items"
    items.mkdir()
    run("icupkg", "-x", HERE / "keep.txt", "-d", items, whole)
    keep = (HERE / "keep.txt").read_text(encoding="utf-8").split()
    for source in sorted((HERE / "brkitr").glob("*.txt")):
        run("genrb", "-q", "-d", items / "brkitr", source)
        keep.append(f"brkitr/{source.stem}.res")
    names = folder / "names.txt"
    names.write_text("\n".join(sorted(keep)) + "\n", encoding="utf-8")
    (folder / "cut").mkdir()
    result = folder / "cut" / whole.name
    run("icupkg", "-tl", "-a", names, "-s", items, "new", result)
    return result


def link(data, major, folder, result):
    source = folder / "data.c"
    source.write_text(SOURCE.format(major, data), encoding="utf-8")
    name = f"libicudata.so.{major}"
    run("cc", "-shared", "-fPIC", "-nostdlib", f"-Wl,-soname,{name}",
        "-o", result / name, source)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    result = parser.parse_args().folder
    result.mkdir(parents=True, exist_ok=True)
    major = pkg_config("--modversion").split(".")[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        link(cut(all_data(folder, major), folder), major, folder, result)


if __name__ == "__main__":
    main()
