// SPDX-License-Identifier: MIT
// Index two documents and search them: node first_search.mjs DIRECTORY
import { open } from 'yizhan';

const index = await open(process.argv[2], { create: true });
const writer = await index.writer();
await writer.put([{ report: 'messages', id: 1, text: '新建工会驿站26个' },
  { report: 'messages', id: 2, text: '工会的爱心驿站' }]);
await writer.commit();
await writer.close();
for (const hit of await index.search('工会驿站'))
  console.log(`${hit.tier}: ${hit.snippet.html()}`);
await index.close();
