// The panel beside the calendar: what comes next, or what fires in the cell that is selected.

const LISTED = 100;

function nameOf(task) {
  const name = make("p", { class: "name data" });
  name.append(...breakable(task.method, "_"), make("small", { class: "data" }, ...breakable(task.name.slice(0, -task.method.length - 1), ".")));
  return name;
}

function runItem(task, at, label) {
  const body = make("div", { class: `task ${task.hue}` }, nameOf(task), make("p", { class: "quiet when" }, now(task).words));
  if (isMovedRun(task, at)) {
    const other = readAs(task, otherReading());
    const heading = state.reading === "celery" ? words.facts.written : words.facts.fires;
    body.append(
      make("p", {}, badge(state.reading === "celery" ? words.moved : words.missed)),
      make("p", { class: "quiet" }, `${heading}: ${other.words || stateWords(other)}`),
    );
  }
  for (const note of notesOf(task)) {
    if (note.at === at) body.append(make("p", { class: "note" }, note.text));
  }
  return make("li", { class: "run" }, make("time", { datetime: machineTime(at) }, label), body);
}

function stateWords(view) {
  return { never: words.neverWords, lost: words.neverWords, unsound: words.unsoundWords, unknown: words.unknownWords }[view.state] || "";
}

function listOf(entries, item) {
  const list = make("ul", {}, ...entries.slice(0, LISTED).map(item));
  if (entries.length > LISTED) {
    const button = make("button", { class: "button", type: "button" }, filled(words.showMore, { n: number(entries.length) }));
    button.addEventListener("click", () => {
      const rest = entries.slice(LISTED).map(item);
      button.parentElement.replaceWith(...rest);
      rest[0].tabIndex = -1;
      rest[0].focus();
    });
    list.append(make("li", {}, button));
  }
  return list;
}

function nextRuns() {
  const found = [];
  eachRun(present(), data.until, (at, task) => found.push([at, task]) < 10);
  if (!found.length) return [make("p", { class: "empty" }, words.noNext)];
  const parts = [];
  let day = null;
  for (const [at, task] of found) {
    const wall = wallOf(at);
    if (dayOf(wall) !== day) {
      day = dayOf(wall);
      parts.push(make("h3", { class: "day-head" }, weekdayAndDay(day)), make("ul"));
    }
    parts[parts.length - 1].append(runItem(task, at, clockOf(wall)));
  }
  return parts;
}

function runsOfCell({ day, hour }) {
  const found = [];
  eachRunOfDays(day, day, (_, wall, at, task) => {
    if (hour === null || hourOf(wall) === hour) found.push([at, task, clockOf(wall)]);
  });
  const title = hour === null ? longDay(day) : `${weekdayAndDay(day)}, ${hoursText(hour)}`;
  if (!found.length) return [title, [make("p", { class: "empty" }, words.noRuns)]];
  return [title, [make("p", { class: "quiet" }, counted(words.runs, found.length)), listOf(found, (run) => runItem(run[1], run[0], run[2]))]];
}

function runsOfHour({ weekday, hour }) {
  const found = new Map();
  eachRun(data.start, data.until, (at, task) => {
    const wall = wallOf(at);
    if (isInterval(task) || weekdayOf(dayOf(wall)) !== weekday || hourOf(wall) !== hour) return;
    const known = found.get(task) || [at, 0];
    known[1] += 1;
    found.set(task, known);
  });
  const entries = [...found].sort((a, b) => b[1][1] - a[1][1]);
  const title = filled(words.heatList, { weekday: longWeekday(weekday + 4), hours: hoursText(hour) });
  const body = entries.length
    ? [listOf(entries, ([task, [at, n]]) => runItem(task, at, counted(words.times, n)))]
    : [make("p", { class: "empty" }, words.noRuns)];
  const rate = state.intervals ? ratePerHour() : 0;
  if (rate) body.push(make("p", { class: "quiet" }, `${words.heatRates}: ${filled(words.anHour, { n: number(rate) })}`));
  return [title, body];
}

function showDetails() {
  const chosenCell = state.selected;
  const [title, body] =
    chosenCell === null ? [words.next, nextRuns()] : chosenCell.weekday === undefined ? runsOfCell(chosenCell) : runsOfHour(chosenCell);
  find("details-title").textContent = title;
  find("details-body").replaceChildren(...body);
  find("close").hidden = chosenCell === null;
  find("details").classList.toggle("open", chosenCell !== null);
}

// Opened by key, or over the page, the panel has the focus; it gives it back where it came from.
function select(cell, byKey) {
  state.selected = cell;
  showDetails();
  markSelected();
  find("details").scrollTop = 0;
  if (byKey || isSheet.matches) find("details").focus({ preventScroll: true });
}

function closeDetails() {
  if (state.selected === null) return;
  const grid = state.selected.weekday === undefined ? "grid" : "heat";
  const hadFocus = find("details").contains(document.activeElement) || document.activeElement === document.body;
  state.selected = null;
  showDetails();
  markSelected();
  const cell = find(grid).querySelector('[tabindex="0"]');
  if (hadFocus && cell) cell.focus({ preventScroll: !isSheet.matches });
}

function markSelected() {
  for (const cell of document.querySelectorAll('[role="gridcell"]')) {
    const { day, hour, weekday } = cell.dataset;
    const { selected } = state;
    const isIt =
      selected !== null &&
      (selected.weekday === undefined
        ? day !== undefined && Number(day) === selected.day && (hour === undefined ? null : Number(hour)) === selected.hour
        : weekday !== undefined && Number(weekday) === selected.weekday && Number(hour) === selected.hour);
    cell.setAttribute("aria-selected", String(isIt));
  }
}
