// The panel: all there is to say about one task, and which part of it the chosen cell is about.

const opened = { task: null, key: "task" };
const isOpen = () => !find("details").hidden;

function fact(title, ...content) {
  return make("section", { class: "fact" }, make("h3", {}, title), ...content);
}

function pathItem(task, path, isHere) {
  const { state, reason } = task.paths[path];
  return make(
    "li",
    { class: isHere ? "here" : null },
    make("p", { class: "line" }, make("b", {}, PATHS[path].name), stateMark(task, path)),
    make("p", {}, reason === null ? sentence(STATES[state].means) : sentence(reason)),
    make("p", { class: "quiet" }, sentence(PATHS[path].hint)),
  );
}

function sentence(clause) {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

function needItem(task, found, isSeen, isHere) {
  const column = columns[found.column];
  const by = `${found.on === "class" ? words.onClass : words.onMethod}: `;
  return make(
    "li",
    { class: isHere ? "here" : null },
    make("p", { class: "line" }, make("b", { class: "data" }, column.spoken), placeMark(found.on, isSeen)),
    make("p", { class: "mono data" }, `@${found.written}`),
    column.isKnown ? null : make("p", {}, words.notKnown),
    make("p", { class: "quiet" }, by, make("span", { class: "data" }, found.by)),
  );
}

function needsFact(task, key) {
  const item = (isSeen) => (found) => needItem(task, found, isSeen, key === keyOfNeed(columns[found.column]));
  const facts = [];
  if (task.requirements.length) {
    facts.push(fact(words.inOrder, make("ol", { class: "items" }, ...task.requirements.map(item(true)))));
  }
  if (task.unenforced.length) {
    facts.push(fact(words.written, make("ul", { class: "items" }, ...task.unenforced.map(item(false)))));
  }
  return facts;
}

function decisionsFact(task, key) {
  if (!data.callers.length) return null;
  const cellOf = (found) =>
    found === null
      ? make("td", {}, make("span", { class: "quiet" }, "–"))
      : make("td", {}, decisionMark(found), make("small", { class: "quiet mono code" }, ...breakable(found.code, "_")));
  const rows = data.callers.map((name, n) =>
    make(
      "tr",
      { class: key === `caller ${n}` ? "here" : null },
      make("th", { scope: "row", class: "data" }, name),
      ...Object.keys(PATHS).map((path) => cellOf(task.decisions[n][path])),
    ),
  );
  const head = make("tr", {}, make("td"), ...Object.values(PATHS).map(({ name }) => make("th", { scope: "col" }, name)));
  return fact(words.callersGet, make("table", { class: "decisions" }, make("thead", {}, head), make("tbody", {}, ...rows)));
}

function problemsFact(task) {
  if (!task.problems.length) return null;
  return fact(
    words.findings,
    make(
      "ul",
      { class: "items" },
      ...task.problems.map((code) =>
        make(
          "li",
          {},
          make("p", { class: "line" }, badge(code, "bad"), make("span", {}, data.rules[code] ?? "")),
          make("p", { class: "quiet" }, `${words.more} `, make("span", { class: "mono" }, `spakky-lint rule ${code}`)),
        ),
      ),
    ),
  );
}

function bodyOf(task, key = "task") {
  const runs = words.runs[task.onDemand ? (task.scheduled ? "both" : "demand") : "schedule"];
  return [
    make(
      "p",
      { class: "identity" },
      make("span", { class: "data" }, ...breakable(task.handler, ".")),
      make("span", { class: "data mono quiet" }, `${task.path}:${task.line}`),
      make("span", { class: "quiet" }, sentence(runs)),
    ),
    make("p", { class: "standings" }, ...(task.standings.length ? task.standings : ["fine"]).map(standingMark), accessMark(task.access), task.isCertain ? null : badge(`? ${words.notCertain}`)),
    make("p", { class: "quiet" }, filled(task.unenforced.length ? words.meansAsSeen : words.means, { means: ACCESS[task.access] })),
    task.isCertain ? null : make("p", { class: "note" }, UNCERTAIN),
    fact("Paths", make("ul", { class: "items" }, ...Object.keys(PATHS).map((path) => pathItem(task, path, key === path)))),
    ...needsFact(task, key),
    decisionsFact(task, key),
    problemsFact(task),
  ].filter(Boolean);
}

function openHere() {
  if (matrix.at.task === null) return;
  Object.assign(opened, matrix.at);
  showDetails();
}

function showDetails() {
  const { task, key } = opened;
  find("details-title").replaceChildren(make("span", { class: "data" }, ...breakable(task.method, "_")));
  find("details-body").replaceChildren(...bodyOf(task, key));
  const here = find("details-body").querySelector(".here");
  const panel = find("details");
  panel.scrollTop = here ? Math.max(0, here.offsetTop - panel.clientHeight / 3) : 0;
  for (const row of find("table").querySelectorAll("tr[aria-current]")) row.removeAttribute("aria-current");
  const line = matrix.shown.indexOf(task);
  if (line >= 0) matrix.lines[line + 1].setAttribute("aria-current", "true");
}

// Opened by key, or over the page, the panel has the focus; it gives it back where it came from.
function select(byKey) {
  find("details").hidden = false;
  find("work").classList.add("with-details");
  openHere();
  if (byKey || isSheet.matches) find("details").focus({ preventScroll: true });
}

function closeDetails() {
  if (!isOpen()) return;
  const hadFocus = find("details").contains(document.activeElement) || document.activeElement === document.body;
  find("details").hidden = true;
  find("work").classList.remove("with-details");
  for (const row of find("table").querySelectorAll("tr[aria-current]")) row.removeAttribute("aria-current");
  if (hadFocus) find("table").querySelector('[tabindex="0"]')?.focus({ preventScroll: !isSheet.matches });
}

function startDetails() {
  find("close").addEventListener("click", closeDetails);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeDetails();
  });
}
