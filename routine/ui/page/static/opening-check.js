// Knows how the safety check is offered before the first session that moves; must not know what is asked in it.

import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";

/** In the place of what was there: it is answered in its own view, or put off, and then the session starts. */
export function openCheck(place, { title, lead }, later) {
  const heading = h("h1", { tabindex: "-1" }, title);
  replaceChildren(
    place,
    h(
      "div",
      { class: "about measure stack" },
      heading,
      h("p", { class: "lead" }, sentence(lead)),
      h(
        "div",
        { class: "controls row" },
        h("a", { class: "button primary", href: "/help" }, t("helpBegin")),
        h("button", { class: "quiet", onclick: later }, t("checkLater")),
      ),
    ),
  );
  heading.focus();
}
