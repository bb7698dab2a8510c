// SPDX-License-Identifier: MIT
// Move an index of MeiliSearch: node from_meilisearch.mjs URL NAME DIRECTORY
// The key, if the server wants one, is in MEILI_KEY.
import { open } from 'yizhan';

const [url, name, directory] = process.argv.slice(2);
const PAGE = 1000;
// Which attribute becomes what; the rest goes into `extra`.
const TEXT = ['text', 'content', 'body', 'overview', 'description'];
const TITLE = ['title', 'name', 'headline'];

async function get(path) {
  const key = process.env.MEILI_KEY;
  const response = await fetch(new URL(path, url),
    { headers: key ? { authorization: `Bearer ${key}` } : {} });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

async function* documents() {
  for (let offset = 0, total = 1; offset < total; offset += PAGE) {
    const page = await get(
      `/indexes/${name}/documents?limit=${PAGE}&offset=${offset}`);
    total = page.total;
    yield* page.results;
  }
}

function passageOf(document, key) {
  const { [key]: id, date, ...rest } = document;
  const take = (names) => {
    const found = names.find((one) => typeof rest[one] === 'string');
    const value = found && rest[found];
    delete rest[found];
    return value;
  };
  const passage = { report: name, id, text: take(TEXT), title: take(TITLE) };
  if (/^\d{4}-\d\d-\d\d/.test(date)) passage.date = date.slice(0, 10);
  else if (date !== undefined) rest.date = date;
  if (Object.keys(rest).length) passage.extra = rest;
  return passage;
}

// { "驿站": ["服务站"] } → lines of words that stand for each other
const synonymLines = (synonyms) => Object.entries(synonyms)
  .map(([word, others]) => [word, ...others].join(',')).join('\n');

const { primaryKey } = await get(`/indexes/${name}`);
const settings = await get(`/indexes/${name}/settings`);
const fields = settings.filterableAttributes
  .filter((one) => typeof one === 'string' && /^[\w-]+$/.test(one) &&
    ![primaryKey, 'date', ...TEXT, ...TITLE].includes(one))
  .map((one) => `${one}:keyword`).join(',');
const index = await open(directory, { create: true, ...(fields && { fields }) });
const writer = await index.writer();
let count = 0;
for await (const document of documents()) {
  const passage = passageOf(document, primaryKey);
  if (!passage.text) console.error(`${document[primaryKey]}: no text`);
  else count += 1, await writer.put(passage);
}
await writer.setSynonyms(synonymLines(settings.synonyms));
await writer.commit();
await writer.close();
await index.close();
console.log(`${count} documents`);
