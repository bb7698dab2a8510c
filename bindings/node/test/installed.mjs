// SPDX-License-Identifier: MIT
// Does the packed package work where nothing of ours is?
//     installed.mjs PACKAGE.tgz
// It is installed into an empty folder, offline and with no compiler in PATH,
// and searches the demo corpus, by import and by require(). YZ_INDEX is the
// program that indexes that.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname),
  '../../..');
const archive = path.resolve(process.argv[2]);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'yizhan-npm-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const SCRIPTS = {
  'search.mjs': `import { open } from 'yizhan';
const index = await open(process.argv[2], { readOnly: true });
for (const hit of await index.search('工会驿站', { limit: 2 }))
  console.log(hit.tier, hit.id, hit.snippet.html());`,
  'search.cjs': `const { open } = require('yizhan');
open(process.argv[2], { readOnly: true }).then(async (index) => {
  for (const hit of await index.search('工会驿站', { limit: 2 }))
    console.log(hit.tier, hit.id, hit.snippet.html());
});`,
  'write.mjs': `import { open } from 'yizhan';
const index = await open(process.argv[2], { create: true });
const writer = await index.writer();
await writer.addFile(process.argv[3]);
await writer.commit();
await writer.close();
console.log((await index.search('工会驿站')).count);`,
};

// A PATH of links to what npm needs, and to nothing that compiles.
function barePath() {
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin);
  const npm = execFileSync('sh', ['-c', 'command -v npm'],
    { encoding: 'utf8' }).trim();
  for (const [name, to] of [['node', process.execPath], ['npm', npm],
    ['sh', '/bin/sh'], ['env', '/usr/bin/env']])
    fs.symlinkSync(fs.realpathSync(to), path.join(bin, name));
  return bin;
}

const env = { PATH: barePath(), HOME: folder, npm_config_cache: folder };
const place = path.join(folder, 'project');
const run = (program, ...words) =>
  execFileSync(program, words, { cwd: place, env, encoding: 'utf8' });

fs.mkdirSync(place);
fs.writeFileSync(path.join(place, 'package.json'), '{"private": true}');
run('npm', 'install', '--offline', '--no-audit', '--no-fund', archive);
for (const [name, text] of Object.entries(SCRIPTS))
  fs.writeFileSync(path.join(place, name), text);

// What it loads is in the package, but for what Node loads itself.
const prebuilds = path.join(place, 'node_modules/yizhan/prebuilds');
const addon = path.join(prebuilds, fs.readdirSync(prebuilds, { recursive: true })
  .find((name) => name.endsWith('.node')));
const loaded = execFileSync('ldd', [addon], { encoding: 'utf8' });
const foreign = loaded.split('\n').filter((line) =>
  line.includes('=>') && !line.includes(fs.realpathSync(place)) &&
  !/lib(c|m|dl|pthread|gcc_s|stdc\+\+)\.so/.test(line));
assert.deepEqual(foreign, []);

const index = path.join(folder, 'demo.index');
execFileSync(process.env.YZ_INDEX, ['-q', '-d', index, 'corpus'], { cwd: root });
const said = run('node', 'search.mjs', index);
assert.match(said, /^exact \w+ .*<mark>工会驿站<\/mark>/);
assert.equal(said.trim().split('\n').length, 2);
assert.equal(run('node', 'search.cjs', index), said);
const pages = path.join(root, 'corpus/pages');
const page = path.join(pages, fs.readdirSync(pages)[0]);
assert.equal(run('node', 'write.mjs', path.join(folder, 'own'), page), '2\n');
const { size } = fs.statSync(archive);
console.log(`installed and searched: ${path.basename(archive)}, ${size} bytes`);
