// The matrix: a row for each task, a column for each requirement that one of them has.

const ROWS = 150;
const FLAT = 6; // so many names of requirements fit beside each other
const FIXED = ["task", "access", ...Object.keys(PATHS)];
const PAGE = 10;

const matrix = {
  all: false,
  keys: [], // of the columns
  lines: [], // the heads that can be chosen, then a row for each task
  shown: [], // the task of each line but the first
  at: { task: null, key: "task" }, // where the keys are
};

const keyOfNeed = (column) => `need ${column.index}`;

function showMatrix(found, limit = matrix.all ? Infinity : ROWS) {
  const hadFocus = find("table").contains(document.activeElement);
  const needed = columnsOf(found);
  matrix.keys = [...FIXED, ...data.callers.map((_, n) => `caller ${n}`), ...needed.map(keyOfNeed)];
  matrix.shown = [];
  const rows = [];
  const pattern = make("tr", {}, make("th", { scope: "row" }), ...matrix.keys.slice(1).map((key) => make("td", { class: key.startsWith("need") ? "free" : null })));
  const places = new Map(needed.map((column, n) => [column.index, matrix.keys.length - needed.length + n]));
  const bodies = [];
  for (const group of grouped(found)) {
    const lines = group.slice(0, limit - matrix.shown.length).map((task) => rowOf(task, pattern.cloneNode(true), places));
    if (!lines.length) break;
    matrix.shown.push(...group.slice(0, lines.length));
    rows.push(...lines);
    bodies.push(make("tbody", {}, headOfGroup(group[0], group.length), ...lines));
  }
  const head = headOf(needed, found);
  const table = find("table");
  table.className = needed.length > FLAT ? "turned" : "flat";
  table.replaceChildren(make("caption", { class: "unseen" }, filled(words.caption, { tasks: counted(TASKS, found.length) })), head, ...bodies);
  matrix.lines = [[...head.rows[1].cells].map((cell) => cell.querySelector("button")), ...rows];
  matrix.lines[0].unshift(null, null); // the first two heads stand in the row above
  find("box").hidden = !found.length;
  find("nothing").hidden = found.length > 0;
  find("nothing-words").textContent = tasks.length ? words.noneMeets : words.none;
  find("clear-all").hidden = !tasks.length;
  find("more").hidden = rows.length === found.length;
  find("more").textContent = filled(words.showAll, { tasks: counted(TASKS, found.length) });
  leaveRoom();
  enterMatrix(hadFocus);
}

function columnsOf(found) {
  const asked = new Set(chosen.need);
  for (const task of found) for (const key of task.needs) asked.add(key);
  return columns.filter((column) => asked.has(column.key));
}

function headOf(needed, found) {
  const column = (attributes, ...children) => make("th", { scope: "col", ...attributes }, ...children);
  const over = (text, span) => (span ? make("th", { class: "over", scope: "colgroup", colspan: span }, text) : null);
  const kinds = Object.entries(KINDS).map(([kind, { group }]) => over(group, needed.filter((each) => each.kind === kind).length));
  return make(
    "thead",
    {},
    make(
      "tr",
      {},
      column({ rowspan: 2, class: "task" }, words.task),
      column({ rowspan: 2 }, words.accessTitle),
      over(words.pathsTitle, 3),
      over(words.callers, data.callers.length),
      ...kinds,
    ),
    make(
      "tr",
      {},
      ...Object.values(PATHS).map(({ name, hint }) => column({ class: "first-path", title: hint }, name)),
      ...data.callers.map((name) => column({ class: "caller data", title: name }, make("span", {}, name))),
      ...needed.map((each, n) => column({ class: n && needed[n - 1].kind === each.kind ? "need" : "need first" }, headOfNeed(each, found))),
    ),
  );
}

function headOfNeed(column, found) {
  const n = found.filter((task) => task.needs.has(column.key)).length;
  const isPressed = isChosen("need", column.key);
  return make(
    "button",
    {
      type: "button",
      tabindex: -1,
      "aria-pressed": String(isPressed),
      title: filled(isPressed ? words.showAgain : words.showOnly, { name: column.spoken }),
      "data-key": keyOfNeed(column),
    },
    make(
      "span",
      { class: "label data" },
      unseen(`${KINDS[column.kind].one} `),
      column.isKnown ? null : make("i", {}, "? "),
      column.label,
      column.tenant === null ? null : make("small", {}, ` @${column.tenant}`),
    ),
    make("span", { class: "n" }, number(n), unseen(` ${words.nouns[n === 1 ? 0 : 1]}`)),
  );
}

function headOfGroup(task, n) {
  const words = make(
    "span",
    { class: "of-group" },
    make("span", { class: "data handler" }, ...breakable(task.handler, ".")),
    make("span", { class: "quiet mono data" }, task.path),
    make("span", { class: "quiet" }, counted(TASKS, n)),
  );
  return make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: matrix.keys.length }, words));
}

function rowOf(task, row, places) {
  const { cells } = row;
  row.className = `${STANDINGS[task.worst].look}${task.isCertain ? "" : " doubt"}`;
  const name = make("span", { class: "method data" }, ...breakable(task.method, "_"));
  cells[0].append(make("span", { class: "who" }, sign(task.worst === "fine" ? "" : STANDINGS[task.worst].sign), name, ...asides(task)));
  cells[1].append(accessMark(task.access));
  Object.keys(PATHS).forEach((path, n) => {
    cells[2 + n].append(stateMark(task, path));
    cells[2 + n].title = task.paths[path].reason ?? STATES[task.paths[path].state].means;
  });
  data.callers.forEach((_, n) => cells[FIXED.length + n].append(...decisionsIn(task, n)));
  for (const [asked, isSeen] of [[task.requirements, true], [task.unenforced, false]]) {
    for (const found of asked) {
      const cell = cells[places.get(found.column)];
      cell.append(placeMark(found.on, isSeen));
      cell.className = "asked";
      cell.dataset.need = found.column;
    }
  }
  return row;
}

