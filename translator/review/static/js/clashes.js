/** Segments that were changed here and in the file at the same time. */

import { post } from "./api.js";
import { difference } from "./diff.js";
import { openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { model } from "./model.js";
import { fail } from "./notices.js";

export function showClashes() {
  const dialog = openDialog(t("clashes.title"), [
    h("p.hint", {}, t("clashes.hint")),
    ...model.clashes.map((clash) => card(clash, () => { if (!model.clashes.length) dialog.close(); })),
  ], { wide: true });
}

function card(clash, done) {
  const box = h("article.proposal", {}, h("p.zh", { lang: "zh" }, clash.source));
  const settle = async (mine) => {
    try {
      const { commit } = await post("settle", { id: clash.id, mine });
      model.take(commit);
      model.clashes = model.clashes.filter((one) => one.id !== clash.id);
      model.dispatchEvent(new CustomEvent("trouble"));
      box.remove();
      done();
    } catch (error) { fail(error); }
  };
  const [old, fresh] = difference(clash.theirs ?? "", clash.mine);
  box.append(
    h("p", {}, h("strong", {}, t("clashes.theirs")), " ", clash.theirs === null ? h("em", {}, t("clashes.gone")) : old),
    h("p", {}, h("strong", {}, t("clashes.mine")), " ", fresh),
    h("p.buttons", {},
      h("button", { type: "button", onclick: () => settle(false) }, t("clashes.take.theirs")),
      h("button", { type: "button", disabled: clash.theirs === null, onclick: () => settle(true) }, t("clashes.take.mine"))));
  return box;
}
