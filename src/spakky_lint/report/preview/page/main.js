// The controls, and what is drawn anew when one of them changes.

function show() {
  choose();
  showSummary();
  showBanners();
  showCalendar();
  showHeat();
  showRates();
  showAttention();
  showList();
  showDetails();
  markSelected();
}

function showSummary() {
  const [days, zone] = [rangeOfDays(firstDay(), lastDay()), state.zone.name];
  find("scope").textContent = filled(words.scope, {
    days,
    zone,
    of: words.zoneHints[state.zone.key],
    reading: words.readingHints[state.reading],
  });
  let runs = 0;
  eachRun(data.start, data.until, () => {
    runs += 1;
  });
  const found = chosenTasks().length;
  const schedules =
    found === tasks.length ? counted(words.schedules, found) : filled(words.ofSchedules, { n: number(found), all: number(tasks.length) });
  const rate = ratePerHour((task) => !firesOf(task, state.reading).length); // the others are among the runs
  find("summary").textContent = filled(rate ? words.summaryWithRates : words.summary, { schedules, runs: counted(words.runs, runs), n: number(rate) });
}

function showBanners() {
  const banners = [];
  for (const [kind, forms, test, look] of [
    ["moved", words.movedBanner, isMoved, ""],
    ["attention", words.attentionBanner, needsLook, "bad"],
  ]) {
    const n = tasks.filter(test).length;
    if (!n) continue;
    const button = make("button", { class: "button plain", type: "button" }, state.show === kind ? words.clear : words.showThem);
    button.addEventListener("click", () => {
      if (state.show === kind) clearFilter();
      else {
        find("show").value = state.show = kind;
        show();
      }
      find("banners").querySelector(`[data-kind="${kind}"] button`)?.focus();
    });
    banners.push(make("p", { class: `banner ${look}`, "data-kind": kind }, counted(forms, n), button));
  }
  find("banners").replaceChildren(...banners);
}

function clearFilter() {
  state.text = state.handler = "";
  state.show = "all";
  find("text").value = find("handler").value = "";
  find("show").value = "all";
  show();
}

function firstRun() {
  state.day = dayOf(wallOf(present()));
  state.hour = hourOf(wallOf(present()));
  state.page = state.day;
}

function startSwitch(id, change) {
  find(id).addEventListener("change", (event) => {
    change(event.target.value);
    show();
  });
}

function chooseZone(key) {
  // The instant stays where the keys are, not its wall-clock time.
  const before = state.day * DAY + state.hour * HOUR;
  const instant = before - offsetAt(state.zone, before);
  state.zone = zones.find((zone) => zone.key === key);
  const wall = wallOf(instant);
  state.page = state.day = Math.max(firstDay(), Math.min(dayOf(wall), lastDay()));
  state.hour = hourOf(wall);
  state.selected = null;
}

function startControls() {
  find("controls").addEventListener("submit", (event) => event.preventDefault());
  let due = 0;
  find("text").addEventListener("input", (event) => {
    state.text = event.target.value;
    cancelAnimationFrame(due);
    due = requestAnimationFrame(show);
  });
  for (const handler of handlers) {
    const n = tasks.filter((task) => task.handler === handler).length;
    find("handler").append(make("option", { value: handler }, counted(words.handlers, n, { name: handler })));
  }
  startSwitch("handler", (value) => (state.handler = value));
  startSwitch("show", (value) => (state.show = value));
  startSwitch("reading", (value) => (state.reading = value));
  startSwitch("zone", chooseZone);
  startSwitch("view", (value) => {
    state.view = value;
    state.page = state.day;
    state.selected = null;
  });
  for (const zone of zones) {
    find("zone").append(
      make(
        "label",
        { title: `${zone.name}: ${words.zoneHints[zone.key]}` },
        make("input", { type: "radio", name: "zone", value: zone.key }),
        make("span", {}, zone.name),
      ),
    );
  }
  for (const [name, value] of [["reading", state.reading], ["zone", state.zone.key], ["view", state.view]]) {
    find(name).querySelector(`input[value="${value}"]`).checked = true;
  }
}

function startDetails() {
  find("close").addEventListener("click", closeDetails);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDetails();
  });
}

function startPrinting() {
  window.addEventListener("beforeprint", () => {
    showList(Infinity);
    for (const item of find("list").querySelectorAll("details")) {
      item.dataset.wasOpen = item.open;
      item.open = true;
      if (item.childElementCount === 1) item.append(bodyOf(tasks[Number(item.dataset.index)]));
    }
  });
  window.addEventListener("afterprint", () => {
    for (const item of find("list").querySelectorAll("details")) item.open = item.dataset.wasOpen === "true";
    showList();
  });
}

firstRun();
startControls();
startTheme();
startDetails();
startCalendar();
startHeat();
startPrinting();
show();
