/** Light or dark: as the system says, or as chosen here. */

const ORDER = ["auto", "light", "dark"];

export function theme() {
  const saved = localStorage.getItem("theme");
  return ORDER.includes(saved) ? saved : "auto";
}

export function applyTheme() {
  if (theme() === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme();
}

export function nextTheme() {
  localStorage.setItem("theme", ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length]);
  applyTheme();
}
