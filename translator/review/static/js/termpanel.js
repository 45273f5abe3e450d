/** The panel beside the table: a term's entry to look at and change, or other wordings. */

import { get, post } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { model } from "./model.js";
import { fail, notify } from "./notices.js";
import { retranslate } from "./proposals.js";

export class TermPanel {
  source = "";

  constructor(panel) {
    this.panel = panel;
    this.#idle();
  }

  /** Shows any element under a title. */
  show(element, title) {
    this.source = "";
    this.panel.classList.add("open");
    this.panel.replaceChildren(this.#head(title), element);
  }

  /** Closes the panel; returns whether it was open. */
  close() {
    const open = this.panel.classList.contains("open");
    this.#idle();
    return open;
  }

  /** Shows the entry for a source, or a form for a new one. */
  async open(source, segment) {
    this.source = source;
    this.panel.classList.add("open");
    let found = { term: null, own: false, glossary: model.glossary };
    try {
      if (source) found = await get("term", { source });
    } catch (error) { fail(error); return; }
    if (this.source !== source) return;
    const use = segment.terms.find((one) => one[2] === source);
    const name = use?.[7] === "names";
    const form = entryForm(found.term ?? { source, target: use?.[3] ?? "" }, {
      fresh: !found.term || name,
      onsave: (entry) => this.#save(entry, found.term),
      onremove: found.own && !name ? () => this.#remove(found.term.source) : null,
    });
    const where = name ? t("term.name") : !found.term ? t("term.new", { file: found.glossary }) : found.own ? t("term.own", { file: found.glossary }) : t("term.shipped", { from: found.term.glossary, file: found.glossary });
    this.panel.replaceChildren(this.#head(t(found.term && !name ? "term" : "term.add")), h("p.hint", {}, where), form);
    form.querySelector(found.term || !source ? "[name=source]:not([readonly]), [name=target]" : "[name=target]").focus({ preventScroll: true });
  }

  async #save(entry, before) {
    try {
      const { touched, disobeying } = await post("glossary/put", { entries: [entry], ...(before ? { before } : {}) });
      notify(t("term.saved", { file: model.glossary, count: touched.length }));
      this.#offer(entry, disobeying);
    } catch (error) { fail(error); }
  }

  async #remove(source) {
    try {
      const { disobeying } = await post("glossary/remove", { sources: [source] });
      notify(t("term.removed"));
      this.#offer({ source }, disobeying);
    } catch (error) { fail(error); }
  }

  /** Offers to translate again what the change leaves without the wanted rendering. */
  #offer(entry, ids) {
    const content = ids.length
      ? [
        h("p", {}, t("term.disobeying", { count: ids.length })),
        h("p.buttons", {}, h("button.main", { type: "button", onclick: () => retranslate(ids) }, t("term.retranslate", { count: ids.length }))),
      ]
      : [h("p.hint", {}, t("term.obeyed"))];
    this.show(h("div", {}, h("p.entry", {}, h("span", { lang: "zh" }, entry.source), entry.target ? " → " : "", h("span", { lang: "en" }, entry.target ?? "")), ...content), t("term"));
    this.panel.querySelector(".main")?.focus({ preventScroll: true });
  }

  #head(title) {
    return h("header", {}, h("h2", {}, title), h("button.quiet", { type: "button", onclick: () => this.close(), "aria-label": t("close") }, "×"));
  }

  #idle() {
    this.source = "";
    this.panel.classList.remove("open");
    this.panel.replaceChildren(h("div.idle", {}, h("p", {}, t("panel.hint")), h("p", {}, h("kbd", {}, "V"), " ", t("alternatives")), h("p", {}, h("kbd", {}, "T"), " ", t("term.open")), h("p", {}, h("kbd", {}, "?"), " ", t("help"))));
  }
}

/**
 * Returns a form for a glossary entry.
 * @param {object} term
 * @param {{fresh: boolean, onsave: function(object): void, onremove?: ?function(): void}} how `fresh`: the source may be changed
 */
export function entryForm(term, { fresh, onsave, onremove = null }) {
  const id = `term-${Math.random().toString(36).slice(2)}`;
  const field = (name, control, hint = "") => {
    control.id = `${id}-${name}`;
    control.name = name;
    return h("div.field", {}, h("label", { for: control.id }, t(`column.${name}`)), control, hint ? h("small", {}, hint) : null);
  };
  const lines = (values = []) => h("textarea", { rows: Math.max(2, values.length), value: values.join("\n"), spellcheck: "false" });
  const source = h("input", { value: term.source, readOnly: !fresh, lang: "zh", required: true, autocomplete: "off" });
  const target = h("input", { value: term.target, lang: "en", autocomplete: "off" });
  const variants = lines(term.variants);
  const forbidden = lines(term.forbidden);
  const note = h("textarea", { rows: 2, value: term.note ?? "" });
  const keep = h("input", { type: "checkbox", checked: term.do_not_translate ?? false });
  const state = h("select", {}, ...["approved", "new", "obsolete"].map((name) => h("option", { value: name, selected: name === (term.state ?? "approved") }, t(`term.state.${name}`))));
  const split = (area) => area.value.split("\n").map((line) => line.trim()).filter(Boolean);
  const form = h("form.entry-form", {
    onsubmit: (event) => {
      event.preventDefault();
      const { glossary: _g, line: _l, ...rest } = term;
      onsave({ ...rest, source: source.value.trim(), target: target.value.trim(), variants: split(variants), forbidden: split(forbidden), note: note.value, do_not_translate: keep.checked, state: state.value });
    },
    onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); form.requestSubmit(); } },
  },
  field("source", source), field("target", target),
  field("variants", variants, t("one.per.line")), field("forbidden", forbidden, t("one.per.line")),
  field("note", note), field("state", state),
  h("label.check", {}, keep, " ", t("column.do_not_translate")),
  h("p.buttons", {}, h("button.main", { type: "submit" }, t("save")), onremove ? h("button.quiet", { type: "button", onclick: onremove }, t("remove")) : null));
  return form;
}
