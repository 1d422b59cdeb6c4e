// Knows how a card that is read is laid out: sections, links, code, a line to copy. Must not know what is on any card.

import { get } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { figure } from "./figure.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
let rule = null;

export function sheet() {
  document.head.append(h("link", { rel: "stylesheet", href: "/static/library.css" }));
}

export function sections(all) {
  return all.map((section) => (section.folded ? folded(section) : part(section)));
}

const part = (section) => h("section", { class: "part" }, h("h2", {}, section.title), body(section));

const folded = (section) =>
  h("details", { class: "part" }, h("summary", {}, h("h2", {}, section.title)), body(section));

function body({ kind, lines }) {
  if (kind === "text") return lines.map((each) => h("p", {}, line(each)));
  const list = lines.map((each) => h("li", {}, line(each)));
  return kind === "steps" ? h("ol", {}, list) : h("ul", {}, list);
}

function line({ text, to, outside }) {
  if (to) return h("a", { href: to }, sentence(text));
  if (outside) return h("a", { href: outside, rel: "noreferrer noopener" }, text);
  return sentence(text);
}

/** A line to write into a plan. */
export function planLine({ title, line: text }) {
  const done = h("span", { class: "soft small", role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      replaceChildren(done, t("libraryCopied"));
    } catch {
      getSelection()?.selectAllChildren(code); // without a clipboard it is at least chosen
    }
  };
  const code = h("code", { class: "line" }, text);
  return h(
    "section",
    { class: "part" },
    h("h2", {}, title),
    h(
      "div",
      { class: "row" },
      code,
      h("button", { onclick: copy, "aria-label": `${t("libraryCopy")}: ${text}` }, t("libraryCopy")),
      done,
    ),
  );
}

/** To the sheet for paper, of what goes by that name. */
export const printLink = (name) =>
  h("p", { class: "no-print" }, h("a", { class: "button", href: `/print/session/${name}` }, t("print")));

export const footer = (text) => h("p", { class: "soft small measure footer" }, sentence(text));
export const backLink = (to, label) => h("p", { class: "back" }, h("a", { href: to }, "‹ ", t(label)));

/** A picture beside words that already say it: for whoever does not see it there is nothing to add. */
export function thumbnail(id) {
  const place = h("div", { class: "thumb", "aria-hidden": "true" });
  if (id) later.observe(Object.assign(place, { shows: id }));
  return place;
}

// only what comes into view is drawn, and one after the other: a page of eighty and more stays quick to use
const waiting = [];
let drawing = false;
const later = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) {
        const place = waiting.indexOf(target);
        if (place >= 0) waiting.splice(place, 1);
      } else if (!waiting.includes(target)) {
        waiting.push(target);
      }
    }
    if (!drawing) drawAll();
  },
  { rootMargin: "200px" },
);

async function drawAll() {
  drawing = true;
  while (waiting.length) {
    const place = waiting.shift();
    later.unobserve(place);
    try {
      const shown = await still(place.shows);
      replaceChildren(place, shown.element);
    } catch {
      /* without a picture the words still say what it is */
    }
  }
  drawing = false;
}

export async function still(id) {
  rule ??= await get("/figure-rule");
  const made = figure(rule, await get(`/figure/${encodeURIComponent(id)}`), { still: true });
  return made;
}

/** The figure, large; it moves when that is welcome. `sides` are those that it is done on. */
export function bigFigure(id, sides) {
  const place = h("div", { class: "picture" });
  const says = h("p", { class: "soft small" });
  const moves = h("button", { onclick: () => turn(!moving) });
  const choices = sides.map((each, number) =>
    h(
      "button",
      { "aria-pressed": String(number === 0), onclick: () => choose(each) },
      t(each === "left" ? "libraryLeft" : "libraryRight"),
    ),
  );
  const element = h(
    "div",
    { class: "figure-box" },
    place,
    says,
    h(
      "div",
      { class: "row" },
      moves,
      choices.length ? h("div", { class: "row", role: "group", "aria-label": t("librarySide") }, choices) : null,
    ),
  );
  let side = sides[0] ?? "";
  let moving = !calm.matches;
  let known = null;
  let shown = null;
  let running = 0;
  let past = 0;
  let before = 0;

  function turn(on) {
    moving = on;
    replaceChildren(moves, t(moving ? "libraryStills" : "libraryMoves"));
    cancelAnimationFrame(running);
    if (!moving || !shown) return;
    before = performance.now();
    const step = (now) => {
      past += Math.max(0, now - before) / 1000;
      before = now;
      shown.draw(past);
      running = requestAnimationFrame(step);
    };
    running = requestAnimationFrame(step);
  }

  async function choose(which) {
    side = which;
    choices.forEach((button, number) => button.setAttribute("aria-pressed", String(sides[number] === which)));
    await bring();
  }

  async function bring() {
    const wanted = side;
    rule ??= await get("/figure-rule");
    known = await get(`/figure/${encodeURIComponent(id)}?side=${encodeURIComponent(wanted)}`);
    if (side !== wanted) return;
    shown = figure(rule, known);
    shown.draw(past);
    replaceChildren(place, shown.element);
    replaceChildren(says, known.says);
    turn(moving);
  }

  calm.addEventListener("change", () => turn(!calm.matches));
  turn(moving);
  return { element, bring };
}
