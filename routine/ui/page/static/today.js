// Knows how today looks: what waits, large; what comes and what was, in lines. Must not know any rule.

import {
  reconcile,
  buttons,
  facts,
  keepingFocus,
  memoised,
  redrawTimer,
  moreAnswers,
  notes,
  opening,
  rest,
} from "./occurrence.js";
import { get, post } from "./api.js";
import { h } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { nextSession, picture, shorter } from "./next-session.js";
import { relief } from "./relief.js";
import { startNow } from "./start-now.js";
import { toast, tryOrToast } from "./toast.js";

export async function show(main, { titled }) {
  titled(t("today"));
  document.head.append(h("link", { rel: "stylesheet", href: "/static/agenda.css" }));
  const root = h("div", { class: "agenda today" });
  main.append(root);
  const keep = memoised();
  const again = redrawTimer(() => draw());
  const whole = new Set();
  const open = (name) => {
    whole.add(name);
    tryOrToast(draw);
  };
  async function draw() {
    const [today, week] = await Promise.all([get(`/today?all=${[...whole].join(",")}`), get("/progress/days")]);
    keepingFocus(root, () => reconcile(root, ...parts({ ...today, week }, keep, open)));
    keep.turn();
    again(today.freshFor);
  }
  await draw();
  return draw;
}

function parts(today, { keep }, open) {
  const more = (name) =>
    today.more[name] ? keep(`more ${name}`, today.more[name], (text) => rest(name, text, open)) : null;
  const head = { title: today.title, done: today.done };
  return [
    keep("head", head, () =>
      h(
        "header",
        { class: "day" },
        h("h1", { tabindex: "-1" }, today.title),
        today.done ? h("p", { class: "soft" }, today.done) : null,
      ),
    ),
    keep("dots", today.week, dots),
    keep("paused", today.paused, () =>
      today.paused ? h("div", { class: "note row paused-note" }, h("p", {}, today.paused), resumeButton()) : null,
    ),
    keep("notes", today.notes, () => (today.notes.length ? h("div", { class: "stack" }, notes(today)) : null)),
    keep("lead", today.lead, () =>
      today.lead.length
        ? h(
            "div",
            { class: "lead-words" },
            today.lead.map((each, place) => h("p", { class: place ? "soft" : "lead" }, sentence(each))),
          )
        : null,
    ),
    section(
      "agendaNow",
      today.now.map((row, place) => ({ key: row.key, row, first: !place })),
      keep,
      card,
      "cards",
      more("now"),
    ),
    section("agendaNext", today.next ? [today.next] : [], keep, nextSession, "cards", null),
    keep("relief", today.relief, relief),
    section("agendaLater", later(today), keep, line, "lines", more("later")),
    section("agendaOver", today.over, keep, line, "lines", more("over")),
    today.anytime.length ? keep("anytime", today.anytime, (plans) => anytime(plans, open)) : null,
    today.paused ? null : keep("pauses", today.pauses, pauses),
  ];
}

/** What stands large above is not said twice. */
const later = ({ next, later: rows }) => rows.filter((row) => row.key !== next?.key);

/** This week, a mark a day; what they say stands in words beside them. */
function dots({ said, days }) {
  if (!said) return null;
  return h(
    "p",
    { class: "dots" },
    h("span", { class: "unseen" }, said),
    days.map((each) =>
      h(
        "span",
        { class: each.today ? "dot is-today" : "dot", "aria-hidden": "true" },
        h("span", { class: `mark ${each.mark}` }),
        h("span", { class: "small soft" }, each.name),
      ),
    ),
    h("a", { class: "small", href: "/progress" }, t("progress")),
  );
}

/** The list stays the same element, and so does each row that has not changed. */
function section(label, rows, keep, make, kind, more) {
  if (!rows.length) return null;
  const whole = keep(label, label, () =>
    h(
      "section",
      { "aria-labelledby": label },
      h("h2", { id: label }, t(label)),
      h("ul", { role: "list", class: kind }),
    ),
  );
  const [heading, list] = whole.children;
  reconcile(list, ...rows.map((row) => keep(`${label} ${row.key}`, row, make)));
  reconcile(whole, heading, list, more);
  return whole;
}

