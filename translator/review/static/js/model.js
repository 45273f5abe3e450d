/** What the page knows of the document; every view reads it here and hears of changes here. */

import { get, listen, Refusal } from "./api.js";

const GAP_MS = 400;

class Model extends EventTarget {
  number = 0;
  undo = 0;
  redo = 0;
  segments = [];
  byId = new Map();
  place = new Map();
  sections = [];
  speakers = [];
  clashes = [];
  trouble = "";
  jobs = new Map();
  connected = true;
  #waiting = new Map();
  #gap = null;
  #wasLost = false;

  /** Reads the whole document. */
  async load() {
    const data = await get("document");
    Object.assign(this, {
      number: data.number, undo: data.undo, redo: data.redo, sections: data.sections,
      speakers: data.speakers, origin: data.origin, file: data.file, subtitles: data.subtitles,
      media: data.media, glossary: data.glossary, clashes: data.clashes, trouble: data.trouble,
      segments: data.segments,
    });
    this.#waiting.clear();
    for (const job of data.jobs) this.jobs.set(job.id, job);
    this.#index();
    this.#tell("reload");
  }

  /** Begins to listen to what other pages and the background do. */
  listen() {
    listen({
      open: () => {
        if (this.#wasLost) this.load().catch(() => {});
        this.#setConnected(true);
      },
      lost: () => { this.#wasLost = true; this.#setConnected(false); },
      commit: (commit) => this.take(commit),
      findings: (found) => this.#takeFindings(found),
      job: (job) => { this.jobs.set(job.id, job); this.#tell("job", job); },
      glossary: () => this.#tell("glossary"),
      trouble: ({ problem, clashes }) => { this.trouble = problem; this.clashes = clashes; this.#tell("trouble"); },
    });
  }

  /** Takes in a commit, from an answer or from the news: whichever comes first counts. */
  take(commit) {
    if (!commit || commit.number <= this.number) return;
    this.#waiting.set(commit.number, commit);
    let next;
    while ((next = this.#waiting.get(this.number + 1))) {
      this.#waiting.delete(next.number);
      this.#apply(next);
    }
    clearTimeout(this.#gap);
    if (this.#waiting.size) this.#gap = setTimeout(() => this.load().catch(() => {}), GAP_MS);
  }

  segment(id) { return this.byId.get(id); }

  indexOf(id) { return this.place.get(id) ?? -1; }

  get approved() { return this.segments.filter((s) => s.state === "approved").length; }

  get timed() { return this.segments.filter((s) => s.kind === "text" && s.start !== null && s.end !== null); }

  #apply(commit) {
    this.number = commit.number;
    this.undo = commit.undo;
    this.redo = commit.redo;
    if (!commit.changes) { this.load().catch(() => {}); return; }
    let structural = false;
    const ids = [];
    for (const { before, after } of commit.changes) {
      const at = this.indexOf(before[0]);
      if (at < 0) { this.load().catch(() => {}); return; }
      const old = this.segments[at];
      const where = { section: old.section, turn: old.turn, speaker: old.speaker, kind: old.kind };
      const fresh = after.map((segment) => ({ ...segment, ...where }));
      const same = before.length === after.length && before.every((id, i) => id === after[i].id);
      this.segments.splice(at, before.length, ...fresh);
      if (same) fresh.forEach((segment) => this.byId.set(segment.id, segment));
      else { structural = true; this.#index(); }
      ids.push(...before, ...after.map((s) => s.id));
    }
    this.#tell("commit", { ids: new Set(ids), structural, label: commit.label });
  }

  #takeFindings(found) {
    for (const segment of this.segments) {
      const findings = found[segment.id] ?? [];
      if (findings.length || segment.findings.length) {
        segment.findings = findings;
        if (findings.length) segment.flagged = true;
      }
    }
    this.#tell("findings");
  }

  #index() {
    this.byId = new Map(this.segments.map((s) => [s.id, s]));
    this.place = new Map(this.segments.map((s, i) => [s.id, i]));
  }

  #setConnected(value) {
    if (this.connected === value) return;
    this.connected = value;
    this.#tell("connection");
  }

  #tell(kind, detail = null) { this.dispatchEvent(new CustomEvent(kind, { detail })); }

  /** Calls `action` whenever one of the kinds of news (space-separated) comes. */
  on(kinds, action, signal = undefined) {
    for (const kind of kinds.split(" ")) this.addEventListener(kind, (event) => action(event.detail), { signal });
  }
}

export const model = new Model();

/** Whether an error says that a segment has changed meanwhile. */
export function isStale(error) {
  return error instanceof Refusal && error.status === 409;
}
