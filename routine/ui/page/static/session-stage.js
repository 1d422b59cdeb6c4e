// Knows how one moment is drawn: the figure, the words, the ring, and what moves between two frames.
// Must not know when a moment ends: frames say that.

import { get } from "./api.js";
import { h, replaceChildren, svg } from "./dom.js";
import { t } from "./i18n.js";
import { figure, pacer } from "./figure.js";
import { tone } from "./sound.js";

const STEPS = 4; // in which a breath is drawn where nothing may glide
const AROUND = 2 * Math.PI * 44;
const [INWARD, OUTWARD] = [329.63, 261.63];
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** A picture, words, and `draw(frame)`; between two frames they move by themselves. */
export class SessionStage {
  picture = h("div", { class: "picture" });
  #parts = {
    progress: h("p", { class: "progress" }),
    title: h("h1"),
    turn: h("p", { class: "soft lead" }),
    saying: h("p", { class: "saying" }),
    breath: h("p", { class: "breath" }),
    lines: h("ul", { class: "lines soft" }),
    beside: h("p", { class: "lead" }),
    upcoming: h("p", { class: "soft" }),
  };
  #count = h("div", { class: "count" });
  #ring = new CountRing();
  /** @type {import("./types").Frame | null} */
  #frame = null;
  #came = 0;
  #running = 0;
  #figures;
  #figure = null;
  #wanted = "";
  #pacer = null;
  #breathes = -1;
  #told = "";
  #signalled = "";
  #onSign;
  #whole = h("p", { class: "soft" });
  #numbers = h("p", { class: "unseen" });
  #line;
  #awake = new Awake();

  constructor(path, { companion, trouble, line, turns, paced, onSign }) {
    this.#onSign = onSign;
    const { progress, title, turn, saying, breath, lines } = this.#parts;
    this.#figures = new Figures(path);
    this.#line = line;
    // a line that comes and goes would move what stands below it
    turn.hidden = !turns;
    this.words = h(
      "div",
      { class: paced ? "words paced" : "words" },
      h("div", { class: "row first" }, progress, trouble, companion),
      title,
      h("div", { class: "row where" }, turn, this.#whole),
      saying,
      breath,
      this.#count,
      this.#numbers,
      lines,
    );
  }

  /** @param {import("./types").Frame} frame */
  draw(frame) {
    const { progress, title, turn, saying, breath, upcoming } = this.#parts;
    const before = this.#frame;
    this.#frame = frame;
    this.#came = performance.now();
    set(progress, [frame.progress, frame.partName].filter(Boolean).join(" · "));
    set(title, frame.title);
    set(turn, frame.turn);
    set(saying, frame.saying);
    set(breath, frame.saying.includes(frame.breath) ? "" : frame.breath);
    set(upcoming, frame.upcoming);
    this.#list(frame.lines);
    if (before?.index !== frame.index || before?.place !== frame.place) this.#breatheWith(frame.pattern);
    this.#bring(frame.figure);
    this.#light();
    this.#move();
    const playing = frame.mode === "playing";
    if (playing && !this.#running) this.#running = requestAnimationFrame(() => this.#run());
    this.#awake.keep(playing);
  }

  /** All cues stay where they can be read, and the present one is marked. */
  #list(lines) {
    const told = lines.map((line) => line.text).join("\n");
    if (told !== this.#told) {
      this.#told = told;
      replaceChildren(
        this.#parts.lines,
        lines.map((line) => h("li", {}, line.text)),
      );
    }
    lines.forEach((line, number) => this.#parts.lines.children[number].classList.toggle("now", line.now));
  }

  /** The figure of a session that is not performed, as it begins. */
  preview(wanted) {
    this.#bring(wanted);
    this.#figure?.breathe(null);
    this.#figure?.draw(0);
    this.#light();
  }

  rest() {
    this.#frame = null;
    this.#awake.keep(false);
  }

  /** It stays as it is at this moment. */
  halt() {
    this.#frame = { ...this.#frame, elapsed: this.#seconds(), mode: "paused" };
    this.#awake.keep(false);
  }

  async #bring(wanted) {
    this.picture.classList.toggle("aside", Boolean(wanted?.aside));
    const name = nameOf(wanted);
    if (name === this.#wanted) return;
    this.#wanted = name;
    const made = name ? await this.#figures.of(name, wanted.picture) : null;
    if (this.#wanted !== name) return;
    this.#figure = made;
    replaceChildren(this.picture, made?.element);
    made?.draw(this.#seconds());
    this.#light();
  }

  #light() {
    this.#figure?.light(this.#frame?.figure?.light ?? null);
  }

  #breatheWith(pattern) {
    this.#pacer = pattern ? pacer(pattern, { steps: calm.matches ? STEPS : 0 }) : null;
    this.#breathes = -1;
    this.#figure?.breathe(null);
    replaceChildren(
      this.#count,
      this.#pacer ? this.#pacer.element : this.#ring.element,
      h("div", { class: "stack" }, this.#parts.beside, this.#parts.upcoming),
    );
  }

  /** How far into its beat the moment is. */
  #seconds() {
    if (!this.#frame) return 0;
    const since = this.#frame.mode === "playing" ? (performance.now() - this.#came) / 1000 : 0;
    return Math.min(this.#frame.length, this.#frame.elapsed + since);
  }

  #run() {
    this.#running = this.#frame?.mode === "playing" ? requestAnimationFrame(() => this.#run()) : 0;
    this.#move();
  }

  #move() {
    if (!this.#frame) return;
    const at = this.#seconds();
    if (this.#pacer) this.#figure?.breathe(this.#pacer.draw(at));
    this.#figure?.draw(this.#frame.figure?.aside ? 0 : at);
    const drawn = calm.matches ? Math.floor(at) : at;
    this.#ring.draw(drawn / this.#frame.length);
    this.#line.draw(this.#frame.mark, (this.#frame.markFrom + drawn) / this.#frame.markLength);
    if (this.#frame.pattern) this.#paced(at);
    else this.#counted(at);
    const minutes = Math.ceil((this.#frame.inAll - (at - this.#frame.elapsed)) / 60 - 0.001);
    set(this.#whole, minutes > 0 ? t("leftInAll", minutes) : "");
    set(this.#numbers, this.whereItIs());
    this.#sign(at);
  }

  /** Which repetition it is, and how much is left: in words, for whoever cannot see the ring. */
  whereItIs() {
    if (!this.#frame) return "";
    const { reps, part, length, progress } = this.#frame;
    const at = this.#seconds();
    const number = reps > 1 && part === "work" ? t("countNow", repetition(reps, at, length), reps) : "";
    const rest = t("timeLeft", left(length - at));
    return [progress, number, rest, this.#whole.textContent].filter(Boolean).join(". ");
  }

  /** The sign that has come; one that was passed long ago, as after a jump, is not heard any more. */
  #sign(at) {
    if (this.#frame.mode !== "playing") return;
    const come = this.#frame.signals.filter((each) => each.at <= at).at(-1);
    const name = come ? `${this.#frame.index}.${this.#frame.place}.${come.at}` : "";
    if (!come || name === this.#signalled) return;
    this.#signalled = name;
    if (at - come.at < 1) this.#onSign(come);
  }

  #counted(at) {
    const { reps, part, length, remaining } = this.#frame;
    const counts = reps > 1 && part === "work";
    this.#ring.write(counts ? repetition(reps, at, length) : left(length - at));
    set(this.#parts.beside, counts ? t("ofReps", reps) : remaining ? t("timeLeft", left(remaining - at)) : "");
  }

  /** A soft tone as the breath turns. */
  #paced(at) {
    const { pattern, mode, length } = this.#frame;
    set(this.#parts.beside, left(length - at));
    const whole = pattern.reduce((sum, part) => sum + part.seconds, 0);
    let into = at % whole;
    let place = 0;
    while (place < pattern.length - 1 && into >= pattern[place].seconds) into -= pattern[place++].seconds;
    if (place === this.#breathes || mode !== "playing") return;
    this.#breathes = place;
    tone(place ? OUTWARD : INWARD, Math.min(2, pattern[place].seconds * 0.6), 0.1);
  }
}

/** The figures of one session, each asked for once. */
class Figures {
  #path;
  #made = new Map();
  #rule = null;

  constructor(path) {
    this.#path = path;
  }

  of(name, picture) {
    if (!this.#made.has(name)) this.#made.set(name, this.#make(name, picture));
    return this.#made.get(name);
  }

  async #make(name, picture) {
    try {
      if (picture) return await ownPicture(`/api${this.#path}/${name}`, picture);
      this.#rule ??= get("/figure-rule");
      const [rule, moving] = await Promise.all([this.#rule, get(`${this.#path}/${name}`)]);
      return figure(rule, moving, { turns: calm.matches });
    } catch {
      return null; // without a picture the words still say what to do
    }
  }
}

function nameOf(wanted) {
  if (!wanted) return "";
  return wanted.picture ? `picture/${wanted.step}` : `figure/${wanted.step}?side=${wanted.side}`;
}

/** What somebody put beside their plan; nothing of it moves. */
async function ownPicture(src, alt) {
  const element = h("img", { src, alt });
  await element.decode();
  return { element, draw() {}, light() {}, breathe() {} };
}

/** The screen is kept awake while a session plays. */
class Awake {
  #lock = null;

  constructor() {
    // a hidden tab loses it, and asks again once it is seen
    document.addEventListener("visibilitychange", () => {
      if (this.#lock && !document.hidden) this.#ask();
    });
  }

  keep(awake) {
    if (awake && !this.#lock) this.#ask();
    if (!awake && this.#lock) {
      this.#lock.then((lock) => lock?.release());
      this.#lock = null;
    }
  }

  #ask() {
    this.#lock = Promise.resolve(navigator.wakeLock?.request("screen")).catch(() => null);
  }
}

/** What fills as the beat goes by, with a number in it. */
class CountRing {
  #filled = svg("circle", {
    class: "filled",
    cx: 50,
    cy: 50,
    r: 44,
    "stroke-dasharray": AROUND,
    "stroke-dashoffset": AROUND,
  });
  #text = svg("text", { x: 50, y: 50 });
  element = svg(
    "svg",
    { class: "ring", viewBox: "0 0 100 100", "aria-hidden": "true" },
    svg("circle", { class: "track", cx: 50, cy: 50, r: 44 }),
    this.#filled,
    this.#text,
  );

  draw(share) {
    this.#filled.setAttribute("stroke-dashoffset", (AROUND * (1 - Math.min(1, share))).toFixed(1));
  }

  write(what) {
    set(this.#text, String(what));
  }
}

/** Which one it is, from 1. */
function repetition(reps, at, length) {
  return Math.min(reps, Math.floor(at / (length / reps)) + 1);
}

/** `42`, `4:56`: nought is when it is over. */
function left(seconds) {
  const whole = Math.max(0, Math.ceil(seconds - 0.001));
  return whole < 60 ? String(whole) : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
