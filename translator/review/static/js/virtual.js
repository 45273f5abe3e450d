/** A list of any length of which only what is seen is in the page. */

const MARGIN = 600;

export class VirtualList {
  #scroller;
  #space;
  #options;
  #heights = new Map();
  #offsets = new Float64Array(1);
  #mounted = new Map();
  #sizes;
  #dirty = true;
  #frame = 0;

  /**
   * @param {HTMLElement} scroller element with a height of its own that scrolls
   * @param {{count: function(): number, key: function(number): string, render: function(number): HTMLElement, estimate: function(number): number, keep: function(): ?string}} options
   *   `keep` names the item that stays in the page wherever it is (the one that has the focus)
   */
  constructor(scroller, options) {
    this.#scroller = scroller;
    this.#options = options;
    this.#space = document.createElement("div");
    this.#space.className = "virtual";
    this.#space.setAttribute("role", "list");
    scroller.append(this.#space);
    this.#sizes = new ResizeObserver((entries) => this.#measured(entries));
    scroller.addEventListener("scroll", () => this.#schedule(), { passive: true });
    new ResizeObserver(() => { this.#heights.clear(); this.#dirty = true; this.#schedule(); this.#remeasure(); }).observe(scroller);
  }

  get element() { return this.#space; }

  /** Draws everything anew, after items came, went or moved. */
  refresh() {
    for (const [key, item] of this.#mounted) this.#unmount(key, item);
    this.#dirty = true;
    this.#draw();
  }

  /** Draws one item anew, in its place. */
  redraw(key) {
    const item = this.#mounted.get(key);
    if (!item) return;
    const fresh = this.#options.render(item.index);
    this.#sizes.unobserve(item.element);
    item.element.replaceWith(fresh);
    item.element = fresh;
    this.#place(item);
    this.#sizes.observe(fresh);
  }

  /** Returns the element of an item, null if it is out of sight. */
  elementOf(key) { return this.#mounted.get(key)?.element ?? null; }

  /** Brings an item into sight; does not move the list if it is there already. */
  reveal(index, { centre = false } = {}) {
    if (index < 0 || index >= this.#options.count()) return;
    this.#layout();
    const key = this.#options.key(index);
    // The heights of items never seen are guesses, so that the place is looked up twice.
    for (let round = 0; round < 3; round++) {
      const top = this.#offsets[index];
      const bottom = this.#offsets[index + 1];
      const view = this.#scroller.clientHeight;
      const at = this.#scroller.scrollTop;
      const edge = Math.min(72, view / 6);
      if (centre || bottom - top > view - 2 * edge) this.#scroller.scrollTop = top - Math.max(edge, (view - (bottom - top)) / 3);
      else if (top < at + edge) this.#scroller.scrollTop = top - edge;
      else if (bottom > at + view - edge) this.#scroller.scrollTop = bottom - view + edge;
      this.#draw();
      const item = this.#mounted.get(key);
      if (!item || !this.#measure(key, item.element)) break;
      this.#layout();
    }
  }

  #schedule() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => { this.#frame = 0; this.#draw(); });
  }

  #layout() {
    if (!this.#dirty) return;
    this.#dirty = false;
    const count = this.#options.count();
    this.#offsets = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) {
      this.#offsets[i + 1] = this.#offsets[i] + (this.#heights.get(this.#options.key(i)) ?? this.#options.estimate(i));
    }
    this.#space.style.height = `${this.#offsets[count]}px`;
  }

  #draw() {
    this.#layout();
    const count = this.#options.count();
    const top = this.#scroller.scrollTop - MARGIN;
    const bottom = this.#scroller.scrollTop + this.#scroller.clientHeight + MARGIN;
    const first = Math.max(0, this.#find(top) - 1);
    const wanted = new Map();
    for (let i = first; i < count && this.#offsets[i] < bottom; i++) wanted.set(this.#options.key(i), i);
    const kept = this.#options.keep();
    for (const [key, item] of this.#mounted) {
      if (!wanted.has(key) && key !== kept) this.#unmount(key, item);
    }
    let previous = null;
    for (const [key, index] of wanted) {
      let item = this.#mounted.get(key);
      if (!item) {
        item = { element: this.#options.render(index), index };
        this.#mounted.set(key, item);
        if (previous) previous.after(item.element);
        else this.#space.prepend(item.element);
        this.#sizes.observe(item.element);
      }
      item.index = index;
      this.#place(item);
      previous = item.element;
    }
  }

  #place(item) {
    item.element.style.transform = `translateY(${this.#offsets[item.index]}px)`;
    item.element.setAttribute("role", "listitem");
    item.element.setAttribute("aria-posinset", item.index + 1);
    item.element.setAttribute("aria-setsize", this.#options.count());
    item.element.dataset.key = this.#options.key(item.index);
  }

  #unmount(key, item) {
    this.#sizes.unobserve(item.element);
    item.element.remove();
    this.#mounted.delete(key);
  }

  /** Takes note of an item's height; returns whether it is new. */
  #measure(key, element) {
    const height = element.offsetHeight;
    if (!height || this.#heights.get(key) === height) return false;
    this.#heights.set(key, height);
    this.#dirty = true;
    return true;
  }

  #remeasure() {
    for (const [key, item] of this.#mounted) this.#measure(key, item.element);
  }

  #measured(entries) {
    this.#layout();
    const at = this.#scroller.scrollTop;
    const anchor = Math.min(this.#find(at), Math.max(0, this.#options.count() - 1));
    const inside = at - this.#offsets[anchor];
    let changed = false;
    for (const { target } of entries) {
      if (target.isConnected) changed = this.#measure(target.dataset.key, target) || changed;
    }
    if (!changed) return;
    this.#layout();
    // What is at the top of the view stays where it is, whatever the heights above turn out to be.
    const moved = this.#offsets[anchor] + inside;
    if (Math.abs(moved - at) >= 1) this.#scroller.scrollTop = moved;
    this.#draw();
  }

  #find(y) {
    let low = 0;
    let high = this.#options.count();
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#offsets[middle + 1] <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
