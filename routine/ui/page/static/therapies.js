// Knows how the cards on therapies look; must not know what is on them.

import { get } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence } from "./i18n.js";
import { backLink, footer, sections, sheet } from "./article.js";

export async function show(main, { rest, titled }) {
  sheet();
  await (rest ? showCard(main, rest, titled) : showAll(main, titled));
  return null;
}

async function showAll(main, titled) {
  const all = await get("/therapies");
  titled(all.title);
  replaceChildren(
    main,
    h(
      "div",
      { class: "parts" },
      h("div", { class: "stack" }, h("h1", {}, all.title), h("p", { class: "measure lead" }, all.lead)),
      h(
        "ul",
        { role: "list", class: "therapies" },
        all.cards.map((card) =>
          h(
            "li",
            { class: "entry" },
            h(
              "div",
              { class: "entry-words" },
              h("h2", {}, h("a", { href: `/therapies/${card.id}` }, card.title)),
              h("p", {}, card.about),
              h("p", { class: "soft small" }, card.grade),
            ),
          ),
        ),
      ),
      footer(all.footer),
    ),
  );
}

async function showCard(main, name, titled) {
  const card = await get(`/therapies/${encodeURIComponent(name)}`);
  titled(card.title);
  replaceChildren(
    main,
    h(
      "article",
      { class: "parts measure" },
      h(
        "div",
        { class: "heading" },
        backLink("/therapies", "therapiesBack"),
        h("h1", {}, card.title),
        h("p", { class: "lead soft" }, sentence(card.lead)),
      ),
      sections(card.sections),
      card.reviewed ? h("p", { class: "soft" }, card.reviewed) : null,
      footer(card.footer),
    ),
  );
}
