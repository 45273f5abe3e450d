/** Editing one target in place: saved while typing, checked while typing. */

import { post, Unreachable } from "./api.js";
import { difference } from "./diff.js";
import { openDialog } from "./dialog.js";
import { autosize, debounced, h } from "./dom.js";
import { t } from "./i18n.js";
import { isStale, model } from "./model.js";
import { fail } from "./notices.js";
import { saving } from "./saving.js";

const SAVE_MS = 500;
const CHECK_MS = 140;
const RETRY_MS = 1500;

export class Editor {
  #base;
  #revision;
  #group;
  #running = null;
  #checking = null;
  #save = debounced(SAVE_MS, () => this.flush().catch(fail));
  #check;

  /**
   * @param {object} segment
   * @param {{oncheck: function({findings: object[], terms: object[]}): void, onresize: function(): void}} how
   */
  constructor(segment, { oncheck, onresize = () => {} }) {
    this.id = segment.id;
    this.#base = segment.target;
    this.#revision = segment.revision;
    this.#group = `type-${segment.id}-${Math.random().toString(36).slice(2)}`;
    this.#check = debounced(CHECK_MS, () => this.#checkNow(oncheck));
    this.area = h("textarea.edit", {
      value: segment.target, rows: 1, spellcheck: "true", lang: "en",
      "aria-label": t("target.label", { source: segment.source }),
      oninput: () => {
        autosize(this.area);
        onresize();
        saving.begin(this.id);
        this.#save();
        this.#check();
      },
      onblur: () => this.flush().catch(fail),
    });
  }

  get text() { return this.area.value; }

  /** Replaces the text as if it had been typed. */
  type(text) {
    this.area.value = text;
    this.area.dispatchEvent(new Event("input"));
  }

  /** Saves what was typed, and approves it if asked; returns whether all of it is safe. */
  async flush({ approve } = {}) {
    this.#save.cancel();
    while (this.#running) await this.#running.catch(() => {});
    if (this.text === this.#base && approve === undefined) {
      saving.end(this.id);
      return true;
    }
    this.#running = this.#send(approve);
    try {
      return await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** Takes in a version of the segment that came from elsewhere, unless something was typed here. */
  receive(segment) {
    if (segment.target === this.text || (this.text === this.#base && !this.#running)) {
      if (segment.target !== this.text) {
        this.area.value = segment.target;
        autosize(this.area);
      }
      this.#base = segment.target;
      this.#revision = segment.revision;
    }
  }

  close() {
    this.#save.cancel();
    this.#check.cancel();
    this.#checking?.abort();
  }

  async #send(approve) {
    const target = this.text;
    saving.begin(this.id);
    try {
      const body = { op: "target", id: this.id, revision: this.#revision, target };
      const { commit } = await post("edit", approve === undefined ? { ...body, group: this.#group } : { ...body, approve });
      this.#base = target;
      const after = commit?.changes?.[0].after[0];
      if (after) this.#revision = after.revision;
      model.take(commit);
    } catch (error) {
      if (error instanceof Unreachable) {
        setTimeout(() => this.flush({ approve }).catch(() => {}), RETRY_MS);
        return false;
      }
      if (!isStale(error)) throw error;
      return this.#resolve(error.answer.segment, approve);
    }
    if (this.text === this.#base) saving.end(this.id);
    else this.#save();
    return true;
  }

  /** The segment has changed meanwhile: goes on if only its marks did, asks otherwise. */
  async #resolve(current, approve) {
    if (!current) {
      saving.end(this.id);
      throw new Error(t("gone"));
    }
    if (current.target === this.#base || current.target === this.text) {
      this.#revision = current.revision;
      this.#base = current.target;
      if (this.text === this.#base && approve === undefined) { saving.end(this.id); return true; }
      return this.#send(approve);
    }
    const mine = await this.#ask(current.target);
    this.#revision = current.revision;
    this.#base = current.target;
    if (mine) return this.#send(approve);
    this.area.value = current.target;
    autosize(this.area);
    saving.end(this.id);
    return false;
  }

  #ask(theirs) {
    return new Promise((resolve) => {
      let mine = false;
      const [old, fresh] = difference(theirs, this.text);
      const dialog = openDialog(t("conflict.title"), [
        h("p.hint", {}, t("conflict.hint")),
        h("p", {}, h("strong", {}, t("conflict.theirs")), " ", old),
        h("p", {}, h("strong", {}, t("conflict.mine")), " ", fresh),
      ], {
        actions: [h("button", { type: "button", onclick: () => { mine = true; dialog.close(); } }, t("conflict.take.mine"))],
        onclose: () => resolve(mine),
      });
      dialog.querySelector("footer .quiet").textContent = t("conflict.take.theirs");
    });
  }

  async #checkNow(oncheck) {
    this.#checking?.abort();
    this.#checking = new AbortController();
    try {
      oncheck(await post("check", { id: this.id, target: this.text }, this.#checking.signal));
    } catch { /* the next key checks again */ }
  }
}
