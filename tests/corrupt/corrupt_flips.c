/* SPDX-License-Identifier: MIT */
/*
 * Flips bits of an index's data file, one at a time, or cuts the file, and
 * looks at what a process does with it.
 *
 *     corrupt_flips [--flips=N | --cuts | --only=BYTE.BIT] [--seed=N] FOLDER...
 *
 * A process that looks ends with one of these codes; all else (a signal, the
 * alarm) is a failure.
 */
#include "core/base/buffer.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/seal.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum outcome {
    HARMLESS = 10,  /* the check finds nothing, and all answers are the same */
    REPORTED = 11,  /* what is wrong is said, and a repair makes it whole */
    LOST = 12,      /* the same, but passages are lost */
    GONE = 13,      /* what is wrong is said, and nothing can be repaired */
    REFUSED = 14,   /* the check finds nothing, and a question is refused */
    WRONG = 15,     /* the check finds nothing, and an answer is another */
    UNREPAIRED = 16 /* what a repair left is not whole */
};

enum { SECONDS_MAX = 20, PATH_SIZE = 512 };

static const char *const questions[] = { "工会驿站",  "劳模", "服务 职工",
                                         "职?之家",   "the",  "1",
                                         "南平市去年" };

static void
die(const char *what, const yz_error *err)
{
    fprintf(stderr, "corrupt_flips: %s%s%s\n", what, err ? ": " : "",
            err ? err->message : "");
    exit(1);
}

/* ---- what an index answers ---------------------------------------------- */

static void
take_str(uint64_t *sum, yz_str text)
{
    *sum = *sum * 31 + hash_str(text);
}

static yz_status
answer(yz_snapshot *snapshot, const char *question, uint64_t *sum)
{
    yz_query *query;
    yz_results *results;
    const yz_hit *hit;
    yz_search_options options = YZ_OPTIONS(yz_search_options);
    options.limit = 100;
    yz_status status = yz_query_parse(str_of(question), NULL, &query, NULL);
    if (status != YZ_OK)
        return status;
    status = yz_search(snapshot, query, &options, &results, NULL);
    yz_query_free(query);
    if (status != YZ_OK)
        return status;
    *sum = *sum * 31 + yz_results_count(results);
    while ((status = yz_results_next(results, &hit, NULL)) == YZ_OK) {
        const yz_match *matches;
        size_t count;
        status = yz_results_matches(results, &matches, &count, NULL);
        if (status != YZ_OK)
            break;
        take_str(sum, hit->passage->id);
        take_str(sum, hit->passage->text);
        *sum = *sum * 31 + count + (uint64_t)hit->tier * 1000 +
               (uint64_t)(hit->score * 1e6);
    }
    yz_results_close(results);
    return status == YZ_DONE ? YZ_OK : status;
}

static yz_status
dump(yz_snapshot *snapshot, uint64_t *sum)
{
    yz_passages *passages;
    const yz_passage *passage;
    yz_status status = yz_passages_open(snapshot, &passages, NULL);
    while (status == YZ_OK &&
           (status = yz_passages_next(passages, &passage, NULL)) == YZ_OK) {
        take_str(sum, passage->report);
        take_str(sum, passage->id);
        take_str(sum, passage->section);
        take_str(sum, passage->text);
    }
    yz_passages_close(passages);
    return status == YZ_DONE ? YZ_OK : status;
}

/* All that a reader can ask; any error is given back. */
static yz_status
ask_everything(const char *path, uint64_t *sum)
{
    yz_index *index;
    yz_snapshot *snapshot;
    yz_stats stats;
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_READ_ONLY;
    *sum = 0;
    yz_status status = yz_index_open(path, &options, &index, NULL);
    if (status != YZ_OK)
        return status;
    status = yz_snapshot_open(index, &snapshot, NULL);
    yz_index_close(index);
    if (status != YZ_OK)
        return status;
    yz_status worst = yz_snapshot_stats(snapshot, &stats, NULL);
    for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
        status = answer(snapshot, questions[i], sum);
        worst = worst == YZ_OK ? status : worst;
    }
    status = dump(snapshot, sum);
    yz_snapshot_close(snapshot);
    return worst == YZ_OK ? status : worst;
}

/* ---- what a writer does ------------------------------------------------- */

