// Knows how progress looks: sentences first, two charts, tables. Must not know any rule, nor what is counted.

import { get, post } from "./api.js";
import { chart } from "./chart.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { diaryLine, measured } from "./rating.js";
import { tryOrToast } from "./toast.js";

/** What came of an offer stays until the view is left, with the way back. */
let answered = null;

export async function show(main, { rest, titled }) {
  document.head.append(h("link", { rel: "stylesheet", href: "/static/progress.css" }));
  const root = h("div", { class: "progress-view stack" });
  async function draw() {
    const found = await get(`/progress?weeks=${encodeURIComponent(rest)}`);
    titled(found.title);
    // what somebody is typing, or is about to, is not taken from them; it is drawn at the next change
    if (root.querySelector("form:focus-within, details.change[open]")) return;
    const open = [...root.querySelectorAll("details:not(.change)")].map((each) => each.open);
    replaceChildren(root, ...parts(found, draw));
    root.querySelectorAll("details:not(.change)").forEach((each, place) => {
      if (place in open) each.open = open[place];
    });
  }
  await draw();
  main.append(root);
  return draw;
}

function offers(found, draw) {
  const said = async (path, body, next) => {
    answered = next(await post(path, body));
    await draw();
    document.getElementById("answered")?.focus();
  };
  const press = (one, accepted) =>
    tryOrToast(() =>
      said("/progress/offer", { offer: one.id, accepted }, (told) => ({ ...told, offer: accepted && one.id })),
    );
  return [
    answered
      ? h(
          "section",
          { class: "note", id: "answered", tabindex: "-1", role: "status" },
          h("p", {}, sentence(answered.said)),
          answered.lines?.length ? h("pre", { class: "difference", tabindex: "0" }, answered.lines.join("\n")) : null,
          answered.offer
            ? h(
                "button",
                {
                  onclick: () =>
                    tryOrToast(() => said("/progress/offer/undo", { offer: answered.offer }, (told) => told)),
                },
                t("offerTakeBack"),
              )
            : null,
        )
      : null,
    found.offers.map((one) =>
      h(
        "section",
        { class: "note no-print" },
        h("h2", {}, one.title),
        h("p", {}, sentence(one.said)),
        h(
          "div",
          { class: "row" },
          h("button", { class: "primary", onclick: () => press(one, true) }, t("offerTake")),
          h("button", { class: "quiet", onclick: () => press(one, false) }, t("offerLeave")),
        ),
      ),
    ),
  ];
}

function parts(found, draw) {
  const [first, ...others] = found.said;
  return [
    h("header", {}, h("h1", { tabindex: "-1" }, found.title), h("p", { class: "soft" }, found.period)),
    h("p", { class: "lead" }, sentence(first)),
    h(
      "ul",
      { role: "list", class: "said" },
      others.map((each) => h("li", {}, sentence(each))),
    ),
    h(
      "nav",
      { class: "row no-print", "aria-label": t("progressWeeks") },
      found.choices.map((each) =>
        h("a", { class: "button", href: each.href, "aria-current": each.here ? "page" : null }, each.label),
      ),
      h("button", { class: "quiet", onclick: () => print() }, t("print")),
      h("a", { class: "button", href: "/print/report" }, t("progressForVisit")),
    ),
    offers(found, draw),
    ...found.charts.map((each) =>
      chart(each, each.dots.length ? h("p", { class: "soft small" }, found.momentary) : null),
    ),
    found.sessions.length ? sessions(found) : null,
    found.diary.length ? diary(found.diary, draw) : null,
    measured(found, draw),
    h(
      "section",
      { "aria-labelledby": "next" },
      h("h2", { id: "next" }, t("progressNext")),
      found.next.map((each) => h("p", {}, each)),
    ),
  ];
}

function sessions(found) {
  const head = ["progressSession", "progressDone", "progressMinutes", "progressOthers"];
  return h(
    "section",
    { "aria-labelledby": "sessions" },
    h("h2", { id: "sessions" }, t("progressSessions")),
    h(
      "div",
      { class: "sideways", tabindex: "0", role: "group", "aria-labelledby": "sessions" },
      h(
        "table",
        {},
        h("caption", { class: "unseen" }, t("progressSessions")),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            head.map((each) => h("th", { scope: "col" }, t(each))),
          ),
        ),
        h(
          "tbody",
          {},
          found.sessions.map(([title, ...rest]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, title),
              rest.map((each) => h("td", {}, each)),
            ),
          ),
        ),
      ),
    ),
    found.practised ? h("p", { class: "soft" }, `${t("progressPractised")}: ${found.practised}`) : null,
  );
}

function diary(lines, draw) {
  return h(
    "section",
    { "aria-labelledby": "diary" },
    h("h2", { id: "diary" }, t("progressDiary")),
    h(
      "ul",
      { role: "list", class: "diary" },
      lines.map((each) =>
        h(
          "li",
          {},
          h(
            "span",
            { class: "soft small" },
            [each.when, each.score, each.after].filter((part) => part !== null && part !== "").join(" · "),
          ),
          h("p", {}, each.note),
          diaryLine(each, draw),
        ),
      ),
    ),
  );
}
