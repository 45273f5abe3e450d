/** The table of segments: source and target side by side, edited in place. */

import { post } from "./api.js";
import { showChoices } from "./choices.js";
import { announce, autosize, h } from "./dom.js";
import { Editor } from "./editor.js";
import { Filters } from "./filters.js";
import { t } from "./i18n.js";
import { model } from "./model.js";
import { fail, notify } from "./notices.js";
import { retranslate, translateAll } from "./proposals.js";
import { estimateHeight, remarks, renderRow } from "./row.js";
import { showSplit } from "./split.js";
import { TermPanel } from "./termpanel.js";
import { VirtualList } from "./virtual.js";

export class SegmentsView {
  #news = new AbortController();
  #visible = [];
  #index = new Map();
  #current = null;
  #editor = null;

  constructor(main) {
    this.filters = new Filters(() => this.#refilter({ move: true }));
    this.scroller = h("div.scroller", {});
    this.panel = h("aside.panel", { "aria-label": t("panel") });
    this.terms = new TermPanel(this.panel);
    this.empty = h("p.empty", { hidden: true }, t("filter.none"));
    this.translate = h("button", { type: "button", onclick: translateAll });
    main.append(
      h("div.toolbar", {}, this.filters.element, this.translate),
      h("div.split", {}, h("div.listing", {}, this.empty, this.scroller), this.panel));
    this.list = new VirtualList(this.scroller, {
      count: () => this.#visible.length,
      key: (i) => this.#visible[i].id,
      render: (i) => this.#render(i),
      estimate: (i) => estimateHeight(this.#visible[i], this.#visible[i - 1], this.scroller.clientWidth),
      keep: () => this.#current,
    });
    this.list.element.setAttribute("aria-label", t("view.segments"));
    this.list.element.addEventListener("click", (event) => this.#clicked(event));
    model.on("reload", () => { this.filters.refresh(); this.#refilter(); }, this.#news.signal);
    model.on("findings", () => { this.filters.refresh(); this.#refilter(); }, this.#news.signal);
    model.on("commit", (news) => this.#committed(news), this.#news.signal);
    this.#current = (model.segments.find((s) => s.state !== "approved") ?? model.segments[0])?.id ?? null;
    this.#refilter();
    this.#showCurrent();
  }

  get current() { return model.segment(this.#current) ?? null; }

  commands() {
    const go = (group, keys, label, run, more = {}) => ({ group, keys, label, run, ...more });
    return [
      go("move", ["J", "↓"], "next", () => this.#move(1)),
      go("move", ["K", "↑"], "previous", () => this.#move(-1)),
      go("move", ["N"], "next.open", () => this.#seek((s) => s.state !== "approved", "none.open")),
      go("move", ["F"], "next.flagged", () => this.#seek((s) => s.flagged, "none.flagged")),
      go("move", ["/"], "search", () => { this.filters.search.focus(); this.filters.search.select(); }),
      go("move", ["C"], "filter.clear", () => { this.filters.clear(); this.#refilter(); this.focus(); }),
      go("edit", ["Enter", "E"], "edit", () => this.#edit()),
      go("edit", ["Escape"], "leave", () => this.#leave(), { typing: true }),
      go("edit", ["A", "Ctrl+Enter"], "approve", () => this.#approve(), { typing: true }),
      go("edit", ["R"], "revert", () => this.#operate("revert")),
      go("edit", ["S"], "split", () => this.#split()),
      go("edit", ["M"], "merge", () => this.#merge()),
      go("help", ["V"], "alternatives", () => this.#choices()),
      go("help", ["T"], "term.open", () => this.#term()),
      go("help", ["G"], "retranslate", () => this.#retranslate()),
    ];
  }

  focus() {
    const row = this.list.elementOf(this.#current);
    if (this.#editor) this.#editor.area.focus();
    else (row ?? this.filters.search).focus({ preventScroll: true });
  }

  async flush() { if (this.#editor) await this.#editor.flush(); }

  /** Shows what an undo or redo changed. */
  stepped(commit) {
    const id = commit.changes?.[0]?.after[0].id;
    if (id && model.segment(id)) this.#select(id);
  }

  close() {
    this.#editor?.flush().catch(fail);
    this.#editor?.close();
    this.#news.abort();
  }

  #render(i) {
    const segment = this.#visible[i];
    const current = segment.id === this.#current;
    const row = renderRow(segment, this.#visible[i - 1] ?? null, { current, onterm: (source, id) => this.#openTerm(source, id) });
    if (current && this.#editor?.id === segment.id) {
      row.querySelector(".target").replaceChildren(this.#editor.area);
      row.classList.add("editing");
    }
    return row;
  }

  #refilter({ move = false } = {}) {
    this.#visible = this.filters.apply(this.#current);
    if (move && this.filters.active && this.#visible.length > 1 && !this.filters.apply(null).some((s) => s.id === this.#current)) {
      this.#visible = this.filters.apply(null);
      this.#stop();
      this.#current = this.#visible[0].id;
    }
    if (!model.segment(this.#current)) { this.#stop(); this.#current = this.#visible[0]?.id ?? null; }
    this.#index = new Map(this.#visible.map((s, i) => [s.id, i]));
    this.empty.hidden = this.#visible.length > 0;
    this.#keepFocus(() => this.list.refresh());
    const open = model.segments.filter((s) => s.state === "untranslated").length;
    this.translate.hidden = open === 0;
    this.translate.textContent = t("translate.all", { count: open });
    if (move) this.#showCurrent();
  }

  /** Keeps the caret where it is while the row around it is drawn anew. */
  #keepFocus(draw) {
    const area = this.#editor?.area;
    const typing = area && document.activeElement === area;
    const inside = this.list.elementOf(this.#current)?.contains(document.activeElement);
    const [start, end] = typing ? [area.selectionStart, area.selectionEnd] : [0, 0];
    draw();
    if (area?.isConnected) autosize(area);
    if (typing && area.isConnected) {
      area.focus({ preventScroll: true });
      area.setSelectionRange(start, end);
    } else if (inside) this.list.elementOf(this.#current)?.focus({ preventScroll: true });
  }

  #committed({ ids, structural }) {
    if (this.#editor && ids.has(this.#editor.id)) {
      const segment = model.segment(this.#editor.id);
      if (segment) this.#editor.receive(segment);
    }
    if (structural || this.filters.active) { this.#refilter(); return; }
    this.#visible = model.segments;
    for (const id of ids) {
      if (id === this.#editor?.id) this.#refreshRow(model.segment(id));
      else this.#keepFocus(() => this.list.redraw(id));
    }
    this.translate.hidden = !model.segments.some((s) => s.state === "untranslated");
  }

  /** Updates what stands around the text area without touching it. */
  #refreshRow(segment, checked = null) {
    const row = this.list.elementOf(segment?.id);
    if (!row || !segment) return;
    row.dataset.state = segment.state;
    const { findings, terms } = checked ?? segment;
    row.querySelector(".remarks")?.replaceWith(remarks(segment, findings, terms, (source) => this.#openTerm(source, segment.id)));
  }

  #clicked(event) {
    const row = event.target.closest(".row");
    if (!row) return;
    const { key } = row.dataset;
    if (event.target.closest(".target") && !getSelection().toString()) this.#edit(key);
    else if (key !== this.#current && !event.target.closest("button")) this.#select(key);
  }

  #select(id, { edit = false } = {}) {
    if (!this.#index.has(id)) {
      this.filters.clear();
      this.#current = id;
      this.#refilter();
    }
    const before = this.#current;
    if (before !== id) this.#stop();
    this.#current = id;
    if (before !== id) this.list.redraw(before);
    this.list.redraw(id);
    this.#showCurrent();
    if (edit) this.#edit();
    else this.focus();
  }

  #showCurrent() {
    const index = this.#index.get(this.#current);
    if (index !== undefined) this.list.reveal(index);
  }

  #move(step) {
    const next = this.#visible[(this.#index.get(this.#current) ?? -1) + step];
    if (next) this.#select(next.id, { edit: this.#editor !== null });
  }

  /** Goes to the next segment for which `wanted` holds, from the top again after the end. */
  #seek(wanted, none) {
    const at = this.#index.get(this.#current) ?? -1;
    const found = [...this.#visible.slice(at + 1), ...this.#visible.slice(0, Math.max(at, 0))].find(wanted);
    if (found) this.#select(found.id, { edit: this.#editor !== null });
    else notify(t(none));
    return found;
  }

  #edit(id = this.#current) {
    if (!id) return;
    if (id !== this.#current) { this.#select(id, { edit: true }); return; }
    if (this.#editor) { this.#editor.area.focus(); return; }
    const segment = model.segment(id);
    this.#editor = new Editor(segment, {
      oncheck: (checked) => { if (this.#editor?.id === id) this.#refreshRow(model.segment(id), checked); },
    });
    this.list.redraw(id);
    this.#showCurrent();
    const { area } = this.#editor;
    autosize(area);
    area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
  }

  /** Ends editing; what was typed is saved. */
  #stop() {
    const editor = this.#editor;
    if (!editor) return;
    this.#editor = null;
    editor.flush().catch(fail).finally(() => editor.close());
    this.list.redraw(editor.id);
  }

  #leave() {
    if (this.#editor) {
      this.#stop();
      this.focus();
    } else if (this.terms.close()) this.focus();
    else if (document.activeElement?.closest(".filters")) this.focus();
  }

  async #approve() {
    const segment = this.current;
    if (!segment) return;
    const text = this.#editor ? this.#editor.text : segment.target;
    if (!text.trim()) { notify(t("approve.empty")); return; }
    try {
      if (this.#editor) {
        if (!(await this.#editor.flush({ approve: true }))) return;
      } else {
        const { commit } = await post("edit", { op: "target", id: segment.id, revision: segment.revision, target: segment.target, approve: true });
        model.take(commit);
      }
    } catch (error) { fail(error); return; }
    announce(t("approved"));
    if (this.#current === segment.id) this.#seek((s) => s.state !== "approved", "none.open");
  }

  async #operate(op, more = {}) {
    try {
      await this.flush();
      const segment = this.current;
      if (!segment) return null;
      const { commit } = await post("edit", { op, id: segment.id, revision: segment.revision, ...more });
      model.take(commit);
      if (!commit) notify(t("nothing"));
      return commit;
    } catch (error) { fail(error); return null; }
  }

  async #split() {
    const segment = this.current;
    if (!segment || segment.kind !== "text") return;
    const caret = this.#editor && document.activeElement === this.#editor.area ? this.#editor.area.selectionStart : null;
    await this.flush().catch(fail);
    this.#stop();
    showSplit(model.segment(segment.id), caret, (source_at, target_at) => this.#operate("split", { source_at, target_at }));
  }

  async #merge() {
    const segment = this.current;
    const next = segment && model.segments[model.indexOf(segment.id) + 1];
    if (!next || next.turn !== segment.turn || segment.kind !== "text") { notify(t("merge.last")); return; }
    await this.flush().catch(fail);
    this.#stop();
    await this.#operate("merge", { next: next.id });
    this.focus();
  }

  #choices() {
    const segment = this.current;
    if (!segment) return;
    this.terms.show(showChoices(segment, (text) => {
      this.#edit();
      this.#editor.type(text);
    }), t("alternatives"));
  }

  /** Opens the entry of the next term, or a new one for the words that are selected. */
  #term() {
    const segment = this.current;
    if (!segment) return;
    const selected = getSelection();
    const inside = this.list.elementOf(segment.id)?.querySelector(".zh")?.contains(selected.anchorNode);
    const words = inside ? selected.toString().trim() : "";
    if (words) this.#openTerm(words, segment.id);
    else if (segment.terms.length) {
      const sources = [...new Set(segment.terms.map((use) => use[2]))];
      this.#openTerm(sources[(sources.indexOf(this.terms.source) + 1) % sources.length], segment.id);
    } else this.#openTerm("", segment.id);
  }

  #openTerm(source, id) {
    if (id !== this.#current) this.#select(id);
    this.terms.open(source, model.segment(id));
  }

  async #retranslate() {
    const segment = this.current;
    if (!segment) return;
    await this.flush().catch(fail);
    this.#stop();
    await retranslate([segment.id], { always: true });
    this.focus();
  }
}
