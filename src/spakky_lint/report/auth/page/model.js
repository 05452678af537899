// The tasks, their requirements, and how each is named in a link.

const columns = data.columns.map((column, index) => {
  const tenant = column.tenant === null ? "" : ` @${column.tenant}`;
  const name = `${column.isKnown ? "" : "? "}${column.label}${tenant}`;
  const spoken = `${KINDS[column.kind].one} ${name}`.trim();
  return { ...column, index, name, spoken, key: `${column.kind.toLowerCase()}:${name}` };
});
const columnOf = new Map(columns.map((column) => [column.key, column]));

const tasks = data.tasks.map((task, index) => {
  const asked = [...task.requirements, ...task.unenforced];
  const needs = new Set(asked.map((found) => columns[found.column].key));
  const text = [task.name, task.handler, task.path, ...asked.map((found) => columns[found.column].name)].join(" ").toLowerCase();
  return { ...task, index, needs, text, worst: task.standings[0] ?? "fine", inherited: !task.handler.endsWith(`.${task.owner}`) };
});

const handlers = [...new Set(tasks.map((task) => task.handler))].sort();
const isOf = (task, standing) => (standing === "fine" ? !task.standings.length : task.standings.includes(standing));
const hasProblem = (task) => task.standings.length > 0 || task.problems.length > 0;

// Each handler with its tasks, in the order of the files and lines of the first of them.
function grouped(found) {
  const groups = new Map();
  for (const task of found) {
    const key = JSON.stringify([task.path, task.handler]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(task);
  }
  return [...groups.values()];
}

// What a caller gets. Whom beat runs a task for is nobody, so its path is the same for all callers.
const OWN_PATHS = ["direct", "queue"];
function decisionsOf(task, caller) {
  const found = task.decisions[caller];
  return OWN_PATHS.filter((path) => found[path] !== null).map((path) => ({ path, ...found[path] }));
}
