#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The include law: who may include whom, and who may ask for memory.

    tests/layers.py [ROOT]        read every #include and allocation below
                                  ROOT, name those that break the law; exit 1
                                  if there are any
    tests/layers.py --self-test   plant one violation of each kind in a small
                                  tree and see that each is named

The law is the tables below; the code only reads them.
"""
import re
import sys
import tempfile
from pathlib import Path

TOPS = ("core", "indexer", "query", "engine", "serve", "bindings", "include")

CORE = ("core/base", "core/text", "core/report", "core/store", "core/format",
        "core/index")
EXACT = CORE + ("query/parse", "query/plan", "query/match/exact")
FUZZY = EXACT + ("query/match/fuzzy",)
MATCH = FUZZY + ("query/match",)
RESULTS = MATCH + ("query/rank", "query/show", "query/results")

# A folder, and the folders whose headers its files may include. Every folder
# may include the public header and the C library. No .c or .h file lies
# directly in core/, indexer/ or query/.
LAYERS = {
    "include/yizhan": (),
    "core/base": ("core/base",),
    # blind to each other
    "core/text": ("core/base", "core/text"),
    "core/report": ("core/base", "core/report"),
    "core/store": ("core/base", "core/store"),
    "core/engine": ("core/base", "core/engine"),
    "core/format": ("core/base", "core/store", "core/format"),
    "core/index": CORE,
    # blind to query/
    "indexer/ocr": ("core/base", "indexer/ocr"), # also in libyizhan-formats
    "indexer/formats": ("core/base", "indexer/ocr", "indexer/formats"),
    "indexer/layout": CORE + ("indexer/ocr", "indexer/layout"),
    "indexer/source": CORE + ("indexer/ocr", "indexer/layout",
                              "indexer/source"),
    "indexer/write": CORE + ("indexer/source", "indexer/write"),
    "indexer/maintain": CORE + ("indexer/write", "indexer/maintain"),
    # blind to indexer/
    "query/parse": ("core/base", "core/text", "core/report", "query/parse"),
    "query/show": ("core/base", "core/text", "core/report", "query/show"),
    "query/plan": CORE + ("query/parse", "query/plan"),
    "query/match/exact": EXACT,
    "query/match/fuzzy": FUZZY,
    "query/match": MATCH,
    "query/rank": EXACT + ("query/rank",), # sets are ranked, not made
    "query/results": RESULTS,
    # blind to each other but for what explanations are made of
    "query/search": RESULTS + ("query/search",),
    "query/explain": RESULTS + ("query/explain",),
    "query/suggest": RESULTS + ("query/explain", "query/suggest"),
    # above both; what it does is named in core/index/remote.h
    "engine/remote": RESULTS + ("core/engine", "query/search", "engine/remote"),
    "engine/opensearch": ("core/base", "core/engine", "engine/opensearch"),
    # clients of the public header
    "indexer/cli": ("core/base", "indexer/cli"),
    "query/cli": ("core/base", "query/cli"),
    "serve": ("core/base", "query/cli", "serve"), # it answers as yz-query does
    # blind to everything but the public header
    "bindings/node": ("bindings/node",),
    "bindings/sqlite": ("bindings/sqlite",),
    "bindings/python/extension": ("bindings/python/extension",),
}

# Headers of other projects (a name that ends in / is a folder of them), and
# the folders or the one file that may include them.
FOREIGN = {
    "unicode/": ("core/text",),
    "libstemmer.h": ("core/text",),
    "lmdb.h": ("core/store",),
    "xxhash.h": ("core/base/hash.c",),
    "microhttpd.h": ("serve/server.c",),
    "sqlite3ext.h": ("bindings/sqlite",),
    "napi.h": ("bindings/node",),
    "jpeglib.h": ("query/cli/picture.c",),
    "png.h": ("query/cli/picture.c",),
    "tiffio.h": ("query/cli/picture.c",),
    "expat.h": ("indexer/formats",),
    "libxml/": ("indexer/formats",),
    "archive.h": ("indexer/formats",),
    "archive_entry.h": ("indexer/formats",),
    "libintl.h": ("core/base/translation.c",),
    "jansson.h": ("core/report/members.c", "indexer/source", "indexer/cli",
                  "query/cli", "engine/opensearch"),
    "curl/": ("engine/opensearch",),
}

# What a C compiler brings, and of POSIX and Linux what we use.
C_LIBRARY = set("""
    assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h
    limits.h locale.h math.h setjmp.h signal.h stdalign.h stdarg.h stdatomic.h
    stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h
    tgmath.h threads.h time.h uchar.h wchar.h wctype.h
    dirent.h dlfcn.h fcntl.h fnmatch.h ftw.h getopt.h glob.h langinfo.h libgen.h
    poll.h pthread.h regex.h sched.h signal.h spawn.h strings.h termios.h unistd.h
    sys/file.h sys/ioctl.h sys/mman.h sys/random.h sys/resource.h sys/stat.h
    sys/statfs.h sys/statvfs.h sys/time.h sys/types.h sys/uio.h sys/vfs.h
    sys/wait.h immintrin.h
    arpa/inet.h netinet/in.h sys/socket.h
