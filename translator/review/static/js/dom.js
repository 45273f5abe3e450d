/** Building and finding elements. Text only ever enters the page as text nodes. */

/**
 * Returns a new element.
 * @param {string} tag name, with classes after dots ("p.note")
 * @param {object} [props] `on*` functions become listeners, `dataset`, `style` and known properties
 *   are set as such, the rest become attributes; null, undefined and false leave an attribute out
 * @param {...(Node|string|null)} children
 */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props ?? {})) setProp(element, key, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "selected", "tabIndex", "textContent", "readOnly", "open"]);

function setProp(element, key, value) {
  if (value === null || value === undefined) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key === "dataset") Object.assign(element.dataset, value);
  else if (key === "style") for (const [name, one] of Object.entries(value)) element.style.setProperty(name, one);
  else if (PROPERTIES.has(key)) element[key] = value;
  else if (value === true) element.setAttribute(key, "");
  else if (value !== false) element.setAttribute(key, value);
}

/** Returns a function that calls `action` once, `milliseconds` after its last call; `.now()` does it at once if it waits. */
export function debounced(milliseconds, action) {
  let timer = null;
  const run = (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = null; action(...args); }, milliseconds);
  };
  run.cancel = () => { clearTimeout(timer); timer = null; };
  run.waiting = () => timer !== null;
  return run;
}

/** Tells screen readers something that is only seen otherwise. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

/** Whether the user is writing, so that letters are no commands. */
export function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox]):not([type=range]):not([type=file]):not([type=radio])"));
}

/** Makes a text area as high as its text. */
export function autosize(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

/** Returns the code-unit index of a code-point index: the server counts code points. */
export function unitIndex(text, points) {
  let units = 0;
  for (let i = 0; i < points && units < text.length; i++) units += text.codePointAt(units) > 0xffff ? 2 : 1;
  return units;
}

/** Returns the code-point index of a code-unit index. */
export function pointIndex(text, units) {
  return [...text.slice(0, units)].length;
}
