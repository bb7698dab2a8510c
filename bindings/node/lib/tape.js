// SPDX-License-Identifier: MIT
// What a thread of the addon found: all its texts as one string, and items of
// two numbers each, what they are and their value or size. src/tape.cc writes
// them.
'use strict';

const NOTHING = 0;
const NUMBER = 1;
const BOOLEAN = 2;
const TEXT = 3;

// The value of a tape: lists of texts, numbers, booleans and null.
function valueOf([texts, items]) {
  let item = 0;
  let at = 0;
  function next() {
    const kind = items[item];
    const number = items[item + 1];
    item += 2;
    if (kind === NUMBER) return number;
    if (kind === TEXT) return texts.slice(at, at += number);
    if (kind === NOTHING) return null;
    if (kind === BOOLEAN) return number !== 0;
    const list = [];
    for (let i = 0; i < number; i++) list.push(next());
    return list;
  }
  return next();
}

// A function of the addon whose promise gives a tape.
const unrolled = (call) => async (...given) => {
  const tape = await call(...given);
  return tape && valueOf(tape);
};

module.exports = { unrolled };
