// What the page calls things. Signs go with their words, never alone, and no colour says more.

const { words } = data;
const withWords = (looks, told) => Object.fromEntries(Object.entries(looks).map(([name, look]) => [name, { ...look, ...told[name] }]));

const PATHS = words.paths;

const STATES = withWords(
  {
    open: { sign: "!" },
    "in-part": { sign: "◐" },
    "never-passes": { sign: "✕" },
    enforced: { sign: "✓" },
    absent: { sign: "–" },
    unknown: { sign: "?" },
  },
  words.states,
);

const ACCESS = words.access;

const STANDINGS = withWords(
  {
    unenforced: { sign: "!", look: "bad" },
    "never-passes": { sign: "✕", look: "warn" },
    "never-runs": { sign: "–", look: "warn" },
    undeclared: { sign: "∅", look: "open" },
    unknown: { sign: "?", look: "doubt" },
    fine: { sign: "✓", look: "good" },
  },
  words.standings,
);

const DECISIONS = {
  ALLOW: { sign: "✓", look: "good" },
  CHALLENGE: { sign: "↩", look: "" },
  DENY: { sign: "✕", look: "" },
  ERROR: { sign: "!", look: "doubt" },
};
const UNCHECKED = data.unchecked; // the code of an ALLOW although not all was checked

// The name of a requirement begins with its kind, in the framework's own word.
const ONE = { AUTHENTICATED: "", ROLE: "role", SCOPE: "scope", PERMISSION: "permission", RELATION: "relation", POLICY: "policy" };
const KINDS = Object.fromEntries(Object.entries(words.kinds).map(([kind, group]) => [kind, { group, one: ONE[kind] }]));

const UNCERTAIN = words.uncertain;
const TASKS = words.tasks;
