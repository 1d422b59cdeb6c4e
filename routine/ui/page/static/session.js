// Knows how a guided session looks, sounds and takes keys; must not know when anything changes: frames say that.

import { get, keyPath, post } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { listen } from "./stream.js";
import { toast, tryOrToast } from "./toast.js";
import { feedbackView, whyView } from "./feedback.js";
import { ProgressLine, ProgressMarks } from "./progress.js";
import { openCheck } from "./opening-check.js";
import { SessionStage } from "./session-stage.js";
import { SoundButton, hush, wakeUp } from "./sound.js";
import { Narrator } from "./narrator.js";

const PRESSES = {
  ArrowRight: "next",
  n: "next",
  s: "skip",
  ArrowLeft: "back",
  b: "back",
  Escape: "stop",
  e: "easier",
  h: "hurt",
};
const TWICE = 700; // milliseconds
const REGRET = 3; // seconds

export async function show(main, { rest, titled, lost }) {
  const path = `/session/${keyPath(rest)}`;
  const about = await get(path);
  titled(about.title);
  document.head.append(h("link", { rel: "stylesheet", href: "/static/session.css" }));
  const view = new SessionView(about, path);
  replaceChildren(main, view.root);
  const stop = listen(
    `${path}/frames`,
    (frame) => {
      if (frame.mode) view.draw(frame);
    },
    {
      keeps: () => view.runs,
      lost: () => {
        view.leave();
        lost();
      },
    },
  );
  addEventListener("keydown", (stroke) => view.onKey(stroke));
  // a session that was started elsewhere is under way already: any first touch lets it be heard
  addEventListener("pointerdown", wakeUp, { once: true });
  addEventListener("keydown", wakeUp, { once: true });
  addEventListener("pagehide", () => {
    stop();
    hush();
  });
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
  #starting = false;
  #narrator = new Narrator();
  #sound = new SoundButton();
  #place = h("div", { class: "place" });
  #controls = h("div", { class: "controls" });
  #primary = null;
  #easier = null;
  #told = h("p", { role: "status" });
  #keep = h("button", { class: "quiet", onclick: () => this.#keepSwap() });
  #hurt = h("div", { class: "note warm row", hidden: true }, this.#told, this.#keep);
  #line;
  #list;
  #stageView;

  constructor(about, path) {
    this.#about = about;
    this.#path = path;
    this.#line = new ProgressLine(about.marks);
    this.#list = new ProgressMarks("ol", {}, about.steps.map(lineOf));
    this.#stageView = new SessionStage(path, {
      companion: this.#sound.button,
      trouble: this.#sound.trouble,
      line: this.#line,
      turns: about.turns,
      paced: about.paced,
      onSign: (sign) => this.#narrator.sign(sign),
    });
    // what stays in its place keeps what was opened, and a screen reader goes on listening to it
    replaceChildren(
      this.root,
      this.#place,
      this.#narrator.live,
      h("details", { class: "whole" }, h("summary", {}, t("allSteps")), this.#list.element),
      this.#sound.settings,
    );
  }

  /** Whether it is under way here. */
  get runs() {
    return this.#mode === "playing" || this.#mode === "paused";
  }

  draw(frame) {
    const ran = this.runs;
    this.#mode = frame.mode;
    if (frame.trouble && !this.#troubled) toast(frame.trouble, { warm: true });
    this.#troubled = Boolean(frame.trouble);
    this.root.classList.toggle("paused", frame.mode === "paused");
    if (this.runs) this.#drawRunning(frame);
    else this.#drawStill(frame, ran);
  }

  /** Nobody leads it any more: it stands still, and nothing of it can be pressed. */
  leave() {
    if (!this.runs) return;
    this.#mode = "left";
    hush();
    this.root.classList.add("paused");
    this.#stageView.halt();
    replaceChildren(this.#primary, t("goOn"));
    for (const each of this.#controls.querySelectorAll("button")) each.disabled = true;
  }

  onKey(stroke) {
    if (
      stroke.target.closest?.("input, textarea, select, summary") ||
      stroke.ctrlKey ||
      stroke.altKey ||
      stroke.metaKey
    )
      return;
    const onButton = stroke.target.closest?.("button, a");
    if (stroke.repeat) {
      // a key that is held down means what it said once
      if (PRESSES[stroke.key] || stroke.key === " " || (stroke.key === "Enter" && onButton)) stroke.preventDefault();
    } else if (stroke.key === " " && !onButton) {
      stroke.preventDefault();
      this.#toggle();
    } else if (stroke.key === "m") {
      this.#sound.turn();
    } else if (stroke.key === "r" && this.runs) {
      this.#narrator.repeat();
    } else if (stroke.key === "t" && this.runs) {
      this.#narrator.say(this.#stageView.whereItIs());
    } else if (PRESSES[stroke.key] && this.runs) {
      stroke.preventDefault();
      if (PRESSES[stroke.key] === "stop") this.#stop();
      else this.#press(PRESSES[stroke.key]);
    }
  }

  async #start(said = {}) {
    if (this.#starting) return;
    this.#starting = true;
    this.#began = performance.now();
    wakeUp();
    const told = await tryOrToast(() => post(`${this.#path}/start`, said));
    this.#starting = false;
    if (told?.check) this.#openCheck(told.check);
  }

  /** Before the first session that moves: it is answered in its own view, or put off. */
  #openCheck(check) {
    openCheck(this.#place, check, () => this.#start({ later: true }));
  }

  #press(what) {
    wakeUp();
    return tryOrToast(() => post(`${this.#path}/press`, { press: what }));
  }

  /** Whoever did not mean it goes on where they were. */
  async #stop() {
    const stopped = await this.#press("stop");
    if (!stopped) return;
    const undo = async () => toast((await post("/undo")).said, { seconds: REGRET });
    toast(t("stopped"), { seconds: REGRET, undo });
  }

  /** What the large button says. */
  #toggle() {
    if (this.#mode === "playing") this.#press("pause");
    else if (this.#mode === "paused") this.#press("resume");
    else if (this.#mode !== "left" && this.#primary?.isConnected) this.#start();
  }

  /** Whoever clicks Start twice means it once; the second click would meet what stands there by then. */
  #isSecondOfTwo(pressed) {
    return pressed.detail > 0 && performance.now() - this.#began < TWICE;
  }

  #drawRunning(frame) {
    if (this.#laid !== "runs") {
      replaceChildren(this.#controls, this.#buttons());
      this.#lay("runs", this.#stage(this.#stageView.words, this.#hurt), this.#controls, this.#line.element);
      this.#primary.focus();
    }
    replaceChildren(this.#primary, frame.mode === "playing" ? t("pause") : t("goOn"));
    this.#easier.disabled = !frame.easier;
    this.#drawHurt(frame);
    this.#stageView.draw(frame);
    this.#list.mark(frame.index);
    this.#narrator.follow(frame);
  }

  /** What was left because it hurt, and when to stop; and what could be in the plan from now on. */
  #drawHurt({ hurt, swap }) {
    const told = hurt ? `${hurt.left} ${hurt.rule}` : "";
    const inside = this.#hurt.contains(document.activeElement);
    if (this.#told.textContent !== told) {
      this.#told.textContent = told;
      if (told) this.#primary.focus();
    }
    this.#keep.textContent = swap;
    this.#keep.hidden = !swap;
    this.#hurt.classList.toggle("warm", Boolean(told));
    this.#hurt.hidden = !told && !swap;
    if (inside && this.#hurt.hidden) this.#primary.focus();
  }

  async #keepSwap() {
    const answer = await tryOrToast(() => post(`${this.#path}/keep-swap`));
    if (answer) toast(answer.said, { seconds: 12 });
  }

  /** What stands there before a session, after it, and while it is led somewhere else. */
  #drawStill(frame, ran) {
    const completed = frame.mode === "completed";
    const laid = completed ? frame.mode : [frame.mode, frame.state, frame.held].join();
    if (this.#laid === laid) return;
    this.#stageView.rest();
    hush();
    this.#list.mark(-1);
    if (completed) {
      this.#lay(laid, feedbackView(this.#about, this.#path, frame));
    } else {
      this.#stageView.preview(this.#about.preview);
      this.#lay(laid, this.#invitation(frame));
    }
    if (!ran) return;
    this.#narrator.end(completed ? t("wellDone") : frame.state, { well: completed });
    (completed ? this.#place.querySelector("h1") : this.#primary)?.focus();
  }

  /** Whoever was at something that is there no more is at what took its place. */
  #lay(laid, ...parts) {
    const inside = this.#place.contains(document.activeElement);
    this.#laid = laid;
    replaceChildren(this.#place, parts);
    if (inside && !this.#place.contains(document.activeElement)) this.#place.querySelector(".primary")?.focus();
  }

  #stage(...beside) {
    return h(
      "div",
      { class: this.#about.preview ? "stage" : "stage bare" },
      this.#about.preview ? this.#stageView.picture : null,
      beside,
    );
  }

  #invitation(frame) {
    const about = this.#about;
    const goes = frame.resumes ? t("goOn") : frame.mode === "elsewhere" ? t("goOnHere") : t("start");
    this.#primary = frame.held ? null : h("button", { class: "primary", onclick: () => this.#start() }, goes);
    return this.#stage(
      h(
        "div",
        { class: "about" },
        h("p", { class: "progress" }, [t("minutes", about.minutes), about.practice].filter(Boolean).join(" · ")),
        h("h1", {}, about.title),
        h("p", { class: "lead" }, frame.state),
        about.needs ? h("p", { class: "needs" }, about.needs) : null,
        frame.held ? h("p", { class: "note warm" }, frame.held) : null,
        about.check && !frame.held ? h("p", { class: "note" }, sentence(about.check)) : null,
        h(
          "div",
          { class: "controls" },
          this.#primary ?? h("a", { class: "button primary", href: "/help" }, t("help")),
          frame.mode === "stopped" ? h("a", { class: "button quiet", href: "/today" }, t("enough")) : null,
          h(
            "a",
            {
              class: "button quiet",
              href: `/print/session/${this.#path.split("/").slice(2).join("/").split("%40")[0]}`,
            },
            t("print"),
          ),
        ),
        frame.mode === "stopped" && about.asks ? whyView(this.#path, frame) : null,
        about.stop ? h("p", { class: "soft small" }, about.stop) : null,
      ),
    );
  }

  #buttons() {
    const button = (name, what, key, shape = "") =>
      h(
        "button",
        {
          class: shape,
          "aria-keyshortcuts": key,
          onclick: (pressed) => {
            if (!this.#isSecondOfTwo(pressed)) what();
          },
        },
        t(name),
      );
    this.#primary = button("pause", () => this.#toggle(), "Space", "primary");
    this.#easier = button("easierOne", () => this.#press("easier"), "e", "quiet");
    return [
      button("back", () => this.#press("back"), "ArrowLeft"),
      this.#primary,
      button("next", () => this.#press("next"), "ArrowRight"),
      h("span", { class: "turn" }),
      button("skipThis", () => this.#press("skip"), "s", "quiet"),
      this.#easier,
      button("itHurts", () => this.#press("hurt"), "h", "quiet"),
      button("repeatWords", () => this.#narrator.repeat(), "r", "quiet"),
      button("stop", () => this.#stop(), "Escape", "quiet last"),
    ];
  }
}

function lineOf(step) {
  const dose = step.rest ? [step.length] : [...new Set([step.amount, step.length].filter(Boolean))];
  return h(
    "li",
    {},
    h("span", {}, step.rest ? step.title : `${step.number}. ${step.title}`),
    h("span", { class: "soft" }, dose.join(" · ")),
  );
}
