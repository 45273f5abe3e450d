/** Whether there is anything that the server has not acknowledged yet. */

class Saving extends EventTarget {
  #waiting = new Set();

  get pending() { return this.#waiting.size > 0; }

  begin(key) { this.#waiting.add(key); this.dispatchEvent(new Event("change")); }

  end(key) { this.#waiting.delete(key); this.dispatchEvent(new Event("change")); }
}

export const saving = new Saving();
