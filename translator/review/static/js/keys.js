/**
 * Commands by keyboard. A letter works alone while nothing is typed into; while something is, it
 * works together with Alt; `typing` says that keys with Ctrl, and Escape, work all the same.
 */

import { isTyping } from "./dom.js";

let commands = [];

/** @param {...Array<{group: string, keys: string[], label: string, run: function(KeyboardEvent): void, typing?: boolean}>} lists */
export function setCommands(...lists) {
  commands = lists.flat();
}

export function allCommands() { return commands; }

export function handleKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const typing = isTyping(event.target);
    const name = keyName(event, typing);
    if (!name) return;
    const command = commands.find((one) => one.keys.includes(name));
    if (!command) return;
    if (typing && !event.altKey && !(command.typing && /^(Ctrl\+.*|Escape)$/.test(name))) return;
    if (!typing && ["Enter", "Space"].includes(name) && event.target.closest("button, a, summary, [role=slider]")) return;
    event.preventDefault();
    command.run(event);
  });
}

/** Returns how commands name what was pressed ("A", "Ctrl+Z", "Space"), "" for keys of no concern. */
function keyName(event, typing) {
  const special = { ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", " ": "Space" };
  const control = event.ctrlKey || event.metaKey;
  let key = special[event.key] ?? event.key;
  // With Alt, some systems turn letters into signs; the physical key tells which it was.
  if (event.altKey && /^Key[A-Z]$/.test(event.code)) key = event.code.slice(3);
  else if (event.altKey && /^Digit\d$/.test(event.code)) key = event.code.slice(5);
  else if (event.altKey && event.code === "Slash") key = event.shiftKey ? "?" : "/";
  if (/^[a-z]$/i.test(key)) key = key.toUpperCase();
  const modifiers = [];
  if (control) modifiers.push("Ctrl");
  if (event.altKey && !typing) modifiers.push("Alt");
  if (event.shiftKey && (control || key.length > 1 || /^[←→↑↓]$/.test(key))) modifiers.push("Shift");
  return [...modifiers, key].join("+");
}
