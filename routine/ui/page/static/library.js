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
    h("div", { class: "row" }, startButton(about.name), addButton(id), favouriteButton()),
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
        h("div", { class: "row" }, startButton(about.name), addButton(id), favouriteButton()),
      ),
      h(
        "section",
        { class: "part" },
        h("h2", {}, about.stepsTitle),
        h("ol", { class: "steps-list", role: "list" }, about.steps.map(step)),
      ),
      sections(about.sections),
      about.stop ? h("p", {}, about.stop) : null,
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
  const [choices, plans] = await Promise.all([get("/library/choices"), get("/library/left-out")]);
  // what the plans leave out is left out here too, until somebody takes a tick away
  if (!asked.has("avoid") && plans.tags.length) asked.set("avoid", plans.tags.join(","));
  const first = await get(`/library?${asked}`);
  titled(first.title);
  const found = h("p", { class: "found", role: "status" });
  const list = h("div", { class: "groups" });
  const cards = new Map();
  let turn = 0;

  async function look() {
    const wanted = query(filters, plans.tags);
    const mine = (turn += 1);
    history.replaceState(history.state, "", wanted ? `/library?${wanted}` : "/library");
    const answer = await tryOrToast(() => get(`/library?${wanted}`));
    if (answer && mine === turn) draw(answer);
  }

  function draw(answer) {
    const ticked = (tag) => filters.querySelector(`input[name="avoid"][value="${tag}"]`)?.checked;
    leftOut.hidden = !plans.tags.length || !plans.tags.every(ticked);
    replaceChildren(found, answer.found);
    replaceChildren(
      list,
      answer.hint ? h("p", { class: "soft" }, answer.hint) : null,
      answer.folds ? favourites(answer.groups) : null,
      answer.groups.map((group) => (answer.folds ? foldedGroup(group, cards) : openGroup(group, cards))),
    );
  }

  const leftOut = h("p", { class: "soft small" }, plans.said);
  const filters = filterForm(choices, asked, look);
  replaceChildren(
    main,
    h(
      "div",
      { class: "library" },
      h(
        "div",
        { class: "stack" },
        h("h1", {}, first.title),
        h("p", { class: "soft measure" }, sentence(first.lead)),
        h("p", { class: "narrow-only" }, h("a", { href: "/therapies" }, t("therapies"))),
      ),
      filters,
      leftOut,
      found,
      list,
      footer(first.footer),
    ),
  );
  draw(first);
  comeBack();
}

function openGroup(group, cards) {
  return h("section", { class: "group" }, h("h2", {}, group.title), rowsOf(group, cards));
}

const rowsOf = (group, cards) =>
  h(
    "ul",
    { role: "list", class: "cards" },
    group.rows.map((row) => card(row, cards)),
  );

/** Where nothing was asked for: a picture, a name and a number; what is in it comes when it is opened. */
function foldedGroup(group, cards) {
  const box = h(
    "details",
    { class: "group folded", open: unfolded().includes(group.title) },
    h(
      "summary",
      {},
      thumbnail(group.rows.find((row) => row.figure)?.figure),
      h("h2", {}, group.title),
      h("span", { class: "soft" }, String(group.rows.length)),
    ),
  );
  const fill = () => {
    if (box.open && !box.querySelector("ul")) box.append(rowsOf(group, cards));
  };
  box.addEventListener("toggle", () => {
    fill();
    const rest = unfolded().filter((title) => title !== group.title);
    history.replaceState({ ...history.state, unfolded: box.open ? [...rest, group.title] : rest }, "");
  });
  fill();
  return box;
}

/** Which groups were open when somebody went on to a card. */
const unfolded = () => history.state?.unfolded ?? [];

function favourites(groups) {
  const marked = favouriteNames();
  const rows = groups.flatMap((group) => group.rows).filter((row) => marked.includes(row.to));
  if (!rows.length) return null;
  // a card stands in one place: here it is another one
  return openGroup({ title: t("libraryFavourites"), rows }, new Map());
}

const FAVOURITES = "routine-favourites";

function favouriteNames() {
  try {
    return JSON.parse(localStorage.getItem(FAVOURITES) ?? "[]");
  } catch {
    return [];
  }
}

/** Marked in this browser, and first in the list then. */
function favouriteButton() {
  const here = location.pathname;
  const button = h(
    "button",
    {
      class: "quiet",
      "aria-pressed": String(favouriteNames().includes(here)),
      onclick: () => {
        const on = button.getAttribute("aria-pressed") !== "true";
        const rest = favouriteNames().filter((name) => name !== here);
        try {
          localStorage.setItem(FAVOURITES, JSON.stringify(on ? [...rest, here] : rest));
          button.setAttribute("aria-pressed", String(on));
        } catch {
          /* a browser that keeps nothing has no favourites */
        }
      },
    },
    "♥ ",
    t("libraryFavourite"),
  );
  return button;
}

/** One's own plans, asked for when somebody wants to add to one. */
function addButton(id) {
  const place = h("div", { class: "row" });
  const choose = () =>
    tryOrToast(async () => {
      const { own } = await get("/plans");
      if (own.length === 0) location.assign("/plans");
      else if (own.length === 1) location.assign(`${own[0].to}/form?add=${encodeURIComponent(id)}`);
      else
        replaceChildren(
          place,
          own.map((plan) =>
            h(
              "a",
              { class: "button", href: `${plan.to}/form?add=${encodeURIComponent(id)}` },
              t("libraryAddTo", plan.title),
            ),
          ),
        );
    });
  return [h("button", { onclick: choose }, t("libraryAdd")), place];
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
  const said = new URLSearchParams(location.search);
  const more = h("details", { open: TICKS.some((name) => said.get(name)) }, summary, ticks);
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
function query(form, leftOut) {
  const said = new URLSearchParams();
  for (const name of ["text", ...SELECTS]) {
    const value = form.elements[name].value.trim();
    if (value) said.set(name, value);
  }
  for (const name of TICKS) {
    const ticked = [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((each) => each.value);
    if (ticked.length || (name === "avoid" && leftOut.length)) said.set(name, ticked.join(","));
  }
  return said.toString();
}

/** Whoever comes back from a card finds the list where it was left. */
function comeBack() {
  if (history.state?.scrolled) scrollTo(0, history.state.scrolled);
  addEventListener("pagehide", () => history.replaceState({ ...history.state, scrolled: scrollY }, ""));
}
