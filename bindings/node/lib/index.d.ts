// SPDX-License-Identifier: MIT
// Offsets and spans in texts count UTF-16 units, as JavaScript's strings do;
// spans are [begin, end), half-open. Places in a source (bytes, lines, columns)
// are those of docs/contract.md: bytes of the file, lines and columns from 1,
// columns in code points.

export type Tier = 'exact' | 'variant' | 'lookalike' | 'pinyin' | 'synonym'
  | 'near' | 'words' | 'some';
export type Kind = 'paragraph' | 'caption' | 'heading' | 'headline' | 'lede'
  | 'byline' | 'date' | 'credit' | 'noise';
export type Facet = 'kind' | 'report' | 'section' | 'year' | 'month' | 'day';
export type Span = [begin: number, end: number];
export type Box = [x0: number, y0: number, x1: number, y1: number];
export type BoxOrigin = 'character' | 'word' | 'estimated' | 'block';

export interface OpenOptions {
  /** Create the index if it does not exist. */
  create?: boolean;
  /** Refuse writers. */
  readOnly?: boolean;
  /** Stemmer of a new index, such as 'en'. */
  language?: string;
  /** Fields of a new index: 'author:text,year:number'. */
  fields?: string;
  /** Snapshots open at once; default 1024. */
  readersMax?: number;
  /** Bytes of address space to reserve at least. */
  mapSize?: number;
}

export interface QueryOptions {
  /** The whole query is one raw string. */
  literal?: boolean;
  /** A space means OR. */
  any?: boolean;
  /** The tier exact alone; syntax errors are errors. */
  strict?: boolean;
}

export interface SearchOptions extends QueryOptions {
  /** Hits to return; default 10; Infinity: all. */
  limit?: number;
  offset?: number;
  /** Results.next of the page before. */
  after?: string;
  sort?: 'score' | 'date' | 'source';
  reverse?: boolean;
  tiers?: Tier | Tier[];
  kinds?: Kind | Kind[];
  ocr?: 'auto' | 'off' | 'on' | 'loose';
  /** Glob for the name or path of the report. */
  report?: string;
  /** Part of the section's heading. */
  section?: string;
  /** YYYY, YYYY-MM or YYYY-MM-DD, inclusive. */
  since?: string;
  until?: string;
  /** Milliseconds; 0: none. */
  timeout?: number;
  /** Bytes that the search may hold. */
  memory?: number;
  /** Length of a snippet in characters; default 120. */
  width?: number;
  /** Most snippets a hit; default 1. */
  snippets?: number;
  /** The whole passage as its snippet. */
  full?: boolean;
  /** Give the matches of each hit with their places. */
  matches?: boolean;
  /** Give the explanation of each hit, or why there is none. */
  explain?: boolean;
  /** Counts, but no hits. */
  countOnly?: boolean;
  signal?: AbortSignal;
}

export interface FacetOptions {
  /** By what to count: a facet, a declared field, or a member of extra. */
  facets?: Facet | string | (Facet | string)[];
  /** Count years, months and days without a hit, too. */
  facetGaps?: boolean;
}

export interface Edit {
  /** What the query has. */
  query: string;
  /** What the passage has instead. */
  text: string;
  /** 0 to 1. */
  weight: number;
  synonym?: true;
  reading?: true;
}

export interface Page {
  /** From 1. */
  page: number;
  image: string;
  width: number;
  height: number;
  /** Of the passage's blocks on it, in pixels. */
  boxes: Box[];
}

export interface Match {
  /** In the hit's text. */
  span: Span;
  /** The source's text there. */
  surface: string;
  /** 0: not known. */
  line: number;
  column: number;
  /** In the source file; null: it does not have the text as one piece. */
  bytes: [begin: number, end: number] | null;
  /** Number of the page on which it begins; 0: not known. */
  page: number;
  boxOrigin: BoxOrigin | null;
  /** One a printed line. */
  boxes: { page: number; box: Box }[];
}

