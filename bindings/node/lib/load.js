// SPDX-License-Identifier: MIT
// Finds the addon: a prebuilt one, as prebuildify lays them out, or the one
// that YIZHAN_NODE_ADDON names.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const { unrolled } = require('./tape.js');

const root = path.join(__dirname, '..');

function libc() {
  if (process.platform !== 'linux') return '';
  const header = process.report.getReport().header;
  return header.glibcVersionRuntime ? '.glibc' : '.musl';
}

function places() {
  if (process.env.YIZHAN_NODE_ADDON) return [process.env.YIZHAN_NODE_ADDON];
  const folder = path.join(
    root, 'prebuilds', `${process.platform}-${process.arch}`);
  return [path.join(folder, `yizhan${libc()}.node`)];
}

function load() {
  const found = places().find((place) => fs.existsSync(place));
  if (found) return require(path.resolve(found));
  throw new Error(
    `yizhan has no addon for ${process.platform}-${process.arch}${libc()} ` +
    `(looked for ${places().join(', ')}). Build it from the sources of ` +
    'Yizhan: cmake --preset release -DYZ_NODE=ON, then set YIZHAN_NODE_ADDON');
}

const addon = load();

// The functions that give what a thread found.
const FINDERS = ['search', 'resultsNext', 'passagesNext', 'suggest', 'correct',
  'terms', 'explainQuery', 'stats', 'indexCompact', 'writerPutReport',
  'writerAdd', 'writerRemove'];

module.exports = {
  ...addon,
  ...Object.fromEntries(FINDERS.map((name) => [name, unrolled(addon[name])])),
};
