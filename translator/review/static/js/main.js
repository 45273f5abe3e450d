/** The frame around the views: header, navigation, keys, news. */

import { post, Refusal, Unreachable } from "./api.js";
import { showClashes } from "./clashes.js";
import { h } from "./dom.js";
import { showExport } from "./exporting.js";
import { CuesView } from "./cues.js";
import { GlossaryView } from "./glossary.js";
import { showHelp } from "./help.js";
import { language, t, useLanguage } from "./i18n.js";
import { showJobs } from "./jobs.js";
import { handleKeys, setCommands } from "./keys.js";
import { model } from "./model.js";
import { fail, notify } from "./notices.js";
import { saving } from "./saving.js";
import { SegmentsView } from "./segments.js";
import { applyTheme, nextTheme, theme } from "./theme.js";

const VIEWS = { segments: SegmentsView, glossary: GlossaryView, cues: CuesView };
const app = document.getElementById("app");
const main = h("main.view", { id: "view", tabIndex: -1 });
const tabs = new Map();
let view = null;
let viewName = "";

async function start() {
  applyTheme();
  try {
    await model.load();
  } catch (error) {
    app.append(h("p.fatal", {}, error instanceof Unreachable ? t("lost") : error.message));
    return;
  }
  document.title = `${model.origin || model.file} · ${t("review")}`;
  app.append(skipLink(), header(), h("div.banners", { id: "banners" }), main);
  handleKeys();
  model.on("reload commit findings", refreshHeader);
  model.on("trouble connection reload", refreshBanners);
  model.on("job", showJobs);
  window.addEventListener("hashchange", route);
  window.addEventListener("beforeunload", (event) => { if (saving.pending) event.preventDefault(); });
  saving.addEventListener("change", refreshSaving);
  route();
  refreshHeader();
  refreshBanners();
  refreshSaving();
  showJobs();
  model.listen();
  performance.mark("painted");
  requestAnimationFrame(() => setTimeout(() => { post("check-all").catch(() => {}); }));
}

/** Names of the views this document has. */
function available() {
  if (model.subtitles) return ["cues"];
  return model.timed.length ? ["segments", "glossary", "cues"] : ["segments", "glossary"];
}

function route() {
  const asked = location.hash.slice(1);
  const name = available().includes(asked) ? asked : available()[0];
  if (name === viewName) return;
  view?.close();
  viewName = name;
  main.replaceChildren();
  main.setAttribute("aria-label", t(`view.${name}`));
  main.dataset.view = name;
  view = new VIEWS[name](main);
  setCommands(common(), view.commands());
  for (const [key, tab] of tabs) {
    if (key === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  view.focus();
}

function skipLink() {
  return h("a.skip", { href: "#view", onclick: (event) => { event.preventDefault(); view.focus(); } }, t("skip"));
}

const undoButton = h("button.quiet", { type: "button", onclick: () => step("undo") }, t("undo"));
const redoButton = h("button.quiet", { type: "button", onclick: () => step("redo") }, t("redo"));
const saved = h("span.saved", { role: "status" });
const progressText = h("span.progress-text");
const progressBar = h("progress", { max: 1, value: 0, "aria-label": t("progress") });
const nav = h("nav", { "aria-label": t("views") });

function header() {
  refreshTabs();
  const themeButton = h("button.quiet", { type: "button", title: t("theme") });
  const showTheme = () => { themeButton.textContent = t(`theme.${theme()}`); themeButton.setAttribute("aria-label", `${t("theme")}: ${t(`theme.${theme()}`)}`); };
  themeButton.addEventListener("click", () => { nextTheme(); showTheme(); });
  showTheme();
  const other = language === "en" ? "zh" : "en";
  return h("header.bar", {},
    h("div.title", {}, h("strong", { title: model.file }, model.origin || model.file), saved),
    nav,
    h("div.progress", {}, progressText, progressBar),
    h("div.tools", { role: "toolbar", "aria-label": t("tools") },
      undoButton, redoButton,
      h("button", { type: "button", onclick: showExport }, t("export")),
      h("button.quiet", { type: "button", onclick: () => useLanguage(other), lang: other === "zh" ? "zh-Hans" : "en" }, other === "zh" ? "中文" : "English"),
      themeButton,
      h("button.quiet", { type: "button", onclick: showHelp, title: t("help"), "aria-label": t("help") }, "?")));
}

function refreshTabs() {
  const names = available();
  if (names.length === tabs.size) return;
  tabs.clear();
  nav.replaceChildren(...names.map((name) => {
    const tab = h("a", { href: `#${name}` }, t(`view.${name}`));
    if (name === viewName) tab.setAttribute("aria-current", "page");
    tabs.set(name, tab);
    return tab;
  }));
  nav.hidden = names.length < 2;
}

function refreshHeader() {
  refreshTabs();
  undoButton.disabled = !model.undo;
  redoButton.disabled = !model.redo;
  const approved = model.approved;
  progressText.textContent = model.subtitles ? t("cue.count", { count: model.segments.length }) : t("approved.of", { approved, total: model.segments.length });
  progressBar.hidden = model.subtitles;
  progressBar.value = model.segments.length ? approved / model.segments.length : 0;
}

function refreshSaving() {
  saved.textContent = saving.pending ? t("saving") : t("saved");
  saved.classList.toggle("busy", saving.pending);
}

function refreshBanners() {
  const banners = [];
  if (!model.connected) banners.push(h("p.banner.bad", { role: "alert" }, t("lost")));
  if (model.trouble) banners.push(h("p.banner.bad", { role: "alert" }, t("trouble"), " ", model.trouble));
  if (model.clashes.length) {
    banners.push(h("p.banner", { role: "alert" }, t("clashes", { count: model.clashes.length }), " ",
      h("button", { type: "button", onclick: showClashes }, t("clashes.show"))));
  }
  document.getElementById("banners").replaceChildren(...banners);
}

async function step(name) {
  try {
    await view.flush?.();
    const { commit } = await post(name);
    model.take(commit);
    if (!commit) notify(t(`${name}.none`));
    else {
      notify(t(`${name}.done`, { what: t(`label.${commit.label}`) }));
      view.stepped?.(commit);
    }
  } catch (error) {
    fail(error instanceof Refusal ? error : new Unreachable());
  }
}

function common() {
  const go = (name) => () => { if (available().includes(name)) location.hash = name; };
  return [
    { group: "common", keys: ["U", "Ctrl+Z"], label: "undo", run: () => step("undo") },
    { group: "common", keys: ["Y", "Ctrl+Shift+Z"], label: "redo", run: () => step("redo") },
    { group: "common", keys: ["X"], label: "export", run: showExport },
    { group: "common", keys: ["1"], label: "view.segments", run: go("segments") },
    { group: "common", keys: ["2"], label: "view.glossary", run: go("glossary") },
    { group: "common", keys: ["3"], label: "view.cues", run: go("cues") },
    { group: "common", keys: ["?"], label: "help", run: showHelp },
  ];
}

start();
