// Knows when a saying is spoken, aloud and to a screen reader; must not know which sayings there are.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { hush, speak, tone } from "./sound.js";

const [BEGINS, RESTS] = [523.25, 392];

/** Speaks each step once and each saying as it comes; seconds never. */
export class Narrator {
  live = h("div", { class: "unseen", "aria-live": "polite", "aria-atomic": "true" });
  #told = "";

  /** @param {import("./types").Frame} frame */
  follow(frame) {
    if (frame.mode === "paused") {
      hush();
      this.say(t("isPaused"));
      this.#told = "";
      return;
    }
    const beat = `${frame.index}.${frame.place}.`;
    const saying = `${beat}${frame.sayingAt}`;
    if (saying === this.#told) return;
    if (!this.#told.startsWith(beat)) tone(["rest", "release"].includes(frame.part) ? RESTS : BEGINS);
    const heading = this.#told.startsWith(`${frame.index}.`) ? [] : [frame.progress, frame.title];
    const turns = !this.#told.startsWith(beat) && !frame.saying.toLowerCase().includes(frame.turn);
    if (turns) heading.push(frame.turn);
    this.#told = saying;
    this.say([...heading, frame.saying].filter(Boolean).join(". "));
    // a page that was loaded again does not repeat what was said long ago
    if (frame.elapsed - frame.sayingAt < 3) speak(frame.spoken);
  }

  /** How a session that was followed has ended. */
  end(text, { well = false } = {}) {
    if (well) tone(BEGINS, 2.5);
    this.#told = "";
    this.say(text);
  }

  say(text) {
    this.live.textContent = text;
  }
}
