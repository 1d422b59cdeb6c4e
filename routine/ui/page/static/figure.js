// Knows how joints become a moving picture; must not know the time, who asks, or any rule of the session.
// The shapes, their order and their colours are those of the stills: every number of them comes with the rule.

import { circle, hullPath } from "./hull.js";
import { colour, make } from "./svg.js";

export { pacer } from "./pacer.js";

/** Drawn ten times finer than sent: whole numbers are quick to write, and a slow movement must not hop. */
const FINE = 10;

/**
 * A figure that moves. `draw(seconds)` shows the moment so long after the beginning of the cycle. `light(group)`
 * lights the parts of a muscle group, `light(null)` none. What `breathe(0…1)` says fills chest and ring from the next
 * `draw` on, until `breathe(null)`. With `still` there is one unmoving picture, whatever is drawn or breathed; with
 * `turns` pictures take turns, and nothing moves from one to the next.
 */
export function figure(rule, moving, { still = false, turns = false } = {}) {
  const unit = rule.unit * FINE;
  const view = moving.window.map((number) => number * FINE);
  const element = make("svg", { class: "figure", role: "img", "aria-label": moving.title, viewBox: view.join(" ") });
  for (const [cloth, [light, dark]] of Object.entries(rule.colours ?? {})) {
    element.style.setProperty(`--figure-${cloth}`, `light-dark(${light}, ${dark})`);
  }
  const ring = moving.ring ? ringOf(rule, view, element) : null;
  furnish(moving.room, element);
  const motion = motionOf(moving);
  if (still && moving.still.ghost !== null) {
    motion.stand(moving.still.ghost);
    bodyOf(rule, motion.spots, unit, element, rule.ghost)(0, []);
  }
  const body = bodyOf(rule, motion.spots, unit, element, null, moving.working);
  const straps = strapsOf(moving.straps, motion.spots, rule.strap * unit, element);
  const bag = moving.bags.length ? bagOf(rule.bag, moving.bags, motion.spots, unit, element) : null;
  const arrow = point(moving.mark, element);
  const there = still || turns ? Infinity : (moving.at[moving.pose.indexOf(moving.still.pose)] ?? 0);
  let seconds = 0;
  let group = null;
  let breathed = null;
  let drawn = {};

  function show() {
    // the first time it shows the way there; afterwards the movement does
    arrow.style.display = seconds <= there ? "" : "none";
    const now = still ? motion.rest() : turns ? motion.turn(seconds) : motion.at(seconds);
    const breath = still ? now.breath : (breathed ?? now.breath);
    const lit = group === null || moving.lights.length === 0 ? now.lit : moving.lights[group % moving.lights.length];
    // while a pose is held there is nothing to do
    if (!now.moved && breath === drawn.breath && lit === drawn.lit) return;
    drawn = { breath, lit };
    ring?.(breath);
    body(breath, lit);
    straps();
    bag?.();
  }

  show();
  return {
    element,
    draw(moment) {
      seconds = moment;
      if (!still) show();
    },
    light(number) {
      if (number === group) return;
      group = number;
      show();
    },
    breathe(fullness) {
      breathed = fullness;
    },
    destroy: () => element.remove(),
  };
}

/** Where every joint is at a moment. The spots are always the same arrays, filled anew. */
function motionOf(moving) {
  const { at, pose, length } = moving;
  const spots = {};
  const tracks = [];
  for (const [name, numbers] of Object.entries(moving.joints)) {
    const track = Float64Array.from(numbers, (number) => number * FINE);
    spots[name] = track.slice(0, 3);
    if (track.length > 3) tracks.push({ track, spot: spots[name] });
  }
  const now = { breath: 0, lit: [], moved: false };
  let last = -1;

  /** The straight way from one pose to another; nothing is done where the body stays as it was. */
  function stand(one, other = one, share = 0) {
    now.moved = one !== other || last !== one;
    if (!now.moved) return;
    for (const { track, spot } of tracks) {
      for (let axis = 0; axis < 3; axis += 1) {
        const from = track[3 * one + axis];
        spot[axis] = from + (track[3 * other + axis] - from) * share;
      }
    }
    last = one === other ? one : -1;
  }

  function rest() {
    stand(moving.still.pose);
    now.breath = moving.still.breath;
    now.lit = moving.still.lit;
    return now;
  }

  const within = (seconds) => ((seconds % length) + length) % length;
  const full = (number) => moving.breath[moving.breath.length === 1 ? 0 : number];
  const lit = (number) => moving.lit[moving.lit.length === 1 ? 0 : number];

  function turn(seconds) {
    if (!moving.stills.length) return rest();
    const time = within(seconds);
    const [, sample] = moving.stills.findLast(([from]) => from <= time) ?? moving.stills.at(-1);
    stand(pose[sample]);
    now.breath = full(sample);
    now.lit = lit(sample);
    return now;
  }

  function moment(seconds) {
    const time = within(seconds);
    let place = at.length - 1;
    while (place > 0 && at[place] > time) place -= 1;
    const next = (place + 1) % at.length;
    const share = (time - at[place]) / ((next === 0 ? length : at[next]) - at[place]);
    stand(pose[place], pose[next], share);
    now.breath = full(place) + (full(next) - full(place)) * share;
    now.lit = lit(place);
    return now;
  }

  return { spots, stand, rest, turn, at: moment };
}

