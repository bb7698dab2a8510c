/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target on random bytes, each time in a process of its own that
 * may take ten seconds of a processor, and counts those that end otherwise.
 *
 *     mutants [--count=N] [--seed=N] [--only=NUMBER]
 */
#include "tests/fuzz/fuzz.h"
#include "tests/unit/random.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_MAX = 10, INPUT_SIZE_MAX = 120 };

/* Short inputs are as frequent as long ones: they change little. */
static size_t
make_input(uint64_t seed, uint64_t number, uint8_t *input)
{
    uint64_t state = (seed << 32 | number) * UINT64_C(0x9e3779b97f4a7c15) + 1;
    random_next(&state);
    size_t size = 4 + random_below(&state, INPUT_SIZE_MAX - 4);
    size = random_below(&state, 4) ? 4 + size % 20 : size;
    for (size_t i = 0; i < size; i++)
        input[i] = (uint8_t)random_below(&state, 256);
    return size;
}

static int
run_apart(const uint8_t *input, size_t size)
{
    int code;
    fflush(NULL);
    const pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        const struct rlimit limit = { SECONDS_MAX, SECONDS_MAX };
        if (setrlimit(RLIMIT_CPU, &limit) != 0)
            _exit(3);
        LLVMFuzzerTestOneInput(input, size);
        _exit(0);
    }
    return waitpid(child, &code, 0) == child ? code : -1;
}

int
main(int argc, char **argv)
{
    uint64_t count = 300;
    uint64_t seed = 1;
    uint64_t only = 0;
    uint64_t failures = 0;
    uint8_t input[INPUT_SIZE_MAX];
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--count=", 8) == 0)
            count = strtoull(argv[i] + 8, NULL, 10);
        else if (strncmp(argv[i], "--seed=", 7) == 0)
            seed = strtoull(argv[i] + 7, NULL, 10);
        else if (strncmp(argv[i], "--only=", 7) == 0)
            only = strtoull(argv[i] + 7, NULL, 10);
        else
            return 2;
    }
    LLVMFuzzerTestOneInput(NULL, 0); /* unchanged; what it opens once is open */
    for (uint64_t i = only ? only : 1; i <= (only ? only : count); i++) {
        const size_t size = make_input(seed, i, input);
        const int code = run_apart(input, size);
        if (code == 0)
            continue;
        failures++;
        printf("seed %llu, number %llu: code %x\n", (unsigned long long)seed,
               (unsigned long long)i, (unsigned)code);
    }
    printf("%llu mutated indexes, %llu failures\n",
           (unsigned long long)(only ? 1 : count),
           (unsigned long long)failures);
    return failures != 0;
}
