// Knows the forms by which somebody measures something once a week, and changes a line of the diary; no questions.

import { post } from "./api.js";
import { chart } from "./chart.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { tryOrToast } from "./toast.js";

/** What was measured, and the forms, folded. */
export function measured(found, draw) {
  return h(
    "section",
    { "aria-labelledby": "measured" },
    h("h2", { id: "measured" }, t("measured")),
    h(
      "ul",
      { role: "list", class: "diary" },
      found.measured.map((each) =>
        h("li", {}, each.chart ? chart(each.chart) : [h("h3", {}, each.name), h("p", {}, each.said)]),
      ),
    ),
    h(
      "details",
      { class: "measure no-print", open: location.hash === "#measured" },
      h("summary", {}, t("measuredOnceAWeek")),
      found.questions.map((each) => form(each, draw)),
    ),
  );
}

/** The form is through with: nothing holds the view back. */
async function drawn(draw) {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  for (const each of document.querySelectorAll("details.change")) each.removeAttribute("open");
  await draw();
  document.getElementById("measured")?.scrollIntoView({ block: "nearest" });
}

function form(one, draw) {
  const answers = (fields) =>
    one.sentences.length
      ? fields.getAll("holds").map(Number)
      : one.asks.map((_, place) => Number(fields.get(`answer${place}`)));
  const keep = async (sent) => {
    sent.preventDefault();
    const fields = new FormData(sent.target);
    const said = { measure: one.measure, answers: answers(fields), note: String(fields.get("note") ?? one.note) };
    if (await tryOrToast(() => post("/progress/rate", said))) await drawn(draw);
  };
  const numbered = one.asks.map((ask, place) =>
    h(
      "label",
      {},
      h("span", {}, ask),
      h("input", { type: "number", name: `answer${place}`, min: 0, max: 10, step: 1, required: true }),
    ),
  );
  const sentences = one.sentences.map((each, place) =>
    h(
      "label",
      { class: "tick" },
      h("input", { type: "checkbox", name: "holds", value: place + 1 }),
      h("span", {}, each),
    ),
  );
  const named = one.names
    ? h("label", {}, h("span", {}, one.names), h("input", { name: "note", maxlength: 280, required: true }))
    : null;
  return h(
    "form",
    { class: "stack", onsubmit: keep },
    h("fieldset", {}, h("legend", {}, one.title), named, numbered, sentences),
    one.credit ? h("p", { class: "soft small" }, one.credit) : null,
    h("div", {}, h("button", {}, t("keep"))),
  );
}

/** A line of the diary, to be changed or taken out by whoever wrote it. */
export function diaryLine(one, draw) {
  const act = async (path, said) => {
    if (await tryOrToast(() => post(path, { which: one.id, ...said }))) await drawn(draw);
  };
  const change = (sent) => {
    sent.preventDefault();
    const note = String(new FormData(sent.target).get("note")).trim();
    if (note) act("/progress/correct", { note });
  };
  return h(
    "details",
    { class: "change no-print" },
    h("summary", { "aria-label": `${t("diaryChange")}: ${one.note}` }, t("diaryChange")),
    h(
      "form",
      { class: "line", onsubmit: change },
      h("input", { name: "note", maxlength: 280, required: true, value: one.note, "aria-label": t("diary") }),
      h("button", {}, t("keep")),
      h("button", { type: "button", class: "quiet", onclick: () => act("/progress/forget", {}) }, t("diaryForget")),
    ),
    h("p", { class: "soft small" }, t("diaryForgetSays")),
  );
}
