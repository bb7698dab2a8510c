// A page image with boxes over it, in pixels of the image.
import { svg } from "/dom.js";

/** @typedef {import("/api.js").Page} Page */
/** @typedef {import("/api.js").Box} Box */
/** @typedef {import("/api.js").Match} Match */

/** @type {string | null} */
let template = null;

/** @param {string | null} images  the address of an image, with {image} in it */
export function useImages(images) { template = images; }

/** Whether there are pictures at all. */
export const hasImages = () => template !== null;

/**
 * @param {Page} page
 * @returns {string | null}
 */
export function imageAddress(page) {
  if (!template || !page.image) return null;
  const encoded = page.image.split("/").map(encodeURIComponent).join("/");
  return template.includes("{image}") ? template.replaceAll("{image}", encoded) : template + encoded;
}

/** @param {Box} box @param {string} name  its class */
export const rectangle = ([x0, y0, x1, y1], name) =>
  svg("rect", { class: name, x: x0, y: y0, width: x1 - x0, height: y1 - y0 });

/**
 * The boxes of a match on one page.
 * @param {Match} match
 * @param {number} page
 * @returns {Box[]}
 */
export function boxesOn(match, page) {
  const boxes = match.page === page ? match.boxes || [] : [];
  return boxes.concat(...(match.continued || []).filter((c) => c.page === page).map((c) => c.boxes));
}

/** The smallest box that has all. @param {Box[]} boxes @returns {Box} */
const around = (boxes) => [
  Math.min(...boxes.map((b) => b[0])), Math.min(...boxes.map((b) => b[1])),
  Math.max(...boxes.map((b) => b[2])), Math.max(...boxes.map((b) => b[3])),
];

/**
 * The region of a page around the first matches, as a small picture.
 * @param {Page} page
 * @param {Match[]} matches
 * @returns {SVGElement | null}
 */
export function thumbnail(page, matches) {
  const href = imageAddress(page);
  const boxes = matches.slice(0, 3).flatMap((m) => boxesOn(m, page.page));
  if (!href || !boxes.length || !page.width || !page.height) return null;
  const [x0, y0, x1, y1] = around(boxes.slice(0, 1));
  const width = Math.max(6 * (y1 - y0), x1 - x0 + 2 * (y1 - y0), page.width / 6);
  const height = width * 7 / 11;
  const left = (x0 + x1 - width) / 2;
  const top = (y0 + y1 - height) / 2;
  return svg("svg", { viewBox: `${left} ${top} ${width} ${height}`, "aria-hidden": "true" },
    svg("image", { href, width: page.width, height: page.height }),
    ...boxes.map((box) => rectangle(box, "match")));
}

/**
 * A drawing that zooms and pans.
 * @param {number} width
 * @param {number} height
 */
export function sheet(width, height) {
  const view = { x: 0, y: 0, w: width, h: height };
  const drawing = svg("svg", { tabindex: 0, role: "img", preserveAspectRatio: "xMidYMin meet" });
  const apply = () => drawing.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
  const zoom = (/** @type {number} */ by, x = view.x + view.w / 2, y = view.y + view.h / 2) => {
    const scale = Math.max(Math.min(1 / by, 2 * width / view.w), 40 / view.w);
    view.x = x - (x - view.x) * scale;
    view.y = y - (y - view.y) * scale;
    view.w *= scale;
    view.h *= scale;
    apply();
  };
  const move = (/** @type {number} */ dx, /** @type {number} */ dy) => {
    view.x += dx;
    view.y += dy;
    apply();
  };
  const whole = () => { Object.assign(view, { x: 0, y: 0, w: width, h: height }); apply(); };
  /** Bring a box into view. */
  const show = (/** @type {Box} */ [x0, y0, x1, y1]) => {
    if (x0 >= view.x && y0 >= view.y && x1 <= view.x + view.w && y1 <= view.y + view.h) return;
    move((x0 + x1) / 2 - view.x - view.w / 2, (y0 + y1) / 2 - view.y - view.h / 2);
  };
  const scale = () => {
    const box = drawing.getBoundingClientRect();
    return Math.max(view.w / box.width, view.h / box.height);
  };
  /** @type {PointerEvent | null} */
  let held = null;
  drawing.addEventListener("pointerdown", (e) => { held = e; });
  drawing.addEventListener("pointermove", (e) => {
    if (!held || !(e.buttons & 1)) return;
    if (!drawing.hasPointerCapture(e.pointerId)) drawing.setPointerCapture(e.pointerId);
    move((held.clientX - e.clientX) * scale(), (held.clientY - e.clientY) * scale());
    held = e;
  });
  drawing.addEventListener("pointerup", () => { held = null; });
  drawing.addEventListener("wheel", (e) => {
    e.preventDefault();
    const box = drawing.getBoundingClientRect();
    const s = scale();
    const x = view.x + view.w / 2 + (e.clientX - box.left - box.width / 2) * s;
    const y = view.y + (e.clientY - box.top) * s;
    zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2, x, y);
  }, { passive: false });
  drawing.addEventListener("keydown", (e) => {
    const step = view.w / 10;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0),
      ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
      "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), "0": whole,
    };
    if (!keys[e.key] || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    keys[e.key]();
  });
  apply();
  return { drawing, zoom, whole, show };
}
