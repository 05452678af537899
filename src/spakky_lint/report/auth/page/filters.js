// What is asked for. Of each field some values are wished for; a task is shown that meets all fields.
// What no task of this page has, as a link to an older one may say, is met by none.

const single = (label, read, word = (value) => value) => ({ label, word, meets: (task, value) => read(task) === value });
const pathField = (path) => single(PATHS[path].name, (task) => task.paths[path].state, (value) => STATES[value]?.word ?? value);

function splitWish(value) {
  const at = value.lastIndexOf(":");
  return [value.slice(0, at), value.slice(at + 1)];
}

const FIELDS = {
  q: {
    label: "Search",
    word: (value) => value,
    meets: (task, value) => value.toLowerCase().split(/\s+/).every((part) => task.text.includes(part)),
  },
  standing: { label: "Summary", many: true, any: true, word: (value) => STANDINGS[value]?.word ?? value, meets: isOf },
  certain: { ...single("Certain", (task) => (task.isCertain ? "yes" : "no")) },
  access: single("Access", (task) => task.access),
  direct: pathField("direct"),
  queue: pathField("queue"),
  beat: pathField("beat"),
  need: {
    label: "Asks for",
    many: true,
    word: (value) => columnOf.get(value)?.spoken ?? value,
    meets: (task, value) => task.needs.has(value),
  },
  gets: {
    label: "Caller",
    many: true,
    word: (value) => splitWish(value).join(" gets "),
    meets: (task, value) => {
      const [name, state] = splitWish(value);
      return data.callers.some((caller, n) => caller === name && decisionsOf(task, n).some((found) => found.state === state));
    },
  },
  handler: single("Handler", (task) => task.handler),
  only: { label: "Only", word: (value) => value, meets: (task, value) => value === "problems" && hasProblem(task) },
};

const wishes = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, []]));

function matching() {
  const asked = Object.entries(FIELDS).filter(([name]) => wishes[name].length);
  return tasks.filter((task) =>
    asked.every(([name, field]) => {
      const met = (value) => field.meets(task, value);
      return field.any ? wishes[name].some(met) : wishes[name].every(met);
    }),
  );
}

const isWished = (name, value) => wishes[name].includes(value);
const wishCount = () => Object.values(wishes).flat().length;

function wish(name, value) {
  wishes[name] = value ? [value] : [];
  show();
}

function toggleWish(name, value) {
  if (isWished(name, value)) wishes[name] = wishes[name].filter((other) => other !== value);
  else wishes[name] = FIELDS[name].many ? [...wishes[name], value] : [value];
  show();
}

function clearWishes() {
  for (const name of Object.keys(wishes)) wishes[name] = [];
  show();
}
