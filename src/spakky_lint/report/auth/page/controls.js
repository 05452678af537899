// The form above the matrix. It shows what is wished for, wherever the wish was made.

const SELECTS = ["access", "direct", "queue", "beat", "handler"];
const SEVERAL = "several";
let caller = 0; // whose decisions the form is about

function option(value, text = value) {
  return make("option", { value }, text);
}

function fill(name, options, any = "Any") {
  find(name).replaceChildren(option("", any), ...options);
  find(name).addEventListener("change", (event) => wish(name, event.target.value));
}

function startControls() {
  find("controls").addEventListener("submit", (event) => event.preventDefault());
  let due = 0;
  find("q").addEventListener("input", (event) => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => wish("q", event.target.value.trim()));
  });
  fill("access", Object.keys(ACCESS).map((access) => option(access)));
  for (const path of Object.keys(PATHS)) fill(path, Object.entries(STATES).map(([state, { word }]) => option(state, word)));
  fill("handler", handlers.map((handler) => option(handler, `${handler} (${tasks.filter((task) => task.handler === handler).length})`)), "All handlers");
  find("problems").addEventListener("change", (event) => wish("only", event.target.checked ? "problems" : ""));
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
  find("gets").replaceChildren(option("", "Any"), ...Object.keys(DECISIONS).map((state) => option(state)));
  find("gets").addEventListener("change", (event) => {
    const name = data.callers[caller];
    const others = wishes.gets.filter((value) => splitWish(value)[0] !== name);
    wishes.gets = event.target.value ? [...others, `${name}:${event.target.value}`] : others;
    show();
  });
}

function showControls() {
  const [text = ""] = wishes.q;
  if (find("q").value.trim() !== text) find("q").value = text;
  for (const name of SELECTS) find(name).value = wishes[name][0] ?? "";
  find("problems").checked = isWished("only", "problems");
  const { need } = wishes;
  find("need").lastChild.textContent = `${need.length} of them`;
  find("need").value = need.length > 1 ? SEVERAL : (need[0] ?? "");
  const own = wishes.gets.map(splitWish).find(([name]) => name === data.callers[caller]);
  find("gets").value = own ? own[1] : "";
}
