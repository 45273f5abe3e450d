/** Cues measured against the profile, as the checks do it. */

import { t } from "./i18n.js";

/** The lines of a cue as its viewer sees them. */
export function lines(text) {
  return text.replace(/\{\\[^}]*\}/g, "").replace(/<\/?[A-Za-z][^>]*>/g, "").replace(/\\N/g, "\n").split("\n");
}

/** Length of a line as the limits count it: characters, or half-width ones as a half. */
function length(line, limits) {
  if (limits.count === "characters") return [...line].length;
  return [...line].reduce((sum, c) => sum + (/\p{M}|\p{Cf}/u.test(c) ? 0 : /[\u1100-\u115f\u2010-\u203b\u2e80-\uffdc]/u.test(c) && !/[\uff61-\uffdc]/u.test(c) ? 1 : 0.5), 0);
}

/**
 * Measures one cue.
 * @returns {Array<{name: string, text: string, bad: boolean}>}
 */
export function measure(segment, next, profile) {
  const shown = lines(segment.target);
  const han = (segment.target.match(/\p{Script=Han}/gu) ?? []).length;
  const language = han * 2 >= (segment.target.match(/\p{Script=Latin}+/gu) ?? []).length && han ? "zh" : "en";
  const limits = profile.text.language === language ? profile.text : profile.second;
  const ms = segment.end - segment.start;
  const total = length(shown.join(language === "zh" ? "" : " "), limits);
  const cps = ms > 0 ? (total * 1000) / ms : 0;
  const cpl = Math.max(...shown.map((line) => length(line, limits)));
  const found = [
    { name: "cps", text: cps.toFixed(1), bad: limits.max_cps !== null && cps > limits.max_cps + 1e-9 },
    { name: "cpl", text: String(cpl), bad: cpl > limits.max_cpl },
    { name: "seconds", text: (ms / 1000).toFixed(2), bad: ms < profile.min_duration || ms > profile.max_duration },
  ];
  if (shown.length > limits.max_lines) found.push({ name: "lines", text: String(shown.length), bad: true });
  if (next) {
    const gap = next.start - segment.end;
    found.push({ name: "gap", text: `${gap}`, bad: gap < 0 || (gap > 0 && gap < profile.gap) });
  }
  return found.map((one) => ({ ...one, label: t(`measure.${one.name}`) }));
}

/** Milliseconds as 0:01:02.345, without hours if there are none. */
export function clock(ms) {
  const pad = (value, digits) => String(value).padStart(digits, "0");
  const whole = Math.max(0, Math.round(ms));
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = Math.floor(whole / 1000) % 60;
  return `${hours ? `${hours}:${pad(minutes, 2)}` : minutes}:${pad(seconds, 2)}.${pad(whole % 1000, 3)}`;
}

/** Reads what `clock` writes; null if it is no time. */
export function parseClock(text) {
  const found = /^\s*(?:(\d+):)?(\d+):(\d{1,2})(?:[.,](\d{1,3}))?\s*$/.exec(text) ?? /^\s*()()(\d+)(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!found) return null;
  const [, hours, minutes, seconds, fraction] = found;
  return (Number(hours || 0) * 3600 + Number(minutes || 0) * 60 + Number(seconds)) * 1000 + Number((fraction ?? "").padEnd(3, "0") || 0);
}
