/* SPDX-License-Identifier: MIT */
/*
 * Makes any number of passages from a few texts, so that everybody can measure
 * at a million of them.
 *
 * The seed texts are laid end to end and cut, at the ends of sentences, into
 * passages as long as a newspaper's paragraphs: a median near 128 characters,
 * some several times that. When the seeds are used up they are walked through
 * again, with substitutions: about every sixteenth Han character the walk goes
 * on from another place where that character stands (pairs of characters stay
 * those of the language, longer strings are new), about every fortieth a name
 * is put in, numbers are other numbers, and some Latin words are made-up ones.
 * Names come from a vocabulary that grows as in real text (names.h). The same
 * seed and files give the same passages, and fewer are the beginning of more.
 */
#include "bench/passages/names.h"

#include "bench/peers/peer.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/utf8.h>

enum {
    LENGTH_MEDIAN = 95, /* and then on to the end of the sentence, */
    OVERRUN_MAX = 64,   /* unless that is far */
    LENGTH_MIN = 12,
    LENGTH_MAX = 2000,
    PASSAGE_MAX = LENGTH_MAX + OVERRUN_MAX + NAME_CHARS_MAX,
    SPLICE_ONE_IN = 16,
    NAME_ONE_IN = 40,
    LATIN_ONE_IN = 4
};
static const double LENGTH_SPREAD = 0.6; /* of the logarithm */

typedef struct maker {
    pool pool;
    random_state random;
    names han;
    names latin;
    uint32_t at;     /**< in the pool */
    bool substitute; /**< the pool was walked through once */
    uint32_t text[PASSAGE_MAX];
    uint32_t size;
} maker;

static uint32_t
length_wanted(random_state *r)
{
    const double length = LENGTH_MEDIAN * exp(LENGTH_SPREAD * random_normal(r));
    return length < LENGTH_MIN   ? LENGTH_MIN
           : length > LENGTH_MAX ? LENGTH_MAX
                                 : (uint32_t)length;
}

static uint32_t
next_character(maker *m)
{
    if (m->at >= m->pool.size) {
        m->at = 0;
        m->substitute = true;
    }
    return m->pool.chars[m->at++];
}

static void
name_put(maker *m, names *from)
{
    const name *n = names_mention(from, &m->pool, &m->random);
    memcpy(m->text + m->size, n->chars, n->size * sizeof(*n->chars));
    m->size += n->size;
}

/* Put a made-up word in place of the rest of the pool's. */
static void
latin_put(maker *m)
{
    while (m->at < m->pool.size && is_latin(m->pool.chars[m->at]))
        m->at++;
    name_put(m, &m->latin);
}

static bool
text_ends_in(const maker *m, bool (*is_kind)(uint32_t))
{
    return m->size > 0 && is_kind(m->text[m->size - 1]);
}

static void
substituted_put(maker *m, uint32_t c)
{
    random_state *r = &m->random;
    if (is_digit(c)) {
        const uint32_t least = text_ends_in(m, is_digit) ? 0 : 1;
        m->text[m->size++] = '0' + least + random_below(r, 10 - least);
    } else if (is_latin(c) && !text_ends_in(m, is_latin) &&
               random_one_in(r, LATIN_ONE_IN)) {
        latin_put(m);
    } else if (is_han(c) && random_one_in(r, NAME_ONE_IN)) {
        name_put(m, &m->han);
    } else {
        m->text[m->size++] = c;
        if (is_han(c) && random_one_in(r, SPLICE_ONE_IN))
            m->at = pool_same_character(&m->pool, m->at - 1, r) + 1;
    }
}

static bool
passage_is_over(const maker *m, uint32_t wanted)
{
    return m->size >= wanted + OVERRUN_MAX ||
           (m->size >= wanted && text_ends_in(m, is_sentence_end));
}

/* Where the walk was before it was torn away, and on to the next sentence. */
static uint32_t
next_sentence(const pool *p, uint32_t at)
{
    for (uint32_t i = at; i < p->size && i < at + OVERRUN_MAX; i++)
        if (is_sentence_end(p->chars[i]))
            return i + 1;
    return at;
}

static void
passage_make(maker *m)
{
    const uint32_t wanted = length_wanted(&m->random);
    const uint32_t begin = m->at;
    const bool substitute = m->substitute;
    m->size = 0;
    while (!passage_is_over(m, wanted)) {
        const uint32_t c = next_character(m);
        if (substitute)
            substituted_put(m, c);
        else
            m->text[m->size++] = c;
    }
    if (substitute)
        m->at = next_sentence(&m->pool, (begin + m->size) % m->pool.size);
}

/* ---- writing -------------------------------------------------------------------- */

static size_t
character_write(char *out, uint32_t c)
{
    size_t size = 0;
    if (c == '"' || c == '\\')
        out[size++] = '\\';
    U8_APPEND_UNSAFE((uint8_t *)out, size, c);
    return size;
}

static void
passage_write(const maker *m, uint32_t id)
{
    static const char close[] = "\"}\n";
    char line[PASSAGE_MAX * 4 + 64];
    size_t size =
        (size_t)snprintf(line, sizeof(line), "{\"id\":\"%u\",\"text\":\"", id);
    for (uint32_t i = 0; i < m->size; i++)
        size += character_write(line + size, m->text[i]);
    memcpy(line + size, close, sizeof(close) - 1);
    size += sizeof(close) - 1;
    if (fwrite(line, 1, size, stdout) != size)
        peer_die("the passages cannot be written");
}

static void
usage(FILE *out)
{
    fputs("usage: make_passages [--seed=N] COUNT FILE.jsonl... > PASSAGES\n"
          "\n"
          "Writes COUNT passages made from the texts of the files (lines with\n"
          "a member \"text\"). The same seed gives the same passages.\n",
          out);
}

int
main(int argc, char **argv)
{
    static const struct option options[] = { { "seed", required_argument, NULL,
                                               's' },
                                             { "help", no_argument, NULL, 'h' },
                                             { NULL, 0, NULL, 0 } };
    static maker m = { .random = { 20250104 }, .latin = { .latin = true } };
    for (int o; (o = getopt_long(argc, argv, "s:h", options, NULL)) != -1;) {
        if (o == 's') {
            m.random.state = strtoull(optarg, NULL, 10);
        } else {
            usage(o == 'h' ? stdout : stderr);
            return o == 'h' ? 0 : 2;
        }
    }
    const long count = optind < argc ? atol(argv[optind]) : 0;
    if (count <= 0 || argc - optind < 2) {
        usage(stderr);
        return 2;
    }
    m.pool =
        pool_read(argv + optind + 1, (size_t)(argc - optind - 1), &m.random);
    for (uint32_t id = 0; id < (uint32_t)count; id++) {
        passage_make(&m);
        passage_write(&m, id);
    }
    names_dispose(&m.han);
    names_dispose(&m.latin);
    pool_dispose(&m.pool);
    return fflush(stdout) ? 1 : 0;
}
