// Knows how lists show which one is the present one, and how far it has come; must not know what is in them.

import { h } from "./dom.js";

/** A list of which one is the present one, and those before it are done. */
export class ProgressMarks {
  #all;

  constructor(name, given, all) {
    this.#all = all;
    this.element = h(name, given, all);
  }

  mark(at) {
    this.#all.forEach((each, place) => {
      each.classList.toggle("done", place < at);
      if (place === at) each.setAttribute("aria-current", "step");
      else each.removeAttribute("aria-current");
    });
  }
}

/** The whole session in one line; its present mark fills. */
export class ProgressLine {
  #marks;
  #all;
  #at = -1;
  #filled = "";

  constructor(marks) {
    this.#all = marks.map((each) => h("li", { class: each.rest ? "rest" : "" }));
    this.#marks = new ProgressMarks("ol", { class: "steps", "aria-hidden": "true" }, this.#all);
    this.element = this.#marks.element;
  }

  draw(at, share) {
    if (at !== this.#at) this.#marks.mark(at);
    const filled = `${Math.round(200 * Math.min(1, share)) / 2}%`;
    if (at === this.#at && filled === this.#filled) return;
    this.#all[at]?.style.setProperty("--filled", filled);
    this.#at = at;
    this.#filled = filled;
  }
}
