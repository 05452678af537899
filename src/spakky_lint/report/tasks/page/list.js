// The tasks by their files, as cards of facts.

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
  if (!task.calls.length) return task.onDemand ? fact("Called by", "nothing that is seen") : [];
  return fact("Called by", listed(task.calls.map(({ where, how }) => [code(where), how ? ` ${how}` : ""])));
}

function badges(task) {
  return [
    task.onDemand ? badge("on demand", "plain") : null,
    task.scheduled ? badge("scheduled", "plain") : null,
    badge(task.isAsync ? "async" : "sync", "plain"),
    task.lost ? badge("never runs", "bad") : null,
    task.unknown.length ? badge("not certain") : null,
  ];
}

function card(task) {
  const facts = [
    ...fact("Line", String(task.line)),
    ...(task.handlers ? fact("Run by", code(task.handlers)) : []),
    ...fact("Takes", task.parameters.length ? listed(task.parameters.map((each) => [code(each)])) : "nothing"),
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
    ...(found.length ? [] : [make("p", { class: "empty" }, data.tasks.length ? "No task has all of that." : "There are no tasks.")]),
  );
}
