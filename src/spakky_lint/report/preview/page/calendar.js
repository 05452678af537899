// The week and the month. Cells hold a count and a few runs; the rest is shown on demand.

const CHIPS = { week: 2, month: 3 };
const CROWDED = { week: 170, month: 350 }; // runs on a page from which on only counts can be read

function pageOf(day) {
  if (state.view === "week") return [mondayOf(day), mondayOf(day) + 6];
  const [year, month] = monthOf(day);
  return [firstOfMonth(year, month), firstOfMonth(year, month + 1) - 1];
}

function showCalendar() {
  const [first, last] = pageOf(state.page);
  const [from, to] = [mondayOf(first), mondayOf(last) + 6];
  const runs = new Map();
  let total = 0;
  eachRunOfDays(from, to, (day, wall, at, task) => {
    const key = state.view === "week" ? day * 24 + hourOf(wall) : day;
    if (!runs.has(key)) runs.set(key, []);
    runs.get(key).push([at, task, wall]);
    if (day >= first && day <= last) total += 1;
  });
  const dense = total > CROWDED[state.view];
  const counts = [...runs.values()].map((each) => each.length);
  // Days are all much the same, so that a month is shaded from the least of them on.
  const least = state.view === "month" && counts.length ? Math.min(...counts) : 0;
  const levels = (n) => levelOf(n, topOf(Math.max(0, ...counts), least), least);
  const title = state.view === "week" ? rangeOfDays(first, last, isNarrow.matches ? "short" : "long") : monthName(first);
  const grid = make("div", {
    class: `grid ${state.view}${dense ? " dense" : ""}`,
    role: "grid",
    "aria-label": filled(words.inView, { title, runs: counted(words.runs, total) }),
  });
  const clock = changesOfClock(state.zone);
  grid.append(...(state.view === "week" ? weekRows(from, runs, levels, clock) : monthRows(from, to, [first, last], runs, levels, clock)));
  find("grid").replaceChildren(grid);
  find("period").textContent = title;
  find("earlier").setAttribute("aria-disabled", String(first <= firstDay()));
  find("later").setAttribute("aria-disabled", String(last >= lastDay()));
  enterCell();
}

function weekRows(monday, runs, levels, clock) {
  const days = [0, 1, 2, 3, 4, 5, 6].map((n) => monday + n);
  const today = dayOf(wallOf(Date.now() / 1000));
  const head = row(
    columnHeader({ "aria-hidden": "true" }),
    ...days.map((day) =>
      columnHeader(
        { class: day === today ? "now" : null, "aria-label": longDay(day) },
        shortWeekday(day),
        make("b", {}, numberOfDay(day)),
        clock.days.has(day) ? make("span", { class: "clock" }, clock.days.get(day)) : null,
      ),
    ),
  );
  const names = days.map(weekdayAndDay);
  const rows = [head];
  for (let hour = 0; hour < 24; hour++) {
    const cells = days.map((day, n) => {
      const found = runs.get(day * 24 + hour) || [];
      const kind = clock.hours.get(day * 24 + hour);
      const label = `${names[n]} ${hoursText(hour)}`;
      return cellOf(found, levels, { day, hour, label, kind });
    });
    const line = row(make("div", { role: "rowheader" }, `${two(hour)}:00`), ...cells);
    if (days.some((day) => runs.has(day * 24 + hour))) line.className = "filled";
    rows.push(line);
  }
  return rows;
}

function monthRows(from, to, [first, last], runs, levels, clock) {
  const rows = [row(...[4, 5, 6, 7, 8, 9, 10].map((day) => columnHeader({ "aria-label": longWeekday(day) }, shortWeekday(day))))];
  const today = dayOf(wallOf(Date.now() / 1000));
  for (let monday = from; monday <= to; monday += 7) {
    const cells = [];
    for (let day = monday; day < monday + 7; day++) {
      if (day < first || day > last) {
        cells.push(make("div", { class: "cell outside", role: "gridcell", "aria-hidden": "true" }));
        continue;
      }
      const cell = cellOf(runs.get(day) || [], levels, { day, hour: null, label: longDay(day) });
      if (day === today) cell.classList.add("now");
      const n = (runs.get(day) || []).length;
      const head = make("div", { class: "head", "aria-hidden": "true" }, make("span", { class: "day" }, numberOfDay(day)));
      if (n > 1) head.append(make("span", { class: "total" }, counted(words.runs, n)));
      cell.prepend(head);
      if (clock.days.has(day)) head.after(make("span", { class: "clock" }, clock.days.get(day)));
      cells.push(cell);
    }
    rows.push(row(...cells));
  }
  return rows;
}

