/** Other wordings of a segment: the engine's alternatives, and what the memory holds. */

import { post } from "./api.js";
import { difference } from "./diff.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";

/**
 * Returns an element that fills itself.
 * @param {object} segment
 * @param {function(string): void} choose receives the wording that was taken
 */
export function showChoices(segment, choose) {
  const memory = h("div.choices", { "aria-busy": "true" }, h("p.hint", {}, t("loading")));
  const engine = h("div.choices", { "aria-busy": "true" }, h("p.hint", {}, t("loading.engine")));
  fill(memory, post("memory", { id: segment.id }).then(({ matches }) => matches.map((match) => choice(match.target, choose, [
    h("span.zh", { lang: "zh" }, match.similarity < 1 ? difference(segment.source, match.source)[1] : match.source),
    h("span.tag", {}, `${Math.round(match.similarity * 100)}% · ${t(match.person ? "by.person" : "by.machine")}`),
  ]))), t("memory.none"));
  fill(engine, post("alternatives", { id: segment.id }).then(({ alternatives }) => alternatives.map((text) => choice(text, choose))), t("alternatives.none"), true);
  return h("div", {},
    h("h3", {}, t("memory")), memory,
    h("h3", {}, t("engine")), engine);
}

async function fill(box, promise, none, focus = false) {
  try {
    const choices = await promise;
    box.replaceChildren(...(choices.length ? choices : [h("p.hint", {}, none)]));
    if (focus && choices.length && box.isConnected && document.activeElement?.closest(".row, body") && !document.activeElement.matches("textarea, input")) {
      box.querySelector("button").focus({ preventScroll: true });
    }
  } catch (error) {
    box.replaceChildren(h("p.bad", {}, error.message || t("lost")));
  }
  box.removeAttribute("aria-busy");
}

function choice(text, choose, details = []) {
  return h("button.choice", { type: "button", onclick: () => choose(text) }, h("span", { lang: "en" }, text), ...details);
}
