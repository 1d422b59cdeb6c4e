// Knows how a session is begun at will, from a list or from the library; must not know what is in it.

import { keyPath, post } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { openCheck } from "./opening-check.js";
import { tryOrToast } from "./toast.js";

/** Start it, and go there; `name` is `plan/session`. */
export async function startNow(name, said = {}) {
  const told = await tryOrToast(() => post("/anytime", { name, ...said }));
  if (told?.check) openCheck(document.querySelector("main"), told.check, () => startNow(name, { later: true }));
  else if (told) location.assign(`/session/${keyPath(told.key)}`);
}

export function startButton(name) {
  return h("button", { class: "primary start-now", onclick: () => startNow(name) }, t("start"));
}