function cellOf(found, levels, { day, hour, label, kind }) {
  const inside = isInside(day);
  const passed = inside && !found.length && !isInsideHour(day, hour);
  const said = [counted(words.runs, found.length)];
  if (!found.length) said[0] = inside && !passed ? words.noRuns : words.outside;
  if (kind === "skipped") said.push(words.noHour);
  if (kind === "twice") said.push(words.twiceHour);
  const cell = make("div", {
    class: ["cell", inside ? "" : "outside", passed && "passed", kind].filter(Boolean).join(" "),
    role: "gridcell",
    "data-day": day,
    "data-hour": hour,
    "aria-disabled": inside ? null : "true",
    title: kind ? said[said.length - 1] : null,
  });
  cell.append(make("span", { class: "unseen" }, `${label}: ${said.join(", ")}. `));
  if (inside) cell.tabIndex = -1;
  if (!found.length) return cell;
  cell.append(make("span", { class: `number l${levels(found.length)}`, "aria-hidden": "true" }, whole.format(found.length)));
  const fits = found.length <= CHIPS[state.view] + 1 ? found.length : CHIPS[state.view];
  for (const [at, task, wall] of found.slice(0, fits)) {
    cell.append(
      make(
        "span",
        { class: `chip ${task.hue}${isMovedRun(task, at) ? " moved" : ""}`, title: `${clockOf(wall)} ${task.title}` },
        make("time", { datetime: machineTime(at) }, clockOf(wall)),
        make("span", { class: "data" }, task.method),
      ),
    );
  }
  if (found.length > fits) cell.append(make("span", { class: "more" }, filled(words.more, { n: number(found.length - fits) })));
  return cell;
}

function calendarCell() {
  const hour = state.view === "week" ? `[data-hour="${state.hour}"]` : "";
  return find("grid").querySelector(`[data-day="${state.day}"]${hour}`);
}

function enterCell() {
  const [first, last] = pageOf(state.page);
  const near = Math.max(first, firstDay(), Math.min(state.day, last, lastDay()));
  state.day = near;
  const cell = calendarCell();
  if (cell) putInOrder(find("grid"), cell);
}

function turnPage(by, keepFocus) {
  const [first, last] = pageOf(state.page);
  const page = by < 0 ? pageOf(first - 1) : pageOf(last + 1);
  if (page[1] < firstDay() || page[0] > lastDay()) return;
  const from = state.day;
  state.page = page[0];
  if (state.view === "week") state.day = from + 7 * by;
  else state.day = Math.min(page[0] + (from - first), page[1]);
  showCalendar();
  if (keepFocus) calendarCell()?.focus();
}

function moveInCalendar(key, withControl) {
  if (key === "PageUp" || key === "PageDown") {
    turnPage(key === "PageUp" ? -1 : 1, true);
    return true;
  }
  const isWeek = state.view === "week";
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: isWeek ? 0 : -7, ArrowDown: isWeek ? 0 : 7 };
  let { day, hour } = state;
  if (key in steps) day += steps[key];
  else if (key === "Home") day = withControl ? firstDay() : mondayOf(day);
  else if (key === "End") day = withControl ? lastDay() : mondayOf(day) + 6;
  else return false;
  if (isWeek && key === "ArrowUp") hour -= 1;
  if (isWeek && key === "ArrowDown") hour += 1;
  if (isWeek && withControl && key === "Home") hour = 0;
  if (isWeek && withControl && key === "End") hour = 23;
  state.day = Math.max(firstDay(), Math.min(day, lastDay()));
  state.hour = Math.max(0, Math.min(hour, 23));
  const [first, last] = pageOf(state.page);
  if (state.day < first || state.day > last) {
    state.page = state.day;
    showCalendar();
  } else enterCell();
  calendarCell()?.focus();
  return true;
}

function startCalendar() {
  listen(
    find("grid"),
    CELL,
    (cell) => {
      state.day = Number(cell.dataset.day);
      if (cell.dataset.hour !== undefined) state.hour = Number(cell.dataset.hour);
    },
    moveInCalendar,
    (cell, byKey) => select({ day: state.day, hour: state.view === "week" ? state.hour : null }, byKey),
  );
  for (const [id, by] of [["earlier", -1], ["later", 1]]) {
    find(id).addEventListener("click", () => turnPage(by, false));
  }
}
