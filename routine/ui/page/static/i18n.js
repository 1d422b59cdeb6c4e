// Knows the page's words: the shell brings them, so that nothing waits for a second answer. Must not know any view.

import { h } from "./dom.js";

const labels = JSON.parse(document.getElementById("labels").textContent);

/** The label of that name; {0}, {1} … are filled in. */
export function t(name, ...filling) {
  return filling.reduce((text, value, place) => text.replaceAll(`{${place}}`, value), labels[name] ?? name);
}

/** A sentence; what stands in it between backticks is to be typed, and the view of help that it names is a link. */
export function sentence(text) {
  return text.split("`").map((part, place) => (place % 2 ? h("code", {}, part) : helping(part)));
}

function helping(text) {
  // a link to the view one is in would only sweep away what is being answered there
  if (location.pathname === "/help") return text;
  return text
    .split(`“${t("help")}”`)
    .flatMap((part, place) => (place ? [h("a", { href: "/help" }, t("help")), part] : part));
}
