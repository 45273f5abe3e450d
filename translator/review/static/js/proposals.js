/** Translating again: nothing changes before the differences were seen and accepted. */

import { post } from "./api.js";
import { difference } from "./diff.js";
import { openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { runJob } from "./jobs.js";
import { model } from "./model.js";
import { fail, notify } from "./notices.js";

/** Translates everything that has no target yet. */
export async function translateAll() {
  try {
    const job = await runJob("translate");
    if (job.state === "done") notify(t("translate.done", { count: job.result.translated }));
  } catch (error) { fail(error); }
}

/**
 * Translates segments again and shows what would change.
 * @param {string[]} ids
 * @returns {Promise<void>} when the dialog is closed
 */
export async function retranslate(ids) {
  let job;
  try {
    job = await runJob("retranslate", { ids });
  } catch (error) { fail(error); return; }
  if (job.state !== "done") return;
  const different = job.result.proposals.filter((one) => one.old !== one.new);
  if (!different.length) { notify(t("retranslate.same")); return; }
  await show(job.id, different);
}

function show(job, proposals) {
  return new Promise((resolve) => {
    const boxes = proposals.map(proposal);
    const accept = async () => {
      const ids = boxes.filter((box) => box.querySelector("input").checked).map((box) => box.dataset.id);
      try {
        const { taken, changed } = await post("proposals", { job, ids });
        notify(t("retranslate.taken", { count: taken.length }) + (changed.length ? ` ${t("retranslate.kept", { count: changed.length })}` : ""));
        dialog.close();
      } catch (error) { fail(error); }
    };
    const apply = h("button.main", { type: "button", onclick: accept }, t("retranslate.apply"));
    const dialog = openDialog(t("retranslate.title", { count: proposals.length }), boxes, { actions: [apply], wide: true, onclose: resolve });
    apply.focus();
  });
}

function proposal({ id, source, old, new: fresh }) {
  const segment = model.segment(id);
  const [before, after] = difference(old, fresh);
  const byPerson = segment && ["edited", "approved"].includes(segment.state);
  return h("label.proposal", { dataset: { id } },
    h("input", { type: "checkbox", checked: !byPerson }),
    h("span.body", {},
      h("span.zh", { lang: "zh" }, source),
      byPerson ? h("span.tag", {}, t(`state.${segment.state}`)) : null,
      h("span.line", { lang: "en" }, before),
      h("span.line", { lang: "en" }, after)));
}
