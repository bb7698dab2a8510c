// Elements, made without any text ever being read as markup.

/**
 * @typedef {Record<string, any>} Attributes
 * @typedef {(Node | string | null | undefined | false)[]} Children
 */

/**
 * @param {Element} node
 * @param {Attributes} attributes  on…: a listener; false, null: left out
 */
function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * An element of HTML.
 * @param {string} name  its tag, and behind dots its classes
 * @param {Attributes} attributes
 * @param {...any} children
 * @returns {HTMLElement}
 */
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  set(node, attributes);
  node.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

/**
 * An element of SVG.
 * @param {string} name
 * @param {Attributes} attributes
 * @param {...Node} children
 * @returns {SVGElement}
 */
export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  set(node, attributes);
  node.append(...children);
  return node;
}

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/**
 * Text with its matches marked.
 * @param {[string, boolean][]} segments
 */
export const marked = (segments) =>
  segments.map(([text, match]) => (match ? el("mark", {}, text) : text));
