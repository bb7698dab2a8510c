// Bars of hits by year or month. Dragging over them chooses a span.
import { el, svg } from "/dom.js";
import { word } from "/words.js";

/** @typedef {{value: string, count: number}} Bar */

/** All months or years from the first to the last, those without hits too. */
/** @param {Bar[]} counted @returns {Bar[]} */
function withGaps(counted) {
  const known = new Map(counted.map((bar) => [bar.value, bar.count]));
  const months = counted[0].value.length > 4;
  const number = (/** @type {string} */ value) =>
    months ? Number(value.slice(0, 4)) * 12 + Number(value.slice(5, 7)) - 1 : Number(value);
  const name = (/** @type {number} */ n) =>
    months ? `${String(Math.floor(n / 12)).padStart(4, "0")}-${String(n % 12 + 1).padStart(2, "0")}`
      : String(n).padStart(4, "0");
  const bars = [];
  for (let n = number(counted[0].value); n <= number(counted[counted.length - 1].value); n++)
    bars.push({ value: name(n), count: known.get(name(n)) || 0 });
  return bars;
}

/** Where the pointer is, in bars. */
/** @param {SVGElement} drawing @param {PointerEvent} event @param {number} count */
function barAt(drawing, event, count) {
  const box = drawing.getBoundingClientRect();
  const i = Math.floor((event.clientX - box.left) / box.width * count);
  return Math.max(0, Math.min(count - 1, i));
}

/**
 * @param {Bar[]} counted  by time; without those that have no date
 * @param {(since: string, until: string) => void} take
 */
export function timeline(counted, take) {
  const bars = withGaps(counted);
  const most = Math.max(...bars.map((bar) => bar.count));
  const chosen = svg("rect", { class: "chosen", y: 0, height: 100, width: 0 });
  const drawing = svg("svg", {
    viewBox: `0 0 ${bars.length} 100`, preserveAspectRatio: "none", role: "img",
    "aria-label": word("timeline"),
  }, ...bars.map((bar, i) => svg("rect", {
    class: "bar", x: i + 0.05, width: 0.9, y: 100 - 96 * bar.count / most, height: 96 * bar.count / most,
    "data-value": bar.value,
  }, svg("title"))), chosen);
  bars.forEach((bar, i) => { /** @type {any} */ (drawing.children[i]).firstChild.textContent = `${bar.value}: ${bar.count}`; });
  let from = -1;
  const show = (/** @type {number} */ to) => {
    chosen.setAttribute("x", String(Math.min(from, to)));
    chosen.setAttribute("width", String(Math.abs(to - from) + 1));
  };
  drawing.addEventListener("pointerdown", (e) => {
    from = barAt(drawing, e, bars.length);
    drawing.setPointerCapture(e.pointerId);
    show(from);
  });
  drawing.addEventListener("pointermove", (e) => { if (from >= 0) show(barAt(drawing, e, bars.length)); });
  drawing.addEventListener("pointerup", (e) => {
    if (from < 0) return;
    const to = barAt(drawing, e, bars.length);
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    from = -1;
    take(bars[first].value, bars[last].value);
  });
  return el("div.timeline", {}, drawing,
    el("div.ends", { "aria-hidden": "true" }, el("span", {}, bars[0].value),
      el("span", {}, bars[bars.length - 1].value)));
}
