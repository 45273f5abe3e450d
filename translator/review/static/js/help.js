/** The overlay that lists every key. */

import { h } from "./dom.js";
import { openDialog } from "./dialog.js";
import { t } from "./i18n.js";
import { allCommands } from "./keys.js";

export function showHelp() {
  const groups = Map.groupBy ? Map.groupBy(allCommands(), (c) => c.group) : grouped(allCommands());
  openDialog(t("help"), [
    h("p.hint", {}, t("help.alt")),
    h("div.keys", {}, ...[...groups].map(([group, commands]) => h("section", {},
      h("h3", {}, t(`group.${group}`)),
      h("dl", {}, ...commands.flatMap((command) => [
        h("dt", {}, ...command.keys.flatMap((key, i) => [i ? " " : null, h("kbd", {}, key.replace("Space", t("space")))])),
        h("dd", {}, t(command.label)),
      ]))))),
  ], { wide: true });
}

function grouped(commands) {
  const groups = new Map();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return groups;
}
