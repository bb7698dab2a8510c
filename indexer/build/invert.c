/* SPDX-License-Identifier: MIT */
#include "indexer/build/invert.h"

void
inverter_dispose(inverter *inv)
{
    term_table_dispose(&inv->terms);
    ARRAY_DISPOSE(&inv->latest);
    ARRAY_DISPOSE(&inv->occurrences);
}

bool
inverter_add(inverter *inv, yz_str term, uint32_t passage)
{
    uint32_t number;
    if (!term_table_number(&inv->terms, term, &number))
        return false;
    if (number == inv->latest.count && !ARRAY_PUSH(&inv->latest, UINT32_MAX))
        return false;
    const uint32_t latest = inv->latest.items[number];
    if (latest != UINT32_MAX) {
        posting *last = &inv->occurrences.items[latest].posting;
        if (last->passage == passage) {
            last->frequency++;
            return true;
        }
    }
    inv->latest.items[number] = (uint32_t)inv->occurrences.count;
    return ARRAY_PUSH(&inv->occurrences,
                      (occurrence){ number, { passage, 1 } });
}

size_t
inverter_size(const inverter *inv)
{
    return inv->terms.size + inv->terms.terms.capacity * sizeof(yz_str) +
           inv->terms.slot_count * sizeof(uint32_t) +
           inv->latest.capacity * sizeof(uint32_t) +
           inv->occurrences.capacity * sizeof(occurrence);
}

/* A term to be sorted by its bytes, and where its list lies. */
typedef struct sorted_term {
    yz_str term;
    uint32_t begin;
    uint32_t count;
} sorted_term;

static int
sorted_term_compare(const void *a, const void *b)
{
    const sorted_term *x = a;
    const sorted_term *y = b;
    return str_compare(x->term, y->term);
}

/* Gather the postings by term, keeping their order. */
static void
gather(const inverter *inv, sorted_term *terms, posting *list)
{
    const size_t term_count = inv->terms.terms.count;
    for (size_t i = 0; i < inv->occurrences.count; i++)
        terms[inv->occurrences.items[i].term].count++;
    uint32_t begin = 0;
    for (size_t i = 0; i < term_count; i++) {
        terms[i].term = inv->terms.terms.items[i];
        terms[i].begin = begin;
        begin += terms[i].count;
        terms[i].count = 0;
    }
    for (size_t i = 0; i < inv->occurrences.count; i++) {
        const occurrence *o = &inv->occurrences.items[i];
        sorted_term *t = &terms[o->term];
        list[t->begin + t->count++] = o->posting;
    }
}

yz_status
inverter_lists(inverter *inv, inverter_list_fn visit, void *context,
               yz_error *err)
{
    const size_t term_count = inv->terms.terms.count;
    sorted_term *terms = calloc(term_count + 1, sizeof(*terms));
    posting *list = calloc(inv->occurrences.count + 1, sizeof(*list));
    if (terms && list) {
        gather(inv, terms, list);
        qsort(terms, term_count, sizeof(*terms), sorted_term_compare);
        for (size_t i = 0; i < term_count; i++)
            visit(context, terms[i].term, list + terms[i].begin,
                  terms[i].count);
    }
    const yz_status status = terms && list ? YZ_OK : error_nomem(err);
    free(terms);
    free(list);
    return status;
}
