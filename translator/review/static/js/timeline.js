/** Cues over the waveform: seen, dragged at their edges, nudged by keys. */

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { clock, lines } from "./measures.js";
import { PEAKS_PER_SECOND } from "./waveform.js";

const SHORTEST_MS = 100;
const SPANS = [4000, 8000, 15_000, 30_000, 60_000];

export class Timeline {
  #from = 0;
  #span = SPANS[1];
  #peaks = null;
  #dragging = null;

  /**
   * @param {{cues: function(): object[], current: function(): ?string, choose: function(string): void, seek: function(number): void, retime: function(string, number, number): void, frame: number}} how
   *   `retime` receives the times wanted when an edge is let go
   */
  constructor(how) {
    this.how = how;
    this.canvas = h("canvas", { "aria-hidden": true });
    this.cues = h("div.cues-track", {});
    this.head = h("div.playhead", { "aria-hidden": true });
    this.label = h("span.from", { "aria-hidden": true });
    this.track = h("div.track", {}, this.canvas, this.cues, this.head, this.label);
    this.element = h("section.timeline", { "aria-label": t("timeline") }, this.track,
      h("div.zoom", {},
        h("button.quiet", { type: "button", "aria-label": t("zoom.out"), onclick: () => this.zoom(1) }, "−"),
        h("button.quiet", { type: "button", "aria-label": t("zoom.in"), onclick: () => this.zoom(-1) }, "+")));
    this.track.addEventListener("pointerdown", (event) => this.#down(event));
    this.track.addEventListener("wheel", (event) => {
      event.preventDefault();
      if (event.ctrlKey) this.zoom(event.deltaY > 0 ? 1 : -1);
      else { this.#from = Math.max(0, this.#from + ((event.deltaX || event.deltaY) / 600) * this.#span); this.draw(); }
    }, { passive: false });
    new ResizeObserver(() => this.draw()).observe(this.track);
  }

  set peaks(value) { this.#peaks = value; this.draw(); }

  zoom(step) {
    const middle = this.#from + this.#span / 2;
    this.#span = SPANS[Math.max(0, Math.min(SPANS.length - 1, SPANS.indexOf(this.#span) + step))];
    this.#from = Math.max(0, middle - this.#span / 2);
    this.draw();
  }

  /** Moves the playhead; turns the page when it leaves the sight. */
  playhead(ms) {
    if (!this.#dragging && (ms < this.#from || ms > this.#from + this.#span)) {
      this.#from = Math.max(0, ms - this.#span * 0.1);
      this.draw();
    }
    this.head.style.left = `${this.#x(ms)}%`;
  }

  /** Brings a cue into sight. */
  reveal(cue) {
    if (cue.start >= this.#from && cue.end <= this.#from + this.#span) return;
    this.#from = Math.max(0, cue.start - Math.max(0, this.#span - (cue.end - cue.start)) / 2);
    this.draw();
  }

  draw() {
    this.label.textContent = clock(this.#from);
    this.#drawCues();
    this.#drawWave();
  }

  #x(ms) { return ((ms - this.#from) / this.#span) * 100; }

  #drawCues() {
    if (this.#dragging) return;
    const end = this.#from + this.#span;
    const focused = document.activeElement?.closest?.(".cue-bar");
    const key = focused && { id: focused.dataset.id, edge: document.activeElement.dataset.edge };
    this.cues.replaceChildren(...this.how.cues().filter((cue) => cue.end > this.#from && cue.start < end).map((cue) => this.#bar(cue)));
    if (key?.edge) this.cues.querySelector(`[data-id="${CSS.escape(key.id)}"] [data-edge="${key.edge}"]`)?.focus({ preventScroll: true });
  }

  #bar(cue) {
    const bar = h(`div.cue-bar${cue.id === this.how.current() ? ".current" : ""}`, { dataset: { id: cue.id } },
      this.#edge(cue, "start"), h("span.words", {}, lines(cue.target).join(" ")), this.#edge(cue, "end"));
    this.#set(bar, cue.start, cue.end);
    return bar;
  }

  #set(bar, start, end) {
    bar.style.left = `${this.#x(start)}%`;
    bar.style.width = `${((end - start) / this.#span) * 100}%`;
  }

  #edge(cue, edge) {
    const [low, high] = this.#bounds(cue, edge);
    return h("span.edge", {
      role: "slider", tabIndex: cue.id === this.how.current() ? 0 : -1, dataset: { edge },
      "aria-label": t(`edge.${edge}`), "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": cue[edge], "aria-valuetext": clock(cue[edge]),
      onkeydown: (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        event.stopPropagation();
        this.nudge(cue.id, edge, step * (event.shiftKey ? 10 : 1));
      },
    });
  }

  /** Moves an edge by frames. */
  nudge(id, edge, frames) {
    const cue = this.how.cues().find((one) => one.id === id);
    if (!cue) return;
    const [low, high] = this.#bounds(cue, edge);
    // From frame to frame, so that many nudges add up without a remainder.
    const frame = Math.round(cue[edge] / this.how.frame) + frames;
    const wanted = Math.max(low, Math.min(high, Math.round(frame * this.how.frame)));
    if (wanted !== cue[edge]) this.how.retime(id, edge === "start" ? wanted : cue.start, edge === "end" ? wanted : cue.end);
  }

  /** An edge stays within its neighbours. */
  #bounds(cue, edge) {
    const cues = this.how.cues();
    const at = cues.findIndex((one) => one.id === cue.id);
    if (edge === "start") return [Math.min(cue.start, cues[at - 1]?.end ?? 0), cue.end - SHORTEST_MS];
    return [cue.start + SHORTEST_MS, Math.max(cue.end, cues[at + 1]?.start ?? cue.end + 600_000)];
  }

  #down(event) {
    if (event.button !== 0) return;
    const bar = event.target.closest(".cue-bar");
    const edge = event.target.dataset.edge;
    if (bar) this.how.choose(bar.dataset.id);
    if (edge) {
      event.preventDefault();
      this.#drag(event, bar.dataset.id, edge);
      return;
    }
    const box = this.track.getBoundingClientRect();
    this.how.seek(this.#from + ((event.clientX - box.left) / box.width) * this.#span);
  }

  #drag(event, id, edge) {
    const cue = this.how.cues().find((one) => one.id === id);
    const bar = this.cues.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (!cue || !bar) return;
    const { width } = this.track.getBoundingClientRect();
    const [low, high] = this.#bounds(cue, edge);
    const times = { start: cue.start, end: cue.end };
    this.#dragging = id;
    this.track.setPointerCapture(event.pointerId);
    const move = (moved) => {
      const wanted = cue[edge] + ((moved.clientX - event.clientX) / width) * this.#span;
      times[edge] = Math.round(Math.max(low, Math.min(high, wanted)));
      this.#set(bar, times.start, times.end);
      this.how.seek(times[edge]);
    };
    const up = () => {
      this.track.removeEventListener("pointermove", move);
      this.track.removeEventListener("pointerup", up);
      this.track.removeEventListener("pointercancel", up);
      this.#dragging = null;
      if (times[edge] !== cue[edge]) this.how.retime(id, times.start, times.end);
      else this.draw();
    };
    this.track.addEventListener("pointermove", move);
    this.track.addEventListener("pointerup", up);
    this.track.addEventListener("pointercancel", up);
  }

  /** The waveform; without one, bars where somebody speaks. */
  #drawWave() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height) return;
    const scale = devicePixelRatio || 1;
    this.canvas.width = width * scale;
    this.canvas.height = height * scale;
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    pen.fillStyle = getComputedStyle(this.canvas).color;
    if (!this.#peaks) {
      for (const cue of this.how.cues()) {
        const left = (this.#x(cue.start) / 100) * width;
        const right = (this.#x(cue.end) / 100) * width;
        if (right > 0 && left < width) pen.fillRect(left, height * 0.8, Math.max(1, right - left), height * 0.1);
      }
      return;
    }
    for (let x = 0; x < width; x++) {
      const from = Math.floor(((this.#from + (x / width) * this.#span) / 1000) * PEAKS_PER_SECOND);
      const to = Math.max(from + 1, Math.floor(((this.#from + ((x + 1) / width) * this.#span) / 1000) * PEAKS_PER_SECOND));
      let peak = 0;
      for (let i = from; i < to && i < this.#peaks.length; i++) peak = Math.max(peak, this.#peaks[i]);
      const tall = Math.max(1, peak * height * 0.9);
      pen.fillRect(x, (height - tall) / 2, 1, tall);
    }
  }
}
