// Knows how a person is told something in passing; must not know what, or why.

import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";

const messages = h("div", { class: "messages", role: "status", "aria-live": "polite" });

/** Something a person should read; it stays until it is put away, or for `seconds`. `undo` takes back what it tells. */
export function toast(text, { warm = false, seconds = 0, undo = null } = {}) {
  if (!messages.isConnected) document.body.append(messages);
  messages.classList.remove("above");
  const close = h("button", { class: "quiet", onclick: () => box.remove() }, t("close"));
  const takeBack = undo ? h("button", { onclick: () => tryOrToast(undo) }, t("undo")) : null;
  const box = h("div", { class: `note row${warm ? " warm" : ""}` }, h("span", {}, sentence(text)), takeBack, close);
  replaceChildren(messages, box);
  messages.classList.toggle("above", covers(box));
  // nothing goes away under a pointer, or with the keyboard in it
  const leave = () => (box.matches(":hover, :focus-within") ? setTimeout(leave, seconds * 1000) : box.remove());
  if (seconds) setTimeout(leave, seconds * 1000);
}

/** What was told so far is over: somebody has gone on. */
export const putAway = () => replaceChildren(messages);

let used = null; // where in the window something was pressed last; it may be gone when there is news of it
addEventListener(
  "click",
  ({ target }) => {
    if (target instanceof Element) used = target.getBoundingClientRect();
  },
  { capture: true },
);

/** Whether it lies over what was used just now, and would not at the other end of the window. */
function covers(box) {
  const { top, height } = box.getBoundingClientRect();
  return used !== null && used.bottom > top && used.top > height;
}

/** Do it; what goes wrong is told, not thrown. */
export async function tryOrToast(doing) {
  try {
    return await doing();
  } catch (wrong) {
    toast([wrong.message, wrong.hint].filter(Boolean).join(" "), { warm: true });
    return undefined;
  }
}
