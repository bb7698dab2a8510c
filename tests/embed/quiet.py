#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Does the library print, end the process, read the environment, set the
locale, or keep state of its own? What it takes from others says so, and what
it has that can be written.

    quiet.py --nm NM LIBRARY
    quiet.py --self-test
"""
import argparse
import re
import subprocess
import sys

# Streams and what writes to them; ends; the environment; locale; signals; the
# functions of C whose state is one a process.
REFUSED = re.compile(
    r"^(_IO_)?(std(in|out|err)|f?printf|__f?printf_chk|v?f?wprintf|vf?printf"
    r"|dprintf|puts|fputs|f?putc|putchar|f?write|perror|psignal|syslog"
    r"|(_|quick_)?exit|_Exit|abort|atexit|on_exit|(secure_)?getenv|setenv"
    r"|putenv|environ|setlocale|newlocale|uselocale|signal|sigaction|raise"
    r"|kill|fork|vfork|exec[lv]\w*|system|popen|pthread_atfork|s?rand(om)?"
    r"|strtok|localtime|gmtime|asctime|ctime|chdir|umask|u_setDataDirectory"
    r"|u_cleanup|uloc_setDefault_\d+)$")
# What starting pdftotext takes: a copy of the file for it, the environment to
# run it in, and its end, where it hangs. None of it is our own.
PROCESS = {"environ", "fwrite", "kill"}
# What writes JSON for an engine, to a stream in memory: it prints nothing where
# nothing is taken that opens a stream of the process.
JSON = {"fprintf", "__fprintf_chk", "fputs", "putc", "_IO_putc"}
# The list of open environments, and what compilers put there.
STATE = {"open_stores", "open_stores_mutex", "completed.0", "__TMC_END__",
         "__dso_handle", "__cpu_model", "__cpu_features2"}


def refused(undefined):
    """Names that the library takes from others, and may not."""
    names = [line.split()[-1].split("@")[0]
             for line in undefined.splitlines() if line.split()]
    return [name for name in names
            if REFUSED.match(name) and name not in PROCESS | JSON]


def state(sysv):
    """Names of what can be written."""
    found = []
    for line in sysv.splitlines():
        parts = [part.strip() for part in line.split("|")]
        if len(parts) >= 7 and parts[6] in (".data", ".bss"):
            if parts[3] not in ("SECTION", "FILE"):
                found.append(parts[0])
    return sorted(set(found) - STATE)


def self_test():
    assert refused("   U malloc@GLIBC_2.2\n   U snprintf@GLIBC_2.2\n") == []
    assert refused("U printf@GLIBC_2.2\nU getenv\n") == ["printf", "getenv"]
    assert refused("U stderr@GLIBC_2.2\nU exit\n") == ["stderr", "exit"]
    line = "%s |0000000000000000| b |  OBJECT|0000000000000008|     |%s\n"
    assert state(line % ("open_stores", ".bss")) == []
    assert state(line % ("counter", ".bss")) == ["counter"]
    assert state(line % ("names", ".data.rel.ro")) == []
    print("noises are heard")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--nm", default="nm")
    parser.add_argument("library", nargs="?")
    options = parser.parse_args()
    if options.self_test:
        self_test()
        return

    def nm(*words):
        return subprocess.run([options.nm, *words, options.library],
                              check=True, capture_output=True,
                              text=True).stdout
    undefined = nm("-D", "--undefined-only")
    found = [f"it calls {name}" for name in refused(undefined)]
    found += [f"it has state: {name}" for name in state(nm("--format=sysv"))]
    if "malloc" not in undefined:
        found.append("nm says nothing")
    if found:
        sys.exit("\n".join(found))
    print("it is quiet")


if __name__ == "__main__":
    main()
