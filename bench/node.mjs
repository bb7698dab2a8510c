// SPDX-License-Identifier: MIT
// What a search costs in Node.js beside C:
//
//     node bench/node.mjs BUILD INDEX [PASSES] < queries
//
// BUILD is a build of the release preset, with bench_search and the addon.
// Each query is asked PASSES times in each, by turns, for ten hits with texts
// and snippets, and the least CPU time counts. CPU time is that of the whole
// process: the thread that searches, the one of JavaScript, and the way between
// them.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [build, folder, passes = '21'] = process.argv.slice(2);
process.env.YIZHAN_NODE_ADDON = path.resolve(
  build, 'bindings/node/yizhan.node');
const { open } = createRequire(import.meta.url)('../bindings/node');
const queries = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean);
const ROUNDS = 3;

function inC() {
  const said = execFileSync(path.resolve(build, 'bench/bench_search'),
    [folder, passes], { input: queries.join('\n') + '\n', encoding: 'utf8' });
  return said.trim().split('\n').map(Number);
}

const cpuUs = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

async function bestOf(index, query) {
  let best = Infinity;
  for (let i = 0; i < passes; i++) {
    const begin = cpuUs();
    await index.search(query);
    best = Math.min(best, cpuUs() - begin);
  }
  return best;
}

async function inNode(index) {
  const times = [];
  for (const query of queries) times.push(await bestOf(index, query));
  return times;
}

const least = (rounds) =>
  queries.map((_, i) => Math.min(...rounds.map((times) => times[i])));
const at = (times, share) =>
  times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)]
    .toFixed(0);

const index = await open(folder, { readOnly: true });
await inNode(index); // V8 compiles what is called often
const rounds = { c: [], node: [] };
for (let i = 0; i < ROUNDS; i++) {
  rounds.c.push(inC());
  rounds.node.push(await inNode(index));
}
const c = least(rounds.c);
const node = least(rounds.node);
const more = node.map((time, i) => time - c[i]);
console.log(`${queries.length} queries, CPU µs: median, p90, slowest`);
for (const [name, times] of Object.entries({ C: c, Node: node, more }))
  console.log(name.padEnd(5), at(times, 0.5), at(times, 0.9), at(times, 1));
await index.close();
