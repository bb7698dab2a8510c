// The page reader: the image of a page, its passages beside it, and the matches
// of the query in both.
import { get } from "/api.js";
import { byId, el, marked, svg } from "/dom.js";
import { boxesOn, imageAddress, rectangle, sheet } from "/sheet.js";
import { word } from "/words.js";

/** @typedef {import("/api.js").ReadPassage} ReadPassage */
/** @typedef {import("/api.js").Page} Page */
/** @typedef {Record<string, string>} State */

/** The pages of a report by number, from those of its passages. */
/** @param {ReadPassage[]} passages @returns {Map<number, Page>} */
function pagesOf(passages) {
  const pages = new Map();
  for (const passage of passages)
    for (const page of passage.pages || []) if (!pages.has(page.page)) pages.set(page.page, page);
  return pages;
}

/** The size of an image that the index does not know. */
/** @param {string} href @returns {Promise<{width: number, height: number} | null>} */
const sizeOf = (href) => new Promise((resolve) => {
  const image = new Image();
  image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
  image.onerror = () => resolve(null);
  image.src = href;
});

/** @param {ReadPassage} passage @returns {string} */
function citation(passage) {
  const line = passage.source.lines?.[0]?.[0];
  const page = passage.pages?.[0]?.page;
  return [passage.title, passage.date, passage.source.path, page ? word("page", page) : "",
    line ? word("line", line) : ""].filter(Boolean).join(", ");
}

/** One place of a match: the passage it is in and its number there. */
/** @typedef {{passage: ReadPassage, number: number}} Place */

/**
 * @param {State} state
 * @param {{back: string, signal: AbortSignal}} context
 */
export async function readerView(state, { back, signal }) {
  const answer = await get("/api/report",
    { report: state.read, q: state.q, index: state.index, id: state.id }, signal);
  if (answer.error) return el("p.note.warning", {}, answer.error, " ", el("a", { href: back }, word("back")));
  /** @type {ReadPassage[]} */
  const passages = answer.passages;
  /** @type {Place[]} */
  const places = passages.flatMap((passage) => (passage.found?.matches || []).map((_, number) => ({ passage, number })));
  const pages = [...pagesOf(passages).values()].filter((page) => imageAddress(page));
  return new Reader(passages, places, pages, back).begin(state.id);
}

class Reader {
  /** @param {ReadPassage[]} passages @param {Place[]} places @param {Page[]} pages @param {string} back */
  constructor(passages, places, pages, back) {
    this.passages = passages;
    this.places = places;
    this.pages = pages;
    this.back = back;
    this.at = -1; // in places
    this.page = -1; // in pages
    /** @type {ReturnType<typeof sheet> | null} */
    this.sheet = null;
    this.picture = el("div", {});
    this.list = el("div.passages", { lang: "zh" }, ...passages.map((p) => this.passageView(p)));
    this.root = el("div.reader", {});
  }

  /** @param {ReadPassage} p */
  passageView(p) {
    return el(`div.passage.${p.kind}`, {
      id: `p-${p.id}`, tabindex: 0, "data-id": p.id,
      onclick: (/** @type {MouseEvent} */ e) => this.choose(p, this.numberOf(/** @type {Element} */ (e.target))),
      onkeydown: (/** @type {KeyboardEvent} */ e) => { if (e.key === "Enter") this.choose(p, 0); },
    }, ...(p.found ? marked(p.found.snippet.segments) : [p.text]));
  }

  /** Which match of its passage a mark is. @param {Element} target */
  numberOf(target) {
    if (target.tagName !== "MARK") return 0;
    return [...(target.parentElement?.querySelectorAll("mark") || [])].indexOf(/** @type {any} */ (target));
  }

  tools() {
    const button = (/** @type {string} */ name, /** @type {() => void} */ onclick, shown = true) =>
      shown ? el("button", { type: "button", onclick, id: `do-${name}` }, word(name)) : null;
    return el("div.tools", {}, el("a", { href: this.back }, word("back")),
      button("previous", () => this.go(-1), this.places.length > 0),
      button("next", () => this.go(1), this.places.length > 0),
      button("page_previous", () => this.turn(this.page - 1), this.pages.length > 1),
      button("page_next", () => this.turn(this.page + 1), this.pages.length > 1),
      button("smaller", () => this.sheet?.zoom(0.8), this.pages.length > 0),
      button("larger", () => this.sheet?.zoom(1.25), this.pages.length > 0),
      button("whole", () => this.sheet?.whole(), this.pages.length > 0),
      button("copy", () => this.copy()));
  }

