// SPDX-License-Identifier: MIT
'use strict';

const native = require('./load.js');
const { makeError, ...errors } = require('./errors.js');
const { withSignal } = require('./cancel.js');
const { read, readFacets, readOptions } = require('./options.js');
const { Hit, Passage, Results, Snippet, groups, statsOf } =
  require('./shapes.js');
const { Writer } = require('./writer.js');

native.onError(makeError);

const BATCH = 64; // hits or passages that an iterator gets at once
const IDLE_MS = 1000;

const suggestionsOf = (row) => groups(row, 2).map(([query, passages]) =>
  ({ query, passages }));

class Index {
  #handle;
  #running = new Set();
  #idle = null;
  #closed = null;

  constructor(handle) {
    this.#handle = handle;
  }

  // A snapshot that lies idle keeps the index from reusing space.
  #dropIdleSoon() {
    clearTimeout(this.#idle);
    if (this.#closed) return;
    this.#idle = setTimeout(
      () => native.indexDropIdle(this.#handle), IDLE_MS).unref();
  }

  async #run(call) {
    const running = call();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      if (!this.#running.size) this.#dropIdleSoon();
    }
  }

  #request(options, passed) {
    const request = readOptions('search', options, ['signal', ...passed]);
    return request;
  }

  async search(query, options = {}) {
    const request = this.#request(options, ['facets']);
    const names = readFacets(request, options.facets);
    return withSignal(options.signal, async (cancel) => {
      request.cancel = cancel;
      const row = await this.#run(() => native.search(
        this.#handle, read.text(query, 'query'), request));
      return new Results(row, names);
    });
  }

  // All hits, or `limit` of them, best first, from one state of the index.
  async* hits(query, options = {}) {
    const request = { limit: Infinity, ...this.#request(options, []) };
    yield* this.#iterate(
      options.signal,
      (cancel) => native.resultsOpen(
        this.#handle, read.text(query, 'query'), { ...request, cancel }),
      native.resultsNext, native.resultsClose, Hit);
  }

  // All passages, or those of one report, in order.
  async* passages(options = {}) {
    const { report = null, signal } = options;
    yield* this.#iterate(
      signal, () => native.passagesOpen(this.#handle, report),
      native.passagesNext, native.passagesClose, Passage);
  }

  async* #iterate(signal, open, next, close, Shape) {
    const from = await withSignal(signal, (cancel) =>
      this.#run(() => open(cancel)));
    try {
      for (;;) {
        signal?.throwIfAborted();
        const rows = await this.#run(() => next(from, BATCH));
        for (const row of rows) yield new Shape(row);
        if (rows.length < BATCH) return;
      }
    } finally {
      close(from);
    }
  }

  async suggest(text, { limit = 10, signal } = {}) {
    return withSignal(signal, async (cancel) => suggestionsOf(
      await this.#run(() => native.suggest(
        this.#handle, read.text(text, 'text'), read.number(limit, 'limit'),
        cancel))));
  }

  async correct(query, { limit = 10, signal } = {}) {
    return withSignal(signal, async (cancel) => suggestionsOf(
      await this.#run(() => native.correct(
        this.#handle, read.text(query, 'query'), read.number(limit, 'limit'),
        cancel))));
  }

  async terms(prefix = '', { limit = 100 } = {}) {
    const row = await this.#run(() => native.terms(
      this.#handle, read.text(prefix, 'prefix'), read.number(limit, 'limit')));
    return groups(row, 2).map(([term, passages]) => ({ term, passages }));
  }

  // How a query is understood, in lines for people.
  async explainQuery(query, options = {}) {
    const request = this.#request(options, []);
    const text = await this.#run(() => native.explainQuery(
      this.#handle, read.text(query, 'query'), request));
    return text.trimEnd().split('\n');
  }

  async stats() {
    return statsOf(await this.#run(() => native.stats(this.#handle)));
  }

  async writer(options) {
    const given = readOptions('writer', options);
    return new Writer(
      await this.#run(() => native.writerOpen(this.#handle, given)));
  }

  async compact() {
    const [bytesBefore, bytesAfter] =
      await this.#run(() => native.indexCompact(this.#handle));
    return { bytesBefore, bytesAfter };
  }

  // What runs is finished; what is called from now on is refused.
  close() {
    if (!this.#closed) {
      clearTimeout(this.#idle);
      native.indexClose(this.#handle);
      this.#closed = Promise.allSettled(this.#running).then(() => {});
    }
    return this.#closed;
  }
}

if (Symbol.asyncDispose)
  Index.prototype[Symbol.asyncDispose] = Index.prototype.close;

async function open(path, options) {
  const given = readOptions('index', options);
  return new Index(await native.indexOpen(read.text(path, 'path'), given));
}

function versions() {
  return Object.fromEntries(native.versionText().trimEnd().split('\n')
    .map((line) => [line.slice(0, line.lastIndexOf(' ')),
      line.slice(line.lastIndexOf(' ') + 1)]));
}

module.exports = { open, versions, Index, Writer, Hit, Passage, Results, Snippet,
  ...errors };
