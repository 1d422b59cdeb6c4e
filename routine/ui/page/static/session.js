// Knows how a guided session looks, sounds and takes keys; must not know when anything changes: frames say that.

import { ask, attempt, h, keyPath, listen, message, put, say, tell } from "./dom.js";
import { farewell } from "./felt.js";
import { Performing } from "./performing.js";
import { SoundButton, hush, speak, tone, wakeUp } from "./sound.js";

const PRESSES = { ArrowRight: "next", n: "next", ArrowLeft: "back", b: "back", Escape: "stop" };
const TWICE = 700; // milliseconds
const [BEGINS, RESTS] = [523.25, 392];

export async function show(main, { rest, titled, lost, heard }) {
  const path = `/session/${keyPath(rest)}`;
  const about = await ask(path);
  titled(about.title);
  document.head.append(h("link", { rel: "stylesheet", href: "/static/session.css" }));
  const view = new SessionView(about, path);
  put(main, view.root);
  const stop = listen(`${path}/frames`, (frame) => {
    heard();
    if (frame.mode) view.draw(frame);
  }, { keeps: () => view.runs, lost });
  addEventListener("keydown", (stroke) => view.onKey(stroke));
  // a session that was started elsewhere is under way already: any first touch lets it be heard
  addEventListener("pointerdown", wakeUp, { once: true });
  addEventListener("keydown", wakeUp, { once: true });
  addEventListener("pagehide", () => { stop(); hush(); });
  return false; // it listens to frames, and to nothing else
}

class SessionView {
  root = h("div", { class: "session" });
  #about;
  #path;
  #mode = "";
  #laid = "";
  #troubled = false;
  #began = -Infinity;
  #teacher = new Teacher();
  #sound = new SoundButton();
  #controls = h("div", { class: "controls" });
  #primary = null;
  #line;
  #list;
  #performing;

  constructor(about, path) {
    this.#about = about;
    this.#path = path;
    this.#line = new Marks("ol", { class: "steps", "aria-hidden": "true" }, about.steps.map((step) => h("li", { class: step.rest ? "rest" : "" })));
    this.#list = new Marks("ol", {}, about.steps.map(lineOf));
    this.#performing = new Performing(path, this.#sound.button);
  }

  /** Whether it is under way here. */
  get runs() {
    return this.#mode === "playing" || this.#mode === "paused";
  }

  draw(frame) {
    const before = this.#mode;
    this.#mode = frame.mode;
    if (frame.trouble && !this.#troubled) message(frame.trouble, { warm: true });
    this.#troubled = Boolean(frame.trouble);
    this.root.classList.toggle("paused", frame.mode === "paused");
    if (this.runs) this.#drawRunning(frame);
    else this.#drawStill(frame, before);
  }

  onKey(stroke) {
    if (stroke.target.closest?.("input, textarea, select, summary") || stroke.ctrlKey || stroke.altKey || stroke.metaKey) return;
    if (stroke.key === " " && !stroke.target.closest?.("button, a")) {
      stroke.preventDefault();
      this.#toggle();
    } else if (stroke.key === "m") {
      this.#sound.turn();
    } else if (PRESSES[stroke.key] && this.#laid === "runs") {
      stroke.preventDefault();
      this.#press(PRESSES[stroke.key]);
    }
  }

  #start() {
    this.#began = performance.now();
    wakeUp();
    return attempt(() => tell(`${this.#path}/start`));
  }

