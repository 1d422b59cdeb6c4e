// Knows the outline of some circles as the text of a path; must not know bodies, colours or elements.

const TURN = 2 * Math.PI;

/** Round `spot`, an array that may be filled anew; a full breath makes it `fuller`. */
export function circle(spot, size, fuller = 0) {
  return { spot, size, own: size, fuller };
}

/**
 * A rubber band round some circles, as a path of arcs: from the circle that reaches farthest to the right, round it
 * until another one reaches as far, along the line that touches both, and on, until once round.
 */
export function hullPath(circles) {
  let here = circles[0];
  for (const one of circles) if (one.spot[0] + one.size > here.spot[0] + here.size) here = one;
  let turn = 0;
  let path = `M${at(here, 0)}`;
  for (let left = 3 * circles.length; left > 0; left -= 1) {
    let next = null;
    let way = TURN - turn;
    for (const one of circles) {
      const angle = one === here ? way : overtakes(one, here, turn);
      if (angle < way) [next, way] = [one, angle];
    }
    path += arc(here, turn, way);
    if (next === null) break;
    turn += way;
    here = next;
    path += `L${at(here, turn)}`;
  }
  return `${path}Z`;
}

/** How much farther round `one` begins to reach beyond `here`. */
function overtakes(one, here, turn) {
  const x = one.spot[0] - here.spot[0];
  const y = one.spot[1] - here.spot[1];
  const share = (here.size - one.size) / Math.sqrt(x * x + y * y);
  if (!(share > -1 && share < 1)) return Infinity; // one lies within the other
  let angle = (Math.atan2(y, x) - Math.acos(share) - turn) % TURN;
  if (angle < 0) angle += TURN;
  return angle > TURN - 1e-6 ? 0 : angle; // three on one line: at once, and not a whole turn later
}

function at({ spot, size }, turn) {
  return `${Math.round(spot[0] + size * Math.cos(turn))} ${Math.round(spot[1] + size * Math.sin(turn))}`;
}

/** Clockwise, in halves if it is more than half a circle. */
function arc(one, turn, way) {
  const size = Math.round(one.size);
  const half = way > Math.PI ? `A${size} ${size} 0 0 1 ${at(one, turn + way / 2)}` : "";
  return `${half}A${size} ${size} 0 0 1 ${at(one, turn + way)}`;
}
