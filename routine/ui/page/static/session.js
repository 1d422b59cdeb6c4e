// Knows how a guided session looks, sounds and takes keys; must not know when anything changes: frames say that.

import { ask, attempt, h, keyPath, listen, message, put, say, tell } from "./dom.js";
import { performing as perform } from "./performing.js";
import { farewell } from "./felt.js";
import { canSpeak, change, hush, sound, speak, tone, wakeUp } from "./sound.js";

const PRESSES = { ArrowRight: "next", n: "next", ArrowLeft: "back", b: "back", Escape: "stop" };
const STEP_TONE = 523.25;
const REST_TONE = 392;

export async function show(main, { rest, titled }) {
  const key = rest;
  const path = `/session/${keyPath(key)}`;
  const about = await ask(path);
  titled(about.title);
  document.head.append(h("link", { rel: "stylesheet", href: "/static/session.css" }));
  const view = lay(about, path);
  put(main, view.root);
  const press = (what) => attempt(() => tell(`${path}/press`, { press: what }));
  const start = () => {
    wakeUp();
    return attempt(() => tell(`${path}/start`));
  };
  let mode = "";
  const act = {
    start,
    toggle: () => (mode === "playing" ? press("pause") : mode === "paused" ? press("resume") : start()),
    press,
  };
  const stop = listen(`${path}/frames`, (frame) => {
    if (!frame.mode) return;
    mode = frame.mode;
    view.draw(frame, act);
  }, { always: true });
  addEventListener("keydown", (stroke) => onKey(stroke, act, view));
  addEventListener("pagehide", () => { stop(); hush(); });
  return null;
}

function onKey(stroke, act, view) {
  const within = stroke.target.closest?.("input, textarea, select, summary");
  if (within || stroke.ctrlKey || stroke.altKey || stroke.metaKey) return;
  if (stroke.key === " " && !stroke.target.closest?.("button, a")) {
    stroke.preventDefault();
    act.toggle();
  } else if (stroke.key === "m") {
    view.turnSound();
  } else if (PRESSES[stroke.key] && view.runs()) {
    stroke.preventDefault();
    act.press(PRESSES[stroke.key]);
  }
}

function lay(about, path) {
  const live = h("div", { class: "unseen", "aria-live": "polite", "aria-atomic": "true" });
  const root = h("div", { class: "session" });
  const line = stepsLine(about.steps);
  const list = wholeList(about.steps);
  const noise = soundButton();
  const performing = perform(path, noise.button);
  const controls = h("div", { class: "controls" });
  const beside = h("div", { class: "about" });
  let told = "";
  let shown = null;
  let asked = "";

  function draw(frame, act) {
    const runs = frame.mode === "playing" || frame.mode === "paused";
    root.classList.toggle("paused", frame.mode === "paused");
    if (runs) {
      if (asked !== "runs") {
        put(beside, performing.words);
        put(root, h("div", { class: "stage" }, performing.picture, beside), controls, line.element, live, list.element, noise.settings);
        asked = "runs";
      }
      performing.draw(frame);
      put(controls, buttons(frame, act));
      line.mark(frame.index);
      list.mark(frame.index);
      hear(frame);
    } else {
      performing.rest();
      hush();
      if (asked === frame.mode + (frame.phase ?? "")) return;
      asked = frame.mode + (frame.phase ?? "");
      line.mark(-1);
      if (frame.mode === "completed" && shown?.mode) tone(STEP_TONE, 2.5);
      put(root, ...still(about, path, frame, act, performing), live, list.element, noise.settings);
      live.textContent = frame.mode === "completed" ? say("wellDone") : "";
    }
    shown = frame;
  }

  /** A step is announced once, a saying as it comes; seconds never. */
  function hear(frame) {
    const here = `${frame.index}.${frame.place}`;
    const said = `${here}.${frame.sayingAt}`;
    if (frame.mode === "paused") {
      hush();
      live.textContent = say("isPaused");
      told = "";
      return;
    }
    if (said === told) return;
    const newStep = !told.startsWith(`${frame.index}.`);
    const newBeat = !told.startsWith(`${here}.`);
    told = said;
    const heading = newStep ? [frame.progress, frame.title] : [];
    live.textContent = [...heading, frame.saying].filter(Boolean).join(". ");
    if (newBeat) tone(frame.part === "rest" || frame.part === "release" ? REST_TONE : STEP_TONE);
    if (frame.elapsed - frame.sayingAt < 3) speak(frame.saying);
  }

  return { root, draw, turnSound: noise.turn, runs: () => asked === "runs" };
}

