// What the page calls things. Signs go with their words, never alone, and no colour says more.

const PATHS = {
  direct: { name: "Direct", hint: "a call in the same process, with the caller's AuthContext" },
  queue: { name: "Queue", hint: "a worker, which needs a signed snapshot of the caller" },
  beat: { name: "Beat", hint: "the scheduler, which has no caller" },
};

const STATES = {
  open: { sign: "!", word: "open", means: "runs without a check" },
  "in-part": { sign: "◐", word: "in part", means: "not all of the requirements are checked" },
  "never-passes": { sign: "✕", word: "never passes", means: "every run is refused" },
  enforced: { sign: "✓", word: "enforced", means: "runs for those who meet the requirements" },
  absent: { sign: "–", word: "absent", means: "cannot be reached that way" },
  unknown: { sign: "?", word: "unknown", means: "the text does not tell" },
};

const ACCESS = {
  protected: "says who may run it",
  public: "says that anybody may run it",
  undeclared: "says nothing about who may run it",
  conflict: "says public and protected at once",
};

const STANDINGS = {
  unenforced: { sign: "!", look: "bad", word: "Declared, not enforced", means: "a path does not check what the task asks for, or not all of it" },
  "never-passes": { sign: "✕", look: "warn", word: "Never passes", means: "a path refuses every run" },
  "never-runs": { sign: "–", look: "warn", word: "Never runs", means: "no path leads to it" },
  undeclared: { sign: "∅", look: "open", word: "Undeclared and open", means: "nothing says who may run it, and it runs" },
  unknown: { sign: "?", look: "doubt", word: "Unknown", means: "the text does not tell what every path does" },
  fine: { sign: "✓", look: "good", word: "Fine", means: "enforced, or public on purpose" },
};

const DECISIONS = {
  ALLOW: { sign: "✓", look: "good" },
  CHALLENGE: { sign: "↩", look: "" },
  DENY: { sign: "✕", look: "" },
  ERROR: { sign: "!", look: "doubt" },
};
const UNCHECKED = data.unchecked; // the code of an ALLOW for which not all was asked

const KINDS = {
  AUTHENTICATED: { group: "Signed in", one: "" },
  ROLE: { group: "Roles", one: "role" },
  SCOPE: { group: "Scopes", one: "scope" },
  PERMISSION: { group: "Permissions", one: "permission" },
  RELATION: { group: "Relations", one: "relation" },
  POLICY: { group: "Policies", one: "policy" },
};

const UNCERTAIN = "A class or a decorator that is not seen may change this.";
const TASKS = ["{n} task", "{n} tasks"];
