/** Choosing where a segment is cut, in both languages, with sliders that keys move as well. */

import { openDialog } from "./dialog.js";
import { h, pointIndex } from "./dom.js";
import { t } from "./i18n.js";

const ENDS = /[。！？!?；;，,：:、]/;

/**
 * @param {object} segment
 * @param {number|null} caret where the caret stands in the target, null if it does not
 * @param {function(number, number): void} done receives the places in code points
 */
export function showSplit(segment, caret, done) {
  const source = knife(segment.source, segment.source ? nearest(segment.source, segment.source.length / 2) : 0, "zh", t("split.source"));
  const ratio = source.text ? source.at / Math.max(1, source.text.length) : 0.5;
  const target = knife(segment.target, caret || word(segment.target, segment.target.length * ratio), "en", t("split.target"));
  const cut = () => {
    dialog.close();
    done(pointIndex(source.text, source.at), pointIndex(target.text, target.at));
  };
  const button = h("button.main", { type: "button", onclick: cut }, t("split"));
  const dialog = openDialog(t("split.title"), [
    h("p.hint", {}, t("split.hint")),
    ...[source, target].filter((one) => one.text).map((one) => one.element),
  ], { actions: [button], wide: true });
  dialog.querySelector("input")?.focus();
}

function knife(text, at, lang, label) {
  const state = { text, at: Math.max(0, Math.min(text.length, Math.round(at))) };
  const first = h("span.part", { lang });
  const second = h("span.part", { lang });
  const slider = h("input", { type: "range", min: 1, max: Math.max(1, text.length - 1), value: state.at, "aria-label": label });
  const show = () => {
    first.textContent = text.slice(0, state.at);
    second.textContent = text.slice(state.at);
    slider.setAttribute("aria-valuetext", `${text.slice(Math.max(0, state.at - 12), state.at)} | ${text.slice(state.at, state.at + 12)}`);
  };
  slider.addEventListener("input", () => { state.at = Number(slider.value); show(); });
  show();
  state.element = h("section.knife", {}, h("h3", {}, label), h("p.parts", {}, first, second), slider);
  return state;
}

/** The clause end nearest to a place. */
function nearest(text, wanted) {
  let best = Math.round(wanted);
  let distance = Infinity;
  for (let i = 1; i < text.length; i++) {
    if (ENDS.test(text[i - 1]) && Math.abs(i - wanted) < distance) [best, distance] = [i, Math.abs(i - wanted)];
  }
  return best;
}

/** The place between words nearest to a place, after punctuation if there is any close by. */
function word(text, wanted) {
  let best = Math.round(wanted);
  let cost = Infinity;
  for (let i = 1; i < text.length; i++) {
    if (text[i] !== " ") continue;
    const here = Math.abs(i - wanted) - (/[.,;:!?]/.test(text[i - 1]) ? text.length / 5 : 0);
    if (here < cost) [best, cost] = [i + 1, here];
  }
  return best;
}
