/** Saving the document in other formats, and taking times from a file. */

import { download } from "./api.js";
import { openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { runJob } from "./jobs.js";
import { model } from "./model.js";
import { fail, notify } from "./notices.js";

const DOCUMENTS = ["html", "docx", "md", "xlsx", "txt", "tmx", "xliff", "json"];
const SUBTITLES = ["srt", "vtt", "ass"];
const LAYOUTS = ["table", "interleaved", "english"];
const SCRIPTS = ["", "s2t", "s2tw", "s2hk", "t2s"];

export function showExport() {
  const layout = h("select", { id: "export-layout" }, ...LAYOUTS.map((name) => h("option", { value: name }, t(`layout.${name}`))));
  const script = h("select", { id: "export-script" }, ...SCRIPTS.map((name) => h("option", { value: name }, t(`script.${name || "same"}`))));
  const save = (format) => async (event) => {
    const button = event.currentTarget;
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      const query = SUBTITLES.includes(format) ? { format } : { format, layout: layout.value, script: script.value };
      notify(t("export.done", { name: await download("export", query) }));
    } catch (error) { fail(error); }
    button.disabled = false;
    button.removeAttribute("aria-busy");
  };
  const buttons = (formats) => h("div.formats", {}, ...formats.map((format) => h("button", { type: "button", onclick: save(format), title: t(`format.${format}`) }, h("strong", {}, format), h("small", {}, t(`format.${format}`)))));
  const content = [];
  if (!model.subtitles) {
    content.push(
      h("p.row-of", {}, h("label", { for: "export-layout" }, t("layout")), layout, h("label", { for: "export-script" }, t("script")), script),
      buttons(DOCUMENTS));
  }
  if (model.subtitles || model.timed.length) content.push(h("h3", {}, t("subtitles")), buttons(SUBTITLES));
  if (!model.subtitles) content.push(h("h3", {}, t("times")), times(() => dialog.close()));
  const dialog = openDialog(t("export"), content, { wide: true });
}

function times(done) {
  const file = h("input", { type: "file", id: "timings", accept: ".srt,.vtt,.ass,.ssa,.json" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    done();
    try {
      const job = await runJob("retime", { name: chosen.name, timings: await chosen.text() });
      if (job.state !== "done") return;
      await model.load();
      notify(t("times.done", { count: job.result.timed }));
    } catch (error) { fail(error); }
  });
  return h("p.row-of", {}, h("label", { for: "timings" }, t(model.timed.length ? "times.again" : "times.take")), file);
}
