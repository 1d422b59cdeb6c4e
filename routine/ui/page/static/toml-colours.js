// Knows which parts of a text are comments, keys, headers and values in TOML; must not know what they mean.

import { h } from "./dom.js";

export const MOST = 60_000; // letters: a longer text would make typing slow, and is shown plain

// what is half typed is coloured as far as it goes
const PIECE = new RegExp(
  [
    /(?<comment>#.*)/,
    /(?<text>"""[^]*?(?:"""|(?![^]))|'''[^]*?(?:'''|(?![^]))|"(?:\\.|[^"\\\n])*"?|'[^'\n]*'?)/,
    /(?<header>^[ \t]*\[\[?[\w.\- "']+\]\]?(?=[ \t]*(?:#|$)))/,
    /(?<key>[\w-]+(?=[ \t]*[=.][^.\d]))/,
    /(?<value>\b(?:true|false|\d[\w:.-]*)\b)/,
  ]
    .map((one) => one.source)
    .join("|"),
  "gm",
);

/** The same text, in pieces. */
export function coloured(text) {
  const pieces = [];
  let at = 0;
  for (const found of text.matchAll(PIECE)) {
    const [[kind, piece]] = Object.entries(found.groups).filter(([, said]) => said !== undefined);
    pieces.push(text.slice(at, found.index), h("span", { class: kind }, plain(piece)));
    at = found.index + piece.length;
  }
  return [...pieces, text.slice(at)];
}

/** A text node, which nothing makes nicer: letter by letter it lies under what is typed. */
const plain = (text) => document.createTextNode(text);
