// Knows how a plan's text is edited beside what it means; must not know what any of it says: the process reads it.

import { ask, attempt, h, message, put, say, tell } from "./dom.js";
import { paper_ } from "./paper.js";
import { meaning } from "./meaning.js";

export async function edit(main, { rest, titled }) {
  const path = `/plans/${encodeURIComponent(rest)}`;
  let base = await ask(path); // what the file held when the text was taken from it
  titled(base.name);
  let week = null;
  let checking = false;
  let again = false;
  let asked = null; // the text that was asked about last
  let saving = false;
  let problems = 0;

  const paper = paper_({ changed, save });
  const saved = h("span", { class: "soft", role: "status" });
  const button = h("button", { class: "primary", onclick: save, "aria-keyshortcuts": "Control+S" }, say("plansSave"));
  const between = h("div", {});
  const list = h("div", { class: "problems" });
  const told = h("p", { class: "lead", role: "status" });
  const means = h("div", { class: "told" });
  const side = h("section", { class: "means", "aria-labelledby": "plan-means" }, h("h2", { id: "plan-means" }, say("plansMeaning")), told, list, means);
  put(main, h("div", { class: "plan" },
    h("div", { class: "head" }, h("h1", {}, base.name), h("a", { href: "/plans" }, say("plansAll")), h("span", { class: "soft small" }, base.file)),
    between,
    h("div", { class: "sides" },
      h("section", { class: "write", "aria-labelledby": "plan-text" },
        h("h2", { id: "plan-text" }, say("plansText")), paper.element, paper.hint, h("div", { class: "bar" }, button, saved)),
      side)));

  const touched = () => paper.text() !== base.text;

  /** One change may be told twice; what was asked about is not asked about, nor drawn, again. */
  function changed() {
    state();
    if (paper.text() !== asked) check();
  }

  function state(words = "") {
    button.disabled = saving || !touched();
    put(saved, words || (touched() ? say("plansTouched") : say("plansSame")));
  }

  /** One question at a time; what is typed meanwhile is asked about next. */
  async function check() {
    again = true;
    if (checking) return;
    checking = true;
    while (again) {
      again = false;
      asked = paper.text();
      if (!told.textContent) put(told, say("plansChecking"));
      try {
        draw(await tell(`${path}/check`, { text: asked, ...(week ? { week } : {}) }));
      } catch (wrong) {
        asked = null;
        put(told, [wrong.message, wrong.hint].filter(Boolean).join(" "));
      }
    }
    checking = false;
  }

  function draw(answer) {
    problems = answer.problems.length;
    paper.mark(answer.problems);
    side.classList.toggle("stale", problems > 0);
    put(told, answer.meaning ? answer.meaning.summary : answer.said);
    put(list, problems ? [
      h("h3", {}, say("plansProblems")),
      h("ol", { role: "list" }, answer.problems.map(problem)),
      means.childElementCount ? h("p", { class: "soft" }, say("plansStale")) : null] : []);
    if (answer.meaning) meaning(means, answer.meaning, (number) => { week = number; return check(); });
  }

  function problem(one) {
    const place = one.line ? say("plansLine", one.line, one.column) : say("plansWhole");
    return h("li", {},
      one.line ? h("button", { class: "small", onclick: () => paper.go(one.line, one.column) }, place) : h("span", { class: "small soft" }, place),
      h("strong", {}, one.what), one.fix ? h("span", {}, one.fix) : null);
  }

  async function save() {
    if (saving || !touched()) return;
    saving = true;
    const text = paper.text();
    state(say("plansSaving"));
    let words = "";
    try {
      const { digest } = await tell(`${path}/save`, { text, digest: base.digest });
      base = { ...base, text, digest };
      put(between);
      words = touched() ? "" : say("plansSaved");
    } catch (wrong) {
      if (wrong.status === 422) check();
      if (wrong.status === 409) await attempt(async () => overtaken(await ask(path)));
      else message([wrong.message, wrong.hint].filter(Boolean).join(" "), { warm: true });
    }
    saving = false;
    state(words);
  }

  /** Both texts, and nothing is lost whichever is taken. */
  function overtaken(theirs, mine = paper.text()) {
    const keep = () => {
      base = theirs; // what is saved next takes the place of this, seen, text
      put(between, h("p", { class: "note", role: "status" }, say("plansKeptMine")));
      changed();
      paper.focus();
    };
    const take = () => {
      base = theirs;
      paper.set(theirs.text);
      put(between, h("div", { class: "note stack" }, h("p", { role: "status" }, say("plansKept")),
        h("button", { onclick: () => { paper.set(mine); put(between); paper.focus(); } }, say("plansBackToMine"))));
      paper.focus();
    };
    put(between, h("section", { class: "note stack", "aria-labelledby": "plan-overtaken" },
      h("h2", { id: "plan-overtaken" }, say("plansOvertaken")),
      h("p", { role: "status" }, say("plansOvertakenHint")),
      h("details", {}, h("summary", {}, say("plansTheirs")), h("pre", { class: "theirs", tabindex: "0", role: "region", "aria-label": say("plansTheirs") }, theirs.text)),
      h("div", { class: "row" }, h("button", { onclick: keep }, say("plansKeepMine")), h("button", { onclick: take }, say("plansTakeTheirs")))));
  }

  /** The file may have changed: an untouched text follows it, a touched one stays and says so. */
  async function look(what) {
    if (!("plans" in what) || saving) return;
    let now;
    try {
      now = await ask(path);
    } catch (wrong) {
      put(between, h("p", { class: "note warm", role: "status" }, wrong.status === 404 ? say("plansGone") : [wrong.message, wrong.hint].join(" ")));
      return;
    }
    if (saving || now.digest === base.digest) return;
    if (now.text === paper.text()) {
      base = now;
      put(between);
      state();
    } else if (touched()) {
      overtaken(now);
    } else {
      base = now;
      paper.set(now.text);
    }
  }

  addEventListener("beforeunload", (leaving) => {
    if (touched()) leaving.preventDefault();
  });
  paper.set(base.text);
  return look;
}
