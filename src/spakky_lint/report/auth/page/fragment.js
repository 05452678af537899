// The filters stand in the address behind its #, so that a link keeps them.

let written = null;

function writeFragment() {
  const params = new URLSearchParams();
  for (const [name, values] of Object.entries(chosen)) {
    for (const value of values) params.append(name, value);
  }
  written = params.toString();
  if (written !== location.hash.slice(1)) history.replaceState(null, "", `#${written}`);
}

function readFragment() {
  const params = new URLSearchParams(location.hash.slice(1));
  for (const [name, field] of Object.entries(FIELDS)) {
    const values = [...new Set(params.getAll(name).filter(Boolean))];
    chosen[name] = field.many ? values : values.slice(0, 1);
  }
}

function startFragment() {
  readFragment();
  window.addEventListener("hashchange", () => {
    if (location.hash.slice(1) === written) return;
    readFragment();
    show();
  });
  // A skip link must not take the place of the filters.
  for (const link of document.querySelectorAll(".skip")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      find(link.hash.slice(1)).focus();
    });
  }
}
