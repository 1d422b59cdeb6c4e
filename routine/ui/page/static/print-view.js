// Knows how a sheet for paper is laid out: a session's exercises, or the page for a physiotherapist. Must not know more.

import { get } from "./api.js";
import { chart } from "./chart.js";
import { h } from "./dom.js";
import { figure } from "./figure.js";
import { sentence, t } from "./i18n.js";

let rule = null;

export async function show(main, { rest, titled }) {
  for (const name of ["progress", "print"])
    document.head.append(h("link", { rel: "stylesheet", href: `/static/${name}.css` }));
  const isReport = rest === "report";
  const found = await get(isReport ? `/print/report${location.search}` : `/print/${rest}`);
  titled(found.title);
  const root = h("article", { class: isReport ? "sheet report" : "sheet" }, isReport ? report(found) : sheet(found));
  const ready = h("button", { class: "primary no-print", onclick: () => print(), disabled: true }, t("print"));
  root.prepend(h("p", { class: "row no-print" }, ready));
  main.append(root);
  // what is printed has every picture: they are drawn before the button can be pressed
  await Promise.all([
    ...[...root.querySelectorAll("[data-figure]")].map(draw),
    ...[...root.querySelectorAll("img")].map(load),
  ]);
  ready.disabled = false;
}

async function draw(place) {
  try {
    rule ??= get("/figure-rule");
    const known = await get(`/figure/${encodeURIComponent(place.dataset.figure)}`);
    place.append(figure(await rule, known, { still: true }).element);
  } catch {
    /* without a picture the words still say what it is */
  }
}

/** Somebody's own picture; where it cannot be shown, the words still say what it is. */
const load = (picture) => picture.decode().catch(() => picture.remove());

const picture = (id) => h("div", { class: "picture", "data-figure": id || null });
/** One's own, else the figure. */
const pictureOf = (one) =>
  one.picture
    ? h("div", { class: "picture" }, h("img", { src: one.picture, alt: "" }))
    : one.figure
      ? picture(one.figure)
      : null;
const list = (lines, kind = "ul") =>
  lines.length
    ? h(
        kind,
        {},
        lines.map((each) => h("li", {}, each)),
      )
    : null;

function sheet(found) {
  return [
    h("h1", { tabindex: "-1" }, found.title),
    h("p", { class: "soft" }, found.about),
    found.rules.map((each) => h("p", { class: "rule" }, sentence(each))),
    found.parts.map((part) => [
      part.title ? h("h2", {}, part.title) : null,
      part.entries.map((one) => entry(one, found, part.title ? "h3" : "h2")),
    ]),
    h("section", { class: "write" }, h("p", { class: "soft" }, found.note), h("hr"), h("hr")),
  ];
}

function entry(one, found, heading) {
  return h(
    "section",
    { class: "entry" },
    pictureOf(one),
    h(
      "div",
      {},
      h(heading, {}, one.title),
      one.dose ? h("p", {}, h("strong", {}, one.dose)) : null,
      list(one.lines, "ol"),
      one.beside.map((each) => h("p", { class: "soft" }, each)),
      one.care.map((each) => h("p", { class: "rule" }, each)),
      one.boxes
        ? h(
            "ul",
            { class: "boxes", role: "list" },
            found.days.map((day) => h("li", {}, day)),
          )
        : null,
    ),
  );
}

function report(found) {
  return [
    h("div", { class: "head" }, h("h1", { tabindex: "-1" }, found.title), h("p", { class: "name" }, found.name)),
    h("p", { class: "soft" }, found.about),
    h(
      "dl",
      { class: "numbers" },
      found.figures.map((one) => h("div", {}, h("dt", {}, one.number), h("dd", {}, one.said))),
    ),
    found.charts.map((one) => chart(one)),
    found.measured.lines.length ? h("h2", {}, found.measured.title) : null,
    h(
      "div",
      { class: "beside" },
      found.small.map((one) => chart(one)),
    ),
    list(found.measured.lines),
    found.rows.length ? [h("h2", {}, found.table), table(found)] : null,
    found.exercises.length
      ? [
          h("h2", {}, found.programme),
          h(
            "ul",
            { role: "list", class: "doses" },
            found.exercises.map((one) =>
              h("li", {}, pictureOf(one), h("span", {}, one.title, h("br"), h("span", { class: "soft" }, one.dose))),
            ),
          ),
        ]
      : null,
    found.sections.map((one) => [h("h2", {}, one.title), list(one.lines)]),
    h("h2", {}, found.ask),
    list(found.questions),
    h("section", { class: "write" }, h("hr"), h("hr")),
    h("p", { class: "soft small" }, sentence(found.foot)),
  ];
}

function table(found) {
  const cells = (row) => row.map((each, place) => (place ? h("td", {}, each) : h("th", { scope: "row" }, each)));
  return h(
    "div",
    { class: "sideways", tabindex: "0", role: "group", "aria-label": found.table },
    h(
      "table",
      {},
      h("caption", { class: "unseen" }, found.table),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          found.head.map((each) => h("th", { scope: "col" }, each)),
        ),
      ),
      h(
        "tbody",
        {},
        found.rows.map((row) => h("tr", {}, cells(row))),
      ),
    ),
  );
}
