// What each application needs of auth providers, and who gives it.

const SUPPLIES = {
  given: { sign: "✓", look: "good" },
  missing: { sign: "✕", look: "bad" },
  repeated: { sign: "!", look: "bad" },
};

function providerRow(need) {
  const { sign: shown, look } = SUPPLIES[need.state];
  return make(
    "tr",
    { class: need.isCertain || look === "good" ? look : "doubt" },
    make("th", { scope: "row", class: "mono" }, sign(shown), need.capability),
    make("td", { class: "data" }, need.words),
    make("td", { class: "data" }, need.askers),
  );
}

function providersOf(application) {
  const heads = [words.capability, words.suppliedBy, words.requiredBy].map((head) => make("th", { scope: "col" }, head));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...application.needs.map(providerRow)));
  return make(
    "section",
    { class: "application" },
    make("h3", { class: "data" }, application.words),
    application.leftOut === null ? null : make("p", { class: "bad" }, application.leftOut),
    application.needs.length ? table : null,
  );
}

function showProviders() {
  find("providers").hidden = !data.applications.length;
  find("providers-body").replaceChildren(...data.applications.map(providersOf));
}
