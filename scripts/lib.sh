# SPDX-License-Identifier: MIT
# Shared by the scripts here, which source it: what a build needs, and how to
# get it. Packages are Debian's; elsewhere we can only say what is missing.
# shellcheck shell=bash

build_packages=(cmake ninja-build gcc libc6-dev pkg-config libicu-dev
    liblmdb-dev libstemmer-dev libjansson-dev libxxhash-dev libmicrohttpd-dev
    libjpeg-dev libpng-dev libtiff-dev gettext)
# What the build takes in where it is there: readers of ALTO, PAGE, METS, ABBYY
# and hOCR, and of archives (libyizhan-formats).
formats_packages=(libexpat1-dev libxml2-dev libarchive-dev)
# What the bindings need that are built where it is there: of yizhan_sqlite,
# SQLite's headers.
bindings_packages=(libsqlite3-dev)
# What speaks to OpenSearch (libyizhan-opensearch), where it is there. Its tests
# run where java and mvn (Maven) are; they are large, and not installed for that.
opensearch_packages=(libcurl4-openssl-dev)
# g++ compiles the public header as C++; icu-devtools has uconv, the oracle's
# source of traditional and simplified forms; binutils says what a library has;
# lmdb-utils has mdb_dump, by which tests/format reads an index; scdoc makes the
# manual; poppler-utils reads PDF; sqlite3 is the shell in which yizhan_sqlite is
# tried, beside Python.
test_packages=("${build_packages[@]}" "${formats_packages[@]}"
    "${bindings_packages[@]}" "${opensearch_packages[@]}" sqlite3 binutils g++ libcmocka-dev icu-devtools
    lmdb-utils poppler-utils python3 scdoc)
# What scripts/lint needs beside: the layout and the checks of the C code.
lint_packages=(clang-format clang-tidy)
# What the pages of yz-serve are tried with.
browser_packages=(chromium fonts-noto-cjk)
command -v npm >/dev/null || browser_packages+=(nodejs npm)
# What scripts/fuzz needs beside: clang, with libFuzzer and the sanitizers.
fuzz_packages=(clang libclang-rt-14-dev)
# What scripts/wheel needs beside.
wheel_packages=(binutils icu-devtools python3-dev python3-venv)
# What scripts/package needs beside.
package_packages=("${build_packages[@]}" "${formats_packages[@]}"
    "${bindings_packages[@]}" "${opensearch_packages[@]}" debhelper dpkg-dev lintian scdoc)

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# Say what is run, as one could type it, and run it.
run() {
    printf '$ %s\n' "$*"
    "$@"
}

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Run as root: sudo asks for a password only where somebody can type it.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# Install what is missing of the Debian packages named.
need_packages() {
    local package missing=()
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null
    then
        need_tools "$@"
        return
    fi
    for package in "$@"; do
        installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    local install="apt-get install -y --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        die "these packages are missing; as root, run: $install"
    fi
    echo "installing ${missing[*]}"
    # A list that cannot be fetched is no harm if the rest can.
    as_root apt-get update -qq || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends -o DPkg::Lock::Timeout=120 \
        "${missing[@]}" >/dev/null ||
        die "the packages could not be installed; as root, run: $install"
}

# Without apt: look for the programs and libraries themselves, and name those
# that are not there. (No .pc file comes with libstemmer: CMake looks for it.)
need_tools() {
    local tool module missing=()
    for tool in cmake ninja cc pkg-config; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    for module in icu-uc icu-i18n lmdb jansson libxxhash; do
        pkg-config --exists "$module" 2>/dev/null || missing+=("$module")
    done
    [ ${#missing[@]} -eq 0 ] ||
        die "missing: ${missing[*]}. There is no apt-get here, so install" \
            "what your system calls these Debian packages: $*"
}

jobs=$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
