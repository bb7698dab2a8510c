// The address is the state: what is searched, how, and what is read.
import { address, get } from "/api.js";
import { byId, el } from "/dom.js";
import { readerView } from "/reader.js";
import { searchView, useIndexes } from "/search.js";
import { useImages } from "/sheet.js";
import * as suggest from "/suggest.js";
import { choose, isChinese, word } from "/words.js";

/** @typedef {Record<string, string>} State */

const NAMES = ["q", "index", "sort", "ocr", "kind", "section", "in", "since", "until", "explain", "read", "id"];
const [form, input, main, status, indexes] = ["form", "q", "main", "status", "index"].map(byId);
/** @type {AbortController | null} */
let showing = null;

/** @returns {State} */
function stateNow() {
  const search = new URLSearchParams(location.search);
  return Object.fromEntries(NAMES.map((name) => [name, search.get(name) || ""]));
}

/** @param {State} state */
const link = (state) => address("/", Object.fromEntries(NAMES.map((name) => [name, state[name]])));

/** @param {State} state */
function go(state) {
  suggest.close();
  history.pushState(null, "", link(state));
  show();
}

/** @param {State} change */
const change = (change) => go({ ...stateNow(), read: "", id: "", ...change });

/** @param {State} state @param {AbortSignal} signal */
function view(state, signal) {
  if (state.read) return readerView(state, { back: link({ ...state, read: "", id: "" }), signal });
  if (!state.q) return el("h1.visually-hidden", {}, word("query"));
  return searchView(state, {
    change, signal, link: (hit) => link({ ...state, read: hit.report, id: hit.id }),
  });
}

function label() {
  document.documentElement.lang = isChinese() ? "zh" : "en";
  input.setAttribute("aria-label", word("query"));
  input.placeholder = word("query");
  indexes.setAttribute("aria-label", word("index"));
  byId("go").textContent = word("search");
  byId("language").textContent = isChinese() ? "English" : "中文";
  byId("language").lang = isChinese() ? "en" : "zh";
}

async function show() {
  const state = stateNow();
  showing?.abort();
  showing = new AbortController();
  const { signal } = showing;
  input.value = state.q;
  if (state.index) indexes.value = state.index;
  document.title = state.q ? `${state.q} · 驿站` : "驿站 Yizhan";
  status.textContent = "";
  try {
    const shown = await view(state, signal);
    if (signal.aborted) return;
    main.replaceChildren(shown);
    main.setAttribute("aria-busy", "false");
    status.textContent = byId("count")?.textContent || "";
  } catch (error) {
    if (signal.aborted) return;
    main.replaceChildren(el("p.note.warning", {}, word("failed", String(error))));
  }
}

function listen() {
  form.addEventListener("submit", (/** @type {Event} */ e) => {
    e.preventDefault();
    change({ q: input.value.trim(), index: indexes.value, in: "", section: "", kind: "", since: "", until: "" });
  });
  indexes.addEventListener("change", () => change({ index: indexes.value }));
  byId("language").addEventListener("click", () => { choose(!isChinese()); label(); show(); });
  document.addEventListener("click", (e) => {
    const a = /** @type {HTMLElement} */ (e.target).closest?.("a");
    const own = a && a.origin === location.origin && a.pathname === "/" && !a.hasAttribute("download");
    if (!own || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    history.pushState(null, "", a.href);
    show();
  });
  document.addEventListener("keydown", (e) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName || "");
    if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "/") { e.preventDefault(); input.focus(); }
    if (e.key === "n") byId("do-next")?.click();
    if (e.key === "p") byId("do-previous")?.click();
  });
  window.addEventListener("popstate", show);
  suggest.begin((q) => change({ q }), () => indexes.value);
}

async function begin() {
  const served = await get("/api/indexes", {});
  useIndexes(served.indexes || []);
  const names = (served.indexes || []).map((/** @type {{name: string}} */ i) => i.name);
  indexes.replaceChildren(...names.map((/** @type {string} */ name) => el("option", { value: name }, name)));
  indexes.hidden = names.length < 2;
  useImages(served.images || null);
  label();
  listen();
  await show();
  if (!stateNow().q) input.focus();
}

begin();
