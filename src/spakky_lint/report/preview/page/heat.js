// How many runs begin in each hour of the week. Calendar schedules are counted run by run, and
// intervals by their rate, for their phase depends on when beat starts.

function ratePerHour(which = () => true) {
  return chosenTasks().reduce((sum, task) => sum + (isInterval(task) && which(task) ? HOUR / now(task).every : 0), 0);
}

// How many hours of the preview each hour of the week has, 7 times 24.
function hoursOfWeek() {
  const hours = Array.from({ length: 7 }, () => new Array(24).fill(0));
  for (let at = data.start; at < data.until; ) {
    const wall = wallOf(at);
    const end = Math.min(at + HOUR - (((wall % HOUR) + HOUR) % HOUR), data.until);
    hours[weekdayOf(dayOf(wall))][hourOf(wall)] += (end - at) / HOUR;
    at = end;
  }
  return hours;
}

function load(hours) {
  const rate = state.intervals ? ratePerHour() : 0;
  const cells = hours.map((line) => line.map((length) => rate * length));
  eachRun(data.start, data.until, (at, task) => {
    if (isInterval(task)) return;
    const wall = wallOf(at);
    cells[weekdayOf(dayOf(wall))][hourOf(wall)] += 1;
  });
  return cells;
}

function showHeat() {
  const hours = hoursOfWeek();
  const cells = load(hours);
  const means = cells.map((line, day) => line.map((runs, hour) => (hours[day][hour] > 0 ? runs / hours[day][hour] : 0)));
  const all = means.flat();
  const rate = ratePerHour();
  const least = state.intervals && rate ? Math.min(...all) : 0;
  const top = topOf(Math.max(...all), least);
  const grid = make("div", { class: "hours", role: "grid", "aria-labelledby": "heat-name" });
  const head = [columnHeader({ class: "corner", "aria-hidden": "true" })];
  for (let hour = 0; hour < 24; hour++) head.push(columnHeader({ "aria-label": hoursText(hour) }, two(hour)));
  grid.append(row(...head));
  const name = isNarrow.matches ? shortWeekday : longWeekday;
  means.forEach((line, weekday) => {
    const cellsOfDay = line.map((mean, hour) => {
      const text = mean > 0 ? number(mean) : "";
      return make(
        "div",
        {
          class: `hour l${levelOf(mean, top, least)}`,
          role: "gridcell",
          tabindex: weekday === state.heat[0] && hour === state.heat[1] ? "0" : "-1",
          "data-weekday": weekday,
          "data-hour": hour,
          "data-runs": cells[weekday][hour],
          "aria-label": filled(words.heatCell, { weekday: longWeekday(weekday + 4), hours: hoursText(hour), n: number(mean) }),
        },
        text,
      );
    });
    grid.append(row(make("div", { role: "rowheader", "aria-label": longWeekday(weekday + 4) }, name(weekday + 4)), ...cellsOfDay));
  });
  find("heat").replaceChildren(grid);
  const scale = [1, 2, 3, 4, 5].map((level) => make("i", { class: `l${level}` }));
  find("legend").replaceChildren(
    make("span", {}, number(least)),
    ...scale,
    make("span", {}, filled(words.anHour, { n: number(top) })),
    rate ? make("span", {}, filled(state.intervals ? words.ratesCounted : words.ratesLeft, { n: number(rate) })) : "",
  );
  find("with-intervals").hidden = !rate;
}

function moveInHeat(key, withControl) {
  const turned = isNarrow.matches; // the days stand side by side there
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  let [weekday, hour] = state.heat;
  if (key in steps) {
    const [down, right] = steps[key];
    weekday += turned ? right : down;
    hour += turned ? down : right;
  } else if (key === "Home" || key === "End") {
    const end = key === "End";
    if (withControl || !turned) hour = end ? 23 : 0;
    if (withControl || turned) weekday = end ? 6 : 0;
  } else return false;
  state.heat = [Math.max(0, Math.min(weekday, 6)), Math.max(0, Math.min(hour, 23))];
  const cell = find("heat").querySelector(`[data-weekday="${state.heat[0]}"][data-hour="${state.heat[1]}"]`);
  putInOrder(find("heat"), cell);
  cell.focus();
  return true;
}

function startHeat() {
  listen(
    find("heat"),
    CELL,
    (cell) => {
      state.heat = [Number(cell.dataset.weekday), Number(cell.dataset.hour)];
    },
    moveInHeat,
    (cell, byKey) => select({ weekday: state.heat[0], hour: state.heat[1] }, byKey),
  );
  find("intervals").addEventListener("change", (event) => {
    state.intervals = event.target.checked;
    showHeat();
    showDetails();
    markSelected();
  });
  isNarrow.addEventListener("change", showHeat);
}
