/** Short messages at the edge of the page, read out to those who do not see them. */

import { Unreachable } from "./api.js";
import { announce, h } from "./dom.js";
import { t } from "./i18n.js";

const SHOWN_MS = 3500;
let tray = null;

export function notify(text, kind = "") {
  if (!tray) document.body.append((tray = h("div.notices", { "aria-hidden": true })));
  const note = h(`p.notice${kind ? `.${kind}` : ""}`, {}, text);
  tray.append(note);
  announce(text);
  setTimeout(() => note.remove(), kind === "bad" ? SHOWN_MS * 2 : SHOWN_MS);
  while (tray.children.length > 3) tray.firstChild.remove();
}

/** Says what went wrong. */
export function fail(error) {
  notify(error instanceof Unreachable ? t("lost") : error.message === "stale" ? t("stale") : error.message, "bad");
}
