// SPDX-License-Identifier: MIT
// Does a search give what yz-query gives? The questions of the report, asked of
// both; needs YZ_INDEX and YZ_QUERY, the programs.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { open } from 'yizhan';
import { folderFor, programs, queryJson, root, run } from './world.mjs';

function questions() {
  const table = fs.readFileSync(
    path.join(root, 'tests/data/report/queries.tsv'), 'utf8');
  return table.trimEnd().split('\n').slice(1).map((row) => row.split('\t')[0]);
}

// The programs print weights with six digits.
const printedEdits = (edits) => edits.map((edit) =>
  ({ ...edit, weight: edit.weight.toFixed(4) }));

// A hit as the programs print it. Spans are compared by what they cut out.
function hitAsJson(hit) {
  const { rank, tier, edits, id, report, kind, title, section, date } =
    hit;
  const source = { path: hit.source.path };
  if (hit.source.lines) source.lines = hit.source.lines;
  if (hit.source.bytes) source.bytes = hit.source.bytes;
  return {
    rank, tier, edits: printedEdits(edits), id, report, kind, title,
    section, date, source,
    pages: hit.pages.map(({ page, boxes }) => ({ page, boxes })),
    text: hit.snippet.text, segments: hit.snippet.segments(),
    matches: hit.matches.map(({ line, column, bytes, surface, boxes }) =>
      ({ line, column, bytes, surface, boxes: boxes.map(({ box }) => box) })),
  };
}

function printedHit(hit) {
  const { rank, tier, edits, id, report, kind, title, section, date,
    source, pages = [] } = hit;
  return {
    rank, tier, edits: printedEdits(edits), id, report, kind, title,
    section, date, source,
    pages: pages.map(({ page, boxes }) => ({ page, boxes })),
    text: hit.snippet.text, segments: hit.snippet.segments,
    matches: hit.matches.map(({ line, column, bytes = null, surface, boxes = [],
      continued = [] }) => ({ line, column, bytes, surface,
      boxes: [...boxes, ...continued.flatMap((more) => more.boxes)] })),
  };
}

async function compare(index, folder, query) {
  const printed = queryJson(folder, '--', query);
  const found = await index.search(query, { matches: true });
  assert.equal(found.count, printed.count, query);
  assert.deepEqual(found.counts, printed.counts, query);
  assert.equal(found.next, printed.next, query);
  assert.deepEqual(found.warnings.map(({ message }) => message),
    printed.warnings.map(({ message }) => message), query);
  assert.deepEqual(found.hits.map(hitAsJson), printed.hits.map(printedHit),
    query);
  found.hits.forEach(({ score }, i) => // printed with five digits
    assert.ok(Math.abs(score - printed.hits[i].score) < 1e-4 * (1 + score), query));
  return found.hits.length;
}

test('the questions of the report', { skip: !programs.query && 'no programs' },
  async (t) => {
    const folder = path.join(folderFor(t), 'index');
    run(programs.index, '-q', '-d', folder, 'corpus', 'corpus-pages');
    const index = await open(folder, { readOnly: true });
    let hits = 0;
    for (const query of questions())
      hits += await compare(index, folder, query);
    assert.ok(hits > 100, `${hits} hits compared`);
    for (const query of ['"五小', '-工会', '不存在驛', 'kind:caption 驿站',
      'py:gonghui', '工会 OR 驿站'])
      await compare(index, folder, query);
    await index.close();
  });
