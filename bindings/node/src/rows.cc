/* SPDX-License-Identifier: MIT */
#include "bindings/node/src/rows.h"

namespace
{

/* Offsets of one text in UTF-16 units; they may only rise. */
class utf16_offsets
{
  public:
    explicit utf16_offsets(std::string_view text) : m_rest(text)
    {
    }
    double of(size_t byte)
    {
        if (byte < m_byte) /* spans that overlap */
            *this = utf16_offsets(m_all);
        const size_t step = byte - m_byte;
        m_units += yz_offset_to_utf16(yizhan::str(m_rest), step);
        m_rest.remove_prefix(step < m_rest.size() ? step : m_rest.size());
        m_byte = byte;
        return static_cast<double>(m_units);
    }

  private:
    std::string_view m_rest;
    std::string_view m_all = m_rest;
    size_t m_byte = 0;
    size_t m_units = 0;
};

void
put_span(tape &to, utf16_offsets &offsets, yz_span span)
{
    to.number(offsets.of(span.begin));
    to.number(offsets.of(span.end));
}

void
put_box(tape &to, const yz_box &box)
{
    to.number(box.x0);
    to.number(box.y0);
    to.number(box.x1);
    to.number(box.y1);
}

/* ---- passages ------------------------------------------------------------ */

/* Pairs in one list; null where the source does not have them. */
void
put_lines(tape &to, const yz_passage &p)
{
    if (p.block_count && !p.blocks[0].line_first)
        return to.nothing();
    const size_t list = to.begin();
    for (size_t i = 0; i < p.block_count; i++) {
        to.number(p.blocks[i].line_first);
        to.number(p.blocks[i].line_last);
    }
    to.end(list);
}

void
put_bytes(tape &to, const yz_passage &p)
{
    if (p.block_count && p.blocks[0].byte_begin == p.blocks[0].byte_end)
        return to.nothing();
    const size_t list = to.begin();
    for (size_t i = 0; i < p.block_count; i++) {
        to.number(static_cast<double>(p.blocks[i].byte_begin));
        to.number(static_cast<double>(p.blocks[i].byte_end));
    }
    to.end(list);
}

/* number, image, width, height, boxes: four numbers each */
void
put_page(tape &to, const yz_passage &p, size_t i)
{
    const size_t page = to.begin();
    to.number(p.pages[i].number);
    to.text(p.pages[i].image);
    to.number(p.pages[i].width);
    to.number(p.pages[i].height);
    std::vector<yz_box> boxes(yz_passage_boxes(&p, i, nullptr, 0));
    yz_passage_boxes(&p, i, boxes.data(), boxes.size());
    const size_t list = to.begin();
    for (const yz_box &box : boxes)
        put_box(to, box);
    to.end(list);
    to.end(page);
}

void
put_pages(tape &to, const yz_passage &p)
{
    if (!p.page_count)
        return to.nothing();
    const size_t list = to.begin();
    for (size_t i = 0; i < p.page_count; i++)
        put_page(to, p, i);
    to.end(list);
}

/* ---- hits ---------------------------------------------------------------- */

/* query, text, weight, type: of each edit */
void
put_edits(tape &to, const yz_hit &hit)
{
    const size_t list = to.begin();
    for (size_t i = 0; i < hit.edit_count; i++) {
        to.text(hit.edits[i].query);
        to.text(hit.edits[i].text);
        to.number(hit.edits[i].weight);
        to.number(hit.edits[i].type);
    }
    to.end(list);
}

/* text, highlights: of each snippet */
void
put_snippets(tape &to, yizhan::results &results,
             const yz_snippet_options &options)
{
    const size_t list = to.begin();
    for (const yz_snippet &snippet : results.snippets(options)) {
        utf16_offsets offsets(yizhan::view(snippet.text));
        to.text(snippet.text);
        const size_t spans = to.begin();
        for (size_t i = 0; i < snippet.highlight_count; i++)
            put_span(to, offsets, snippet.highlights[i]);
        to.end(spans);
    }
    to.end(list);
}

/* page number, box: of each box */
void
put_match_boxes(tape &to, const yz_passage &p, const yz_match &m)
{
    const size_t list = to.begin();
    for (size_t i = 0; i < m.box_count; i++) {
        to.number(p.pages[m.boxes[i].page].number);
        put_box(to, m.boxes[i].box);
    }
    to.end(list);
}

void
put_match(tape &to, const yz_passage &p, const yz_match &m,
          utf16_offsets &offsets)
{
    const size_t row = to.begin();
    put_span(to, offsets, m.text);
    to.text(m.surface);
    to.number(m.line);
    to.number(m.column);
    to.number(static_cast<double>(m.byte_begin));
    to.number(static_cast<double>(m.byte_end));
    to.number(m.page);
    to.number(m.box_origin);
    put_match_boxes(to, p, m);
    to.end(row);
}

void
put_matches(tape &to, yizhan::results &results, const yz_passage &passage)
{
    const size_t list = to.begin();
    utf16_offsets offsets(yizhan::view(passage.text));
    for (const yz_match &match : results.matches())
        put_match(to, passage, match, offsets);
    to.end(list);
}

} // namespace

void
put_passage(tape &to, const yz_passage &p)
{
    const size_t row = to.begin();
    for (const yz_str text : { p.report, p.id, p.section, p.title, p.date,
                               p.text, p.path, p.encoding, p.extra })
        to.text(text);
    to.number(p.kind);
    to.boolean(p.truncated);
    put_lines(to, p);
    put_bytes(to, p);
    put_pages(to, p);
    to.end(row);
}

void
put_hit(tape &to, yizhan::results &results, const yz_hit &hit,
        const details &wanted)
{
    const size_t row = to.begin();
    to.number(static_cast<double>(hit.rank));
    to.number(hit.score);
    to.number(hit.tier);
    put_edits(to, hit);
    put_passage(to, *hit.passage);
    put_snippets(to, results, wanted.snippets);
    if (wanted.matches)
        put_matches(to, results, *hit.passage);
    else
        to.nothing();
    if (wanted.explanation)
        to.text(results.explain());
    else
        to.nothing();
    to.end(row);
}

/* message, begin, end: of each warning */
void
put_warnings(tape &to, const yz_query *query, std::string_view text)
{
    const size_t list = to.begin();
    const size_t count = query ? yz_query_warning_count(query) : 0;
    for (size_t i = 0; i < count; i++) {
        const yz_warning warning = yz_query_warning(query, i);
        utf16_offsets offsets(text);
        to.text(warning.message);
        put_span(to, offsets, warning.span);
    }
    to.end(list);
}
