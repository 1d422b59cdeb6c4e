// Knows how a plan's text is edited beside what it means; must not know what any of it says: the process reads it.

import { get, post } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { createEditor } from "./editor.js";
import { drawPlanPreview } from "./plan-preview.js";

const GONE = "gone";
const UNREAD = "unread";
const spoken = (wrong) => [wrong.message, wrong.hint].filter(Boolean).join(" ");

export async function edit(main, { rest, titled }) {
  const path = `/plans/${encodeURIComponent(rest)}`;
  let base = await get(path); // what the file held when the text was taken from it
  titled(base.name);
  let week = null;
  let checking = false;
  let again = false;
  let asked = null; // the text that was asked about last
  let saving = false;
  let problems = 0;
  let disk = null; // what of the file is told and has to be settled: the name of its content, or that it is gone

  const editor = createEditor({ changed, save });
  const saved = h("span", { class: "soft", role: "status" });
  const button = h("button", { class: "primary", onclick: save, "aria-keyshortcuts": "Control+S" }, t("plansSave"));
  const between = h("div", {});
  const list = h("div", { class: "problems" });
  const told = h("p", { class: "lead", role: "status" });
  const means = h("div", { class: "told" });
  const side = h(
    "section",
    { class: "means", "aria-labelledby": "plan-means" },
    h("h2", { id: "plan-means" }, t("plansMeaning")),
    told,
    list,
    means,
  );
  replaceChildren(
    main,
    h(
      "div",
      { class: "plan" },
      h(
        "div",
        { class: "head" },
        h("h1", {}, base.name),
        h("a", { href: `/plans/${encodeURIComponent(rest)}/form` }, t("formForm")),
        h("a", { href: "/plans" }, t("plansAll")),
        h("span", { class: "soft small" }, base.file),
      ),
      between,
      h(
        "div",
        { class: "sides" },
        h(
          "section",
          { class: "write", "aria-labelledby": "plan-text" },
          h("h2", { id: "plan-text" }, t("plansText")),
          editor.element,
          h("div", { class: "bar" }, button, saved),
          editor.hint,
        ),
        side,
      ),
    ),
  );

  const touched = () => editor.text() !== base.text;

  /** One change may be told twice; what was asked about is not asked about, nor drawn, again. */
  function changed() {
    state("");
    if (editor.text() !== asked) check();
  }

  /** `words`: what came of saving; the next change of the text takes them away. */
  function state(words) {
    const nothing = saving || !touched();
    // a button that cannot be pressed would let the keyboard fall out of the page
    if (nothing && document.activeElement === button) editor.focus();
    button.disabled = nothing;
    const stands = disk === GONE ? "plansGone" : touched() ? "plansTouched" : "plansSame";
    replaceChildren(saved, sentence(words || t(stands)));
  }

  function tellOf(what, ...inside) {
    disk = what;
    replaceChildren(between, ...inside);
  }

  /** Settled before anything can be saved: it is brought into view, and the keyboard with it. */
  function settle(words) {
    between.scrollIntoView({ block: "nearest" });
    between.querySelector("h2").focus();
    state(words);
  }

  /** One question at a time; what is typed meanwhile is asked about next. */
  async function check() {
    again = true;
    if (checking) return;
    checking = true;
    while (again) {
      again = false;
      asked = editor.text();
      if (!told.textContent) replaceChildren(told, t("plansChecking"));
      try {
        draw(await post(`${path}/check`, { text: asked, ...(week ? { week } : {}) }));
      } catch (wrong) {
        asked = null;
        replaceChildren(told, sentence(spoken(wrong)));
      }
    }
    checking = false;
  }

  function draw(answer) {
    problems = answer.problems.length;
    editor.mark(answer.problems);
    side.classList.toggle("stale", problems > 0);
    replaceChildren(told, answer.meaning ? answer.meaning.summary : answer.said);
    replaceChildren(
      list,
      problems
        ? [
            h("h3", {}, t("plansProblems")),
            h("ol", { role: "list" }, answer.problems.map(problem)),
            means.childElementCount ? h("p", { class: "soft" }, t("plansStale")) : null,
          ]
        : [],
    );
    if (answer.meaning)
      drawPlanPreview(means, answer.meaning, (number) => {
        week = number;
        return check();
      });
  }

  function problem(one) {
    const place = one.line ? t("plansLine", one.line, one.column) : t("plansWhole");
    return h(
      "li",
      {},
      one.line
        ? h("button", { class: "small", onclick: () => editor.go(one.line, one.column) }, place)
        : h("span", { class: "small soft" }, place),
      h("strong", {}, sentence(one.what)),
      one.fix ? h("span", {}, sentence(one.fix)) : null,
      one.fixes.length
        ? h(
            "div",
            { class: "row" },
            one.fixes.map((fix) =>
              h(
                "button",
                { class: "small", onclick: () => editor.put(one.line, one.column, fix.length, fix.text) },
                fix.say,
              ),
            ),
          )
        : null,
    );
  }

  async function save() {
    if (saving || !touched()) return;
    saving = true;
    const text = editor.text();
    state(t("plansSaving"));
    const done = t(base.digest ? "plansSaved" : "plansSavedAnew");
    try {
      const { digest } = await post(`${path}/save`, { text, digest: base.digest });
      base = { ...base, text, digest };
      tellOf(null);
      saving = false;
      state(touched() ? "" : done);
    } catch (wrong) {
      saving = false;
      await unsaved(wrong);
    }
  }

  /** Why it was not saved stands beside Save; what has to be chosen first is asked at once. */
  async function unsaved(wrong) {
    state(spoken(wrong));
    if (wrong.status === 422) check();
    try {
      if (wrong.status === 409) {
        overtaken(await get(path));
        settle(t("plansChooseFirst"));
      } else if (wrong.status === 404) {
        gone();
        settle(t("plansGoneFirst"));
      }
    } catch (worse) {
      state(spoken(worse));
    }
  }

  /** The text is here still, and can be a file again. */
  function gone() {
    const anew = () => {
      base = { ...base, text: null, digest: "" };
      save();
      editor.focus();
    };
    if (disk === GONE) return;
    tellOf(
      GONE,
      h(
        "section",
        { class: "note warm stack", "aria-labelledby": "plan-gone" },
        h("h2", { id: "plan-gone", tabindex: "-1" }, t("plansGone")),
        h("p", { role: "status" }, t("plansGoneHint")),
        h("div", {}, h("button", { onclick: anew }, t("plansAnew"))),
      ),
    );
    state("");
  }

  /** Both texts, and nothing is lost whichever is taken. */
  function overtaken(theirs, mine = editor.text()) {
    if (disk === theirs.digest) return;
    const keep = () => {
      base = theirs; // what is saved next takes the place of this, seen, text
      tellOf(null, h("p", { class: "note", role: "status" }, t("plansKeptMine")));
      changed();
      editor.focus();
    };
    const take = () => {
      base = theirs;
      editor.set(theirs.text);
      tellOf(
        null,
        h(
          "div",
          { class: "note stack" },
          h("p", { role: "status" }, t("plansKept")),
          h(
            "button",
            {
              onclick: () => {
                editor.set(mine);
                tellOf(null);
                editor.focus();
              },
            },
            t("plansBackToMine"),
          ),
        ),
      );
      editor.focus();
    };
    tellOf(
      theirs.digest,
      h(
        "section",
        { class: "note stack", "aria-labelledby": "plan-overtaken" },
        h("h2", { id: "plan-overtaken", tabindex: "-1" }, t("plansOvertaken")),
        h("p", { role: "status" }, t("plansOvertakenHint")),
        h(
          "details",
          {},
          h("summary", {}, t("plansTheirs")),
          h("pre", { class: "theirs", tabindex: "0", role: "region", "aria-label": t("plansTheirs") }, theirs.text),
        ),
        h(
          "div",
          { class: "row" },
          h("button", { onclick: keep }, t("plansKeepMine")),
          h("button", { onclick: take }, t("plansTakeTheirs")),
        ),
      ),
    );
  }

  /** The file may have changed: an untouched text follows it, a touched one stays and says so. */
  async function look(what) {
    if (!("plans" in what) || saving) return;
    let now;
    try {
      now = await get(path);
    } catch (wrong) {
      if (wrong.status === 404) gone();
      else tellOf(UNREAD, h("p", { class: "note warm", role: "status" }, sentence(spoken(wrong))));
      return;
    }
    if (saving) return;
    if (now.digest === base.digest) {
      // it is again what this text was made from: what was told of the file holds no more
      if (disk === null) return;
      tellOf(null);
      state("");
    } else if (now.text === editor.text()) {
      base = now;
      tellOf(null);
      state("");
    } else if (touched()) {
      overtaken(now);
    } else {
      base = now;
      tellOf(null);
      editor.set(now.text);
    }
  }

  addEventListener("beforeunload", (leaving) => {
    if (touched()) leaving.preventDefault();
  });
  editor.set(base.text);
  return look;
}
