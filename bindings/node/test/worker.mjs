// SPDX-License-Identifier: MIT
// A thread with an index of its own; one that is 'busy' searches for ever.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { open } from 'yizhan';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'yizhan-worker-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const index = await open(path.join(folder, 'index'), { create: true });
const writer = await index.writer();
await writer.put({ text: '工会驿站' });
await writer.commit();
await writer.close();
if (workerData === 'busy') {
  parentPort.postMessage('ready');
  for (;;) await Promise.all([1, 2, 3, 4].map(() => index.search('驿站')));
}
const { count } = await index.search('驿站');
const { code } = await index.search('').catch((error) => error);
await index.close();
parentPort.postMessage({ count, code });
