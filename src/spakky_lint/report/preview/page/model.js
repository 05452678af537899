// The schedules, what is chosen of them, and their runs in order.

const words = data.words;

const tasks = data.tasks.map((task, index) => {
  const [, handler, method] = /^(?:.*\.)?([^.]*)\.([^.]*)$/.exec(task.name) || [null, "", task.name];
  return { ...task, index, method, defined: handler, text: `${task.name} ${task.handler} ${task.path}`.toLowerCase() };
});
const handlers = [...new Set(tasks.map((task) => task.handler))].sort();
const hueOf = (task) => `h${handlers.indexOf(task.handler) % 8}`;
for (const task of tasks) task.hue = hueOf(task);

const zones = zonesToChoose();
const state = {
  reading: data.backend,
  zone: zones[0],
  view: "week",
  text: "",
  handler: "",
  show: "all",
  intervals: false,
  day: 0, // where the keys are in the calendar
  hour: 0,
  page: 0, // a day of the week or month that is shown
  heat: [0, 0],
  selected: null,
  all: false,
};

const otherReading = () => (state.reading === "spec" ? "celery" : "spec");
const readAs = (task, reading) => (reading === "celery" && task.celery) || task.spec;
const now = (task) => readAs(task, state.reading);
const isMoved = (task) =>
  task.celery !== null && (task.celery.state !== task.spec.state || task.celery.words !== task.spec.words);
const needsLook = (task) => now(task).state !== "known";
const notesOf = (task) => now(task).notes || [];
const oddOf = (task) => notesOf(task).filter((note) => note.kind !== "needs-beat-start");
const isInterval = (task) => now(task).every !== undefined;

function decoded(runs) {
  const times = [];
  if (runs.length) times.push(runs[0]);
  for (let i = 1; i < runs.length; i += 2) {
    for (let n = 0; n < runs[i + 1]; n++) times.push(times[times.length - 1] + runs[i]);
  }
  return times;
}

function firesOf(task, reading) {
  const view = readAs(task, reading);
  view.times ??= decoded(view.fires || []);
  return view.times;
}

function isMovedRun(task, at) {
  if (!isMoved(task)) return false;
  const other = readAs(task, otherReading());
  other.set ??= new Set(firesOf(task, otherReading()));
  return !other.set.has(at);
}

// Every run of a reading in order: its instant, and the index of its task.
const timelines = {};
function timeline() {
  timelines[state.reading] ??= (() => {
    const at = [];
    const of = [];
    for (const task of tasks) {
      for (const time of firesOf(task, state.reading)) {
        at.push(time);
        of.push(task.index);
      }
    }
    const order = Uint32Array.from(at.keys()).sort((a, b) => at[a] - at[b] || of[a] - of[b]);
    return { at: Float64Array.from(order, (i) => at[i]), of: Uint32Array.from(order, (i) => of[i]) };
  })();
  return timelines[state.reading];
}

let chosen = new Uint8Array(tasks.length);
function choose() {
  const parts = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = {
    all: () => true,
    notes: (task) => oddOf(task).length > 0,
    moved: isMoved,
    attention: needsLook,
  }[state.show];
  chosen = Uint8Array.from(
    tasks,
    (task) =>
      (!state.handler || task.handler === state.handler) && parts.every((part) => task.text.includes(part)) && shown(task),
  );
}
const chosenTasks = () => tasks.filter((task) => chosen[task.index]);

// The runs from one instant on, before another, of what is chosen; until the visitor says false.
function eachRun(from, until, visit) {
  const { at, of } = timeline();
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle] < from) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < at.length && at[i] < until; i++) {
    if (chosen[of[i]] && visit(at[i], tasks[of[i]]) === false) return;
  }
}

// The runs of some days of the zone, each with its wall-clock time.
function eachRunOfDays(first, last, visit) {
  eachRun((first - 1) * DAY, (last + 2) * DAY, (at, task) => {
    const wall = wallOf(at);
    const day = dayOf(wall);
    if (day >= first && day <= last) visit(day, wall, at, task);
  });
}

// Whoever opens the page later wants to know what is next by then.
function present() {
  const today = Date.now() / 1000;
  return today >= data.start && today < data.until ? today : data.start;
}

const firstDay = () => dayOf(wallOf(data.start));
const lastDay = () => dayOf(wallOf(data.until - 1));
const isInside = (day) => day >= firstDay() && day <= lastDay();

// Of the first and the last day only some hours may lie in the preview.
function isInsideHour(day, hour) {
  const [from, until] = hour === null ? [day * DAY, (day + 1) * DAY] : [day * DAY + hour * HOUR, day * DAY + (hour + 1) * HOUR];
  return until > wallOf(data.start) && from < wallOf(data.until - 1) + 1;
}

// Shades 1 to 5 go from the least to the most there is, and 0 is nothing. One of one is no crowd.
const topOf = (most, least = 0) => Math.max(most, least + 5);
function levelOf(value, top, least = 0) {
  if (value <= 0) return 0;
  return Math.max(1, Math.min(5, Math.ceil((5 * (value - least)) / (top - least))));
}
