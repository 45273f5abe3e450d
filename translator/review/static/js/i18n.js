/** The page's language; all texts are in `text/en.js` and `text/zh.js`. */

import en from "./text/en.js";
import zh from "./text/zh.js";

const LANGUAGES = { en, zh };
const saved = localStorage.getItem("language");
export const language = saved in LANGUAGES ? saved : navigator.language.startsWith("zh") ? "zh" : "en";
document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";

/** Returns a text in the page's language, with {name} replaced by the value of that name. */
export function t(key, values = {}) {
  const text = LANGUAGES[language][key] ?? LANGUAGES.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Returns the text of `key`, or `otherwise` if there is none. */
export function maybe(key, otherwise) {
  return LANGUAGES[language][key] ?? LANGUAGES.en[key] ?? otherwise;
}

/** Changes the language by loading the page anew: nothing is kept in it that is not saved. */
export function useLanguage(name) {
  localStorage.setItem("language", name);
  location.reload();
}
