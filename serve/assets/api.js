// The server's answers. Their members are described in /openapi.json.

/**
 * @typedef {[number, number, number, number]} Box
 * @typedef {{page: number, image?: string, width?: number, height?: number, boxes: Box[]}} Page
 * @typedef {{line: number, column: number, surface: string, page?: number, boxes?: Box[],
 *   box?: string, continued?: {page: number, boxes: Box[]}[]}} Match
 * @typedef {{text: string, segments: [string, boolean][]}} Snippet
 * @typedef {{query: string, text: string, weight: number, synonym?: boolean}} Edit
 * @typedef {{id: string, report: string, kind: string, title: string, section: string,
 *   date: string, source: {path: string, lines?: [number, number][]}, pages?: Page[]}} Passage
 * @typedef {Passage & {rank: number, score: number, tier: string, edits: Edit[],
 *   snippet: Snippet, matches: Match[], explanation?: string[]}} Hit
 * @typedef {Passage & {text: string,
 *   found?: {tier: string, edits: Edit[], matches: Match[], snippet: Snippet}}} ReadPassage
 * @typedef {{value: string, path?: string, count: number}} Facet
 * @typedef {{count: number, counts: Record<string, number>, took_us: number,
 *   warnings: {message: string}[], hits: Hit[], next: string | null, why?: string[],
 *   facets?: Record<string, Facet[]>, suggestions?: {query: string, passages: number}[],
 *   understood?: string[], error?: string}} Answer
 * @typedef {{name: string, type: string}} Field
 * @typedef {{indexes: {name: string, reports: number, passages: number, fields?: Field[]}[],
 *   images: string | null}} Served
 */

/**
 * @param {string} path
 * @param {Record<string, string | number | undefined | null>} parameters
 */
export function address(path, parameters) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * @param {string} path
 * @param {Record<string, string | number | undefined | null>} parameters
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}  the answer; one with `error` if there is none
 */
export async function get(path, parameters, signal) {
  const response = await fetch(address(path, parameters), { signal });
  const type = response.headers.get("Content-Type") || "";
  if (type.startsWith("application/json")) return response.json();
  return { error: `${response.status} ${response.statusText}` };
}
