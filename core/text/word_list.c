/* SPDX-License-Identifier: MIT */
/*
 * "The ICU we know" is recognised by its version, since its code decides too, and by
 * the hashes of its dictionary and of its rules for words. With them known,
 * the dictionary's bytes can be trusted. Failing to make the tables, for want
 * of memory or of such an ICU, is no error: the words are the same without.
 */
#include "core/text/word_list.h"

#include "core/base/hash.h"
#include "core/text/charclass.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/udata.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/uversion.h>

/* Making the tables takes as long as cutting this many units by ICU. */
static const uint64_t UNITS_BEFORE_TABLES = 400000;

typedef struct known_icu {
    uint8_t version; /* the major one */
    uint64_t dictionary;
    uint64_t rules;
} known_icu;

static const known_icu known[] = {
    { 72, 0xbd3c3417333ef529, 0x67a4e581c9ffc353 },
};

/* ICU's header of a dictionary: 32-bit numbers, of which these matter. */
enum { HEADER_TRIE = 0, HEADER_SIZE = 3 };

struct word_list {
    const yz_allocator *memory;
    pthread_mutex_t building;
    bool refused; /* under `building` */
    _Atomic(word_tables *) tables;
    _Atomic uint64_t units; /* cut so far without tables */
};

yz_status
dictionary_new(const yz_allocator *memory, word_list **ret_dictionary,
               yz_error *err)
{
    word_list *d = memory_zeroed(memory, 1, sizeof(*d));
    if (!d)
        return error_nomem(err);
    if (pthread_mutex_init(&d->building, NULL) != 0) {
        memory_release(memory, d);
        return error_nomem(err);
    }
    d->memory = memory;
    *ret_dictionary = d;
    return YZ_OK;
}

static void
tables_free(const yz_allocator *memory, word_tables *tables)
{
    if (!tables)
        return;
    word_trie_free(tables->trie);
    memory_release(memory, tables);
}

void
dictionary_free(word_list *d)
{
    if (!d)
        return;
    tables_free(d->memory, atomic_load(&d->tables));
    pthread_mutex_destroy(&d->building);
    memory_release(d->memory, d);
}

/* ---- is it the ICU we know? ---------------------------------------------------- */

/* The hash of the compiled rules that cut words; 0 if there are none. */
static uint64_t
rules_hash(const yz_allocator *memory)
{
    UErrorCode code = U_ZERO_ERROR;
    uint64_t hash = 0;
    UBreakIterator *breaker = ubrk_open(UBRK_WORD, "zh", NULL, 0, &code);
    const int32_t size = ubrk_getBinaryRules(breaker, NULL, 0, &code);
    uint8_t *rules =
        U_SUCCESS(code) ? memory_allocate(memory, (size_t)size) : NULL;
    if (rules) {
        ubrk_getBinaryRules(breaker, rules, size, &code);
        hash = U_SUCCESS(code) ? hash_bytes(rules, (size_t)size) : 0;
    }
    memory_release(memory, rules);
    ubrk_close(breaker);
    return hash;
}

static bool
is_known(const yz_allocator *memory, const int32_t *header)
{
    UVersionInfo version;
    u_getVersion(version);
    for (size_t i = 0; i < ARRAY_LENGTH(known); i++)
        if (version[0] == known[i].version &&
            hash_bytes(header, (size_t)header[HEADER_SIZE]) ==
                known[i].dictionary)
            return rules_hash(memory) == known[i].rules;
    return false;
}

/* ---- making the tables ---------------------------------------------------------- */

/* The characters that ICU gives to its dictionary of Chinese and Japanese. */
static bool
is_in_dictionary_script(uint32_t c)
{
    UErrorCode code = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript((UChar32)c, &code);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA ||
           script == USCRIPT_KATAKANA || c == 0x30fc || c == 0xff70 ||
           c == 0xff9e || c == 0xff9f;
}

/* ICU's rules may tie it to kana on both sides, and so these to each other. */
static bool
is_tie(uint32_t c)
{
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_WORD_BREAK)) {
    case U_WB_KATAKANA:
    case U_WB_EXTEND:
    case U_WB_FORMAT:
    case U_WB_ZWJ:
    case U_WB_EXTENDNUMLET:
        return true;
    default:
        return false;
    }
}

/* ICU normalises what it looks up: whatever that could change is its affair. */
static unit_class
class_of(uint32_t c)
{
    if (is_in_dictionary_script(c)) {
        const bool plain = u_getIntPropertyValue(
                               (UChar32)c, UCHAR_NFKC_QUICK_CHECK) == UNORM_YES;
        return plain && char_is_gram(c) && !char_is_word(c) ? UNIT_LISTED
                                                            : UNIT_OTHER;
    }
    if (char_is_word(c))
        return UNIT_WORD;
    return char_is_gram(c) || is_tie(c) || U16_IS_SURROGATE(c) ? UNIT_OTHER
                                                               : UNIT_BETWEEN;
}

static word_tables *
tables_make(const yz_allocator *memory, const int32_t *header)
{
    word_tables *tables = memory_zeroed(memory, 1, sizeof(*tables));
    if (!tables)
        return NULL;
    const void *trie = (const char *)header + header[HEADER_TRIE];
    tables->trie = word_trie_of_icu(memory, trie);
    if (!tables->trie) {
        tables_free(memory, tables);
        return NULL;
    }
    for (uint32_t c = 0; c < TRIE_UNIT_COUNT; c++)
        tables->classes[c] = (uint8_t)class_of(c);
    return tables;
}

/* The tables, or NULL; ICU's data is given back. */
static word_tables *
tables_of_icu(const yz_allocator *memory)
{
    UErrorCode code = U_ZERO_ERROR;
    word_tables *tables = NULL;
    UDataMemory *data =
        udata_open(U_ICUDATA_NAME "-brkitr", "dict", "cjdict", &code);
    if (U_FAILURE(code))
        return NULL;
    const int32_t *header = udata_getMemory(data);
    if (is_known(memory, header))
        tables = tables_make(memory, header);
    udata_close(data);
    return tables;
}

static word_tables *
tables_publish(word_list *d)
{
    word_tables *tables = atomic_load(&d->tables);
    if (!tables && !d->refused) {
        tables = tables_of_icu(d->memory);
        d->refused = !tables;
        atomic_store(&d->tables, tables);
    }
    return tables;
}

const word_tables *
dictionary_build(word_list *d)
{
    pthread_mutex_lock(&d->building);
    const word_tables *tables = tables_publish(d);
    pthread_mutex_unlock(&d->building);
    return tables;
}

const word_tables *
dictionary_tables(word_list *d, uint32_t length)
{
    if (!d)
        return NULL;
    const word_tables *tables = atomic_load(&d->tables);
    if (tables)
        return tables;
    if (atomic_fetch_add(&d->units, length) < UNITS_BEFORE_TABLES ||
        pthread_mutex_trylock(&d->building) != 0)
        return NULL;
    tables = tables_publish(d);
    pthread_mutex_unlock(&d->building);
    return tables;
}