export declare class Snippet {
  readonly text: string;
  /** In the text; sorted, not overlapping. */
  readonly highlights: Span[];
  /** The text in parts: [part, whether it matches]. */
  segments(): [part: string, match: boolean][];
  /** Escaped, with the matches between `open` and `close`. */
  html(open?: string, close?: string): string;
}

export declare class Passage {
  readonly report: string;
  readonly id: string;
  readonly kind: Kind;
  readonly section: string;
  readonly title: string;
  /** YYYY-MM-DD, or empty. */
  readonly date: string;
  readonly text: string;
  /** Its end is missing on the page. */
  readonly truncated: boolean;
  readonly source: {
    path: string;
    /** Empty: UTF-8. */
    encoding: string;
    /** One range a block, inclusive; null: not known. */
    lines: [first: number, last: number][] | null;
    bytes: [begin: number, end: number][] | null;
  };
  /** The source's other members. */
  readonly extra: Record<string, unknown> | null;
  readonly pages: Page[];
}

export declare class Hit extends Passage {
  /** From 1. */
  readonly rank: number;
  readonly score: number;
  readonly tier: Tier;
  readonly edits: Edit[];
  /** The first of the snippets. */
  readonly snippet: Snippet;
  readonly snippets: Snippet[];
  /** null without the option `matches`. */
  readonly matches: Match[] | null;
  readonly explanation: string | null;
}

export interface FacetCount {
  value: string;
  /** Of a report: the path of its source. */
  path?: string;
  count: number;
}

export declare class Results implements Iterable<Hit> {
  /** Exact and variant matches, or those of the tiers asked for. */
  readonly count: number;
  /** Of each tier that was tried. */
  readonly counts: Partial<Record<Tier, number>>;
  /** The tier lookalike may be incomplete. */
  readonly isCapped: boolean;
  /** What the parser guessed; spans are in the query. */
  readonly warnings: { message: string; span: Span }[];
  readonly facets: Record<string, FacetCount[]>;
  readonly hits: Hit[];
  /** For the option `after`; null: this page is the last. */
  readonly next: string | null;
  /** With the option `explain`, where nothing was found. */
  readonly why: string[];
  readonly tookUs: number;
  [Symbol.iterator](): Iterator<Hit>;
}

export interface Suggestion {
  query: string;
  passages: number;
}

export interface SuggestOptions {
  /** Default 10. */
  limit?: number;
  signal?: AbortSignal;
}

export interface Stats {
  reports: number;
  passages: number;
  deleted: number;
  segments: number;
  bytes: number;
  freeBytes: number;
  readers: number;
  oldestReaderSeconds: number;
  oldestReaderProcess: number;
  formatVersion: number;
  /** Made with another ICU or libstemmer: ranking may differ a little. */
  wordsAreStale: boolean;
  duplicates: number;
  noisyReports: number;
  noise: number;
}

export interface NewPassage {
  text: string;
  report?: string;
  /** Unique in its report; a number counts as its decimal text. */
  id?: string | number;
  kind?: Kind;
  section?: string;
  title?: string;
  /** YYYY-MM-DD */
  date?: string;
  truncated?: boolean;
  /** Kept, and found as extra.NAME. */
  extra?: Record<string, unknown>;
}

export interface SourceOptions {
  format?: 'auto' | 'text' | 'jsonl' | 'alto' | 'hocr' | 'page' | 'markdown'
    | 'mets' | 'abbyy' | 'json' | 'umi' | 'tsv' | 'pdf' | 'archive';
  /** Overrides detection: 'GB18030'. */
  encoding?: string;
  /** Name reports by their path below this folder. */
  root?: string;
  /** Names reports by what it matches in a file's name. */
  reportId?: string;
  strictEncoding?: boolean;
}

export interface Added {
  outcome: 'added' | 'unchanged' | 'replaced';
  reports: number;
  passages: number;
  bytes: number;
  kept: number;
  /** Path of another source with the same bytes. */
  sameAs: string | null;
  notices: {
    severity: 'warning' | 'refusal' | 'damage';
    message: string;
    line: number;
    column: number;
    offset: number;
  }[];
}

