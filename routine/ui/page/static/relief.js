// Knows how somebody whose back hurts now is asked two questions and led to something short; must not know any sign.

import { get, post } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { startNow } from "./start-now.js";
import { tryOrToast } from "./toast.js";

/** Four ways to go, one press each; what is asked first stands below them. */
export function relief(kinds) {
  if (!kinds.length) return null;
  const place = h("div", { class: "stack" });
  return h(
    "section",
    { class: "relief", "aria-labelledby": "relief" },
    h("h2", { id: "relief", tabindex: "-1" }, t("relief")),
    h(
      "div",
      { class: "row" },
      kinds.map((each) =>
        h(
          "button",
          {
            class: "chip",
            "aria-label": each.label,
            "data-focus": `relief ${each.kind}`,
            onclick: () => tryOrToast(() => ask(place, each)),
          },
          each.say,
          h("span", { class: "soft small wide-only" }, ` · ${each.about}`),
        ),
      ),
    ),
    place,
  );
}

async function ask(place, kind) {
  const { ask: asked, questions } = await get("/relief");
  const next = (number) => {
    const question = questions[number];
    if (!question) {
      replaceChildren(place);
      startNow(kind.name);
      return;
    }
    const heading = h("h3", { tabindex: "-1" }, asked);
    const answer = (given) =>
      tryOrToast(async () => {
        const told = await post("/help/answer", { part: question.name, answer: given });
        advice(place, told);
      });
    replaceChildren(
      place,
      h(
        "div",
        { class: "card stack" },
        heading,
        question.groups.map((group) =>
          h(
            "ul",
            {},
            group.signs.map((sign) => h("li", {}, sentence(sign))),
          ),
        ),
        h(
          "div",
          { class: "row" },
          h("button", { class: "primary", onclick: () => next(number + 1) }, t("helpNone")),
          h("button", { onclick: () => answer("yes") }, t("welcomeSome")),
          h("button", { class: "quiet", onclick: () => replaceChildren(place) }, t("close")),
        ),
      ),
    );
    heading.focus();
  };
  next(0);
}

/** What was named ends it here: what to do comes first. */
function advice(place, told) {
  const said = h(
    "div",
    { class: "note warm stack", tabindex: "-1" },
    told.advice.map((line, number) => h("p", {}, number ? sentence(line) : h("strong", {}, sentence(line)))),
    h("p", {}, h("a", { href: "/help" }, t("help"))),
  );
  replaceChildren(place, said);
  said.focus();
}