function asides(task) {
  const found = [];
  if (task.inherited) found.push(make("small", { class: "quiet data" }, filled(words.of, { owner: task.owner })));
  if (!task.isCertain) found.push(make("small", { class: "not-certain", title: UNCERTAIN }, `? ${words.notCertain}`));
  return found;
}

function decisionsIn(task, n) {
  const found = decisionsOf(task, n);
  if (!found.length) return [make("span", { class: "state none" }, sign("–"), STATES.absent.word)];
  const isSame = ({ state, code }) => state === found[0].state && (code === UNCHECKED) === (found[0].code === UNCHECKED);
  if (found.every(isSame)) return [decisionMark(found[0])];
  return found.map((each) => make("span", { class: "by-path" }, make("small", {}, each.path), decisionMark(each)));
}

// What has the focus must not lie under the heads, which stay where they are.
function leaveRoom() {
  const table = find("table");
  if (!table.tHead || find("box").hidden) return;
  const top = Math.floor(table.tHead.getBoundingClientRect().height);
  table.style.setProperty("--head", `${top}px`);
  const group = table.querySelector(".group");
  find("box").style.scrollPaddingTop = `${top + (group ? group.offsetHeight : 0) + 4}px`;
  find("box").style.scrollPaddingLeft = `${table.querySelector("thead th").offsetWidth + 4}px`;
}

// Keys

function cellAt(line, column) {
  const cells = line === 0 ? matrix.lines[0] : matrix.lines[line]?.cells;
  return cells?.[column] ?? null;
}

function placeNow() {
  const column = Math.max(0, matrix.keys.indexOf(matrix.at.key));
  return [matrix.at.task === null ? 0 : Math.max(1, matrix.shown.indexOf(matrix.at.task) + 1), column];
}

function enterMatrix(hadFocus) {
  let [line, column] = placeNow();
  if (cellAt(line, column) === null) [line, column] = [Math.min(1, matrix.lines.length - 1), column];
  const cell = cellAt(line, column) ?? cellAt(line, 0);
  if (!cell) return;
  goTo(cell);
  if (hadFocus) reach(cell);
}

function goTo(cell) {
  const head = cell.closest("thead");
  matrix.at = head
    ? { task: null, key: cell.dataset.key }
    : { task: matrix.shown[matrix.lines.indexOf(cell.parentElement) - 1], key: matrix.keys[cell.cellIndex] };
  putInOrder(find("table"), cell);
}

// A browser by itself is content when a few pixels of it are seen.
function reach(cell) {
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function moveInMatrix(key, isControl) {
  const [line, column] = placeNow();
  const [last, end] = [matrix.lines.length - 1, matrix.keys.length - 1];
  const first = matrix.lines[0].findIndex(Boolean);
  const row = { ArrowUp: line - 1, ArrowDown: line + 1, PageUp: line - PAGE, PageDown: line + PAGE, Home: isControl ? 1 : line, End: isControl ? last : line }[key] ?? line;
  const to = { ArrowLeft: column - 1, ArrowRight: column + 1, Home: 0, End: end }[key] ?? column;
  if (!/^(Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End)$/.test(key)) return false;
  const across = Math.max(line === 0 && row === 0 ? first : 0, Math.min(end, to));
  const lowest = matrix.lines[0][across] ? 0 : 1;
  const cell = cellAt(Math.max(key === "PageUp" ? 1 : lowest, Math.min(last, row)), across);
  if (cell) {
    goTo(cell);
    reach(cell);
    if (isOpen()) openHere();
  }
  return true;
}

function openCell(cell, byKey) {
  if (cell.closest("thead")) {
    const { key } = columns[Number(cell.dataset.key.split(" ")[1])];
    toggle("need", key);
  } else {
    select(byKey);
  }
}

// The head of a column shows which tasks require it, and a cell which head it is under.
function light(event) {
  for (const lit of find("table").querySelectorAll(".lit")) lit.classList.remove("lit");
  if (event.type === "mouseout" || event.type === "focusout") return;
  const cell = event.target.closest("tbody td");
  if (cell) matrix.lines[0][cell.cellIndex]?.classList.add("lit");
  const head = event.target.closest("thead button");
  if (!head) return;
  const index = head.dataset.key.split(" ")[1];
  for (const asked of find("table").querySelectorAll(`td[data-need="${index}"]`)) {
    asked.classList.add("lit");
    asked.parentElement.classList.add("lit");
  }
}

function startMatrix() {
  const table = find("table");
  listen(table, "thead button, tbody td, tbody th[scope=row]", goTo, moveInMatrix, openCell);
  for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) table.addEventListener(type, light);
  find("more").addEventListener("click", () => {
    const first = matrix.shown.length;
    matrix.all = true;
    showMatrix(matching());
    goTo(cellAt(first + 1, 0));
    reach(cellAt(first + 1, 0));
  });
  new ResizeObserver(leaveRoom).observe(find("box"));
}
