// SPDX-License-Identifier: MIT
'use strict';

const native = require('./load.js');
const { choice, read, readOptions } = require('./options.js');
const { addedOf } = require('./shapes.js');

const PASSAGE = {
  report: read.text, section: read.text, title: read.text, date: read.text,
  text: read.text, kind: choice(native.kinds), truncated: read.flag,
  id: (value) => read.text(typeof value === 'number' ? `${value}` : value, 'id'),
  extra: (value) => JSON.stringify(value),
};

function passageOf(passage) {
  if (passage === null || typeof passage !== 'object')
    throw new TypeError('a passage is an object with a text');
  const made = {};
  for (const [name, value] of Object.entries(passage)) {
    if (value === undefined || value === null) continue;
    if (!Object.hasOwn(PASSAGE, name))
      throw new TypeError(`a passage has no member ${name}; use extra`);
    made[name] = PASSAGE[name](value, name);
  }
  return made;
}

// Changes to an index. The library takes one call at a time, so each waits for
// those before it.
class Writer {
  #handle;
  #last = Promise.resolve();

  constructor(handle) {
    this.#handle = handle;
  }

  #run(call) {
    const done = this.#last.then(call);
    this.#last = done.catch(() => {});
    return done;
  }

  async put(passages) {
    const copies = [passages].flat().map(passageOf);
    return this.#run(() => native.writerPut(this.#handle, copies));
  }

  async putReport(report, passages) {
    const copies = passages.map(passageOf);
    return addedOf(await this.#run(() => native.writerPutReport(
      this.#handle, read.text(report, 'report'), copies)));
  }

  async addFile(path, options) {
    const given = readOptions('source', options);
    return addedOf(await this.#run(() => native.writerAdd(
      this.#handle, read.text(path, 'path'), null, given)));
  }

  async addMemory(data, name, options) {
    const given = readOptions('source', options);
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    if (!(bytes instanceof Uint8Array))
      throw new TypeError('data is no string, Buffer or Uint8Array');
    return addedOf(await this.#run(() => native.writerAdd(
      this.#handle, read.text(name, 'name'), bytes, given)));
  }

  async remove(what) {
    return this.#run(() => native.writerRemove(
      this.#handle, read.text(what, 'what')));
  }

  async removePassage(report, id) {
    return this.#run(() => native.writerRemovePassage(
      this.#handle, read.text(report, 'report'), read.text(`${id}`, 'id')));
  }

  async setSynonyms(text) {
    return this.#run(() => native.writerSetSynonyms(
      this.#handle, read.text(text, 'text')));
  }

  async setLookalikes(text) {
    return this.#run(() => native.writerSetLookalikes(
      this.#handle, read.text(text, 'text')));
  }

  async commit() {
    return this.#run(() => native.writerCommit(this.#handle));
  }

  // What was not committed is discarded.
  async close() {
    return this.#run(() => native.writerClose(this.#handle));
  }
}

if (Symbol.asyncDispose)
  Writer.prototype[Symbol.asyncDispose] = Writer.prototype.close;

module.exports = { Writer };