  #press(what) {
    wakeUp();
    return attempt(() => tell(`${this.#path}/press`, { press: what }));
  }

  #toggle() {
    if (this.#mode === "playing") this.#press("pause");
    else if (this.#mode === "paused") this.#press("resume");
    else if (this.#mode === "waiting" && !this.#about.held) this.#start();
  }

  /** Whoever clicks Start twice means it once; the second click would meet what stands there by then. */
  #isSecondOfTwo(pressed) {
    return pressed.detail > 0 && performance.now() - this.#began < TWICE;
  }

  #drawRunning(frame) {
    if (this.#laid !== "runs") {
      this.#laid = "runs";
      put(this.#controls, this.#buttons());
      this.#lay(h("div", { class: "stage" }, this.#performing.picture, this.#performing.words), this.#controls, this.#line.element);
      this.#primary.focus();
    }
    put(this.#primary, frame.mode === "playing" ? say("pause") : say("goOn"));
    this.#performing.draw(frame);
    this.#line.mark(frame.index);
    this.#list.mark(frame.index);
    this.#teacher.follow(frame);
  }

  /** What stands there before a session, after it, and while it is led somewhere else. */
  #drawStill(frame, before) {
    this.#performing.rest();
    hush();
    const laid = `${frame.mode} ${frame.phase}`;
    if (this.#laid === laid) return;
    this.#laid = laid;
    this.#line.mark(-1);
    if (frame.mode === "completed") {
      if (before) tone(BEGINS, 2.5);
      this.#teacher.say(before ? say("wellDone") : "");
      this.#lay(farewell(this.#about, this.#path, frame));
    } else {
      this.#performing.preview(this.#about.steps.find((step) => !step.rest)?.index ?? 0);
      this.#lay(this.#invitation(frame));
    }
  }

  #lay(...parts) {
    put(this.root, parts, this.#teacher.live,
      h("details", { class: "whole" }, h("summary", {}, say("allSteps")), this.#list.element), this.#sound.settings);
  }

  #invitation(frame) {
    const about = this.#about;
    const goes = frame.resumes ? say("goOn") : frame.mode === "elsewhere" ? say("goOnHere") : say("start");
    const note = frame.mode === "elsewhere" ? frame.note : frame.mode === "stopped" ? say("stoppedEarly") : about.state || about.due;
    return h("div", { class: "stage" }, this.#performing.picture, h("div", { class: "about stack" },
      h("p", { class: "progress" }, [say("minutes", about.minutes), about.practice].filter(Boolean).join(" · ")),
      h("h1", {}, about.title),
      h("p", { class: "lead" }, note),
      about.held ? h("p", { class: "note warm" }, about.held) : null,
      about.check ? h("p", { class: "note" }, about.check, " ", h("a", { href: "/help" }, say("help"))) : null,
      h("div", { class: "controls" },
        h("button", { class: "primary", onclick: () => this.#start(), disabled: Boolean(about.held) }, goes),
        frame.mode === "stopped" ? h("a", { class: "button quiet", href: "/today" }, say("enough")) : null),
      about.stop ? h("p", { class: "soft small" }, about.stop) : null));
  }

  #buttons() {
    const button = (name, what, key, shape = "") => h("button", { class: shape, "aria-keyshortcuts": key,
      onclick: (pressed) => { if (!this.#isSecondOfTwo(pressed)) what(); } }, say(name));
    this.#primary = button("pause", () => this.#toggle(), "Space", "primary");
    return [
      button("back", () => this.#press("back"), "ArrowLeft"),
      this.#primary,
      button("next", () => this.#press("next"), "ArrowRight"),
      button("stop", () => this.#press("stop"), "Escape", "quiet last"),
    ];
  }
}

/** Speaks each step once and each saying as it comes, aloud and to a screen reader; seconds never. */
class Teacher {
  live = h("div", { class: "unseen", "aria-live": "polite", "aria-atomic": "true" });
  #told = "";

  follow(frame) {
    if (frame.mode === "paused") {
      hush();
      this.say(say("isPaused"));
      this.#told = "";
      return;
    }
    const beat = `${frame.index}.${frame.place}.`;
    const saying = `${beat}${frame.sayingAt}`;
    if (saying === this.#told) return;
    if (!this.#told.startsWith(beat)) tone(["rest", "release"].includes(frame.part) ? RESTS : BEGINS);
    const heading = this.#told.startsWith(`${frame.index}.`) ? [] : [frame.progress, frame.title];
    this.#told = saying;
    this.say([...heading, frame.saying].filter(Boolean).join(". "));
    // a page that was loaded again does not repeat what was said long ago
    if (frame.elapsed - frame.sayingAt < 3) speak(frame.saying);
  }

  say(text) {
    this.live.textContent = text;
  }
}

/** A list of which one is the present one, and those before it are done. */
class Marks {
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

function lineOf(step) {
  const dose = step.rest ? [step.length] : [...new Set([step.amount, step.length].filter(Boolean))];
  return h("li", {}, h("span", {}, step.rest ? step.title : `${step.number}. ${step.title}`), h("span", { class: "soft" }, dose.join(" · ")));
}
