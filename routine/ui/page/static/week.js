// Knows how the week looks: days beside each other, and minutes by practice. Must not know any rule.

import { arrange, facts, holding, keeper, later, notes, rest as restOf } from "./agenda.js";
import { ask, attempt, h, keyPath, say } from "./dom.js";

export async function show(main, { rest, titled }) {
  document.head.append(h("link", { rel: "stylesheet", href: "/static/agenda.css" }));
  const root = h("div", { class: "agenda week" });
  const keep = keeper();
  const again = later(() => draw());
  const whole = new Set();
  const open = (date) => {
    whole.add(date);
    attempt(draw);
  };
  async function draw() {
    const week = await ask(`/week?day=${encodeURIComponent(rest)}&all=${[...whole].join(",")}`);
    titled(`${say("week")}, ${week.title}`);
    holding(root, () => arrange(root, ...parts(week, keep, open)));
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
    keep("notes", [week.paused, week.notes], () => h("div", { class: "stack" }, week.paused ? h("p", { class: "note" }, week.paused) : null, notes(week))),
    days(week.days, keep, open),
    keep("together", [week.together, week.practices], () => together(week)),
  ];
}

function head({ title, current, before, after }) {
  const link = (to, label, mark) => (to ? h("a", { class: "button", href: to, "data-focus": label, "aria-label": say(label) },
    mark === "‹" ? "‹ " : "", h("span", { class: mark ? "wide-only" : null }, say(label)), mark ? h("span", { class: "narrow-only" }, say(`${label}Short`)) : null,
    mark === "›" ? " ›" : "") : null);
  return h("header", { class: "day weeks" }, h("h1", { tabindex: "-1" }, title),
    h("nav", { class: "row", "aria-label": say("agendaOtherWeeks") },
      link(before, "agendaWeekBefore", "‹"),
      current ? h("a", { class: "button to-today", href: "#today", "data-focus": "to today" }, say("agendaToToday")) : link("/week", "agendaWeekNow", ""),
      link(after, "agendaWeekAfter", "›")));
}

function days(all, keep, open) {
  const list = keep("days", "days", () => h("ol", { role: "list", class: "days", "aria-label": say("agendaWeekDays") }));
  arrange(list, ...all.map((each) => keep(each.date, each, () => day(each, open))));
  return list;
}

function day(each, open) {
  return h("li", { class: each.today ? "is-today" : null, id: each.today ? "today" : null, "aria-current": each.today ? "date" : null },
    h("h2", {}, h("span", { class: "name" }, each.name), " ", h("span", { class: "soft" }, each.day)),
    h("p", { class: "soft small sum" }, each.today ? h("strong", {}, say("agendaIsToday")) : null, each.today && each.minutes ? " · " : "", each.minutes),
    each.none ? h("p", { class: "soft small" }, each.none) : h("ul", { role: "list" }, each.rows.map(row)),
    each.more ? restOf(each.date, each.more, open) : null);
}

function row(each) {
  const title = each.opens ? h("a", { href: `/session/${keyPath(each.opens)}`, "data-focus": each.key }, each.title) : each.title;
  return h("li", { class: each.tone },
    h("span", { class: "small soft when" }, each.when),
    h("h3", {}, title),
    facts(each) ? h("span", { class: "small soft" }, facts(each)) : null,
    each.state ? h("span", { class: "small state" }, each.state) : null);
}

function together(week) {
  return h("section", { class: "together", "aria-labelledby": "together" },
    h("h2", { id: "together" }, say("agendaTogether")),
    h("p", { class: "soft" }, week.together),
    h("ul", { role: "list" }, week.practices.map((each) => {
      const filled = h("span", { class: "filled" });
      const bar = h("span", { class: "bar", "aria-hidden": "true" }, filled);
      bar.style.setProperty("width", `${each.part * 100}%`);
      filled.style.setProperty("width", `${each.filled * 100}%`);
      return h("li", {}, h("span", {}, each.practice), h("span", { class: "track" }, bar), h("span", { class: "soft" }, each.share));
    })));
}
