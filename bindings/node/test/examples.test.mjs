// SPDX-License-Identifier: MIT
// Do the examples do what docs/node.md and docs/moving-from-meilisearch.md say?
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { open } from 'yizhan';
import { folderFor, root } from './world.mjs';

const FOUND = 'exact: 新建<mark>工会驿站</mark>26个\n' +
  'near: <mark>工会</mark>的爱心<mark>驿站</mark>\n';

// An example runs where the package is, as it would in a project of its own.
async function example(t, name, ...words) {
  const project = folderFor(t);
  fs.mkdirSync(path.join(project, 'node_modules'));
  fs.symlinkSync(path.join(root, 'bindings/node'),
    path.join(project, 'node_modules/yizhan'));
  fs.copyFileSync(path.join(root, 'examples', name), path.join(project, name));
  const { stdout } = await promisify(execFile)(process.execPath,
    ['--preserve-symlinks', name, ...words], { cwd: project });
  return stdout;
}

test('the first search', async (t) => {
  const folder = path.join(folderFor(t), 'index');
  for (let i = 0; i < 2; i++) // again: both documents are replaced
    assert.equal(await example(t, 'first_search.mjs', folder), FOUND);
});

// What the two calls that the script makes get of MeiliSearch 1.x.
const INDEX = { uid: 'news', primaryKey: 'nr' };
const SETTINGS = {
  filterableAttributes: ['author', 'date', { attributePatterns: ['x*'] }],
  synonyms: { 夜校: ['驿站'] },
};
const DOCUMENTS = Array.from({ length: 1500 }, (_, i) => ({
  nr: i, title: `第${i}条`, content: `新建工会驿站${i}个`, author: `王${i % 3}`,
  date: i % 2 ? '2025-01-04T08:00:00Z' : 1735948800,
}));

function meilisearch(t) {
  const server = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    const offset = Number(searchParams.get('offset'));
    const limit = Number(searchParams.get('limit'));
    const answer = {
      '/indexes/news': INDEX,
      '/indexes/news/settings': SETTINGS,
      '/indexes/news/documents': { total: DOCUMENTS.length,
        results: DOCUMENTS.slice(offset, offset + limit) },
    }[pathname];
    response.statusCode = request.headers.authorization ? 403 : 200;
    response.end(JSON.stringify(answer));
  });
  t.after(() => server.close());
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () =>
    resolve(`http://127.0.0.1:${server.address().port}`)));
}

test('an index of MeiliSearch is moved', async (t) => {
  const folder = path.join(folderFor(t), 'news.index');
  const url = await meilisearch(t);
  assert.equal(await example(t, 'from_meilisearch.mjs', url, 'news', folder),
    '1500 documents\n');
  const index = await open(folder);
  t.after(() => index.close());
  const { hits: [hit] } = await index.search('工会驿站1499个');
  assert.deepEqual([hit.report, hit.id, hit.title, hit.date, hit.extra],
    ['news', '1499', '第1499条', '2025-01-04', { author: '王2' }]);
  assert.equal((await index.search('author:王2')).count, 500);
  assert.equal((await index.search('夜校')).hits[0].tier, 'synonym');
});
