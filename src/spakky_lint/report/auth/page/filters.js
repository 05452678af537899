// The filters: the values that are chosen of each field. A task is shown that meets all fields.
// What no task of this page has, as a link to an older one may say, is met by none.

const single = (label, read, word = (value) => value) => ({ label, word, meets: (task, value) => read(task) === value });
const pathField = (path) => single(PATHS[path].name, (task) => task.paths[path].state, (value) => STATES[value]?.word ?? value);

function splitGets(value) {
  const at = value.lastIndexOf(":");
  return [value.slice(0, at), value.slice(at + 1)];
}

const FIELDS = {
  q: {
    label: words.search,
    word: (value) => value,
    meets: (task, value) => value.toLowerCase().split(/\s+/).every((part) => task.text.includes(part)),
  },
  standing: { label: words.summary, many: true, any: true, word: (value) => STANDINGS[value]?.word ?? value, meets: isOf },
  certain: { ...single(words.certain, (task) => (task.isCertain ? "yes" : "no"), (value) => words.values[value] ?? value) },
  access: single(words.accessTitle, (task) => task.access),
  direct: pathField("direct"),
  queue: pathField("queue"),
  beat: pathField("beat"),
  need: {
    label: words.requires,
    many: true,
    word: (value) => columnOf.get(value)?.spoken ?? value,
    meets: (task, value) => task.needs.has(value),
  },
  gets: {
    label: words.caller,
    many: true,
    word: (value) => {
      const [name, state] = splitGets(value);
      return filled(words.gets, { name, state });
    },
    meets: (task, value) => {
      const [name, state] = splitGets(value);
      return data.callers.some((caller, n) => caller === name && decisionsOf(task, n).some((found) => found.state === state));
    },
  },
  handler: single(words.handler, (task) => task.handler),
  only: { label: words.only, word: (value) => words.values[value] ?? value, meets: (task, value) => value === "problems" && hasProblem(task) },
};

const chosen = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, []]));

function matching() {
  const asked = Object.entries(FIELDS).filter(([name]) => chosen[name].length);
  return tasks.filter((task) =>
    asked.every(([name, field]) => {
      const met = (value) => field.meets(task, value);
      return field.any ? chosen[name].some(met) : chosen[name].every(met);
    }),
  );
}

const isChosen = (name, value) => chosen[name].includes(value);
const chosenCount = () => Object.values(chosen).flat().length;

function choose(name, value) {
  chosen[name] = value ? [value] : [];
  show();
}

function toggle(name, value) {
  if (isChosen(name, value)) chosen[name] = chosen[name].filter((other) => other !== value);
  else chosen[name] = FIELDS[name].many ? [...chosen[name], value] : [value];
  show();
}

function clearFilters() {
  for (const name of Object.keys(chosen)) chosen[name] = [];
  show();
}
