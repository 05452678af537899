// Light or dark: as the system has it, until the reader chooses.

function startTheme() {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const mark = () => {
    find("theme").setAttribute("aria-pressed", String(isDark()));
  };
  find("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    mark();
  });
  system.addEventListener("change", mark);
  mark();
}
