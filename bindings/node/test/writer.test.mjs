// SPDX-License-Identifier: MIT
// Do changes get in, all at once, in order, and errors with their place?
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { BusyError, InvalidError, NotFoundError, ReadOnlyError, SourceError,
  open } from 'yizhan';
import { emptyIndex, feed, folderFor, smallIndex } from './world.mjs';

const count = async (index, query) => (await index.search(query)).count;

test('changes are seen after the commit', async (t) => {
  const index = await emptyIndex(t);
  const writer = await index.writer();
  // Calls wait for each other, whether they are awaited or not.
  const puts = ['一', '二', '三'].map((text, id) =>
    writer.put({ id, text: `${text}号驿站` }));
  assert.equal(await count(index, '驿站'), 0);
  await writer.commit();
  await Promise.all(puts);
  assert.equal(await count(index, '驿站'), 3);
  await writer.put({ id: 0, text: '零' });
  await writer.close();
  assert.equal(await count(index, '驿站'), 3);
  await assert.rejects(writer.commit(), InvalidError);
});

test('reports and passages are replaced and removed', async (t) => {
  const index = await emptyIndex(t);
  const writer = await index.writer();
  const passages = [{ text: '工会驿站' }, { text: '爱心驿站' }];
  assert.equal((await writer.putReport('a', passages)).outcome, 'added');
  await writer.commit();
  assert.equal((await writer.putReport('a', passages)).outcome, 'unchanged');
  const added = await writer.putReport('a', [{ text: '驿站' }]);
  assert.deepEqual([added.outcome, added.passages], ['replaced', 1]);
  await writer.put({ report: 'b', id: 7, text: '又一个驿站' });
  await writer.commit();
  assert.equal(await count(index, '驿站'), 2);
  await writer.removePassage('b', 7);
  assert.equal(await writer.remove('a'), 1);
  await assert.rejects(writer.remove('nothing'), NotFoundError);
  await writer.commit();
  assert.equal(await count(index, '驿站'), 0);
  await writer.close();
});

test('files and lines are read', async (t) => {
  const index = await emptyIndex(t);
  const file = path.join(folderFor(t), '驿站.txt');
  fs.writeFileSync(file, '工会驿站暖人心。\n');
  const writer = await index.writer();
  assert.equal((await writer.addFile(file)).outcome, 'added');
  const lines = '{"id": 1, "text": "服务驿站"}\n{"text": 7}\n';
  const added = await writer.addMemory(lines, 'lines', { format: 'jsonl' });
  assert.equal(added.passages, 1);
  assert.deepEqual(added.notices.map(({ severity, line }) =>
    [severity, line]), [['refusal', 2]]);
  await writer.commit();
  assert.equal(await count(index, '驿站'), 2);
  await assert.rejects(writer.addMemory('a,b', 'lines', { format: 'xls' }),
    TypeError);
  await assert.rejects(writer.addMemory(7, 'lines'), TypeError);
  await assert.rejects(writer.addMemory(Buffer.alloc(0), 'no.txt'), SourceError);
  await writer.close();
});

test('tables of the user', async (t) => {
  const index = await smallIndex(t);
  const writer = await index.writer();
  await writer.setSynonyms('夜校,驿站\n');
  await writer.setLookalikes('驿 绎 0.95\n');
  await assert.rejects(writer.setLookalikes('驿\n'), (error) => {
    assert.ok(error instanceof SourceError);
    assert.equal(error.line, 1);
    return true;
  });
  await writer.commit();
  await writer.close();
  const { hits } = await index.search('夜校');
  assert.equal(hits[0].tier, 'synonym');
  assert.deepEqual(hits[0].edits[0],
    { query: '夜校', text: '驿站', weight: 1, synonym: true });
});

test('a bad passage is refused, and the writer goes on', async (t) => {
  const index = await emptyIndex(t);
  const writer = await index.writer();
  await assert.rejects(writer.put({ text: '' }), InvalidError);
  await assert.rejects(writer.put({ text: '驿站', date: 'never' }), InvalidError);
  await assert.rejects(writer.put({ text: '驿站', author: '王' }),
    { name: 'TypeError', message: /author; use extra/ });
  await assert.rejects(writer.put('驿站'), TypeError);
  await writer.put({ text: '驿站' });
  await writer.commit();
  await writer.close();
  assert.equal(await count(index, '驿站'), 1);
});

test('one writer at a time, none for readers', async (t) => {
  const folder = path.join(folderFor(t), 'index');
  const index = await open(folder, { create: true });
  const writer = await index.writer();
  await assert.rejects(index.writer(), BusyError);
  await writer.close();
  await (await index.writer()).close();
  await index.close();
  const reader = await open(folder, { readOnly: true });
  await assert.rejects(reader.writer(), ReadOnlyError);
  await reader.close();
});

test('an index is compacted', async (t) => {
  const index = await emptyIndex(t);
  for (let i = 0; i < 5; i++) await feed(index, { id: 1, text: `驿站${i}` });
  const { bytesBefore, bytesAfter } = await index.compact();
  assert.ok(bytesAfter > 0 && bytesAfter <= bytesBefore);
  const stats = await index.stats();
  assert.deepEqual([stats.segments, stats.deleted], [1, 0]);
});
