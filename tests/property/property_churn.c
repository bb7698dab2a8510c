/* SPDX-License-Identifier: MIT */
/*
 * The size of an index that is kept up to date for long: sources change again
 * and again, as a whole or in a passage, each change a commit of its own, and
 * after each the file must be below one and a half of what a compacted one
 * takes. The texts keep their lengths, so that is the same in each round.
 *
 *   property_churn [SEED [ROUNDS [SOURCES [PASSAGES]]]]
 */
#include "core/base/buffer.h"
#include "tests/property/property.h"

#include <sys/stat.h>
#include <unistd.h>

enum { CHARACTERS = 90, CHARACTERS_DIFFERENT = 3000 };

typedef struct churn {
    random_state random;
    uint32_t sources;
    uint32_t passages; /* of a source */
    uint32_t *seeds;   /* of the text of each */
    char path[64];
    yz_index *index;
} churn;

static uint32_t
number_argument(int argc, char **argv, int at, uint32_t otherwise)
{
    return argc > at ? (uint32_t)strtoul(argv[at], NULL, 10) : otherwise;
}

/* A passage is made of its seed, so it is the same while that is. */
static void
put_passage(uint32_t seed, buffer *out)
{
    random_state r = { seed * 0x9e3779b97f4a7c15u + 1 };
    buffer_printf(out, "{\"id\":\"%08x\",\"text\":\"", (unsigned)seed);
    for (int i = 0; i < CHARACTERS; i++) {
        const uint32_t c = 0x4e00 + random_below(&r, CHARACTERS_DIFFERENT);
        buffer_put_u8(out, (uint8_t)(0xe0 | c >> 12));
        buffer_put_u8(out, (uint8_t)(0x80 | (c >> 6 & 0x3f)));
        buffer_put_u8(out, (uint8_t)(0x80 | (c & 0x3f)));
    }
    buffer_printf(out, "\"}\n");
}

static void
commit_source(churn *t, uint32_t source)
{
    char name[16];
    yz_error err;
    yz_writer *w;
    yz_added added;
    buffer lines = { 0 };
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    for (uint32_t i = 0; i < t->passages; i++)
        put_passage(t->seeds[source * t->passages + i], &lines);
    snprintf(name, sizeof(name), "%u", (unsigned)source);
    CHECK(buffer_ok(&lines));
    CHECK(!yz_writer_open(t->index, &options, &w, &err));
    CHECK(!yz_writer_add_memory(w, lines.data, lines.size, name, NULL, &added,
                                &err));
    CHECK(!yz_writer_commit(w, &err));
    yz_writer_close(w);
    buffer_dispose(&lines);
}

/* All passages of a source are others now, or one is. */
static void
change_source(churn *t, uint32_t source)
{
    uint32_t *seeds = t->seeds + source * t->passages;
    if (random_below(&t->random, 4) == 0) {
        seeds[random_below(&t->random, t->passages)] =
            (uint32_t)random_u64(&t->random);
        return;
    }
    for (uint32_t i = 0; i < t->passages; i++)
        seeds[i] = (uint32_t)random_u64(&t->random);
}

static uint64_t
file_size(const churn *t)
{
    struct stat info;
    char path[80];
    snprintf(path, sizeof(path), "%s/data.mdb", t->path);
    CHECK(stat(path, &info) == 0);
    return (uint64_t)info.st_size;
}

static void
remove_index(const churn *t)
{
    static const char *const files[] = { "data.mdb", "lock.mdb",
                                         "writer.lock" };
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char path[80];
        snprintf(path, sizeof(path), "%s/%s", t->path, files[i]);
        unlink(path);
    }
    CHECK(rmdir(t->path) == 0);
}

/* The largest size after a round. */
static uint64_t
run_rounds(churn *t, uint32_t rounds)
{
    uint64_t largest = 0;
    for (uint32_t i = 0; i < t->sources; i++) {
        for (uint32_t j = 0; j < t->passages; j++)
            t->seeds[i * t->passages + j] = (uint32_t)random_u64(&t->random);
        commit_source(t, i);
    }
    for (uint32_t i = 0; i < rounds; i++) {
        const uint32_t source = random_below(&t->random, t->sources);
        change_source(t, source);
        commit_source(t, source);
        const uint64_t size = file_size(t);
        largest = size > largest ? size : largest;
    }
    return largest;
}

int
main(int argc, char **argv)
{
    yz_compaction done;
    yz_check check;
    churn t = { .random = random_begin(argc, argv),
                .sources = number_argument(argc, argv, 3, 20),
                .passages = number_argument(argc, argv, 4, 30),
                .path = "/tmp/yizhan-churn-XXXXXX" };
    const uint32_t rounds = number_argument(argc, argv, 2, 200);
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    t.seeds = calloc((size_t)t.sources * t.passages, sizeof(*t.seeds));
    CHECK(t.seeds && mkdtemp(t.path));
    CHECK(!yz_index_open(t.path, &options, &t.index, NULL));
    const uint64_t largest = run_rounds(&t, rounds);
    CHECK(!yz_index_compact(t.index, &done, NULL));
    printf("%u updates: at most %llu bytes, %.2f of %llu compacted\n",
           (unsigned)rounds, (unsigned long long)largest,
           (double)largest / (double)done.bytes_after,
           (unsigned long long)done.bytes_after);
    CHECK(largest * 2 < done.bytes_after * 3);
    yz_index_close(t.index);
    CHECK(!yz_index_check(t.path, NULL, NULL, NULL, &check, NULL));
    CHECK(!check.problems);
    remove_index(&t);
    free(t.seeds);
    return 0;
}
