/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target over files and folders of inputs, so that what a fuzzer
 * found once is tested for ever, with any compiler. Each input, and each of
 * its beginnings up to PREFIXES_MAX bytes, is copied to memory of exactly its
 * size, where AddressSanitizer sees every byte read beyond it.
 *
 * A folder without a file in it is a failure: it would test nothing.
 */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_SIZE = 4096, INPUT_SIZE_MAX = 1 << 24, PREFIXES_MAX = 256 };

static void
fail(const char *path, const char *what)
{
    fprintf(stderr, "regression: %s: %s\n", path, what);
    exit(1);
}

static void
run_exactly(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        fail("input", "out of memory");
    if (size)
        memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void
run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail(path, strerror(errno));
    uint8_t *data = malloc(INPUT_SIZE_MAX);
    if (!data)
        fail(path, "out of memory");
    const size_t size = fread(data, 1, INPUT_SIZE_MAX, file);
    if (ferror(file) || size == INPUT_SIZE_MAX)
        fail(path, "cannot read it, or it is too large");
    fclose(file);
    for (size_t prefix = 0; prefix < size && prefix < PREFIXES_MAX; prefix++)
        run_exactly(data, prefix);
    run_exactly(data, size);
    free(data);
}

static size_t
run_folder(const char *path)
{
    size_t files = 0;
    DIR *folder = opendir(path);
    if (!folder)
        fail(path, strerror(errno));
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char name[PATH_SIZE];
        if (entry->d_name[0] == '.')
            continue;
        const int length =
            snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
        if (length < 0 || (size_t)length >= sizeof(name))
            fail(path, "its path is too long");
        run_file(name);
        files++;
    }
    closedir(folder);
    return files;
}

int
main(int argc, char **argv)
{
    size_t files = 0;
    for (int i = 1; i < argc; i++) {
        struct stat info;
        if (stat(argv[i], &info) != 0)
            fail(argv[i], strerror(errno));
        const size_t files_before = files;
        if (S_ISDIR(info.st_mode)) {
            files += run_folder(argv[i]);
        } else {
            run_file(argv[i]);
            files++;
        }
        if (files == files_before)
            fail(argv[i], "there are no inputs in it");
    }
    if (files == 0)
        fail(argv[0], "name the inputs, or folders of them");
    printf("%zu inputs\n", files);
    return 0;
}