export interface WriterOptions {
  /** Working memory in bytes; default 1 GiB. */
  memory?: number;
  /** Threads; default: one a CPU. */
  jobs?: number;
  /** Also read files that did not change. */
  force?: boolean;
}

/** Changes to an index; its calls are done one after the other. */
export declare class Writer {
  private constructor();
  /** Add passages, or replace those of the same report and id. */
  put(passages: NewPassage | NewPassage[]): Promise<void>;
  /** Replace the whole report. */
  putReport(report: string, passages: NewPassage[]): Promise<Added>;
  addFile(path: string, options?: SourceOptions): Promise<Added>;
  addMemory(data: string | Uint8Array, name: string,
    options?: SourceOptions): Promise<Added>;
  /** A source, report, REPORT#ID or folder. Gives the passages removed. */
  remove(what: string): Promise<number>;
  removePassage(report: string, id: string | number): Promise<void>;
  setSynonyms(text: string): Promise<void>;
  setLookalikes(text: string): Promise<void>;
  /** Make the changes visible and durable. */
  commit(): Promise<void>;
  /** Discards what was not committed. */
  close(): Promise<void>;
}

/** An open index; searches run at once, in threads of Node's pool. */
export declare class Index {
  private constructor();
  search(query: string,
    options?: SearchOptions & FacetOptions): Promise<Results>;
  /** All hits, best first, from one state of the index. */
  hits(query: string, options?: SearchOptions): AsyncGenerator<Hit, void>;
  /** All passages, or those of one report, in order. */
  passages(options?: {
    report?: string;
    signal?: AbortSignal;
  }): AsyncGenerator<Passage, void>;
  /** Completions of a query that is being typed. */
  suggest(text: string, options?: SuggestOptions): Promise<Suggestion[]>;
  /** What was probably meant, where nothing is found. */
  correct(query: string, options?: SuggestOptions): Promise<Suggestion[]>;
  terms(prefix?: string, options?: { limit?: number }):
    Promise<{ term: string; passages: number }[]>;
  explainQuery(query: string, options?: QueryOptions): Promise<string[]>;
  stats(): Promise<Stats>;
  /** An index has one writer at a time; another gets a BusyError. */
  writer(options?: WriterOptions): Promise<Writer>;
  compact(): Promise<{ bytesBefore: number; bytesAfter: number }>;
  /** Resolves when what runs is finished; later calls are refused. */
  close(): Promise<void>;
}

export declare function open(path: string,
  options?: OpenOptions): Promise<Index>;

/** Of Yizhan, its format, ICU, Unicode, LMDB and libstemmer. */
export declare function versions(): Record<string, string>;

export declare class YizhanError extends Error {
  /** A negative number, such as -13. */
  readonly status: number;
  /** Its name in C, such as 'YZ_E_SYNTAX'. */
  readonly code: string;
  /** In a query: UTF-16 units; in a source: bytes. */
  readonly offset: number;
  /** From 1; 0: none. */
  readonly line: number;
  readonly column: number;
  /** Of the operating system; 0: none. */
  readonly errno: number;
}
export declare class MemoryError extends YizhanError {}
export declare class InvalidError extends YizhanError {}
export declare class AbiError extends YizhanError {}
export declare class SystemError extends YizhanError {}
export declare class NotFoundError extends YizhanError {}
export declare class BusyError extends YizhanError {}
export declare class FullError extends YizhanError {}
export declare class ReadOnlyError extends YizhanError {}
export declare class CorruptError extends YizhanError {}
export declare class FormatOldError extends YizhanError {}
export declare class FormatNewError extends YizhanError {}
export declare class ProfileError extends YizhanError {}
export declare class QuerySyntaxError extends YizhanError {}
export declare class SourceError extends YizhanError {}
export declare class LimitError extends YizhanError {}
export declare class CancelledError extends YizhanError {}
export declare class UnsupportedError extends YizhanError {}
