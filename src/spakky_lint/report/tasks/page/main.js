// The filters, and the tasks that meet them.

const WAYS = {
  demand: (task) => task.onDemand,
  schedule: (task) => task.scheduled,
  async: (task) => task.isAsync,
  sync: (task) => !task.isAsync,
};

for (const task of data.tasks) {
  const calls = task.calls.map(({ where, how }) => `${where} ${how}`);
  task.text = [task.name, task.path, task.handlers ?? "", ...task.parameters, ...calls].join("\n").toLowerCase();
}

function meetsFilters(task) {
  const way = find("runs").value;
  const file = find("file").value;
  const parts = find("q").value.toLowerCase().split(/\s+/);
  return (
    parts.every((part) => task.text.includes(part)) &&
    (!way || WAYS[way](task)) &&
    (!file || task.path === file) &&
    (!find("problems").checked || Boolean(task.lost) || task.unknown.length > 0)
  );
}

function show() {
  const found = data.tasks.filter(meetsFilters);
  const all = data.tasks.length;
  find("left").textContent = found.length === all ? counted(words.tasks, all) : filled(words.some, { n: number(found.length), all: counted(words.tasks, all) });
  find("clear").hidden = !(find("q").value.trim() || find("runs").value || find("file").value || find("problems").checked);
  showTasks(found);
}

const files = [...new Set(data.tasks.map((task) => task.path))];
find("file").append(make("option", { value: "" }, words.allFiles), ...files.map((path) => make("option", { value: path }, path)));
find("scope").textContent = data.scope;
find("controls").addEventListener("submit", (event) => event.preventDefault());
find("controls").addEventListener("change", show);
find("q").addEventListener("input", show);
find("clear").addEventListener("click", () => {
  find("controls").reset();
  show();
  find("q").focus();
});
startTheme();
show();
