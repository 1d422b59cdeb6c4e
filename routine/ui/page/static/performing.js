// Knows how one moment is drawn: the figure, the words, the ring, and what moves between two frames.

import { ask, h, put, say, svg } from "./dom.js";
import { figure, pacer } from "./figure.js";
import { tone } from "./sound.js";

const AROUND = 2 * Math.PI * 44;
const BREATHS = { 0: 329.63, 1: 261.63 };
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let rule = null;

/** A picture, words, and `draw(frame)`; between two frames they move by themselves. */
export function performing(path, companion = null) {
  const picture = h("div", { class: "picture" });
  const progress = h("p", { class: "progress" });
  const title = h("h1");
  const turn = h("p", { class: "soft lead" });
  const saying = h("p", { class: "saying" });
  const breath = h("p", { class: "breath" });
  const ring = countRing();
  const beside = h("p", { class: "lead" });
  const upcoming = h("p", { class: "soft" });
  const count = h("div", { class: "count" });
  const words = h("div", { class: "words" }, h("div", { class: "row first" }, progress, companion), title, turn, saying, breath,
    count);
  const figures = new Map();
  let shown = null;
  let wanted = "";
  let breathing = null;
  let breathes = -1;
  let frame = null;
  let came = 0;
  let wake = null;
  let running = 0;

  async function bring(of, { preview = false } = {}) {
    const name = of ? `${of.step}?side=${of.side ?? ""}` : "";
    if (name === wanted) return;
    wanted = name;
    if (!name) {
      shown = null;
      put(picture);
      return;
    }
    const made = await have(name);
    if (wanted !== name) return;
    shown = made;
    put(picture, made ? made.element : null);
    made?.draw(preview ? 0 : seconds());
    light();
  }

  async function have(name) {
    if (!figures.has(name)) {
      figures.set(name, (async () => {
        try {
          rule ??= await ask("/figure-rule");
          return figure(rule, await ask(`${path}/figure/${name}`), { still: calm.matches });
        } catch {
          return null; // without a picture the words still say what to do
        }
      })());
    }
    return figures.get(name);
  }

  const seconds = () => {
    if (!frame) return 0;
    const since = frame.mode === "playing" ? (performance.now() - came) / 1000 : 0;
    return Math.min(frame.length, frame.elapsed + since);
  };
  const light = () => shown?.light?.(frame?.figure?.light ?? null);

  function draw(now) {
    const other = !frame || frame.index !== now.index || frame.place !== now.place;
    frame = now;
    came = performance.now();
    set(progress, [now.progress, now.partName].filter(Boolean).join(" · "));
    set(title, now.title);
    set(turn, now.turn);
    turn.hidden = !now.turn;
    set(saying, now.saying);
    set(breath, now.breath && !now.saying.includes(now.breath) ? now.breath : "");
    set(upcoming, now.upcoming);
    if (other || !count.firstChild) breatheWith(now.pattern);
    bring(now.figure);
    light();
    move();
    if (now.mode === "playing") start();
    keepAwake(now.mode === "playing");
  }

  function breatheWith(pattern) {
    breathing = pattern ? pacer(pattern) : null;
    breathes = -1;
    shown?.breathe(null);
    put(count, breathing ? breathing.element : ring.element, h("div", { class: "stack" }, beside, upcoming));
  }

  function start() {
    if (running) return;
    const step = () => {
      running = frame?.mode === "playing" ? requestAnimationFrame(step) : 0;
      move();
    };
    running = requestAnimationFrame(step);
  }

  function move() {
    if (!frame) return;
    const at = seconds();
    if (breathing) shown?.breathe(breathing.draw(at));
    if (shown && !(calm.matches && running)) shown.draw(at);
    ring.draw(at / frame.length);
    if (frame.pattern) {
      paced(at);
      return;
    }
    const left = Math.max(0, Math.ceil(frame.length - at - 0.001));
    if (frame.reps > 1 && frame.part === "work") {
      const count = Math.min(frame.reps, Math.floor(at / (frame.length / frame.reps)) + 1);
      ring.write(String(count));
      set(beside, say("ofReps", frame.reps));
    } else {
      ring.write(clock(left));
      set(beside, "");
    }
  }

  /** Which part of the breath it is; a soft tone as it turns. */
  function paced(at) {
    const whole = frame.pattern.reduce((sum, part) => sum + part.seconds, 0);
    let into = at % whole;
    let place = 0;
    while (place < frame.pattern.length - 1 && into >= frame.pattern[place].seconds) {
      into -= frame.pattern[place].seconds;
      place += 1;
    }
    const part = frame.pattern[place];
    set(beside, clock(Math.ceil(frame.length - at - 0.001)));
    if (place !== breathes && frame.mode === "playing") {
      breathes = place;
      tone(BREATHS[place === 0 ? 0 : 1], Math.min(2, part.seconds * 0.6), 0.1);
    }
  }

  async function keepAwake(awake) {
    if (!awake) {
      const held = wake;
      wake = null;
      (await held)?.release?.();
    } else if (!wake && "wakeLock" in navigator) {
      wake = navigator.wakeLock.request("screen").catch(() => { wake = null; });
    }
  }
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) wake = null;
    else if (frame?.mode === "playing") keepAwake(true);
  });

  return {
    picture,
    words,
    draw,
    preview: (step) => { frame = null; bring({ step, side: "" }, { preview: true }); },
    rest: () => { frame = null; breatheWith(null); keepAwake(false); },
  };
}

function countRing() {
  const filled = svg("circle", { class: "filled", cx: 50, cy: 50, r: 44, "stroke-dasharray": AROUND, "stroke-dashoffset": AROUND });
  const text = svg("text", { x: 50, y: 50 });
  const element = svg("svg", { class: "ring", viewBox: "0 0 100 100", "aria-hidden": "true" },
    svg("circle", { class: "track", cx: 50, cy: 50, r: 44 }), filled, text);
  return {
    element,
    draw: (share) => filled.setAttribute("stroke-dashoffset", (AROUND * (1 - Math.min(1, share))).toFixed(1)),
    write: (what) => set(text, what),
  };
}

const clock = (left) => (left < 60 ? String(left) : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`);

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
