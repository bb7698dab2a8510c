// Suggestions while a query is typed. Nothing is asked for while an input method
// composes: half a word is no query.
import { get } from "/api.js";
import { byId, el } from "/dom.js";

const input = byId("q");
const list = byId("suggestions");
let chosen = -1;
/** @type {AbortController | null} */
let asking = null;

export function close() {
  list.hidden = true;
  chosen = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/** @param {number} i */
function choose(i) {
  chosen = i;
  list.childNodes.forEach((/** @type {any} */ item, /** @type {number} */ k) =>
    item.setAttribute("aria-selected", String(k === i)));
  if (i >= 0) input.setAttribute("aria-activedescendant", `suggestion-${i}`);
  else input.removeAttribute("aria-activedescendant");
}

/** @param {{query: string, passages: number}[]} suggestions @param {(query: string) => void} take */
function show(suggestions, take) {
  list.replaceChildren(...suggestions.map((s, i) =>
    el("li", {
      role: "option", id: `suggestion-${i}`, "aria-selected": "false", "data-query": s.query,
      onmousedown: (/** @type {Event} */ e) => { e.preventDefault(); take(s.query); },
    }, el("span", {}, s.query), el("span.count", {}, String(s.passages)))));
  chosen = -1;
  list.hidden = suggestions.length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

/** @param {(query: string) => void} take @param {() => string} index */
export function begin(take, index) {
  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const text = input.value;
    if (!text.trim()) return close();
    try {
      const answer = await get("/api/suggest", { q: text, index: index() }, asking.signal);
      if (document.activeElement === input && input.value === text)
        show(answer.suggestions || [], take);
    } catch { /* a newer one is asked for */ }
  }
  input.addEventListener("input", (/** @type {InputEvent} */ e) => { if (!e.isComposing) ask(); });
  input.addEventListener("compositionend", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (/** @type {KeyboardEvent} */ e) => {
    const count = list.childNodes.length;
    if (e.isComposing || list.hidden) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      const step = e.key === "ArrowDown" ? 1 : -1;
      const next = (chosen + 1 + step + count + 1) % (count + 1); // 0: none
      choose(next - 1);
    } else if (e.key === "Escape") {
      close();
    } else if (e.key === "Enter" && chosen >= 0) {
      e.preventDefault();
      take(list.childNodes[chosen].dataset.query);
    }
  });
}