/** The body, what is far away first. `ghost` is how pale one is that only stands behind. */
function bodyOf(rule, spots, unit, parent, ghost = null, working = []) {
  const { middle, paler, most } = rule.pale;
  const kit = {
    rule,
    unit,
    spots,
    working,
    ends: (list) => list.map(([joint, size]) => circle(spots[joint], size * unit, (rule.fuller[joint] ?? 0) * unit)),
    pale: (depth) => Math.max(0, Math.min(most, middle - (paler * (depth - spots.loin[2])) / unit)),
  };
  const put = slotsOf(make("g", { "stroke-width": 2 * rule.outline * unit }, parent), ghost);
  const layers = [torsoOf(kit), headOf(kit), ...limbsOf(kit)];
  layers.forEach((layer, place) => Object.assign(layer, { place, depth: 0 }));
  // what is equally far keeps the order of the stills
  const farFirst = (one, other) => one.depth - other.depth || one.place - other.place;

  return (breath, lit) => {
    for (const layer of layers) {
      let sum = 0;
      for (const spot of layer.middle) sum += spot[2];
      layer.depth = sum / layer.middle.length;
      layer.drawn = false;
    }
    layers.sort(farFirst);
    put.first();
    for (const layer of layers) {
      layer.paint(put, breath, lit);
      layer.drawn = true;
    }
  };
}

function torsoOf({ rule, spots, ends }) {
  const pieces = rule.torso.map((piece) => ({ ...piece, circles: ends(piece.ends), d: "", now: "" }));
  return {
    middle: rule.depth.torso.map((joint) => spots[joint]),
    paint(put, breath, lit) {
      for (const piece of pieces) {
        for (const one of piece.circles) one.size = one.own + breath * one.fuller;
        piece.d = hullPath(piece.circles);
        piece.now = lit.includes(piece.lit) ? "lit" : piece.cloth;
        put.shape(piece.d, piece.now, rule.pale.middle, true);
      }
      for (const piece of pieces) put.shape(piece.d, piece.now, rule.pale.middle, false);
    },
  };
}

function headOf({ rule, spots, unit, ends, pale }) {
  const [neck, skull, face, nose, hair] = ["neck", "skull", "face", "nose", "hair"].map((part) =>
    ends(rule.head[part]),
  );
  return {
    middle: rule.depth.head.map((joint) => spots[joint]),
    paint(put, _, lit) {
      const far = Math.min(rule.pale.head, pale(spots.head[2]));
      const cloth = lit.includes("head") ? "lit" : "skin";
      // from behind the hair hides the face, from the front the face is before it
      const behind = spots.hair[2] < spots.nose[2] + rule.depth.behind * unit;
      put.shape(hullPath(neck), lit.includes("neck") ? "lit" : "skin", far, true);
      put.shape(hullPath(skull), cloth, far, true);
      if (behind) put.shape(hullPath(hair), "hair", far, false);
      put.shape(hullPath(face), cloth, far, false);
      put.shape(hullPath(nose), cloth, far, false);
      if (!behind) put.shape(hullPath(hair), "hair", far, false);
    },
  };
}

