// Knows the end of a session: how it was, if somebody likes to say. Each answer is kept as soon as it is given.

import { post } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { startNow } from "./start-now.js";
import { tryOrToast } from "./toast.js";

export function feedbackView(about, path, frame) {
  const said = frame.answer || frame.score !== null || frame.note;
  const thanks = h("p", { class: "soft", role: "status" }, said ? t("noted") : null);
  const look = h("div", { role: "status" }, lookAgain(frame.look));
  const keep = async (what) => {
    const kept = await tryOrToast(() => post(`${path}/feel`, what));
    if (kept) replaceChildren(thanks, t("noted"));
    // another number takes the line away again, the other answers leave it
    if (kept && "score" in what) replaceChildren(look, lookAgain(kept.look));
    return kept;
  };
  const form = h(
    "form",
    {
      class: "felt",
      onsubmit: (sent) => {
        sent.preventDefault();
        const note = String(new FormData(sent.target).get("note")).trim();
        if (note) keep({ note });
      },
    },
    choice(
      t(about.first ? "howWasItFirst" : "howWasIt"),
      ["easier", "same", "harder"].map((each) => [each, t(about.first ? `${each}First` : each)]),
      frame.answer,
      (answer) => keep({ answer }),
      "row",
    ),
    choice(
      t("howIsYourBack"),
      [...Array(11).keys()].map((each) => [each, String(each)]),
      frame.score,
      (score) => keep({ score }),
      "scale",
      t("scaleEnds"),
    ),
    h(
      "div",
      {},
      h("label", { for: "note" }, t("diary")),
      h(
        "div",
        { class: "line" },
        h("input", { id: "note", name: "note", maxlength: 280, autocomplete: "off", value: frame.note }),
        h("button", {}, t("keep")),
      ),
    ),
  );
  return h(
    "div",
    { class: "stack" },
    h("p", { class: "progress" }, about.title),
    h("h1", { tabindex: "-1" }, t("wellDone")),
    about.asks ? form : null,
    thanks,
    look,
    h(
      "div",
      { class: "row" },
      h("a", { class: "button primary", href: "/today" }, t("today")),
      h("button", { class: "quiet", onclick: () => again(about.name) }, t("again")),
    ),
  );
}

const lookAgain = (text) => (text ? h("p", { class: "note" }, sentence(text)) : null);

/** What is done stays done: the same session once more is one of its own. */
const again = (name) => startNow(name);

/** After Stop: what it was, in one row. Whoever says that it hurt is told when to stop, and where to look. */
export function whyView(path, frame) {
  const said = h("div", { role: "status" }, frame.answer ? h("p", { class: "soft" }, t("noted")) : null);
  return h(
    "div",
    { class: "felt" },
    choice(
      t("whatWasIt"),
      ["no_time", "too_hard", "hurt", "other"].map((each) => [each, t(each)]),
      frame.answer,
      async (answer) => {
        const kept = await tryOrToast(() => post(`${path}/feel`, { answer }));
        if (kept) replaceChildren(said, h("p", { class: "soft" }, t("noted")), lookAgain(kept.look));
        return kept;
      },
      "row",
    ),
    said,
  );
}

function choice(question, answers, chosen, choose, shape, hint = "") {
  const buttons = answers.map(([value, label]) =>
    h(
      "button",
      {
        type: "button",
        "aria-pressed": String(value === chosen),
        onclick: async (pressed) => {
          if (!(await choose(value))) return;
          for (const each of buttons)
            each.setAttribute("aria-pressed", String(each === pressed.currentTarget || each === pressed.target));
        },
      },
      label,
    ),
  );
  return h(
    "fieldset",
    {},
    h("legend", {}, question),
    h("div", { class: shape }, buttons),
    hint ? h("p", { class: "soft small" }, hint) : null,
  );
}
