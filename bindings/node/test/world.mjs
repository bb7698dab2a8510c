// SPDX-License-Identifier: MIT
// What the tests share: folders that go away, and an index with a few passages.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { open } from 'yizhan';

export const root = path.resolve(import.meta.dirname ??
  path.dirname(new URL(import.meta.url).pathname), '../../..');

export function folderFor(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'yizhan-node-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function emptyIndex(t, options = {}) {
  const index = await open(path.join(folderFor(t), 'index'),
    { create: true, ...options });
  t.after(() => index.close());
  return index;
}

export async function feed(index, passages) {
  const writer = await index.writer({ jobs: 1 });
  await writer.put(passages);
  await writer.commit();
  await writer.close();
}

export async function smallIndex(t) {
  const index = await emptyIndex(t);
  await feed(index, [
    { report: 'r', id: 1, text: '新建<工会驿站>26个', date: '2025-01-04' },
    { report: 'r', id: 2, text: '工会的爱心驿站', kind: 'caption' },
    { report: 's', id: 1, text: '两个驿站', extra: { author: '王小明' } },
  ]);
  return index;
}

// One with enough passages that a search of all takes a while.
export async function largeIndex(t, count = 20000) {
  const index = await emptyIndex(t);
  const passages = Array.from({ length: count }, (_, i) =>
    ({ report: 'r', id: i, text: `第${i}个的驿站在${i % 97}号的工会旁边` }));
  await feed(index, passages);
  return index;
}

// The programs, if the tests know where they are.
export const programs = {
  index: process.env.YZ_INDEX, query: process.env.YZ_QUERY,
};

export function run(program, ...words) {
  return execFileSync(program, words, { encoding: 'utf8', cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'] });
}

// yz-query, whose exit code 1 says that there is no hit.
export function queryJson(folder, ...words) {
  try {
    return JSON.parse(run(programs.query, '-d', folder, '--json', ...words));
  } catch (error) {
    if (error.status !== 1) throw error;
    return JSON.parse(error.stdout);
  }
}
