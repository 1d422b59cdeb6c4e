// Knows how a breath looks as a ring that grows and shrinks; must not know the time, the exercise or any language.

import { make } from "./svg.js";

const MIDDLE = 100;
const [SMALL, LARGE, PATH] = [56, 84, 94];

/**
 * A ring for a breathing practice. `pattern` is what the breath does, part by part: `seconds` long, with its `words`,
 * `to` a fullness of 0 to 1; a held breath stays where it is. `draw(seconds)` shows the moment so long after the first
 * breath in, and says how full it is. With `steps` it grows by so many, and does not glide. It is for eyes only: who
 * listens is told the same by a voice.
 */
export function pacer(pattern, { steps = 0 } = {}) {
  const length = pattern.reduce((sum, { seconds }) => sum + seconds, 0);
  const element = make("svg", { class: "pacer", "aria-hidden": "true", viewBox: "0 0 200 200" });
  make("circle", { class: "pacer-path", cx: MIDDLE, cy: MIDDLE, r: PATH }, element);
  marks(pattern, length, element);
  make("circle", { class: "pacer-full", cx: MIDDLE, cy: MIDDLE, r: LARGE }, element);
  const breath = make("circle", { class: "pacer-breath", cx: MIDDLE, cy: MIDDLE }, element);
  const bead = make("circle", { class: "pacer-bead", r: 4 }, element);
  const word = make("text", { class: "pacer-word", x: MIDDLE, y: MIDDLE }, element);

  function draw(moment) {
    const time = ((moment % length) + length) % length;
    const { words, full: gliding, begun } = breathAt(pattern, time);
    const full = steps ? Math.round(gliding * steps) / steps : gliding;
    breath.setAttribute("r", (SMALL + (LARGE - SMALL) * full).toFixed(2));
    place(bead, (steps ? begun : time) / length);
    if (word.textContent !== words) word.textContent = words;
    return full;
  }

  draw(0);
  return { element, draw, destroy: () => element.remove() };
}

/** What to say, and how full the breath is: slow, quicker, slow from what it was to what it becomes. */
function breathAt(pattern, time) {
  let begun = 0;
  let from = pattern.at(-1).to;
  for (const { seconds, words, to } of pattern) {
    if (time < begun + seconds) {
      const eased = (1 - Math.cos((Math.PI * (time - begun)) / seconds)) / 2;
      return { words, full: from + (to - from) * eased, begun };
    }
    begun += seconds;
    from = to;
  }
  return { words: pattern[0].words, full: from, begun: 0 };
}

/** Where one part gives way to the next. */
function marks(pattern, length, parent) {
  let begun = 0;
  for (const { seconds } of pattern) {
    if (seconds > 0) place(make("circle", { class: "pacer-mark", r: 2 }, parent), begun / length);
    begun += seconds;
  }
}

/** Round the ring from the top, as a clock's hand goes. */
function place(dot, share) {
  const turn = 2 * Math.PI * share - Math.PI / 2;
  dot.setAttribute("cx", (MIDDLE + PATH * Math.cos(turn)).toFixed(2));
  dot.setAttribute("cy", (MIDDLE + PATH * Math.sin(turn)).toFixed(2));
}
