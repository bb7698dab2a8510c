// SPDX-License-Identifier: MIT
// AbortSignal: its event sets a flag that the searching thread reads.
'use strict';

const native = require('./load.js');

// Call `start` with a flag for the signal, or with null without one. The
// promise is rejected with the signal's reason once that is aborted.
async function withSignal(signal, start) {
  if (signal === undefined || signal === null) return start(null);
  if (!(signal instanceof AbortSignal))
    throw new TypeError('signal is no AbortSignal');
  signal.throwIfAborted();
  const flag = native.flagNew();
  const set = () => native.flagSet(flag);
  signal.addEventListener('abort', set, { once: true });
  try {
    return await start(flag);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', set);
  }
}

module.exports = { withSignal };
