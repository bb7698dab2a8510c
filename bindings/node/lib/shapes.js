// SPDX-License-Identifier: MIT
// Objects out of the rows that src/rows.cc and src/search.cc put together. The
// orders are those of the two files.
'use strict';

const native = require('./load.js');

const OUTCOMES = ['added', 'unchanged', 'replaced'];
const SEVERITIES = ['warning', 'refusal', 'damage'];
const HTML = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeHtml = (text) => text.replace(/[&<>"]/g, (c) => HTML[c]);

// [a, b, c, d] → [[a, b], [c, d]]
function groups(list, size) {
  const made = [];
  for (let i = 0; i < list.length; i += size) made.push(list.slice(i, i + size));
  return made;
}

class Snippet {
  constructor(text, highlights) {
    this.text = text;
    this.highlights = highlights;
  }

  // The text in parts: [part, whether it matches].
  segments() {
    const made = [];
    let at = 0;
    for (const [begin, end] of this.highlights) {
      if (at < begin) made.push([this.text.slice(at, begin), false]);
      made.push([this.text.slice(begin, end), true]);
      at = end;
    }
    if (at < this.text.length) made.push([this.text.slice(at), false]);
    return made;
  }

  html(open = '<mark>', close = '</mark>') {
    return this.segments()
      .map(([part, match]) =>
        (match ? open + escapeHtml(part) + close : escapeHtml(part)))
      .join('');
  }
}

const NO_SNIPPET = new Snippet('', []);

function snippetsOf(row) {
  return groups(row, 2).map(([text, spans]) =>
    new Snippet(text, groups(spans, 2)));
}

function pageOf([page, image, width, height, boxes]) {
  return { page, image, width, height, boxes: groups(boxes, 4) };
}

class Passage {
  constructor(row) {
    [this.report, this.id, this.section, this.title, this.date, this.text] =
      row;
    this.kind = native.kinds[row[9]];
    this.truncated = row[10];
    this.source = {
      path: row[6],
      encoding: row[7],
      lines: row[11] && groups(row[11], 2),
      bytes: row[12] && groups(row[12], 2),
    };
    this.extra = row[8] ? JSON.parse(row[8]) : null;
    this.pages = row[13] ? row[13].map(pageOf) : [];
  }
}

function editOf([query, text, weight, type]) {
  const edit = { query, text, weight };
  if (type === 1) edit.synonym = true;
  if (type === 2) edit.reading = true;
  return edit;
}

function matchOf(row) {
  const [begin, end, surface, line, column, from, to, page, origin] = row;
  return {
    span: [begin, end],
    surface,
    line,
    column,
    bytes: from < to ? [from, to] : null,
    page,
    boxOrigin: origin ? native.boxOrigins[origin] : null,
    boxes: groups(row[9], 5).map(([number, ...box]) => ({ page: number, box })),
  };
}

class Hit extends Passage {
  constructor(row) {
    super(row[4]);
    this.rank = row[0];
    this.score = row[1];
    this.tier = native.tiers[row[2]];
    this.edits = groups(row[3], 4).map(editOf);
    this.snippets = snippetsOf(row[5]);
    this.snippet = this.snippets[0] || NO_SNIPPET;
    this.matches = row[6] && row[6].map(matchOf);
    this.explanation = row[7];
  }
}

function warningsOf(row) {
  return groups(row, 3).map(([message, begin, end]) =>
    ({ message, span: [begin, end] }));
}

function countsOf(row) {
  const counts = {};
  row.forEach((count, tier) => {
    if (count >= 0) counts[native.tiers[tier]] = count;
  });
  return counts;
}

function facetOf(row) {
  return groups(row, 3).map(([value, path, count]) =>
    (path ? { value, path, count } : { value, count }));
}

function facetsOf(rows, names) {
  return Object.fromEntries(rows.map((row, i) => [names[i], facetOf(row)]));
}

class Results {
  constructor(row, facetNames) {
    this.count = row[0];
    this.counts = countsOf(row[1]);
    this.isCapped = row[2];
    this.warnings = warningsOf(row[3]);
    this.facets = facetsOf(row[4], facetNames);
    this.hits = row[5].map((hit) => new Hit(hit));
    this.next = row[6] || null;
    this.why = row[7] ? row[7].trimEnd().split('\n') : [];
    this.tookUs = row[8];
  }

  [Symbol.iterator]() {
    return this.hits[Symbol.iterator]();
  }
}

function noticeOf([severity, message, line, column, offset]) {
  return { severity: SEVERITIES[severity], message, line, column, offset };
}

function addedOf([notices, outcome, reports, passages, bytes, kept, sameAs]) {
  return {
    outcome: OUTCOMES[outcome], reports, passages, bytes, kept,
    sameAs: sameAs || null,
    notices: groups(notices || [], 5).map(noticeOf),
  };
}

const STATS = [
  'reports', 'passages', 'deleted', 'segments', 'bytes', 'freeBytes',
  'readers', 'oldestReaderSeconds', 'oldestReaderProcess', 'formatVersion',
  'wordsAreStale', 'duplicates', 'noisyReports', 'noise',
];

function statsOf(row) {
  const stats = Object.fromEntries(STATS.map((name, i) => [name, row[i]]));
  stats.wordsAreStale = Boolean(stats.wordsAreStale);
  return stats;
}

module.exports = { Hit, Passage, Results, Snippet, addedOf, groups, statsOf };
