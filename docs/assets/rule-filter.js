// Above the tables of rules: narrow them by what happens, by level, by fix and by words.
// What happens if nobody acts is read from the list on the same page. Without this script all is shown.
document.addEventListener("DOMContentLoaded", () => {
  const index = document.querySelector("#by-consequence");
  if (!index) return;
  const rows = [...document.querySelectorAll(".md-typeset table tbody tr")]
    .filter((row) => /^SPK\d{3}$/.test(row.cells[0].textContent));

  const list = index.parentElement.querySelector("#by-consequence ~ ul");
  const consequenceOf = new Map();
  const consequences = [...list.children].map((item) => {
    const words = item.querySelector("strong").textContent;
    for (const link of item.querySelectorAll("a")) consequenceOf.set(link.textContent, words);
    return words;
  });

  const form = document.createElement("form");
  form.className = "rule-filter";
  form.addEventListener("submit", (event) => event.preventDefault());
  const choice = (name, label, options) => {
    const select = document.createElement("select");
    select.name = name;
    for (const text of ["", ...options]) select.add(new Option(text || "any", text));
    return labelled(label, select);
  };
  const labelled = (text, field) => {
    const label = document.createElement("label");
    label.append(text, field);
    return label;
  };
  const words = Object.assign(document.createElement("input"), { name: "words", type: "search" });
  const count = document.createElement("output");
  form.append(
    labelled("Words or code", words),
    choice("consequence", "If nobody acts", consequences),
    choice("level", "Level", ["error", "warning", "convention", "opt-in"]),
    choice("fix", "Fix", ["safe", "unsafe", "none"]),
    count,
  );

  const show = () => {
    const wanted = new FormData(form);
    const said = wanted.get("words").trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const [code, , level, fix] = [...row.cells].map((cell) => cell.textContent.trim());
      const fits =
        row.textContent.toLowerCase().includes(said) &&
        (!wanted.get("consequence") || consequenceOf.get(code) === wanted.get("consequence")) &&
        (!wanted.get("level") || level.split(", ").includes(wanted.get("level"))) &&
        (!wanted.get("fix") || (fix || "none") === wanted.get("fix"));
      row.hidden = !fits;
      shown += fits;
    }
    for (const table of document.querySelectorAll(".md-typeset table")) {
      const isEmpty = [...table.tBodies[0].rows].every((row) => row.hidden);
      const wrapper = table.closest(".md-typeset__scrollwrap") ?? table;
      wrapper.hidden = isEmpty;
      const title = wrapper.previousElementSibling;
      if (title?.tagName === "H2") title.hidden = isEmpty;
    }
    count.textContent = `${shown} of ${rows.length} rules`;
  };
  for (const what of ["input", "change"]) form.addEventListener(what, show);
  list.after(form);
  show();
});