/** The first one is large, with all that is pressed often; those behind it are smaller. */
function card({ row, first }) {
  const { press: presses, more } = row.answers;
  const often =
    presses.length > 1 || row.question
      ? []
      : more.filter((each) => first || each === more[0] || each.answer === "skip");
  const facts_ = [facts(row), row.due, row.detail].filter(Boolean).join(" · ");
  const [opens, panel] =
    moreAnswers(
      row,
      "agendaMore",
      more.filter((each) => !often.includes(each)),
    ) ?? [];
  const [shortens, shortPanel] = shorter(row) ?? [];
  return h(
    "li",
    { class: first ? "card now first" : "card now" },
    first ? picture(row) : null,
    h(
      "div",
      { class: "what" },
      h("h3", { tabindex: "-1" }, row.title),
      h("p", {}, h("strong", { class: "state" }, row.state), h("span", { class: "soft" }, ` · ${facts_}`)),
      row.needs ? h("p", { class: "needs" }, row.needs) : null,
      row.question ? h("p", { class: first ? "lead" : null }, row.question) : null,
      row.held ? h("p", { class: "note warm" }, row.held, " ", h("a", { href: "/help" }, t("help"))) : null,
    ),
    h("div", { class: "row presses" }, buttons(row, presses), shortens, buttons(row, often), opens),
    shortPanel,
    panel,
  );
}

function line(row) {
  return h(
    "li",
    { class: `line ${row.tone}` },
    h("span", { class: "when" }, row.when),
    h(
      "div",
      { class: "what" },
      h("h3", { tabindex: "-1" }, row.title),
      h("p", { class: "soft small" }, [facts(row), row.detail].filter(Boolean).join(" · ")),
      row.held ? h("p", { class: "small" }, row.held) : null,
    ),
    row.state ? h("span", { class: "state small" }, row.state) : null,
    row.rounds
      ? rounds(row)
      : moreAnswers(row, row.state ? "agendaChange" : "agendaMore", [...row.answers.press, ...row.answers.more]),
  );
}

function rounds(row) {
  return opening(
    `${row.key} rounds`,
    "agendaRounds",
    row.title,
    h(
      "ul",
      { role: "list", class: "panel rounds", hidden: true },
      row.rounds.map((each) =>
        h(
          "li",
          { class: "line" },
          h("span", { class: "when" }, each.when),
          h("span", { class: "what small soft" }, facts(each)),
          moreAnswers(each, "agendaMore", [...each.answers.press, ...each.answers.more]),
        ),
      ),
    ),
  );
}

function anytime(plans, open) {
  return h(
    "details",
    { class: "fold", "data-focus": "anytime" },
    h("summary", { "data-focus": "anytime summary" }, h("h2", {}, t("agendaAnytime"))),
    h("p", { class: "soft" }, t("agendaAnytimeHint")),
    h(
      "div",
      { class: "plans" },
      plans.map((plan) =>
        h(
          "section",
          {},
          h("h3", {}, plan.plan),
          h(
            "ul",
            { role: "list" },
            plan.sessions.map((each) =>
              h(
                "li",
                {},
                h("div", {}, h("p", {}, each.title), h("p", { class: "soft small" }, facts(each))),
                h(
                  "button",
                  {
                    "aria-label": each.label,
                    "data-focus": `anytime ${each.name}`,
                    onclick: () => startNow(each.name),
                  },
                  t("start"),
                ),
              ),
            ),
          ),
          plan.more ? rest("anytime", plan.more, open) : null,
        ),
      ),
    ),
  );
}

function pauses(choices) {
  return h(
    "details",
    { class: "fold", "data-focus": "pauses" },
    h("summary", { "data-focus": "pauses summary" }, h("h2", {}, t("agendaPause"))),
    h(
      "div",
      { class: "row" },
      choices.map((each) =>
        h(
          "button",
          { "data-focus": `pause ${each.until}`, onclick: () => told("/pause", { until: each.until }) },
          each.say,
        ),
      ),
    ),
  );
}

function resumeButton() {
  return h("button", { "data-focus": "resume", onclick: () => told("/resume") }, t("agendaResume"));
}

const told = (path, given) => tryOrToast(async () => toast((await post(path, given)).said, { seconds: 12 }));