/** What stands there before a session, after it, and while it is led somewhere else. */
function still(about, path, frame, act, performing) {
  if (frame.mode === "completed") return [farewell(about, path, frame, act)];
  const first = about.steps.find((step) => !step.rest);
  const goes = frame.resumes ? say("goOn") : frame.mode === "elsewhere" ? say("goOnHere") : say("start");
  const note = frame.mode === "elsewhere" ? frame.note : frame.mode === "stopped" ? say("stoppedEarly") : about.state || about.due;
  performing.preview(first?.index ?? 0);
  return [h("div", { class: "stage" }, performing.picture, h("div", { class: "about stack" },
    h("p", { class: "progress" }, say("minutes", about.minutes), about.practice ? ` · ${about.practice}` : ""),
    h("h1", {}, about.title),
    h("p", { class: "lead" }, note),
    about.held ? h("p", { class: "note warm" }, about.held) : null,
    about.check ? h("p", { class: "note" }, about.check, " ", h("a", { href: "/help" }, say("help"))) : null,
    h("div", { class: "controls" }, h("button", { class: "primary", onclick: act.start, disabled: Boolean(about.held) }, goes),
      frame.mode === "stopped" ? h("a", { class: "button quiet", href: "/today" }, say("enough")) : null),
    about.stop ? h("p", { class: "soft small" }, about.stop) : null,
  ))];
}

function buttons(frame, act) {
  const playing = frame.mode === "playing";
  return [
    h("button", { onclick: () => act.press("back"), "aria-keyshortcuts": "ArrowLeft" }, say("back")),
    h("button", { class: "primary", onclick: act.toggle, "aria-keyshortcuts": "Space" }, playing ? say("pause") : say("goOn")),
    h("button", { onclick: () => act.press("next"), "aria-keyshortcuts": "ArrowRight" }, say("next")),
    h("button", { class: "quiet last", onclick: () => act.press("stop"), "aria-keyshortcuts": "Escape" }, say("stop")),
  ];
}

function stepsLine(steps) {
  const marks = steps.map((step) => h("li", { class: step.rest ? "rest" : "" }));
  return { element: h("ol", { class: "steps", "aria-hidden": "true" }, marks), mark: (at) => markAll(marks, at) };
}

function wholeList(steps) {
  const marks = steps.map((step) => h("li", {},
    h("span", {}, step.rest ? step.title : `${step.number}. ${step.title}`),
    h("span", { class: "soft" }, step.rest ? step.length : [step.amount, step.length].filter((one, at, all) => one && all.indexOf(one) === at).join(" · "))));
  return {
    element: h("details", { class: "whole" }, h("summary", {}, say("allSteps")), h("ol", {}, marks)),
    mark: (at) => markAll(marks, at),
  };
}

function markAll(marks, at) {
  marks.forEach((mark, place) => {
    mark.classList.toggle("done", place < at);
    if (place === at) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  });
}

/** On and off by one press; how loud and how fast stands below. */
function soundButton() {
  const button = h("button", { class: "quiet", "aria-keyshortcuts": "m", onclick: turn });
  const box = (name) => h("label", {}, h("input", { type: "checkbox", checked: sound[name], onchange: (to) => set({ [name]: to.target.checked }) }), say(name));
  const range = (name, least, most) => h("label", {}, say(name), h("input", { type: "range", min: least, max: most, step: 0.05, value: sound[name], onchange: (to) => set({ [name]: Number(to.target.value) }) }));
  const settings = h("details", { class: "whole" }, h("summary", {}, say("soundSettings")),
    h("div", { class: "sound" }, canSpeak() ? box("voice") : null, box("tones"), range("volume", 0, 1), range("rate", 0.6, 1.4)));
  function set(what) {
    wakeUp();
    change(what);
    paint();
  }
  function turn() {
    set({ on: !sound.on });
    message(say(sound.on ? "soundIsOn" : "soundIsOff"), { seconds: 2 });
  }
  function paint() {
    button.setAttribute("aria-pressed", String(sound.on));
    put(button, say("sound"));
  }
  paint();
  return { button, settings, turn };
}
