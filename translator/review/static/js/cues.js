/** The cues page: the player, the list of cues and the timeline. */

import { get, post } from "./api.js";
import { autosize, debounced, h, pointIndex } from "./dom.js";
import { Editor } from "./editor.js";
import { maybe, t } from "./i18n.js";
import { clock, measure, parseClock } from "./measures.js";
import { model } from "./model.js";
import { fail, notify } from "./notices.js";
import { Player } from "./player.js";
import { Timeline } from "./timeline.js";
import { VirtualList } from "./virtual.js";
import { loadPeaks } from "./waveform.js";

const CHECK_MS = 400;

export class CuesView {
  #news = new AbortController();
  #cues = model.timed;
  #place = new Map();
  #current = null;
  #editor = null;
  #profile = null;
  #findings = {};
  #check = debounced(CHECK_MS, () => this.#refreshFindings());

  constructor(main) {
    this.player = new Player(model.media);
    this.scroller = h("div.scroller", {});
    this.limits = h("p.limits", {});
    main.append(
      h("div.cues-top", {}, h("div.stage", {}, this.player.element, this.limits), h("div.listing", {}, this.scroller)));
    this.timeline = new Timeline({
      cues: () => this.#cues,
      current: () => this.#current,
      choose: (id) => this.#select(id, { seek: false }),
      seek: (ms) => this.player.seek(ms),
      retime: (id, start, end) => this.#retime(id, start, end),
      frame: 1000 / 24,
    });
    main.append(this.timeline.element);
    this.list = new VirtualList(this.scroller, {
      count: () => this.#cues.length,
      key: (i) => this.#cues[i].id,
      render: (i) => this.#render(i),
      estimate: () => 84,
      keep: () => this.#current,
    });
    this.list.element.setAttribute("aria-label", t("view.cues"));
    this.player.addEventListener("time", () => this.#time());
    this.player.addEventListener("loaded", async () => { this.timeline.peaks = await loadPeaks(this.player.duration / 1000); });
    model.on("reload", () => this.#reload(), this.#news.signal);
    model.on("commit", (news) => this.#committed(news), this.#news.signal);
    this.#current = this.#cues[0]?.id ?? null;
    this.#index();
    this.#start();
  }

  async #start() {
    try {
      this.#profile = await get("profile");
    } catch (error) { fail(error); return; }
    this.timeline.how.frame = 1000 / this.#profile.fps;
    const { text, min_duration, max_duration, gap, name } = this.#profile;
    this.limits.textContent = t("limits", { name, cps: text.max_cps ?? "–", cpl: text.max_cpl, lines: text.max_lines, min: min_duration / 1000, max: max_duration / 1000, gap });
    this.list.refresh();
    this.timeline.draw();
    if (this.#cues[0]) this.player.seek(this.#cues[0].start);
    this.#refreshFindings();
  }

  get current() { return model.segment(this.#current) ?? null; }

  commands() {
    const go = (group, keys, label, run, more = {}) => ({ group, keys, label, run, ...more });
    return [
      go("move", ["Space"], "play", () => this.player.toggle()),
      go("move", ["J", "↓"], "next.cue", () => this.#move(1)),
      go("move", ["K", "↑"], "previous.cue", () => this.#move(-1)),
      go("move", ["N", "F"], "next.violation", () => this.#violation()),
      go("move", ["←"], "frame.back", () => this.player.seek(this.player.at - this.timeline.how.frame)),
      go("move", ["→"], "frame.on", () => this.player.seek(this.player.at + this.timeline.how.frame)),
      go("edit", ["Enter", "E"], "edit", () => this.#edit()),
      go("edit", ["Escape"], "leave", () => this.#stop(), { typing: true }),
      go("edit", ["["], "start.here", () => this.#edge("start")),
      go("edit", ["]"], "end.here", () => this.#edge("end")),
      go("edit", ["Alt+←", "Q"], "start.earlier", () => this.timeline.nudge(this.#current, "start", -1)),
      go("edit", ["Alt+→", "W"], "start.later", () => this.timeline.nudge(this.#current, "start", 1)),
      go("edit", ["Alt+Shift+←", "O"], "end.earlier", () => this.timeline.nudge(this.#current, "end", -1)),
      go("edit", ["Alt+Shift+→", "P"], "end.later", () => this.timeline.nudge(this.#current, "end", 1)),
      go("edit", ["S"], "split.here", () => this.#split()),
      go("edit", ["M"], "merge", () => this.#merge()),
      go("edit", ["+"], "zoom.in", () => this.timeline.zoom(-1)),
      go("edit", ["-"], "zoom.out", () => this.timeline.zoom(1)),
    ];
  }

  focus() { (this.list.elementOf(this.#current) ?? this.scroller).focus({ preventScroll: true }); }

  async flush() { if (this.#editor) await this.#editor.flush(); }

  stepped(commit) {
    const id = commit.changes?.[0]?.after[0].id;
    if (id && this.#place.has(id)) this.#select(id);
  }

  close() {
    this.#editor?.flush().catch(fail);
    this.#check.cancel();
    this.player.close();
    this.#news.abort();
  }

  #index() { this.#place = new Map(this.#cues.map((cue, i) => [cue.id, i])); }

  #reload() {
    this.#cues = model.timed;
    this.#index();
    if (!this.#place.has(this.#current)) { this.#stop(); this.#current = this.#cues[0]?.id ?? null; }
    this.list.refresh();
    this.timeline.draw();
    this.#check();
  }

  #committed({ ids, structural }) {
    if (this.#editor && ids.has(this.#editor.id) && model.segment(this.#editor.id)) this.#editor.receive(model.segment(this.#editor.id));
    if (structural) { this.#reload(); return; }
    this.#cues = model.timed;
    this.#index();
    for (const id of ids) {
      this.#redraw(id);
      const before = this.#cues[(this.#place.get(id) ?? 0) - 1];
      if (before) this.#redraw(before.id);
    }
    this.timeline.draw();
    this.#check();
  }

  #redraw(id) {
    const inside = this.list.elementOf(id)?.contains(document.activeElement);
    const area = this.#editor?.id === id ? this.#editor.area : null;
    const caret = area && document.activeElement === area ? area.selectionStart : null;
    this.list.redraw(id);
    if (area?.isConnected) autosize(area);
    if (caret !== null && area?.isConnected) { area.focus({ preventScroll: true }); area.setSelectionRange(caret, caret); }
    else if (inside) this.list.elementOf(id)?.focus({ preventScroll: true });
  }

  #render(i) {
    const cue = this.#cues[i];
    const current = cue.id === this.#current;
    const editing = this.#editor?.id === cue.id;
    const text = editing ? { ...cue, target: this.#editor.text } : cue;
    const measures = this.#profile ? measure(text, this.#cues[i + 1], this.#profile) : [];
    const found = this.#findings[cue.id] ?? [];
    const row = h(`article.cue${current ? ".current" : ""}${found.length ? ".violated" : ""}`, {
      tabIndex: current ? 0 : -1, "aria-current": current ? "true" : null,
      "aria-label": t("cue.of", { number: i + 1, total: this.#cues.length, start: clock(cue.start) }),
      onclick: (event) => {
        if (event.target.closest(".text")) this.#edit(cue.id);
        else if (!event.target.closest("input, button")) this.#select(cue.id);
      },
    },
    h("span.index", { "aria-hidden": true }, String(i + 1)),
    h("div.times", {}, this.#timeField(cue, "start"), this.#timeField(cue, "end")),
    h("div.text", {}, cue.source ? h("p.zh", { lang: "zh" }, cue.source) : null, editing ? this.#editor.area : h("p", {}, cue.target || "\u00a0")),
    h("ul.measures", {}, ...measures.map((one) => h(`li${one.bad ? ".bad" : ""}`, { title: one.label }, h("span", {}, one.label), " ", one.text))));
    if (current && found.length) {
      row.append(h("ul.findings", {}, ...found.map((one) => h(`li.${one.severity}`, {}, h("strong", {}, maybe(`rule.${one.rule}`, one.rule)), " ", one.message))));
    }
    return row;
  }

  #timeField(cue, edge) {
    const field = h("input.time", { value: clock(cue[edge]), "aria-label": t(`edge.${edge}`), inputmode: "numeric", tabIndex: cue.id === this.#current ? 0 : -1 });
    field.addEventListener("focus", () => { if (cue.id !== this.#current) this.#select(cue.id, { focus: false }); });
    field.addEventListener("change", () => {
      const ms = parseClock(field.value);
      if (ms === null) { field.value = clock(cue[edge]); notify(t("time.bad")); return; }
      this.#retime(cue.id, edge === "start" ? ms : cue.start, edge === "end" ? ms : cue.end);
    });
    return field;
  }

  #select(id, { seek = true, focus = true } = {}) {
    const before = this.#current;
    if (before === id && !seek) return;
    if (before !== id) this.#stop();
    this.#current = id;
    if (before && before !== id) this.list.redraw(before);
    const cue = this.current;
    if (!cue) return;
    if (focus) this.list.redraw(id);
    this.list.reveal(this.#place.get(id));
    this.timeline.reveal(cue);
    if (seek && focus) this.player.seek(cue.start);
    this.timeline.draw();
    if (focus) this.focus();
  }

  #move(step) {
    const next = this.#cues[(this.#place.get(this.#current) ?? -1) + step];
    if (next) this.#select(next.id);
  }

  #violation() {
    const at = this.#place.get(this.#current) ?? -1;
    const found = [...this.#cues.slice(at + 1), ...this.#cues.slice(0, at + 1)].find((cue) => this.#findings[cue.id]?.length);
    if (found) this.#select(found.id);
    else notify(t("none.violation"));
  }

  #time() {
    const { at } = this.player;
    this.timeline.playhead(at);
    this.player.show(this.#cues.find((cue) => cue.start <= at && at < cue.end)?.target ?? "");
  }

  #edit(id = this.#current) {
    if (!id) return;
    if (id !== this.#current) this.#select(id);
    if (!this.#editor) {
      this.#editor = new Editor(model.segment(id), { oncheck: () => {}, onresize: () => this.#remeasure() });
      this.list.redraw(id);
    }
    autosize(this.#editor.area);
    this.#editor.area.focus();
  }

  /** Measures what is being typed. */
  #remeasure() {
    const i = this.#place.get(this.#current);
    const row = this.list.elementOf(this.#current);
    if (!row || !this.#profile || !this.#editor) return;
    const measures = measure({ ...this.#cues[i], target: this.#editor.text }, this.#cues[i + 1], this.#profile);
    row.querySelector(".measures").replaceChildren(...measures.map((one) => h(`li${one.bad ? ".bad" : ""}`, { title: one.label }, h("span", {}, one.label), " ", one.text)));
  }

  #stop() {
    const editor = this.#editor;
    if (!editor) return;
    this.#editor = null;
    editor.flush().catch(fail).finally(() => editor.close());
    this.list.redraw(editor.id);
    if (editor.id === this.#current) this.focus();
  }

  async #retime(id, start, end) {
    const segment = model.segment(id);
    if (!segment) return;
    try {
      const { commit } = await post("edit", { op: "times", id, revision: segment.revision, start: Math.round(start), end: Math.round(end) });
      model.take(commit);
    } catch (error) {
      fail(error);
      this.timeline.draw();
      this.list.redraw(id);
    }
  }

  #edge(edge) {
    const cue = this.current;
    if (!cue) return;
    const { at } = this.player;
    this.#retime(cue.id, edge === "start" ? at : cue.start, edge === "end" ? at : cue.end);
  }

  async #split() {
    const cue = this.current;
    if (!cue) return;
    const at = Math.round(this.player.at);
    if (at <= cue.start || at >= cue.end) { notify(t("split.outside")); return; }
    const caret = this.#editor && document.activeElement === this.#editor.area ? this.#editor.area.selectionStart : null;
    const share = (at - cue.start) / (cue.end - cue.start);
    await this.#operate("split", (segment) => ({
      at_ms: at,
      target_at: pointIndex(segment.target, caret ?? between(segment.target, share)),
      source_at: pointIndex(segment.source, Math.round(segment.source.length * share)),
    }));
  }

  async #merge() {
    const next = this.#cues[(this.#place.get(this.#current) ?? -1) + 1];
    if (!next || next.turn !== this.current.turn) { notify(t("merge.last")); return; }
    await this.#operate("merge", () => ({ next: next.id }));
  }

  async #operate(op, more) {
    try {
      await this.flush();
      this.#stop();
      const segment = this.current;
      const { commit } = await post("edit", { op, id: segment.id, revision: segment.revision, ...more(segment) });
      model.take(commit);
      this.focus();
    } catch (error) { fail(error); }
  }

  async #refreshFindings() {
    try {
      this.#findings = (await get("cues/findings")).findings;
    } catch { return; }
    for (const cue of this.#cues) if (this.list.elementOf(cue.id) && cue.id !== this.#editor?.id) this.#redraw(cue.id);
  }
}

/** The place between words nearest to a share of the text. */
function between(text, share) {
  const wanted = text.length * share;
  const places = [...text.matchAll(/\s+/g)].map((found) => found.index);
  if (!places.length) return Math.round(wanted);
  return places.reduce((best, at) => (Math.abs(at - wanted) < Math.abs(best - wanted) ? at : best));
}
