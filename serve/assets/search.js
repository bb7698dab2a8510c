// The search page: hits, what they are of, when they were printed.
import { address, get } from "/api.js";
import { el, marked } from "/dom.js";
import { thumbnail } from "/sheet.js";
import { timeline } from "/timeline.js";
import { word } from "/words.js";

/** @typedef {import("/api.js").Answer} Answer */
/** @typedef {import("/api.js").Hit} Hit */
/** @typedef {import("/api.js").Served} Served */
/** @typedef {import("/api.js").Field} Field */
/** @typedef {Record<string, string>} State */

/** What a state asks the server for. */
/** @param {State} state */
export const parameters = (state) => ({
  q: state.q, index: state.index, sort: state.sort, ocr: state.ocr, kind: state.kind,
  report: state.in && state.in.replace(/[\\*?[]/g, "\\$&"), section: state.section,
  since: state.since, until: state.until,
});

const FACETS = ["kind", "section", "report"];

/** @param {Hit} hit */
function where(hit) {
  const line = hit.matches[0]?.line || hit.source.lines?.[0]?.[0];
  const page = hit.matches[0]?.page || hit.pages?.[0]?.page;
  return [hit.date, hit.section, word(hit.kind), page ? word("page", page) : "",
    hit.source.path, line ? word("line", line) : ""].filter(Boolean).join(" · ");
}

/** @param {Hit} hit */
const edits = (hit) => hit.edits.map((e) => `${e.query}→${e.text || "∅"}`).join(" ");

/** @param {Hit} hit @param {string} link */
function hitView(hit, link) {
  const page = hit.pages?.find((p) => p.page === hit.matches[0]?.page) || hit.pages?.[0];
  return el("li.hit", { "data-tier": hit.tier },
    el("h2", {}, el("a", { href: link }, hit.title || hit.section || word("untitled"))),
    el("p", { lang: "zh" }, ...marked(hit.snippet.segments)),
    hit.edits.length ? el("div.edits", {}, edits(hit)) : null,
    el("div.where", {}, where(hit)),
    hit.explanation ? el("pre", {}, hit.explanation.join("\n")) : null,
    page ? thumbnail(page, hit.matches) : null);
}

/** The hits, each looser tier under a line that says what it is. */
/** @param {Hit[]} hits @param {(hit: Hit) => string} link @param {string} last */
function hitViews(hits, link, last) {
  const views = [];
  for (const hit of hits) {
    if (hit.tier !== last && hit.tier !== "exact")
      views.push(el("li.tier-line", {}, word(`tier_${hit.tier}`)));
    last = hit.tier;
    views.push(hitView(hit, link(hit)));
  }
  return views;
}

/** @param {string} name @param {State} state @param {[string, string][]} values @param {(change: State) => void} change */
function selection(name, state, values, change) {
  return el("label", {}, word(name), el("select", {
    onchange: (/** @type {any} */ e) => change({ [name]: e.target.value }),
  }, ...values.map(([value, text]) =>
    el("option", { value, selected: (state[name] || values[0][0]) === value }, text))));
}

/** @param {string} name @param {State} state @param {(change: State) => void} change */
const dateField = (name, state, change) =>
  el("label", {}, word(name), el("input", {
    value: state[name] || "", size: 10, placeholder: "2025-01", inputmode: "numeric", name,
    onchange: (/** @type {any} */ e) => change({ [name]: e.target.value.trim() }),
  }));

/** @param {State} state @param {(change: State) => void} change */
function tools(state, change) {
  const filtered = ["kind", "section", "in", "since", "until"].some((name) => state[name]);
  const save = (/** @type {string} */ output) => el("a", {
    href: address("/api/search", { ...parameters(state), output, limit: 1000 }), download: `hits.${output}`,
  }, output.toUpperCase());
  return el("div.tools", {},
    selection("sort", state, [["score", word("score")], ["date", word("date")], ["source", word("source")]], change),
    selection("ocr", state, [["auto", word("auto")], ["off", word("off")], ["on", word("on")], ["loose", word("loose")]], change),
    dateField("since", state, change), dateField("until", state, change),
    el("button", {
      type: "button", "aria-pressed": String(state.explain === "1"),
      onclick: () => change({ explain: state.explain === "1" ? "" : "1" }),
    }, word("explain")),
    filtered ? el("button", {
      type: "button", onclick: () => change({ kind: "", section: "", in: "", since: "", until: "" }),
    }, word("clear")) : null,
    el("span.note", {}, word("save"), " ", save("csv"), " ", save("jsonl")));
}

/** @param {string} name @param {import("/api.js").Facet[]} values @param {State} state @param {(change: State) => void} change */
function facet(name, values, state, change) {
  const key = name === "report" ? "in" : name;
  const shown = values.filter((v) => v.value).slice(0, 8);
  if (!shown.length) return null;
  return el("section", {}, el("h3", {}, word(name)), el("ul", {}, ...shown.map((v) => {
    const pressed = state[key] === v.value;
    return el("li", {}, el("button", {
      type: "button", "aria-pressed": String(pressed), title: v.value,
      onclick: () => change({ [key]: pressed ? "" : v.value }),
    }, el("span", {}, name === "kind" ? word(v.value) : v.path || v.value), el("span.count", {}, String(v.count))));
  })));
}

/** @type {Record<string, Field[]>} */
let declared = {};
let first = "";

/** The indexes that are served, whose declared fields are counted, too. @param {Served["indexes"]} indexes */
export function useIndexes(indexes) {
  first = indexes[0]?.name || "";
  declared = Object.fromEntries(indexes.map((index) => [index.name, (index.fields || []).filter((f) => f.type !== "text")]));
}

/** @param {State} state */
const fieldsOf = (state) => declared[state.index || first] || [];

/** A value of a declared field narrows the query itself. @param {Field} field @param {Answer} answer @param {State} state @param {(change: State) => void} change */
function fieldFacet(field, answer, state, change) {
  const shown = (answer.facets?.[field.name] || []).filter((v) => v.value && !v.value.includes('"')).slice(0, 8);
  if (!shown.length) return null;
  return el("section", {}, el("h3", {}, field.name), el("ul", {}, ...shown.map((v) => {
    const condition = ` ${field.name}:${field.type === "number" ? v.value : `"${v.value}"`}`;
    const pressed = state.q.endsWith(condition);
    const whole = /\bOR\b|[|｜]/.test(state.q) ? `(${state.q})` : state.q;
    return el("li", {}, el("button", {
      type: "button", "aria-pressed": String(pressed), title: v.value,
      onclick: () => change({ q: pressed ? state.q.slice(0, -condition.length) : whole + condition }),
    }, el("span", {}, v.value), el("span.count", {}, String(v.count))));
  })));
}

/** @param {Answer} answer @param {(change: State) => void} change */
function times(answer, change) {
  const dated = (/** @type {string} */ name) => (answer.facets?.[name] || []).filter((v) => v.value);
  const years = dated("year");
  const bars = years.length > 4 ? years : dated("month");
  return bars.length > 1 ? timeline(bars, (since, until) => change({ since, until })) : null;
}

/** @param {Answer} answer @param {(change: State) => void} change */
function notes(answer, change) {
  const looser = Object.entries(answer.counts)
    .filter(([tier]) => tier !== "exact" && tier !== "variant").reduce((sum, [, n]) => sum + n, 0);
  return [
    answer.error ? el("p.note.warning", {}, answer.error) : null,
    ...answer.warnings.map((w) => el("p.note.warning", {}, w.message)),
    answer.hits.length ? el("p.note", { id: "count" }, word("hits", answer.count), looser ? `, ${word("looser", looser)}` : "")
      : answer.error ? null : el("p.note", {}, word("none")),
    answer.suggestions?.length ? el("p", {}, word("meant"), ...answer.suggestions.flatMap((s) => [" ",
      el("button", { type: "button", onclick: () => change({ q: s.query }) }, s.query), ` (${s.passages})`])) : null,
    answer.why ? el("pre", {}, answer.why.join("\n")) : null,
  ];
}

/** @param {State} state */
async function understanding(state) {
  const answer = await get("/api/search", { ...parameters(state), "explain-query": 1 });
  return el("details", { open: true }, el("summary", {}, word("understood")),
    el("pre", {}, (answer.understood || [answer.error]).join("\n")));
}

/**
 * @param {State} state
 * @param {{change: (change: State) => void, link: (hit: Hit) => string, signal: AbortSignal}} page
 */
export async function searchView(state, { change, link, signal }) {
  const asked = { ...parameters(state), explain: state.explain || undefined };
  const answer = /** @type {Answer} */ (await get("/api/search",
    { ...asked, facet: ["kind,report,section,year,month", ...fieldsOf(state).map((f) => f.name)].join() }, signal));
  answer.hits ||= [];
  answer.counts ||= {};
  answer.warnings ||= [];
  const list = el("ol.hits", {}, ...hitViews(answer.hits, link, "exact"));
  let next = answer.next;
  let last = answer.hits.at(-1)?.tier || "exact";
  const more = el("button", {
    type: "button", hidden: !next, onclick: async () => {
      const page = await get("/api/search", { ...asked, after: next });
      list.append(...hitViews(page.hits || [], link, last));
      last = page.hits?.at(-1)?.tier || last;
      next = page.next;
      more.hidden = !next;
    },
  }, word("more"));
  return el("div.page", {},
    el("div", {}, el("h1.visually-hidden", {}, state.q), tools(state, change), ...notes(answer, change).filter((n) => n !== null), list, more,
      state.explain === "1" ? await understanding(state) : null),
    el("aside", {}, times(answer, change),
      ...FACETS.map((name) => facet(name, answer.facets?.[name] || [], state, change)),
      ...fieldsOf(state).map((field) => fieldFacet(field, answer, state, change))));
}
