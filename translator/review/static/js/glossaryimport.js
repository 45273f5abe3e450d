/** Importing a glossary file: first what it would change, then the change. */

import { post, upload } from "./api.js";
import { openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { fail, notify } from "./notices.js";

/** Asks for a file and imports it; returns what the import touched, null if it was called off. */
export function importGlossary() {
  return new Promise((resolve) => {
    let result = null;
    let preview = null;
    const file = h("input", { type: "file", accept: ".tsv,.csv,.xlsx,.tbx,.txt", "aria-label": t("import.file") });
    const prefer = h("select", { "aria-label": t("import.prefer") }, h("option", { value: "ours" }, t("import.ours")), h("option", { value: "theirs" }, t("import.theirs")));
    const shown = h("div.preview", { "aria-live": "polite" });
    const look = async () => {
      const [chosen] = file.files;
      apply.disabled = true;
      if (!chosen) return;
      try {
        preview = await upload("glossary/import", { name: chosen.name, prefer: prefer.value }, await chosen.arrayBuffer());
        shown.replaceChildren(...previewNodes(preview));
        apply.disabled = preview.changes.length === 0;
      } catch (error) { shown.replaceChildren(h("p.bad", {}, error.message || t("lost"))); }
    };
    const apply = h("button.main", {
      type: "button", disabled: true,
      onclick: async () => {
        try {
          result = await post("glossary/import-now", { id: preview.id });
          notify(t("import.done", { count: result.imported }));
          dialog.close();
        } catch (error) { fail(error); }
      },
    }, t("import.apply"));
    file.addEventListener("change", look);
    prefer.addEventListener("change", look);
    const dialog = openDialog(t("import"), [h("p.row-of", {}, file, prefer), shown], { actions: [apply], wide: true, onclose: () => resolve(result) });
  });
}

function previewNodes({ entries, changes, more, conflicts, problems }) {
  const nodes = [h("p", {}, t("import.summary", { entries, changes: changes.length + more, conflicts: conflicts.length }))];
  if (problems.length) {
    nodes.push(h("details", {}, h("summary", {}, t("import.problems", { count: problems.length })), h("ul", {}, ...problems.map((one) => h("li", {}, `${one.line}: ${one.problem}`)))));
  }
  if (conflicts.length) {
    nodes.push(h("details", {}, h("summary", {}, t("conflicts.count", { count: conflicts.length })), h("ul", {}, ...conflicts.map((one) => h("li", {}, `${one.source}, ${t(`column.${one.field}`)}: `, h("span", {}, one.ours), " ≠ ", h("span", {}, one.theirs))))));
  }
  if (changes.length) {
    nodes.push(h("table.plain", {},
      h("thead", {}, h("tr", {}, ...["change", "column.source", "column.target", "details"].map((key) => h("th", { scope: "col" }, t(key))))),
      h("tbody", {}, ...changes.map((change) => h("tr", {},
        h("td", {}, t(`change.${change.kind}`)),
        h("td", { lang: "zh" }, change.source),
        h("td", { lang: "en" }, change.target),
        h("td", {}, ...change.fields.map((one) => h("div", {}, `${one.field}: `, one.old ? h("del", {}, one.old) : null, one.old ? " " : "", h("ins", {}, one.new)))))))));
  }
  if (more) nodes.push(h("p.hint", {}, t("more", { count: more })));
  return nodes;
}
