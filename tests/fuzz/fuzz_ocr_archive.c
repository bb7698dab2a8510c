/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as an archive: its members are read to their ends, up to a limit.
 */
#include "indexer/formats/archive.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

typedef struct bytes_given {
    const uint8_t *data;
    size_t left;
} bytes_given;

static yz_status
read_bytes(void *context, void *to, size_t size, size_t *ret_got, yz_error *err)
{
    bytes_given *b = context;
    (void)err;
    *ret_got = b->left < size ? b->left : size;
    if (*ret_got)
        memcpy(to, b->data, *ret_got);
    b->data += *ret_got;
    b->left -= *ret_got;
    return YZ_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MEMBERS_MAX = 100, TOTAL_MAX = 1 << 20, BLOCK_SIZE = 4096 };
    static char block[BLOCK_SIZE];
    bytes_given given = { data, size };
    const ocr_source source = { .input = { read_bytes, &given, size } };
    ocr_archive *archive;
    yz_error err = { 0 };
    yz_str path;
    size_t got;
    size_t total = 0;
    if (archive_reader.open(&source, &archive, &err) != YZ_OK) {
        FUZZ_REQUIRE(err.message[0] != '\0');
        return 0;
    }
    for (unsigned i = 0; i < MEMBERS_MAX && total < TOTAL_MAX; i++) {
        const yz_status status = archive_reader.next(archive, &path, &err);
        FUZZ_REQUIRE(status == YZ_OK || status == YZ_DONE || err.message[0]);
        if (status != YZ_OK)
            break;
        do {
            if (archive_reader.read(archive, block, sizeof(block), &got,
                                    &err) != YZ_OK)
                break;
            FUZZ_REQUIRE(got <= sizeof(block));
            total += got;
        } while (got && total < TOTAL_MAX);
    }
    archive_reader.close(archive);
    return 0;
}
