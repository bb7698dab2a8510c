// SPDX-License-Identifier: MIT
// Options as people write them, checked, to those that the addon takes: names
// become bits and numbers. A name that is not known is a TypeError: an option
// with a slip in it must not be one that is silently left out.
'use strict';

const native = require('./load.js');

// By value, as in yizhan.h.
const SORTS = ['score', 'date', 'source'];
const OCR = ['auto', 'off', 'on', 'loose'];
const FORMATS = ['auto', 'text', 'jsonl', 'alto', 'hocr', 'page', 'markdown',
  'mets', 'abbyy', 'json', 'umi', 'tsv', 'pdf', 'archive'];
const FLAGS = {
  search: { strict: 1, countOnly: 2, reverse: 4, facetGaps: 8 },
  query: { literal: 1, any: 2, strict: 4 },
  index: { create: 1, readOnly: 2 },
  writer: { force: 1 },
  source: { strictEncoding: 1 },
};

function fail(what, value, wanted) {
  throw new TypeError(`${what} is ${JSON.stringify(value)}; it takes ${wanted}`);
}

// Each reader gives what the addon gets, and refuses what is of another type.
const read = {
  text(value, name) {
    return typeof value === 'string' ? value : fail(name, value, 'a string');
  },
  flag(value, name) {
    if (typeof value !== 'boolean') fail(name, value, 'true or false');
    return value ? 1 : 0;
  },
  // A whole number below 2^32.
  number(value, name) {
    const fits = Number.isInteger(value) && value >= 0 && value < 2 ** 32;
    return fits ? value : fail(name, value, 'a whole number from 0 on');
  },
  size(value, name) {
    const fits = value === Infinity || (Number.isInteger(value) && value >= 0);
    return fits ? value : fail(name, value, 'a whole number, or Infinity');
  },
};

const choice = (names) => (value, name) => {
  const i = names.indexOf(value);
  return i >= 0 ? i : fail(name, value, `one of ${names.join(', ')}`);
};

const bits = (names) => (value, name) => {
  const one = choice(names);
  return [value].flat().reduce((all, item) => all | 1 << one(item, name), 0);
};

const SEARCH = {
  limit: read.size, offset: read.size, after: read.text,
  sort: choice(SORTS), ocr: choice(OCR),
  tiers: bits(native.tiers), kinds: bits(native.kinds),
  report: read.text, section: read.text, since: read.text, until: read.text,
  timeout: read.number, memory: read.size,
  width: read.number, snippets: read.number, full: read.flag,
  matches: read.flag, explain: read.flag,
};

const SHAPES = {
  search: [SEARCH, FLAGS.search, FLAGS.query],
  index: [{
    language: read.text, fields: read.text, readersMax: read.number,
    mapSize: read.size,
  }, FLAGS.index],
  writer: [{ memory: read.size, jobs: read.number }, FLAGS.writer],
  source: [{
    format: choice(FORMATS), encoding: read.text, root: read.text,
    reportId: read.text,
  }, FLAGS.source],
};

// An option of `shape`, put into `to`. @return false if there is none so named
function readOption(to, shape, name, value) {
  const [readers, flags, queryFlags = {}] = shape;
  if (Object.hasOwn(readers, name)) to[name] = readers[name](value, name);
  const is = [['flags', flags], ['queryFlags', queryFlags]]
    .filter(([, table]) => Object.hasOwn(table, name));
  for (const [place, table] of is)
    if (read.flag(value, name)) to[place] = (to[place] || 0) | table[name];
  return is.length > 0 || Object.hasOwn(readers, name);
}

function readOptions(kind, options, passed = []) {
  const made = {};
  if (options === undefined) return made;
  if (options === null || typeof options !== 'object')
    fail('options', options, 'an object');
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || passed.includes(name)) continue;
    if (!readOption(made, SHAPES[kind], name, value))
      throw new TypeError(`there is no option ${name}`);
  }
  return made;
}

// Facets: those by number first, in their order; then members of `extra`.
function readFacets(to, facets) {
  if (facets === undefined) return [];
  const asked = [facets].flat().map((name) => read.text(name, 'facets'));
  const known = native.facets.filter((name) => asked.includes(name));
  const members = asked.filter((name) => !native.facets.includes(name))
    .map((name) => name.replace(/^extra\./, ''));
  if (known.length) to.facets = bits(native.facets)(known, 'facets');
  if (members.length) to.facetMembers = members.join(',');
  return [...known, ...members];
}

module.exports = { bits, choice, read, readFacets, readOptions };
