// Knows how elements are made and replaced; must not know any view, nor where texts come from.
//
// Text only ever becomes text (textContent): nothing that somebody typed into a plan can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element: h("p", {class: "soft", onclick: f}, "text", child). What is null or false is left out. */
export function h(name, given = {}, ...inside) {
  return fill(document.createElement(name), given, inside);
}

/** The same, in an SVG. */
export function svg(name, given = {}, ...inside) {
  return fill(document.createElementNS(SVG, name), given, inside);
}

function fill(element, given, inside) {
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && ["value", "checked", "disabled", "hidden", "htmlFor"].includes(name))
      element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...kept(element, inside));
  return element;
}

/** What is null or false is left out; a number keeps its unit on its line, but not where somebody's own text stands. */
function kept(element, inside) {
  const there = inside.flat(9).filter((each) => each !== null && each !== undefined && each !== false && each !== "");
  if (["pre", "code"].includes(element.localName)) return there;
  return there.map((each) =>
    typeof each === "string" ? each.replaceAll(/(\d) (?=(?:min|h|s|weeks?)\b)/g, "$1\u00a0") : each,
  );
}

/** Put these in the place of all that is in `element`. */
export function replaceChildren(element, ...inside) {
  element.replaceChildren(...kept(element, inside));
  return element;
}
