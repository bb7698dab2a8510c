// SPDX-License-Identifier: MIT
// Does a search give what it should, in JavaScript's terms?
import assert from 'node:assert/strict';
import test from 'node:test';
import { LimitError, NotFoundError, QuerySyntaxError, YizhanError, open,
  versions } from 'yizhan';
import { emptyIndex, feed, largeIndex, smallIndex } from './world.mjs';

async function all(iterable) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

test('hits come best first, with marked snippets', async (t) => {
  const index = await smallIndex(t);
  const results = await index.search('工会驿站', { matches: true });
  assert.equal(results.count, 1);
  assert.equal(results.counts.exact, 1);
  assert.deepEqual(results.hits.map((hit) => [hit.rank, hit.tier, hit.id]),
    [[1, 'exact', '1'], [2, 'near', '2']]);
  const [hit] = results;
  assert.equal(hit.report, 'r');
  assert.equal(hit.date, '2025-01-04');
  assert.equal(hit.kind, 'paragraph');
  assert.equal(hit.snippet.html(), '新建&lt;<mark>工会驿站</mark>&gt;26个');
  assert.equal(hit.snippet.html('【', '】'), '新建&lt;【工会驿站】&gt;26个');
  assert.deepEqual(hit.snippet.segments(),
    [['新建<', false], ['工会驿站', true], ['>26个', false]]);
  assert.deepEqual(hit.matches[0].span, [3, 7]);
  assert.equal(hit.matches[0].surface, '工会驿站');
});

test('offsets count UTF-16 units, outside the BMP too', async (t) => {
  const index = await emptyIndex(t);
  const text = '𠮷野家😀的𠀋驿站在𠮷野家';
  await feed(index, { id: 1, text });
  const { hits: [hit] } = await index.search('𠮷野家 驿站', { matches: true });
  const cut = (from, [begin, end]) => from.slice(begin, end);
  assert.deepEqual(hit.snippet.highlights.map((span) =>
    cut(hit.snippet.text, span)), ['𠮷野家', '驿站', '𠮷野家']);
  assert.deepEqual(hit.matches.map(({ span }) => cut(hit.text, span)),
    ['𠮷野家', '驿站', '𠮷野家']);
});

test('an error has a class, a code and a place', async (t) => {
  const index = await smallIndex(t);
  await assert.rejects(index.search('𠮷𠮷 "驿站', { strict: true }), (error) => {
    assert.ok(error instanceof QuerySyntaxError);
    assert.ok(error instanceof YizhanError);
    assert.equal(error.name, 'QuerySyntaxError');
    assert.equal(error.code, 'YZ_E_SYNTAX');
    assert.equal(error.status, -13);
    assert.equal(error.offset, 5); // '𠮷𠮷 ' in UTF-16 units
    assert.equal(error.column, 4); // in code points
    return true;
  });
  await assert.rejects(index.search(' '), QuerySyntaxError);
  await assert.rejects(index.search('驿'.repeat(30000)), LimitError);
  await assert.rejects(open('/nowhere/at/all'), NotFoundError);
});

test('a warning says what was guessed, and where', async (t) => {
  const index = await smallIndex(t);
  const { warnings } = await index.search('𠮷 "工会');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0].message, /quotation mark/);
  assert.deepEqual(warnings[0].span, [3, 4]);
});

test('options are checked by name and type', async (t) => {
  const index = await smallIndex(t);
  const refused = (options, message) =>
    assert.rejects(index.search('驿站', options), { name: 'TypeError', message });
  await refused({ limt: 2 }, /no option limt/);
  await refused({ limit: -1 }, /limit is -1/);
  await refused({ limit: '2' }, /limit is "2"/);
  await refused({ sort: 'size' }, /score, date, source/);
  await refused({ tiers: ['exact', 'best'] }, /one of exact, variant/);
  await refused({ strict: 1 }, /true or false/);
  await refused(null, /options is null/);
  await assert.rejects(index.search(7), TypeError);
  await assert.rejects(open(7), TypeError);
});

test('filters, order and pages', async (t) => {
  const index = await smallIndex(t);
  const ids = async (options) => (await index.search('驿站', options)).hits
    .map((hit) => `${hit.report}/${hit.id}`);
  assert.deepEqual(await ids({ report: 's' }), ['s/1']);
  assert.deepEqual(await ids({ kinds: 'caption' }), ['r/2']);
  assert.deepEqual(await ids({ since: '2025' }), ['r/1']);
  assert.deepEqual((await ids({ sort: 'date' }))[0], 'r/1');
  assert.deepEqual(await ids({ countOnly: true }), []);
  const first = await index.search('驿站', { limit: 2 });
  assert.equal(first.count, 3);
  const second = await index.search('驿站', { limit: 2, after: first.next });
  assert.deepEqual(second.hits.map((hit) => hit.rank), [3]);
  assert.equal(second.next, null);
});

test('facets, fields and explanations', async (t) => {
  const index = await smallIndex(t);
  const results = await index.search('驿站',
    { facets: ['author', 'kind', 'report'], explain: true });
  assert.deepEqual(results.facets.kind, [
    { value: 'paragraph', count: 2 }, { value: 'caption', count: 1 }]);
  assert.deepEqual(results.facets.report.map(({ count }) => count), [2, 1]);
  assert.ok(results.facets.author.some(({ value, count }) =>
    value === '王小明' && count === 1));
  assert.match(results.hits[0].explanation, /exact/);
  const none = await index.search('夜校', { explain: true });
  assert.match(none.why.join('\n'), /夜校/);
  const found = await index.search('extra.author:王');
  assert.deepEqual(found.hits.map((hit) => hit.extra),
    [{ author: '王小明' }]);
  assert.match((await index.explainQuery('工会'))[0], /工会/);
});

test('hits and passages are iterated over', async (t) => {
  const index = await largeIndex(t, 300);
  const hits = await all(index.hits('驿站'));
  assert.equal(hits.length, 300);
  assert.deepEqual(hits.map((hit) => hit.rank),
    Array.from({ length: 300 }, (_, i) => i + 1));
  assert.equal((await all(index.hits('驿站', { limit: 70 }))).length, 70);
  assert.equal((await all(index.passages())).length, 300);
  assert.equal((await all(index.passages({ report: 'none' }))).length, 0);
  for await (const hit of index.hits('驿站')) // left early
    if (hit.rank === 5) break;
  await assert.rejects(all(index.hits('')), QuerySyntaxError);
});

test('suggestions, terms, numbers', async (t) => {
  const index = await smallIndex(t);
  assert.deepEqual(await index.correct('工会绎站'),
    [{ query: '工会驿站', passages: 1 }]);
  assert.ok((await index.suggest('驿')).some(({ query }) => query === '驿站'));
  assert.ok((await index.terms('驿')).some(({ term }) => term === '驿站'));
  const stats = await index.stats();
  assert.equal(stats.passages, 3);
  assert.equal(stats.wordsAreStale, false);
  assert.match(versions().ICU, /^\d+/);
});
