// Knows how the session that comes first stands on Today: large, with its picture. Must not know any rule.

import { buttons, facts, moreAnswers, moveForm, opening, press } from "./occurrence.js";
import { keyPath } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";

/** What comes next where nothing waits. */
export function nextSession(row) {
  const { press: presses, more, excuse, move } = row.answers;
  const [moves, movePanel] = move
    ? opening(`${row.key} moves`, "agendaMoveTo", row.title, h("div", { class: "panel", hidden: true }, moveForm(row)))
    : [];
  const [opens, panel] = moreAnswers(row, "agendaMore", more, ["move"]) ?? [];
  const [shortens, shortPanel] = shorter(row) ?? [];
  return h(
    "li",
    { class: "line card now first next" },
    picture(row),
    h(
      "div",
      { class: "what" },
      h("p", { class: "soft small when" }, row.when),
      h("h3", { tabindex: "-1" }, row.title),
      h("p", {}, [facts(row), row.exercises, row.detail].filter(Boolean).join(" · ")),
      row.needs ? h("p", { class: "needs" }, row.needs) : null,
      row.held ? h("p", { class: "note warm" }, row.held, " ", h("a", { href: "/help" }, t("help"))) : null,
    ),
    h(
      "div",
      { class: "row presses" },
      buttons(row, presses.map(startsNow)),
      shortens,
      moves,
      excuse ? notToday(row) : null,
      opens,
    ),
    shortPanel,
    movePanel,
    panel,
  );
}

/** A version of few minutes: what stays in it stands there before it begins. */
export function shorter(row) {
  if (!row.shorter) return null;
  const { say, name, lines } = row.shorter;
  const start = h(
    "button",
    {
      "aria-label": t("agendaFor", t("agendaShorter"), name),
      "data-focus": `${row.key} short start`,
      onclick: (click) => {
        if (click.detail < 2) press(row, "start", { short: true });
      },
    },
    t("agendaShorter"),
  );
  const inside = [
    lines.map((line) => h("p", {}, sentence(line))),
    h("div", { class: "row" }, start, h("span", { class: "soft small" }, t("agendaShorterHint"))),
  ];
  return opening(`${row.key} short`, say, row.title, h("div", { class: "panel", hidden: true }, inside));
}

/** Its time has not come: the button says that it need not. */
function startsNow(each) {
  if (each.answer !== "start" || each.say !== t("start")) return each;
  return { ...each, say: t("startNow"), name: each.name.replace(each.say, t("startNow")) };
}

function notToday(row) {
  return h(
    "button",
    {
      class: "quiet",
      "aria-label": t("agendaFor", t("agendaExcuse"), row.title),
      "data-focus": `${row.key} excuse`,
      onclick: (click) => {
        if (click.detail < 2) press(row, "excuse");
      },
    },
    t("agendaExcuse"),
  );
}

/** Beside words that say it already; what draws it comes after the words. */
export function picture(row) {
  const place = h("div", { class: "picture", "aria-hidden": "true" });
  if (row.figure) drawn(place, row.figure);
  else if (row.picture !== null && row.picture !== undefined)
    place.append(h("img", { src: `/api/session/${keyPath(row.key)}/picture/${row.picture}`, alt: "" }));
  else return null;
  return place;
}

async function drawn(place, id) {
  try {
    const { still } = await import("./article.js");
    replaceChildren(place, (await still(id)).element);
  } catch {
    place.remove(); // the words still say what it is
  }
}
