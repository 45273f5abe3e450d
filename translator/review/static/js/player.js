/** The video or audio with its subtitles; without a file, a clock that runs by itself. */

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { lines } from "./measures.js";

const AUDIO = /\.(mp3|m4a|aac|ogg|oga|opus|wav|flac)$/i;

export class Player extends EventTarget {
  #at = 0;
  #running = null;
  #failed = false;

  /** @param {string|null} name file name, null without a file */
  constructor(name) {
    super();
    this.overlay = h("p.overlay", { "aria-hidden": true });
    this.message = h("p.no-media", {}, name ? "" : t("media.none"));
    if (name) {
      this.media = h(AUDIO.test(name) ? "audio" : "video", { src: "/media", preload: "metadata", controls: true, "aria-label": name });
      this.media.addEventListener("timeupdate", () => this.#tick());
      this.media.addEventListener("seeking", () => this.#tick());
      this.media.addEventListener("loadedmetadata", () => this.dispatchEvent(new Event("loaded")));
      this.media.addEventListener("error", () => { this.#failed = true; this.message.textContent = t("media.bad", { name }); });
      this.media.addEventListener("play", () => this.#run());
    }
    this.element = h("div.player", {}, this.media ?? null, this.overlay, this.message);
  }

  get playable() { return Boolean(this.media) && !this.#failed; }

  get duration() { return this.playable && Number.isFinite(this.media.duration) ? this.media.duration * 1000 : 0; }

  get at() { return this.playable ? this.media.currentTime * 1000 : this.#at; }

  seek(ms) {
    if (this.playable) this.media.currentTime = Math.max(0, ms) / 1000;
    else this.#at = Math.max(0, ms);
    this.#tick();
  }

  toggle() {
    if (!this.playable) return;
    if (this.media.paused) this.media.play().catch(() => {});
    else this.media.pause();
  }

  show(text) {
    const shown = lines(text).join("\n");
    if (this.overlay.textContent !== shown) this.overlay.textContent = shown;
  }

  close() {
    cancelAnimationFrame(this.#running);
    this.media?.pause();
    this.media?.removeAttribute("src");
  }

  /** While it plays, the time moves on with every frame of the screen. */
  #run() {
    cancelAnimationFrame(this.#running);
    const step = () => {
      this.#tick();
      if (!this.media.paused && !this.media.ended) this.#running = requestAnimationFrame(step);
    };
    step();
  }

  #tick() { this.dispatchEvent(new Event("time")); }
}
