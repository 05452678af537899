// The signs of the matrix and of the panel, each with its word.

function sign(text) {
  return make("b", { class: "sign", "aria-hidden": "true" }, text);
}

function unseen(text) {
  return make("span", { class: "unseen" }, text);
}

// An open path is what a public task asks for, and a hole in any other.
function lookOf(task, path) {
  const { state, standing } = task.paths[path];
  if (state === "absent" && task.worst === "never-runs") return "gone";
  const open = { fine: "meant", undeclared: "open" }[standing] ?? "hole";
  return { open, "in-part": "part", "never-passes": "never", enforced: "good", absent: "none", unknown: "doubt" }[state];
}

function stateMark(task, path) {
  const { state } = task.paths[path];
  const look = lookOf(task, path);
  const { sign: shown, word } = STATES[state];
  return make("span", { class: `state ${look}` }, sign(look === "meant" ? "○" : shown), word);
}

function decisionMark({ state, code }) {
  if (code === UNCHECKED) return make("span", { class: "state decision unchecked" }, sign("!"), `${state} unchecked`);
  const { sign: shown, look } = DECISIONS[state];
  return make("span", { class: `state decision ${look}` }, sign(shown), state);
}

function standingMark(standing) {
  const { sign: shown, look, word } = STANDINGS[standing];
  return make("span", { class: `badge standing ${look}` }, sign(shown), ` ${word}`);
}

const PLACES = {
  class: { letter: "C", look: "of-class", said: "on the class" },
  method: { letter: "M", look: "of-method", said: "on the method" },
};

function placeMark(on, isSeen) {
  const { letter, look, said } = PLACES[on];
  return make(
    "span",
    { class: `place ${isSeen ? look : "missed"}` },
    make("b", { "aria-hidden": "true" }, isSeen ? letter : `${letter}!`),
    unseen(isSeen ? said : `${said}, not seen by the framework`),
  );
}

function accessMark(access) {
  return make("span", { class: `access ${access}` }, access);
}