""".split())

# Functions of the C library that hand out memory, and the one file that may
# call them: all others ask it, so that a program's own allocator is honoured.
# The programs and bindings, which have none, may call them too.
ALLOCATION = re.compile(r"\b(malloc|calloc|realloc|reallocarray|aligned_alloc|"
                        r"posix_memalign|strn?dup|v?asprintf|open_memstream|"
                        r"getline|getdelim)[ \t]*\(")
MEMORY_DOOR = "core/base/memory.c"

# The public header must compile anywhere.
PUBLIC_C_LIBRARY = {"stdbool.h", "stddef.h", "stdint.h"}

# The headers of C++ have no suffix: for its files alone.
CPP_LIBRARY = re.compile(r"\w+$")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include\b[ \t]*(.*)$', re.MULTILINE)
COMMENT = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|"""
                     r"""'(?:\\.|[^'\\\n])*'""", re.DOTALL)


def without_comments(text):
    """The text with comments blanked out, its lines where they were."""
    def space(found):
        if found.group()[0] in "\"'":
            return found.group()
        return re.sub(r"[^\n]", " ", found.group())
    return COMMENT.sub(space, text)


def layer_of(path):
    """The layer of a file, given by its path from the root; None: none."""
    folder = path.parent
    if str(folder) in LAYERS:
        return str(folder)
    for above in folder.parents:
        # Folders inside a room belong to it; new rooms must be given a place.
        if str(above) in LAYERS:
            return str(above)
    return None


def judge_own(root, layer, name):
    """Why a file of the layer may not include "name"; None if it may."""
    path = Path(name)
    if path.parts[0] not in TOPS or ".." in path.parts:
        return "an include of ours is written from the root"
    if not (root / path).is_file():
        return "there is no such file"
    if layer_of(path) not in LAYERS[layer]:
        return f"{layer} may not include {layer_of(path) or path.parent}"
    return None


def judge_foreign(layer, path, name):
    """Why the file may not include <name>; None if it may."""
    if name.startswith("yizhan/"):
        return None
    if CPP_LIBRARY.match(name) and path.suffix in (".cc", ".hpp") or \
            layer == "bindings/node" and CPP_LIBRARY.match(name):
        return None
    if layer == "include/yizhan":
        if name in PUBLIC_C_LIBRARY:
            return None
        return "the public header may not include it"
    if name in C_LIBRARY:
        return None
    for foreign, places in FOREIGN.items():
        if name == foreign or (foreign[-1] == "/" and
                               name.startswith(foreign)):
            if layer in places or str(path) in places:
                return None
            return "only " + ", ".join(places) + " may include it"
    return "it is in no table of this test"


def judge(root, path, include):
    """Why the file at `path` may not have the include; None if it may."""
    layer = layer_of(path)
    if layer is None:
        return f"the folder {path.parent} is in no layer"
    own = re.match(r'"([^"]+)"', include)
    foreign = re.match(r"<([^>]+)>", include)
    if own:
        return judge_own(root, layer, own.group(1))
    if foreign:
        return judge_foreign(layer, path, foreign.group(1))
    return "an include names its file"


def sources(root):
    for top in TOPS:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".c", ".h", ".inc", ".cc", ".hpp") and path.is_file():
                yield path.relative_to(root)


def judge_allocation(path):
    """Why the file at `path` may not allocate by itself; None if it may."""
    if str(path) == MEMORY_DOOR or path.parts[0] in ("serve", "bindings") or \
            "cli" in path.parts:
        return None
    return f"only {MEMORY_DOOR} may call it"


