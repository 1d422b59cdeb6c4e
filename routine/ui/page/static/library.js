// Knows how the library looks: the list with its filters, an exercise, a sequence. What fits is not decided here.

import { get } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { startButton } from "./start-now.js";
import { tryOrToast } from "./toast.js";
import { backLink, bigFigure, footer, planLine, printLink, sections, sheet, thumbnail } from "./article.js";

const SELECTS = ["kind", "practice", "level", "minutes"];
const TICKS = ["equipment", "avoid"];
const LABELS = {
  kind: "libraryKind",
  practice: "libraryPractice",
  level: "libraryLevel",
  minutes: "libraryMinutes",
  equipment: "libraryThings",
  avoid: "libraryAvoid",
};

export async function show(main, { rest, titled }) {
  sheet();
  const [first, second] = rest.split("/");
  if (first === "sequence" && second) await showSequence(main, second, titled);
  else if (first) await showExercise(main, rest, titled);
  else await showList(main, titled);
  return null;
}

async function showExercise(main, id, titled) {
  const about = await get(`/library/exercise/${encodeURIComponent(id)}`);
  titled(about.title);
  const picture = about.figure ? bigFigure(about.id, about.sides) : null;
  const title = h(
    "div",
    { class: "heading" },
    backLink("/library", "libraryBack"),
    h("h1", {}, about.title),
    about.sanskrit ? h("p", { class: "soft", lang: "sa-Latn" }, about.sanskrit) : null,
    h("p", { class: "soft" }, about.heading),
    h("div", { class: "row" }, startButton(about.name)),
  );
  replaceChildren(
    main,
    h(
      "article",
      { class: "exercise" },
      title,
      picture?.element,
      h(
        "div",
        { class: "parts measure" },
        sections(about.sections),
        planLine(about.plan),
        printLink(about.id),
        footer(about.footer),
      ),
    ),
  );
  if (picture) await tryOrToast(picture.bring);
}

async function showSequence(main, id, titled) {
  const about = await get(`/library/sequence/${encodeURIComponent(id)}`);
  titled(about.title);
  replaceChildren(
    main,
    h(
      "article",
      { class: "parts measure" },
      h(
        "div",
        { class: "heading" },
        backLink("/library", "libraryBack"),
        h("h1", {}, about.title),
        h("p", { class: "soft" }, about.heading),
        h("div", { class: "row" }, startButton(about.name)),
      ),
      h(
        "section",
        { class: "part" },
        h("h2", {}, about.stepsTitle),
        h("ol", { class: "steps-list", role: "list" }, about.steps.map(step)),
      ),
      sections(about.sections),
      h("p", {}, about.stop),
      planLine(about.plan),
      printLink(id),
      footer(about.footer),
    ),
  );
}

function step(each) {
  if (each.rest) return h("li", { class: "rest soft" }, each.rest);
  const name = each.to ? h("a", { href: each.to }, each.title) : h("span", {}, each.title);
  return h(
    "li",
    { class: "step" },
    each.figure ? thumbnail(each.figure) : null,
    h("div", {}, name, h("p", { class: "soft small" }, each.amount)),
  );
}

async function showList(main, titled) {
  const asked = new URLSearchParams(location.search);
  const [choices, first] = await Promise.all([get("/library/choices"), get(`/library?${asked}`)]);
  titled(first.title);
  const found = h("p", { class: "found", role: "status" });
  const list = h("div", { class: "groups" });
  const cards = new Map();
  let turn = 0;

  async function look() {
    const wanted = query(filters);
    const mine = (turn += 1);
    history.replaceState(history.state, "", wanted ? `/library?${wanted}` : "/library");
    const answer = await tryOrToast(() => get(`/library?${wanted}`));
    if (answer && mine === turn) draw(answer);
  }

  function draw(answer) {
    replaceChildren(found, answer.found);
    replaceChildren(
      list,
      answer.hint ? h("p", { class: "soft" }, answer.hint) : null,
      answer.groups.map((group) =>
        h(
          "section",
          { class: "group" },
          h("h2", {}, group.title),
          h(
            "ul",
            { role: "list", class: "cards" },
            group.rows.map((row) => card(row, cards)),
          ),
        ),
      ),
    );
  }

  const filters = filterForm(choices, asked, look);
  replaceChildren(
    main,
    h(
      "div",
      { class: "library" },
      h("div", { class: "stack" }, h("h1", {}, first.title), h("p", { class: "soft measure" }, sentence(first.lead))),
      filters,
      found,
      list,
      footer(first.footer),
    ),
  );
  draw(first);
  comeBack();
}

