// Knows how the cards on therapies look; must not know what is on them.

import { ask, h, put, sentence } from "./dom.js";
import { backLink, footer, sections, sheet } from "./reading.js";

export async function show(main, { rest, titled }) {
  sheet();
  await (rest ? showCard(main, rest, titled) : showAll(main, titled));
  return null;
}

async function showAll(main, titled) {
  const all = await ask("/therapies");
  titled(all.title);
  put(main, h("div", { class: "parts" },
    h("div", { class: "stack" }, h("h1", {}, all.title), h("p", { class: "measure lead" }, all.lead)),
    h("ul", { role: "list", class: "therapies" }, all.cards.map((card) => h("li", { class: "entry" }, h("div", { class: "entry-words" },
      h("h2", {}, h("a", { href: `/therapies/${card.id}` }, card.title)), h("p", {}, card.about), h("p", { class: "soft small" }, card.grade))))),
    footer(all.footer)));
}

async function showCard(main, name, titled) {
  const card = await ask(`/therapies/${encodeURIComponent(name)}`);
  titled(card.title);
  put(main, h("article", { class: "parts measure" },
    h("div", { class: "heading" }, backLink("/therapies", "therapiesBack"), h("h1", {}, card.title), h("p", { class: "lead soft" }, sentence(card.lead))),
    sections(card.sections),
    card.reviewed ? h("p", { class: "soft" }, card.reviewed) : null,
    footer(card.footer)));
}
