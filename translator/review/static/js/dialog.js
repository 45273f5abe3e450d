/** Dialogs: the browser's own, which keep the focus and close with Escape. */

import { h } from "./dom.js";
import { t } from "./i18n.js";

let count = 0;

/**
 * Opens a dialog.
 * @param {string} title
 * @param {Node[]} content
 * @param {{actions?: HTMLElement[], wide?: boolean, onclose?: function(): void}} [options] `actions` stand beside the button that closes
 * @returns {HTMLDialogElement}
 */
export function openDialog(title, content, { actions = [], wide = false, onclose = null } = {}) {
  const id = `dialog-${++count}`;
  const before = document.activeElement;
  const dialog = h(`dialog${wide ? ".wide" : ""}`, { "aria-labelledby": id });
  dialog.append(
    h("header", {}, h("h2", { id }, title)),
    h("div.content", {}, ...content),
    h("footer", {}, ...actions, h("button.quiet", { type: "button", onclick: () => dialog.close() }, t("close"))));
  dialog.addEventListener("close", () => {
    dialog.remove();
    onclose?.();
    if (before?.isConnected && document.activeElement === document.body) before.focus();
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