def without_strings(text):
    return COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def violations(root):
    """(number of includes read, the sentences about those not allowed)"""
    read, found = 0, []
    for path in sources(root):
        text = without_comments((root / path).read_text(encoding="utf-8"))
        for include in INCLUDE.finditer(text):
            read += 1
            reason = judge(root, path, include.group(1).strip())
            if reason:
                line = text.count("\n", 0, include.start()) + 1
                found.append(f"{path}:{line}: {include.group(1).strip()}: "
                             f"{reason}")
        for call in ALLOCATION.finditer(without_strings(text)):
            reason = judge_allocation(path)
            if reason:
                line = text.count("\n", 0, call.start()) + 1
                found.append(f"{path}:{line}: {call.group(1)}: {reason}")
    return read, found


# ---- the test of the test ---------------------------------------------------

# A lawful tree.
LAWFUL = {
    "include/yizhan/yizhan.h": "#include <stdint.h>\n",
    "core/base/hash.h": "#include <yizhan/yizhan.h>\n",
    "core/base/memory.c": "p = malloc(1);\n",
    "core/base/hash.c": '#include "core/base/hash.h"\n#include <xxhash.h>\n',
    "core/text/fold.h": '#include "core/base/hash.h"\n',
    "core/text/fold.c": "#include <unicode/uchar.h>\n"
                        "#  include <libstemmer.h>\n",
    "core/report/report.h": '#include "core/base/hash.h"\n',
    "core/store/store.h": "",
    "core/store/store.c": "#include <lmdb.h>\n",
    "core/format/segment.h": '#include "core/store/store.h"\n',
    "core/index/index.h": '#include "core/format/segment.h"\n'
                    '#include "core/text/fold.h"\n',
    "indexer/write/writer.h": '#include "core/index/index.h"\n',
    "indexer/source/jsonl.c": "#include <jansson.h>\n",
    "indexer/cli/main.c": "#include <yizhan/yizhan.h>\n"
                          "#include <stdio.h>\nchar *c = strdup(s);\n",
    "query/parse/tree.h": '/* #include "query/rank/score.h" */\n',
    "query/plan/plan.h": '#include "query/parse/tree.h"\n',
    "query/match/exact/set.h": '#include "query/plan/plan.h"\n',
    "query/match/fuzzy/misread.h": '#include "query/match/exact/set.h"\n',
    "query/match/match.h": '#include "query/plan/plan.h"\n'
                           '#include "query/match/fuzzy/misread.h"\n',
    "query/rank/score.h": "/* malloc(1) */ char s[] = \"malloc(1)\";\n",
    "query/search/search.c": '#include "query/match/match.h"\n'
                      '#include "core/index/index.h"\n',
    "query/cli/options.h": "",
    "query/cli/main.c": '#include "query/cli/options.h"\n'
                        '#include "core/base/hash.h"\n'
                        "#include <jansson.h>\n",
    "serve/server.h": "",
    "serve/server.c": "#include <microhttpd.h>\n",
    "serve/main.c": '#include "query/cli/options.h"\nfree(strdup(s));\n',
    "include/yizhan/yizhan.hpp": "#include <string>\n",
    "bindings/node/src/job.h": "#include <napi.h>\n#include <memory>\n",
    "bindings/node/src/job.cc": '#include "bindings/node/src/job.h"\n',
    "bindings/sqlite/extension.h": "#include <sqlite3ext.h>\n"
                                   "#include <yizhan/yizhan.h>\n",
    "bindings/sqlite/extension.c":
        '#include "bindings/sqlite/extension.h"\nsqlite3_malloc(1);\n',
}

