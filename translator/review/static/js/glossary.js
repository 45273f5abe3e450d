/** The glossary page: every entry of every glossary, sorted, filtered and edited in place. */

import { download, get, post } from "./api.js";
import { openDialog } from "./dialog.js";
import { debounced, h } from "./dom.js";
import { importGlossary } from "./glossaryimport.js";
import { t } from "./i18n.js";
import { model } from "./model.js";
import { fail, notify } from "./notices.js";
import { retranslate } from "./proposals.js";
import { entryForm } from "./termpanel.js";
import { VirtualList } from "./virtual.js";

const COLUMNS = ["source", "target", "variants", "forbidden", "note", "state", "glossary"];
const EDITABLE = new Set(["target", "variants", "forbidden", "note"]);
const STATES = ["approved", "new", "obsolete"];

export class GlossaryView {
  #news = new AbortController();
  #data = { own: "", glossaries: [], terms: [], conflicts: [] };
  #rows = [];
  #sort = { column: "source", down: false };
  #chosen = new Set();
  #busy = false;

  constructor(main) {
    const changed = () => this.#refilter();
    this.search = h("input", { type: "search", placeholder: t("search"), "aria-label": t("search"), oninput: debounced(120, changed) });
    this.from = h("select", { "aria-label": t("column.glossary"), onchange: changed });
    this.state = h("select", { "aria-label": t("column.state"), onchange: changed },
      h("option", { value: "" }, t("column.state")), ...STATES.map((s) => h("option", { value: s }, t(`term.state.${s}`))));
    this.count = h("output.count", { "aria-live": "polite" });
    this.bulk = h("div.bulk", { hidden: true });
    this.conflicts = h("button.quiet", { type: "button", onclick: () => this.#showConflicts() });
    this.header = h("div.gloss.head", { role: "group", "aria-label": t("sort") });
    this.scroller = h("div.scroller", {});
    main.append(
      h("div.toolbar", {},
        h("div.filters", { role: "search" }, this.search, this.from, this.state, this.count),
        this.conflicts,
        h("button", { type: "button", onclick: () => this.#add() }, t("term.add")),
        h("button", { type: "button", onclick: () => this.#import() }, t("import")),
        h("button", { type: "button", onclick: () => this.#export() }, t("export"))),
      this.bulk, this.header, this.scroller);
    this.list = new VirtualList(this.scroller, {
      count: () => this.#rows.length,
      key: (i) => `${this.#rows[i].glossary}:${this.#rows[i].line ?? this.#rows[i].source}`,
      render: (i) => this.#render(this.#rows[i]),
      estimate: () => 46,
      keep: () => null,
    });
    this.list.element.setAttribute("aria-label", t("view.glossary"));
    model.on("glossary", () => { if (!this.#busy) this.#load(); }, this.#news.signal);
    this.#load();
  }

  commands() {
    return [
      { group: "move", keys: ["/"], label: "search", run: () => this.search.focus() },
      { group: "edit", keys: ["T"], label: "term.add", run: () => this.#add() },
    ];
  }

  focus() { this.search.focus({ preventScroll: true }); }

  close() { this.#news.abort(); }

  async #load() {
    try {
      this.#data = await get("glossary");
    } catch (error) { fail(error); return; }
    const value = this.from.value;
    this.from.replaceChildren(h("option", { value: "" }, t("glossary.all")), ...this.#data.glossaries.map((name) => h("option", { value: name }, name)));
    this.from.value = this.#data.glossaries.includes(value) ? value : "";
    const { length } = this.#data.conflicts;
    this.conflicts.textContent = t("conflicts.count", { count: length });
    this.conflicts.hidden = length === 0;
    this.#refilter();
  }

  #refilter() {
    const words = this.search.value.trim().toLowerCase();
    const { column, down } = this.#sort;
    this.#rows = this.#data.terms.filter((term) =>
      (!this.from.value || term.glossary === this.from.value) &&
      (!this.state.value || term.state === this.state.value) &&
      (!words || [term.source, term.target, term.note, ...term.variants, ...term.forbidden].some((text) => text.toLowerCase().includes(words))));
    const order = new Intl.Collator(column === "source" ? "zh-Hans" : "en", { sensitivity: "base", numeric: true });
    this.#rows.sort((a, b) => order.compare(shown(a, column), shown(b, column)) * (down ? -1 : 1));
    this.count.textContent = t("filter.count", { shown: this.#rows.length, total: this.#data.terms.length });
    this.#chosen = new Set([...this.#chosen].filter((source) => this.#rows.some((row) => row.source === source)));
    this.#drawHeader();
    this.#drawBulk();
    this.list.refresh();
  }

  #drawHeader() {
    const all = h("input", { type: "checkbox", "aria-label": t("select.all"), checked: this.#rows.length > 0 && this.#rows.every((row) => this.#chosen.has(row.source)) });
    all.addEventListener("change", () => {
      this.#chosen = new Set(all.checked ? this.#rows.map((row) => row.source) : []);
      this.#drawBulk();
      this.list.refresh();
    });
    this.header.replaceChildren(all, ...COLUMNS.map((column) => {
      const now = this.#sort.column === column;
      return h("button.quiet", {
        type: "button", "aria-pressed": String(now),
        "aria-label": `${t(`column.${column}`)}${now ? `, ${t(this.#sort.down ? "sort.down" : "sort.up")}` : ""}`,
        onclick: () => { this.#sort = { column, down: now && !this.#sort.down }; this.#refilter(); },
      }, t(`column.${column}`), now ? (this.#sort.down ? " ↓" : " ↑") : "");
    }));
  }

  #drawBulk() {
    this.bulk.hidden = this.#chosen.size === 0;
    this.bulk.replaceChildren(
      h("span", {}, t("chosen", { count: this.#chosen.size })),
      ...STATES.map((state) => h("button", { type: "button", onclick: () => this.#setState(state) }, t(`make.${state}`))),
      h("button", { type: "button", onclick: () => this.#remove() }, t("remove.own")));
  }

  #render(term) {
    const own = term.glossary === this.#data.own;
    const tick = h("input", { type: "checkbox", checked: this.#chosen.has(term.source), "aria-label": t("select", { source: term.source }) });
    tick.addEventListener("change", () => {
      if (tick.checked) this.#chosen.add(term.source);
      else this.#chosen.delete(term.source);
      this.#drawBulk();
    });
    return h(`div.gloss${own ? ".own" : ""}.${term.state}`, {}, tick, ...COLUMNS.map((column) => {
      if (EDITABLE.has(column)) return this.#cell(term, column);
      if (column === "state") return this.#stateCell(term);
      if (column === "source") return h("button.cell.link", { type: "button", lang: "zh", title: t("edit"), onclick: () => this.#form(term) }, term.source);
      return h("span.cell.muted", {}, shown(term, column));
    }));
  }

  #cell(term, column) {
    const field = h("input.cell", { value: shown(term, column), "aria-label": `${t(`column.${column}`)}, ${term.source}`, lang: column === "note" ? null : "en", title: shown(term, column) });
    field.addEventListener("change", () => {
      const value = ["variants", "forbidden"].includes(column) ? field.value.split("|").map((one) => one.trim()).filter(Boolean) : field.value;
      this.#put([{ ...bare(term), [column]: value }], term);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") field.blur();
      if (event.key === "Escape") { field.value = shown(term, column); field.blur(); event.stopPropagation(); }
    });
    return field;
  }

  #stateCell(term) {
    const select = h("select.cell", { "aria-label": `${t("column.state")}, ${term.source}` }, ...STATES.map((s) => h("option", { value: s, selected: s === term.state }, t(`term.state.${s}`))));
    select.addEventListener("change", () => this.#put([{ ...bare(term), state: select.value }], term));
    return select;
  }

  #setState(state) {
    const entries = new Map();
    for (const term of this.#data.terms) {
      // The glossary that counts most comes first.
      if (this.#chosen.has(term.source) && !entries.has(term.source)) entries.set(term.source, { ...bare(term), state });
    }
    this.#put([...entries.values()]);
  }

  async #put(entries, before = null) {
    const own = before && before.glossary === this.#data.own;
    await this.#write(() => post("glossary/put", { entries, ...(own ? { before } : {}) }));
  }

  async #remove() {
    const own = this.#data.terms.filter((term) => term.glossary === this.#data.own && this.#chosen.has(term.source));
    if (!own.length) { notify(t("remove.none")); return; }
    await this.#write(() => post("glossary/remove", { sources: own.map((term) => term.source) }));
  }

  async #write(send) {
    this.#busy = true;
    try {
      const { disobeying } = await send();
      notify(t("glossary.saved", { file: model.glossary }));
      if (disobeying.length) offer(disobeying);
    } catch (error) { fail(error); }
    this.#busy = false;
    await this.#load();
  }

  #form(term) {
    const dialog = openDialog(t("term"), [entryForm(term, {
      fresh: false,
      onsave: (entry) => { dialog.close(); this.#put([entry], term); },
    })]);
  }

  #add() {
    const dialog = openDialog(t("term.add"), [entryForm({ source: this.search.value.trim(), target: "" }, {
      fresh: true,
      onsave: (entry) => { dialog.close(); this.#put([entry]); },
    })]);
    dialog.querySelector("[name=source]").focus();
  }

  #showConflicts() {
    openDialog(t("conflicts"), [
      h("p.hint", {}, t("conflicts.hint")),
      h("table.plain", {},
        h("thead", {}, h("tr", {}, ...["column.source", "conflicts.kept", "conflicts.dropped"].map((key) => h("th", { scope: "col" }, t(key))))),
        h("tbody", {}, ...this.#data.conflicts.map(({ source, kept, dropped }) => h("tr", {},
          h("td", { lang: "zh" }, source),
          h("td", {}, h("span", { lang: "en" }, kept.target), h("small", {}, ` ${kept.glossary}`)),
          h("td", {}, ...dropped.map((term) => h("div", {}, h("span", { lang: "en" }, term.target), h("small", {}, ` ${term.glossary}`)))))))),
    ], { wide: true });
  }

  async #import() {
    const result = await importGlossary();
    if (result?.disobeying.length) offer(result.disobeying);
    if (result) this.#load();
  }

  #export() {
    const all = h("input", { type: "checkbox" });
    const save = (format) => async () => {
      try {
        notify(t("export.done", { name: await download("glossary/export", { format, ...(all.checked ? { all: "1" } : {}) }) }));
      } catch (error) { fail(error); }
    };
    openDialog(t("glossary.export"), [
      h("label.check", {}, all, " ", t("glossary.export.all")),
      h("div.formats", {}, ...["tsv", "csv", "xlsx", "tbx"].map((format) => h("button", { type: "button", onclick: save(format) }, format.toUpperCase()))),
    ]);
  }
}

function offer(ids) {
  const dialog = openDialog(t("term"), [h("p", {}, t("term.disobeying", { count: ids.length }))], {
    actions: [h("button.main", { type: "button", onclick: () => { dialog.close(); retranslate(ids); } }, t("term.retranslate", { count: ids.length }))],
  });
}

function shown(term, column) {
  const value = term[column];
  return Array.isArray(value) ? value.join(" | ") : String(value ?? "");
}

/** The entry without what the server knows better. */
function bare(term) {
  const { glossary: _glossary, line: _line, ...rest } = term;
  return rest;
}
