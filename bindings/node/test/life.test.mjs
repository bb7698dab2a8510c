// SPDX-License-Identifier: MIT
// Are searches stopped, indexes closed under them, threads kept apart?
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import * as yizhan from 'yizhan';
import { CancelledError, InvalidError } from 'yizhan';
import { feed, largeIndex, smallIndex } from './world.mjs';

const SLOW = '的 NEAR/9 在 OR 号 NEAR/9 旁 OR 第?个';

test('a signal stops a search', async (t) => {
  const index = await largeIndex(t);
  const control = new AbortController();
  const searching = index.search(SLOW, { signal: control.signal });
  control.abort();
  await assert.rejects(searching, { name: 'AbortError' });
  await assert.rejects(index.search('驿站', { signal: control.signal }),
    { name: 'AbortError' });
  const reason = new Error('a key was pressed');
  await assert.rejects(
    index.search(SLOW, { signal: AbortSignal.abort(reason) }), reason);
  const unused = new AbortController();
  assert.equal((await index.search('驿站', { signal: unused.signal })).count,
    20000);
  unused.abort(); // too late to matter
  await assert.rejects(index.search('驿站', { signal: 7 }), TypeError);
});

test('a signal stops an iteration', async (t) => {
  const index = await largeIndex(t, 500);
  const control = new AbortController();
  let seen = 0;
  await assert.rejects(async () => {
    for await (const hit of index.hits('驿站', { signal: control.signal }))
      if ((seen = hit.rank) === 3) control.abort();
  }, { name: 'AbortError' });
  assert.ok(seen >= 3 && seen < 500);
});

test('a timeout is an error of the library', async (t) => {
  const index = await largeIndex(t);
  await assert.rejects(
    index.search(`${SLOW} OR -驿`, { timeout: 1, limit: Infinity }),
    CancelledError);
});

test('searches run at once, and the main thread goes on', async (t) => {
  const index = await largeIndex(t, 2000);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const found = await Promise.all(Array.from({ length: 40 }, () =>
    index.search('驿站', { limit: 500 })));
  clearInterval(timer);
  assert.ok(found.every(({ count }) => count === 2000));
  assert.ok(ticks > 0);
});

test('what runs is finished when an index is closed', async (t) => {
  const index = await largeIndex(t, 2000);
  const searching = [1, 2, 3].map(() => index.search('驿站'));
  const hits = index.hits('驿站');
  assert.equal((await hits.next()).value.rank, 1);
  const closed = index.close();
  assert.equal(index.close(), closed);
  await assert.rejects(index.search('驿站'), InvalidError);
  for (const { count } of await Promise.all(searching))
    assert.equal(count, 2000);
  await closed;
  // What was opened before holds what it needs.
  assert.equal((await hits.next()).value.rank, 2);
  await hits.return();
});

test('an idle index holds no snapshot', async (t) => {
  const index = await smallIndex(t);
  await index.search('驿站');
  await sleep(1300);
  const stats = await index.stats();
  assert.equal(stats.readers, 1); // the one that asks
  await feed(index, { report: 'r', id: 9, text: '新的驿站' });
  assert.equal((await index.search('驿站')).count, 4);
});

test('a worker has its own', async () => {
  const answer = await new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.mjs', import.meta.url));
    worker.on('message', resolve);
    worker.on('error', reject);
  });
  assert.deepEqual(answer, { count: 1, code: 'YZ_E_SYNTAX' });
});

test('a worker may end while it searches', async () => {
  const worker = new Worker(new URL('worker.mjs', import.meta.url),
    { workerData: 'busy' });
  await new Promise((resolve) => worker.once('message', resolve));
  assert.equal(await worker.terminate(), 1);
});

test('require() and import give the same', () => {
  const required = createRequire(import.meta.url)('yizhan');
  for (const name of Object.keys(required))
    assert.equal(yizhan[name], required[name], name);
  assert.equal(yizhan.default, required);
});