/* One commit more, and merging all. Errors are fine, faults are not. */
static void
write_more(const char *path)
{
    static const char text[] = "工会驿站又添新站\n";
    yz_index *index;
    yz_writer *writer;
    yz_added added;
    yz_compaction done;
    if (yz_index_open(path, NULL, &index, NULL) != YZ_OK)
        return;
    yz_writer_options options = YZ_OPTIONS(yz_writer_options);
    options.jobs = 1;
    if (yz_writer_open(index, &options, &writer, NULL) == YZ_OK) {
        yz_status status = yz_writer_add_memory(writer, text, sizeof(text) - 1,
                                                "more.txt", NULL, &added, NULL);
        if (status == YZ_OK)
            status = yz_writer_commit(writer, NULL);
        yz_writer_close(writer);
        if (status == YZ_OK)
            status = yz_index_compact(index, &done, NULL);
        (void)status;
    }
    yz_index_close(index);
}

/* A repair leaves an index that is whole, or says that nothing is left. */
static int
repair(const char *path, yz_check *check)
{
    yz_repair done;
    uint64_t sum;
    write_more(path);
    const yz_status status =
        yz_index_repair(path, NULL, NULL, NULL, &done, NULL);
    if (status != YZ_OK)
        return status == YZ_E_CORRUPT || status == YZ_E_FORMAT_NEW ||
                       status == YZ_E_FORMAT_OLD || status == YZ_E_NOT_FOUND
                   ? GONE
                   : UNREPAIRED;
    const bool whole =
        yz_index_check(path, NULL, NULL, NULL, check, NULL) == YZ_OK &&
        check->problems == 0 && ask_everything(path, &sum) == YZ_OK;
    return !whole ? UNREPAIRED : done.passages_lost ? LOST : REPORTED;
}

/* ---- one look ----------------------------------------------------------- */

static int
look(const char *path, uint64_t expected)
{
    yz_check check;
    uint64_t sum = 0;
    const yz_status checked =
        yz_index_check(path, NULL, NULL, NULL, &check, NULL);
    const bool clean = checked == YZ_OK && check.problems == 0;
    const yz_status asked = ask_everything(path, &sum);
    if (!clean)
        return repair(path, &check);
    write_more(path);
    if (asked != YZ_OK)
        return REFUSED;
    return sum == expected ? HARMLESS : WRONG;
}

static int
look_apart(const char *path, uint64_t expected)
{
    int code;
    fflush(NULL);
    const pid_t child = fork();
    if (child < 0)
        die("cannot fork", NULL);
    if (child == 0) {
        alarm(SECONDS_MAX);
        _exit(look(path, expected));
    }
    if (waitpid(child, &code, 0) != child)
        die("cannot wait", NULL);
    return WIFEXITED(code) ? WEXITSTATUS(code) : -WTERMSIG(code);
}

/* ---- the index ---------------------------------------------------------- */

typedef struct damage_test {
    char folder[PATH_SIZE];
    char path[PATH_SIZE + 16];
    char data[PATH_SIZE + 32];
    buffer whole; /* the data file as it was made */
    uint64_t expected;
    uint64_t counts[8]; /* by outcome */
    uint64_t failures;
} damage_test;

static void
add_folder(yz_writer *writer, const char *folder)
{
    yz_error err;
    DIR *listing = opendir(folder);
    if (!listing)
        die(folder, NULL);
    for (const struct dirent *entry; (entry = readdir(listing)) != NULL;) {
        char path[PATH_SIZE];
        yz_added added;
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (!strstr(entry->d_name, ".txt"))
            continue;
        if (yz_writer_add_file(writer, path, NULL, &added, &err) != YZ_OK)
            die(path, &err);
        if (yz_writer_commit(writer, &err) != YZ_OK) /* a segment each */
            die(path, &err);
    }
    closedir(listing);
}

static void
make_index(damage_test *t, char **folders)
{
    yz_error err;
    yz_index *index;
    yz_writer *writer;
    yz_added added;
    uint64_t gone;
    static const char text[] = "职工之家\n\n工会驿站\n";
    yz_index_options options = YZ_OPTIONS(yz_index_options);
    options.flags = YZ_INDEX_CREATE;
    if (yz_index_open(t->path, &options, &index, &err) != YZ_OK ||
        yz_writer_open(index, NULL, &writer, &err) != YZ_OK)
        die("cannot make an index", &err);
    for (; *folders; folders++)
        add_folder(writer, *folders);
    if (yz_writer_add_memory(writer, text, sizeof(text) - 1, "gone.txt", NULL,
                             &added, &err) != YZ_OK ||
        yz_writer_commit(writer, &err) != YZ_OK ||
        yz_writer_remove(writer, str_of("gone.txt"), &gone, &err) != YZ_OK ||
        yz_writer_commit(writer, &err) != YZ_OK)
        die("cannot make an index", &err);
    yz_writer_close(writer);
    yz_index_close(index);
    if (file_read(t->data, (size_t)1 << 30, &t->whole, NULL, &err) != YZ_OK)
        die("cannot read the index", &err);
    if (ask_everything(t->path, &t->expected) != YZ_OK)
        die("the index does not answer", NULL);
}