  /** @param {string | undefined} id  of the passage that was come for */
  async begin(id) {
    const title = this.passages[0].title || this.passages[0].report;
    if (!this.pages.length) this.root.classList.add("text-only");
    const text = el("div", {}, el("h1", { lang: "zh" }, title), this.tools(), this.list);
    this.root.append(...(this.pages.length ? [el("div.sheet", {}, this.picture)] : []), text);
    const first = this.passages.find((p) => p.id === id) || this.places[0]?.passage || this.passages[0];
    await this.turn(Math.max(0, this.pages.findIndex((page) => this.isOn(first, page))));
    requestAnimationFrame(() => this.choose(first, 0));
    return this.root;
  }

  /** @param {ReadPassage} passage @param {Page} page */
  isOn(passage, page) { return (passage.pages || []).some((p) => p.page === page.page); }

  /** Show another page image. @param {number} to */
  async turn(to) {
    if (to < 0 || to >= this.pages.length || to === this.page) return;
    this.page = to;
    const page = this.pages[to];
    const href = /** @type {string} */ (imageAddress(page));
    const size = page.width && page.height ? { width: page.width, height: page.height } : await sizeOf(href);
    if (!size) { this.picture.replaceChildren(); return; }
    this.sheet = sheet(size.width, size.height);
    const { drawing } = this.sheet;
    drawing.setAttribute("aria-label", word("picture", page.page));
    drawing.append(svg("image", { href, width: size.width, height: size.height }), ...this.boxesOf(page));
    this.picture.replaceChildren(drawing);
    /** @type {HTMLElement} */ (this.picture).style.height = "100%";
  }

  /** @param {Page} page */
  boxesOf(page) {
    const blocks = this.passages.flatMap((p) => (p.pages || []).filter((on) => on.page === page.page)
      .flatMap((on) => on.boxes.map((box) => {
        const rect = rectangle(box, "block");
        rect.dataset.id = p.id;
        rect.addEventListener("click", () => this.choose(p, 0));
        return rect;
      })));
    const matches = this.passages.flatMap((p) => (p.found?.matches || []).flatMap((m, number) =>
      boxesOn(m, page.page).map((box) => {
        const rect = rectangle(box, "match");
        rect.dataset.id = p.id;
        rect.dataset.number = String(number);
        return rect;
      })));
    return [...blocks, ...matches];
  }

  /** Go to the next or the previous match. @param {number} step */
  go(step) {
    const count = this.places.length;
    this.at = (Math.max(this.at, step > 0 ? -1 : 0) + step + count) % count;
    this.choose(this.places[this.at].passage, this.places[this.at].number);
  }

  /** @param {ReadPassage} passage @param {number} number  of a match in it */
  async choose(passage, number) {
    const page = passage.found?.matches[number]?.page || passage.pages?.[0]?.page;
    const at = this.pages.findIndex((p) => p.page === page);
    if (at >= 0) await this.turn(at);
    this.at = this.places.findIndex((p) => p.passage === passage && p.number === number);
    for (const old of this.root.querySelectorAll(".chosen")) old.classList.remove("chosen");
    for (const box of this.picture.querySelectorAll("rect"))
      if (box.dataset.id === passage.id && (!box.dataset.number || box.dataset.number === String(number)))
        box.classList.add("chosen");
    const view = byId(`p-${passage.id}`);
    view?.classList.add("chosen");
    view?.querySelectorAll("mark")[number]?.classList.add("chosen");
    view?.scrollIntoView({ block: "nearest" });
    const box = passage.found?.matches[number]?.boxes?.[0] || passage.pages?.[0]?.boxes[0];
    if (box && at >= 0) this.sheet?.show(box);
  }

  async copy() {
    const id = /** @type {HTMLElement | null} */ (this.root.querySelector(".passage.chosen"))?.dataset.id;
    const passage = this.passages.find((p) => p.id === id) || this.passages[0];
    await navigator.clipboard.writeText(`${passage.text}\n—— ${citation(passage)}\n`);
    byId("status").textContent = word("copied");
  }
}