function limbsOf({ rule, spots, ends, pale, working }) {
  const limbs = rule.limbs.map((part) => ({
    ...part,
    cloth: working.includes(part.name) ? (rule.working[part.cloth] ?? part.cloth) : part.cloth,
    circles: ends(part.ends),
    middle: part.ends.map(([joint]) => spots[joint]),
    paint(put, _, lit) {
      const cloth = lit.includes(this.name) ? "lit" : this.cloth;
      const d = hullPath(this.circles);
      put.shape(d, cloth, pale(this.depth), true);
      for (const { other, patch } of this.neighbours) {
        if (!other.drawn) continue;
        put.shape(hullPath(patch()), lit.includes(other.name) ? "lit" : other.cloth, pale(other.depth), false);
        put.shape(d, cloth, pale(this.depth), false);
      }
    },
  }));
  for (const limb of limbs) {
    const joined = limbs.filter((other) => other.name === limb.joins || other.joins === limb.name);
    limb.neighbours = joined.map((other) => ({ other, patch: patchOf(other, limb, rule.shared) }));
  }
  return limbs;
}

/** The end of `other` that meets `limb`, to be drawn again over the outline that `limb` has just drawn there. */
function patchOf(other, limb, share) {
  const met = other.circles.find((one) => limb.circles.some(({ spot }) => spot === one.spot));
  const far = other.circles.find((one) => one !== met);
  const middle = circle(new Float64Array(3), met.size + (far.size - met.size) * share);
  const both = [met, middle];
  return () => {
    middle.spot[0] = met.spot[0] + (far.spot[0] - met.spot[0]) * share;
    middle.spot[1] = met.spot[1] + (far.spot[1] - met.spot[1]) * share;
    return both;
  };
}

/** The paths of a picture, in their order. A body always has as many, so that the page only ever changes them. */
function slotsOf(parent, ghost) {
  const slots = [];
  let place = 0;
  function shape(d, cloth, pale, outlined) {
    const slot = (slots[place] ??= { path: make("path", {}, parent), d: "", fill: "", outlined: false });
    place += 1;
    if (slot.d !== d) slot.path.setAttribute("d", (slot.d = d));
    const fill = colour(cloth, ghost ?? pale);
    if (slot.fill !== fill) slot.path.setAttribute("fill", (slot.fill = fill));
    const rim = outlined && ghost === null;
    if (slot.outlined !== rim) slot.path.classList.toggle("outlined", (slot.outlined = rim));
  }
  return { shape, first: () => (place = 0) };
}

/** The things of the room stay: each is its corners with a round pen. */
function furnish(room, parent) {
  for (const thing of room) {
    const fill = colour(thing.cloth, thing.pale);
    const d = `M${thing.corners.map((corner) => corner.map((number) => number * FINE).join(" ")).join("L")}Z`;
    make("path", { d, fill, stroke: fill, "stroke-width": 2 * thing.round * FINE }, parent);
  }
}

/** Where it goes: an arrow beside the body. */
function point(mark, parent) {
  const arrow = make("g", { class: "way" }, parent);
  for (const shape of mark) {
    const circles = shape.map(([x, y, size]) => circle([x * FINE, y * FINE, 0], size * FINE));
    make("path", { d: hullPath(circles), fill: colour("mark", 0) }, arrow);
  }
  return arrow;
}

/** Bands from joint to joint, over everything. */
function strapsOf(straps, spots, size, parent) {
  const bands = straps.map((joints) => ({
    circles: joints.map((joint) => circle(spots[joint], size)),
    path: make("path", { fill: colour("strap", 0) }, parent),
  }));
  return () => {
    for (const { circles, path } of bands) path.setAttribute("d", hullPath(circles));
  };
}

/** What hangs from a hand, or from two, over everything. */
function bagOf({ down, handle, size }, fingers, spots, unit, parent) {
  const held = [0, 0, 0];
  const middle = [0, 0, 0];
  const circles = [circle(held, handle * unit), circle(middle, size * unit)];
  const path = make("path", { class: "outlined", fill: colour("thing", 0) }, parent);
  return () => {
    for (const axis of [0, 1]) {
      let sum = 0;
      for (const name of fingers) sum += spots[name][axis];
      held[axis] = middle[axis] = sum / fingers.length;
    }
    middle[1] += down * unit;
    path.setAttribute("d", hullPath(circles));
  };
}

/** A circle behind the figure that grows as the chest fills. */
function ringOf({ ring }, [left, top, width, height], parent) {
  const round = make(
    "circle",
    {
      cx: left + width / 2,
      cy: top + height / 2,
      fill: colour("trousers", ring.pale),
      stroke: colour("trousers", ring.rim),
      "stroke-width": width * ring.line,
    },
    parent,
  );
  return (breath) => round.setAttribute("r", Math.round(width * (ring.least + ring.more * breath)));
}
