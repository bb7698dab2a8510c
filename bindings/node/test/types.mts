// What the types promise; compiled by tsc, not run.
import yizhan, { open, BusyError, QuerySyntaxError, YizhanError } from 'yizhan';
import type { Hit, Index, NewPassage, Results, Tier } from 'yizhan';

async function feed(index: Index, passages: NewPassage[]): Promise<number> {
  const writer = await index.writer({ jobs: 1 });
  await writer.put(passages);
  const added = await writer.putReport('r', [{ text: '驿站', id: 1 }]);
  await writer.commit();
  await writer.close();
  return added.passages;
}

export async function use(path: string, signal: AbortSignal): Promise<string> {
  const index = await open(path, { create: true });
  await feed(index, [{ text: '工会', extra: { author: '王' } }]);
  const results: Results = await index.search('工会', {
    limit: 5, tiers: ['exact', 'variant'], facets: ['kind', 'author'], signal,
  });
  const first: Hit | undefined = results.hits[0];
  const tier: Tier = first?.tier ?? 'exact';
  const counts: number | undefined = results.counts.exact;
  let text = `${tier}${counts ?? 0}${yizhan.versions()['yizhan'] ?? ''}`;
  for (const hit of results) text += hit.snippet.html('[', ']');
  for await (const hit of index.hits('驿站', { sort: 'date' }))
    text += hit.source.lines?.[0]?.[0] ?? '';
  // @ts-expect-error: there is no such option
  await index.search('工会', { limt: 5 });
  // @ts-expect-error: nor such a tier
  await index.search('工会', { tiers: 'best' });
  // @ts-expect-error: an index is opened, not made
  new yizhan.Index();
  return text;
}

export function place(error: unknown): number {
  if (error instanceof QuerySyntaxError) return error.offset;
  if (error instanceof BusyError) return error.status;
  if (error instanceof YizhanError) return error.code.length;
  throw error;
}