/* Put the file back with one byte changed, or cut. */
static void
put_damaged(const damage_test *t, size_t size, size_t at, uint8_t mask)
{
    const int fd = open(t->data, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    const uint8_t byte =
        at < t->whole.size ? (uint8_t)(t->whole.data[at] ^ mask) : 0;
    if (fd < 0 || pwrite(fd, t->whole.data, size, 0) != (ssize_t)size ||
        (mask && pwrite(fd, &byte, 1, (off_t)at) != 1))
        die("cannot write the index", NULL);
    close(fd);
    char lock[PATH_SIZE + 32];
    snprintf(lock, sizeof(lock), "%s/lock.mdb", t->path);
    unlink(lock);
}

static void
try_damage(damage_test *t, size_t size, size_t at, unsigned bit)
{
    const bool is_cut = size < t->whole.size;
    const uint32_t mask = is_cut ? 0 : 1u << bit;
    put_damaged(t, size, at, (uint8_t)mask);
    const int outcome = look_apart(t->path, t->expected);
    if (outcome >= HARMLESS && outcome <= UNREPAIRED)
        t->counts[outcome - HARMLESS]++;
    if (outcome >= HARMLESS && outcome <= GONE)
        return;
    t->failures++;
    printf("size %zu, byte %zu, bit %u: %s %d\n", size, at, bit,
           outcome == REFUSED      ? "refused, and the check finds nothing"
           : outcome == UNREPAIRED ? "repaired, and not whole"
           : outcome == WRONG ? "a wrong answer, and the check finds nothing"
                              : "ended by signal",
           outcome);
}

static uint64_t
random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A third of the flips goes to the first bytes of pages, where LMDB's are. */
static void
flip(damage_test *t, uint64_t flips, uint64_t seed)
{
    uint64_t state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    for (uint64_t i = 0; i < flips; i++) {
        size_t at = random_next(&state) % t->whole.size;
        if (i % 3 == 0)
            at = at / 4096 * 4096 + random_next(&state) % 64;
        try_damage(t, t->whole.size, at, random_next(&state) % 8);
    }
}

static void
cut(damage_test *t)
{
    for (size_t page = 0; page < t->whole.size; page += 4096) {
        try_damage(t, page, 0, 0);
        try_damage(t, page + 2048, 0, 0);
    }
}

int
main(int argc, char **argv)
{
    damage_test t = { 0 };
    uint64_t flips = 0;
    uint64_t seed = 1;
    size_t only = 0;
    unsigned only_bit = 9;
    bool cuts = false;
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        cuts = cuts || !strcmp(argv[at], "--cuts");
        sscanf(argv[at], "--flips=%lu", &flips);
        sscanf(argv[at], "--seed=%lu", &seed);
        sscanf(argv[at], "--only=%zu.%u", &only, &only_bit);
    }
    const bool has_memory = access("/dev/shm", W_OK) == 0; /* syncs nothing */
    snprintf(t.folder, sizeof(t.folder), "%s/yizhan-corrupt-XXXXXX",
             has_memory ? "/dev/shm" : "/tmp");
    if (!mkdtemp(t.folder))
        die("cannot make a folder", NULL);
    snprintf(t.path, sizeof(t.path), "%s/index", t.folder);
    snprintf(t.data, sizeof(t.data), "%s/data.mdb", t.path);
    make_index(&t, argv + at);
    try_damage(&t, t.whole.size, t.whole.size, 0); /* nothing is damaged */
    if (t.counts[0] != 1)
        die("the whole index does not pass", NULL);
    if (only_bit < 8) { /* in this process, for a debugger */
        put_damaged(&t, t.whole.size, only, (uint8_t)(1u << only_bit));
        return look(t.path, t.expected);
    }
    if (cuts)
        cut(&t);
    flip(&t, flips, seed);
    char command[PATH_SIZE + 16];
    snprintf(command, sizeof(command), "rm -rf %s", t.folder);
    if (system(command) != 0)
        die("cannot remove the folder", NULL);
    printf("%zu bytes, seed %lu: %lu harmless, %lu repaired, %lu with a loss, "
           "%lu beyond repair, %lu failures\n",
           t.whole.size, seed, t.counts[0] - 1, t.counts[1], t.counts[2],
           t.counts[3], t.failures);
    buffer_dispose(&t.whole);
    return t.failures != 0;
}
