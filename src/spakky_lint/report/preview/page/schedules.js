// The lists: what never fires or is not known, the intervals, and every schedule.

const ROWS = 200;
const RUNS = 8;

function wordsOf(task) {
  const view = now(task);
  if (view.state === "never" || view.state === "lost") return `${words.neverWords} (${view.words})`;
  return view.words || stateWords(view);
}

function nextOf(task) {
  const view = now(task);
  return firesOf(task, state.reading).find((at) => at >= present()) ?? view.next ?? null;
}

function codesOf(task) {
  return task.problems.map((code) => badge(code, "bad", data.rules[code] ? `${data.rules[code]}: ${filled(words.ruleHint, { code })}` : null));
}

function namedCodesOf(task) {
  return task.problems.map((code) => make("p", {}, badge(code, "bad"), " ", make("span", { class: "quiet" }, data.rules[code] || "")));
}

function lossOf(task) {
  return notesOf(task)
    .filter((note) => note.kind === "never-runs")
    .map((note) => make("p", { class: "note" }, note.text));
}

function showAttention() {
  const parts = [];
  for (const kind of ["never", "lost", "unsound", "unknown"]) {
    const found = chosenTasks().filter((task) => now(task).state === kind);
    if (!found.length) continue;
    parts.push(
      make("h3", {}, words.attentionKinds[kind]),
      listOf(found, (task) =>
        make("li", {}, nameOf(task), make("p", { class: "quiet data mono" }, `${task.path}:${task.line}`), ...namedCodesOf(task), ...lossOf(task)),
      ),
    );
  }
  find("attention").replaceChildren(...parts);
  find("attention-card").hidden = !parts.length;
}

function spaced(parts) {
  return parts.flatMap((part, n) => (n ? [" ", part] : [part]));
}

function showRates() {
  const found = chosenTasks()
    .filter(isInterval)
    .sort((a, b) => now(a).every - now(b).every);
  find("rates-card").hidden = !found.length;
  if (!found.length) return;
  if (data.beatStart !== null) find("rates-text").textContent = filled(words.fromBeat, { time: dateTime(data.beatStart) });
  find("rates").replaceChildren(
    listOf(found, (task) =>
      make(
        "li",
        { class: task.hue },
        nameOf(task),
        make("p", { class: "when" }, now(task).words),
        make("p", { class: "quiet" }, now(task).rate, nextOf(task) === null ? null : ` · ${words.nextLabel} ${dateTime(nextOf(task))}`),
      ),
    ),
    make("p", { class: "quiet sum" }, filled(words.allRates, { n: number(ratePerHour()) })),
  );
}

function badgesOf(task) {
  const kinds = [...new Set(oddOf(task).map((note) => note.kind))];
  const found = codesOf(task);
  if (isMoved(task) && !kinds.includes("shifted-weekday")) found.push(badge(words.moved));
  return [...found, ...kinds.map((kind) => badge(words.kinds[kind] || kind))];
}

function rowOf(task) {
  const next = nextOf(task);
  const nextText = isInterval(task) && next === null ? now(task).rate : next === null ? "" : dateTime(next);
  const summary = make(
    "summary",
    { class: task.hue },
    nameOf(task),
    make("span", { class: "when" }, wordsOf(task)),
    make("span", { class: "quiet" }, isInterval(task) && next === null ? nextText : nextText && `${words.nextLabel} ${nextText}`),
    make("span", { class: "badges" }, ...badgesOf(task)),
  );
  const item = make("details", { class: "row" }, summary);
  item.addEventListener("toggle", () => {
    if (item.open && item.childElementCount === 1) item.append(bodyOf(task));
  });
  return item;
}

function bodyOf(task) {
  const view = now(task);
  const facts = make("dl", { class: "facts" });
  const fact = (name, ...content) => facts.append(make("dt", {}, words.facts[name]), make("dd", {}, ...content));
  fact("file", make("span", { class: "data mono" }, `${task.path}:${task.line}`));
  if (isMoved(task)) {
    fact("written", task.spec.words || stateWords(task.spec));
    fact("fires", task.celery.words || stateWords(task.celery));
  }
  if (view.cron) fact("cron", make("span", { class: "mono" }, view.cron));
  if (view.rate) fact("rate", view.every < HOUR ? `${view.rate} (${counted(words.perDay, DAY / view.every)})` : view.rate);
  if (task.onDemand) fact("onDemand", words.onDemand);
  const times = firesOf(task, state.reading);
  if (times.length) {
    const shown = times.slice(0, RUNS).map((at) => `${shortDay(dayOf(wallOf(at)))} ${clockOf(wallOf(at))}`);
    const more = times.length > RUNS ? ` … ${filled(words.runsMore, { n: number(times.length - RUNS) })}` : "";
    fact("runs", shown.join(" · ") + more);
  }
  if (task.problems.length) fact("findings", ...spaced(task.problems.map((code) => `${code} ${data.rules[code] || ""}`)));
  const notes = notesOf(task).map((note) => make("p", { class: "note" }, note.text));
  return make("div", { class: `body ${task.hue}` }, facts, ...notes);
}

function showList(limit = state.all ? Infinity : ROWS) {
  const found = chosenTasks();
  const open = new Set([...find("list").querySelectorAll("details[open]")].map((item) => item.dataset.index));
  const rows = found.slice(0, limit).map((task) => {
    const item = rowOf(task);
    item.dataset.index = task.index;
    item.open = open.has(item.dataset.index);
    return item;
  });
  find("list").replaceChildren(...rows);
  if (found.length > limit) {
    const button = make("button", { class: "button", type: "button" }, filled(words.showMore, { n: number(found.length) }));
    button.addEventListener("click", () => {
      state.all = true;
      showList();
      find("list").children[limit].querySelector("summary").focus();
    });
    find("list").append(make("p", { class: "empty" }, button));
  }
  find("listed").textContent =
    found.length === tasks.length ? counted(words.schedules, tasks.length) : filled(words.ofSchedules, { n: number(found.length), all: number(tasks.length) });
  if (!found.length) {
    const button = make("button", { class: "button", type: "button" }, words.clear);
    button.addEventListener("click", clearFilter);
    find("list").append(make("p", { class: "empty" }, words.nothing), ...(tasks.length ? [button] : []));
  }
}
