// Knows when a saying is spoken, aloud and to a screen reader; must not know which sayings there are.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { count, hush, isHeard, speak, tone } from "./sound.js";

const [BEGINS, RESTS] = [523.25, 392];
const TICKS = { lift: 659.25, return: 493.88, halfway: 587.33 };

/** Speaks each step once and each saying as it comes; seconds never. */
export class Narrator {
  live = h("div", { class: "unseen", "aria-live": "polite", "aria-atomic": "true" });
  #told = "";
  /** @type {import("./types").Frame | null} */
  #frame = null;

  /** Once more what was said last. */
  repeat() {
    if (!this.#frame) return;
    const { title, turn, saying, spoken } = this.#frame;
    this.say("");
    // a live region tells only what changes
    if (!isHeard()) requestAnimationFrame(() => this.say([title, turn, saying].filter(Boolean).join(". ")));
    speak(spoken);
  }

  /** @param {import("./types").Frame} frame */
  follow(frame) {
    this.#frame = frame;
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
    // a page that was loaded again does not repeat what was said long ago
    const speaks = frame.elapsed - frame.sayingAt < 3 && Boolean(frame.spoken);
    if (speaks) speak(frame.spoken);
    // two at once cannot be understood: a screen reader has the words where no voice does
    if (!speaks || !isHeard()) this.say([...heading, frame.saying].filter(Boolean).join(". "));
  }

  /** A tick at each lift and another at each return; a voice counts where it says nothing else. */
  sign({ sign, say, told }) {
    tone(TICKS[sign], 0.18, 0.12);
    if (say) count(say);
    if (told && !isHeard()) this.say(say);
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
