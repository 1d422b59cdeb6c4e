// Knows how the week looks: days beside each other, and minutes by practice. Must not know any rule.

import { reconcile, facts, keepingFocus, memoised, redrawTimer, notes, rest as restOf } from "./occurrence.js";
import { get, keyPath } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { tryOrToast } from "./toast.js";

export async function show(main, { rest, titled }) {
  document.head.append(h("link", { rel: "stylesheet", href: "/static/agenda.css" }));
  const root = h("div", { class: "agenda week" });
  const keep = memoised();
  const again = redrawTimer(() => draw());
  const whole = new Set();
  const open = (date) => {
    whole.add(date);
    tryOrToast(draw);
  };
  async function draw() {
    const week = await get(`/week?day=${encodeURIComponent(rest)}&all=${[...whole].join(",")}`);
    titled(`${t("week")}, ${week.title}`);
    keepingFocus(root, () => reconcile(root, ...parts(week, keep, open)));
    keep.turn();
    again(week.freshFor);
  }
  await draw();
  main.append(root);
  return draw;
}

function parts(week, { keep }, open) {
  const { title, current, before, after } = week;
  return [
    keep("head", { title, current, before, after }, head),
    keep("notes", [week.paused, week.notes], () =>
      h("div", { class: "stack" }, week.paused ? h("p", { class: "note" }, week.paused) : null, notes(week)),
    ),
    days(week.days, keep, open),
    keep("together", [week.together, week.practices], () => together(week)),
  ];
}

function head({ title, current, before, after }) {
  const link = (to, label, mark) =>
    to
      ? h(
          "a",
          { class: "button", href: to, "data-focus": label, "aria-label": t(label) },
          mark === "‹" ? "‹ " : "",
          h("span", { class: mark ? "wide-only" : null }, t(label)),
          mark ? h("span", { class: "narrow-only" }, t(`${label}Short`)) : null,
          mark === "›" ? " ›" : "",
        )
      : null;
  return h(
    "header",
    { class: "day weeks" },
    h("h1", { tabindex: "-1" }, title),
    h(
      "nav",
      { class: "row", "aria-label": t("agendaOtherWeeks") },
      link(before, "agendaWeekBefore", "‹"),
      current
        ? h("a", { class: "button to-today", href: "#today", "data-focus": "to today" }, t("agendaToToday"))
        : link("/week", "agendaWeekNow", ""),
      link(after, "agendaWeekAfter", "›"),
    ),
  );
}

function days(all, keep, open) {
  const list = keep("days", "days", () => h("ol", { role: "list", class: "days", "aria-label": t("agendaWeekDays") }));
  reconcile(list, ...all.map((each) => keep(each.date, each, () => day(each, open))));
  return list;
}

function day(each, open) {
  return h(
    "li",
    {
      class: each.today ? "is-today" : null,
      id: each.today ? "today" : null,
      "aria-current": each.today ? "date" : null,
    },
    h("h2", {}, h("span", { class: "name" }, each.name), " ", h("span", { class: "soft" }, each.day)),
    h(
      "p",
      { class: "soft small sum" },
      each.today ? h("strong", {}, t("agendaIsToday")) : null,
      each.today && each.minutes ? " · " : "",
      each.minutes,
    ),
    each.none ? h("p", { class: "soft small" }, each.none) : h("ul", { role: "list" }, each.rows.map(row)),
    each.more ? restOf(each.date, each.more, open) : null,
  );
}

function row(each) {
  const title = each.opens
    ? h("a", { href: `/session/${keyPath(each.opens)}`, "data-focus": each.key }, each.title)
    : each.title;
  return h(
    "li",
    { class: each.tone },
    h("span", { class: "small soft when" }, each.when),
    h("h3", {}, title),
    facts(each) ? h("span", { class: "small soft" }, facts(each)) : null,
    each.state ? h("span", { class: "small state" }, each.state) : null,
  );
}

function together(week) {
  return h(
    "section",
    { class: "together", "aria-labelledby": "together" },
    h("h2", { id: "together" }, t("agendaTogether")),
    h("p", { class: "soft" }, week.together),
    h(
      "ul",
      { role: "list" },
      week.practices.map((each) => {
        const filled = h("span", { class: "filled" });
        const bar = h("span", { class: "bar", "aria-hidden": "true" }, filled);
        bar.style.setProperty("width", `${each.part * 100}%`);
        filled.style.setProperty("width", `${each.filled * 100}%`);
        return h(
          "li",
          {},
          h("span", {}, each.practice),
          h("span", { class: "track" }, bar),
          h("span", { class: "soft" }, each.share),
        );
      }),
    ),
  );
}
