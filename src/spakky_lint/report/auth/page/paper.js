// Paper has no width for a matrix: it gets a table of the tasks that are shown, with words for columns.

function onPaper(task) {
  const path = (name) => {
    const { state, reason } = task.paths[name];
    const says = reason !== null && !(state === "absent" && task.worst !== "never-runs");
    return make("td", {}, stateMark(task, name), says ? make("p", {}, sentence(reason)) : null);
  };
  const needs = [[task.requirements, true], [task.unenforced, false]].flatMap(([asked, isSeen]) =>
    asked.map((found) => make("li", {}, placeMark(found.on, isSeen), " ", make("span", { class: "data" }, columns[found.column].spoken))),
  );
  const callers = data.callers.map((name, n) => make("li", {}, make("span", { class: "data" }, name), ...decisionsIn(task, n)));
  return make(
    "tr",
    {},
    make(
      "th",
      { scope: "row" },
      make("span", { class: "data" }, ...breakable(task.method, "_")),
      make("p", { class: "quiet" }, filled(words.line, { n: task.line })),
      task.isCertain ? null : make("p", {}, `? ${words.notCertain}`),
      task.problems.length ? make("p", {}, task.problems.join(", ")) : null,
    ),
    make("td", {}, accessMark(task.access)),
    ...Object.keys(PATHS).map(path),
    make("td", {}, make("ul", {}, ...needs)),
    callers.length ? make("td", {}, make("ul", {}, ...callers)) : null,
  );
}

function paperOf(found) {
  const heads = [words.task, words.accessTitle, ...Object.values(PATHS).map(({ name }) => name), words.requires, ...(data.callers.length ? [words.callers] : [])];
  const bodies = grouped(found).map((group) => {
    const title = make("th", { scope: "rowgroup", colspan: heads.length }, make("span", { class: "data" }, group[0].handler), " ", make("span", { class: "quiet mono data" }, group[0].path));
    return make("tbody", {}, make("tr", { class: "group" }, title), ...group.map(onPaper));
  });
  return make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))), ...bodies);
}

function startPaper() {
  window.addEventListener("beforeprint", () => find("paper").replaceChildren(paperOf(matching())));
  window.addEventListener("afterprint", () => find("paper").replaceChildren());
}