# One line more in a file, or a new file, and what must be said of it.
PLANTED = [
    ("core/base/hash.c", '#include "core/text/fold.h"', "may not include"),
    ("core/text/fold.c", '#include "core/report/report.h"',
     "may not include"),
    ("core/report/report.h", '#include "core/store/store.h"',
     "may not include"),
    ("core/store/store.c", '#include "core/text/fold.h"', "may not include"),
    ("core/format/segment.h", '#include "core/text/fold.h"',
     "may not include"),
    ("core/format/segment.h", '#include "core/index/index.h"', "may not include"),
    ("core/index/index.h", '#include "query/parse/tree.h"', "may not include"),
    ("indexer/write/writer.h", '#include "query/parse/tree.h"',
     "may not include"),
    ("indexer/source/jsonl.c", '#include "indexer/write/writer.h"',
     "may not include"),
    ("query/search/search.c", '#include "indexer/write/writer.h"',
     "may not include"),
    ("query/search/search.c", '#include "query/cli/options.h"', "may not include"),
    ("query/parse/tree.h", '#include "query/rank/score.h"',
     "may not include"),
    ("query/plan/plan.h", '#include "query/match/match.h"',
     "may not include"),
    ("query/plan/plan.h", '#include "query/match/exact/set.h"',
     "may not include"),
    ("query/match/exact/set.h", '#include "query/match/fuzzy/misread.h"',
     "may not include"),
    ("query/match/exact/set.h", '#include "query/match/match.h"',
     "may not include"),
    ("query/match/fuzzy/misread.h", '#include "query/match/match.h"',
     "may not include"),
    ("query/match/fuzzy/misread.h", '#include "query/rank/score.h"',
     "may not include"),
    ("query/rank/score.h", '#include "query/match/match.h"',
     "may not include"),
    ("query/thing.c", "#include <stdio.h>", "in no layer"),
    ("core/thing.h", "#include <stdio.h>", "in no layer"),
    ("query/cli/main.c", '#include "core/index/index.h"', "may not include"),
    ("query/cli/main.c", '#include "query/parse/tree.h"', "may not include"),
    ("indexer/cli/main.c", '#include "query/cli/options.h"',
     "may not include"),
    ("query/search/search.c", "#include <unicode/uchar.h>", "only core/text"),
    ("core/index/index.h", "#include <libstemmer.h>", "only core/text"),
    ("core/format/segment.h", "#include <lmdb.h>", "only core/store"),
    ("core/base/hash.h", "#include <xxhash.h>", "only core/base/hash.c"),
    ("query/search/search.c", "#include <jansson.h>",
     "only core/report/members.c"),
    ("core/text/fold.c", "#include <sqlite3.h>", "no table"),
    ("include/yizhan/yizhan.h", "#include <unistd.h>", "public header"),
    ("query/match/match.h", '#include "match.h"', "from the root"),
    ("query/match/match.h", '#include "../parse/tree.h"', "from the root"),
    ("query/match/match.h", '#include "query/../core/index/index.h"',
     "from the root"),
    ("query/match/match.h", '#include "query/parse/none.h"', "no such file"),
    ("query/match/match.h", "# include HEADER", "names its file"),
    ("query/search/search.c", "p = malloc(2);", "only core/base/memory.c"),
    ("core/base/hash.c", "p = strdup (s);", "only core/base/memory.c"),
    ("core/new/thing.c", "#include <stdio.h>", "in no layer"),
    ("serve/main.c", '#include "core/index/index.h"', "may not include"),
    ("serve/main.c", "#include <microhttpd.h>", "only serve/server.c"),
    ("query/cli/main.c", '#include "serve/server.h"', "may not include"),
    ("bindings/sqlite/extension.c", '#include "core/base/hash.h"',
     "may not include"),
    ("query/cli/main.c", '#include "bindings/sqlite/extension.h"',
     "may not include"),
    ("serve/main.c", "#include <sqlite3ext.h>", "only bindings/sqlite"),
    ("serve/main.c", "#include <string>", "no table"),
    ("include/yizhan/yizhan.hpp", "#include <napi.h>", "public header"),
    ("bindings/node/src/job.cc", '#include "core/base/hash.h"',
     "may not include"),
    ("query/match/match.h", '/* x */ #include "core/base/hash.h"\n'
     'char s[] = "/*", c = \'"\'; /*"*/\n#include <lmdb.h>\n/* */', "only core/store"),
]


def plant(root, tree):
    for name, text in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def self_test():
    for path, line, expected in [(None, None, None)] + PLANTED:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            tree = dict(LAWFUL)
            if path:
                tree[path] = tree.get(path, "") + line + "\n"
            plant(root, tree)
            _, found = violations(root)
        if path is None and found:
            sys.exit("the lawful tree is found guilty:\n" + "\n".join(found))
        if path and (len(found) != 1 or expected not in found[0] or
                     not found[0].startswith(path + ":")):
            sys.exit(f"{path} with {line!r}: expected one violation that "
                     f"says {expected!r}, got {found}")
    print(f"{len(PLANTED)} planted violations found")


def main(arguments):
    if arguments == ["--self-test"]:
        return self_test()
    root = Path(arguments[0] if arguments else Path(__file__).parents[1])
    read, found = violations(root)
    if read == 0:
        sys.exit(f"no source files below {root}")
    if found:
        sys.exit("\n".join(found))
    print(f"{read} includes keep the law")
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
