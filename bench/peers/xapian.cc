/* SPDX-License-Identifier: MIT */
/*
 * Xapian with n-grams of Chinese characters (FLAG_CJK_NGRAM), its own way for
 * such text: single characters with positions and pairs without. The query
 * parser makes a phrase of single characters of each. BM25; the text is stored
 * as the document's data, as the other peers do.
 */
#include "bench/peers/peer.h"

#include <string>

#include <xapian.h>

namespace
{

struct Engine {
    Xapian::Database db;
    Xapian::QueryParser parser;
};

struct Builder {
    Xapian::WritableDatabase db;
    Xapian::TermGenerator terms;
};

void
passage_add(void *context, uint32_t id, peer_text text)
{
    Builder *builder = static_cast<Builder *>(context);
    const std::string value(text.data, text.size);
    Xapian::Document document;
    document.set_data(value);
    builder->terms.set_document(document);
    builder->terms.index_text(value);
    builder->db.replace_document(id + 1, document);
}

Xapian::Query
parsed_query(Engine *engine, const peer_query *query)
{
    const unsigned flags =
        Xapian::QueryParser::FLAG_CJK_NGRAM | Xapian::QueryParser::FLAG_PHRASE;
    std::vector<Xapian::Query> phrases;
    for (size_t i = 0; i < query->count; i++)
        phrases.push_back(engine->parser.parse_query(
            '"' + std::string(query->terms[i].data) + '"', flags));
    return Xapian::Query(query->any ? Xapian::Query::OP_OR
                                    : Xapian::Query::OP_AND,
                         phrases.begin(), phrases.end());
}

} // namespace

void
peer_index(const char *, const char *jsonl, const char *dir)
{
    try {
        Builder builder;
        builder.db =
            Xapian::WritableDatabase(std::string(dir) + "/passages",
                                     Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
        builder.terms.set_flags(Xapian::TermGenerator::FLAG_CJK_NGRAM);
        peer_each_passage(jsonl, passage_add, &builder);
        builder.db.commit();
    } catch (const Xapian::Error &error) {
        peer_die("xapian: %s", error.get_description().c_str());
    }
}

void *
peer_open(const char *, const char *dir)
{
    try {
        Engine *engine = new Engine;
        engine->db = Xapian::Database(std::string(dir) + "/passages");
        engine->parser.set_database(engine->db);
        engine->parser.set_stemming_strategy(Xapian::QueryParser::STEM_NONE);
        return engine;
    } catch (const Xapian::Error &error) {
        peer_die("xapian: %s", error.get_description().c_str());
    }
}

/* Looking at every match makes the count exact. */
void
peer_ask(void *peer, const peer_query *query, peer_answer *answer)
{
    Engine *engine = static_cast<Engine *>(peer);
    Xapian::Enquire enquire(engine->db);
    enquire.set_query(parsed_query(engine, query));
    const Xapian::MSet hits =
        enquire.get_mset(0, static_cast<Xapian::doccount>(answer->limit),
                         engine->db.get_doccount());
    answer->count = hits.get_matches_estimated();
    for (Xapian::MSetIterator hit = hits.begin(); hit != hits.end(); ++hit)
        answer->ids[answer->id_count++] = *hit - 1;
}

void
peer_close(void *peer)
{
    delete static_cast<Engine *>(peer);
}
