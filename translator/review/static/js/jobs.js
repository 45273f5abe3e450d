/** Long work: starting it, its progress, stopping it. */

import { post } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { model } from "./model.js";
import { fail, notify } from "./notices.js";

const OVER = ["done", "cancelled", "failed"];
const waiting = new Map();
let tray = null;

/**
 * Starts a job and returns it when it is over.
 * @returns {Promise<object>} the job; `state` says how it ended
 */
export async function runJob(kind, body = {}) {
  const job = await post("jobs", { kind, ...body });
  const known = model.jobs.get(job.id);
  if (known && OVER.includes(known.state)) return known;
  return new Promise((resolve) => waiting.set(job.id, resolve));
}

/** Draws the running jobs, and tells those who wait for one that ended. */
export function showJobs(changed = null) {
  if (changed && OVER.includes(changed.state)) {
    if (changed.state === "failed") notify(changed.problem, "bad");
    if (changed.state === "cancelled") notify(t("job.cancelled", { what: t(`job.${changed.kind}`) }));
    waiting.get(changed.id)?.(changed);
    waiting.delete(changed.id);
  }
  if (!tray) document.body.append((tray = h("section.jobs", { "aria-label": t("jobs") })));
  tray.replaceChildren(...[...model.jobs.values()].filter((job) => !OVER.includes(job.state)).map(bar));
  tray.hidden = !tray.children.length;
}

function bar(job) {
  const stop = async () => { try { await post("jobs/cancel", { id: job.id }); } catch (error) { fail(error); } };
  const label = t(`job.${job.kind}`);
  return h("div.job", {},
    h("span", {}, label, " ", h("span.count", {}, job.total ? `${job.done} / ${job.total}` : t("job.waiting"))),
    job.total ? h("progress", { max: job.total, value: job.done, "aria-label": label }) : h("progress", { "aria-label": label }),
    h("button.quiet", { type: "button", onclick: stop }, t("cancel")));
}
