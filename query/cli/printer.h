/* SPDX-License-Identifier: MIT */
/*
 * The interface to the output formats: each is a table of functions in a file
 * of its own. answer.c walks the answers of a run once and calls the printer of
 * the chosen format at each step.
 */
#ifndef YZ_CLI_PRINTER_H
#define YZ_CLI_PRINTER_H

#include "query/cli/arguments.h"

#include <stdio.h>

/** The lines of a concordance that wait to be aligned. */
typedef struct concordance concordance;

/** Where answers are written. */
typedef struct output {
    FILE *file;
    const arguments *arguments;
    bool color;
    bool hyperlinks;          /**< places are links, for a terminal */
    bool opened;              /**< the printer's open() was called */
    bool terminal;            /**< `file` is a terminal */
    concordance *concordance; /**< -o kwic; NULL: none yet */
    int os_error; /**< errno of the first write that failed; 0: none did */
} output;

/** Whether writing still works; if not, the error is kept. */
bool
output_goes_on(output *out);

/** Memory ran out while something was printed: the run ends with an error. */
void
output_no_memory(output *out);

/** The answer to one query. */
typedef struct answer {
    yz_str query;
    uint64_t index;                    /**< of the query in the batch, from 0 */
    const yz_query *parsed;            /**< NULL if it does not parse */
    yz_results *results;               /**< NULL if there was no search */
    const yz_error *error;             /**< NULL if all went well */
    const yz_suggestions *corrections; /**< of the query; NULL: not asked for */
    yz_str why;                        /**< lines: why nothing was found */
    uint64_t shown;                    /**< hits printed so far */
    uint64_t shown_in[YZ_TIER_COUNT];  /**< those of them of each tier */
    uint64_t last_rank;                /**< of the last hit printed */
    uint64_t counted;                  /**< what --count prints */
} answer;

/** A passage `distance` positions after a hit in its report. */
typedef struct neighbour {
    int32_t distance;
    yz_passage passage;
} neighbour;

/** A hit and all that is shown of it. */
typedef struct shown_hit {
    const yz_hit *hit;
    yz_str path; /**< of the source, as it is shown */
    const yz_match *matches;
    size_t match_count;
    const yz_snippet *snippets;
    size_t snippet_count;
    const neighbour *neighbours; /**< in order of distance */
    size_t neighbour_count;
    yz_str explanation; /**< lines; empty unless asked for */
    yz_str crops;       /**< lines: pictures of its regions; likewise */
} shown_hit;

/**
 * A format. Any function may be NULL: that step prints nothing, or, for the
 * last four, the format does not support it.
 */
typedef struct printer {
    const char *name;
    bool has_warnings; /**< as part of its answers; errors of a batch, too */
    bool has_facets;   /**< likewise */
    bool has_columns;  /**< --fields */
    bool has_details;  /**< the passages around a hit, and explanations */
    void (*open)(output *out, const answer *first);
    void (*begin)(output *out, const answer *a);
    void (*hit)(output *out, const answer *a, const shown_hit *h);
    void (*end)(output *out, const answer *a);
    void (*close)(output *out);
    void (*count)(output *out, const answer *a);
    void (*reports)(output *out, const answer *a);
    void (*collocates)(output *out, const answer *a,
                       const yz_collocates *words);
    void (*understanding)(output *out, const answer *a, yz_str lines);
} printer;

extern const printer printer_text;
extern const printer printer_json;
extern const printer printer_jsonl;
extern const printer printer_tsv;
extern const printer printer_csv;
extern const printer printer_kwic;
extern const printer printer_surfaces;
extern const printer printer_html;
extern const printer printer_vimgrep;

/** The printer with this name; NULL if there is none. */
const printer *
printer_find(const char *name);

/**
 * Whether the printer can show what is asked for: not every format can.
 * @param p  NULL: there is no such format
 * @return YZ_OK, or YZ_E_INVALID with a sentence for the user
 */
yz_status
printer_check(const printer *p, const arguments *a, yz_error *err);

/* Shared by several printers. */

/** The reports of an answer; none if there was no search. */
size_t
answer_reports(const answer *a, const yz_facet_count **ret_reports);

/** A facet that was asked for. */
typedef struct shown_facet {
    yz_str name;
    const yz_facet_count *values;
    size_t count;
    bool has_paths; /**< its values are reports */
} shown_facet;

/** Facet `i` of an answer, from 0. false: there is none. */
bool
answer_facet(const output *out, const answer *a, size_t i,
             shown_facet *ret_facet);

/** Whether hits of the tier have the words of the query, but not as typed. */
bool
tier_is_looser(yz_tier tier);

/** A line for readers, before the first hit of such a tier; NULL: not here. */
const char *
answer_divide(const answer *a, const shown_hit *h);

/** A count() that prints only the number. */
void
print_number(output *out, const answer *a);

/** The beginning of a hit: its first match, or else its passage. 0: unknown. */
typedef struct hit_place {
    uint32_t line;
    uint32_t column;
} hit_place;

hit_place
hit_place_of(const shown_hit *h);

/** Iterates over a snippet: segments that match, and those between them. */
typedef struct snippet_segment {
    yz_str text;
    bool match;
    size_t begin; /**< of the next segment */
    size_t highlight;
} snippet_segment;

/** The next segment; begin with one of all zeros. @return false at the end */
bool
snippet_segment_next(const yz_snippet *snippet, snippet_segment *s);

#endif /* YZ_CLI_PRINTER_H */
