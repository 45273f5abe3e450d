/** How one segment looks in the table. */

import { h, unitIndex } from "./dom.js";
import { maybe, t } from "./i18n.js";
import { model } from "./model.js";

/** Returns the element of a segment.
 * @param {object} segment
 * @param {object|null} previous the segment shown before it
 * @param {{current: boolean, onterm: function(string): void}} how
 */
export function renderRow(segment, previous, { current, onterm }) {
  const number = model.indexOf(segment.id) + 1;
  const speaker = segment.speaker === null ? null : model.speakers[segment.speaker];
  const row = h(`article.row.${segment.kind}${current ? ".current" : ""}`, {
    tabIndex: current ? 0 : -1,
    "aria-current": current ? "true" : null,
    "aria-label": label(segment, number, speaker),
    dataset: { state: segment.state },
  });
  if (segment.section !== previous?.section && segment.kind === "text" && segment.section !== null) {
    row.append(h("p.section", {}, t(`section.${model.sections[segment.section].kind}`)));
  }
  if (speaker && segment.turn !== previous?.turn) row.append(speakerLabel(speaker, segment.speaker));
  row.append(
    h("div.pair", {},
      gutter(segment, number),
      h("p.zh", { lang: "zh" }, sectionNumber(segment), ...sourceNodes(segment, current, onterm)),
      h("div.target", { lang: "en" }, segment.target ? h("p.en", {}, ...targetNodes(segment)) : h("p.en.missing", { lang: null }, t("untranslated")))),
  );
  if (current) row.append(remarks(segment, segment.findings, segment.terms, onterm));
  return row;
}

function label(segment, number, speaker) {
  const parts = [t("segment.of", { number, total: model.segments.length })];
  if (speaker) parts.push(speaker.romanised || speaker.name);
  parts.push(t(`state.${segment.state}`));
  if (segment.findings.length) parts.push(t("findings.count", { count: segment.findings.length }));
  else if (segment.flagged) parts.push(t("flagged"));
  return parts.join(", ");
}

function sectionNumber(segment) {
  const number = segment.kind === "heading" ? model.sections[segment.section].number : "";
  return number ? h("span.number", {}, `${number} `) : null;
}

function speakerLabel(speaker, index) {
  const own = speaker.romanised && speaker.romanised !== speaker.name;
  return h(`p.speaker.c${index % 8}`, {},
    h("i.dot", { "aria-hidden": true }), speaker.romanised || speaker.name,
    own ? h("span.zh", { lang: "zh" }, ` ${speaker.name}`) : null);
}

function gutter(segment, number) {
  const state = t(`state.${segment.state}`);
  const confidence = segment.confidence === null ? "" : ` · ${t("confidence")} ${Math.round(segment.confidence * 100)}%`;
  return h("div.gutter", { title: state + confidence, "aria-hidden": true },
    h("span.index", {}, String(number)),
    h("i.state", {}),
    segment.flagged ? h("i.flag", {}, "!") : null);
}

/** The source, its terms underlined and ready to be clicked. */
function sourceNodes(segment, current, onterm) {
  return cut(segment.source, segment.terms.map((use) => [use[0], use[1], use]), (text, use) => h(
    `button.term${use[4] === "failed" ? ".failed" : ""}${use[7] === "names" ? ".name" : ""}`,
    {
      type: "button",
      tabIndex: current ? 0 : -1,
      title: `${use[2]} → ${use[3]}${use[8] ? `\n${use[8]}` : ""}`,
      "aria-label": t("term.label", { source: use[2], target: use[3], honoured: use[4] === "failed" ? t("term.missed") : "" }),
      onclick: (event) => { event.stopPropagation(); onterm(use[2], segment.id); },
    }, text));
}

/** The target, with what renders the terms marked. */
export function targetNodes(segment) {
  const spans = segment.terms.filter((use) => use[5] !== null).map((use) => [use[5], use[6], use]);
  return cut(segment.target, spans, (text, use) => h(`span.term${use[4] === "splice" ? ".forced" : ""}`, { title: `${use[2]} → ${use[3]}` }, text));
}

/** Cuts a text at spans of code points; passes over those that overlap or do not fit. */
function cut(text, spans, mark) {
  const nodes = [];
  let done = 0;
  for (const [start, end, use] of [...spans].sort((a, b) => a[0] - b[0])) {
    const from = unitIndex(text, start);
    const to = unitIndex(text, end);
    if (from < done || from >= to || to > text.length) continue;
    if (from > done) nodes.push(text.slice(done, from));
    nodes.push(mark(text.slice(from, to), use));
    done = to;
  }
  if (done < text.length) nodes.push(text.slice(done));
  return nodes;
}

/** What the reviewer should know of the current segment: terms, findings, notes. */
export function remarks(segment, findings, terms, onterm) {
  const seen = new Set();
  const chips = terms.filter((use) => !seen.has(use[2]) && seen.add(use[2])).map((use) => {
    const missed = terms.some((other) => other[2] === use[2] && other[4] === "failed");
    return h(`button.chip${missed ? ".missed" : ""}`, { type: "button", onclick: () => onterm(use[2], segment.id), title: use[8] || null },
      h("span", { lang: "zh" }, use[2]), " → ", h("span", { lang: "en" }, use[3]), h("span.unseen", {}, missed ? ` ${t("term.missed")}` : ""));
  });
  const lines = findings.map((finding) => h(`li.${finding.severity}`, {},
    h("strong", {}, maybe(`rule.${finding.rule}`, finding.rule)), " ", finding.message, finding.fix ? h("span.fix", {}, ` ${finding.fix}`) : null));
  const low = !findings.length && segment.confidence !== null && segment.confidence < 0.5 && !["edited", "approved"].includes(segment.state);
  if (low) lines.push(h("li.warning", {}, t("confidence.low", { percent: Math.round(segment.confidence * 100) })));
  for (const note of segment.notes) lines.push(h("li.note", {}, note));
  return h("div.remarks", {},
    chips.length ? h("div.chips", {}, ...chips) : null,
    lines.length ? h("ul.findings", {}, ...lines) : null);
}

/** A guess at the height of a segment that was never drawn. */
export function estimateHeight(segment, previous, width) {
  const column = Math.max(180, (width - 120) / 2);
  const lines = Math.max(Math.ceil(segment.source.length * 16 / column), Math.ceil(segment.target.length * 8.2 / column), 1);
  const label = segment.turn !== previous?.turn && segment.speaker !== null ? 40 : 0;
  return lines * 27 + 18 + label + (segment.kind === "text" ? 0 : 28);
}
