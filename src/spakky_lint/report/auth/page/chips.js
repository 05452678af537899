// The filters in effect, each to be taken back, and how many tasks they leave.

function showChips(found) {
  const chips = [];
  for (const [name, field] of Object.entries(FIELDS)) {
    for (const value of chosen[name]) {
      const word = field.word(value);
      const chip = make(
        "button",
        { class: "chip", type: "button", "aria-label": filled(words.remove, { label: field.label, value: word }) },
        make("span", { class: "quiet" }, `${field.label}:`),
        make("span", { class: "data" }, word),
        make("b", { "aria-hidden": "true" }, "×"),
      );
      const place = chips.length;
      chip.addEventListener("click", () => {
        toggle(name, value);
        const left = find("chips").querySelectorAll(".chip");
        (left[Math.min(place, left.length - 1)] ?? find("q")).focus();
      });
      chips.push(chip);
    }
  }
  find("chips").replaceChildren(...chips.map((chip) => make("li", {}, chip)));
  find("clear").hidden = !chips.length;
  const text = found.length === tasks.length ? counted(TASKS, tasks.length) : filled(words.some, { n: number(found.length), all: counted(TASKS, tasks.length) });
  if (find("left").textContent !== text) find("left").textContent = text;
}

function startChips() {
  for (const id of ["clear", "clear-all"]) {
    find(id).addEventListener("click", () => {
      clearFilters();
      find("q").focus();
    });
  }
}
