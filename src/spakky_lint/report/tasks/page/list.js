// The tasks by their files, as cards of facts.

const { words } = data;

function fact(label, ...values) {
  return [make("dt", {}, label), make("dd", {}, ...values)];
}

function code(text) {
  return make("span", { class: "mono data" }, ...breakable(text, "."));
}

function listed(items) {
  return make("ul", {}, ...items.map((item) => make("li", {}, ...item)));
}

function calls(task) {
  if (!task.calls.length) return task.onDemand ? fact(words.calledBy, words.noCall) : [];
  return fact(words.calledBy, listed(task.calls.map(({ where, how }) => [code(where), how ? ` ${how}` : ""])));
}

function badges(task) {
  return [
    task.onDemand ? badge(words.onDemand, "plain") : null,
    task.scheduled ? badge(words.scheduled, "plain") : null,
    badge(task.isAsync ? "async" : "sync", "plain"),
    task.lost ? badge(words.neverRuns, "bad") : null,
    task.unknown.length ? badge(words.notCertain) : null,
  ];
}

function card(task) {
  const facts = [
    ...fact(words.line, String(task.line)),
    ...(task.handlers ? fact(words.runBy, code(task.handlers)) : []),
    ...fact(words.takes, task.parameters.length ? listed(task.parameters.map((each) => [code(each)])) : words.nothing),
    ...calls(task),
  ];
  return make(
    "article",
    { class: "task" },
    make("h3", {}, code(task.name), ...badges(task)),
    make("dl", { class: "facts" }, ...facts),
    ...[task.lost, ...task.unknown].filter(Boolean).map((text) => make("p", { class: "note data" }, text)),
  );
}

function showTasks(found) {
  const files = new Map();
  for (const task of found) files.set(task.path, [...(files.get(task.path) ?? []), task]);
  find("tasks").replaceChildren(
    ...[...files].map(([path, tasks]) =>
      make("section", { class: "card file" }, make("h2", { class: "data" }, ...breakable(path, "/")), ...tasks.map(card)),
    ),
    ...(found.length ? [] : [make("p", { class: "empty" }, data.tasks.length ? words.noneMeets : words.none)]),
  );
}
