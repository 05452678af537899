// How many tasks there are of each sort, the worst first. Where two paths differ, a task is of two sorts.

const ALWAYS = ["unenforced", "never-passes", "undeclared", "fine"];

function tileOf(name, value, n, { sign: shown, look, word, means }) {
  const isPressed = isChosen(name, value);
  const button = make(
    "button",
    { class: `tile ${n ? look : "zero"}`, type: "button", "aria-pressed": String(isPressed), disabled: !n && !isPressed, title: `${word}: ${means}` },
    make("span", { class: "count" }, sign(shown), number(n)),
    make("span", { class: "word" }, word),
  );
  button.dataset.value = value;
  button.addEventListener("click", () => {
    toggle(name, value);
    find("tiles").querySelector(`[data-value="${value}"]`)?.focus();
  });
  return button;
}

function showSummary() {
  const tiles = [];
  for (const [value, told] of Object.entries(STANDINGS)) {
    const n = tasks.filter((task) => isOf(task, value)).length;
    if (n || ALWAYS.includes(value)) tiles.push(tileOf("standing", value, n, told));
  }
  const open = tasks.filter((task) => !task.isCertain).length;
  if (open) tiles.push(tileOf("certain", "no", open, { sign: "?", look: "doubt", word: words.isNotCertain, means: UNCERTAIN }));
  find("tiles").replaceChildren(...tiles);
}

function showScope() {
  const files = new Set(tasks.map((task) => task.path)).size;
  const parts = [
    counted(TASKS, tasks.length),
    counted(words.handlers, handlers.length),
    counted(words.files, files),
    counted(words.requirements, columns.length),
  ];
  if (data.callers.length) parts.push(counted(words.asked, data.callers.length));
  find("scope").textContent = parts.join(" · ");
}
