// The signs of the matrix and of the panel, each with its word.

function sign(text) {
  return make("b", { class: "sign", "aria-hidden": "true" }, text);
}

function unseen(text) {
  return make("span", { class: "unseen" }, text);
}

// An open path is as it should be for a public task, and a hole in any other.
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
  if (code === UNCHECKED) return make("span", { class: "state decision unchecked" }, sign("!"), filled(words.unchecked, { state }));
  const { sign: shown, look } = DECISIONS[state];
  return make("span", { class: `state decision ${look}` }, sign(shown), state);
}

function standingMark(standing) {
  const { sign: shown, look, word } = STANDINGS[standing];
  return make("span", { class: `badge standing ${look}` }, sign(shown), ` ${word}`);
}

const PLACES = {
  class: { letter: "C", look: "of-class", said: words.onClass },
  method: { letter: "M", look: "of-method", said: words.onMethod },
};

function placeMark(on, isSeen) {
  const { letter, look, said } = PLACES[on];
  return make(
    "span",
    { class: `place ${isSeen ? look : "missed"}` },
    make("b", { "aria-hidden": "true" }, isSeen ? letter : `${letter}!`),
    unseen(isSeen ? said : filled(words.notSeen, { place: said })),
  );
}

function accessMark(access) {
  return make("span", { class: `access ${access}` }, access);
}