/** A card is made once: what stays in the list keeps its picture. */
function card(row, cards) {
  if (!cards.has(row.to)) {
    cards.set(
      row.to,
      h(
        "li",
        { class: "entry" },
        thumbnail(row.figure),
        h(
          "div",
          { class: "entry-words" },
          h("h3", {}, h("a", { href: row.to }, row.title)),
          row.lines.map((line) => h("p", { class: "soft small" }, line)),
        ),
      ),
    );
  }
  return cards.get(row.to);
}

function filterForm(choices, asked, look) {
  const text = h("input", {
    type: "search",
    name: "text",
    maxlength: 200,
    autocomplete: "off",
    value: asked.get("text") ?? "",
    oninput: look,
  });
  const selects = SELECTS.map((name) =>
    h(
      "label",
      { class: "field" },
      h("span", {}, t(LABELS[name])),
      h(
        "select",
        { name, onchange: look },
        choices[name].map(({ value, label }) =>
          h("option", { value, selected: value === (asked.get(name) ?? "") }, label),
        ),
      ),
    ),
  );
  const ticks = TICKS.map((name) => tickBoxes(name, choices[name], (asked.get(name) ?? "").split(","), look));
  const summary = h("summary", {});
  const more = h("details", { open: TICKS.some((name) => asked.get(name)) }, summary, ticks);
  const form = h(
    "form",
    {
      class: "filters card",
      role: "search",
      "aria-label": t("libraryFilters"),
      onsubmit: (sent) => {
        sent.preventDefault();
        look();
      },
      onchange: () => count(),
    },
    h("label", { class: "field wide" }, h("span", {}, t("libraryText")), text),
    selects,
    h(
      "div",
      { class: "filters-more" },
      more,
      h("button", { type: "button", class: "quiet", onclick: clear }, t("libraryReset")),
    ),
  );

  function count() {
    const chosen = form.querySelectorAll("input:checked").length;
    replaceChildren(summary, chosen ? t("libraryChosen", t("libraryMoreFilters"), chosen) : t("libraryMoreFilters"));
  }

  function clear() {
    // not form.reset(): that goes back to what the address said first
    for (const field of form.elements) {
      if (field.type === "checkbox") field.checked = false;
      else if (field.name) field.value = "";
    }
    count();
    look();
  }

  count();
  return form;
}

function tickBoxes(name, choices, chosen, look) {
  return h(
    "fieldset",
    {},
    h("legend", {}, t(LABELS[name])),
    h(
      "div",
      { class: "ticks" },
      choices.map(({ value, label }) =>
        h(
          "label",
          {},
          h("input", { type: "checkbox", name, value, checked: chosen.includes(value), onchange: look }),
          h("span", {}, label),
        ),
      ),
    ),
  );
}

/** What is filled in, as an address says it. */
function query(form) {
  const said = new URLSearchParams();
  for (const name of ["text", ...SELECTS]) {
    const value = form.elements[name].value.trim();
    if (value) said.set(name, value);
  }
  for (const name of TICKS) {
    const ticked = [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((each) => each.value);
    if (ticked.length) said.set(name, ticked.join(","));
  }
  return said.toString();
}

/** Whoever comes back from a card finds the list where it was left. */
function comeBack() {
  if (history.state?.scrolled) scrollTo(0, history.state.scrolled);
  addEventListener("pagehide", () => history.replaceState({ scrolled: scrollY }, ""));
}
