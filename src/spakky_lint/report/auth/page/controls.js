// The form above the matrix. It shows the filters, wherever they were chosen.

const SELECTS = ["access", "direct", "queue", "beat", "handler"];
const SEVERAL = "several";
let caller = 0; // whose decisions the form is about

function option(value, text = value) {
  return make("option", { value }, text);
}

function fill(name, options, any = words.any) {
  find(name).replaceChildren(option("", any), ...options);
  find(name).addEventListener("change", (event) => choose(name, event.target.value));
}

function startControls() {
  find("controls").addEventListener("submit", (event) => event.preventDefault());
  let due = 0;
  find("q").addEventListener("input", (event) => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => choose("q", event.target.value.trim()));
  });
  fill("access", Object.keys(ACCESS).map((access) => option(access)));
  for (const path of Object.keys(PATHS)) fill(path, Object.entries(STATES).map(([state, { word }]) => option(state, word)));
  fill("handler", handlers.map((handler) => option(handler, `${handler} (${tasks.filter((task) => task.handler === handler).length})`)), words.allHandlers);
  find("problems").addEventListener("change", (event) => choose("only", event.target.checked ? "problems" : ""));
  startNeeds();
  startCallers();
  const folded = find("filters");
  const fold = () => {
    folded.open = !isNarrow.matches;
  };
  isNarrow.addEventListener("change", fold);
  fold();
}

function startNeeds() {
  const groups = Object.entries(KINDS).map(([kind, { group }]) => {
    const of = columns.filter((column) => column.kind === kind);
    return of.length ? make("optgroup", { label: group }, ...of.map((column) => option(column.key, column.name))) : null;
  });
  fill("need", groups.filter(Boolean));
  find("need").append(make("option", { value: SEVERAL, hidden: true }, ""));
  find("need-field").hidden = !columns.length;
}

function startCallers() {
  find("gets-fields").hidden = !data.callers.length;
  find("caller").replaceChildren(...data.callers.map((name, n) => option(String(n), name)));
  find("caller").addEventListener("change", (event) => {
    caller = Number(event.target.value);
    showControls();
  });
  find("gets").replaceChildren(option("", words.any), ...Object.keys(DECISIONS).map((state) => option(state)));
  find("gets").addEventListener("change", (event) => {
    const name = data.callers[caller];
    const others = chosen.gets.filter((value) => splitGets(value)[0] !== name);
    chosen.gets = event.target.value ? [...others, `${name}:${event.target.value}`] : others;
    show();
  });
}

function showControls() {
  const [text = ""] = chosen.q;
  if (find("q").value.trim() !== text) find("q").value = text;
  for (const name of SELECTS) find(name).value = chosen[name][0] ?? "";
  find("problems").checked = isChosen("only", "problems");
  const { need } = chosen;
  find("need").lastChild.textContent = filled(words.several, { n: number(need.length) });
  find("need").value = need.length > 1 ? SEVERAL : (need[0] ?? "");
  const own = chosen.gets.map(splitGets).find(([name]) => name === data.callers[caller]);
  find("gets").value = own ? own[1] : "";
}
