/** The bar above the table: search, and which segments are shown. */

import { debounced, h } from "./dom.js";
import { maybe, t } from "./i18n.js";
import { model } from "./model.js";

const STATES = ["untranslated", "machine", "edited", "approved"];
const CONFIDENCES = [0.3, 0.5, 0.7, 0.9];

export class Filters {
  #onchange;
  #count = h("output.count", { "aria-live": "polite" });

  constructor(onchange) {
    this.#onchange = onchange;
    const changed = () => this.#onchange();
    this.search = h("input", { type: "search", placeholder: t("search"), "aria-label": t("search"), oninput: debounced(120, changed) });
    this.state = h("select", { "aria-label": t("filter.state"), onchange: changed },
      option("", t("filter.state")), option("open", t("filter.open")), option("flagged", t("flagged")), ...STATES.map((s) => option(s, t(`state.${s}`))));
    this.rule = h("select", { "aria-label": t("filter.finding"), onchange: changed });
    this.speaker = h("select", { "aria-label": t("filter.speaker"), onchange: changed });
    this.confidence = h("select", { "aria-label": t("filter.confidence"), onchange: changed },
      option("", t("filter.confidence")), ...CONFIDENCES.map((c) => option(String(c), t("filter.below", { percent: c * 100 }))));
    this.term = h("input", { type: "search", list: "filter-terms", placeholder: t("filter.term"), "aria-label": t("filter.term"), oninput: debounced(120, changed) });
    this.terms = h("datalist", { id: "filter-terms" });
    this.clearButton = h("button.quiet", { type: "button", hidden: true, onclick: () => { this.clear(); changed(); } }, t("filter.clear"));
    this.element = h("div.filters", { role: "search", "aria-label": t("filter") },
      this.search, this.state, this.rule, this.speaker, this.confidence, this.term, this.terms, this.clearButton, this.#count);
    this.refresh();
  }

  /** Offers what occurs in the document now. */
  refresh() {
    const rules = new Set();
    const terms = new Set();
    for (const segment of model.segments) {
      for (const finding of segment.findings) rules.add(finding.rule);
      for (const use of segment.terms) terms.add(use[2]);
    }
    refill(this.rule, [option("", t("filter.finding")), option("*", t("filter.any")), ...[...rules].sort().map((r) => option(r, maybe(`rule.${r}`, r)))]);
    refill(this.speaker, [option("", t("filter.speaker")), ...model.speakers.map((s, i) => option(String(i), s.romanised || s.name))]);
    this.speaker.hidden = model.speakers.length === 0;
    this.terms.replaceChildren(...[...terms].sort().map((term) => h("option", { value: term })));
  }

  /** Returns the segments that pass, in order; `kept` passes whatever it is. */
  apply(kept) {
    const words = this.search.value.trim().toLowerCase();
    const term = this.term.value.trim();
    const state = this.state.value;
    const rule = this.rule.value;
    const speaker = this.speaker.value;
    const limit = this.confidence.value ? Number(this.confidence.value) : null;
    this.active = Boolean(words || term || state || rule || speaker || limit !== null);
    this.clearButton.hidden = !this.active;
    const passes = (s) =>
      (!words || s.target.toLowerCase().includes(words) || s.source.toLowerCase().includes(words)) &&
      (!term || s.terms.some((use) => use[2].includes(term) || use[3].toLowerCase().includes(term.toLowerCase()))) &&
      (!state || (state === "open" ? s.state !== "approved" : state === "flagged" ? s.flagged : s.state === state)) &&
      (!rule || (rule === "*" ? s.findings.length > 0 : s.findings.some((f) => f.rule === rule))) &&
      (!speaker || s.speaker === Number(speaker)) &&
      (limit === null || (s.confidence !== null && s.confidence < limit));
    const found = this.active ? model.segments.filter((s) => s.id === kept || passes(s)) : model.segments;
    this.#count.textContent = this.active ? t("filter.count", { shown: found.length, total: model.segments.length }) : "";
    return found;
  }

  clear() {
    for (const field of [this.search, this.term, this.state, this.rule, this.speaker, this.confidence]) field.value = "";
  }
}

function option(value, text) {
  return h("option", { value }, text);
}

function refill(select, options) {
  const value = select.value;
  select.replaceChildren(...options);
  if ([...select.options].some((o) => o.value === value)) select.value = value;
}
