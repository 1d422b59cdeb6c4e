// Knows how what a plan means is drawn; must not know its text.

import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";

/** `leaf` is asked for another of the plan's weeks. What is open stays open. */
export function drawPlanPreview(place, told, leaf) {
  const open = new Set([...place.querySelectorAll("details[open]")].map((one) => one.dataset.title));
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute("data-leaf") : null;
  replaceChildren(
    place,
    told.about ? h("p", {}, told.about) : null,
    told.notes.length
      ? h(
          "ul",
          { class: "soft" },
          told.notes.map((note) => h("li", {}, sentence(note))),
        )
      : null,
    h(
      "div",
      { class: "leaf" },
      h("h3", {}, told.week),
      told.minutes ? h("span", { class: "soft" }, told.minutes) : null,
      told.before || told.after
        ? h("div", { class: "row" }, step("plansBefore", told.before, leaf), step("plansAfter", told.after, leaf))
        : null,
    ),
    h("ul", { role: "list", class: "days" }, told.days.map(day)),
    h("h3", {}, t("plansSessions")),
    h(
      "div",
      {},
      told.sessions.map((one) => session(one, open)),
    ),
    told.more ? h("p", { class: "soft" }, told.more) : null,
  );
  if (focused) place.querySelector(`[data-leaf="${focused}"]:not([disabled])`)?.focus();
}

function step(name, number, leaf) {
  return h("button", { class: "small", "data-leaf": name, disabled: !number, onclick: () => leaf(number) }, t(name));
}

function day(one) {
  return h(
    "li",
    {},
    h("h4", {}, one.name),
    one.rows.length
      ? h(
          "ul",
          { role: "list" },
          one.rows.map((row) =>
            h(
              "li",
              {},
              h("span", { class: "at" }, row.at),
              h("span", {}, row.title),
              h("span", { class: "soft" }, row.minutes),
            ),
          ),
          one.more ? h("li", { class: "soft" }, one.more) : null,
        )
      : h("p", { class: "soft" }, t("plansNoDay")),
  );
}

function session(one, open) {
  const box = h(
    "details",
    { "data-title": one.title, open: open.has(one.title) },
    h(
      "summary",
      {},
      h("span", {}, one.title),
      h("span", { class: "soft" }, [one.practice, one.minutes].filter(Boolean).join(" · ")),
    ),
    one.sheet ? h("p", {}, h("a", { href: one.sheet }, t("print"))) : null,
    one.detail ? h("p", { class: "soft" }, one.detail) : null,
    one.parts.map((part) => [
      part.title ? h("p", { class: "soft small" }, part.title) : null,
      h(
        "ol",
        {},
        part.steps.map((each) =>
          h(
            "li",
            {},
            h("span", { class: each.rest ? "soft" : null }, each.title),
            h("span", { class: "soft" }, [...new Set([each.amount, each.length])].filter(Boolean).join(" · ")),
          ),
        ),
      ),
    ]),
  );
  return box;
}
