/* SPDX-License-Identifier: MIT */
/*
 * Stored form: language, ICU and Unicode as text with a varint size each, then
 * the hash of the stems and that of the forms in 8 bytes each.
 */
#include "core/text/profile.h"

#include "core/base/hash.h"
#include "core/text/data.h"
#include "core/text/stem.h"

#include <unicode/uchar.h>
#include <unicode/uversion.h>

/*
 * Words whose stems tell the algorithms and their versions apart. Never to be
 * changed: the hash of their stems is in every index.
 */
/* clang-format off */
static const char *const probes[] = {
    /* English: each step of Porter2, and its lists of exceptions. */
    "caresses", "ponies", "ties", "cats", "feed", "agreed", "plastered",
    "motoring", "sized", "hopping", "hissing", "filing", "happy", "cry",
    "relational", "conditional", "rationally", "digitizer", "operator",
    "feudalism", "decisiveness", "hopefulness", "formaliti", "sensibiliti",
    "triplicate", "formative", "electrical", "goodness", "revival",
    "allowance", "inference", "airliner", "adjustable", "replacement",
    "adoption", "communism", "effective", "probate", "controlling", "skies",
    "dying", "news", "howe", "generously", "communities", "arsenal", "exceed",
    "succeeding", "inning", "fluently", "apologist", "workers", "services",
    "serving", "served", "university", "universe", "organization",
    /* Others that libstemmer has. */
    "häuser", "katzen", "aufeinanderschlugen", "continuellement", "majestés",
    "chevaux", "corazones", "torneados", "lavoratori", "abbandonata",
    "boataria", "quilométricas", "lichamelijke", "opglimpende", "jaktkarlens",
    "havnemyndighederne", "havnedistriktene", "edeltäjiään", "babakocsi",
    "abandonării", "kitaplarımızdan", "работающими", "вечностью",
    "المدرسون", "क्रिकेटरों", "ակնարկներ", "abandonaments", "ikasleentzat",
    "εργαζόμενοι", "membangunkan", "fearghais", "darbininkų",
    "विद्यार्थीहरू", "раденицима", "தொழிலாளர்கள்", "פרויקטן", "ŝanĝoj"
};
/* clang-format on */

/*
 * Raised when other grams or terms are made of a text: by core/text/signs.c,
 * latin_fold.c or charclass.c.
 */
enum { FORM_RULES = 1 };

static yz_status
stems_hash(const yz_allocator *memory, const char *language, uint64_t *ret_hash,
           yz_error *err)
{
    stemmer *s;
    TRY(stemmer_open(memory, language, &s, err));
    buffer stems = { .from = memory };
    yz_status status = YZ_OK;
    for (size_t i = 0; status == YZ_OK && i < ARRAY_LENGTH(probes); i++) {
        const yz_str stem = stemmer_stem(s, str_of(probes[i]));
        buffer_put_str(&stems, stem);
        if (!stem.data || !buffer_ok(&stems))
            status = error_nomem(err);
    }
    if (status == YZ_OK)
        *ret_hash = hash_str(buffer_str(&stems));
    buffer_dispose(&stems);
    stemmer_close(s);
    return status;
}

yz_status
profile_current(const char *language, arena *a, profile *ret_profile,
                yz_error *err)
{
    UVersionInfo version;
    char icu[U_MAX_VERSION_STRING_LENGTH];
    char unicode[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(version);
    u_versionToString(version, icu);
    u_getUnicodeVersion(version);
    u_versionToString(version, unicode);
    profile p = { 0 };
    TRY(stems_hash(a->from, language, &p.stems, err));
    p.forms = hash_bytes(data_variants, data_variants_size) + FORM_RULES;
    p.language = arena_str(a, str_of(language));
    p.icu = arena_str(a, str_of(icu));
    p.unicode = arena_str(a, str_of(unicode));
    if (!p.language.data || !p.icu.data || !p.unicode.data)
        return error_nomem(err);
    *ret_profile = p;
    return YZ_OK;
}

void
profile_encode(const profile *p, buffer *out)
{
    buffer_put_str(out, p->language);
    buffer_put_str(out, p->icu);
    buffer_put_str(out, p->unicode);
    buffer_put_u64(out, p->stems);
    buffer_put_u64(out, p->forms);
}

yz_status
profile_decode(bytes in, profile *ret_profile, yz_error *err)
{
    profile p;
    p.language = bytes_take_str(&in);
    p.icu = bytes_take_str(&in);
    p.unicode = bytes_take_str(&in);
    p.stems = bytes_take_u64(&in);
    p.forms = bytes_take_u64(&in);
    if (in.bad || bytes_left(&in) > 0)
        return error_corrupt(err, "its analysis profile cannot be decoded");
    *ret_profile = p;
    return YZ_OK;
}

bool
profile_same_words(const profile *a, const profile *b)
{
    return str_equal(a->language, b->language) && str_equal(a->icu, b->icu) &&
           str_equal(a->unicode, b->unicode) && a->stems == b->stems &&
           a->forms == b->forms;
}

void
profile_versions(buffer *out)
{
    UVersionInfo version;
    char text[U_MAX_VERSION_STRING_LENGTH];
    u_getVersion(version);
    u_versionToString(version, text);
    buffer_printf(out, "ICU %s\n", text);
    u_getUnicodeVersion(version);
    u_versionToString(version, text);
    buffer_printf(out, "Unicode %s\n", text);
    buffer_put_text(out, str_of("libstemmer (version unknown)\n"));
}
