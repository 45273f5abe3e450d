/** The difference of two wordings, word by word. */

import { h } from "./dom.js";

const MOST_WORDS = 600;

/**
 * Returns two elements: the old wording with what goes marked, the new one with what comes.
 * @param {string} old
 * @param {string} fresh
 * @returns {[HTMLElement, HTMLElement]}
 */
export function difference(old, fresh) {
  const before = words(old);
  const after = words(fresh);
  const kept = before.length > MOST_WORDS || after.length > MOST_WORDS ? [] : common(before, after);
  const keptBefore = new Set(kept.map(([i]) => i));
  const keptAfter = new Set(kept.map(([, j]) => j));
  return [
    h("span.old", {}, ...marked(before, keptBefore, "del")),
    h("span.new", {}, ...marked(after, keptAfter, "ins")),
  ];
}

function words(text) {
  // With the spaces behind them: a kept space between two changed words would tear the mark apart.
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*\s*|[^\p{L}\p{N}\s]\s*|\s+/gu) ?? [];
}

/** Neighbouring words of one kind share a mark. */
function marked(list, kept, tag) {
  const nodes = [];
  for (let i = 0; i < list.length;) {
    let end = i;
    while (end < list.length && kept.has(end) === kept.has(i)) end++;
    const text = list.slice(i, end).join("");
    const words = text.trimEnd();
    if (kept.has(i) || !words) nodes.push(text);
    else nodes.push(h(tag, {}, words), text.slice(words.length));
    i = end;
  }
  return nodes;
}

/** Pairs of places in a longest common subsequence. */
function common(a, b) {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] = same(a[i], b[j]) ? table[(i + 1) * width + j + 1] + 1 : Math.max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (same(a[i], b[j])) pairs.push([i++, j++]);
    else if (table[(i + 1) * width + j] >= table[i * width + j + 1]) i++;
    else j++;
  }
  return pairs;
}

/** Words are the same whatever space follows them. */
function same(one, other) {
  return one.trimEnd() === other.trimEnd();
}
